// SPDX-License-Identifier: Apache-2.0
// The pages of exhibitions: each address of the demo's in both languages, what is said in
// which language, ways on, weight; and an exhibition whose every word means harm.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoData, root, start, stop, temporaryFolder } from '../lib/server.mjs';
import { parse } from '../lib/xml.mjs';

const WEIGHT = 150 * 1024;	// bytes of a page before its images
const SCRIPT = 15 * 1024;	// of it, scripts of ours
const folder = temporaryFolder();
const dir = join(folder, 'exhibitions');
const CARDS = '/exhibitions/utena-atvirlaiskiuose', PAPER = '/exhibitions/ezeru-balsas-1929', ONLY_LT = '/exhibitions/tik-lietuviskai', BAD = '/exhibitions/bloga';
const html = { accept: 'text/html', 'accept-language': 'lt' };
let server;
const ask = (path, headers = html) => get(server.base, path, { headers });

// Markup, scripts, right to left, quotes: in each text that a curator writes.
const HARM = '</title><script>alert(1)</script><img src=x onerror="alert(2)">\'"&\u202e{{title}}';
const yaml = (text) => JSON.stringify(text).replaceAll('\u202e', '\\u202e');
const harm = (n) => yaml(`${HARM}${n}`);
const badYaml = `
title: {lt: ${harm(1)}, en: ${harm(2)}}
summary: {lt: ${harm(3)}}
languages: [lt]
cover: {object: sartai-utena-aikste, page: 1, alt: {lt: ${harm(4)}}}
authors: [{name: ${harm(5)}, role: {lt: ${harm(6)}}}]
credits: {lt: ${harm(7)}}
rights: http://creativecommons.org/licenses/by/4.0/
theme: lake
period: "1910/1931"
steps:
  - id: pirmas
    image: {object: sartai-utena-aikste, page: 1, region: "pct:10,20,50,40", alt: {lt: ${harm(8)}}, description: {lt: ${harm(9)}}, caption: {lt: ${harm(10)}}}
    place: {latitude: 55.498, longitude: 25.599, name: {lt: ${harm(11)}}}
    date: {value: "1912", label: {lt: ${harm(12)}}}
    quote: {text: {lt: ${harm(13)}}, source: {lt: ${harm(14)}}, lang: pl}
    question: {ask: {lt: ${harm(15)}}, answer: {lt: ${harm(16)}}}
  - id: antras
    image: {object: no-such-object, page: 1, alt: {lt: ${harm(17)}}}
    audio: {file: nera.mp3, label: {lt: ${harm(18)}}, transcript: {lt: nera.md}}
    place: {latitude: 55.6, longitude: 25.7, name: {lt: ${harm(19)}}}
    date: {value: "1913-05", label: {lt: ${harm(20)}}}
`;
const badText = `${HARM.replaceAll('\n', ' ')} [spauskite](javascript:alert(3)) <b onclick=x>b</b>

## ${HARM} {#pirmas}

<script>alert(4)</script> ${HARM}

## Antras {#antras}

Tekstas.
`;

function write(slug, files) {
	mkdirSync(join(dir, slug), { recursive: true });
	for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, slug, name), text);
}

before(async () => {
	cpSync(join(root, 'tests/collection/exhibitions'), dir, { recursive: true });
	cpSync(join(dir, 'utena-atvirlaiskiuose'), join(dir, 'easy'), { recursive: true });
	write('bloga', { 'exhibition.yaml': badYaml, 'lt.md': badText, published: '2026-01-01' });
	write('juodrastis', { 'exhibition.yaml': badYaml, 'lt.md': badText });
	server = await start({ 'exhibitions.dir': dir });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true });
});

const stepsOf = (text) => [...new Set([...text.matchAll(/href="([^"]*\/steps\/[a-z0-9-]+)"/g)].map(([, url]) => url))];
const links = (text) => [...text.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, url]) => url.replaceAll('&amp;', '&'));

test('each page of each exhibition, in both languages: one h1, its own language, no key, no unfilled place', async () => {
	for (const show of [CARDS, PAPER, ONLY_LT]) {
		const steps = stepsOf((await ask(show)).text);
		assert.ok(steps.length >= 3, show);
		for (const [prefix, lang] of [['/lt', 'lt'], ['/en', 'en'], ['', 'lt']]) for (const path of ['', ...steps.map((s) => s.slice(show.length)), '/all', '/scroll', '/embed']) {
			const { status, text, headers } = await ask(prefix + show + path);
			assert.equal(status, 200, prefix + show + path);
			assert.equal(headers['content-language'], lang);
			assert.equal(headers['cache-control'], 'no-cache');
			assert.ok(headers.etag);
			assert.equal([...text.matchAll(/<h1[ >]/g)].length, 1, path);
			assert.doesNotMatch(text, /\{\{|\{[a-z_]+\}/, path);
			assert.doesNotMatch(text, />(exhibitions?|zoom|object|site|date|rights)\.[a-z_.0-9]+</, path);
			assert.doesNotMatch(text, /(src|href)="#"/, `${path}: an address was refused`);
			for (const name of ['og:title', 'og:image']) assert.ok(text.includes(`<meta property="${name}"`), `${path}: ${name}`);
		}
	}
	const { status, text } = await ask('/exhibitions');
	assert.equal(status, 200);
	for (const show of [CARDS, PAPER, ONLY_LT]) assert.ok(text.includes(`href="${show}"`), show);
	assert.ok(!text.includes('juodrastis'));
});

test('a step says which exhibition, which step, and how many; ways on lead from the first to the last and back', async () => {
	let url = (await ask(`/lt${CARDS}`)).text.match(/<p class="start"><a class="more" href="([^"]+)"/)[1];
	const count = stepsOf((await ask(`/lt${CARDS}`)).text).length;
	for (let i = 1; ; i++) {
		const { status, text } = await ask(url.replace(/#.*/, ''));
		assert.equal(status, 200, url);
		assert.match(text, new RegExp(`<title>[^<]+ \\(${i} iš ${count}\\) – Utena atvirlaiškiuose – `));
		assert.ok(text.includes(`<p class="count-of">${i} iš ${count}</p>`));
		const back = text.match(/rel="prev" href="([^"]+)"/)[1], on = text.match(/rel="next" href="([^"]+)"/)[1];
		if (i === 1) assert.equal(back, `/lt${CARDS}`);
		url = on;
		if (i < count) continue;
		assert.equal(on, `/lt${CARDS}`);
		break;
	}
});

test('an exhibition may be called easy, too', async () => {
	const text = (await ask('/lt/exhibitions/easy/easy/steps/aikste')).text;
	assert.ok(text.includes(`hreflang="en" href="${server.base}/en/exhibitions/easy/steps/aikste"`), text.match(/<link[^>]*hreflang="en"[^>]*>/)?.[0]);
});

test('easy texts say that they are easy, lead to the full ones and back, also into zooming', async () => {
	const full = await ask(`/lt${CARDS}/steps/aikste`), easy = await ask(`/lt${CARDS}/easy/steps/aikste`);
	assert.ok(full.text.includes(`href="/lt${CARDS}/easy/steps/aikste"`));
	assert.match(easy.text, /lengvai suprantama kalba/);
	assert.ok(easy.text.includes(`href="/lt${CARDS}/steps/aikste"`));
	assert.match(easy.text, /<a href="[^"]*\/en\/exhibitions\/utena-atvirlaiskiuose\/steps\/aikste"[^>]* lang="en"/, 'English is in the full text');
	const zoom = links(easy.text).find((url) => url.includes('/zoom/'));
	assert.equal(zoom, `/lt${CARDS}/easy/steps/aikste/zoom/1`);
	assert.ok((await ask(zoom)).text.includes(`href="/lt${CARDS}/easy/steps/aikste#stop"`));
	for (const path of ['/easy', '/easy/all']) assert.equal((await ask(CARDS + path)).status, 200, path);
	// Within an English frame each Lithuanian text says so.
	const english = await ask(`/en${CARDS}/easy`);
	assert.match(english.text, /<h1 lang="lt"/);
	for (const path of ['/easy', '/easy/all', '/easy/steps/saule']) {
		const { status, text } = await ask(ONLY_LT + path);
		assert.equal(status, 404, path);
		assert.match(text, /no easy-to-read text/);
	}
});

test('who reads in English is told what is in Lithuanian only, each passage says so, and nothing else does', async () => {
	const { text } = await ask(`/en${ONLY_LT}`);
	assert.match(text, /in Lithuanian only/);
	assert.match(text, /<h1 lang="lt"/);
	const step = await ask(stepsOf(text)[0]);
	assert.match(step.text, /<h2 id="stop-heading" lang="lt"/);
	assert.match(step.text, /<div class="prose" lang="lt"/);
	assert.match(step.text, /<img class="sheet"[^>]* lang="lt"/);
	assert.doesNotMatch((await ask(`/lt${ONLY_LT}`)).text.match(/<main[^]*<\/main>/)[0], / lang="lt"/);
});

test('pictures are crops in several widths, with room kept for them', async () => {
	const { text } = await ask(`${CARDS}/steps/rokiskis`);
	const image = text.match(/<img class="sheet"[^>]*>/)[0];
	const [, width, height] = image.match(/width="(\d+)" height="(\d+)"/).map(Number);
	assert.ok(width > 0 && height > 0);
	const set = image.match(/srcset="([^"]+)"/)[1].split(/, /).map((part) => part.split(' '));
	assert.ok(set.length >= 2);
	for (const [url, said] of set) {
		const { status, headers } = await get(server.base, new URL(url).pathname, {});
		assert.equal(status, 200, url);
		assert.equal(headers['content-type'], 'image/jpeg');
		assert.ok(url.includes(`/${said.slice(0, -1)},`), said);
	}
});

test('zooming by links: nine parts of the region, a picture each, to the finest and back', async () => {
	let url = `/lt${CARDS}/steps/rokiskis/zoom/1`, depth = 0;
	for (; ; depth++) {
		const { status, text } = await ask(url);
		assert.equal(status, 200, url);
		const image = text.match(/class="closer-sheet">\s*<img src="([^"]+)"/)[1];
		assert.equal((await get(server.base, new URL(image).pathname, {})).status, 200, image);
		assert.ok(text.includes(`href="/lt${CARDS}/steps/rokiskis#stop"`));
		const parts = [...text.matchAll(/<a href="([^"]+)#view"><span>/g)].map(([, part]) => part);
		if (parts.length === 0) break;
		assert.equal(parts.length, 9);
		url = parts[4];
	}
	assert.ok(depth >= 1);
});

test('what is not there is a 404 in a sentence', async () => {
	for (const [path, what] of [['/exhibitions/no-such', /no-such|exhibition/], [`${CARDS}/steps/no-such`, /no step/], [`${CARDS}/steps/aikste/zoom/2`, /pictures/], [`${CARDS}/steps/aikste/zoom/0`, /pictures/],
		[`${CARDS}/steps/aikste/zoom/x`, /pictures/], [`${CARDS}/steps/aikste/zoom/1/0`, /digits/], [`${CARDS}/steps/aikste/zoom/1/5555555`, /digits/], [`${CARDS}/steps/aikste/zoom/1/555555`, /no finer part/],
		[`${BAD}/steps/antras/zoom/1`, /no-such-object/], [`${CARDS}/steps`, null], ['/exhibitions/..%2F..%2Fetc', null], ['/exhibitions/juodrastis', null], [`${CARDS}/easy/steps/no-such`, /no step/]]) {
		const { status, json, text } = await ask(path, { accept: 'application/json' });
		assert.equal(status, 404, `${path} ${text}`);
		if (what) assert.match(json.detail, what, path);
		assert.match((await ask(path)).text, /<h1/, path);
	}
});

test('texts that mean harm are text on every page', async () => {
	const paths = ['', '/steps/pirmas', '/steps/antras', '/steps/pirmas/zoom/1', '/all', '/scroll', '/embed'];
	for (const prefix of ['/lt', '/en']) for (const path of ['/exhibitions', ...paths.map((p) => BAD + p)]) {
		const { status, text } = await ask(prefix + path);
		assert.equal(status, 200, path);
		const scripts = [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)];
		for (const [tag, content] of scripts) {
			assert.match(tag, /^<script type="(module" src="\/assets|application\/ld\+json")/, path);
			if (tag.includes('ld+json')) JSON.parse(content);
		}
		assert.doesNotMatch(text, /<img src=x|<b onclick|javascript:|onerror="/, path);
		assert.equal([...text.match(/<head>[^]*<\/head>/)[0].matchAll(/<title>/g)].length, 1, path);
	}
	// A picture that is not there costs its place only; nor does a sound without its file cost the page.
	const { text } = await ask(`${BAD}/steps/antras`);
	assert.match(text, /Šio vaizdo dabar parodyti negalima/);
	assert.match(text, /Tekstas\./);
});

test('a page weighs no more than it may before its images, and its scripts do not either', async () => {
	for (const path of [CARDS, `${CARDS}/steps/aikste`, `${CARDS}/steps/varpas`, `${CARDS}/all`, `${CARDS}/scroll`, `${PAPER}/scroll`, `${CARDS}/steps/aikste/zoom/1/5`, '/exhibitions']) {
		const { text, body } = await ask(path);
		const styles = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, url]) => url), scripts = [...text.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, url]) => url);
		let weight = body.length, script = 0;
		for (const url of styles) weight += (await ask(url)).body.length;
		for (const url of scripts) script += (await ask(url)).body.length;
		assert.ok(script <= SCRIPT, `${path}: ${script} bytes of scripts`);
		assert.ok(weight + script <= WEIGHT, `${path}: ${weight + script} bytes`);
		assert.ok(styles.some((url) => url.includes('exhibition.css')), path);
	}
	assert.doesNotMatch((await ask('/')).text, /exhibition\.css|scroll\.js/);
});

test('schema.org: an exhibition with its parts, a step that is part of it', async () => {
	const data = async (path) => JSON.parse((await ask(path)).text.match(/ld\+json">([^]*?)<\/script>/)[1]);
	const show = await data(`/lt${CARDS}`), step = await data(`/lt${CARDS}/steps/tauragnai`);
	assert.deepEqual(show['@type'], ['ExhibitionEvent', 'CreativeWork']);
	assert.equal(show['@id'], server.base + CARDS);
	assert.equal(show.hasPart.length, stepsOf((await ask(CARDS)).text).length);
	assert.equal(show.location['@type'], 'VirtualLocation');
	assert.match(show.startDate, /^\d{4}-\d\d-\d\d$/);
	assert.equal(step['@type'], 'CreativeWork');
	assert.equal(step.isPartOf['@id'], show['@id']);
	assert.equal(step['@id'], show.hasPart[step.position - 1]['@id']);
	assert.equal(typeof step.contentLocation.geo.latitude, 'number');
});

test('places and times: a map of numbered links and the same as a list', async () => {
	const { text } = await ask(CARDS);
	const map = text.match(/<section id="map"[^]*?<\/section>/)[0], steps = stepsOf(text);
	assert.match(map, /<svg class="show-map"/);
	assert.ok([...map.matchAll(/<circle /g)].length >= 2);
	for (const [, url] of map.matchAll(/href="(\/[^"]+)"/g)) assert.ok(steps.includes(url), url);
	for (const [, id] of map.matchAll(/href="#([^"]+)"/g)) assert.ok(map.includes(`id="${id}"`), id);
	assert.match(map, /<title>Utena<\/title>/);
	assert.match(text, /<svg class="line-of-time"/);
});

test('a frame for others: no scripts, links that lead out of it, a source; and oEmbed says how', async () => {
	const frame = await ask(`/lt${CARDS}/embed`);
	assert.match(frame.headers['content-security-policy'], /frame-ancestors \*/);
	assert.doesNotMatch(frame.headers['content-security-policy'], /script-src/);
	assert.doesNotMatch(frame.text, /<script(?! type="application\/ld)/);
	for (const [tag] of frame.text.match(/<body[^]*/)[0].matchAll(/<a [^>]*>/g)) assert.match(tag, /target="_top"/);
	assert.match(frame.text, /Šaltinis:/);
	assert.match((await ask(CARDS)).headers['content-security-policy'], /frame-ancestors 'self'/);
	const address = (await ask(`/lt${CARDS}`)).text.match(/type="application\/json\+oembed"[^>]* href="([^"]+)"/)[1];
	const { status, json, headers } = await get(server.base, new URL(address).pathname + new URL(address).search, {});
	assert.equal(status, 200);
	assert.equal(headers['content-type'], 'application/json');
	assert.equal(json.version, '1.0');
	assert.equal(json.type, 'rich');
	assert.equal(json.title, 'Utena atvirlaiškiuose');
	assert.match(json.html, /^<iframe src="[^"]*\/lt\/exhibitions\/utena-atvirlaiskiuose\/embed" width="720"/);
	const of = (query) => get(server.base, `/oembed/exhibitions?${query}`, {});
	const url = encodeURIComponent(`${server.base}/en${CARDS}/steps/aikste`);
	const small = await of(`url=${url}&maxwidth=300&maxheight=250&format=xml`);
	const doc = parse(small.text);
	assert.equal(doc.getElementsByTagName('width')[0].textContent, '300');
	assert.equal(doc.getElementsByTagName('title')[0].textContent, 'Utena on postcards');
	assert.ok((await of(`url=${url}&maxwidth=100`)).json.width <= 100, 'oembed.com, 2.2');
	for (const [query, expected] of [['', 400], ['url=http://elsewhere.example/exhibitions/x', 404], [`url=${encodeURIComponent(`${server.base}/exhibitions/juodrastis`)}`, 404], [`url=${url}&maxwidth=x`, 400], [`url=${url}&format=yaml`, 501]])
		assert.equal((await of(query)).status, expected, query);
});

test('what a curator saves shows at once', async () => {
	const file = join(dir, 'tik-lietuviskai/exhibition.yaml'), was = readFileSync(file, 'utf8');
	const before2 = await ask(ONLY_LT);
	writeFileSync(file, was.replace(/^(title:\s*(?:\{lt: |\n {2}lt: )").*?"/m, '$1Naujas pavadinimas"'));
	try {
		const now = await ask(ONLY_LT, { ...html, 'if-none-match': before2.headers.etag });
		assert.equal(now.status, 200);
		assert.match(now.text, /<h1[^>]*>Naujas pavadinimas/);
		assert.equal((await ask(ONLY_LT, { ...html, 'if-none-match': now.headers.etag })).status, 304);
	} finally {
		writeFileSync(file, was);
	}
});

test('a step is counted with its place, a cover and the long page as such, a frame as one', async () => {
	const data = join(folder, 'data');
	mkdirSync(data);
	copyFileSync(join(demoData, 'catalog.db'), join(data, 'catalog.db'));
	symlinkSync(join(demoData, 'images'), join(data, 'images'));
	const own = await start({ 'exhibitions.dir': dir }, { data });
	for (const path of ['', '/steps/aikste', '/easy/steps/laiskas', '/all', '/scroll', '/embed', '/steps/aikste/zoom/1', '/steps/no-such'])
		await get(own.base, CARDS + path, { headers: { ...html, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' } });
	await get(own.base, '/exhibitions', { headers: html });
	await stop(own);
	const lines = readdirSync(data).filter((name) => /^usage\..*spool$/.test(name)).flatMap((name) => readFileSync(join(data, name), 'utf8').trim().split('\n'));
	const parts = lines.flatMap((line) => line.split('\t').filter((field) => field.startsWith('utena-atvirlaiskiuose')));
	assert.deepEqual(parts, ['cover/0/13', 'aikste/1/13', 'laiskas/2/13/easy', 'all/0/13', 'all/0/13'].map((part) => `utena-atvirlaiskiuose/${part}`).concat('utena-atvirlaiskiuose'));
});

test('the menu and the home page lead to the exhibitions', async () => {
	const { text } = await ask('/en/');
	assert.ok([...text.matchAll(/href="\/en\/exhibitions"/g)].length >= 2);
});
