// SPDX-License-Identifier: Apache-2.0
// The Image API on the demo collection's largest image (the 12000 x 9000 map), beside
// nginx with the same tiles as files and Debian's iipimage-server with a pyramid of
// the same picture.  No pictures are kept on either side (server.cache_bytes=0, and
// MAX_IMAGE_CACHE_SIZE=0 for iipsrv); info.json is kept, as it is in use.
// iipsrv's CPU is that of its processes alone, without the nginx before it.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoData, freePort, start, stop, temporaryFolder } from '../lib/server.mjs';
import { cpuSeconds, execute, load, median, ROUNDS, startProcess } from './measure.mjs';
import { largestImage, script, startNginx, tilePaths } from './tiles.mjs';

const IIPSRV = '/usr/lib/iipimage-server/iipsrv.fcgi';
const PROCESSES = 2; // of each server
const WHOLE = 4; // whole-image requests that run all the time

// The access copy of the picture: the file of its size.
async function accessCopy(info) {
	const images = join(demoData, 'images');
	const files = readdirSync(images, { recursive: true }).map((f) => join(images, f))
		.filter((f) => statSync(f).isFile()).sort((a, b) => statSync(b).size - statSync(a).size);
	for (const file of files.slice(0, 10)) {
		const { stdout } = await execute('vipsheader', ['-f', 'width', file]);
		if (Number(stdout) === info.width) return file;
	}
	throw new Error('no access copy of the largest image');
}

async function startIip(folder, copy) {
	await execute('vips', ['tiffsave', copy, join(folder, 'map.tif'), '--tile', '--tile-width', '512', '--tile-height', '512',
		'--pyramid', '--compression', 'jpeg', '--Q', '85']);
	const env = { ...process.env, FILESYSTEM_PREFIX: `${folder}/`, VERBOSITY: '0', LOGFILE: '/dev/null',
		MAX_IMAGE_CACHE_SIZE: '0', MAX_CVT: '20000', JPEG_QUALITY: '85' };
	const ports = [], children = [];
	for (let i = 0; i < PROCESSES; i++) {
		ports.push(await freePort());
		children.push(startProcess(IIPSRV, ['--bind', `127.0.0.1:${ports[i]}`], env));
	}
	return { ports, pids: children.map((c) => c.pid), stop: () => Promise.all(children.map((c) => c.stop())) };
}

// Another view each time, so that nobody can have kept it.
function offGrid(count, make) {
	return Array.from({ length: count }, (_, i) => make(37 + (i * 211) % 9000, 53 + (i * 157) % 7000, i));
}

function views(info, us) {
	const iip = '/iip?IIIF=/map.tif';
	const both = (paths) => ({ ours: paths.map((p) => us + p), theirs: paths.map((p) => iip + p) });
	const name = '/0/default.jpg';
	return {
		'tile_off_grid': both(offGrid(200, (x, y) => `/${x},${y},512,512/512,${name}`)),
		'region_50_to_800': both(offGrid(100, (x, y) => `/${x % 5900},${y % 4400},${info.width / 2},${info.height / 2}/800,${name}`)),
		'full_1000': both([`/full/!1000,1000${name}`]),
	};
}

async function measured(base, file, pids, options) {
	const sum = () => pids.reduce((s, pid) => s + cpuSeconds(pid), 0);
	const before = sum(), run = await load(base, file, options);
	return { ...run, cpuMs: (sum() - before) * 1000 / run.requests };
}

// Sides take turns; what pick says of each run, as medians.
async function beside(sides, picks, options) {
	const runs = sides.map(() => picks.map(() => []));
	for (let i = 0; i < ROUNDS; i++)
		for (const [s, side] of sides.entries()) {
			const run = await measured(side.base, side.file, side.pids, options);
			for (const [p, pick] of picks.entries()) runs[s][p].push(run[pick]);
		}
	return runs.map((side) => side.map(median));
}

// Asks for whole pictures until it is told to stop (whole.mjs).
function whole(base, path) {
	const child = spawn('nice', ['-n', '19', process.execPath, join(import.meta.dirname ?? 'tests/bench', 'whole.mjs'), base + path, String(WHOLE)],
		{ stdio: ['ignore', 'pipe', 'inherit'] });
	let said = '';
	child.stdout.on('data', (d) => { said += d; });
	const closed = new Promise((ok) => child.on('close', ok));
	return async () => { child.kill('SIGTERM'); await closed; return JSON.parse(said); };
}

export async function image() {
	const folder = temporaryFolder(), rows = [];
	const options = { 'server.workers': PROCESSES, 'log.levels': 'warn' };
	const server = await start({ ...options, 'server.cache_bytes': 0 }), keeps = await start(options);
	const info = await largestImage(server.base), us = info.id.replace(server.base, '');
	const iip = await startIip(folder, await accessCopy(info));
	const paths = tilePaths(info, server.base);
	mkdirSync(join(folder, 'files'));
	for (const [i, path] of paths.entries())
		writeFileSync(join(folder, 'files', `${i}.jpg`), (await get(server.base, path)).body);
	writeFileSync(join(folder, 'files', 'info.json'), (await get(server.base, `${us}/info.json`)).body);
	const port = await freePort(), nginx = await startNginx(folder, port, iip.ports);
	const ours = (name, list, from = server) =>
		({ base: from.base, file: script(folder, `${name}.ours.lua`, list), pids: [from.child.pid] });
	const static_ = (name, list) => ({ base: `http://127.0.0.1:${port}`, file: script(folder, `${name}.static.lua`, list), pids: [nginx.pid] });
	const theirs = (name, list) => ({ ...static_(`${name}.iip`, list), pids: iip.pids });
	const row = (name, unit, value, peer, peer_value) =>
		rows.push({ name, unit, value, peer, peer_value, ratio: peer_value ? value / peer_value : null });
	try {
		const files = paths.map((_, i) => `/${i}.jpg`);
		const tile = paths.map((p) => p.slice(us.length)), level0 = tile.filter((p) => p.includes(',512,512/512,512/'));
		const [[rate, cpu], [nRate, nCpu], [iRate, iCpu]] = await beside([ours('tile', paths), static_('tile', files),
			theirs('tile', level0.map((p) => `/iip?IIIF=/map.tif${p.replace('/512,512/', '/512,/')}`))], ['rate', 'cpuMs'], {});
		row('tile_vs_nginx', 'tiles/s', rate, 'nginx, the same tiles as files', nRate);
		row('tile_vs_iip', 'tiles/s', rate, 'iipimage-server', iRate);
		row('tile_cpu', 'CPU-ms', cpu, 'nginx, the same tiles as files', nCpu);
		row('tile_cpu_vs_iip', 'CPU-ms', cpu, 'iipimage-server', iCpu);
		const [[info_], [nInfo]] = await beside([ours('info', [`${us}/info.json`], keeps), static_('info', ['/info.json'])], ['rate'], {});
		row('info_json', 'requests/s', info_, 'nginx, the same as a file', nInfo);
		for (const [name, v] of Object.entries(views(info, us))) {
			// Who asks for one and the same view at once would share it: those of one address come one by one.
			const [[mine], [other]] = await beside([ours(name, v.ours), theirs(name, v.theirs)], ['cpuMs'], { connections: v.ours.length > 4 ? 4 : 1 });
			row(name, 'CPU-ms', mine, 'iipimage-server', other);
		}
		// Under full load, and with two viewers that leave the processors time.
		for (const [name, connections] of [['tile_p99_busy', 16], ['tile_p99_busy_light', 2]]) {
			const [[calm]] = await beside([ours('calm', paths)], ['p99'], { connections });
			const end = whole(server.base, `${us}/full/max/0/default.jpg`);
			const [[busy]] = await beside([ours('busy', paths)], ['p99'], { connections });
			const done = await end();
			row(name, 'ms', busy, 'the same without whole-image requests', calm);
			row(`${name}_whole`, 'whole images meanwhile', done.came, 'refused with 503', done.refused);
		}
	} finally {
		await nginx.stop();
		await iip.stop();
		await stop(server);
		await stop(keeps);
		rmSync(folder, { recursive: true });
	}
	return rows;
}
