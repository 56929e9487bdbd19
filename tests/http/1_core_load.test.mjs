// SPDX-License-Identifier: Apache-2.0
// What runs out: places, descriptors, memory, workers, time.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { open, wait } from '../lib/raw.mjs';
import { demoConfig, demoData, freePort, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const workersOf = (server) => readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'latin1').trim()
	.split(' ').map(Number).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('[wrk '));
// Milliseconds on a processor that these have had so far: not a share, so a busy machine does not change it.
const worked = (pids) => pids.reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/task`).reduce((s, t) =>
	s + Number(readFileSync(`/proc/${pid}/task/${t}/schedstat`, 'latin1').split(' ')[0]) / 1e6, 0), 0);

// How long the workers work while nothing can be done; never resting they would have had all of it.
async function rests(server, ms = 2000) {
	const pids = workersOf(server), before = worked(pids);
	await new Promise((ok) => setTimeout(ok, ms));
	const had = worked(pids) - before;
	assert.ok(had < ms / 10, `the workers worked ${had} of ${ms} ms`);
}

const isTraced = process.env.VARTAI_TRACE ? 'each system call is slowed down by the trace' : false;

for (const workers of [1, 2]) {
	test(`${workers} full worker(s) rest, and go on when a place is free`, { skip: isTraced }, async () => {
		const server = await start({ 'server.workers': workers, 'server.connections': 16 });
		const held = [];
		try {
			// Requests that are not whole keep their places; two more clients wait.
			for (let i = 0; i < 16 * workers + 2; i++) {
				const c = await open(server.port);
				c.send('GET /healthz HTTP/1.1\r\nHost: a\r\n');
				held.push(c);
			}
			await new Promise((ok) => setTimeout(ok, 300));
			await rests(server);
			for (const c of held) c.send('Connection: close\r\n\r\n');
			for (const c of held) assert.equal((await c.ended())[0]?.status, 200);
		} finally {
			held.forEach((c) => c.close());
			await stop(server);
		}
	});
}

for (const workers of [1, 2]) {
	test(`${workers} full worker(s) can still be looked at`, async () => {
		const admin = await freePort(), base = `http://127.0.0.1:${admin}`;
		const server = await start({ 'server.workers': workers, 'server.connections': 16, 'server.admin_listen': `127.0.0.1:${admin}` });
		const held = [];
		try {
			for (let i = 0; i < 16 * workers + 20; i++) {
				const c = await open(server.port);
				c.send('GET /healthz HTTP/1.1\r\nHost: a\r\n');
				held.push(c);
			}
			await new Promise((ok) => setTimeout(ok, 300));
			const { status, text } = await get(base, '/metrics', { agent: false });
			assert.equal(status, 200);
			assert.match(text, /^vartai_connections\{worker="1"\} \d+$/m);
			const health = await get(base, '/healthz', { agent: false });
			assert.equal(health.status, 200);
			assert.equal(health.json.status, 'ok');
			// Nobody can take all of that listener's places for good, or keep the workers from resting.
			for (let i = 0; i < 20 * workers; i++) held.push(await open(admin));
			await new Promise((ok) => setTimeout(ok, 300));
			if (!isTraced) await rests(server);
			for (const c of held) c.close();
			await wait(async () => (await get(base, '/metrics', { agent: false }).catch(() => ({}))).status === 200);
			assert.equal((await get(server.base, '/healthz', { agent: false })).status, 200);
		} finally {
			held.forEach((c) => c.close());
			await stop(server);
		}
	});
}

test('what is not made in server.answer_seconds is 503, for who waits and who is next, and is told', async () => {
	const admin = await freePort();
	const server = await start({ 'server.answer_seconds': 1, 'server.large_threads': 1, 'server.cache_bytes': '0', 'server.admin_listen': `127.0.0.1:${admin}` });
	try {
		const path = await largeImage(server);
		const answers = await Promise.all([...Array(12).keys()].map((i) => get(server.base, (i % 2 ? '/en' : '') + path(i), { headers: { accept: i % 2 ? 'text/html' : '*/*' } })));
		const late = answers.filter((a) => a.status === 503);
		assert.ok(late.length > 0, `${late.length} of 12 were late`);
		for (const a of late) {
			assert.ok(Number(a.headers['retry-after']) > 0);
			if (/problem\+json/.test(a.headers['content-type'])) assert.match(a.json.detail, /not made within 1 seconds/);
			else assert.match(a.text, /<html lang="en"/);
		}
		assert.equal((await get(server.base, '/healthz')).status, 200);
		const { text } = await get(`http://127.0.0.1:${admin}`, '/metrics');
		assert.match(text, /^vartai_jobs_oldest_seconds\{worker="1"\} \d+$/m);
		// What waited only is given up; what ran is made to its end.
		await wait(async () => (await get(`http://127.0.0.1:${admin}`, '/metrics')).text.includes('vartai_jobs_running{worker="1"} 0'), 60000);
		// The log comes by a pipe, behind what the metrics say.
		if (/still being made/.test(server.log)) await wait(() => /made after all: GET (\/en)?\/iiif/.test(server.log));
	} finally {
		await stop(server);
	}
});

for (const workers of [1, 3]) {
	test(`${workers} worker(s) without descriptors rest, say so, and recover`, { skip: isTraced }, async () => {
		const server = await start({ 'server.workers': workers });
		const held = [];
		try {
			await wait(() => workersOf(server).length === workers);
			for (const pid of workersOf(server)) {
				const used = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
				let limit = 0;
				for (let left = 4; left > 0; limit++) if (!used.has(limit)) left--;
				execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}:`]);
			}
			for (let i = 0; i < 30; i++) {
				const c = await open(server.port);
				c.send('GET /healthz HTTP/1.1\r\nHost: a\r\n');
				held.push(c);
			}
			await wait(() => /a connection waits: Too many open files/.test(server.log));
			await rests(server);
			assert.ok(server.log.split('a connection waits').length - 1 <= workers, 'it is said once');
			for (const c of held) c.send('Connection: close\r\n\r\n');
			for (const c of held) assert.ok([200, 503].includes((await c.ended())[0]?.status));
			for (const pid of workersOf(server)) execFileSync('prlimit', [`--pid=${pid}`, '--nofile=1024:']);
			assert.equal((await get(server.base, '/healthz', { agent: false })).status, 200);
		} finally {
			held.forEach((c) => c.close());
			await stop(server);
		}
	});
}

test('descriptors are there for as many access copies as are kept', async () => {
	const server = await start({ 'server.connections': 100, 'media.cache_copies': 5000 });
	try {
		await wait(() => workersOf(server).length === 1);
		const limits = readFileSync(`/proc/${workersOf(server)[0]}/limits`, 'latin1');
		const files = Number(limits.match(/^Max open files\s+(\d+)/m)[1]);
		if (/"only \d+ files may be open, fewer than server\.connections and media\.cache_copies need/.test(server.log)) return;
		assert.ok(files >= 100 + 5000 + 256, `${files} files`);
	} finally {
		await stop(server);
	}
});

test('clients that do not take their answers hold no more memory than server.sending_bytes', async () => {
	const admin = await freePort();
	const server = await start({ 'server.sending_bytes': '40M', 'server.cache_bytes': '0', 'server.admin_listen': `127.0.0.1:${admin}` });
	const held = [];
	const sending = async () => Number((await get(`http://127.0.0.1:${admin}`, '/metrics', { agent: false })).text
		.match(/^vartai_sending_bytes\S* (\d+)/m)[1]);
	try {
		const path = await largeImage(server);
		for (let i = 0; i < 4; i++) {
			const c = await open(server.port, { isPaused: true });
			c.send(`GET ${path(i)} HTTP/1.1\r\nHost: a\r\n\r\n`);
			held.push(c);
		}
		// One more, that would take its answer at once.
		const answer = await wait(async () => {
			const a = await get(server.base, path(99), { agent: false });
			return a.status === 503 && a;
		}, 60000);
		assert.ok(Number(answer.headers['retry-after']) >= 1);
		assert.match(answer.text, /too many answers are being sent/);
		assert.equal((await get(server.base, '/healthz', { agent: false })).status, 200, 'small answers are sent');
		await wait(async () => await sending() > 0);
		assert.ok(await sending() <= 40 * 1024 * 1024);
		for (const c of held) c.close();
		await wait(async () => await sending() === 0);
		assert.equal((await get(server.base, path(99), { agent: false })).status, 200);
	} finally {
		held.forEach((c) => c.close());
		await stop(server);
	}
});

// Addresses of pictures of megabytes, all different.
async function largeImage(server) {
	const root = (await get(server.base, '/iiif/collection/root')).json;
	for (const c of root.items) {
		const collection = (await get(server.base, c.id.replace(server.base, ''))).json;
		for (const item of (collection.items ?? []).filter((i) => i.type === 'Manifest')) {
			const manifest = (await get(server.base, item.id.replace(server.base, ''))).json;
			const body = manifest.items[0].items[0]?.items[0].body;
			if (body?.width >= 6000 && body.height >= 6000)
				return (i) => `${body.service[0].id.replace(server.base, '')}/${i},${i},5000,5000/max/0/default.png`;
		}
	}
	throw new Error('no image is large enough');
}

async function ingest(data) {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 't.csv'), 'identifier,title\na-1,Pirmas\n');
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, folder]);
	rmSync(folder, { recursive: true });
	assert.equal(code, 0, stderr);
}

test('a catalogue that is not there is 503, and nobody is told where it would be', async () => {
	const data = temporaryFolder();
	const server = await start({}, { data });
	try {
		const health = await get(server.base, '/healthz');
		assert.equal(health.status, 503);
		assert.equal(health.json.status, 'unavailable');
		for (const path of ['/healthz', '/', '/oai?verb=Identify', '/objects/x', '/search?q=a', '/iiif/3/x/info.json',
			'/iiif/presentation/x/manifest', '/iiif/collection/root'])
			for (const accept of ['text/html', 'application/json']) {
				const { status, text, headers } = await get(server.base, path, { headers: { accept } });
				assert.equal(status, 503, path);
				if (path !== '/healthz') assert.equal(headers['retry-after'], '30', path);
				assert.ok(!text.includes(data) && !/catalog\.db/.test(text), `${path}: ${text}`);
			}
		assert.match(server.log, new RegExp(`${data}`), 'the log says where');
		const said = () => server.log.split('"unavailable: ').length - 1;
		await wait(() => said() > 0);
		for (let i = 0; i < 20; i++) assert.equal((await get(server.base, `/healthz?${i}`)).status, 503);
		await wait(() => server.log.includes('/healthz?19'));
		assert.equal(said(), 1, 'not for each who asks');
		await ingest(data);
		await wait(async () => (await get(server.base, '/healthz')).status === 200);
		await wait(() => server.log.includes('"available again"'));
	} finally {
		await stop(server);
		rmSync(data, { recursive: true });
	}
});

test('started as root without server.user, workers are whoever owns data.dir', { skip: process.getuid() !== 0 && 'only root can become others' }, async () => {
	const data = temporaryFolder(), nobody = 65534;
	cpSync(demoData, data, { recursive: true });
	execFileSync('chown', ['-R', `${nobody}:${nobody}`, data]);
	const server = await start({}, { data });
	try {
		for (const pid of workersOf(server)) {
			const status = readFileSync(`/proc/${pid}/status`, 'latin1');
			assert.match(status, new RegExp(`^Uid:\\s+${nobody}\\s+${nobody}\\s+${nobody}\\s+${nobody}$`, 'm'));
			assert.match(status, new RegExp(`^Gid:\\s+${nobody}\\s`, 'm'));
			assert.match(status, new RegExp(`^Groups:\\s*${nobody}\\s*$`, 'm'));
		}
		assert.equal((await get(server.base, '/healthz')).status, 200);
		assert.equal((await get(server.base, '/', { headers: { accept: 'text/html' } })).status, 200);
		assert.doesNotMatch(server.log, /running as root/);
	} finally {
		await stop(server);
		rmSync(data, { recursive: true });
	}
});
