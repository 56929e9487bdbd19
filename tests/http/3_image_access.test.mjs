// SPDX-License-Identifier: Apache-2.0
// Images of objects that are not open: none, or as small as access.* allows, and
// then no region of them shows more.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { PNG, pictureSize } from '../lib/picture.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

let folder, server;
before(async () => {
	folder = temporaryFolder();
	const source = join(folder, 'source'), data = join(folder, 'data');
	mkdirSync(source);
	const png = new PNG({ width: 1200, height: 800 });
	for (let i = 0; i < png.data.length; i++) png.data[i] = i % 4 === 3 ? 255 : (i / 4 % 1200) / 5;
	writeFileSync(join(source, 'lapas.png'), PNG.sync.write(png));
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-X, name: {lt: Biblioteka}}\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;image;access\n${
		['atviras;open', 'uzdaras;metadata', 'veliau;embargo:2999-01-01'].map((l) => l.replace(';', ';Lapas;lapas.png;')).join('\n')}\n`);
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({ 'access.metadata_images': 300 }, { data });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true });
});

// The one image is shared by three objects: as each of them shows it.
async function imageOf(object) {
	const { json } = await get(server.base, `/iiif/presentation/${object}/manifest`);
	return json.items[0].items[0]?.items[0].body.service[0].id.replace(server.base, '');
}

test('an open object shows its image as it is', async () => {
	const at = await imageOf('atviras');
	const { json } = await get(server.base, `${at}/info.json`);
	assert.deepEqual([json.width, json.height], [1200, 800]);
	assert.match((await get(server.base, `${at}/full/max/0/default.jpg`)).headers['cache-control'], /^public/);
});

test('of one whose access is metadata a small image stands in its place', async () => {
	const at = await imageOf('uzdaras');
	const { status, json } = await get(server.base, `${at}/info.json`);
	assert.equal(status, 200);
	assert.deepEqual([json.width, json.height, json.maxWidth, json.maxHeight, json.tiles], [300, 200, 300, 300, undefined]);
	assert.deepEqual(json.sizes, [{ width: 300, height: 200 }]);
	assert.equal((await get(server.base, `${at}/info.json`)).headers['last-modified'], undefined);
	for (const [path, expected] of [['full/max', [300, 200]], ['full/300,200', [300, 200]], ['100,50,100,100/max', [100, 100]], ['full/!150,150', [150, 100]],
		['290,190,100,100/max', [10, 10]], ['0,0,100,100/^max', [100, 100]], ['0,0,100,100/^296,296', 501], ['0,0,37,25/^296,200', 501], ['300,0,10,10/max', 400], ['full/1200,', 400], ['full/^301,', 501]]) {
		const answer = await get(server.base, `${at}/${path}/0/default.jpg`);
		const size = answer.status === 200 ? Object.values(pictureSize(answer.body)) : answer.status;
		assert.deepEqual(size, expected, path);
		if (answer.status !== 200) continue;
		// Another picture stands there one day, though the image has not changed.
		assert.deepEqual([answer.headers['cache-control'], answer.headers['last-modified']], ['private, no-cache', undefined]);
	}
	// The same place of the image, in its own coordinates.
	const part = PNG.sync.read((await get(server.base, `${at}/150,0,2,2/max/0/default.png`)).body);
	assert.ok(Math.abs(part.data[0] - 120) < 6, String(part.data[0]));
	const page = await get(server.base, '/objects/uzdaras');
	assert.ok(page.text.includes(at.replace('/iiif/3/', '')), 'the page shows it');
});

test('no part of it, asked for in any way, is finer than the whole small image', async () => {
	const at = await imageOf('uzdaras');
	const { extraFeatures } = (await get(server.base, `${at}/info.json`)).json;
	assert.ok(!extraFeatures.includes('sizeUpscaling'), 'nothing is enlarged');
	const two = at.replace('/iiif/3/', '/iiif/2/');
	for (const path of [`${at}/0,0,10,10/^300,300`, `${at}/pct:0,0,5,5/^300,`, `${two}/0,0,10,10/300,300`, `${two}/0,0,10,10/300,`]) {
		const { status } = await get(server.base, `${path}/0/default.png`);
		assert.ok(status === 400 || status === 501, `${path}: ${status}`);
	}
});

test('what has no limit of its own stays closed', async () => {
	for (const path of ['info.json', 'full/max/0/default.jpg', 'full/!100,100/0/default.jpg'])
		assert.equal((await get(server.base, `/iiif/3/veliau.1/${path}`)).status, 403, path);
});
