// SPDX-License-Identifier: Apache-2.0
// What is played and what is pointed a telephone at: a film of an object and one of an
// exhibition, a sound with captions, in Chromium, with and without scripts, by keys, and from a
// disk; and the QR code as Chromium draws it, read as a telephone reads it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { launch, noBrowser } from '../lib/browser.mjs';
import { film } from '../lib/film.mjs';
import { get } from '../lib/http.mjs';
import { axe } from '../lib/probe.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const options = { skip: noBrowser };
const SHOW = '/exhibitions/judantys-vaizdai';
let folder, server, browser;

// A WAV of so many seconds of a low hum.
function hum(seconds, rate = 8000) {
	const body = Buffer.alloc(44 + seconds * rate);
	body.write('RIFF', 0); body.writeUInt32LE(body.length - 8, 4); body.write('WAVEfmt ', 8);
	body.writeUInt32LE(16, 16); body.writeUInt16LE(1, 20); body.writeUInt16LE(1, 22); body.writeUInt32LE(rate, 24); body.writeUInt32LE(rate, 28);
	body.writeUInt16LE(1, 32); body.writeUInt16LE(8, 34); body.write('data', 36); body.writeUInt32LE(seconds * rate, 40);
	for (let i = 44; i < body.length; i++) body[i] = 128 + Math.round(20 * Math.sin(i / 10));
	return body;
}
const captions = (what) => `WEBVTT\n\n00:00.000 --> 00:10.000\n${what}\n`;

function exhibition(dir) {
	mkdirSync(join(dir, 'media'), { recursive: true });
	const put = (name, text) => writeFileSync(join(dir, name), text);
	put('media/turgus.mp4', film(4));
	put('media/turgus.lt.vtt', captions('Turgaus aikštė bunda.'));
	put('media/turgus.en.vtt', captions('The market square wakes.'));
	put('media/turgus.lt.md', 'Turgaus aikštė bunda.\n');
	put('media/turgus.en.md', 'The market square wakes.\n');
	put('media/uzesys.wav', hum(4));
	put('media/uzesys.lt.vtt', captions('Ūžia vėjas.'));
	put('media/uzesys.lt.md', 'Ūžia vėjas.\n');
	put('exhibition.yaml', `title: {lt: "Judantys vaizdai", en: "Moving pictures"}
summary: {lt: "Filmas ir garsas", en: "A film and a sound"}
languages: [lt, en]
authors: [{name: "Rūta Pavyzdaitė"}]
rights: http://creativecommons.org/publicdomain/zero/1.0/
steps:
  - id: filmas
    video: {file: turgus.mp4, label: {lt: "Turgus", en: "The market"}, captions: {lt: turgus.lt.vtt, en: turgus.en.vtt}, transcript: {lt: turgus.lt.md, en: turgus.en.md}}
  - id: svetimas
    video: {object: zodziai, file: zodziai.mp4, label: {lt: "Krautuvė", en: "The shop"}, transcript: {lt: uzesys.lt.md, en: uzesys.lt.md}}
  - id: garsas
    audio: {file: uzesys.wav, label: {lt: "Ūžesys", en: "A hum"}, captions: {lt: uzesys.lt.vtt}, transcript: {lt: uzesys.lt.md, en: uzesys.lt.md}}
`);
	put('lt.md', 'Įžanga.\n\n## Filmas {#filmas}\n\nŽiūrėkite.\n\n## Svetimas {#svetimas}\n\nIr jį.\n\n## Garsas {#garsas}\n\nKlausykite.\n');
	put('en.md', 'An opening.\n\n## A film {#filmas}\n\nLook.\n\n## Of others {#svetimas}\n\nThis, too.\n\n## A sound {#garsas}\n\nListen.\n');
	put('published', '2026-11-01T09:00:00Z\n');
}

before(async () => {
	if (noBrowser) return;
	folder = temporaryFolder();
	const source = join(folder, 'source');
	mkdirSync(source);
	writeFileSync(join(source, 'filmas.mp4'), film(3));
	writeFileSync(join(source, 'garsas.wav'), hum(2));
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}\n');
	writeFileSync(join(source, 'a.csv'), `identifier;title@lt;kind;file;rights
filmas;Turgaus filmas;VIDEO;filmas.mp4;http://creativecommons.org/publicdomain/mark/1.0/
garsas;Vėjo garsas;SOUND;garsas.wav;http://creativecommons.org/publicdomain/mark/1.0/
zodziai;Filmas su žodžiais;VIDEO;zodziai.mp4;http://creativecommons.org/publicdomain/mark/1.0/
balsas;Balsas su žodžiais;SOUND;balsas.wav;http://creativecommons.org/publicdomain/mark/1.0/
`);
	writeFileSync(join(source, 'zodziai.mp4'), film(5));
	writeFileSync(join(source, 'balsas.wav'), hum(5));
	writeFileSync(join(source, 'zodziai.lt.vtt'), captions('Krautuvė atdara.'));
	writeFileSync(join(source, 'zodziai.en.vtt'), captions('The shop is open.'));
	writeFileSync(join(source, 'balsas.lt.vtt'), captions('Kalba močiutė.'));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${join(folder, 'data')}`, source]);
	assert.equal(code, 0, stdout + stderr);
	exhibition(join(folder, 'shows/judantys-vaizdai'));
	server = await start({ 'exhibitions.dir': join(folder, 'shows') }, { data: join(folder, 'data') });
	browser = await launch();
});
after(async () => {
	if (noBrowser) return;
	await browser?.close();
	await stop(server);
	rmSync(folder, { recursive: true, force: true });
});

async function open(url, more = {}) {
	const context = await browser.newContext({ locale: 'lt', viewport: { width: 1000, height: 900 }, ...more });
	const page = await context.newPage();
	const faults = [];
	page.on('console', (m) => { if (m.type() === 'error') faults.push(m.text()); });
	await page.goto(url, { waitUntil: 'load' });
	return { page, faults, close: () => context.close() };
}
// Plays it to where something is seen or heard; what it says of itself then.
const play = (player) => player.evaluate(async (m) => {
	m.muted = true;
	await m.play();
	await new Promise((ok, bad) => {
		m.addEventListener('timeupdate', () => { if (m.currentTime > 0.3) ok(); });
		m.addEventListener('error', () => bad(new Error(m.error?.message)));
	});
	return { duration: Math.round(m.duration * 10) / 10, width: m.videoWidth, height: m.videoHeight,
		cues: [...m.textTracks].filter((t) => t.mode === 'showing').flatMap((t) => [...t.activeCues].map((c) => c.text)) };
});

test('a film and a sound of an object are played on its page; what is not written down is said so', options, async () => {
	for (const [id, player, size, heading] of [['filmas', 'video', [160, 96], 'Žiūrėti'], ['garsas', 'audio', [undefined, undefined], 'Klausytis']]) {
		const { page, faults, close } = await open(`${server.base}/lt/objects/${id}`);
		const said = await play(page.locator(`.played ${player}`));
		assert.deepEqual([said.width, said.height], size);
		assert.equal(said.duration, id === 'filmas' ? 3 : 2);
		assert.ok(await page.getByRole('heading', { name: heading, exact: true }).isVisible());
		assert.match(await page.locator('.playing').textContent(), /dar neužrašytas/);
		assert.deepEqual(await axe(page), []);
		assert.deepEqual(faults, []);
		await close();
	}
});

test('captions of a film and a sound of an object show on its page, in the language of the page where there are such', options, async () => {
	for (const [path, player, words, labels] of [
		['/lt/objects/zodziai', 'video', 'Krautuvė atdara.', ['Subtitrai (lietuvių)', 'Subtitrai (anglų)']],
		['/en/objects/zodziai', 'video', 'The shop is open.', ['Captions (English)', 'Captions (Lithuanian)']],
		['/lt/objects/balsas', 'video.sound', 'Kalba močiutė.', ['Subtitrai (lietuvių)']],
		['/en/objects/balsas', 'video.sound', 'Kalba močiutė.', ['Captions (Lithuanian)']]]) {
		const { page, faults, close } = await open(server.base + path);
		const video = page.locator(`.played ${player}`);
		assert.deepEqual((await play(video)).cues, [words], path);
		assert.deepEqual(await video.evaluate((v) => [...v.textTracks].map((t) => [t.kind, t.label, t.language])), labels.map((label) =>
			['captions', label, /liet|Lith/.test(label) ? 'lt' : 'en']));
		assert.deepEqual(await axe(page), []);
		assert.deepEqual(faults, []);
		await close();
	}
	const { page, close } = await open(`${server.base}/lt/objects/zodziai`, { javaScriptEnabled: false });
	assert.equal(await page.locator('.played track[kind=captions][default][srclang=lt]').count(), 1);
	await close();
});

test('Mirador offers the captions that the manifest has, by their names', options, async () => {
	const { page, close } = await open(`${server.base}/en/mirador/zodziai`);
	await page.locator('video track').nth(1).waitFor({ state: 'attached' });
	const shown = await page.locator('video').evaluate(async (video) => {
		const tracks = [...video.textTracks], lt = tracks.find((t) => t.language === 'lt');
		lt.mode = 'showing';
		const element = [...video.querySelectorAll('track')].find((t) => t.srclang === 'lt');
		if (element.readyState < 2) await new Promise((ok, bad) => { element.onload = ok; element.onerror = () => bad(new Error('not loaded')); });
		return { labels: tracks.map((t) => t.label), cues: [...lt.cues].map((c) => c.text) };
	});
	assert.deepEqual(shown, { labels: ['Captions (English)', 'Captions (Lithuanian)'], cues: ['Krautuvė atdara.'] });
	await close();
});

test('a film of an exhibition plays, and its captions show in the language of the page', options, async () => {
	for (const [prefix, words] of [['/lt', 'Turgaus aikštė bunda.'], ['/en', 'The market square wakes.']]) {
		const { page, faults, close } = await open(`${server.base}${prefix}${SHOW}/steps/filmas`);
		const said = await play(page.locator('.played video'));
		assert.deepEqual(said, { duration: 4, width: 160, height: 96, cues: [words] });
		assert.equal(await page.locator('.played .prose').first().isVisible(), true, 'the transcript is open beside it');
		// Who hears the page hears which film it is, from each of its controls.
		const name = prefix === '/lt' ? 'Turgus' : 'The market';
		assert.equal(await page.locator('.played video').getAttribute('aria-label'), name);
		for (const said of ['.keep a', '.played summary']) assert.ok((await page.locator(said).textContent()).endsWith(`: ${name}`), said);
		assert.deepEqual(await axe(page), []);
		assert.deepEqual(faults, []);
		await close();
	}
});

test('a film of an object brings its captions along into an exhibition', options, async () => {
	for (const [prefix, words, label] of [['/lt', 'Krautuvė atdara.', 'Subtitrai (lietuvių)'], ['/en', 'The shop is open.', 'Captions (English)']]) {
		const { page, faults, close } = await open(`${server.base}${prefix}${SHOW}/steps/svetimas`);
		assert.deepEqual((await play(page.locator('.played video'))).cues, [words]);
		assert.equal(await page.locator('.played track[default]').getAttribute('label'), label);
		assert.equal(await page.locator('.played track').count(), 2);
		assert.deepEqual(faults, []);
		await close();
	}
	const { json } = await get(server.base, `${SHOW}/manifest.json`);
	const notes = json.items.filter((c) => c.id.includes('/manifest/svetimas/')).flatMap((c) => c.annotations ?? []).flatMap((p) => p.items)
		.filter((n) => n.motivation === 'supplementing');
	assert.deepEqual(notes.map((n) => [n.body.id, n.body.language]), [[`${server.base}/files/zodziai/zodziai.lt.vtt`, 'lt'], [`${server.base}/files/zodziai/zodziai.en.vtt`, 'en']]);
});

test('a sound with captions shows them while it plays; one without a film has nothing black', options, async () => {
	const { page, faults, close } = await open(`${server.base}/lt${SHOW}/steps/garsas`);
	const said = await play(page.locator('.played video.sound'));
	assert.deepEqual(said, { duration: 4, width: 0, height: 0, cues: ['Ūžia vėjas.'] });
	const box = await page.locator('.played video.sound').boundingBox();
	assert.ok(box.height > 100 && box.height < 260, `${box.height}`);
	assert.equal(await page.locator('.played audio').count(), 0);
	assert.deepEqual(await axe(page), []);
	assert.deepEqual(faults, []);
	await close();
});

test('by keys: the player is reached, starts and stops, and is left again', options, async () => {
	const { page, close } = await open(`${server.base}/lt${SHOW}/steps/filmas`);
	const player = page.locator('.played video');
	for (let i = 0; i < 60 && !(await player.evaluate((v) => document.activeElement === v)); i++) await page.keyboard.press('Tab');
	assert.ok(await player.evaluate((v) => document.activeElement === v), 'reached by Tab');
	await page.keyboard.press('Space');
	await page.waitForFunction(() => !document.querySelector('.played video').paused && document.querySelector('.played video').currentTime > 0.2);
	assert.match(page.url(), /steps\/filmas$/, 'the keys of a player turn no page');
	await page.keyboard.press('ArrowRight');
	assert.match(page.url(), /steps\/filmas$/);
	await page.keyboard.press('Space');
	await page.waitForFunction(() => document.querySelector('.played video').paused);
	for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
	assert.ok(await player.evaluate((v) => document.activeElement !== v), 'left by Tab');
	await close();
});

test('without scripts: the browser’s own player, a way to keep the film, its words', options, async () => {
	const { page, close } = await open(`${server.base}/lt${SHOW}/steps/filmas`, { javaScriptEnabled: false });
	const video = page.locator('.played video');
	assert.equal(await video.getAttribute('controls'), '');
	assert.equal(await page.locator('.played track[kind=captions]').count(), 2);
	const { status, headers, body } = await get(server.base, new URL(await page.locator('.keep a').getAttribute('href'), server.base).pathname);
	assert.deepEqual([status, headers['content-type'], body.length], [200, 'video/mp4', film(4).length]);
	assert.match(await page.locator('.played .prose').textContent(), /Turgaus aikštė bunda/);
	await close();
});

test('the manifest has the film with its size, its length and its captions', options, async () => {
	const { json } = await get(server.base, `${SHOW}/manifest.json`);
	const [canvas] = json.items.filter((c) => c.id.includes('/manifest/filmas/') && c.duration);
	const [{ body }] = canvas.items[0].items;
	assert.deepEqual([canvas.width, canvas.height, canvas.duration], [160, 96, 4]);
	assert.deepEqual([body.type, body.format, body.width, body.height, body.duration], ['Video', 'video/mp4', 160, 96, 4]);
	const notes = canvas.annotations.flatMap((p) => p.items).filter((n) => n.motivation === 'supplementing');
	assert.deepEqual(notes.map((n) => [n.body.format, n.body.language]), [['text/vtt', 'lt'], ['text/vtt', 'en']]);
	for (const n of notes) assert.match((await get(server.base, new URL(n.body.id).pathname)).text, /^WEBVTT/);
	assert.deepEqual(json.structures.find((r) => r.id.endsWith('/filmas')).items.map((i) => i.id).at(-1), canvas.id);
});

test('from a disk, without network: the film plays, and its captions show', options, async () => {
	writeFileSync(join(folder, 'a.zip'), (await get(server.base, `${SHOW}/offline.zip`)).body);
	execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), folder]);
	for (const [file, words, player] of [['01-filmas', 'Turgaus aikštė bunda.', 'video'], ['02-svetimas', 'Krautuvė atdara.', 'video'], ['03-garsas', 'Ūžia vėjas.', 'video.sound']]) {
		const { page, faults, close } = await open(pathToFileURL(join(folder, `judantys-vaizdai/lt/${file}.html`)).href);
		const said = await play(page.locator(`.played ${player}`));
		assert.deepEqual([said.duration, said.cues], [words.startsWith('Kr') ? 5 : 4, [words]]);
		assert.deepEqual(faults, []);
		await close();
	}
});

test('other captions of an object are another archive, and what its page says', options, async () => {
	const tag = async () => (await get(server.base, `${SHOW}/offline.zip`, { method: 'HEAD' })).headers.etag;
	const before = await tag();
	assert.equal(await tag(), before);
	writeFileSync(join(folder, 'source/zodziai.lt.vtt'), captions('Krautuvė uždara.'));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${join(folder, 'data')}`, join(folder, 'source')]);
	assert.equal(code, 0, stdout + stderr);
	await wait(async () => await tag() !== before, 10000, () => `still ${before}`);
	assert.match((await get(server.base, '/files/zodziai/zodziai.lt.vtt')).text, /uždara/);
});

test('the QR code, as it is drawn, says the address of the exhibition', options, async () => {
	const { page, close } = await open(`${server.base}/en${SHOW}`);
	const png = PNG.sync.read(await page.locator('.qr').screenshot());
	const read = jsQR(new Uint8ClampedArray(png.data), png.width, png.height);
	assert.equal(read?.data, `${server.base}/en${SHOW}`);
	const address = await page.locator('.qr').getAttribute('src');
	await page.goto(new URL(address, server.base).href);
	await page.setViewportSize({ width: 600, height: 600 });
	const poster = PNG.sync.read(await page.screenshot());
	assert.equal(jsQR(new Uint8ClampedArray(poster.data), poster.width, poster.height)?.data, `${server.base}/en${SHOW}`);
	await close();
});
