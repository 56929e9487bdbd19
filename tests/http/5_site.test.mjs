// SPDX-License-Identifier: Apache-2.0
// The public's pages: complete without JavaScript, in Lithuanian and English.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { harvest, headerOf } from '../lib/oai.mjs';
import { start, stop } from '../lib/server.mjs';

let server, ids, withdrawn;
const html = { accept: 'text/html', 'accept-language': 'lt' };
const ask = (path, options = {}) => get(server.base, path, { headers: html, ...options });

before(async () => {
	server = await start();
	const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const headers = items.map(headerOf);
	ids = headers.filter((h) => !h.isDeleted).map((h) => h.identifier.split(':').slice(2).join(':'));
	withdrawn = headers.find((h) => h.isDeleted).identifier.split(':').slice(2).join(':');
});
after(() => stop(server));

function checkPage(text, lang) {
	assert.match(text, new RegExp(`<html[^>]* lang="${lang}"`));
	assert.match(text, /<title>[^<]{5,}<\/title>/);
	assert.equal(text.match(/<h1[ >]/g)?.length, 1, 'one h1');
	assert.match(text, /<main[ >]/);
	assert.match(text, /href="#[a-z]+"/, 'a way past the navigation');
	assert.doesNotMatch(text, /<script>(?!\s*<)/, 'no inline script');
	assert.doesNotMatch(text, / style="/, 'no inline style');
	for (const [img] of text.matchAll(/<img [^>]*>/g)) assert.match(img, / alt="/, img);
	assert.doesNotMatch(text, /\{\{/, 'nothing unfilled');
	assert.doesNotMatch(text, /(property|site|kind|page)\.[a-z_]+</, 'no message key shows');
}

test('home, in both languages', async () => {
	const lt = await ask('/');
	assert.equal(lt.status, 200);
	checkPage(lt.text, 'lt');
	const en = await ask('/en/');
	checkPage(en.text, 'en');
	assert.notEqual(lt.text, en.text);
	assert.match(lt.headers.vary, /accept-language/i);
	assert.equal((await get(server.base, '/', { headers: { accept: 'text/html', 'accept-language': 'en' } })).text
		.match(/<html[^>]* lang="(..)"/)[1], 'en');
});

test('every object has a page that says what it is', async () => {
	for (const id of ids) {
		const { status, text } = await ask(`/objects/${encodeURIComponent(id)}`);
		assert.equal(status, 200, id);
		checkPage(text, 'lt');
	}
	checkPage((await ask(`/en/objects/${encodeURIComponent(ids[0])}`)).text, 'en');
});

test('an object page shows its pages as images that are there', async () => {
	let seen = 0;
	for (const id of ids.slice(0, 12)) {
		const { text } = await ask(`/objects/${encodeURIComponent(id)}`);
		const src = text.match(/<img [^>]*src="([^"]*\/iiif\/3\/[^"]+)"/)?.[1];
		if (!src) continue;
		const picture = await ask(src.replace(server.base, '').replaceAll('&amp;', '&'));
		assert.equal(picture.status, 200, src);
		assert.equal(picture.headers['content-type'], 'image/jpeg');
		seen++;
	}
	assert.ok(seen >= 4, String(seen));
});

test('wrong, withdrawn and unknown objects', async () => {
	assert.equal((await ask('/objects/no-such-object')).status, 404);
	const gone = await ask(`/objects/${withdrawn}`);
	assert.equal(gone.status, 410);
	assert.match(gone.text, /<h1/);
});

test('search finds words with and without diacritics, and says when nothing is found', async () => {
	const title = (await ask(`/objects/${encodeURIComponent(ids[0])}`)).text.match(/<h1[^>]*>([^<]+)/)[1];
	const word = title.match(/[\p{L}]{5,}/u)?.[0] ?? title;
	const found = await ask(`/search?q=${encodeURIComponent(word)}`);
	assert.equal(found.status, 200);
	checkPage(found.text, 'lt');
	assert.match(found.text, /\/objects\//);
	const plain = word.normalize('NFD').replace(/\p{M}/gu, '');
	assert.match((await ask(`/search?q=${encodeURIComponent(plain)}`)).text, /\/objects\//);
	const none = await ask('/search?q=qqqxxxzzz');
	assert.equal(none.status, 200);
	checkPage(none.text, 'lt');
	assert.doesNotMatch(none.text, /href="[^"]*\/objects\//);
});

test('what a reader types into the search box is never markup', async () => {
	for (const q of ['<script>alert(1)</script>', '"><img src=x>', "' OR 1=1 --", '* AND (', 'a"b', '()', '  ', '%']) {
		const { status, text } = await ask(`/search?q=${encodeURIComponent(q)}`);
		assert.equal(status, 200, q);
		assert.doesNotMatch(text, /<script>alert/);
		assert.doesNotMatch(text, /<img src=x>/);
	}
	assert.equal((await ask('/search?q=a&page=x')).status, 400);
});

test('style and script come from our own host, with a version in the address', async () => {
	const { text } = await ask(`/objects/${encodeURIComponent(ids[0])}`);
	const own = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((m) => m[1]);
	assert.ok(own.length >= 1);
	for (const path of own) {
		const answer = await ask(path.replaceAll('&amp;', '&'));
		assert.equal(answer.status, 200, path);
		assert.match(answer.headers['cache-control'], /max-age=\d+/);
	}
	assert.doesNotMatch(text, /(src|href)="https?:\/\/(?!127\.0\.0\.1)[^"]*\.(js|css)"/);
	for (const wrong of ['/assets/../conf/demo.yaml', '/assets/%2e%2e/pages/layout.mustache', '/assets/nothing.css'])
		assert.equal((await ask(wrong)).status, 404, wrong);
});
