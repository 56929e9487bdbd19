// SPDX-License-Identifier: Apache-2.0
// HTTP/1.1 as strangers speak it: in pieces, in one breath, half, wrong, and not at all.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { get } from '../lib/http.mjs';
import { open, split, wait } from '../lib/raw.mjs';
import { freePort, start, stop } from '../lib/server.mjs';

let server, admin;

before(async () => {
	admin = await freePort();
	server = await start({ 'server.admin_listen': `127.0.0.1:${admin}` });
});
after(() => stop(server));

const ask = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
const openNow = async () => Number((await get(`http://127.0.0.1:${admin}`, '/metrics', { agent: false })).text.match(/^vartai_connections\S* (\d+)/m)[1]);

async function told(bytes, count = 1) {
	const c = await open(server.port);
	c.send(bytes);
	const answers = await c.answers(count);
	c.close();
	return answers;
}

test('requests in one breath are answered in their order', async () => {
	const paths = ['/healthz', '/no/such/thing', '/oai?verb=Identify', '/iiif/collection/root', '/healthz', '/objects/%zz'];
	const answers = await told(Array.from({ length: 5 }, () => paths.map((p) => ask(p)).join('')).join(''), 30);
	const expected = [200, 404, 200, 200, 200, 400];
	assert.deepEqual(answers.map((a) => a.status), Array.from({ length: 5 }, () => expected).flat());
	assert.match(String(answers[2].body), /<Identify>/);
	assert.equal(new Set(answers.map((a) => a.headers['x-request-id'])).size, 30);
});

test('a request is read byte by byte, with empty lines before it', async () => {
	const c = await open(server.port);
	for (const byte of '\r\n\r\n' + ask('/healthz', 'X-Long: yes\r\n')) {
		c.send(byte);
		await new Promise((ok) => setTimeout(ok, 1));
	}
	assert.equal((await c.answers(1))[0].status, 200);
	c.close();
});

test('a body belongs to its request, also to a GET', async () => {
	const inner = ask('/no/such/thing');
	const answers = await told(`GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: ${inner.length}\r\n\r\n${inner}${ask('/oai?verb=Identify')}`, 2);
	assert.deepEqual(answers.map((a) => a.status), [200, 200]);
	assert.match(String(answers[1].body), /<Identify>/);
	const form = 'verb=Identify';
	const [posted] = await told(`POST /oai HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`);
	assert.match(String(posted.body), /<Identify>/);
});

test('HEAD has no body, so that the next answer begins where it should', async () => {
	const c = await open(server.port);
	c.send('HEAD /oai?verb=Identify HTTP/1.1\r\nHost: a\r\n\r\nHEAD /no/such HTTP/1.1\r\nHost: a\r\n\r\n' + ask('/healthz', 'Connection: close\r\n'));
	await c.ended();
	const answers = split(c.heard, (i) => i === 2);
	assert.deepEqual(answers.map((a) => a.status), [200, 404, 200]);
	assert.ok(Number(answers[0].headers['content-length']) > 100);
	assert.equal(JSON.parse(answers[2].body).status, 'ok');
});

test('a body is asked for by 100 Continue, and one that is too large is not', async () => {
	const c = await open(server.port);
	c.send('POST /oai HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\n');
	assert.equal((await c.answers(1))[0].status, 100);
	c.send('verb=Identify');
	assert.deepEqual((await c.answers(2)).map((a) => a.status), [100, 200]);
	c.close();
	const big = await told('POST /oai HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100000000\r\n\r\n');
	assert.equal(big[0].status, 413);
	assert.equal(big[0].headers.connection, 'close');
});

test('what could hide another request is refused, and nothing behind it is answered', async () => {
	for (const [bytes, status] of [
		['GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n', 400],
		['POST /oai HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 411],
		['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n', 400],
		['GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x10\r\n\r\n', 400],
		['GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n Content-Length: 40\r\n\r\n', 400],
		['GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 40\r\n\r\n', 400],
		['GET / HTTP/1.1\r\nHost: a\nContent-Length: 40\r\n\r\n', 400],
		['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
		['GET / HTTP/1.1\r\n\r\n', 400],
		['GET http://a?x=/healthz HTTP/1.1\r\nHost: a\r\n\r\n', 400],
		['GET / HTTP/3.0\r\nHost: a\r\n\r\n', 505],
		['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
		[`GET / HTTP/1.1\r\nHost: a\r\n${'X-Y: z\r\n'.repeat(200)}\r\n`, 431],
		[`GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'c'.repeat(20000)}\r\n\r\n`, 431],
		[`GET /${'a'.repeat(20000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
	]) {
		const c = await open(server.port);
		c.send(bytes + ask('/healthz'));
		const answers = await c.ended();
		assert.deepEqual(answers.map((a) => a.status), [status], JSON.stringify(bytes.slice(0, 80)));
		assert.match(answers[0].headers['content-type'], /^application\/problem\+json/);
		assert.equal(answers[0].headers['access-control-allow-origin'], '*');
		assert.ok(JSON.parse(answers[0].body).detail.length > 10);
		assert.equal(answers[0].headers.connection, 'close');
		c.close();
	}
	assert.equal((await told(ask('http://a.example/healthz')))[0].status, 200, 'the absolute form is fine');
});

test('a client that ends its half still gets its answer; HTTP/1.0 is closed', async () => {
	const c = await open(server.port);
	c.send(ask('/oai?verb=ListRecords&metadataPrefix=oai_dc'));
	c.socket.end();
	assert.equal((await c.ended())[0].status, 200);
	const old = await open(server.port);
	old.send('GET /healthz HTTP/1.0\r\n\r\n');
	assert.equal((await old.ended())[0].headers.connection, 'close');
	const kept = await told('GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'.repeat(2), 2);
	assert.equal(kept[1].headers.connection, 'keep-alive');
});

test('clients that leave at any moment leave nothing behind', async () => {
	await wait(async () => await openNow() <= 2, 20000);
	const slow = '/iiif/collection/root', moments = [0, 0, 1, 5, 20];
	for (let i = 0; i < 100; i++) {
		const c = await open(server.port);
		const whole = ask(i % 3 ? `${slow}?n=${i}` : `/oai?verb=ListRecords&metadataPrefix=edm&x=${i}`);
		c.send(i % 4 === 0 ? whole.slice(0, 20 + i % 20) : whole.repeat(1 + i % 3));
		await new Promise((ok) => setTimeout(ok, moments[i % 5]));
		if (i % 2) c.close();
		else c.socket.resetAndDestroy ? c.socket.resetAndDestroy() : c.close();
	}
	await wait(async () => await openNow() <= 2, 20000);
	const { text } = await get(`http://127.0.0.1:${admin}`, '/metrics', { agent: false });
	assert.match(text, /^vartai_jobs_waiting\S* 0$/m);
	await wait(async () => /^vartai_jobs_running\S* 0$/m.test((await get(`http://127.0.0.1:${admin}`, '/metrics', { agent: false })).text));
	assert.equal((await get(server.base, '/healthz')).status, 200);
});

test('a request that does not become whole in server.request_seconds is ended, and others are served meanwhile', async () => {
	const own = await start({ 'server.request_seconds': 2 });
	const slow = await open(own.port), body = await open(own.port), begun = Date.now();
	slow.send('GET /healthz HTTP/1.1\r\nHost: a\r\n');
	body.send('POST /oai HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
	const drip = setInterval(() => { slow.send('X: y\r\n'); body.send('v'); }, 100);
	try {
		assert.equal((await get(own.base, '/healthz')).status, 200);
		for (const c of [slow, body]) {
			const [answer] = await c.ended(20000);
			assert.equal(answer.status, 408);
			assert.ok(Date.now() - begun >= 2000);
		}
	} finally {
		clearInterval(drip);
		slow.close();
		body.close();
		await stop(own);
	}
});

test('SIGTERM: what runs is finished, what waits is closed, nobody new is let in', async (t) => {
	const own = await start();
	const path = await slowPath(own);
	const idle = await open(own.port), busy = await open(own.port), half = await open(own.port);
	t.after(() => [idle, busy, half].forEach((c) => c.close()));
	idle.send(ask('/healthz'));
	await idle.answers(1);
	half.send('GET /healthz HTTP/1.1\r\nHost: a\r\n');
	busy.send(ask(path));
	await new Promise((ok) => setTimeout(ok, 150));
	assert.equal(busy.heard.length, 0, 'the picture takes a while');
	own.child.kill('SIGTERM');
	await idle.ended(3000);
	await wait(() => open(own.port).then((c) => { c.close(); return false; }, () => true));
	half.send('\r\n');
	const [picture] = await busy.ended(30000);
	assert.equal(picture.status, 200);
	assert.equal(picture.headers.connection, 'close');
	assert.equal(String(picture.body.subarray(1, 4)), 'PNG');
	assert.equal((await half.ended())[0]?.status, 200);
	await stop(own);
});

test('a worker that dies is replaced; a second one that dies with it as well', async () => {
	const own = await start({ 'server.workers': 2 });
	const workers = () => readFileSync(`/proc/${own.child.pid}/task/${own.child.pid}/children`, 'latin1').trim().split(' ').map(Number)
		.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('[wrk '));
	try {
		const before = workers();
		assert.equal(before.length, 2);
		for (const pid of before) process.kill(pid, 'SIGSEGV');
		await wait(() => workers().filter((pid) => !before.includes(pid)).length === 2);
		for (let i = 0; i < 20; i++) assert.equal((await get(own.base, '/healthz', { agent: false })).status, 200);
	} finally {
		await stop(own, { clean: false });
	}
	assert.deepEqual(await own.ended, { code: 0, signal: null });
});

// One that has ended and that nobody has asked for (where process 1 does not do so) is state Z.
function isRunning(pid) {
	try { return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')); } catch { return false; }
}

test('a parent that is killed leaves nobody behind', async () => {
	const own = await start({ 'server.workers': 2 });
	const { pid } = own.child, children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ');
	assert.equal(children.length, 2);
	own.child.kill('SIGKILL');
	await wait(() => !children.some(isRunning), 10000, () => `${children.filter(isRunning)} are running`);
	await wait(() => open(own.port).then((c) => { c.close(); return false; }, () => true), 10000, () => 'the port is open');
});

// A picture that takes about a second to make.
async function slowPath(own) {
	const root = (await get(own.base, '/iiif/collection/root')).json;
	for (const c of root.items) {
		const collection = (await get(own.base, c.id.replace(own.base, ''))).json;
		for (const item of (collection.items ?? []).filter((i) => i.type === 'Manifest')) {
			const manifest = (await get(own.base, item.id.replace(own.base, ''))).json;
			const body = manifest.items[0].items[0]?.items[0].body;
			if (body?.width >= 6000 && body.height >= 6000)
				return `${body.service[0].id.replace(own.base, '')}/0,0,5000,5000/max/0/default.png`;
		}
	}
	throw new Error('no image is large enough');
}
