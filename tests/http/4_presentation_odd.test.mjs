// SPDX-License-Identifier: Apache-2.0
// Manifests of objects that are closed, that say little of themselves, or whose
// structure is unusual.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { get } from '../lib/http.mjs';
import { metsObject, smallPng } from '../lib/mets.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { noSchemas, schemas } from '../lib/xml.mjs';

const SECRET = 'Slaptas skyrius', SECRET_PAGE = 'slaptas puslapis';
let server, validate;

const closed = (identifier, access) => ({ identifier, title: `Uždaras ${identifier}`, pages: 3, access, labels: () => SECRET_PAGE,
	divs: [{ type: 'chapter', label: SECRET, pages: [1, 2] }, { type: 'index', pages: [3] }] });

// 30 levels, a page on the deepest alone.
const deep = (level) => ({ type: 'section', label: `lygis ${level}`, ...(level < 30 ? { divs: [deep(level + 1)] } : { pages: [4] }) });

before(async () => {
	const source = temporaryFolder(), data = temporaryFolder();
	metsObject(join(source, 'metadata'), closed('tik-metaduomenys', 'metadata'));
	metsObject(join(source, 'embargo'), closed('embargas', 'embargo:2999-01-01'));
	metsObject(join(source, 'over'), { ...closed('atvertas', 'embargo:2001-01-01'), divs: [{ type: 'chapter', label: SECRET, pages: [1] }] });
	metsObject(join(source, 'types'), { identifier: 'dalys', title: 'Dalys be pavadinimų', pages: 4, divs: [
		{ type: 'title_page', pages: [1] }, { type: 'TableOfContents', pages: [2] }, { type: 'Title page', pages: [2] },
		{ type: 'chapter', label: 'Pirmas', pages: [3] }, { type: 'ADVERTISEMENT', pages: [3] }, { type: 'kažkas', pages: [4] },
		{ type: 'empty', label: 'Be puslapių', divs: [{ type: 'empty', label: 'ir toliau be' }] }, deep(1)] });
	writeFileSync(join(source, 'x.png'), smallPng(30, 20));
	writeFileSync(join(source, 'y.png'), smallPng(31, 20));
	copyFileSync(join(root, 'tests/fuzz/corpus/play/mp4'), join(source, 'film.mp4'));
	copyFileSync(join(root, 'tests/fuzz/corpus/play/mp3-xing'), join(source, 'song.mp3'));
	writeFileSync(join(source, 'silent.webm'), Buffer.from('1a45dfa3', 'hex'));
	writeFileSync(join(source, 'films.csv'), ['identifier;title;kind;institution;image;file', 'film;Filmas;VIDEO;LT-X;x.png;film.mp4',
		'song;Daina;SOUND;LT-X;;song.mp3', 'silent;Nežinomos trukmės;VIDEO;LT-X;;silent.webm', 'mixed;Su priedu;TEXT;LT-X;x.png|y.png;song.mp3', ''].join('\n'));
	metsObject(join(source, 'lost'), { identifier: 'be-vaizdo', title: 'Be vaizdo', pages: 2 });
	rmSync(join(source, 'lost', 'page.png'));
	writeFileSync(join(source, 'records.csv'), [
		'identifier;title;title@en;title@lt;title@lt-x-1883;description@de-1901;date;kind;rights;institution;image',
		'odd;<b>Ne žymos</b>;Odd;Keistas;Keista;<i>kursyvas</i>;1920–1925;IMAGE;http://www.europeana.eu/rights/rr-f/;LT-X;x.png',
		'plain;Paprastas;;;;;1928-05-13;IMAGE;http://rightsstatements.org/vocab/InC/1.0/;;y.png', ''].join('\n'));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({}, { data });
	if (noSchemas) return;
	const ajv = new Ajv.default({ strict: false, validateFormats: false });
	validate = ajv.compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
});
after(() => stop(server));

async function ask(path, status = 200) {
	const answer = await get(server.base, path);
	assert.equal(answer.status, status, `${path}: ${answer.text.slice(0, 200)}`);
	return answer;
}

async function manifest(id) {
	const { json } = await ask(`/iiif/presentation/${id}/manifest`);
	if (validate) assert.ok(validate(json), `${id}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
	return json;
}

for (const id of ['tik-metaduomenys', 'embargas'])
	test(`nothing of the pages of ${id} is public`, async () => {
		const m = await manifest(id);
		assert.equal(m.items.length, 3);
		assert.equal(m.structures, undefined);
		assert.equal(m.thumbnail, undefined);
		for (const [i, canvas] of m.items.entries()) {
			assert.deepEqual(canvas.items, []);
			assert.equal(canvas.annotations, undefined);
			assert.deepEqual(canvas.label, { none: [String(i + 1)] });
		}
		assert.ok(m.requiredStatement.value.lt[0].length > 20, 'the reader is told why');
		const all = await Promise.all([`/iiif/presentation/${id}/manifest`, `/iiif/presentation/${id}/canvas/1`,
			'/iiif/collection/root', '/iiif/collection/institution:LT-Test', `/iiif/presentation/${id}/range/1`,
			`/iiif/presentation/${id}/range/9`, `/iiif/presentation/${id}/canvas/1/text`, `/objects/${id}`,
			`/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:vartai.example.org:${id}`,
			`/oai?verb=GetRecord&metadataPrefix=edm&identifier=oai:vartai.example.org:${id}`,
			'/search?q=slaptas'].map((path) => get(server.base, path)));
		for (const { text } of all) {
			assert.ok(!text.includes(SECRET_PAGE) && !text.includes(SECRET), text.slice(0, 2000));
			assert.ok(!text.includes(`/iiif/3/${id}`), 'no image');
		}
		assert.deepEqual(all.slice(4, 7).map((a) => a.status), [403, 403, 403]);
	});

test('an embargo that is over hides nothing', async () => {
	const m = await manifest('atvertas');
	assert.deepEqual(m.structures[0].label, { lt: [SECRET] }, 'words are in the language of the object');
	assert.deepEqual(m.items[0].label, { lt: [SECRET_PAGE] });
	assert.equal(m.items[0].items.length, 1);
});

test('a part without a label is called by its type, in Lithuanian and English', async () => {
	const { structures } = await manifest('dalys');
	assert.deepEqual(structures.slice(0, 6).map((r) => r.label), [
		{ lt: ['Antraštinis puslapis'], en: ['Title page'] }, { lt: ['Turinys'], en: ['Contents'] },
		{ lt: ['Antraštinis puslapis'], en: ['Title page'] }, { lt: ['Pirmas'] },
		{ lt: ['Skelbimas'], en: ['Advertisement'] }, { none: ['kažkas'] }]);
	const { text } = await ask('/lt/objects/dalys');
	assert.match(text, /Antraštinis puslapis/);
	assert.match((await ask('/en/objects/dalys')).text, /Title page/);
});

test('a part without pages is not a part; the pages of the deepest are kept', async () => {
	const { structures } = await manifest('dalys');
	assert.equal(structures.some((r) => JSON.stringify(r.label).includes('Be puslapių')), false);
	let range = structures.at(-1), levels = 1;
	for (; range.items[0].type === 'Range'; levels++) [range] = range.items;
	assert.equal(levels, 20);
	assert.match(range.items[0].id, /\/canvas\/4$/);
	await ask('/iiif/presentation/dalys/range/999', 404);
});

test('language maps have Lithuanian first, keys that viewers take, and no HTML by accident', async () => {
	const m = await manifest('odd');
	assert.deepEqual(Object.keys(m.label).slice(0, 2), ['lt', 'en']);
	assert.deepEqual(m.label.lt, ['Keistas', 'Keista']);
	assert.deepEqual(Object.keys(m.summary), ['de']);
	assert.deepEqual(m.summary.de, ['<i>kursyvas</i> '], 'text that looks like HTML');
	assert.ok(Object.values(m.label).flat().includes('<b>Ne žymos</b>'), 'a label is never HTML');
});

test('navDate is only what is known exactly; other rights are told in metadata', async () => {
	const odd = await manifest('odd'), plain = await manifest('plain');
	assert.equal(odd.navDate, undefined);
	assert.equal(plain.navDate, '1928-05-13T00:00:00Z');
	assert.equal(odd.rights, undefined);
	assert.ok(odd.metadata.some((f) => JSON.stringify(f.value).includes('http://www.europeana.eu/rights/rr-f/')), JSON.stringify(odd.metadata));
	assert.equal(plain.rights, 'http://rightsstatements.org/vocab/InC/1.0/');
});

test('an object without an institution has a manifest', async () => {
	const m = await manifest('plain');
	assert.equal(m.items.length, 1);
});

test('a film has a size and a duration, and its poster before it', async () => {
	const { items: [canvas] } = await manifest('film');
	assert.deepEqual([canvas.width, canvas.height, canvas.duration], [640, 480, 90.5]);
	const { body } = canvas.items[0].items[0];
	assert.deepEqual([body.type, body.format, body.width, body.height, body.duration], ['Video', 'video/mp4', 640, 480, 90.5]);
	assert.equal(canvas.placeholderCanvas.items[0].items[0].body.type, 'Image');
	assert.equal((await ask('/iiif/presentation/film/canvas/f1')).json.partOf[0].id, `${server.base}/iiif/presentation/film/manifest`);
	assert.equal((await manifest('song')).items[0].duration, 26.122);
});

test('what does not say how long it plays is linked to, and shown as what it is', async () => {
	const m = await manifest('silent');
	assert.equal(m.rendering[0].type, 'Video');
	assert.equal(m.items[0].duration, undefined);
	assert.ok(m.items[0].width > 0);
	assert.equal(m.items[0].items[0].items[0].body.format, 'video/webm');
});

test('a sound beside several pictures: the first stands beside it, the others are pages', async () => {
	const m = await manifest('mixed');
	assert.deepEqual(m.items.map((c) => c.id.split('/').pop()), ['f1', '2']);
	assert.match(m.items[0].accompanyingCanvas.id, /canvas\/1$/);
	assert.equal(m.thumbnail[0].width, 30);
});

test('a page whose image is missing says so, and is as large as a page', async () => {
	const { items } = await manifest('be-vaizdo');
	assert.equal(items.length, 2);
	for (const canvas of items) {
		assert.deepEqual(canvas.items, []);
		assert.match(canvas.summary.lt[0], /nėra/);
		assert.ok(canvas.width > 0 && canvas.height > 0);
	}
});

test('what is closed stands for no collection, and a long list of them has pictures at its beginning', async () => {
	const source = temporaryFolder(), data = temporaryFolder(), names = Array.from({ length: 55 }, (_, i) => `k${10 + i}`);
	writeFileSync(join(source, 'x.png'), smallPng(30, 20));
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind;collection;institution;image;access',
		`visur;Visur;IMAGE;${names.join('|')}|a-misri;LT-X;x.png;`, 'slapta;Slapta;IMAGE;a-slapta|a-misri;LT-X;x.png;metadata', ''].join('\n'));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	const own = await start({}, { data });
	try {
		const { items } = (await get(own.base, '/iiif/collection/root')).json, collections = items.filter((i) => /collection\/(k|a-)/.test(i.id));
		assert.equal(collections.length, 57);
		const shown = collections.filter((i) => i.thumbnail).map((i) => i.id.split('/').pop());
		assert.deepEqual(shown, ['a-misri', ...names.slice(0, 48)], 'the first 50, and the closed one is one of them');
		for (const i of collections) if (i.thumbnail) assert.match(i.thumbnail[0].id, /\/iiif\/3\/visur\.1\//);
		assert.equal((await get(own.base, '/iiif/collection/a-slapta')).json.thumbnail, undefined);
	} finally { await stop(own); for (const folder of [source, data]) rmSync(folder, { recursive: true, force: true }); }
});
