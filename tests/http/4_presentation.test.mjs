// SPDX-License-Identifier: Apache-2.0
// IIIF Presentation: the whole tree from the root collection; every manifest by
// the schema of the IIIF validator; every address in them answers.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { get } from '../lib/http.mjs';
import { start, stop } from '../lib/server.mjs';
import { noSchemas, schemas } from '../lib/xml.mjs';

let server;
const collections = new Map(), manifests = new Map();
const ask = (path, options) => get(server.base, path.replace(server.base, ''), options);

async function walk(id) {
	if (collections.has(id)) return;
	const { status, json } = await ask(id);
	assert.equal(status, 200, id);
	collections.set(id, json);
	for (const item of json.items) {
		if (item.type === 'Collection') await walk(item.id);
		else manifests.set(item.id, null);
	}
}

before(async () => {
	server = await start();
	await walk(`${server.base}/iiif/collection/root`);
	for (const id of manifests.keys()) {
		const answer = await ask(id);
		assert.equal(answer.status, 200, id);
		manifests.set(id, answer.json);
	}
});
after(() => stop(server));

test('the root leads to every institution and collection', () => {
	assert.ok(collections.size >= 6, String(collections.size));
	assert.ok(manifests.size >= 50, String(manifests.size));
	for (const [id, c] of collections) {
		assert.equal(c.id, id);
		assert.equal(c.type, 'Collection');
		assert.equal(c['@context'].at(-1), 'http://iiif.io/api/presentation/3/context.json');
	}
});

test('every answer is valid by the schema', { skip: noSchemas }, async () => {
	const ajv = new Ajv.default({ strict: false, validateFormats: false, allErrors: false });
	const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
	for (const [id, json] of [...manifests, ...collections])
		assert.ok(validate(json), `${id}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
});

test('ids are unique, targets exist, boxes lie inside their canvas', async () => {
	for (const [id, m] of manifests) {
		assert.equal(m.id, id);
		const canvases = new Map(m.items.map((c) => [c.id, c]));
		assert.equal(canvases.size, m.items.length, id);
		for (const canvas of m.items) {
			assert.ok(canvas.width > 0 && canvas.height > 0);
			for (const page of canvas.items) for (const a of page.items) assert.equal(a.target, canvas.id);
		}
		const check = (range) => {
			for (const part of range.items ?? []) {
				if (part.type === 'Range') { check(part); continue; }
				const canvas = canvases.get(part.source?.id ?? part.id);
				assert.ok(canvas, `${range.id}: ${JSON.stringify(part)}`);
				if (!part.selector) continue;
				const [x, y, w, h] = part.selector.value.replace('xywh=', '').split(',').map(Number);
				assert.ok(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= canvas.width && y + h <= canvas.height, part.selector.value);
			}
		};
		for (const range of m.structures ?? []) check(range);
	}
});

test('canvas, text and range answer at their own addresses', async () => {
	const m = [...manifests.values()].find((v) => v.structures && v.items.some((c) => c.annotations));
	assert.ok(m, 'a manifest with structure and text');
	const canvas = m.items.find((c) => c.annotations);
	const own = (await ask(canvas.id)).json;
	assert.equal(own.type, 'Canvas');
	assert.equal(own.partOf[0].id, m.id);
	const text = (await ask(canvas.annotations[0].id)).json;
	assert.equal(text.type, 'AnnotationPage');
	assert.ok(text.items.length > 0);
	for (const line of text.items) {
		assert.equal(line.motivation, 'supplementing');
		const [target, box] = line.target.split('#xywh=');
		assert.equal(target, canvas.id);
		const [x, y, w, h] = box.split(',').map(Number);
		assert.ok(x >= 0 && y >= 0 && x + w <= canvas.width && y + h <= canvas.height, box);
		assert.equal(typeof line.body.value, 'string');
	}
	const range = (await ask(m.structures[0].id)).json;
	assert.equal(range.type, 'Range');
});

test('Lithuanian comes first in each language map', () => {
	for (const m of manifests.values())
		for (const field of m.metadata) assert.equal(Object.keys(field.label)[0], 'lt');
});

test('JSON or JSON-LD by Accept; any site may read it', async () => {
	const [id] = manifests.keys();
	const ld = await ask(id);
	assert.equal(ld.headers['content-type'],
		'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"');
	assert.match(ld.headers.vary, /accept/i);
	assert.equal(ld.headers['access-control-allow-origin'], '*');
	const plain = await ask(id, { headers: { accept: 'application/json' } });
	assert.match(plain.headers['content-type'], /^application\/json/);
});

test('wrong addresses are 404 in JSON, the withdrawn object is 410', async () => {
	const [id] = manifests.keys();
	const path = id.replace(server.base, '').replace('/manifest', '');
	for (const wrong of ['/iiif/presentation/no-such-object/manifest', '/iiif/collection/no-such', `${path}/canvas/0`,
		`${path}/canvas/99999`, `${path}/canvas/x`, `${path}/range/99999`, '/iiif/collection/institution:none']) {
		const { status, json, headers } = await ask(wrong);
		assert.equal(status, 404, wrong);
		assert.match(headers['content-type'], /json/);
		assert.ok(json.detail.length > 10);
		assert.equal(headers['access-control-allow-origin'], '*');
	}
	assert.equal((await ask('/iiif/collection/root?page=x')).status, 400, 'a part that is no number');
	assert.equal((await ask('/iiif/collection/root?page=9')).status, 404, 'a part that is not there');
});

test('every image that a manifest paints is there', async () => {
	let count = 0;
	for (const m of manifests.values()) {
		const body = m.items[0].items[0]?.items[0].body;
		if (!body) continue;
		const info = (await ask(`${body.service[0].id}/info.json`)).json;
		assert.equal(info.width, body.width);
		assert.equal(info.height, body.height);
		const thumbnail = await ask(m.thumbnail[0].id);
		assert.equal(thumbnail.status, 200, m.thumbnail[0].id);
		assert.equal(thumbnail.headers['content-type'], 'image/jpeg');
		count++;
	}
	assert.ok(count >= 40, String(count));
});
