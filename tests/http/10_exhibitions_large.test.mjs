// SPDX-License-Identifier: Apache-2.0
// What an exhibition as large as there may be weighs, and how many of them are looked
// through; whose they all are; and a second easy text.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { get } from '../lib/http.mjs';
import { lint } from '../lib/iiif.mjs';
import { demoConfig, demoData, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { noSchemas, parse, schemas } from '../lib/xml.mjs';

const folder = temporaryFolder(), dir = join(folder, 'exhibitions'), STEPS = 200;
const OBJECT = 'sartai-utena-aikste';
const LARGE = '/exhibitions/didele-paroda', EASY = '/exhibitions/dvi-lengvos';
let server;
const ask = (path, language = 'lt') => get(server.base, path, { headers: { accept: 'text/html', 'accept-language': language } });
const put = (slug, name, text) => { mkdirSync(join(dir, slug), { recursive: true }); writeFileSync(join(dir, slug, name), text); };
const data = (text) => JSON.parse(text.match(/ld\+json">([^]*?)<\/script>/)[1]);

function large() {
	const steps = Array.from({ length: STEPS }, (_, i) => `  - id: stotele-numeris-${i}
    image: {object: ${OBJECT}, region: "pct:${i % 40},${i % 30},50,50", alt: {lt: "Aikštė, ${i}", en: "A square, ${i}"}, description: {lt: "Kas matyti ${i}", en: "What is seen ${i}"}, caption: {lt: "Parašas ${i}", en: "Caption ${i}"}}
    place: {latitude: ${55 + i / 150}, longitude: ${23 + i / 100}, name: {lt: "Vieta ${i}", en: "Place ${i}"}}
    date: {value: "${1800 + i}"}
`);
	put('didele-paroda', 'exhibition.yaml', `title: {lt: "Didelė paroda", en: "A large exhibition"}
summary: {lt: "Trumpai", en: "In short"}
languages: [lt, en]
rights: http://creativecommons.org/licenses/by/4.0/
steps:
${steps.join('')}`);
	for (const lang of ['lt', 'en']) put('didele-paroda', `${lang}.md`, `Įžanga.\n\n${steps.map((_, i) => `## Ilgokas stotelės pavadinimas ${i} {#stotele-numeris-${i}}\n\n${'Sakinys, kuris ką nors pasako apie vaizdą. '.repeat(8)}\n`).join('\n')}`);
	put('didele-paroda', 'published', '2026-11-01T09:00:00Z\n');
}

function easy() {
	put('dvi-lengvos', 'exhibition.yaml', `title: {lt: "Paroda", en: "Exhibition", easy: "Lengva", easy.en: "Easy one"}
summary: {lt: "Trumpai", en: "In short", easy: "Trumpai", easy.en: "Short"}
languages: [lt, en, easy, easy.en]
cover: {object: ${OBJECT}, alt: {lt: "Aikštė", en: "A square"}}
authors: [{name: "Rūta Pavyzdaitė"}]
rights: http://creativecommons.org/licenses/by/4.0/
steps:
  - id: aikste
    image: {object: ${OBJECT}, alt: {lt: "Aikštė", en: "A square"}, description: {lt: "Namai", en: "Houses"}}
`);
	for (const [name, text] of [['lt', 'Turgaus aikštė'], ['en', 'The market square'], ['easy', 'Aikštė'], ['easy.en', 'A square with a market']])
		put('dvi-lengvos', `${name}.md`, `Pradžia ${name}.\n\n## ${text} {#aikste}\n\nTekstas ${name}.\n`);
	put('dvi-lengvos', 'published', '2026-11-02T09:00:00Z\n');
}

before(async () => {
	cpSync(join(root, 'tests/collection/exhibitions/utena-atvirlaiskiuose'), join(dir, 'utena-atvirlaiskiuose'), { recursive: true });
	large();
	easy();
	writeFileSync(join(folder, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#123456"/></svg>');
	server = await start({ 'exhibitions.dir': dir, 'site.name': 'Krašto skaitykla', 'site.name_en': 'The County Reading Room', 'site.logo': join(folder, 'logo.svg'), 'site.colour': '#123456' });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true, force: true });
});

test(`the pages of ${STEPS} steps weigh no more than others before their pictures`, async (t) => {
	for (const path of ['/lt', '/en'].map((p) => p + LARGE).concat(`/lt${LARGE}/steps/stotele-numeris-7`)) {
		const { status, body, text } = await ask(path);
		assert.equal(status, 200);
		t.diagnostic(`${path}: ${body.length} bytes`);
		assert.ok(body.length <= 110000, `${path}: ${body.length} bytes`);
		for (let i = 0; i < STEPS; i++) assert.ok(text.includes(`/steps/stotele-numeris-${i}"`), `${i}`);
		assert.ok([...text.matchAll(/<img /g)].length < 10);
	}
	const { text } = await ask(`/lt${LARGE}`);
	const list = text.match(/<nav id="contents"[^]*?<\/nav>/)[0];
	assert.match(list, /Vieta 7<\/span>, 1807 m\./, 'places and times stand in the list');
	for (const id of ['map', 'contents']) assert.match(text, new RegExp(` id="${id}"`));
	assert.equal([...text.match(/<section id="map"[^]*?<\/section>/)[0].matchAll(/<circle /g)].length, STEPS);
	assert.equal(data(text).hasPart.length, STEPS);
	// They are no buttons, and so lie where they are: from the south-west to the north-east.
	const spots = [...text.match(/<section id="map"[^]*?<\/section>/)[0].matchAll(/<circle cx="(\d+)" cy="(\d+)" r="5"/g)].map((m) => m.slice(1).map(Number));
	for (let i = 1; i < STEPS; i++) assert.ok(spots[i][0] >= spots[i - 1][0] && spots[i][1] <= spots[i - 1][1], `${i}`);
});

test(`the manifest of ${STEPS} steps is legal, and says where its texts are`, { skip: noSchemas }, async (t) => {
	const { json, body } = await get(server.base, `${LARGE}/manifest.json`), state = { warnings: [] };
	t.diagnostic(`${body.length} bytes`);
	assert.ok(body.length <= 610000, `${body.length} bytes`);
	const validate = new Ajv.default({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
	assert.ok(validate(json), JSON.stringify(validate.errors?.slice(0, 3)));
	presentation3StrictUpgrade(structuredClone(json), state);
	assert.deepEqual(state.warnings, []);
	assert.deepEqual(lint(json), []);
	assert.equal(json.items.length, STEPS);
	for (const page of json.items[7].annotations) {
		assert.equal(page.items, undefined);
		const { status, json: part } = await get(server.base, page.id.slice(server.base.length));
		assert.equal(status, 200, page.id);
		assert.deepEqual([part.id, part.type], [page.id, 'AnnotationPage']);
		assert.match(part.items[0].body.value, /Ilgokas stotelės pavadinimas 7/);
	}
});

test('the map of places lies on the land, and says where in it that is', async () => {
	const { text } = await ask('/lt/exhibitions/utena-atvirlaiskiuose');
	const map = text.match(/<section id="map"[^]*?<\/section>/)[0];
	assert.match(map, /<svg class="show-map"[^]*<path class="land" d="M-?\d/);
	const { text: whole } = await ask(`/lt${LARGE}`);
	assert.match(whole, /<path class="land" d="M/);
	assert.doesNotMatch(whole, /class="where-is"/, 'a map of most of it needs no other');
	put('miestas', 'exhibition.yaml', `title: {lt: "Miestas"}
languages: [lt]
rights: http://creativecommons.org/licenses/by/4.0/
steps:
  - {id: a, place: {latitude: 55.4981, longitude: 25.5990, name: {lt: A}}}
  - {id: b, place: {latitude: 55.5021, longitude: 25.6050, name: {lt: B}}}
`);
	put('miestas', 'lt.md', 'Įžanga.\n\n## A {#a}\n\nA.\n\n## B {#b}\n\nB.\n');
	put('miestas', 'published', '');
	const town = (await ask('/lt/exhibitions/miestas')).text;
	const [, x, y] = town.match(/class="where-is" aria-hidden="true">[^]*?<rect class="square" x="([\d.]+)" y="([\d.]+)"/);
	assert.ok(x > 60 && x < 90 && y > 15 && y < 50, `Utena is in the north-east: ${x} ${y}`);
	assert.match(town, /Kvadratas rodo, kur yra šis žemėlapis/);
	put('miestas', 'exhibition.yaml', readFileSync(join(dir, 'miestas/exhibition.yaml'), 'utf8').replaceAll(/latitude: \d+/g, 'latitude: -33'));
	assert.doesNotMatch((await ask('/lt/exhibitions/miestas')).text, /class="(where-is|beyond)"/, 'far from the outline there is none');
	rmSync(join(dir, 'miestas'), { recursive: true });
});

test('whatever tells whose it is says the library’s own name, and its mark where there is a place for one', async () => {
	const own = { lt: 'Krašto skaitykla', en: 'The County Reading Room' };
	for (const [lang, name] of Object.entries(own)) {
		for (const [path, url] of [['/oembed/exhibitions', `${server.base}/${lang}${LARGE}`], ['/oembed', `${server.base}/${lang}/objects/${OBJECT}`]])
			for (const format of ['json', 'xml']) {
				const { text } = await get(server.base, `${path}?format=${format}&url=${encodeURIComponent(url)}`, {});
				assert.equal(format === 'json' ? JSON.parse(text).provider_name : parse(text).getElementsByTagName('provider_name')[0].textContent, name, path);
			}
		for (const path of [LARGE, `${LARGE}/steps/stotele-numeris-1`, `${LARGE}/all`, `${LARGE}/steps/stotele-numeris-1/zoom/1`, '/exhibitions', `/objects/${OBJECT}`])
			assert.match((await ask(`/${lang}${path}`)).text, new RegExp(`<title>[^<]* – ${name}</title>[^]*og:site_name" content="${name}"[^]*<img class="mark" src="/assets/own/logo\\.svg`), path);
		assert.match((await ask(`/${lang}${LARGE}/embed`)).text, new RegExp(`${name}</a>`));
		const { publisher, organizer } = data((await ask(`/${lang}${LARGE}`)).text);
		assert.deepEqual(publisher, organizer);
		assert.deepEqual([publisher.name, publisher.url], [name, `${server.base}/`]);
		assert.equal((await ask(publisher.logo.slice(server.base.length))).headers['content-type'], 'image/svg+xml');
		for (const path of ['/exhibitions/feed.atom', '/feed.atom']) {
			const feed = parse((await ask(`/${lang}${path}`)).text);
			assert.equal(feed.getElementsByTagName('author')[0].getElementsByTagName('name')[0].textContent, name, path);
			assert.equal(feed.getElementsByTagName('logo')[0].textContent, publisher.logo, path);
		}
	}
	const { json } = await get(server.base, `${EASY}/manifest.json`);
	assert.deepEqual(json.provider[0].label, { lt: [own.lt], en: [own.en] });
	assert.deepEqual([json.provider[0].logo[0].type, json.provider[0].logo[0].format], ['Image', 'image/svg+xml']);
});

test('the archive to be taken along has the library’s name, mark and colours', async () => {
	writeFileSync(join(folder, 'a.zip'), (await get(server.base, `${EASY}/offline.zip`)).body);
	execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), folder]);
	const page = readFileSync(join(folder, 'dvi-lengvos/index.html'), 'utf8');
	assert.match(page, /<title>Paroda – Krašto skaitykla<\/title>/);
	assert.match(page, /<p>Krašto skaitykla<\/p>/);
	assert.match(readFileSync(join(folder, 'dvi-lengvos/style.css'), 'utf8'), /--own-bar: ?#123456/);
	for (const path of ['index.html', 'easy.en/index.html']) {
		const text = readFileSync(join(folder, 'dvi-lengvos', path), 'utf8');
		assert.match(text, /Tekstas|Pradžia/, path);
	}
});

test('an easy text in each language: each reader has his own', async () => {
	for (const [prefix, path, heading, lang] of [['/lt', '/easy', 'Aikštė', 'lt'], ['/en', '/easy', 'A square with a market', 'en']]) {
		const cover = await ask(`${prefix}${EASY}${path}`);
		assert.equal(cover.status, 200);
		assert.match(cover.text, new RegExp(`dir="auto">${heading}</span>`));
		for (const own of ['lt', 'en']) assert.match(cover.text, new RegExp(`<link rel="alternate" hreflang="${own}" href="${server.base}/${own}${EASY}/easy">`));
		const { text } = await ask(`${prefix}${EASY}/easy/steps/aikste`);
		assert.match(text, new RegExp(`<h2 id="stop-heading" dir="auto">${heading}</h2>`), 'it is in the language of the page');
		const full = (await ask(`${prefix}${EASY}`)).text.match(/<a class="more" href="([^"]*\/easy)" hreflang="([a-z]+)">([^<]+)</);
		assert.deepEqual(full.slice(1, 3), [`${prefix}${EASY}/easy`, lang]);
		assert.doesNotMatch(full[3], /\(/, 'nothing needs to be said of its language');
	}
	// A reader of English where there is a Lithuanian one only.
	const only = (await ask('/en/exhibitions/utena-atvirlaiskiuose')).text.match(/href="[^"]*\/easy" hreflang="([a-z]+)">([^<]+)</);
	assert.deepEqual(only.slice(1), ['lt', 'Easy-to-read text (in Lithuanian)']);
	const { text: sitemap } = await ask('/exhibitions/sitemap.xml');
	assert.match(sitemap, new RegExp(`<loc>${server.base}${EASY}/easy</loc>[^\n]*hreflang="en" href="${server.base}/en${EASY}/easy"`));
	const { json } = await get(server.base, `${EASY}/manifest.json`);
	assert.deepEqual(json.items[0].annotations.map((p) => p.label.en[0]).length, 4);
	for (const { id } of json.items[0].annotations) assert.equal((await get(server.base, id.slice(server.base.length))).status, 200, id);
});

test('the gate asks for the second easy text, too', async () => {
	const check = async () => {
		const { stdout } = await run(['exhibit', '--config', demoConfig, '--set', `data.dir=${demoData}`, '--set', `exhibitions.dir=${dir}`, 'check', 'dvi-lengvos', '--json']);
		return stdout.trim().split('\n').filter(Boolean).map((l) => JSON.parse(l)).filter((f) => f.severity === 'error').map((f) => `${f.file}:${f.line} ${f.code}`);
	};
	assert.deepEqual(await check(), []);
	const was = readFileSync(join(dir, 'dvi-lengvos/easy.en.md'), 'utf8');
	put('dvi-lengvos', 'easy.en.md', 'An opening.\n\n## Elsewhere {#kitur}\n\nNothing.\n');
	assert.deepEqual(await check(), ['exhibition.yaml:8 missing_step_text', 'easy.en.md:3 unknown_step']);
	rmSync(join(dir, 'dvi-lengvos/easy.en.md'));
	assert.deepEqual(await check(), ['exhibition.yaml:3 missing_text_file', 'exhibition.yaml:8 missing_step_text', 'easy.en.md:1 missing_opening']);
	put('dvi-lengvos', 'easy.en.md', was);
});
