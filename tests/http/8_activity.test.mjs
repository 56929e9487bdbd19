// SPDX-License-Identifier: Apache-2.0
// IIIF Change Discovery: the collection and its pages by the specification's rules, who
// may keep them for how long, and what is wrong about an address.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { fetchPart } from '../lib/discovery.mjs';
import { smallPng } from '../lib/mets.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const CONTEXT = 'http://iiif.io/api/discovery/1/context.json', SIZE = 10;
const settings = { 'iiif_activity.settle': '0s', 'iiif_activity.page_changes': SIZE };
let server, collection, forms;
const pages = [], manifests = new Set();
const ask = (path, options) => get(server.base, path, options);

async function walk(id, seen = new Set()) {
	if (seen.has(id)) return;
	seen.add(id);
	for (const item of (await ask(id.slice(server.base.length))).json.items) {
		if (item.type === 'Collection') await walk(item.id, seen);
		else if (!item.id.includes('/exhibitions/')) manifests.add(item.id);	// files, no objects
	}
}

before(async () => {
	server = await start(settings);
	collection = await fetchPart(server.base, `${server.base}/iiif/activity/collection`, 'OrderedCollection');
	for (let next = collection.first; next; next = pages.at(-1).next) pages.push(await fetchPart(server.base, next.id, 'OrderedCollectionPage'));
	forms = new Set(pages.flatMap((p) => p.orderedItems.map((a) => a.object.format))).size;
	await walk(`${server.base}/iiif/collection/root`);
});
after(() => stop(server));

test('pages lead to each other and hold everything once', () => {
	assert.ok(pages.length > 5, String(pages.length));
	assert.equal(collection.last.id, pages.at(-1).id);
	assert.equal(collection.totalItems, pages.reduce((n, p) => n + p.orderedItems.length, 0));
	pages.forEach((p, i) => {
		assert.deepEqual(Object.keys(p)[0], '@context');
		assert.deepEqual(p.partOf, { id: collection.id, type: 'OrderedCollection' });
		assert.equal(p.startIndex, i * SIZE * forms);
		assert.deepEqual(p.prev, i ? { id: pages[i - 1].id, type: 'OrderedCollectionPage' } : undefined);
		assert.ok(i === pages.length - 1 ? p.orderedItems.length > 0 && p.orderedItems.length <= SIZE * forms : p.orderedItems.length === SIZE * forms);
	});
});

test('activities are in the order of time, and say what they are of', async () => {
	const all = pages.flatMap((p) => p.orderedItems);
	all.forEach((a, i) => {
		assert.match(a.endTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		assert.ok(i === 0 || a.endTime >= all[i - 1].endTime);
		assert.ok(['Create', 'Update', 'Delete'].includes(a.type), a.type);
		assert.equal(a.object.type, 'Manifest');
		assert.match(a.object.format, /^application\/ld\+json;profile="http:\/\/iiif\.io\/api\/presentation\/[23]\/context\.json"$/);
	});
	for (const a of [all[0], all.at(-1)]) {
		const manifest = await ask(a.object.id.slice(server.base.length), { headers: { accept: a.object.format } });
		assert.equal(manifest.status, 200);
		assert.equal(manifest.headers['content-type'].replace(/\s/g, ''), a.object.format);
		assert.equal((await ask(a.object.canonical.slice(server.base.length))).status, 200);
		const [see] = a.object.seeAlso, record = await ask(see.id.slice(server.base.length));
		assert.deepEqual([see.type, see.format], ['Dataset', 'text/xml']);
		assert.ok(record.text.includes('<GetRecord>') && record.text.includes(`xmlns:oai_dc="${see.profile}"`), record.text.slice(0, 300));
	}
});

test('what they come to is what the collections hold', () => {
	const there = new Set();
	for (const a of pages.flatMap((p) => p.orderedItems).filter((i) => i.object.format.includes('/3/')))
		if (a.type === 'Delete') there.delete(a.object.id);
		else there.add(a.object.id);
	assert.deepEqual([...there].sort(), [...manifests].sort());
});

test('a full page may be kept, what grows is asked for again', async () => {
	for (const [path, cache] of [[pages[0].id, 'public, max-age=604800'], [pages.at(-1).id, 'no-cache'], [collection.id, 'no-cache']]) {
		const answer = await ask(path.slice(server.base.length), { headers: { 'accept-encoding': 'gzip' } });
		assert.equal(answer.headers['cache-control'], cache, path);
		assert.equal(answer.headers['content-type'], `application/ld+json;profile="${CONTEXT}"`);
		assert.equal(answer.headers['access-control-allow-origin'], '*');
		assert.match(answer.headers.vary, /Accept\b/);
		const again = await ask(path.slice(server.base.length), { headers: { 'if-none-match': answer.headers.etag, 'accept-encoding': 'gzip' } });
		assert.equal(again.status, 304);
		const head = await ask(path.slice(server.base.length), { method: 'HEAD' });
		assert.deepEqual([head.status, head.raw.length], [200, 0]);
	}
	const plain = await ask('/iiif/activity/page/1', { headers: { accept: 'application/json' } });
	assert.equal(plain.headers['content-type'], 'application/json');
});

test('pages that are not there', async () => {
	for (const n of ['0', String(pages.length + 1), '-1', 'a', '1.0', '99999999999999999999']) {
		const answer = await ask(`/iiif/activity/page/${n}`);
		assert.equal(answer.status, 404, n);
		assert.match(answer.headers['content-type'], /json/);
		if (/^\d+$/.test(n)) assert.match(answer.json.detail, new RegExp(`has no page '${n}'; it has ${pages.length}`));
	}
	for (const path of ['/iiif/activity', '/iiif/activity/', '/iiif/activity/page', '/iiif/activity/page/1/2'])
		assert.equal((await ask(path)).status, 404, path);
	assert.equal((await ask('/iiif/activity/collection', { method: 'POST', body: '' })).status, 405);
});

test('without manifests there is no list of their changes', async () => {
	const alone = await start({ plugins: 'oai, exhibitions, iiif_activity' });
	const answer = await get(alone.base, '/iiif/activity/collection');
	assert.equal(answer.status, 404);
	assert.match(answer.json.detail, /iiif_presentation is not loaded/);
	await stop(alone);
});

test('an empty list, then one change that takes its time to be listed', async () => {
	const source = temporaryFolder(), data = temporaryFolder();
	const ingest = async () => {
		const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
		assert.equal(code, 0, stdout + stderr);
	};
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'a.csv'), 'identifier;title@lt\nbe-lapu;Tik aprašas\n');
	await ingest();
	const own = await start({ 'iiif_activity.settle': '3s' }, { data });
	const list = async () => (await get(own.base, '/iiif/activity/collection')).json;
	const empty = await list();
	assert.deepEqual([empty.totalItems, empty.first, empty.last], [0, undefined, undefined]);
	writeFileSync(join(source, 'page.png'), smallPng());
	writeFileSync(join(source, 'b.csv'), 'identifier;title@lt;image\nlapas;Lapas;page.png\n');
	await ingest();
	const written = Date.now();
	let now = await list();
	while (now.totalItems === 0) {
		assert.ok(Date.now() < written + 15000);
		await new Promise((ok) => setTimeout(ok, 100));
		now = await list();
	}
	// Whoever came before found nothing, and the time of its visit is not past endTime.
	const page = (await get(own.base, new URL(now.last.id).pathname)).json;
	assert.ok(Date.now() - Date.parse(page.orderedItems[0].endTime) < 3000);
	assert.ok(Date.parse(page.orderedItems[0].endTime) <= Date.now());
	assert.deepEqual(page.orderedItems.map((a) => a.type), Array(page.orderedItems.length).fill('Create'));
	await stop(own);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

test('the file for the registry', async () => {
	const told = (...args) => run(['iiif-registry', '--config', demoConfig, ...args]);
	const institutions = (await ask('/iiif/collection/root')).json.items.filter((i) => i.id.includes('/institution'));
	const code = decodeURIComponent(institutions[0].id.split('/').at(-1)).replace('institution:', '');
	const { stdout, code: exit, stderr } = await told('--set', 'server.base_url=https://paveldas.example.lt', code);
	assert.equal(exit, 0, stderr);
	assert.equal(stderr, '');
	const file = JSON.parse(stdout);
	assert.match(file.id, /^https?:\/\//);
	assert.deepEqual(file.institution, { id: file.id, label: institutions[0].label });
	assert.deepEqual(file.streams, [{ id: 'https://paveldas.example.lt/iiif/activity/collection', label: institutions[0].label }]);
	const many = await told('--set', 'ingest.institution=');
	assert.equal(many.code, 2);
	assert.match(many.stderr, new RegExp(`which institution publishes the list.*${code}`));
	assert.equal((await told('NO-SUCH')).code, 2);
	assert.equal((await told('a', 'b')).code, 2);
	assert.match((await told(code)).stderr, /is an address of this machine alone: set server\.base_url/);
});
