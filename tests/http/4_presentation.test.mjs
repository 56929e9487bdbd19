// SPDX-License-Identifier: Apache-2.0
// IIIF Presentation: the whole tree from the root collection, its versions, what
// objects of each kind show.  Schema and linter are in 4_presentation_lint.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { CONTEXT_2, CONTEXT_3, lint, PROFILE_2, walk } from '../lib/iiif.mjs';
import { start, stop } from '../lib/server.mjs';

let server, collections, manifests;
const ROOT = '/iiif/collection/root';
const ask = (path, options) => get(server.base, path.replace(server.base, ''), options);
const manifest = (id) => manifests.get(`${server.base}/iiif/presentation/${id}/manifest`);

before(async () => {
	server = await start();
	({ collections, manifests } = await walk(server.base));
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

// "They SHOULD have the thumbnail property" (3.0, 5.1), and so do collections themselves (3.1).
test('a collection has the picture of one of its objects, by itself and where it is named', async () => {
	const pictures = new Map();
	for (const [id, c] of collections) {
		const path = id.replace(server.base, '');
		if (!path.startsWith('/iiif/') || /root$|serials$/.test(path)) continue;
		assert.equal(c.thumbnail?.length, 1, path);
		pictures.set(id, c.thumbnail);
		assert.match(c.thumbnail[0].service[0].id, /\/iiif\/3\//);
	}
	for (const c of collections.values())
		for (const item of c.items.filter((i) => pictures.has(i.id))) assert.deepEqual(item.thumbnail, pictures.get(item.id), item.id);
	for (const [{ id }] of pictures.values()) assert.equal((await ask(id)).headers['content-type'], 'image/jpeg', id);
	const two = (await ask(`${ROOT}/2`)).json.members.find((m) => m['@id'].split('/').includes('spauda'));
	assert.match(two.thumbnail['@id'], /\/iiif\/2\//);
	assert.match(pictures.get(`${server.base}/iiif/collection/serial%3Aezeru-balsas`)[0].id, /ezeru-balsas-1927-03-13\.1/, 'its first issue');
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
	// "The JSON-LD description of the Annotation SHOULD be returned" (5.6), in 2.1 as well (4.2).
	const [line] = text.items, alone = (await ask(line.id)).json;
	assert.deepEqual(lint(alone), []);
	assert.deepEqual(alone, { '@context': alone['@context'], ...line, partOf: alone.partOf });
	const old = (await ask(`${canvas.id}/2/text`)).json.resources.at(-1);
	assert.deepEqual((await ask(old['@id'], { headers: { accept: PROFILE_2 } })).json, { '@context': CONTEXT_2, ...old });
	for (const wrong of ['0', 'x', '99999']) assert.equal((await ask(`${canvas.id}/text/${wrong}`)).status, 404, wrong);
});

test('Lithuanian comes first in each language map', () => {
	for (const m of manifests.values())
		for (const field of m.metadata) assert.equal(Object.keys(field.label)[0], 'lt');
});

test('JSON or JSON-LD by Accept; any site may read it', async () => {
	const id = `${server.base}/iiif/presentation/rod-vadovas/manifest`;
	const ld = await ask(id);
	assert.equal(ld.headers['content-type'],
		'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"');
	assert.match(ld.headers.vary, /accept/i);
	assert.equal(ld.headers['access-control-allow-origin'], '*');
	const plain = await ask(id, { headers: { accept: 'application/json' } });
	assert.match(plain.headers['content-type'], /^application\/json/);
	// Two representations have two strong tags (RFC 9110, 8.8.1): a cache with both would not know which a 304 means.
	assert.equal(plain.text, ld.text);
	assert.notEqual(plain.headers.etag, ld.headers.etag);
	assert.equal((await ask(id, { headers: { 'if-none-match': ld.headers.etag } })).status, 304);
	assert.equal((await ask(id, { headers: { accept: 'application/json', 'if-none-match': ld.headers.etag } })).status, 200);
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
		if (body?.type !== 'Image') continue;
		if (body.service) {
			const info = (await ask(`${body.service[0].id}/info.json`)).json;
			assert.deepEqual([info.width, info.height], [body.width, body.height]);
		} else {	// a part of a page, in an exhibition
			assert.equal((await ask(body.id)).headers['content-type'], 'image/jpeg', body.id);
		}
		const thumbnail = await ask(m.thumbnail[0].id);
		assert.equal(thumbnail.status, 200, m.thumbnail[0].id);
		assert.equal(thumbnail.headers['content-type'], 'image/jpeg');
		count++;
	}
	assert.ok(count >= 40, String(count));
});

// --- versions ---------------------------------------------------------------------

test('2.1 by its profile and at its own address, the same for HEAD, 304 and preflight', async () => {
	const id = '/iiif/presentation/rod-vadovas/manifest', own = '/iiif/presentation/rod-vadovas/2/manifest';
	const asked = await ask(id, { headers: { accept: `${PROFILE_2}, application/json;q=0.5` } });
	assert.equal(asked.headers['content-type'], PROFILE_2);
	assert.match(asked.headers.vary, /accept/i);
	const two = await ask(own);
	assert.equal(two.headers['content-type'], PROFILE_2);
	assert.equal(two.text, asked.text);
	assert.equal(two.json['@context'], CONTEXT_2);
	assert.match((await ask(own, { headers: { accept: 'application/json' } })).headers['content-type'], /^application\/json/);
	const three = await ask(id, { headers: { accept: '*/*' } });
	assert.equal(three.json['@context'].at(-1), CONTEXT_3);
	assert.notEqual(three.headers.etag, asked.headers.etag);
	const again = await ask(id, { headers: { accept: PROFILE_2, 'if-none-match': asked.headers.etag } });
	assert.equal(again.status, 304);
	const head = await ask(own, { method: 'HEAD' });
	assert.equal(head.headers['content-length'], String(two.raw.length));
	const zipped = await ask(id, { headers: { 'accept-encoding': 'gzip' } });
	assert.equal(zipped.headers['content-encoding'], 'gzip');
	assert.equal(zipped.text, three.text);
	const preflight = await ask(id, { method: 'OPTIONS', headers: { origin: 'https://viewer.example', 'access-control-request-method': 'GET' } });
	assert.equal(preflight.status, 204);
	assert.equal((await ask('/iiif/presentation/none/2/manifest')).status, 404);
});

test('parts of 2.1: canvas and range by profile, text at an address of its own', async () => {
	const m = [...manifests.values()].find((v) => v.structures && v.items.some((c) => c.annotations));
	const canvas = m.items.find((c) => c.annotations), accept = { headers: { accept: PROFILE_2 } };
	const two = (await ask(canvas.id, accept)).json;
	assert.equal(two['@id'], canvas.id);
	assert.equal(two['@type'], 'sc:Canvas');
	const list = (await ask(two.otherContent[0]['@id'])).json;
	const page = (await ask(canvas.annotations[0].id)).json;
	assert.equal(list['@type'], 'sc:AnnotationList');
	assert.deepEqual(list.resources.map((a) => [a['@id'], a.on, a.resource.chars]), page.items.map((a) => [a.id, a.target, a.body.value]));
	const range = (await ask(m.structures[0].id, accept)).json;
	assert.equal(range['@type'], 'sc:Range');
	assert.equal(range.within, m.id.replace('/manifest', '/2/manifest'));
});

test('what has an address in a manifest of 2.1 is there what it is in it', async () => {
	const m = [...manifests.values()].find((v) => v.structures);
	const two = (await ask(m.id.replace('/manifest', '/2/manifest'))).json, canvas = two.sequences[0].canvases[0];
	for (const [part, options] of [[two.sequences[0]], [two.structures[0]], [canvas.images[0], { headers: { accept: PROFILE_2 } }]]) {
		const { status, json, headers } = await ask(part['@id'], options);
		assert.equal(status, 200, part['@id']);
		assert.equal(headers['content-type'], PROFILE_2);
		const { '@context': context, within, ...rest } = json;
		assert.deepEqual([context, within], [CONTEXT_2, two['@id']]);
		assert.deepEqual(rest, part);
	}
	const three = (await ask(canvas.images[0]['@id'])).json;
	assert.deepEqual([three.type, three.motivation], ['Annotation', 'painting']);
	for (const none of ['none/2/sequence/normal', 'none/2/range/top', 'rod-varpas/2/range/top'])
		assert.equal((await ask(`/iiif/presentation/${none}`)).status, 404, none);
});

// --- objects of each kind -----------------------------------------------------------

test('a book with a foldout is paged, opens where it says, and the plan is no page', () => {
	const m = manifest('rod-vadovas');
	assert.deepEqual(m.behavior, ['paged']);
	assert.equal(m.start.id, m.items[1].id);
	assert.deepEqual(m.items.map((c) => c.behavior), [undefined, undefined, ['non-paged'], undefined, undefined]);
	assert.deepEqual(m.items[2].label, { lt: ['Planas'] });
});

test('facing pages, a scroll, two sides, right to left', () => {
	assert.deepEqual(manifest('rod-albumas').items[1].behavior, ['facing-pages']);
	assert.deepEqual(manifest('rod-juosta').behavior, ['continuous']);
	assert.equal(manifest('rod-juosta').viewingDirection, 'top-to-bottom');
	assert.deepEqual(manifest('sartai-zarasai-ezeras').behavior, ['individuals']);
	assert.equal(manifest('di-ozere').viewingDirection, 'right-to-left');
});

test('two images of one page are a choice, each with a name', async () => {
	const { items: [canvas] } = manifest('rod-dvaras'), { body } = canvas.items[0].items[0];
	assert.equal(manifest('rod-dvaras').items.length, 1);
	assert.equal(body.type, 'Choice');
	assert.deepEqual(body.items.map((b) => b.label), [{ lt: ['Įprastas vaizdas'], en: ['Ordinary image'] }, { lt: ['Infraraudonieji spinduliai'] }]);
	assert.notEqual(body.items[0].service[0].id, body.items[1].service[0].id);
	assert.equal((await ask(`${body.items[1].service[0].id}/info.json`)).json.width, canvas.width);
});

test('a sound is as long as it plays, with a picture beside it where there is one', async () => {
	const m = manifest('rod-sutartine'), [canvas] = m.items;
	assert.equal(m.items.length, 1);
	assert.equal(canvas.duration, 3);
	assert.equal(canvas.width, undefined);
	const { body } = canvas.items[0].items[0];
	assert.deepEqual([body.type, body.format, body.duration], ['Sound', 'audio/wav', 3]);
	assert.equal(canvas.accompanyingCanvas.items[0].items[0].body.type, 'Image');
	const beside = (await ask(canvas.accompanyingCanvas.id)).json;
	assert.equal(beside.type, 'Canvas');
	assert.equal(beside.partOf[0].id, m.id);
	assert.equal((await ask(canvas.id)).json.duration, 3);
	assert.equal(manifest('rod-varpas').items[0].duration, 1.8);
	assert.equal(manifest('rod-varpas').items[0].accompanyingCanvas, undefined);
	assert.equal(manifest('rod-varpas').thumbnail, undefined);
	assert.equal((await ask('/iiif/presentation/rod-varpas/canvas/f2')).status, 404);
	const two = (await ask('/iiif/presentation/rod-sutartine/2/manifest')).json;
	assert.equal(two.sequences[0].canvases[0].images.length, 1, 'its picture');
	assert.equal(two.rendering[0].format, 'audio/wav');
});

test('a PDF alone has a manifest, too', async () => {
	const m = manifest('rod-ataskaita'), [canvas] = m.items;
	assert.equal(m.rendering[0].format, 'application/pdf');
	assert.equal(canvas.rendering[0].id, m.rendering[0].id);
	const pdf = await ask(m.rendering[0].id);
	assert.equal(pdf.headers['content-type'], 'application/pdf');
	assert.equal(pdf.body.subarray(0, 5).toString(), '%PDF-');
});

test('places are on the map, records and texts are linked to', async () => {
	const m = manifest('ezeru-balsas-1927-03-13');
	assert.deepEqual(m.navPlace.features[0].geometry, { type: 'Point', coordinates: [25.5992, 55.4976] });
	assert.deepEqual(m.navPlace.features[0].properties.label, { none: ['Utena'] });
	assert.equal(m.navDate, '1927-03-13T00:00:00Z');
	assert.deepEqual(m.rendering.map((r) => r.format), ['text/plain', 'application/zip']);
	assert.ok(m.seeAlso.some((s) => s.format === 'application/mets+xml'));
	assert.match((await ask(m.items[0].seeAlso[0].id)).text, /<alto xmlns="http:\/\/www.loc.gov\/standards\/alto\/ns-v4#">/);
});

test('an article has a region on each of its pages, and its text beside it', async () => {
	const m = manifest('ezeru-balsas-1927-03-13');
	const long = m.structures.filter((r) => r.items[0].source.id === m.items[0].id).sort((a, b) => b.items.length - a.items.length)[0];
	const range = (await ask(long.id)).json;
	const collection = (await ask(range.supplementary.id)).json;
	assert.equal(collection.type, 'AnnotationCollection');
	assert.deepEqual(collection.label, range.label);
	const page = (await ask(collection.first.id)).json;
	assert.deepEqual(lint(page), []);
	assert.ok(page.items.length > 3);
	const whole = (await ask(m.items[0].annotations[0].id)).json;
	assert.ok(page.items.length < whole.items.length, 'only its own lines');
	const regions = range.items.filter((p) => p.source.id === m.items[0].id).map((p) => p.selector.value.replace('xywh=', '').split(',').map(Number));
	for (const line of page.items) {
		const [x, y, w, h] = line.target.replace(/.*xywh=/, '').split(',').map(Number);
		assert.ok(regions.some(([rx, ry, rw, rh]) => x + w / 2 >= rx && x + w / 2 <= rx + rw && y + h / 2 >= ry && y + h / 2 <= ry + rh), line.target);
	}
	assert.equal((await ask(`${collection.first.id.replace(/\d+$/, '99')}`)).status, 404);
	assert.equal((await ask('/iiif/presentation/ezeru-krasto-padavimai-1931/range/1/text')).status, 404, 'no regions');
});

// --- collections --------------------------------------------------------------------

test('newspapers: title, year, issue, each with its date', async () => {
	const titles = (await ask('/iiif/collection/serials')).json;
	assert.deepEqual(titles.items.map((i) => Object.values(i.label)[0][0]), ['Ežerų balsas', 'Šventosios vaga']);
	const title = (await ask(titles.items[0].id)).json;
	assert.deepEqual(title.behavior, ['multi-part']);
	assert.deepEqual(title.items.map((i) => i.label.none[0]), ['1927', '1928', '1929', '1930']);
	assert.equal(title.items[0].navDate, '1927-01-01T00:00:00Z');
	const year = (await ask(title.items[0].id)).json;
	assert.deepEqual(year.items.map((i) => i.navDate.slice(0, 10)), ['1927-03-13', '1927-05-15', '1927-07-24', '1927-10-09', '1927-12-18']);
	assert.equal(year.partOf[0].id, title.id);
	assert.ok(manifest('ezeru-balsas-1927-03-13').partOf.some((p) => p.id === year.id));
	for (const wrong of ['serial:none', 'serial:ezeru-balsas:1899', 'serial:ezeru-balsas:x']) assert.equal((await ask(`/iiif/collection/${wrong}`)).status, 404, wrong);
});

test('what is found is a collection', async () => {
	const found = (await ask('/iiif/collection/search?q=ežeras&kind=image&x=1'.replace('ž', '%C5%BE'))).json;
	assert.equal(found.id, `${server.base}/iiif/collection/search?q=e%C5%BEeras&kind=IMAGE`);
	assert.ok(found.items.length > 0);
	assert.deepEqual(lint(found), []);
	assert.equal((await ask('/iiif/collection/search')).status, 400);
	for (const [more, status, sentence] of [['kind=bogus', 400, /kind must be one of TEXT, IMAGE/], ['institution=nera', 404, /nera/],
		['collection=nera', 404, /nera/], [`q=${'a'.repeat(201)}`, 400, /at most 200 bytes/]]) {
		const answer = await ask(`/iiif/collection/search?${more.startsWith('q=') ? more : `q=a&${more}`}`);
		assert.equal(answer.status, status, more);
		assert.match(answer.json.detail, sentence);
	}
	assert.deepEqual((await ask('/iiif/collection/search?q=nieko-tokio-nera')).json.items, []);
});

test('a collection with very many members is divided, and each part says of what', async () => {
	const small = await start({ 'iiif_presentation.collection_page': 10 });
	try {
		const parts = await walk(small.base);
		assert.deepEqual([...parts.collections.values()].flatMap((c) => lint(c)), []);
		assert.deepEqual([...parts.manifests.keys()].map((id) => id.replace(small.base, '')).sort(),
			[...manifests.keys()].map((id) => id.replace(server.base, '')).sort());
		const divided = parts.collections.get(`${small.base}/iiif/collection/institution%3ALT-VRT-01`);
		const part = parts.collections.get(divided.items[0].id);
		assert.equal(part.items.length, 10);
		assert.equal(part.partOf[0].id, divided.id);
		assert.deepEqual(part.partOf[0].label, divided.label);
		const found = await get(small.base, '/iiif/collection/search?q=laikra%C5%A1tis');
		assert.match(found.json.items[1].id, /search\?q=laikra%C5%A1tis&page=2$/);
		assert.equal((await get(small.base, found.json.items[1].id.replace(small.base, ''))).json.id, found.json.items[1].id);
		const two = (await get(small.base, '/iiif/collection/institution:LT-VRT-01/2')).json;
		assert.match(two.members[0]['@id'], /\/2\?page=1$/);
		assert.equal((await get(small.base, two.members[0]['@id'].replace(small.base, ''))).json.members.length, 10);
	} finally {
		await stop(small);
	}
});
