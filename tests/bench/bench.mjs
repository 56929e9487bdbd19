// SPDX-License-Identifier: Apache-2.0
// The measurements: both sides in one run, taking turns; medians; a line each
// and build/bench/<name>.json.  `make bench`, or `node bench.mjs ingest tiles oai`.
// `make bench-image` (image.mjs) writes all its rows into one list, build/bench/image.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { image } from './image.mjs';
import { ingest } from './ingest.mjs';
import { oai } from './oai.mjs';
import { oaiMillion } from './oai_million.mjs';
import { presentation } from './presentation.mjs';
import { search } from './search.mjs';
import { site } from './site.mjs';
import { tiles } from './tiles.mjs';
import { usage } from './usage.mjs';

const benches = { ingest, tiles, oai };
const lists = { image, 'oai-million': oaiMillion, presentation, usage, search, site };
const out = join(root, 'build/bench');
mkdirSync(out, { recursive: true });

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
	if (wanted.length && !wanted.includes(name)) continue;
	for (const result of await bench()) {
		const ratio = result.peer_value ? result.value / result.peer_value : null;
		const row = { name: result.name, unit: result.unit, value: result.value, peer: result.peer ?? null,
			peer_value: result.peer_value ?? null, ratio, runs: result.runs, peer_runs: result.peer_runs ?? null };
		writeFileSync(join(out, `${result.name}.json`), `${JSON.stringify(row, null, '\t')}\n`);
		console.log(`${row.name}: ${format(row.value)} ${row.unit}` + (ratio === null ? '' :
			`; ${row.peer}: ${format(row.peer_value)} ${row.unit}; ratio ${ratio.toFixed(2)}`));
	}
}

for (const [name, bench] of Object.entries(lists)) {
	if (!wanted.includes(name)) continue;
	const rows = await bench();
	writeFileSync(join(out, `${name}.json`), `${JSON.stringify(rows, null, '\t')}\n`);
	for (const r of rows)
		console.log(`${r.name}: ${format(r.value)} ${r.unit}` + (r.peer ? `; ${r.peer}: ${format(r.peer_value)}; ratio ${(r.ratio ?? r.value / r.peer_value).toFixed(3)}` : ''));
}

function format(n) {
	return n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(n < 1 ? 4 : 1);
}
