// SPDX-License-Identifier: Apache-2.0
// IIIF Content State on the object's page: it opens at the page and the part that a link
// asks for, without scripts; what is broken or of elsewhere costs nothing of the page.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { metsObject } from '../lib/mets.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const source = temporaryFolder(), data = temporaryFolder();
let server;
const encode = (state) => Buffer.from(encodeURIComponent(JSON.stringify(state))).toString('base64url');
const manifest = (id) => `${server.base}/iiif/presentation/${id}/manifest`;
const canvas = (id, n) => `${server.base}/iiif/presentation/${id}/canvas/${n}`;
const partOf = (id) => [{ id: manifest(id), type: 'Manifest' }];
const open = (id, state, path = `/objects/${id}`) => get(server.base, `${path}?iiif-content=${typeof state === 'string' ? encodeURIComponent(state) : encode(state)}`,
	{ headers: { accept: 'text/html' } });
// What the page shows: [number of the page, its picture].
const shown = (text) => [Number(/<h2 id="page-heading">[^\d<]*(\d+)/.exec(text)?.[1]), /class="sheet" src="([^"]*)"/.exec(text)?.[1]];

before(async () => {
	metsObject(join(source, 'book'), { identifier: 'knyga', title: 'Knyga', pages: 6, labels: (n) => `${n}`, divs: [{ type: 'chapter', label: 'Antras', pages: [4, 5] }] });
	metsObject(join(source, 'other'), { identifier: 'kita', title: 'Kita', pages: 2 });
	metsObject(join(source, 'closed'), { identifier: 'uzdara', title: 'Uždara', pages: 2, access: 'metadata' });
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({}, { data });
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

test('at the page and the part of it that is asked for', async () => {
	const first = shown((await get(server.base, '/objects/knyga')).text)[1];
	const box = '4,6,20,30';
	for (const [state, page, picture] of [
		[manifest('knyga'), 1, first],
		[{ id: manifest('knyga'), type: 'Manifest' }, 1, first],
		[{ id: canvas('knyga', 3), type: 'Canvas', partOf: partOf('knyga') }, 3],
		[canvas('knyga', 4), 4],
		[{ type: 'Annotation', motivation: ['contentState'], target: { id: `${canvas('knyga', 2)}#xywh=${box}`, type: 'Canvas', partOf: partOf('knyga') } }, 2, box],
		[{ target: { type: 'SpecificResource', source: { id: canvas('knyga', 5), type: 'Canvas' }, selector: { type: 'FragmentSelector', value: `xywh=${box}` } } }, 5, box],
		[{ id: `${canvas('knyga', 1)}#xywh=percent:10,10,50,50` }, 1, '4,6,20,30'],
		[{ id: `${server.base}/iiif/presentation/knyga/range/1`, type: 'Range', partOf: partOf('knyga') }, 4],
		[{ id: `${canvas('knyga', 6)}#xywh=30,50,500,500` }, 6, '30,50,10,10'],
		[{ id: `${canvas('knyga', 6)}#xywh=500,500,5,5` }, 6, null],
	]) {
		const { status, text, headers } = await open('knyga', state), what = JSON.stringify(state);
		assert.equal(status, 200, what);
		const [n, image] = shown(text);
		assert.equal(n, page, what);
		if (/^\d/.test(picture ?? '')) {
			assert.ok(image.includes(`/${picture}/!1200,1200/0/default.jpg`), `${what}: ${image}`);
			const answer = await get(server.base, new URL(image).pathname);
			assert.equal(answer.status, 200);
			assert.ok(text.includes(`data-region="${picture}"`));
			assert.match(text, /<p class="part">[^<]*<a href="\/objects\/knyga\?page=\d#page">/);
		} else {
			if (picture) assert.equal(image, picture);
			assert.ok(!text.includes('class="part"'), what);
		}
		assert.match(headers['cache-control'], /no-cache/);
	}
});

test('page and xywh say the same in plain words', async () => {
	const { status, text } = await get(server.base, '/en/objects/knyga?page=2&xywh=1,2,30,40');
	assert.equal(status, 200);
	assert.deepEqual([shown(text)[0], shown(text)[1].includes('/1,2,30,40/')], [2, true]);
	assert.match(text, /A part of the page is shown\. <a href="\/en\/objects\/knyga\?page=2#page">Show the whole page<\/a>/);
	const bad = await get(server.base, '/objects/knyga?page=2&xywh=1,2');
	assert.deepEqual([bad.status, shown(bad.text)[0]], [400, 2]);
});

test('a state of another object leads there', async () => {
	const state = { id: canvas('kita', 2), type: 'Canvas', partOf: partOf('kita') };
	const answer = await open('knyga', state, '/en/objects/knyga');
	assert.equal(answer.status, 303);
	assert.equal(answer.headers.location, `${server.base}/en/objects/kita?iiif-content=${encode(state)}`);
	const there = await get(server.base, answer.headers.location.slice(server.base.length));
	assert.deepEqual([there.status, shown(there.text)[0]], [200, 2]);
	const none = await open('knyga', { id: canvas('nera-tokio', 1) });
	assert.equal(none.status, 400);
	assert.match(none.text, /nera-tokio&#39;, which is not published here|nera-tokio.{1,6}, which is not published here/);
	// Letters written as %XX are the letters that they mean, once.
	const written = { id: canvas('k%69ta', 2), type: 'Canvas' };
	assert.equal((await open('knyga', written)).headers.location, `${server.base}/objects/kita?iiif-content=${encode(written)}`);
	assert.equal(shown((await open('kita', written)).text)[0], 2);
	assert.equal((await get(server.base, `/objects/nera-tokio?iiif-content=${encode({ id: canvas('nera-tokio', 1) })}`)).status, 404);
});

test('what is broken or of elsewhere: a note, the object from its beginning, 400', async () => {
	for (const [state, why] of [
		['###', /none of its letters/],
		['abcde', /cut off/],
		[{}, /names nothing that could be shown/],
		['https://elsewhere.example/manifest', /which is not published here/],
		[{ id: 'https://elsewhere.example/canvas/1', partOf: partOf('knyga') }, /which is no part of the object/],
		[{ id: canvas('knyga', 7), partOf: partOf('knyga') }, /the object has 6 pages/],
		[{ id: canvas('knyga', 0) }, /not published here/],
		[{ id: `${server.base}/iiif/presentation/knyga/range/9` }, /has 1 parts, not 9/],
		['', /is no JSON/],
		['A'.repeat(17000), /more than 16384|./],
	]) {
		const { status, text } = await open('knyga', state), what = JSON.stringify(state).slice(0, 80);
		if (typeof state === 'string' && state.length > 16384) {
			assert.ok([400, 414].includes(status), what);	// too long an address already
			continue;
		}
		assert.equal(status, 400, what);
		assert.equal(shown(text)[0], 1, what);
		assert.match(text, why, what);
		assert.match(text, /<div class="note"><p>Nuoroda rodo į vietą/);
		assert.match(text, /<meta name="robots" content="noindex/);
	}
});

test('nothing of a closed object is shown by asking for a part of it', async () => {
	const { status, text } = await open('uzdara', { id: `${canvas('uzdara', 2)}#xywh=1,1,9,9`, partOf: partOf('uzdara') });
	assert.equal(status, 200);
	assert.ok(!text.includes('1,1,9,9'));
	const small = await start({ 'access.metadata_images': 30 }, { data });
	const seen = await get(small.base, '/objects/uzdara?page=2&xywh=1,1,9,9');
	assert.deepEqual([seen.status, shown(seen.text)[0], shown(seen.text)[1].includes('/full/')], [200, 2, true]);
	await stop(small);
});

test('what we give to share is what we take', async () => {
	const { text } = await get(server.base, '/objects/knyga?page=3');
	const state = /href="(\/objects\/knyga\?iiif-content=[\w-]+)"/.exec(text)[1];
	const decoded = JSON.parse(decodeURIComponent(Buffer.from(state.split('=')[1], 'base64url').toString()));
	assert.deepEqual(decoded, { id: canvas('knyga', 3), type: 'Canvas', partOf: partOf('knyga') });
	assert.equal(shown((await get(server.base, state)).text)[0], 3);
	const mirador = /href="([^"]*\/mirador\/knyga\?iiif-content=[\w-]+)"/.exec(text)[1];
	assert.equal(mirador.split('=')[1], state.split('=')[1]);
	assert.equal((await get(server.base, mirador.replace(server.base, ''))).status, 200);
});

test('words are found in an object, all of them on one page', async () => {
	const demo = await start();
	const find = async (q, id = 'ezeru-balsas-1927-03-13') => get(demo.base, `/en/objects/${id}?q=${encodeURIComponent(q)}`);
	const pagesOf = (text) => [...text.matchAll(/\?page=(\d+)&amp;q=[^"#]*#page">Page/g)].map((m) => Number(m[1]));
	const all = await find('ežerų'), { text } = await find('ezeru balsas');
	assert.equal(all.status, 200);
	assert.ok(pagesOf(all.text).length >= pagesOf(text).length && pagesOf(text).length > 0);
	assert.match(text, /<meta name="robots" content="noindex, follow">/);
	assert.match(text, /name="q" value="ezeru balsas"/);
	assert.match((await find('qqqxxx')).text, /Found in 0 places/);
	assert.ok(!(await find(' ')).text.includes('finds-heading'));
	assert.equal((await find('ž'.repeat(120))).status, 400);
	assert.ok((await find('"><script>x')).text.includes('value="&quot;&gt;&lt;script&gt;x"'));
	assert.ok(!(await find('a', 'azuolynes-apskrities-zemelapis')).text.includes('class="find"'), 'a map has no text');
	await stop(demo);
});

test('viewers elsewhere are linked with what they are to show, and refused when they could not be', async () => {
	const viewers = 'Universal Viewer=https://uv.example/uv.html#?iiif-content={state}, Kita=https://k.example/?manifest={manifest}&x=1';
	const own = await start({ 'site.viewers': viewers }, { data });
	const { text } = await get(own.base, '/en/objects/knyga?page=2');
	const state = /href="https:\/\/uv\.example\/uv\.html#\?iiif-content=([\w-]+)">Open elsewhere: Universal Viewer</.exec(text)[1];
	assert.ok(decodeURIComponent(Buffer.from(state, 'base64url').toString()).includes('/knyga/canvas/2"'));
	assert.ok(text.includes(`href="https://k.example/?manifest=${encodeURIComponent(`${own.base}/iiif/presentation/knyga/manifest`)}&amp;x=1"`));
	await stop(own);
	for (const [value, why] of [['uv.example', /is not name=http/], ['UV=uv.example?{state}', /is not name=http/], ['UV=https://uv.example/', /neither \{manifest\} nor \{state\}/]])
		await assert.rejects(start({ 'site.viewers': value }, { data }), why);
});

test('Mirador has a page of its own, and a policy as tight as it can be', async () => {
	const { status, headers, text } = await get(server.base, '/en/mirador/knyga');
	assert.equal(status, 200);
	assert.match(text, new RegExp(`data-manifest="${manifest('knyga')}" data-language="en"`));
	assert.match(text, /<noscript>.*needs scripts/);
	const policy = headers['content-security-policy'];
	assert.ok(!/unsafe|https:|\*/.test(policy), policy);
	assert.match(policy, /style-src 'self' 'sha256-47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=';/);
	for (const [path, code] of [['/mirador/nera-tokio', 404], ['/mirador', 404]])
		assert.equal((await get(server.base, path)).status, code);
	const wide = await start({ 'mirador.opens_others': true }, { data });
	assert.match((await get(wide.base, '/mirador/knyga')).headers['content-security-policy'], /connect-src 'self' https:;/);
	await stop(wide);
});
