// SPDX-License-Identifier: Apache-2.0
// What counting costs: tiles a second with and without it, taking turns; the roll-up of
// a million uses; reports of a year of ten million (BENCH_USES), in 20,000 objects.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { demoConfig, program, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { makeUses, writeSpools } from '../lib/usage.mjs';
import { largestImage, tilePaths } from './tiles.mjs';
import { execute, median, ROUNDS, wrk } from './measure.mjs';

const USES = Number(process.env.BENCH_USES ?? 10000000), PART = 1000000;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

function script(folder, paths) {
	const file = join(folder, 'tiles.lua');
	writeFileSync(file, `local paths = {${paths.map((p) => JSON.stringify(p)).join(',')}}
local at = 0
function request()
	at = at % #paths + 1
	return wrk.format("GET", paths[at], {["User-Agent"] = "${AGENT} " .. at % 40})
end
`);
	return file;
}

async function cost(folder) {
	const on = await start({ 'server.workers': 2, 'log.levels': 'warn' });
	const off = await start({ 'server.workers': 2, 'log.levels': 'warn', plugins: 'oai, iiif_image, iiif_presentation, site, exhibitions' });
	const file = script(folder, tilePaths(await largestImage(on.base), on.base));
	const runs = [], peerRuns = [];
	for (let i = 0; i < ROUNDS; i++) {
		runs.push(await wrk(on.base, file));
		peerRuns.push(await wrk(off.base, file));
	}
	await stop(on);
	await stop(off);
	return { name: 'usage-tiles', unit: 'tiles/s', value: median(runs), peer: 'without analytics', peer_value: median(peerRuns), ratio: median(runs) / median(peerRuns), runs, peer_runs: peerRuns };
}

async function catalogue(folder) {
	const source = join(folder, 'source'), data = join(folder, 'data');
	mkdirSync(source);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind', ...Array.from({ length: 20000 }, (_, i) => `o${i};Objekto pavadinimas ${i};${['TEXT', 'IMAGE'][i % 2]}`), ''].join('\n'));
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source], { timeout: 1200000 });
	if (code !== 0) throw new Error(stderr);
	return data;
}

// Wall clock, and CPU, which a busy machine changes less.
const CLOCK = `
import json, resource, subprocess, sys, time
begun = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'code': done.returncode, 'bytes': len(done.stdout), 's': time.monotonic() - begun, 'cpu': used.ru_utime + used.ru_stime}))`;
async function timed(args) {
	const { stdout } = await execute('python3', ['-c', CLOCK, program, ...args], { cwd: root });
	const told = JSON.parse(stdout);
	if (told.code !== 0) throw new Error(`${args.join(' ')}: ${told.code}`);
	return told;
}

async function rolls(data) {
	const config = ['--config', demoConfig, '--set', `data.dir=${data}`], rates = [], cpu = [];
	for (let i = 0; i * PART < USES; i++) {
		writeSpools(data, makeUses(Math.min(PART, USES - i * PART), { seed: 100 + i, objects: 20000, persons: 100000 }), 4, { seed: 100 + i });
		const told = await timed(['usage', 'roll', ...config]);
		rates.push(Math.min(PART, USES - i * PART) / told.s);
		cpu.push(Math.min(PART, USES - i * PART) / told.cpu);
	}
	return [{ name: 'usage-roll', unit: 'uses/s', value: median(rates), runs: rates },
		{ name: 'usage-roll-cpu', unit: 'uses a CPU second', value: median(cpu), runs: cpu }];
}

async function reports(data) {
	const rows = [];
	for (const id of ['pr', 'pr_p1', 'ir', 'ir_m1'])
		for (const form of [[], ['--tsv']]) {
			const runs = [], cpu = [];
			let bytes;
			for (let i = 0; i < 3; i++) {
				const r = await timed(['report', 'counter', id, '--begin', '2025-01', '--end', '2025-12', ...form, '--config', demoConfig, '--set', `data.dir=${data}`]);
				runs.push(r.s);
				cpu.push(r.cpu);
				bytes = r.bytes;
			}
			rows.push({ name: `usage-report ${id}${form.length ? ' (table)' : ''}, ${(bytes / 1e6).toFixed(1)} MB`, unit: 's', value: median(runs), runs, cpu });
		}
	const runs = [];
	for (let i = 0; i < 3; i++) runs.push((await timed(['report', 'impact', '2025', '--config', demoConfig, '--set', `data.dir=${data}`])).s);
	rows.push({ name: 'usage-report impact', unit: 's', value: median(runs), runs });
	return rows;
}

export async function usage() {
	const folder = temporaryFolder(), load = loadavg()[0];
	const data = await catalogue(folder);
	const rows = [await cost(folder), ...await rolls(data), ...await reports(data)];
	rmSync(folder, { recursive: true });
	return rows.map((r) => ({ ...r, load }));
}
