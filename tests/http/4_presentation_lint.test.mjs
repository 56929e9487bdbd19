// SPDX-License-Identifier: Apache-2.0
// Every manifest and collection of the demo collection, and of the real ones where they
// are: the schema, the strict parser of the IIIF community, our own linter, and all
// addresses in them; and 2.1, upgraded, says what 3.0 says.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { convertPresentation2 } from '@iiif/parser/presentation-2';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { get } from '../lib/http.mjs';
import { addresses, CONTEXT_2, lint, PROFILE_2, walk } from '../lib/iiif.mjs';
import { demoConfig, demoData, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { noSchemas, noShared, schemas, shared } from '../lib/xml.mjs';

const collectionsOf = [{ name: 'demo', skip: false, data: () => demoData },
	{ name: 'real', skip: noShared, data: async () => {
		const data = temporaryFolder();
		const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--institution', 'LT-Test', '--language', 'en',
			'--bare-images', join(shared, 'collection')]);
		assert.ok(code <= 1, stderr);
		return data;
	} }];

for (const { name, skip, data } of collectionsOf) {
	let server, all;
	const ask = (id, options) => get(server.base, id.replace(server.base, ''), options);

	before(async () => {
		if (skip) return;
		server = await start({}, { data: await data() });
		all = await walk(server.base);
	});
	after(() => server && stop(server));
	// Those of this plugin; what others put into the root collection has no 2.1.
	const own = (list) => [...list].filter(([id]) => id.startsWith(`${server.base}/iiif/`));
	const documents = () => [...all.manifests, ...all.collections];

	test(`${name}: there is something of everything`, { skip }, () => {
		assert.ok(all.manifests.size >= (name === 'demo' ? 80 : 5), String(all.manifests.size));
		assert.ok(all.collections.size >= (name === 'demo' ? 12 : 2), String(all.collections.size));
	});

	test(`${name}: 0 errors by the schema`, { skip: skip || noSchemas }, () => {
		const validate = new Ajv.default({ strict: false, validateFormats: false })
			.compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
		for (const [id, json] of documents()) assert.ok(validate(json), `${id}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
	});

	test(`${name}: 0 warnings of the strict parser`, { skip }, () => {
		for (const [id, json] of all.manifests) {
			const state = { warnings: [] };
			presentation3StrictUpgrade(structuredClone(json), state);
			assert.deepEqual(state.warnings, [], id);
		}
	});

	test(`${name}: 0 findings of our linter`, { skip }, () => {
		assert.deepEqual(documents().flatMap(([, json]) => lint(json)), []);
	});

	test(`${name}: every address answers with what it was said to be`, { skip }, async (t) => {
		const todo = new Map(documents().flatMap(([, json]) => [...addresses(json, server.base)]));
		let count = 0;
		for (const [id, said] of todo) {
			if (all.manifests.has(id) || all.collections.has(id)) continue;
			// Pictures are named by the hundred; thumbnails are those that are looked at.
			if (said.type === 'Image' && /\/full\/max\//.test(id) && count % 10 !== 0) { count++; continue; }
			count++;
			const { status, headers, json } = said.type === 'Image' ? await ask(id, { method: 'HEAD' })
				.then((a) => ({ status: a.status, headers: a.headers })) : await ask(id).then((a) => ({ status: a.status, headers: a.headers,
				json: /json/.test(a.headers['content-type']) ? a.json : null }));
			assert.equal(status, 200, id);
			if (said.format) assert.ok(headers['content-type'].startsWith(said.format), `${id}: ${headers['content-type']}, not ${said.format}`);
			// What is no IIIF says by itself what it is.
			if (!json || said.type === 'info' || said.type === 'Dataset') continue;
			for (const [more, what] of addresses(json, server.base)) if (!todo.has(more)) todo.set(more, what);
			assert.equal(json.id, id);
			assert.equal(json.type, said.type, id);
			assert.deepEqual(lint(json), []);
			assert.ok(json.partOf.every((p) => p.id && p.type && p.label), id);
		}
		t.diagnostic(`${todo.size} addresses`);
	});

	test(`${name}: images have the size that info.json says`, { skip }, async () => {
		for (const [, m] of own(all.manifests)) {
			const body = m.items[0].items[0]?.items[0].body;
			for (const image of body?.type === 'Choice' ? body.items : body?.type === 'Image' ? [body] : []) {
				const info = (await ask(`${image.service[0].id}/info.json`)).json;
				assert.deepEqual([image.width, image.height], [info.width, info.height], image.id);
			}
		}
	});

	test(`${name}: 2.1, upgraded, is what 3.0 says`, { skip }, async () => {
		for (const [id, three] of own(all.manifests)) {
			const answer = await ask(id, { headers: { accept: PROFILE_2 } });
			assert.equal(answer.headers['content-type'], PROFILE_2);
			const two = answer.json;
			assert.equal(two['@context'], CONTEXT_2);
			assert.equal((await ask(two['@id'])).text, answer.text, 'its own address');
			compare(convertPresentation2(structuredClone(two)), three, two);
		}
	});

	test(`${name}: collections of 2.1 have the same members`, { skip }, async () => {
		for (const [id, three] of own(all.collections)) {
			const two = (await ask(id, { headers: { accept: PROFILE_2 } })).json;
			assert.equal(two['@type'], 'sc:Collection');
			const upgraded = convertPresentation2(structuredClone(two));
			assert.deepEqual(upgraded.label, three.label, id);
			assert.deepEqual(upgraded.items.map((i) => [i.type, i.label]), three.items.map((i) => [i.type, i.label]), id);
			for (const item of two.members.slice(0, 3).filter((m) => own([[m['@id']]]).length)) assert.equal((await ask(item['@id'])).json['@id'], item['@id']);
		}
	});
}

// The same, as far as 2.1 can say it and the parser can upgrade it.
function compare(up, three, two) {
	const id = three.id;
	for (const key of ['label', 'summary', 'metadata', 'navDate', 'viewingDirection', 'behavior'])
		assert.deepEqual(up[key], three[key], `${id}: ${key}`);
	assert.deepEqual(up.requiredStatement?.value, three.requiredStatement?.value, `${id}: requiredStatement`);
	assert.equal(two.license, three.rights, `${id}: rights`);
	assert.equal(up.start?.id, three.start?.id, `${id}: start`);
	assert.deepEqual([two.within ?? []].flat().map((w) => w.replace(/\/2$/, '')), (three.partOf ?? []).map((p) => p.id), `${id}: partOf`);
	for (const key of ['seeAlso', 'rendering'])
		assert.deepEqual(up[key]?.map((r) => [r.id, r.format, r.label]), three[key]?.map((r) => [r.id, r.format, r.label]), `${id}: ${key}`);
	assert.deepEqual(up.provider?.[0].homepage, three.homepage, `${id}: homepage`);
	assert.deepEqual(up.items.map((c) => c.id), three.items.map((c) => c.id), `${id}: canvases`);
	three.items.forEach((canvas, i) => compareCanvas(up.items[i], canvas));
	compareRanges(up, three);
}

const pictures = (canvas) => canvas.items.flatMap((p) => p.items.map((a) => ({ id: a.id, target: a.target,
	of: (a.body.type === 'Choice' ? a.body.items : [a.body]).filter((b) => b.type === 'Image').map((b) => ({ width: b.width, height: b.height, label: b.label,
		service: b.service.find((s) => s['@type'] === 'ImageService2')['@id'] })) })));

function compareCanvas(up, canvas) {
	const id = canvas.id;
	for (const key of ['label', 'summary', 'behavior']) assert.deepEqual(up[key], canvas[key], `${id}: ${key}`);
	if (canvas.width) assert.deepEqual([up.width, up.height], [canvas.width, canvas.height], id);
	assert.equal(up.annotations?.[0].id.replace('/2/text', '/text'), canvas.annotations?.[0].id, id);
	assert.deepEqual([up.thumbnail?.[0].width, up.thumbnail?.[0].height], [canvas.thumbnail?.[0].width, canvas.thumbnail?.[0].height], id);
	// Sound and documents are only linked to in 2.1.
	if (canvas.items[0]?.items[0].body.type === 'Image' || canvas.items[0]?.items[0].body.type === 'Choice')
		assert.deepEqual(pictures(up), pictures(canvas), id);
}

// A tree of [label, parts, below]; the parser gives the canvases of a range after those below it.
function shape(range) {
	const part = (i) => i.type === 'SpecificResource' ? `${i.source.id}#${i.selector.value}` : i.id;
	return [range.label, range.items.filter((i) => i.type !== 'Range').map(part), range.items.filter((i) => i.type === 'Range').map(shape)];
}

function compareRanges(up, three) {
	const top = up.structures?.[0];
	assert.equal(top === undefined, three.structures === undefined, three.id);
	if (top) assert.deepEqual(top.items.map(shape), three.structures.map(shape), `${three.id}: structures`);
}
