// SPDX-License-Identifier: Apache-2.0
// A year of a newspaper, bound: more pages than a request has memory for.  Its
// manifest is whole, and no list of records ends at it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { get } from '../lib/http.mjs';
import { metsObject } from '../lib/mets.mjs';
import { ask, errorsOf, harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { invalid, noSchemas, schemas } from '../lib/xml.mjs';

const PAGES = 12000;
const ISSUES = PAGES / 8;
let server;

before(async () => {
	const source = temporaryFolder(), data = temporaryFolder();
	metsObject(join(source, 'a'), { identifier: 'metai-1928', title: 'Metai', pages: PAGES, type: 'newspaper',
		divs: Array.from({ length: ISSUES }, (_, i) => ({ type: 'issue', label: `Nr. ${i + 1}`,
			pages: Array.from({ length: 8 }, (_, k) => 8 * i + k + 1) })) });
	metsObject(join(source, 'b'), { identifier: 'b', title: 'Trumpas', pages: 3 });
	metsObject(join(source, 'c'), { identifier: 'c', title: 'Kitas', pages: 3 });
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stderr);
	server = await start({}, { data });
});
after(() => stop(server));

test('its manifest has every page and every issue, and is valid', async (t) => {
	const { status, json, body } = await get(server.base, '/iiif/presentation/metai-1928/manifest');
	assert.equal(status, 200, JSON.stringify(json));
	t.diagnostic(`${body.length} bytes`);
	assert.equal(json.items.length, PAGES);
	assert.equal(new Set(json.items.map((c) => c.id)).size, PAGES);
	assert.equal(json.structures.length, ISSUES);
	assert.deepEqual(json.structures[1].items.map((c) => c.id), json.items.slice(8, 16).map((c) => c.id));
	if (noSchemas) return;
	const ajv = new Ajv.default({ strict: false, validateFormats: false });
	const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
	assert.ok(validate(json), JSON.stringify(validate.errors?.slice(0, 3)));
});

test('its last page and its last issue answer at their own addresses', async () => {
	const canvas = (await get(server.base, `/iiif/presentation/metai-1928/canvas/${PAGES}`)).json;
	assert.equal(canvas.label.none[0], `[${PAGES}]`);
	const range = (await get(server.base, `/iiif/presentation/metai-1928/range/${ISSUES}`)).json;
	assert.equal(range.items.at(-1).id, canvas.id);
});

test('a manifest that has too little memory is a 503 with a sentence', async () => {
	const small = await start({ 'iiif_presentation.memory': '64k' }, { data: server.data });
	try {
		const { status, json } = await get(small.base, '/iiif/presentation/metai-1928/manifest');
		assert.equal(status, 503);
		assert.match(json.detail, /memory/);
		assert.equal((await get(small.base, '/iiif/presentation/b/manifest')).status, 200);
	} finally {
		await stop(small);
	}
});

test('every list of records comes to its end, whatever a page may hold', async () => {
	for (const settings of [{}, { 'oai.page_records': 1 }, { 'oai.page_bytes': '64k' },
		{ 'server.request_bytes': '64k', 'server.body_bytes': '64k' }]) {
		const own = await start(settings, { data: server.data });
		try {
			const { items, errors } = await harvest(own.base, 'ListRecords', { metadataPrefix: 'edm' });
			assert.deepEqual(errors, []);
			assert.deepEqual(items.map((i) => headerOf(i).identifier.split(':')[2]).sort(), ['b', 'c', 'metai-1928'],
				JSON.stringify(settings));
		} finally {
			await stop(own);
		}
	}
});

test('its edm record names each image, and is valid', async (t) => {
	const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'edm' });
	const { identifier } = items.map(headerOf).find((h) => h.identifier.endsWith('metai-1928'));
	const answer = await ask(server.base, { verb: 'GetRecord', metadataPrefix: 'edm', identifier });
	assert.deepEqual(errorsOf(answer), []);
	t.diagnostic(`${answer.body.length} bytes`);
	assert.equal(answer.text.match(/<edm:WebResource /g).length, PAGES);
	assert.equal(answer.text.includes('\u0001'), false);
	if (!noSchemas) assert.equal(await invalid([answer.text], 'drivers/oai+edm.xsd'), '');
});
