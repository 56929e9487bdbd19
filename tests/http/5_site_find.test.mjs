// SPDX-License-Identifier: Apache-2.0
// Words looked for in one object, on its page without scripts: which pages are told, with
// what words around them, and whether the boxes drawn over the open page lie on them.  And
// what the search of all objects makes of what a reader means.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { alto, near, wholeWords } from '../lib/words.mjs';

const PAPER = 'ezeru-balsas-1927-03-13', BOOK = 'ezeru-krasto-padavimai-1931';
const known = JSON.parse(readFileSync(join(root, 'build/collection/expected.json'), 'utf8')).objects.find((o) => o.identifier === PAPER).words;
const folder = temporaryFolder(), data = join(folder, 'data');
let demo, own;

// identifier, date, access, lines of its text
const texts = [
	['senas', '1883', 'open', ['Auszra ir wiltis', 'szwentas raſztas']],
	['uzdaras', '1930', 'metadata', ['Labai slaptas žodis', 'nebylys']],
	['embargas', '1930', 'embargo:2035-01-01', ['Labai slaptas žodis']],
	['pasibaiges', '1930', 'embargo:2020-01-01', ['Labai slaptas žodis']],
];

before(async () => {
	const source = join(folder, 'in');
	mkdirSync(source);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-T, name: {lt: Testas}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\nlanguage: lt\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;kind;date;image;access\n${texts.map(([id, date, access]) => `${id};Tekstas ${id};TEXT;${date};${id}.jpg;${access}`).join('\n')}\n`);
	for (const [id, , , lines] of texts) {
		cpSync(join(root, 'build/collection/02-sventosios-pakrantes/vaga/1931-04-12/img/0001.jpg'), join(source, `${id}.jpg`));
		writeFileSync(join(source, `${id}.xml`), alto(lines));
	}
	const made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(made.code, 0, made.stdout + made.stderr);
	[demo, own] = [await start(), await start({}, { data })];
});
after(async () => {
	for (const s of [demo, own]) if (s) await stop(s);
	rmSync(folder, { recursive: true, force: true });
});

// What a page of an object says of the words.
async function find(id, q, more = '', server = demo) {
	const { status, text } = await get(server.base, `/en/objects/${id}?q=${encodeURIComponent(q)}${more}`);
	const boxes = [...text.matchAll(/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"\/>/g)].map((m) => m.slice(1).map(Number));
	const list = /<section class="finds"[^]*?<\/section>/.exec(text)?.[0] ?? '', here = /<details class="here">[^]*?<\/details>/.exec(text)?.[0] ?? '';
	const marks = (part) => [...part.matchAll(/<mark>([^<]*)<\/mark>/g)].map((m) => m[1]);
	return { status, text, boxes, marks: marks(list), here: marks(here), total: Number(/Found in (\d+)/.exec(list)?.[1]), pages: [...list.matchAll(/\?page=(\d+)&amp;q=/g)].map((m) => Number(m[1])),
		view: /<svg class="hits" viewBox="([^"]*)"/.exec(text)?.[1], open: Number(/<h2 id="page-heading">[^\d<]*(\d+)/.exec(text)?.[1]) };
}

test('a word is found by each of its forms, as often as Content Search finds it', async () => {
	const { json } = await get(demo.base, `/iiif/presentation/${PAPER}/search/1?q=${encodeURIComponent('ežeras')}`);
	for (const q of ['ežeras', 'ežerų', 'EZERAMS']) {
		const f = await find(PAPER, q);
		assert.equal(f.status, 200);
		assert.equal(f.total, json.within.total, q);
		assert.deepEqual(f.pages, [...new Set(json.resources.map((r) => Number(/canvas\/(\d+)/.exec(r.on)[1])))], q);
		for (const word of [...f.marks, ...f.here]) assert.match(word, /^ežer/i);
	}
});

test('the first page that has the words is opened, unless the address says which', async () => {
	const f = await find(BOOK, '"mėlynajai už ausies"');
	assert.deepEqual([f.total, f.marks, f.here], [1, ['mėlynajai už ausies'], ['mėlynajai už ausies']]);
	assert.equal(f.open, f.pages[0]);
	assert.ok(f.boxes.length > 0);
	const other = await find(BOOK, '"mėlynajai už ausies"', '&page=1');
	assert.deepEqual([other.open, other.boxes.length, other.here.length, other.pages], [1, 0, 0, f.pages]);
	assert.match(other.text, /rel="next" href="[^"]*\?page=2&amp;q=%22m/, 'the next page shows them, too');
});

test('boxes lie on the known words of the demo newspaper, also over the end of a line', async () => {
	const list = wholeWords(known[2]);
	let phrases = 0, divided = 0;
	for (let i = 0; i + 1 < list.length && phrases + divided < 40; i++) {
		const [a, boxA, moreA] = list[i], [b, boxB, moreB] = list[i + 1];
		const isDivided = moreA && divided < 20 && /^\p{L}{5,}$/u.test(a);
		const isOver = !moreA && !moreB && phrases < 20 && /^\p{L}{4,}$/u.test(a) && /^\p{Ll}{4,}$/u.test(b) && boxB[0] < boxA[0] && boxB[1] > boxA[1] && boxB[1] - boxA[1] < 80;
		if (!isDivided && !isOver) continue;
		const q = isDivided ? `"${a}"` : `"${a} ${b}"`, { boxes, view } = await find(PAPER, q, '&page=2');
		for (const box of isDivided ? [boxA, moreA] : [boxA, boxB]) assert.ok(boxes.some((x) => near(x, box, 3)), `${q}: ${box} but ${JSON.stringify(boxes)}`);
		const [, , w, h] = view.split(',').map(Number);
		assert.ok(boxes.every(([x, y, bw, bh]) => x + bw <= w && y + bh <= h));
		if (isDivided) divided++; else phrases++;
	}
	assert.ok(phrases > 5 && divided > 5, `${phrases} ${divided}`);
});

test('old spelling is found by the new', async () => {
	for (const [q, word, x, y] of [['aušra', 'Auszra', 0, 0], ['šventas raštas', 'szwentas raſztas', 0, 50], ['viltis', 'wiltis', 200, 0]]) {
		const f = await find('senas', q, '', own);
		assert.ok(f.total > 0 && word.startsWith(f.marks[0]), `${q}: ${f.marks}`);
		const [, , w, h] = f.view.split(',').map(Number);
		assert.ok(f.boxes.some((b) => near(b.slice(0, 2), [x * w / 1000, y * h / 1000], 3)), `${q}: ${JSON.stringify(f.boxes)}`);
	}
});

test('a part of a page has the boxes where they lie in it', async () => {
	const [word, box] = wholeWords(known[1]).find(([w, , more]) => !more && /^\p{L}{7,}$/u.test(w));
	const { view, boxes } = await find(PAPER, `"${word}"`, `&page=1&xywh=${box[0]},${box[1]},${box[2]},${box[3]}`);
	assert.equal(view, box.join(','));
	assert.ok(boxes.some((b) => near(b, box, 3)));
});

test('whatever is typed is answered, and nothing of it is markup', async () => {
	for (const q of ['(', 'AND', 'a AND', 'NOT ežeras', '()', '"', '***', 'a"b', "' OR 1=1 --", '<script>alert(1)</script>', '🙂', 'qqqxxx']) {
		const { status, text } = await find(PAPER, q);
		assert.equal(status, 200, q);
		assert.doesNotMatch(text, /<script>alert| style="/);
	}
	const none = await find(PAPER, 'qqqxxx');
	assert.deepEqual([none.total, none.pages, none.boxes, none.here], [0, [], [], []]);
	for (const q of ['ž'.repeat(120), 'a'.repeat(201)]) assert.equal((await find(PAPER, q)).status, 400);
});

test('text that is not open is nowhere', async () => {
	assert.deepEqual((await find('pasibaiges', 'slaptas', '', own)).marks, ['slaptas']);
	for (const id of ['uzdaras', 'embargas'])
		for (const q of ['slaptas', 'slapt*', '"labai slaptas"']) {
			const f = await find(id, q, '', own);
			assert.equal(f.status, 200);
			assert.deepEqual([f.boxes, f.marks, f.here, f.pages], [[], [], [], []]);
			assert.doesNotMatch(f.text, /class="(find|finds|hits|here)"|žodis/);
		}
});

test('nothing is said of places when no words are looked for; the way to the other language, to the preferences and back keeps all that was asked', async () => {
	const html = { accept: 'text/html', 'accept-language': 'lt' };
	const page = (path) => get(demo.base, path, { headers: html });
	assert.doesNotMatch((await page(`/objects/${PAPER}`)).text, /class="here"/);
	for (const path of [`/objects/${PAPER}?q=turgus&page=2`, '/search?q=turgus&kind=TEXT&order=date', `/lt/objects/${PAPER}?q=turgus`]) {
		const { text } = await page(path), query = path.slice(path.indexOf('?')).replaceAll('&', '&amp;');
		const [, other] = text.match(/<a href="([^"]+)" hreflang="en"/), [, back] = text.match(/\?back=([^"]+)"/);
		assert.equal(other, `${demo.base}/en${path.replace(/^\/lt/, '').replace(/\?.*/, '')}${query}`);
		assert.equal(decodeURIComponent(back), path);
	}
});

// --- in all objects ---------------------------------------------------------------------

const html = { accept: 'text/html', 'accept-language': 'lt' };
const ask = (path, server = demo) => get(server.base, path, { headers: html });
const plain = (s) => s.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const linkTo = (text, name) => plain(new RegExp(`<a href="([^"]+)">${name}`).exec(text)?.[1] ?? '');

// All that a search finds, page by page.
async function everything(path, server = demo) {
	const ids = [], { text } = await ask(path, server);
	for (let page = text; ; page = (await ask(plain(/rel="next" href="([^"]+)"/.exec(page)[1]), server)).text) {
		for (const [, id] of page.matchAll(/<li class="card[^>]*>\s*<a href="(?:\/lt)?\/objects\/([^"]+)"/g)) ids.push(decodeURIComponent(id));
		if (!page.includes('rel="next"')) break;
	}
	return { text, ids: ids.sort() };
}

// From when to when each object is, as it says itself for machines; those that were not issued
// or created but have a date are not among them.
async function years() {
	const list = new Map(), ids = (await everything('/search?order=title')).ids;
	for (const id of ids) {
		const { json } = await get(demo.base, `/objects/${encodeURIComponent(id)}`, { headers: { accept: 'application/ld+json' } });
		const [from, to = from] = String(json.datePublished ?? json.dateCreated ?? '').split('/').map((d) => Number(d.slice(0, 4)));
		if (from) list.set(id, [from, to]);
	}
	return list;
}

test('a span of years finds what is dated over some of them, alone and with words, and is a period to be taken away', async () => {
	const dated = await years(), between = (a, b) => [...dated].filter(([, [from, to]]) => from <= b && to >= a).map(([id]) => id).sort();
	const known = (ids) => ids.filter((id) => dated.has(id)), want = between(1927, 1931), { ids: all } = await everything('/search?order=title');
	assert.ok(want.length > 20 && want.length < all.length, `${want.length}`);
	for (const q of ['1927–1931', '1927-1931', '1927 — 1931', '1927–1931 m.', '(1927–1931)']) {
		const { text, ids } = await everything(`/search?q=${encodeURIComponent(q)}`);
		assert.deepEqual(known(ids), want, q);
		assert.match(text, /Laikotarpis: 1927–1931 m\./, 'a period');
		assert.match(text, /supratome kaip metus: ieškota to laikotarpio/);
		assert.match(text, /name="robots" content="noindex/);
		assert.deepEqual((await everything(plain(/<ul class="chosen"[^]*?href="([^"]+)"/.exec(text)[1]))).ids, all, 'taken away');
	}
	for (const [a, b] of [[1850, 1905], [1928, 1928], [1000, 2200]]) assert.deepEqual(known((await everything(`/search?period=${a}-${b}`)).ids), between(a, b), `${a}-${b}`);
	const inYears = (await everything('/search?period=1927-1931')).ids;
	const word = (await everything('/search?q=turgus')).ids, both = await everything(`/search?q=${encodeURIComponent('turgus 1927–1931')}`);
	assert.deepEqual(both.ids, word.filter((id) => inYears.includes(id)));
	assert.ok(both.ids.length > 0 && both.ids.length < word.length);
	assert.match(both.text, /name="q" value="turgus"/, 'what is left of the words');
	assert.match(both.text, /type="hidden" name="period" value="1927-1931"/);
	assert.deepEqual((await everything('/search?q=turgus&period=1800-1899')).ids.filter((id) => both.ids.includes(id)), []);
	assert.deepEqual((await everything(`/search?q=${encodeURIComponent('turgus 1927–1931')}&period=1800-1899`)).ids, both.ids, 'what was typed last is meant');
});

test('years the wrong way round are turned, and told; what stands in quotation marks is looked for as it is', async () => {
	const right = await everything('/search?q=1927-1931'), wrong = await everything('/search?q=1931-1927');
	assert.deepEqual(wrong.ids, right.ids);
	assert.match(wrong.text, /„1931-1927“ supratome kaip metus, tik parašytus atvirkščiai: ieškota 1927–1931 m\. objektų/);
	assert.match((await get(demo.base, '/en/search?q=1931-1927', { headers: html })).text, /“1931-1927” was taken for years written the wrong way round: we looked for what is from 1927–1931\./);
	const url = linkTo(right.text, 'Ieškoti paties užrašo');
	assert.equal(new URL(url, demo.base).searchParams.get('q'), '"1927-1931"');
	const { text } = await ask(url);
	assert.doesNotMatch(text, /class="chosen"|kaip metus/);
	assert.match((await ask('/search?q=1700-1701')).text, /role="status">Nieko nerasta[^]*Laikotarpis|Laikotarpis[^]*role="status">Nieko nerasta/);
	assert.equal((await ask('/search?period=1931-1927')).status, 400);
	for (const path of ['/help', '/en/help']) assert.match((await ask(path)).text, /1927–1931/);
});

test('a search that finds nothing offers what may have been meant, which finds something', async () => {
	const offered = (text) => plain(/Gal ieškojote: <a href="([^"]+)" dir="auto">([^<]+)<\/a>/.exec(text)?.slice(1).join(' ') ?? '');
	for (const [typed, meant] of [['turgsu', 'turgus'], ['Ežeų balsas', 'Ežerų balsas'], ['"ezeru blasas"', '"ezeru balsas"'], ['laikarštis', 'laikraštis']]) {
		const [url, ...words] = offered((await ask(`/search?q=${encodeURIComponent(typed)}&order=date`)).text).split(' ');
		assert.equal(words.join(' '), meant, typed);
		assert.match(url, /order=date/);
		assert.match((await ask(url)).text, /role="status">Rast/, url);
	}
	assert.match((await get(demo.base, '/en/search?q=turgsu', { headers: html })).text, /Did you mean: <a href="\/en\/search\?q=turgus"/);
	const { text } = await ask(`/search?q=${encodeURIComponent('turgsu 1927–1931')}`);
	assert.match(offered(text), /q=turgus&period=1927-1931 turgus$/, 'with what was narrowed down by');
	for (const path of ['/search?q=turgus', '/search?q=xqzwvk', '/search?q=turgsu&kind=3D', '/search?q=%22', '/search?q=turgsu&page=2', '/search?kind=3D&place=x'])
		assert.equal(offered((await ask(path)).text), '', path);
	for (const q of ['<b>turgsu</b>', '"><script>alert(1)</script> turgsu']) assert.doesNotMatch((await ask(`/search?q=${encodeURIComponent(q)}`)).text, /<b>|<script>alert/);
});

test('what is offered is never of text that is not open', async () => {
	for (const q of ['nebylsy', 'nebyls', 'Nebylis', '"nebylsy"']) assert.doesNotMatch((await ask(`/search?q=${encodeURIComponent(q)}`, own)).text, /Gal ieškojote|nebylys/i, q);
	assert.match((await ask('/search?q=slpatas', own)).text, /Gal ieškojote: <a href="\/search\?q=slaptas" dir="auto">slaptas/);
});
