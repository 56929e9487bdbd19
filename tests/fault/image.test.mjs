// SPDX-License-Identifier: Apache-2.0
// Two hundred clients ask for tiles, regions and whole images, a third of them
// leaves early, and a worker is killed in the middle: no wrong byte comes, only what
// that worker had in hand is lost, and memory stays flat.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { get } from '../lib/http.mjs';
import { start, stop } from '../lib/server.mjs';

const SECONDS = Number(process.env.VARTAI_SECONDS ?? 20);
const CLIENTS = 200, LEAVING = 0.3;
const GROWTH_MAX_KB = 48 * 1024;
const sum = (body) => createHash('sha1').update(body).digest('hex');

function processes(pid) {
	return readdirSync('/proc').filter((p) => /^\d+$/.test(p)).filter((p) => {
		try { return readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(pid); }
		catch { return false; }
	});
}
const anonymousKb = (pid) => [String(pid), ...processes(pid)].reduce((all, p) => {
	try { return all + Number(readFileSync(`/proc/${p}/status`, 'utf8').match(/RssAnon:\s+(\d+)/)?.[1] ?? 0); }
	catch { return all; }
}, 0);
// Of the children, those that have worked most: workers, not the keeper of keys.
const ticks = (p) => Number(readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' ')[11]);
const busiest = (pid) => processes(pid).sort((a, b) => ticks(b) - ticks(a))[0];

// Of a worker's connections the ports of their clients, told by the kernel.
function clientPorts(pid, serverPort) {
	const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => {
		try { return readlinkSync(`/proc/${pid}/fd/${fd}`).match(/^socket:\[(\d+)\]$/)?.[1]; }
		catch { return undefined; }
	}));
	const port = (address) => parseInt(address.split(':')[1], 16);
	return new Set(readFileSync('/proc/net/tcp', 'latin1').split('\n').slice(1).map((l) => l.trim().split(/\s+/))
		.filter((f) => f.length > 9 && port(f[1]) === serverPort && sockets.has(f[9])).map((f) => port(f[2])));
}

// What is asked: every lane, each with the bytes that it has to have.
async function addresses(base) {
	const found = [];
	const collections = (await get(base, '/iiif/collection/root')).json.items;
	for (const c of collections) {
		const { items } = (await get(base, c.id.replace(base, ''))).json;
		for (const item of items.filter((i) => i.type === 'Manifest').slice(0, 3)) {
			const body = (await get(base, item.id.replace(base, ''))).json.items[0].items[0]?.items[0].body;
			if (!body?.service || body.width < 1100 || body.height < 600) continue;
			const image = body.service[0].id.replace(base, '');
			found.push(`${image}/info.json`, `${image}/0,0,512,512/512,512/0/default.jpg`, `${image}/512,0,512,512/512,512/0/default.jpg`,
				`${image}/${body.width - 300},${body.height - 200},300,200/max/0/default.jpg`, `${image}/17,33,512,512/max/0/default.jpg`,
				`${image}/full/!400,400/0/default.jpg`, `${image}/pct:10,10,50,50/300,/90/gray.jpg`, `${image}/full/200,/0/default.webp`, `${image}/full/150,/!10/default.png`);
		}
	}
	const sums = new Map();
	for (const path of found) {
		const { status, body } = await get(base, path);
		assert.equal(status, 200, path);
		sums.set(path, sum(body));
	}
	return sums;
}

// One request; leaves after the first bytes when it is to leave.
function ask(base, agent, path, leaves) {
	const { hostname, port } = new URL(base);
	return new Promise((ok, fail) => {
		let ownPort;
		const bad = (e) => fail(Object.assign(e, { ownPort }));
		const req = request({ hostname, port, path, agent }, (res) => {
			const parts = [];
			if (leaves) {
				req.destroy();
				ok({ left: true });
			}
			res.on('data', (d) => parts.push(d));
			res.on('error', (e) => (leaves ? null : bad(e)));
			res.on('aborted', () => (leaves ? null : bad(new Error('the answer broke off'))));
			res.on('end', () => ok({ status: res.statusCode, body: Buffer.concat(parts), retry: res.headers['retry-after'] }));
		});
		req.on('socket', (s) => {
			const note = () => { ownPort = s.localPort; };
			if (s.localPort) note();
			else s.once('connect', note);
		});
		req.on('error', (e) => (leaves ? ok({ left: true }) : bad(e)));
		// A third of those who leave do so before there is an answer.
		if (leaves && Math.random() < 0.33) setTimeout(() => req.destroy(), Math.random() * 5);
		req.end();
	});
}

test(`${CLIENTS} clients, ${SECONDS} s, a worker killed`, { timeout: (SECONDS + 120) * 1000 }, async (t) => {
	const server = await start({ 'server.workers': 2, 'server.cache_bytes': '16M' });
	try {
		await storm(server, t);
	} finally {
		await stop(server, { clean: false });
		assert.doesNotMatch(server.log, /Sanitizer|runtime error:|assertion failed/i);
	}
});

async function storm(server, t) {
	const sums = await addresses(server.base), paths = [...sums.keys()];
	const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
	const end = Date.now() + SECONDS * 1000, count = { whole: 0, left: 0, busy: 0, lost: 0 }, wrong = [], lost = [];
	const client = async (seed) => {
		for (let n = seed; Date.now() < end; n += 7919) {
			const path = paths[n % paths.length];
			try {
				const { left, status, body, retry } = await ask(server.base, agent, path, Math.random() < LEAVING);
				if (left) count.left++;
				else if (status === 503 && Number(retry) > 0) count.busy++;
				else if (status !== 200 || sum(body) !== sums.get(path)) wrong.push(`${path}: ${status}, ${body.length} bytes`);
				else count.whole++;
			} catch (e) {
				count.lost++;
				lost.push({ port: e.ownPort, why: `${path}: ${e.message}` });
			}
		}
	};
	const clients = Array.from({ length: CLIENTS }, (_, i) => client(i * 31));
	await new Promise((ok) => setTimeout(ok, SECONDS * 300));
	const warm = anonymousKb(server.child.pid);
	await new Promise((ok) => setTimeout(ok, SECONDS * 200));
	const victim = busiest(server.child.pid);
	process.kill(Number(victim), 'SIGSTOP');	// so that it is still just these when it dies
	const its = clientPorts(victim, server.port);
	process.kill(Number(victim), 'SIGKILL');
	await Promise.all(clients);
	agent.destroy();
	// All workers answer again, and what was lost was lost then.
	const after = anonymousKb(server.child.pid);
	for (const path of paths.slice(0, 20)) assert.equal(sum((await get(server.base, path, { agent: false })).body), sums.get(path));
	assert.ok(!processes(server.child.pid).includes(victim));
	t.diagnostic(`${JSON.stringify(count)}; ${its.size} connections on the killed worker; ${warm} kB after a third, ${after} kB at the end`);
	assert.deepEqual(wrong.slice(0, 10), []);
	assert.ok(count.whole > SECONDS * 20, `only ${count.whole} answers`);
	assert.ok(count.left > 0);
	const strange = lost.filter((l) => !its.has(l.port));
	assert.deepEqual(strange.slice(0, 10), [], `${strange.length} were lost that were not on the killed worker`);
	if (!process.env.VARTAI?.includes('asan'))
		assert.ok(after - warm < GROWTH_MAX_KB, `memory grew by ${after - warm} kB`);
}
