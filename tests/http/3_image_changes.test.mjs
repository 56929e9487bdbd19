// SPDX-License-Identifier: Apache-2.0
// Tiles that are answered at once from what a worker keeps follow the catalogue:
// an image that was closed, opened again, replaced or withdrawn meanwhile.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { PNG } from '../lib/picture.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, freePort, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const TILE = '/iiif/3/lapas-1.1/0,0,512,512/512,512/0/default.jpg';
const SEEN_MS = 5000;	// a worker notices a change within a second
let folder, data, server;

function picture(grey) {
	const png = new PNG({ width: 700, height: 600 });
	for (let i = 0; i < png.data.length; i += 4) {
		png.data.fill(grey, i, i + 3);
		png.data[i + 3] = 255;
	}
	return PNG.sync.write(png);
}

async function publish(access, grey, more = '') {
	writeFileSync(join(folder, 'lapas.png'), picture(grey));
	writeFileSync(join(folder, 'package.yaml'), `institution: {code: LT-X, name: {lt: Biblioteka}}\n${more}`);
	writeFileSync(join(folder, 'lentele.csv'), `identifier;title@lt;image;access\nlapas-1;Lapas;lapas.png;${access}\n`);
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, folder]);
	assert.equal(code, 0, stdout + stderr);
}

async function until(wanted, headers = {}) {
	let answer;
	for (const end = Date.now() + SEEN_MS; Date.now() < end;) {
		answer = await get(server.base, TILE, { headers });
		if (answer.status === wanted) return answer;
		await new Promise((ok) => setTimeout(ok, 50));
	}
	assert.equal(answer.status, wanted, answer.text.slice(0, 300));
}

before(async () => {
	folder = temporaryFolder();
	data = join(folder, 'data');
	folder = join(folder, 'source');
	mkdirSync(folder);
	await publish('open', 200);
	server = await start({}, { data });
});
after(async () => {
	await stop(server);
	rmSync(join(folder, '..'), { recursive: true });
});

// Such a tile goes from the file to the socket without anybody looking at it.
test('an access copy that somebody cuts short costs its own requests, not the server', async () => {
	const own = await start({}, { data });
	try {
		for (let i = 0; i < 3; i++) assert.equal((await get(own.base, TILE)).status, 200);
		const images = join(data, 'images');
		const files = readdirSync(images, { recursive: true }).map((f) => join(images, f)).filter((f) => statSync(f).isFile());
		assert.equal(files.length, 1);
		const whole = readFileSync(files[0]);
		truncateSync(files[0], 100);
		for (let i = 0; i < 3; i++) {
			const status = await get(own.base, TILE, { agent: false }).then((a) => a.status, () => 'cut off');
			assert.ok(status === 'cut off' || status === 500, String(status));
		}
		assert.equal((await get(own.base, '/healthz')).status, 200);
		writeFileSync(files[0], whole);
		await wait(async () => (await get(own.base, TILE, { agent: false })).status === 200);
	} finally {
		await stop(own, { clean: false });
	}
	assert.doesNotMatch(own.log, /signal|died/);
});

test('a tile is the same the first time, from the pool, and ever after', async () => {
	const first = await until(200);
	for (let i = 0; i < 5; i++) {
		const again = await until(200);
		assert.ok(again.body.equals(first.body));
		for (const name of ['etag', 'last-modified', 'cache-control', 'link', 'content-type', 'access-control-allow-origin', 'content-length'])
			assert.equal(again.headers[name], first.headers[name], name);
	}
	assert.equal((await get(server.base, TILE, { headers: { 'if-none-match': first.headers.etag } })).status, 304);
	const head = await get(server.base, TILE, { method: 'HEAD' });
	assert.equal(Number(head.headers['content-length']), first.body.length);
	assert.equal(head.body.length, 0);
	assert.match((await get(server.base, `${TILE}?download`)).headers['content-disposition'], /lapas-1\.1/);
});

test('an object that is closed closes its tiles, and opens them again', async () => {
	await publish('metadata', 200);
	const refused = await until(403);
	assert.match(refused.json.detail, /not open/);
	assert.equal(refused.headers['access-control-allow-origin'], '*');
	await publish('embargo:2999-01-01', 200);
	assert.match((await until(403)).json.detail, /closed/);
	await publish('open', 200);
	await until(200);
});

test('a replaced picture is another tile with another validator', async () => {
	const before = await until(200);
	await publish('open', 40);
	let now;
	for (const end = Date.now() + SEEN_MS; Date.now() < end && (!now || now.headers.etag === before.headers.etag);) {
		now = await until(200);
		await new Promise((ok) => setTimeout(ok, 50));
	}
	assert.notEqual(now.headers.etag, before.headers.etag);
	assert.ok(!now.body.equals(before.body));
});

test('info.json is new when the rights are', async () => {
	const path = '/iiif/3/lapas-1.1/info.json', before = await get(server.base, path);
	await new Promise((ok) => setTimeout(ok, 1100));	// times are whole seconds
	await publish('open', 40, 'rights: http://rightsstatements.org/vocab/NoC-OKLR/1.0/\n');
	const known = { headers: { 'if-modified-since': before.headers['last-modified'] } };
	let now;
	for (const end = Date.now() + SEEN_MS; Date.now() < end && now?.status !== 200;) now = await get(server.base, path, known);
	assert.equal(now.status, 200);
	assert.match(now.json.rights, /NoC-OKLR/);
	assert.equal((await get(server.base, path, { headers: { 'if-modified-since': now.headers['last-modified'] } })).status, 304);
});

test('a picture is made once, however it is spelled, and outlives changes of other objects', async () => {
	await publish('open', 40);
	const admin = await freePort();
	const own = await start({ 'server.admin_listen': `127.0.0.1:${admin}` }, { data });
	// Of the answers that were kept, not of tiles.
	const kept = async (what) => {
		await new Promise((ok) => setTimeout(ok, 1500));	// numbers are set down once in a while
		return Number(new RegExp(`^vartai_cache_${what}\\S* (\\d+)`, 'm').exec((await get(`http://127.0.0.1:${admin}`, '/metrics', { agent: false })).text)[1]);
	};
	try {
		const spellings = ['full/!300,300/0/default.webp', 'full/300,/0/default.webp', '0,0,700,600/300,257/360/color.webp', 'pct:0,0,100,100/!300,300/0/default.webp'];
		const answers = [];
		for (const path of spellings) answers.push(await get(own.base, `/iiif/3/lapas-1.1/${path}`));
		for (const a of answers) {
			assert.equal(a.status, 200);
			assert.ok(a.body.equals(answers[0].body));
			for (const name of ['etag', 'last-modified', 'cache-control', 'link', 'content-type']) assert.equal(a.headers[name], answers[0].headers[name]);
		}
		assert.equal(await kept('entries'), 1);
		const other = await get(own.base, '/iiif/2/lapas-1.1/full/300,/0/default.webp');
		assert.match(other.headers.link, /\/iiif\/2\/lapas-1\.1\/full\/300,\/0\/default\.webp>/, '2.1 has another canonical address');
		const download = await get(own.base, `/iiif/3/lapas-1.1/${spellings[0]}?download`);
		assert.match(download.headers['content-disposition'], /lapas-1\.1/);
		assert.equal((await get(own.base, `/iiif/3/lapas-1.1/${spellings[0]}`)).headers['content-disposition'], undefined);
		assert.equal(await kept('entries'), 3);
		const hits = await kept('hits_total');
		const second = join(folder, '..', 'second');
		mkdirSync(second);
		writeFileSync(join(second, 'package.yaml'), 'institution: {code: LT-X, name: {lt: Biblioteka}}\n');
		writeFileSync(join(second, 'lentele.csv'), 'identifier;title@lt\nkitas;Kitas\n');
		assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, second])).code, 0);
		await new Promise((ok) => setTimeout(ok, 1500));
		const again = await get(own.base, `/iiif/3/lapas-1.1/${spellings[0]}`);
		assert.equal(again.status, 200);
		assert.deepEqual([again.headers.etag, again.headers['last-modified']], [answers[0].headers.etag, answers[0].headers['last-modified']]);
		assert.equal(await kept('hits_total'), hits + 1);
		// What a client has is not made: nothing is asked of the cache either.
		const { status, body, headers } = await get(own.base, '/iiif/3/lapas-1.1/full/250,/0/default.webp', { headers: { 'if-modified-since': again.headers['last-modified'] } });
		assert.deepEqual([status, body.length], [304, 0]);
		assert.equal((await get(own.base, '/iiif/3/lapas-1.1/full/250,/0/default.webp', { headers: { 'if-none-match': headers.etag } })).status, 304);
		const whole = await get(own.base, '/iiif/3/lapas-1.1/full/250,/0/default.webp', { headers: { 'if-none-match': '"other"' } });
		assert.equal(whole.status, 200);
		assert.equal(whole.headers.etag, headers.etag);
	} finally {
		await stop(own);
	}
});

test('a kept picture is closed with its object', async () => {
	const path = '/iiif/3/lapas-1.1/full/200,/0/default.jpg';
	const ask = async (wanted) => {
		let answer;
		for (const end = Date.now() + SEEN_MS; Date.now() < end && answer?.status !== wanted;) answer = await get(server.base, path);
		assert.equal(answer.status, wanted);
	};
	await ask(200);
	await ask(200);
	await publish('metadata', 40);
	await ask(403);
	await publish('open', 40);
	await ask(200);
});

test('the tiles of a withdrawn object are gone', async () => {
	await publish('open', 40, 'withdrawn: [lapas-1]\n');
	await until(404);
});
