// SPDX-License-Identifier: Apache-2.0
// Objects of which only small images may be shown: their manifests speak of the images
// that are there, on canvases as large as ever.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { lint, PROFILE_2 } from '../lib/iiif.mjs';
import { metsObject, smallPng } from '../lib/mets.mjs';
import { jpegSize } from '../lib/picture.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const ID = 'sartai-kamajai-kaimas', SIDE = 300;
let server, open;
const ask = async (base, path, options) => {
	const answer = await get(base, path.replace(base, ''), options);
	assert.equal(answer.status, 200, path);
	return answer;
};

before(async () => {
	server = await start({ 'access.metadata_images': SIDE });
	open = await start();
});
after(async () => { await stop(server); await stop(open); });

test('body, thumbnail and info.json have one size, the canvas that of the page', async () => {
	const m = (await ask(server.base, `/iiif/presentation/${ID}/manifest`)).json;
	const closed = (await ask(open.base, `/iiif/presentation/${ID}/manifest`)).json;
	assert.deepEqual(lint(m), []);
	assert.deepEqual(closed.items.map((c) => c.items), [[], []]);
	assert.match(m.requiredStatement.value.lt[0], /maži/);
	for (const [i, canvas] of m.items.entries()) {
		assert.deepEqual([canvas.width, canvas.height], [closed.items[i].width, closed.items[i].height]);
		const { body } = canvas.items[0].items[0];
		assert.equal(Math.max(body.width, body.height), SIDE);
		const info = (await ask(server.base, `${body.service[0].id}/info.json`)).json;
		assert.deepEqual([info.width, info.height], [body.width, body.height]);
		const picture = jpegSize((await ask(server.base, body.id)).body);
		assert.deepEqual([picture.width, picture.height], [body.width, body.height]);
		const small = canvas.thumbnail[0];
		assert.ok(Math.max(small.width, small.height) <= SIDE);
		const seen = jpegSize((await ask(server.base, small.id)).body);
		assert.deepEqual([seen.width, seen.height], [small.width, small.height]);
		assert.equal((await ask(server.base, canvas.id)).json.items[0].items[0].body.width, body.width);
	}
});

test('so in 2.1 and in collections', async () => {
	const two = (await ask(server.base, `/iiif/presentation/${ID}/manifest`, { headers: { accept: PROFILE_2 } })).json;
	const { resource } = two.sequences[0].canvases[0].images[0];
	assert.equal(Math.max(resource.width, resource.height), SIDE);
	const info = (await ask(server.base, `${resource.service['@id']}/info.json`)).json;
	assert.deepEqual([info.width, info.height], [resource.width, resource.height]);
	const c = (await ask(server.base, '/iiif/collection/vaizdai:atvirukai')).json;
	const [small] = c.items.find((i) => i.id.includes(ID)).thumbnail;
	assert.equal(Math.max(small.width, small.height), SIDE);
	await ask(server.base, small.id);
	const big = c.items.find((i) => !i.id.includes(ID) && i.thumbnail).thumbnail[0];
	assert.equal(Math.max(big.width, big.height), 400);
});

test('the site: no zoom into what is small, no contents and no labels of what is closed', async () => {
	const folder = temporaryFolder(), data = join(folder, 'data');
	for (const access of ['open', 'metadata'])
		metsObject(join(folder, 'in', access), { identifier: `knyga-${access}`, title: 'Knyga', pages: 2, access, labels: (n) => `Slapta${n}`,
			pictures: [smallPng(900, 700)], divs: [{ type: 'chapter', label: 'Slaptas skyrius', pages: [1] }] });
	assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, join(folder, 'in')])).code, 0);
	const own = await start({ 'access.metadata_images': SIDE }, { data });
	const page = (path) => get(own.base, path, { headers: { accept: 'text/html', 'accept-language': 'lt' } });
	try {
		const shown = await page('/objects/knyga-open?page=2'), closed = await page('/objects/knyga-metadata?page=2');
		for (const said of ['Slaptas skyrius', 'Slapta1', 'Slapta2', '/objects/knyga-open/zoom/2']) assert.ok(shown.text.includes(said), said);
		assert.equal(closed.status, 200);
		assert.match(closed.text, /default\.jpg/, 'a small image is shown');
		assert.doesNotMatch(closed.text, /Slapta/);
		assert.doesNotMatch(closed.text, /\/zoom\//);
		assert.equal((await page('/objects/knyga-open/zoom/2')).status, 200);
		const zoom = await get(own.base, '/objects/knyga-metadata/zoom/2');
		assert.equal(zoom.status, 403);
		assert.match(zoom.json.detail, /only small ones/);
	} finally {
		await stop(own);
		rmSync(folder, { recursive: true });
	}
});
