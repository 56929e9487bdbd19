// SPDX-License-Identifier: Apache-2.0
// Stored tiles of the demo collection's largest image, and the same bytes as
// files from nginx; both with one worker a core.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { freePort, start, stop, temporaryFolder } from '../lib/server.mjs';
import { cpuSeconds, median, ROUNDS, SECONDS, startProcess, wrk } from './measure.mjs';

const TILES_MAX = 400;

export async function largestImage(base) {
	let best = null;
	const root = (await get(base, '/iiif/collection/root')).json;
	for (const c of root.items) {
		const { items } = (await get(base, c.id.replace(base, ''))).json;
		for (const m of items.filter((i) => i.type === 'Manifest')) {
			const body = (await get(base, m.id.replace(base, ''))).json.items[0].items[0]?.items[0].body;
			if (body && (!best || body.width * body.height > best.width * best.height)) best = body;
		}
	}
	return (await get(base, `${best.service[0].id.replace(base, '')}/info.json`)).json;
}

// Whole tiles of all levels, as a viewer would ask for them.
export function tilePaths(info, base) {
	const paths = [], [{ width: t, scaleFactors }] = info.tiles;
	for (const s of scaleFactors)
		for (let y = 0; y + t * s <= info.height; y += t * s)
			for (let x = 0; x + t * s <= info.width; x += t * s)
				paths.push(`${info.id.replace(base, '')}/${x},${y},${t * s},${t * s}/${t},${t}/0/default.jpg`);
	return paths.slice(0, TILES_MAX);
}

// wrk's two threads begin half the list apart, so that they never ask for one thing at once.
export function script(folder, name, paths) {
	const file = join(folder, name);
	writeFileSync(file, `local paths = {${paths.map((p) => JSON.stringify(p)).join(',')}}
local threads = 0
function setup(thread)
	thread:set("at", math.floor(threads * #paths / 2))
	threads = threads + 1
end
function request()
	at = at % #paths + 1
	return wrk.format("GET", paths[at])
end
`);
	return file;
}

// With FastCGI servers behind /iip where their ports are given.
export async function startNginx(folder, port, backends = []) {
	writeFileSync(join(folder, 'nginx.conf'), `${process.getuid() === 0 ? 'user root;' : ''} daemon off; worker_processes auto; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 512; }
http { access_log off; sendfile on; tcp_nopush on; open_file_cache max=1000; keepalive_requests 1000000; types { image/jpeg jpg; }
client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
${backends.length ? `upstream iip { ${backends.map((b) => `server 127.0.0.1:${b};`).join(' ')} }` : ''}
server { listen 127.0.0.1:${port}; root ${folder}/files;
${backends.length ? 'location /iip { fastcgi_pass iip; fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method; fastcgi_param REQUEST_URI $request_uri; fastcgi_param HTTP_HOST $host; fastcgi_param SERVER_PROTOCOL $server_protocol; }' : ''} } }
`);
	const nginx = startProcess('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder]);
	await new Promise((ok) => setTimeout(ok, 500));
	return nginx;
}

export async function tiles() {
	const folder = temporaryFolder();
	const server = await start({ 'server.workers': 2, 'log.levels': 'warn' });
	const info = await largestImage(server.base);
	const paths = tilePaths(info, server.base);
	mkdirSync(join(folder, 'files'));
	for (const [i, path] of paths.entries())
		writeFileSync(join(folder, 'files', `${i}.jpg`), (await get(server.base, path)).body);
	const port = await freePort();
	const nginx = await startNginx(folder, port);
	const ours = script(folder, 'ours.lua', paths);
	const theirs = script(folder, 'theirs.lua', paths.map((_, i) => `/${i}.jpg`));
	const runs = [], peerRuns = [], cpu = [], peerCpu = [];
	const round = async (base, file, pid, rates, costs) => {
		const before = cpuSeconds(pid), rate = await wrk(base, file);
		rates.push(rate);
		costs.push((cpuSeconds(pid) - before) * 1000 / (rate * SECONDS));
	};
	for (let i = 0; i < ROUNDS; i++) {
		await round(server.base, ours, server.child.pid, runs, cpu);
		await round(`http://127.0.0.1:${port}`, theirs, nginx.pid, peerRuns, peerCpu);
	}
	await nginx.stop();
	await stop(server);
	rmSync(folder, { recursive: true });
	return [{ name: 'tiles', unit: 'tiles/s', value: median(runs), peer: 'nginx, the same tiles as files',
		peer_value: median(peerRuns), runs, peer_runs: peerRuns },
	{ name: 'tile-cpu', unit: 'CPU-ms', value: median(cpu), peer: 'nginx, the same tiles as files',
		peer_value: median(peerCpu), runs: cpu, peer_runs: peerCpu }];
}
