// SPDX-License-Identifier: Apache-2.0
// Exhibitions for programs: manifests, places, feed, sitemap, QR code, sounds and films, the
// archive to be taken along.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { get } from '../lib/http.mjs';
import { addresses, lint } from '../lib/iiif.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { noSchemas, parse, schemas } from '../lib/xml.mjs';

const folder = temporaryFolder(), dir = join(folder, 'exhibitions');
const slugs = ['utena-atvirlaiskiuose', 'ezeru-balsas-1929', 'tik-lietuviskai'];
let server;
const ask = (path, options) => get(server.base, path, options);
const pathOf = (id) => id.slice(server.base.length);

// A WAV of so many seconds, of silence with marks in it, so that each part of it is known.
function wav(seconds, rate = 8000) {
	const body = Buffer.alloc(44 + seconds * rate);
	body.write('RIFF', 0); body.writeUInt32LE(body.length - 8, 4); body.write('WAVEfmt ', 8);
	body.writeUInt32LE(16, 16); body.writeUInt16LE(1, 20); body.writeUInt16LE(1, 22); body.writeUInt32LE(rate, 24); body.writeUInt32LE(rate, 28);
	body.writeUInt16LE(1, 32); body.writeUInt16LE(8, 34); body.write('data', 36); body.writeUInt32LE(seconds * rate, 40);
	for (let i = 44; i < body.length; i++) body[i] = i * 7 & 255;
	return body;
}
const sound = wav(3);
const VTT = 'WEBVTT\n\n00:00.000 --> 00:02.000\nVarpas skamba.\n';

// All that an exhibition can have and those of the demo collection do not: files of its own, a
// step with words alone, one with markup in its names, one whose picture is not there.
function odd() {
	const own = join(dir, 'savi-failai');
	mkdirSync(join(own, 'media'), { recursive: true });
	writeFileSync(join(own, 'media/balsas.wav'), sound);
	writeFileSync(join(own, 'media/balsas.vtt'), VTT);
	writeFileSync(join(own, 'media/balsas.lt.md'), 'Varpas skamba *tris* [sekundes](/objects/rod-varpas).\n');
	writeFileSync(join(own, 'media/nieko.wav'), sound);
	writeFileSync(join(own, 'exhibition.yaml'), `title: {lt: "<b>Savi</b> & \\"failai\\"", en: "Files of its own"}
summary: {lt: "<p>Ne HTML</p>"}
languages: [lt, en]
rights: http://rightsstatements.org/vocab/InC/1.0/
steps:
  - id: zodziai
    quote: {text: {lt: "Vien žodžiai", en: "Words alone"}, source: {lt: "Kažkas"}, lang: pl}
  - id: balsas
    audio: {file: balsas.wav, label: {lt: "Balsas", en: "A voice"}, captions: {lt: balsas.vtt}, transcript: {lt: balsas.lt.md}}
    place: {latitude: -33.5, longitude: 179.999999, name: {lt: "Kažkur <i>toli</i>"}}
    date: {value: "1910/1912"}
  - id: vaizdas
    image: {object: sartai-utena-aikste, page: 1, region: "pct:10,10,50,50", alt: {lt: "Aikštė"}}
    date: {value: "1912-05"}
  - id: dingo
    image: {object: tokio-nera, page: 1, alt: {lt: "Nėra"}}
`);
	const text = (l) => `Pradžia ${l}.\n\n## Žodžiai {#zodziai}\n\nTik <script>alert(1)</script> žodžiai.\n\n## Balsas {#balsas}\n\nKlausykite prie [aikštės](/objects/sartai-utena-aikste).\n\n## Vaizdas {#vaizdas}\n\nŽiūrėkite.\n\n## Dingo {#dingo}\n\nJo nebėra.\n`;
	writeFileSync(join(own, 'lt.md'), text('lt'));
	writeFileSync(join(own, 'en.md'), text('en'));
	writeFileSync(join(own, 'published'), '2026-11-02T09:00:00Z\n');
	cpSync(own, join(dir, 'juodrastis'), { recursive: true });
	rmSync(join(dir, 'juodrastis/published'));
}

before(async () => {
	cpSync(join(root, 'tests/collection/exhibitions'), dir, { recursive: true });
	odd();
	server = await start({ 'exhibitions.dir': dir });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true, force: true });
});

const all = [...slugs, 'savi-failai'];

test('what a viewer shows of a text leads here, and says its language', async () => {
	const text = (await manifest('savi-failai')).items.flatMap((c) => c.annotations ?? [])
		.flatMap((page) => page.items.map((note) => note.body.value ?? '')).join('\n');
	assert.ok(text.includes(`<a href="${server.base}/objects/sartai-utena-aikste">`));
	assert.ok(text.includes('<p lang="pl">Words alone</p>'));
	assert.match(text, /<div lang="en"><h2>Balsas[^]*<div lang="lt"><p>Varpas/, 'what is Lithuanian in the English text');
});

const manifest = async (slug) => (await ask(`/exhibitions/${slug}/manifest.json`)).json;

test('the collection of exhibitions is in the root collection, and has the published ones', async () => {
	const rootOf = (await ask('/iiif/collection/root')).json;
	const entry = rootOf.items.find((i) => i.id === `${server.base}/exhibitions/collection.json`);
	assert.deepEqual(entry.label, { lt: ['Parodos'], en: ['Exhibitions'] });
	const { status, json, headers } = await ask(pathOf(entry.id));
	assert.equal(status, 200);
	assert.match(headers['content-type'], /^application\/ld\+json;profile=".*presentation\/3/);
	for (const path of ['collection.json', 'utena-atvirlaiskiuose/manifest.json']) {
		const plain = await ask(`/exhibitions/${path}`, { headers: { accept: 'application/json' } });
		assert.equal(plain.headers['content-type'], 'application/json', path);
		assert.match(plain.headers.vary, /\bAccept\b(?!-)/);
	}
	assert.equal(headers['access-control-allow-origin'], '*');
	assert.deepEqual(json.items.map((i) => i.id).sort(), all.map((s) => `${server.base}/exhibitions/${s}/manifest.json`).sort());
	assert.deepEqual(lint(json), []);
	for (const { thumbnail, id } of json.items) if (!id.includes('savi')) assert.equal((await ask(pathOf(thumbnail[0].id))).status, 200, id);
	const old = (await ask(`${pathOf(rootOf.id)}/2`)).json;
	assert.ok(old.members.some((m) => m['@id'] === entry.id));
});

test('0 errors by the schema, 0 warnings of the strict parser, 0 findings of our linter', { skip: noSchemas }, async () => {
	const validate = new Ajv.default({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
	const collection = (await ask('/exhibitions/collection.json')).json;
	assert.ok(validate(collection), JSON.stringify(validate.errors?.slice(0, 3)));
	for (const slug of all) {
		const json = await manifest(slug), state = { warnings: [] };
		assert.ok(validate(json), `${slug}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
		presentation3StrictUpgrade(structuredClone(json), state);
		// Of captions the schema (and recipe 0219) wants a language as text, the parser a list.
		const captions = json.items.flatMap((c) => c.annotations ?? []).filter((p) => p.items[0].body.format === 'text/vtt');
		assert.deepEqual(state.warnings, captions.map(() => '"language" should be Array of values'), slug);
		assert.deepEqual(lint(json), [], slug);
	}
});

test('every address in the manifests answers with what it was said to be', async () => {
	for (const slug of all) {
		const json = await manifest(slug);
		for (const [id, said] of addresses(json, server.base)) {
			if (said.type === 'Manifest' || said.type === 'Collection') continue;
			const { status, headers, body } = await ask(pathOf(id));
			assert.equal(status, 200, id);
			if (said.format) assert.ok(headers['content-type'].startsWith(said.format), `${id}: ${headers['content-type']}`);
			if (!['Canvas', 'Range', 'AnnotationPage', 'Annotation'].includes(said.type)) continue;
			const part = JSON.parse(body);
			assert.equal(part.id, id);
			assert.equal(part.type, said.type);
			assert.deepEqual(part.partOf[0].id, json.id);
			assert.deepEqual(lint(part), []);
		}
	}
});

test('a step is a range; its pictures are canvases of their regions, with what is said of them', async () => {
	const json = await manifest('utena-atvirlaiskiuose');
	assert.deepEqual(Object.keys(json.label), ['lt', 'en']);
	assert.equal(json.structures.length, 13);
	assert.ok(json.structures.every((r) => r.items.length >= 1));
	const canvas = json.items.find((c) => c.id.endsWith('/manifest/rokiskis/1')), [{ body }] = canvas.items[0].items;
	assert.deepEqual([canvas.width, canvas.height, body.width, body.height], [900, 555, 900, 555]);
	assert.match(body.id, /\/300,300,900,555\/900,555\/0\/default\.jpg$/);
	assert.equal(body.service, undefined);
	assert.equal(canvas.navDate, '1911-07-20T00:00:00Z');
	assert.match(canvas.summary.en[0], /pond in which the house stands upside down/);
	const whole = json.items.find((c) => c.id.endsWith('/manifest/aikste/1')).items[0].items[0].body;
	assert.match(whole.service[0].id, /\/iiif\/3\//);
	const texts = canvas.annotations.map((p) => p.items[0].body);
	assert.deepEqual(texts.map((b) => b.value.match(/^<div lang="([a-z]+)">/)[1]), ['lt', 'en', 'lt']);
	assert.ok(texts.every((b) => b.format === 'text/html' && /<h2>/.test(b.value)));
	assert.match(texts[1].value, /<blockquote><p>The park is open on Sundays/);
	assert.equal(json.navPlace.features.length, 12);
	const bell = json.items.find((c) => c.items[0]?.items[0].body.type === 'Sound');
	assert.ok(bell.duration > 1 && bell.duration < 3 && bell.accompanyingCanvas.items.length === 1);
});

test('texts in Lithuanian alone: no other language is put in their place', async () => {
	const json = await manifest('tik-lietuviskai');
	for (const key of ['label', 'summary']) assert.deepEqual(Object.keys(json[key]), ['lt']);
	for (const c of json.items) assert.deepEqual(Object.keys(c.label), ['lt']);
	assert.ok(json.items.flatMap((c) => c.annotations ?? []).every((p) => p.items[0].body.value.startsWith('<div lang="lt">')));
});

test('files of its own, words alone, and what is not there', async () => {
	const json = await manifest('savi-failai');
	assert.deepEqual(json.label.lt, ['<b>Savi</b> & "failai"']);
	assert.deepEqual(json.summary.lt, ['<p>Ne HTML</p> ']);
	assert.equal(json.rights, 'http://rightsstatements.org/vocab/InC/1.0/');
	const of = (step) => json.items.filter((c) => c.id.includes(`/manifest/${step}/`));
	assert.equal(of('zodziai')[0].items.length, 0);		// no picture before it, no cover
	const voice = of('balsas').at(-1);
	assert.equal(voice.duration, 3);
	assert.equal(voice.items[0].items[0].body.id, `${server.base}/exhibitions/savi-failai/media/balsas.wav`);
	assert.equal(voice.annotations.at(-1).items[0].body.format, 'text/vtt');
	assert.equal(of('balsas')[0].navDate, undefined);
	assert.equal(of('vaizdas')[0].navDate, '1912-05-01T00:00:00Z');
	// The picture before it stands in for the one that is not there.
	assert.equal(of('dingo')[0].items[0].items[0].body.id, of('vaizdas')[0].items[0].items[0].body.id);
	assert.doesNotMatch(JSON.stringify(json), /<script/);
});

test('places as GeoJSON, with names and the address of each step', async () => {
	const { json, headers } = await ask('/exhibitions/savi-failai/places.geojson');
	assert.match(headers['content-type'], /^application\/geo\+json/);
	assert.deepEqual(json.features.map((f) => f.geometry.coordinates), [[179.999999, -33.5]]);
	assert.equal(json.features[0].properties.name, 'Kažkur <i>toli</i>');
	assert.equal(json.features[0].properties.date, '1910/1912');
	const { features } = (await ask('/exhibitions/utena-atvirlaiskiuose/places.geojson')).json;
	assert.equal(features.length, 12);
	for (const { properties: p } of features.slice(0, 2)) for (const url of [p.url, p.url_lt, p.url_en]) assert.equal((await ask(pathOf(url))).status, 200, url);
	assert.deepEqual([features[0].properties.name_lt, features[0].properties.title_en], ['Utena', 'The market in the very middle']);
});

test('the feed, in both languages', async () => {
	for (const [prefix, title] of [['/lt', 'Utena atvirlaiškiuose'], ['/en', 'Utena on postcards']]) {
		const { text, headers, status } = await ask(`${prefix}/exhibitions/feed.atom`);
		assert.equal(status, 200);
		assert.match(headers['content-type'], /^application\/atom\+xml/);
		const doc = parse(text), entries = [...doc.getElementsByTagName('entry')];
		assert.equal(entries.length, 4);
		assert.ok(entries.some((e) => e.getElementsByTagName('title')[0].textContent === title));
		assert.ok(entries.every((e) => [...e.getElementsByTagName('link')].some((l) => l.getAttribute('href').startsWith(`${server.base}${prefix}/exhibitions/`))));
		// Addresses by which entries are known are the same in both.
		assert.ok(entries.every((e) => e.getElementsByTagName('id')[0].textContent.startsWith(`${server.base}/exhibitions/`)));
	}
});

test('robots.txt names the sitemap, which has every page, and no draft', async () => {
	assert.match((await ask('/robots.txt')).text, new RegExp(`Sitemap: ${server.base}/exhibitions/sitemap\\.xml`));
	const { text } = await ask('/exhibitions/sitemap.xml');
	const urls = [...parse(text).getElementsByTagName('loc')].map((l) => l.textContent).filter((u) => !u.includes('/iiif/'));
	for (const path of ['', '/utena-atvirlaiskiuose', '/utena-atvirlaiskiuose/all', '/utena-atvirlaiskiuose/steps/aikste', '/utena-atvirlaiskiuose/easy/steps/aikste', '/savi-failai/steps/zodziai'])
		assert.ok(urls.includes(`${server.base}/exhibitions${path}`), path);
	assert.ok(!urls.some((u) => u.includes('juodrastis')));
	assert.ok(text.includes(`<loc>${server.base}/exhibitions</loc><xhtml:link rel="alternate" hreflang="x-default" href="${server.base}/exhibitions"/>`));
	for (const url of urls.filter((u, i) => i % 5 === 0)) assert.equal((await ask(pathOf(url))).status, 200, url);
});

test('the QR code is a sharp square with its quiet zone', async () => {
	const { text, headers } = await ask('/en/exhibitions/utena-atvirlaiskiuose/qr.svg');
	assert.match(headers['content-type'], /^image\/svg\+xml/);
	const side = Number(text.match(/viewBox="0 0 (\d+) /)[1]), modules = side - 8;
	assert.equal((modules - 17) % 4, 0);
	assert.match(text, /<title>Utena on postcards: http:\/\/127\.0\.0\.1:\d+\/en\/exhibitions\/utena-atvirlaiskiuose<\/title>/);
	// Which modules are dark.
	const dark = new Set();
	for (const [, x, y, n] of text.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) for (let i = 0; i < Number(n); i++) dark.add(`${Number(x) + i},${y}`);
	for (let y = 0; y < side; y++) for (const x of [0, 3, side - 4, side - 1]) assert.ok(!dark.has(`${x},${y}`), 'the quiet zone is white');
	for (const [cx, cy] of [[4, 4], [side - 11, 4], [4, side - 11]]) for (let i = 0; i < 7; i++)
		assert.ok(dark.has(`${cx + i},${cy}`) && dark.has(`${cx},${cy + i}`) && dark.has(`${cx + 3},${cy + 3}`) && !dark.has(`${cx + 1},${cy + 1}`));
});

test('a sound of the folder, whole and in parts', async () => {
	const path = '/exhibitions/savi-failai/media/balsas.wav';
	const whole = await ask(path);
	assert.equal(whole.status, 200);
	assert.ok(whole.body.equals(sound));
	assert.equal(whole.headers['content-type'], 'audio/wav');
	assert.equal(whole.headers['accept-ranges'], 'bytes');
	const { etag } = whole.headers;
	assert.equal((await ask(path, { headers: { 'if-none-match': etag } })).status, 304);
	for (const [range, from, to] of [['bytes=0-9', 0, 9], ['bytes=100-', 100, sound.length - 1], ['bytes=-5', sound.length - 5, sound.length - 1]]) {
		const part = await ask(path, { headers: { range, 'if-range': etag } });
		assert.equal(part.status, 206, range);
		assert.equal(part.headers['content-range'], `bytes ${from}-${to}/${sound.length}`);
		assert.ok(part.body.equals(sound.subarray(from, to + 1)), range);
	}
	assert.equal((await ask(path, { headers: { range: 'bytes=0-9', 'if-range': '"other"' } })).status, 200);
	const outside = await ask(path, { headers: { range: `bytes=${sound.length}-` } });
	assert.equal(outside.status, 416);
	assert.equal(outside.headers['content-range'], `bytes */${sound.length}`);
	const head = await ask(path, { method: 'HEAD', headers: { range: 'bytes=0-9' } });
	assert.deepEqual([head.status, head.headers['content-length'], head.body.length], [200, String(sound.length), 0]);
});

test('captions are text; what the exhibition does not name is not given out', async () => {
	const { text, headers } = await ask('/exhibitions/savi-failai/media/balsas.vtt');
	assert.match(headers['content-type'], /^text\/vtt/);
	assert.equal(text, VTT);
	for (const name of ['nieko.wav', 'balsas.lt.md', '..%2Fexhibition.yaml', 'exhibition.yaml', '.', 'balsas.wav%2F'])
		assert.equal((await ask(`/exhibitions/savi-failai/media/${name}`)).status, 404, name);
});

test('drafts are there for nobody without a preview mark', async () => {
	for (const path of ['manifest.json', 'manifest/zodziai', 'places.geojson', 'qr.svg', 'media/balsas.wav', 'offline.zip'])
		assert.equal((await ask(`/exhibitions/juodrastis/${path}`)).status, 404, path);
	const { code, stdout } = await run(['exhibit', 'preview', '--config', demoConfig, '--set', `exhibitions.dir=${dir}`, '--set', `data.dir=${server.data}`, 'juodrastis']);
	assert.equal(code, 0, stdout);
	const [, mark] = stdout.match(/[?&]preview=([^\s&"]+)/);
	const { status, json, headers } = await ask(`/exhibitions/juodrastis/manifest.json?preview=${mark}`);
	assert.equal(status, 200);
	assert.match(headers['cache-control'], /private, no-store/);
	// Its parts are found with the same mark.
	assert.ok(json.items.every((c) => c.id.endsWith(`?preview=${mark}`)));
	const zip = join(folder, 'juodrastis.zip');
	writeFileSync(zip, (await ask(`/exhibitions/juodrastis/offline.zip?preview=${mark}`)).body);
	execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-e', zip, join(folder, 'juodrastis')]);
	for (const file of filesOf(join(folder, 'juodrastis'))) assert.ok(!readFileSync(file).includes(mark), `the mark of a preview in ${file}`);
	assert.equal((await ask(pathOf(json.items[0].id))).status, 200);
	assert.equal((await ask(pathOf(json.items[1].items[0]?.items[0].body.id ?? json.id))).status, 200);
});

// --- the archive ---------------------------------------------------------------------------

// Unpacked by another's hand.
async function unpack(slug) {
	const { status, body, headers } = await ask(`/exhibitions/${slug}/offline.zip`);
	assert.equal(status, 200);
	assert.equal(headers['content-type'], 'application/zip');
	assert.match(headers['content-disposition'], new RegExp(`^attachment; filename="${slug}\\.zip"$`));
	const zip = join(folder, `${slug}.zip`), to = join(folder, `zip-${slug}`);
	writeFileSync(zip, body);
	execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-t', zip]);
	execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-e', zip, to]);
	return { to: join(to, slug), body };
}

function* filesOf(at) {
	for (const e of readdirSync(at, { withFileTypes: true })) if (e.isDirectory()) yield* filesOf(join(at, e.name)); else yield join(at, e.name);
}

for (const slug of all) {
	test(`the archive of ${slug}: every link leads to a file in it, nothing is asked of the network`, async () => {
		const { to } = await unpack(slug), files = [...filesOf(to)];
		assert.ok(existsSync(join(to, 'index.html')));
		assert.ok(files.every((f) => /^[\x21-\x7e]+$/.test(f)), 'names for every unzipper');
		const pages = files.filter((f) => f.endsWith('.html')), seen = new Set();
		for (const page of pages) {
			const text = readFileSync(page, 'utf8');
			assert.doesNotMatch(text, /<script|\{\{|exhibition(s|_data)\.[a-z_]+/, page);
			assert.equal([...text.matchAll(/<h1[ >]/g)].length, 1, page);
			for (const [, , tag, name, value] of text.matchAll(/(<([a-z]+)[^>]*?\s(href|src)="([^"]*)")/g)) {
				// Only what one may follow, and only links, lead out of it.
				if (/^https?:/.test(value)) { assert.ok(tag === 'a' && name === 'href', `${page}: ${value}`); continue; }
				if (value.startsWith('data:')) continue;
				const [path, fragment] = value.replaceAll('&amp;', '&').split('#'), file = path === '' ? page : join(dirname(page), path);
				assert.ok(existsSync(file), `${page}: ${value}`);
				seen.add(file);
				if (fragment) assert.ok(readFileSync(file, 'utf8').includes(`id="${fragment}"`), `${page}: ${value}`);
			}
			for (const [, src] of text.matchAll(/srcset="([^"]*)"/g)) assert.fail(`${page}: ${src}`);
		}
		for (const file of files) if (file !== join(to, 'index.html')) assert.ok(seen.has(file), `nothing leads to ${file}`);
		for (const picture of files.filter((f) => f.endsWith('.jpg'))) assert.equal(readFileSync(picture).readUInt16BE(0), 0xffd8, picture);
		assert.doesNotMatch(readFileSync(join(to, 'style.css'), 'utf8'), /url\(|@import/);
	});
}

test('the archive has all texts, and says where it is from', async () => {
	const to = join(folder, 'zip-utena-atvirlaiskiuose/utena-atvirlaiskiuose');
	assert.ok(['index.html', 'lt/01-aikste.html', 'lt/all.html', 'en/index.html', 'en/01-aikste.html', 'easy/index.html', 'easy/all.html'].every((f) => existsSync(join(to, f))));
	const text = readFileSync(join(to, 'en/01-aikste.html'), 'utf8');
	assert.match(text, /^<!doctype html>\s*<html lang="en">/);
	assert.match(text, /The market in the very middle/);
	assert.match(text, /<a rel="next"|rel="next"/);
	assert.match(text, new RegExp(`href="${server.base}/en/objects/sartai-utena-aikste`));
	assert.ok(readdirSync(join(to, 'media')).some((f) => f.endsWith('varpas.wav') && statSync(join(to, 'media', f)).size > 1000));
	assert.ok(readdirSync(join(folder, 'zip-savi-failai/savi-failai/media')).includes('balsas.wav'));
});

test('the archive is made once, and anew when a text changes', async () => {
	const path = '/exhibitions/tik-lietuviskai/offline.zip';
	const first = await ask(path), again = await ask(path);
	assert.equal(first.headers.etag, again.headers.etag);
	assert.equal((await ask(path, { headers: { 'if-none-match': first.headers.etag } })).status, 304);
	const file = join(dir, 'tik-lietuviskai/lt.md');
	writeFileSync(file, readFileSync(file, 'utf8').replace('Margutis apvalus', 'Margutis labai apvalus'));
	const changed = await ask(path);
	assert.notEqual(changed.headers.etag, first.headers.etag);
});

test('one that is larger than it may be is refused in words', async () => {
	const small = await start({ 'exhibitions.dir': dir, 'exhibitions.offline_max': 1048576 });
	const { status, json } = await get(small.base, '/exhibitions/utena-atvirlaiskiuose/offline.zip');
	assert.equal(status, 413);
	assert.match(json.detail, /exhibitions\.offline_max/);
	await stop(small);
});
