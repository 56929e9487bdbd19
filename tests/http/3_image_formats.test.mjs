// SPDX-License-Identifier: Apache-2.0
// Pictures in every format that info.json advertises, turned by any angle and in
// every quality; addresses with strange identifiers; what an administrator chooses.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { PNG, pictureSize } from '../lib/picture.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const TYPES = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif', tif: 'image/tiff', jp2: 'image/jp2', avif: 'image/avif' };
const GIVEN = 'a b#c?d%e/f', ID = 'a-b-c-d-e-f';	// what has a meaning in addresses is replaced at ingest
let folder, data, server;
const at = (path, version = 3) => `/iiif/${version}/${ID}.1${path}`;
const ask = (path, options) => get(server.base, at(path), options);

before(async () => {
	folder = temporaryFolder();
	data = join(folder, 'data');
	const source = join(folder, 'source');
	mkdirSync(source);
	const png = new PNG({ width: 900, height: 600 });
	for (let y = 0, i = 0; y < 600; y++) for (let x = 0; x < 900; x++, i += 4) png.data.set([x / 4, y / 3, 200 - x / 6, 255], i);
	writeFileSync(join(source, 'lapas.png'), PNG.sync.write(png));
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-X, name: {lt: Biblioteka}}\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;image;access\n${GIVEN};Lapas;lapas.png;open\n`);
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({}, { data });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true });
});

async function formats(base = server.base) {
	const three = (await get(base, at('/info.json'))).json, two = (await get(base, at('/info.json', 2))).json;
	const all = ['jpg', 'png', ...three.extraFormats ?? []];
	assert.deepEqual(two.profile[1].formats, all, '2.1 tells the same');
	return all;
}

test('what is advertised is served, what is not is 501; in every quality and turned', async () => {
	const all = await formats();
	assert.ok(['webp', 'gif', 'tif', 'jp2'].every((f) => all.includes(f)), `Debian's libvips writes these: ${all}`);
	for (const f of Object.keys(TYPES))
		for (const [middle, width, height] of [['300,200/0', 300, 200], ['30,20/90', 20, 30], ['300,200/!0', 300, 200], ['300,200/22.5', 354, 300]])
			for (const quality of ['default', 'color', 'gray', 'bitonal']) {
				const answer = await ask(`/full/${middle}/${quality}.${f}`);
				if (!all.includes(f)) {
					assert.equal(answer.status, 501, f);
					continue;
				}
				assert.equal(answer.status, 200, `${middle} ${quality}.${f}: ${answer.text.slice(0, 200)}`);
				assert.equal(answer.headers['content-type'], TYPES[f]);
				assert.deepEqual(pictureSize(answer.body), { width, height }, `${middle} ${quality}.${f}`);
			}
});

test('corners of a turned picture are transparent in png and webp, white in jpg', async () => {
	const png = PNG.sync.read((await ask('/full/300,200/45/default.png')).body);
	assert.equal(png.data[3], 0);
	assert.equal(png.data[4 * (png.width * Math.floor(png.height / 2) + Math.floor(png.width / 2)) + 3], 255);
	const webp = (await ask('/full/300,200/45/default.webp')).body;
	assert.equal(webp.toString('latin1', 12, 16), 'VP8X');
	assert.equal(webp[20] & 0x10, 0x10, 'the flag of an alpha channel');
});

test('the identifier is decoded once, and nothing else is found by it', async () => {
	const { status, json } = await get(server.base, `/iiif/3/%61%2Db${ID.slice(3)}%2e1/info.json`);
	assert.equal(status, 200);
	assert.equal(json.id, `${server.base}${at('')}`);
	const answer = await ask('/full/90,/0/default.jpg?download');
	assert.ok(answer.headers.link.startsWith(`<${server.base}${at('/full/90,60/0/default.jpg')}>;rel="canonical"`), answer.headers.link);
	assert.match(answer.headers['content-disposition'], /^attachment; filename="a-b-c-d-e-f\.1-full_90_60_0_default\.jpg"$/);
	const { headers: moved, status: see } = await ask('');
	assert.equal(see, 303);
	assert.equal(moved.location, `${server.base}${at('/info.json')}`);
	for (const path of [`/iiif/3/%2561-b${ID.slice(3)}.1/info.json`, `/iiif/3/${ID}%2F1/info.json`, `/iiif/3/${encodeURIComponent(GIVEN)}.1/info.json`,
		'/iiif/3/..%2F..%2F..%2Fetc%2Fpasswd/info.json', '/iiif/3/%2e%2e/info.json', `/iiif/3/${'a'.repeat(2000)}/info.json`, '/iiif/3/a/b/info.json']) {
		const answered = await get(server.base, path);
		assert.equal(answered.status, 404, path.slice(0, 80));
		assert.equal(answered.headers['access-control-allow-origin'], '*');
	}
	for (const path of ['/iiif/3/a%00b/info.json', '/iiif/3/a%/info.json', '/iiif/3/%ff%fe/info.json', '/iiif/3/%zz/full/max/0/default.jpg'])
		assert.ok([400, 404].includes((await get(server.base, path)).status), path);
});

test('HEAD and OPTIONS', async () => {
	const path = '/full/300,/0/default.webp';
	const whole = await ask(path), head = await ask(path, { method: 'HEAD' });
	for (const name of ['etag', 'content-type', 'content-length', 'link', 'last-modified', 'cache-control', 'access-control-allow-origin'])
		assert.equal(head.headers[name], whole.headers[name], name);
	assert.equal(head.body.length, 0);
	const options = await ask(path, { method: 'OPTIONS' });
	assert.equal(options.status, 204);
	assert.equal(options.headers['access-control-allow-origin'], '*');
	assert.match(options.headers['access-control-allow-methods'], /GET/);
});

test('formats and caching are for the administrator to choose', async () => {
	const own = await start({ 'iiif_image.extra_formats': 'webp', 'iiif_image.immutable': true, 'iiif_image.max_age': '30d' }, { data });
	try {
		assert.deepEqual(await formats(own.base), ['jpg', 'png', 'webp']);
		const refused = await get(own.base, at('/full/90,/0/default.gif'));
		assert.equal(refused.status, 501);
		assert.match(refused.json.detail, /info\.json/);
		assert.equal((await get(own.base, at('/full/90,/0/default.webp'))).headers['cache-control'], 'public, max-age=2592000, immutable');
	} finally {
		await stop(own);
	}
	const { code, stderr } = await run(['serve', '--config', demoConfig, '--set', `data.dir=${data}`, '--set', 'iiif_image.extra_formats=webp, bmp', '--set', 'server.listen=127.0.0.1:1']);
	assert.notEqual(code, 0);
	assert.match(stderr, /"bmp" is none of: webp gif tif jp2 avif/);
});
