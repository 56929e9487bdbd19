// SPDX-License-Identifier: Apache-2.0
// Captions of films and sounds: from the folder to the object's page, the manifest and the
// file itself; in the reader's language first; as guarded as what they go with.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { film } from '../lib/film.mjs';
import { get } from '../lib/http.mjs';
import { lint, PROFILE_2 } from '../lib/iiif.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { noSchemas, schemas } from '../lib/xml.mjs';

const captions = (what) => `WEBVTT\n\n00:00.000 --> 00:02.000\n${what}\n`;
const SECRET = 'Slapti žodžiai.';
let server;

before(async () => {
	const source = temporaryFolder(), data = temporaryFolder();
	const put = (name, text) => writeFileSync(join(source, name), text);
	const sound = readFileSync(join(root, 'tests/fuzz/corpus/play/wav'));
	mkdirSync(join(source, 'closed'));
	put('package.yaml', 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}\nlanguage: lt\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	put('a.csv', ['identifier;title@lt;kind;file', 'filmas;Turgaus filmas;VIDEO;turgus.mp4', 'garsas;Varpas;SOUND;varpas.wav',
		'tylus;Be žodžių;VIDEO;tylus.mp4', 'du;Du įrašai;VIDEO;turgus.mp4|tylus.mp4', 'be-trukmes;Nežinomos trukmės;VIDEO;zirzia.webm', ''].join('\n'));
	for (const name of ['turgus.mp4', 'tylus.mp4']) put(name, film(3));
	put('varpas.wav', sound);
	put('zirzia.webm', Buffer.from('1a45dfa3', 'hex'));
	put('turgus.lt.vtt', captions('Turgaus aikštė bunda.'));
	put('turgus.en.vtt', captions('The market square wakes.'));
	put('turgus.szl.vtt', captions('Torg.'));
	put('varpas.vtt', captions('[Skamba varpas]'));
	put('zirzia.vtt', captions('[Zirzia]'));
	put('closed/package.yaml', 'access: metadata\n');
	put('closed/b.csv', 'identifier;title@lt;kind;file;access\nuzdaras;Uždaras;VIDEO;u.mp4;metadata\nembargas;Embargas;VIDEO;u.mp4;embargo:2999-01-01\n');
	put('closed/u.mp4', film(2));
	put('closed/u.lt.vtt', captions(SECRET));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({}, { data });
});
after(() => stop(server));

async function ask(path, status = 200, headers = {}) {
	const answer = await get(server.base, path.replace(server.base, ''), { headers });
	assert.equal(answer.status, status, `${path}: ${answer.text.slice(0, 200)}`);
	return answer;
}
// The players of a page, with what their tags say.
const attributes = (tag) => Object.fromEntries([...tag.matchAll(/\s([a-z]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value ?? true]));
async function players(path) {
	const { text } = await ask(path);
	return [...text.matchAll(/<(video|audio)( controls[^>]*)>(.*?)<\/\1>/gs)].map(([, name, tag, inside]) => ({ name, ...attributes(tag),
		tracks: [...inside.matchAll(/<track[^>]*>/g)].map(([track]) => attributes(track.slice(6, -1))) }));
}

test('a film has its captions on its page, those in the language of the page first and on', async () => {
	const track = (lang, label, more = {}) => ({ kind: 'captions', src: `/files/filmas/turgus.${lang}.vtt`, srclang: lang, label, ...more });
	const [lt] = await players('/lt/objects/filmas'), [en] = await players('/en/objects/filmas');
	const local = (tracks) => tracks.map((t) => ({ ...t, src: t.src.replace(server.base, '') }));
	assert.equal(lt.name, 'video');
	assert.deepEqual(local(lt.tracks), [track('lt', 'Subtitrai (lietuvių)', { default: true }), track('en', 'Subtitrai (anglų)'), track('szl', 'Subtitrai (szl)')]);
	assert.deepEqual(local(en.tracks), [track('en', 'Captions (English)', { default: true }), track('lt', 'Captions (Lithuanian)'), track('szl', 'Captions (szl)')]);
	assert.match((await ask('/lt/objects/filmas')).text, /Kas įraše sakoma, rodo subtitrai/);
});

test('a sound with captions is shown by the player that has room for them', async () => {
	const [player] = await players('/lt/objects/garsas');
	assert.deepEqual([player.name, player.class, player.tracks.length], ['video', 'sound', 1]);
	assert.deepEqual([player.tracks[0].srclang, player.tracks[0].label], ['lt', 'Subtitrai (lietuvių)'], 'in the language of the object');
});

test('what has no captions is played as before, and it is said what is missing', async () => {
	const [player] = await players('/lt/objects/tylus');
	assert.deepEqual(player.tracks, []);
	const two = await players('/lt/objects/du');
	assert.deepEqual(two.map((p) => p.tracks.length), [3, 0]);
	for (const id of ['tylus', 'du']) assert.match((await ask(`/lt/objects/${id}`)).text, /dar neužrašytas/, id);
});

test('captions are offered as files under the name of their language', async () => {
	const { text } = await ask('/en/objects/filmas');
	const links = [...text.matchAll(/<li><a href="([^"]+\.vtt)">([^<]+)<\/a>/g)].map(([, url, name]) => [url.replace(/.*\//, ''), name]);
	assert.deepEqual(links, [['turgus.en.vtt', 'Captions (English)'], ['turgus.lt.vtt', 'Captions (Lithuanian)'], ['turgus.szl.vtt', 'Captions (szl)']]);
});

test('the file is text/vtt in UTF-8, and players of other sites may read it', async () => {
	const { text, headers } = await ask('/files/filmas/turgus.lt.vtt');
	assert.equal(headers['content-type'], 'text/vtt; charset=utf-8');
	assert.equal(headers['access-control-allow-origin'], '*');
	assert.equal(text, captions('Turgaus aikštė bunda.'));
	await ask('/files/filmas/turgus.lt.vtt', 304, { 'if-none-match': headers.etag });
});

async function manifest(id) {
	const { json } = await ask(`/iiif/presentation/${id}/manifest`);
	if (!noSchemas) {
		const validate = new Ajv.default({ strict: false, validateFormats: false })
			.compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
		assert.ok(validate(json), `${id}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
	}
	const state = { warnings: [] };
	presentation3StrictUpgrade(structuredClone(json), state);
	// Of captions the schema (and recipe 0219) wants a language as text, the parser a list.
	const known = json.items.flatMap((c) => c.annotations ?? []).map(() => '"language" should be Array of values');
	assert.deepEqual(state.warnings, known, id);
	assert.deepEqual(lint(json), [], id);
	return json;
}

test('in the manifest they supplement the canvas of their film (recipe 0219)', async () => {
	const { items: [canvas], rendering } = await manifest('filmas');
	assert.deepEqual(canvas.annotations.map((p) => [p.type, p.items.length]), [['AnnotationPage', 1], ['AnnotationPage', 1], ['AnnotationPage', 1]]);
	const [note] = canvas.annotations[1].items;
	assert.deepEqual(note, { id: `${canvas.id}/captions/2/text`, type: 'Annotation', motivation: 'supplementing', body: {
		id: `${server.base}/files/filmas/turgus.lt.vtt`, type: 'Text', format: 'text/vtt',
		label: { lt: ['Subtitrai (lietuvių)'], en: ['Captions (Lithuanian)'] }, language: 'lt' }, target: canvas.id });
	assert.deepEqual(canvas.annotations.map((p) => p.items[0].body.language), ['en', 'lt', 'szl']);
	assert.deepEqual(canvas.rendering.map((r) => r.format), ['video/mp4']);
	assert.deepEqual(rendering.map((r) => [r.type, r.format]), [['Text', 'text/vtt'], ['Text', 'text/vtt'], ['Video', 'video/mp4'], ['Text', 'text/vtt']]);
	const both = await manifest('du');
	assert.deepEqual(both.items.map((c) => c.annotations?.length), [3, undefined]);
	assert.equal((await manifest('garsas')).items[0].annotations[0].items[0].body.language, 'lt');
});

test('page and annotation answer at their addresses with what the manifest says', async () => {
	const { items: [canvas] } = await manifest('filmas');
	for (const page of canvas.annotations) {
		const own = (await ask(page.id)).json, note = (await ask(page.items[0].id)).json;
		assert.deepEqual(own, { '@context': own['@context'], ...page, partOf: own.partOf });
		assert.deepEqual(note, { '@context': note['@context'], ...page.items[0], partOf: note.partOf });
		assert.deepEqual([...lint(own), ...lint(note)], []);
		assert.match((await ask(page.items[0].body.id)).text, /^WEBVTT/);
	}
	assert.deepEqual((await ask(canvas.id)).json.annotations, canvas.annotations);
	for (const wrong of ['0', '4', 'lt']) await ask(`${canvas.id}/captions/${wrong}`, 404);
	await ask('/iiif/presentation/tylus/canvas/f1/captions/1', 404);
});

test('a film of unknown length has its captions all the same, and they are no canvas themselves', async () => {
	const m = await manifest('be-trukmes');
	assert.deepEqual(m.items.map((c) => c.id.replace(/.*\//, '')), ['f1'], 'called as without captions');
	assert.deepEqual(m.rendering.map((r) => r.format), ['text/vtt', 'video/webm']);
	assert.deepEqual((await players('/lt/objects/be-trukmes'))[0].tracks.length, 1);
});

test('2.1 has nothing like them but what can be opened', async () => {
	const { json } = await ask('/iiif/presentation/filmas/manifest', 200, { accept: PROFILE_2 });
	assert.equal(json.sequences[0].canvases[0].otherContent, undefined);
	assert.deepEqual([json.rendering].flat().filter((r) => r.format === 'text/vtt').length, 3);
});

for (const id of ['uzdaras', 'embargas'])
	test(`captions of ${id} are as closed as the film`, async () => {
		const m = await manifest(id);
		assert.equal(m.items[0].annotations, undefined);
		assert.equal(m.rendering, undefined);
		assert.deepEqual(await players(`/lt/objects/${id}`), []);
		const paths = [`/files/${id}/u.mp4`, `/files/${id}/u.lt.vtt`, `/iiif/presentation/${id}/canvas/f1/captions/1`, `/iiif/presentation/${id}/canvas/f1/captions/1/text`];
		for (const path of paths) assert.ok(!(await ask(path, 403)).text.includes(SECRET), path);
		const { text } = await ask(`/lt/objects/${id}`);
		assert.ok(!text.includes('.vtt'), 'nor is their name told');
	});
