// SPDX-License-Identifier: Apache-2.0
// Manifests of an object of 1,000 pages with a structure of 100 parts: made anew
// (nothing is kept, server.cache_bytes=0), and from the cache, compressed.  The time of
// the CPU is told beside that of the clock: a busy machine does not change it.
import { loadavg } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { metsObject } from '../lib/mets.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { cpuSeconds, load, median, ROUNDS } from './measure.mjs';

const PAGES = 1000, PARTS = 100, COLD = 60;
const ID = 'tukstantis';
const addresses = { '3.0': `/iiif/presentation/${ID}/manifest`, 2.1: `/iiif/presentation/${ID}/2/manifest` };

async function taken() {
	const source = temporaryFolder(), data = temporaryFolder();
	metsObject(join(source, 'a'), { identifier: ID, title: 'Tūkstantis puslapių', pages: PAGES, divs: Array.from({ length: PARTS }, (_, i) =>
		({ type: 'chapter', label: `Skyrius ${i + 1}`, pages: Array.from({ length: PAGES / PARTS }, (_, k) => i * PAGES / PARTS + k + 1) })) });
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	if (code !== 0) throw new Error(stderr);
	return data;
}

// One after the other, so that none waits for another: milliseconds of each, and of CPU.
async function cold(server, path, headers) {
	const times = [];
	for (let i = 0; i < 5; i++) await get(server.base, path, { headers });
	const before = cpuSeconds(server.child.pid);
	let bytes = 0;
	for (let i = 0; i < COLD; i++) {
		const begun = process.hrtime.bigint();
		const { raw, status } = await get(server.base, path, { headers });
		times.push(Number(process.hrtime.bigint() - begun) / 1e6);
		if (status !== 200) throw new Error(`${path}: ${status}`);
		bytes = raw.length;
	}
	times.sort((a, b) => a - b);
	return { median: median(times), p95: times[Math.floor(COLD * 0.95)], cpu: (cpuSeconds(server.child.pid) - before) * 1000 / COLD, bytes };
}

function script(folder, path) {
	const file = join(folder, 'presentation.lua');
	writeFileSync(file, `wrk.path = "${path}"\nwrk.headers["Accept-Encoding"] = "gzip"\n`);
	return file;
}

export async function presentation() {
	const data = await taken(), folder = temporaryFolder(), rows = [];
	const row = (name, unit, value, more) => rows.push({ name, unit, value, load: loadavg()[0], ...more });
	const bare = await start({ 'server.cache_bytes': 0, 'log.levels': 'access=warn' }, { data });
	for (const [version, path] of Object.entries(addresses)) {
		for (const [how, headers] of [['plain', {}], ['gzip', { 'accept-encoding': 'gzip' }]]) {
			const runs = [];
			for (let i = 0; i < ROUNDS; i++) runs.push(await cold(bare, path, headers));
			row(`manifest_1000_cold_${version}_${how}`, 'ms', median(runs.map((r) => r.median)), { p95: median(runs.map((r) => r.p95)),
				cpu_ms: median(runs.map((r) => r.cpu)), bytes: runs[0].bytes, runs: runs.map((r) => r.median) });
		}
	}
	await stop(bare);
	const kept = await start({ 'log.levels': 'access=warn', 'server.workers': 2 }, { data });
	for (const [version, path] of Object.entries(addresses)) {
		const runs = [];
		for (let i = 0; i < ROUNDS; i++) runs.push(await load(kept.base, script(folder, path)));
		row(`manifest_1000_kept_${version}_gzip`, '1/s', median(runs.map((r) => r.rate)), { p99: median(runs.map((r) => r.p99)), runs: runs.map((r) => r.rate) });
	}
	await stop(kept);
	return rows;
}
