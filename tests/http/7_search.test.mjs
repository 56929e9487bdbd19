// SPDX-License-Identifier: Apache-2.0
// IIIF Content Search 2.0 and 1.0: the form of the answers, boxes on their words, scopes,
// completion, and what must never be found.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { readFileSync } from 'node:fs';
import { alto, near, wholeWords } from '../lib/words.mjs';

const SEARCH_2 = 'http://iiif.io/api/search/2/context.json', SEARCH_1 = 'http://iiif.io/api/search/1/context.json';
const PAPER = 'ezeru-balsas-1927-03-13', BOOK = 'ezeru-krasto-padavimai-1931';
const ALL = 'collection/root';	// all collections
const expected = JSON.parse(readFileSync(join(root, 'build/collection/expected.json'), 'utf8')).objects;
let server;
const ask = (path, options) => get(server.base, path.replace(server.base, ''), options);
const search = async (scope, q, more = '') => {
	const answer = await ask(`/iiif/${scope}/search${more.startsWith('/') ? '/1' : ''}?q=${encodeURIComponent(q)}${more.replace('/1', '')}`);
	assert.equal(answer.status, 200, `${scope} ${q}: ${answer.text}`);
	return answer.json;
};
const boxOf = (target) => /#xywh=([\d,]+)$/.exec(target)?.[1].split(',').map(Number);
const canvasOf = (target) => Number(/\/canvas\/(\d+)/.exec(target)[1]);
const letters = (word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
const fold = (word) => letters(word).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

before(async () => { server = await start({ 'iiif_search.hits': 10, 'iiif_search.terms': 5 }); });
after(() => stop(server));

// What each answer of 2.0 must be, whatever was asked.
function isPage2(page) {
	assert.equal(page['@context'], SEARCH_2);
	assert.equal(page.type, 'AnnotationPage');
	const ids = new Set(page.items.map((a) => a.id));
	assert.equal(ids.size, page.items.length, 'ids are unique');
	for (const a of page.items) {
		assert.deepEqual([a.type, a.motivation, a.body.type, a.body.format], ['Annotation', 'supplementing', 'TextualBody', 'text/plain']);
		assert.ok(a.body.value.length > 0);
		assert.match(a.target.id ?? a.target, /\/iiif\/presentation\/[^/]+\/canvas\/\d+(#xywh=\d+,\d+,\d+,\d+)?$/);
	}
	if (page.items.length === 0) return assert.equal(page.annotations, undefined);
	assert.equal(page.annotations.length, 1);
	const sources = new Set();
	for (const c of page.annotations[0].items) {
		assert.deepEqual([c.type, c.motivation], ['Annotation', 'contextualizing']);
		for (const t of [c.target].flat()) {
			assert.equal(t.type, 'SpecificResource');
			assert.ok(ids.has(t.source), t.source);
			assert.equal(t.selector[0].type, 'TextQuoteSelector');
			assert.ok(t.selector[0].exact.length > 0);
			sources.add(t.source);
		}
	}
	assert.equal(sources.size, ids.size, 'each annotation has its context');
}

function isList1(list) {
	assert.deepEqual(list['@context'], ['http://iiif.io/api/presentation/2/context.json', SEARCH_1]);
	assert.equal(list['@type'], 'sc:AnnotationList');
	assert.equal(list.within['@type'], 'sc:Layer');
	const ids = list.resources.map((r) => r['@id']);
	assert.equal(new Set(ids).size, ids.length);
	for (const r of list.resources)
		assert.deepEqual([r['@type'], r.motivation, r.resource['@type']], ['oa:Annotation', 'sc:painting', 'cnt:ContentAsText']);
	assert.deepEqual(list.hits.flatMap((h) => h.annotations), ids);
	for (const h of list.hits) {
		assert.equal(h['@type'], 'search:Hit');
		assert.ok(h.match.length > 0 && typeof h.before === 'string' && typeof h.after === 'string');
	}
}

test('answers of both versions are of their form and say the same', async () => {
	for (const [scope, q] of [[`presentation/${PAPER}`, 'knyga'], [`presentation/${PAPER}`, 'nesamas'], [`presentation/${BOOK}`, 'ežeras NOT upė'],
		['collection/root', '"senas žvejys"'], ['collection/spauda', 'jezioro'], ['collection/institution:LT-VRT-05', 'jezioro']]) {
		const two = await search(scope, q), one = await search(scope, q, '/1');
		isPage2(two);
		isList1(one);
		assert.equal(two.partOf?.total ?? two.annotations?.[0].items.length ?? 0, one.within.total);
		assert.deepEqual(two.items.map((a) => [a.body.value, a.target.id ?? a.target]),
			one.resources.map((r) => [r.resource.chars, r.on['@id'] ?? r.on]));
		for (const r of one.resources) if (scope.startsWith('collection')) assert.equal(r.on.within['@type'], 'sc:Manifest');
		for (const a of two.items)
			if (scope.startsWith('collection')) {
				assert.deepEqual([a.target.type, a.target.partOf.type], ['Canvas', 'Manifest']);
				assert.ok(Object.values(a.target.partOf.label).flat().length > 0);
			}
	}
});

test('every hit lies on its canvas, and canvases and manifests answer', async () => {
	const { items } = await search('collection/root', 'ežerų OR jezioro OR upė');
	for (const a of items) {
		const [id] = a.target.id.split('#'), canvas = (await ask(id)).json, [x, y, w, h] = boxOf(a.target.id);
		assert.ok(x + w <= canvas.width && y + h <= canvas.height && w > 0 && h > 0, a.target.id);
		assert.equal((await ask(a.target.partOf.id)).status, 200);
	}
});

test('boxes lie on the known words of the demo newspaper, the book and the guide', async () => {
	for (const object of expected.filter((o) => o.words && !['afisha-1931', 'di-ozere'].includes(o.identifier)))
		for (const [page, list] of Object.entries(object.words)) {
			const whole = wholeWords(list), asked = new Map();
			for (const [word, ...boxes] of whole)
				if (/^\p{L}+[.,:;!?“”]*$/u.test(word)) asked.set(fold(word), [...(asked.get(fold(word)) ?? []), boxes]);
			let tried = 0;
			for (const [word, places] of asked) {
				if (places.length > 3 || tried++ >= 60) continue;
				// The rest of a word that began on the page before is found as the whole.
				const begun = object.words[page - 1]?.at(-1)[0].match(/^(\p{L}+)-$/u)?.[1] ?? '';
				const answer = await search(`presentation/${object.identifier}/canvas/${page}`, `"${word}" OR "${begun}${word}"`);
				const got = answer.annotations?.[0].items.map((c) => [c.target].flat().map((t) =>
					boxOf(answer.items.find((a) => a.id === t.source).target))) ?? [];
				for (const boxes of places)
					assert.ok(got.some((g) => g.length === boxes.length && g.every((b, i) => near(b, boxes[i], 3))),
						`${object.identifier} ${page} ${word}: ${JSON.stringify(places)} but ${JSON.stringify(got)}`);
			}
			assert.ok(tried > 20 || list.length < 200, `${object.identifier} ${page}: ${tried}`);
		}
});

test('a divided word is found whole, with a box on each line', async () => {
	let seen = 0;
	for (const [page, list] of Object.entries(expected.find((o) => o.identifier === PAPER).words))
		for (const [word, first, second] of wholeWords(list)) {
			if (!second || !/^\p{L}{5,}$/u.test(word)) continue;
			const { items } = await search(`presentation/${PAPER}/canvas/${page}`, `"${word}"`);
			const boxes = items.map((a) => boxOf(a.target));
			assert.ok(boxes.some((b) => near(b, first, 3)) && boxes.some((b) => near(b, second, 3)), `${word} ${JSON.stringify(boxes)}`);
			if (++seen === 12) return;
		}
	assert.ok(seen > 5, String(seen));
});

test('a phrase over a line break has a box on each line', async () => {
	let seen = 0;
	const list = wholeWords(expected.find((o) => o.identifier === PAPER).words[2]);
	for (let i = 0; i + 1 < list.length && seen < 12; i++) {
		const [a, boxA, moreA] = list[i], [b, boxB, moreB] = list[i + 1];
		if (moreA || moreB || !/^\p{L}{4,}$/u.test(a) || !/^\p{Ll}{4,}$/u.test(b) || !(boxB[0] < boxA[0] && boxB[1] > boxA[1] && boxB[1] - boxA[1] < 80)) continue;
		const { items } = await search(`presentation/${PAPER}/canvas/2`, `"${a} ${b}"`);
		const boxes = items.map((x) => boxOf(x.target));
		assert.ok(boxes.some((x) => near(x, boxA, 3)) && boxes.some((x) => near(x, boxB, 3)), `${a} ${b} ${JSON.stringify(boxes)}`);
		seen++;
	}
	assert.ok(seen > 5, String(seen));
});

test('the text around a hit', async () => {
	const { items, annotations } = await search(`presentation/${BOOK}`, '"mėlynajai už ausies"');
	assert.equal(annotations[0].items.length, 1);
	const targets = [annotations[0].items[0].target].flat();
	assert.match(targets[0].selector[0].prefix, /pakasė $/);
	assert.match(targets.at(-1).selector[0].suffix, /^ ir paklausė/);
	assert.equal(items.map((a) => a.body.value).join(' '), 'mėlynajai už ausies');
});

test('many hits are divided, and every page of them is there once', async () => {
	for (const version of ['', '/1']) {
		const seen = [];
		let page = await search(`presentation/${BOOK}`, 'ir', version), next, count = 0;
		const total = page.partOf?.total ?? page.within.total, first = page.partOf?.first ?? { id: page.within.first };
		assert.ok(total > 20, String(total));
		assert.equal((await ask(first.id)).text, (await ask(page.id ?? page['@id'])).text);
		do {
			(version ? isList1 : isPage2)(page);
			assert.equal(page.startIndex, 10 * count++);
			const hits = page.hits ?? page.annotations[0].items;
			seen.push(...(page.items ?? page.resources).map((a) => a.target ?? a.on));
			assert.equal(hits.length, Math.min(10, total - page.startIndex));
			if (count > 1) assert.equal((await ask(page.prev.id ?? page.prev)).status, 200);
			next = page.next?.id ?? page.next;
			if (next) page = (await ask(next)).json;
		} while (next);
		assert.equal(page.id ?? page['@id'], (await search(`presentation/${BOOK}`, 'ir', version)).partOf?.last.id ?? (await search(`presentation/${BOOK}`, 'ir', version)).within.last);
		assert.equal(new Set(seen).size, seen.length);
		assert.ok(seen.length >= total);
	}
	assert.equal((await ask(`/iiif/presentation/${BOOK}/search?q=ir&page=99`)).status, 404);
	assert.equal((await ask(`/iiif/presentation/${BOOK}/search?q=ir&page=x`)).status, 400);
});

test('scopes: a canvas, a range and its regions, collections', async () => {
	const all = await search(`presentation/${PAPER}`, 'ežerų', '/1'), pages = new Set(all.resources.map((r) => canvasOf(r.on)));
	assert.ok(pages.size > 1);
	const one = await search(`presentation/${PAPER}/canvas/2`, 'ežerų');
	assert.ok(one.items.length > 0 && one.items.every((a) => canvasOf(a.target) === 2));
	const manifest = (await ask(`/iiif/presentation/${PAPER}/manifest`)).json;
	const ranges = manifest.structures.flatMap((r) => [r, ...(r.items ?? [])]).filter((r) => r.type === 'Range' && r.items.some((i) => i.selector));
	let found = 0;
	for (const range of ranges.slice(0, 12)) {
		const parts = range.items.filter((i) => i.selector).map((i) => [canvasOf(i.source.id), i.selector.value.replace('xywh=', '').split(',').map(Number)]);
		const { items } = (await ask(`${range.id}/search?q=ir`)).json;
		for (const a of items) {
			const [x, y, w, h] = boxOf(a.target);
			assert.ok(parts.some(([n, p]) => n === canvasOf(a.target) && x + w / 2 >= p[0] && x + w / 2 <= p[0] + p[2] && y + h / 2 >= p[1] && y + h / 2 <= p[1] + p[3]), `${range.id} ${a.target}`);
			found++;
		}
	}
	assert.ok(found > 3, String(found));
	const press = await search('collection/spauda', 'ežerų', '/1'), other = await search('collection/zemelapiai', 'ežerų', '/1');
	assert.ok(press.within.total > all.within.total);
	assert.equal(other.within.total, 0);
	for (const path of [`presentation/nera/search?q=a`, `presentation/${PAPER}/canvas/99/search?q=a`, `presentation/${PAPER}/range/999/search?q=a`,
		'collection/nera/search?q=a', 'collection/institution:nera/search?q=a', 'presentation/nera/autocomplete?q=aa']) {
		const { status, json } = await ask(`/iiif/${path}`);
		assert.equal(status, 404, path);
		assert.ok(json.detail.length > 10);
	}
	assert.equal((await ask('/iiif/presentation/sartai-alanta-dvaras/search?q=a')).status, 410);
});

test('parameters: what does nothing is said, and what text is not asked for is not given', async () => {
	const { json } = await ask(`/iiif/presentation/${PAPER}/search?q=knyga&user=http://a&date=2020-01-01T00:00:00Z/2021-01-01T00:00:00Z`);
	assert.deepEqual(json.ignored, ['user', 'date']);
	// "a list of the ignored parameters" (2.0, 4.2.4): those that nobody knows, too, each once and not without end.
	assert.deepEqual((await search(`presentation/${PAPER}`, 'knyga', '&box=1&min=2&page=1&box=2&%C5%BE%22=')).ignored, ['box', 'ž"']);
	assert.deepEqual((await search(`presentation/${PAPER}`, 'knyga', '/1&box=1')).within.ignored, ['box']);
	assert.deepEqual((await ask(`/iiif/presentation/${PAPER}/autocomplete/1?q=kny&x=1`)).json.ignored, ['x']);
	assert.equal((await search(`presentation/${PAPER}`, 'knyga', Array.from({ length: 30 }, (_, i) => `&a${i}=`).join(''))).ignored.length, 20);
	assert.deepEqual((await search(`presentation/${PAPER}`, 'knyga', '/1&user=a')).within.ignored, ['user']);
	assert.equal((await search(`presentation/${PAPER}`, 'knyga')).ignored, undefined);
	assert.equal((await search(`presentation/${PAPER}`, 'knyga', '&motivation=tagging')).items.length, 0);
	assert.ok((await search(`presentation/${PAPER}`, 'knyga', '&motivation=tagging%20supplementing')).items.length > 0);
	assert.ok((await search(`presentation/${PAPER}`, 'knyga', '/1&motivation=painting')).hits.length > 0);
	assert.equal((await search(`presentation/${PAPER}`, 'knyga', '/1&motivation=linking')).hits.length, 0);
});

// 2.0, 4.1.1 (1.0, 3.2.1): a parameter that is empty or not there restricts nothing.
test('without words: each line of the text, in its order, page by page; a collection wants words', async () => {
	const lines = async (canvas) => {	// as the canvas has them for who does not search
		const { items } = (await ask((await ask(`/iiif/presentation/${PAPER}/manifest`)).json.items[canvas - 1].annotations[0].id)).json;
		return items.map((a) => a.body.value);
	};
	for (const [path, version] of [[`presentation/${PAPER}/canvas/2/search?q=`, 2], [`presentation/${PAPER}/canvas/2/search`, 2], [`presentation/${PAPER}/canvas/2/search/1?q=%20`, 1]]) {
		const want = await lines(2), got = [];
		let address = `/iiif/${path}`, answer;
		for (; address; address = answer.next?.id ?? answer.next) {
			({ json: answer } = await ask(address));
			const items = answer.items ?? answer.resources;
			got.push(...items.map((a) => a.body?.value ?? a.resource.chars));
			assert.ok(items.length <= 10 && items.every((a) => canvasOf(a.target ?? a.on) === 2));
			assert.deepEqual([answer.annotations, answer.hits], [undefined, undefined], 'nothing was looked for, nothing matches');
			assert.equal(new Set(items.map((a) => a.id ?? a['@id'])).size, items.length);
		}
		assert.deepEqual(got, want, path);
		assert.equal((version === 2 ? answer.partOf : answer.within).total, want.length);
	}
	const whole = (await ask(`/iiif/presentation/${PAPER}/search`)).json;
	assert.ok(whole.partOf.total > (await lines(2)).length);
	assert.deepEqual(whole.items.map((a) => a.body.value), (await lines(1)).slice(0, 10));
	assert.equal((await ask(whole.partOf.last.id)).status, 200);
	const range = (await ask(`/iiif/presentation/${PAPER}/manifest`)).json.structures.flatMap((r) => [r, ...(r.items ?? [])]).find((r) => r.type === 'Range' && r.items.every((i) => i.selector));
	const [x, y, w, h] = range.items[0].selector.value.replace('xywh=', '').split(',').map(Number), inside = (await ask(`${range.id}/search`)).json;
	assert.ok(inside.items.length > 0);
	for (const a of range.items.length === 1 ? inside.items : []) {
		const [bx, by, bw, bh] = boxOf(a.target);
		assert.ok(bx + bw / 2 >= x && bx + bw / 2 <= x + w && by + bh / 2 >= y && by + bh / 2 <= y + h, a.target);
	}
	assert.equal((await ask(`/iiif/presentation/${PAPER}/search?motivation=tagging`)).json.items.length, 0);
	assert.equal((await ask(`/iiif/presentation/${PAPER}/search?q=%22`)).json.items.length, 0, 'a mark is no word');
	for (const path of [`${ALL}/search`, `${ALL}/search/1?q=`]) {
		const { status, json } = await ask(`/iiif/${path}`);
		assert.equal(status, 400, path);
		assert.match(json.detail, /^q is missing: a collection is searched for words/);
	}
	assert.deepEqual((await ask(`/iiif/presentation/${PAPER}/autocomplete?q=`)).json.items, []);
});

test('what is broken gets a sentence', async () => {
	for (const q of ['(knyga', 'knyga AND', 'OR', 'NOT knyga', '()', 'a NOT', '%FF', 'a'.repeat(1500), 'a '.repeat(40), `"${'a '.repeat(40)}"`, 'aa* bb* cc* dd* ee*']) {
		for (const scope of [`presentation/${PAPER}/search`, `presentation/${PAPER}/search/1`, `${ALL}/search`]) {
			const { status, json } = await ask(`/iiif/${scope}?q=${q === '%FF' ? q : encodeURIComponent(q)}`);
			assert.equal(status, 400, q);
			assert.match(json.detail, /^(the|a) .{20,}/, q);
		}
	}
	for (const q of ['"', '"knyga', '***', '-', 'a"b', '{text} : x', "'; --", 'NEAR(a b)', 'knyga)', '\u0001', '🙂', 'ſ', 'é́́'])
		assert.equal((await ask(`/iiif/presentation/${PAPER}/search?q=${encodeURIComponent(q)}`)).status, 200, q);
});

// A mark that nobody closed opens no phrase: what has the words is found, and it is said how
// they were read, in the place that each specification has for a sentence.
test('a quotation mark without its end is told', async () => {
	const scope = `presentation/${PAPER}`;
	for (const [open, plain] of [['"Ežerų balsas', 'Ežerų balsas'], ['„Ežerų balsas', 'Ežerų balsas'], ['5" Ežerų', '5 Ežerų'], ['"balsas', 'balsas']]) {
		const [v2, v1] = [await search(scope, open), await search(scope, open, '/1')];
		assert.equal(v2.items.length, (await search(scope, plain)).items.length, open);
		assert.match(v2.summary.lt[0], /^Kabutės neuždarytos/);
		assert.match(v2.summary.en[0], /not closed/);
		assert.deepEqual(v1.description.map((d) => d['@language']), ['lt', 'en']);
		assert.equal(v1.description[0]['@value'], v2.summary.lt[0]);
		isPage2(v2);
		isList1(v1);
	}
	for (const q of ['"Ežerų balsas"', '„Ežerų balsas“', '„balsas“', 'balsas'])
		assert.equal((await search(scope, q)).summary, undefined, q);
	const page = (q) => get(server.base, `/search?q=${encodeURIComponent(q)}`, { headers: { accept: 'text/html', 'accept-language': 'lt' } });
	assert.match((await page('"Ežerų balsas')).text, /<p>Kabutės neuždarytos/);
	assert.match((await page('(Ežerų balsas')).text, /<p>Operatoriai, skliaustai/);
	assert.doesNotMatch((await page('Ežerų balsas')).text, /<p>(Kabutės neuždarytos|Operatoriai)/);
	assert.match((await get(server.base, `/en/objects/${PAPER}?q=${encodeURIComponent('"balsas')}`, { headers: { accept: 'text/html' } })).text, /<p>A quotation mark is not closed/);
});

test('quotation marks of print are those of a phrase', async () => {
	const scope = `presentation/${PAPER}`, hits = async (q) => (await search(scope, q)).items.map((a) => a.target);
	const phrase = await hits('"Ežerų balsas"');
	assert.ok(phrase.length > 0);
	for (const q of ['„Ežerų balsas“', '„Ežerų balsas”', '“Ežerų balsas”', '«Ežerų balsas»', '»Ežerų balsas«', '„Ežerų balsas"'])
		assert.deepEqual(await hits(q), phrase, q);
	assert.deepEqual(await hits('„balso“'), await hits('balsas'), 'a single word is a name, in any form');
});

test('a newspaper and its years are searched; an object without text is told that it has none', async () => {
	const total = async (scope) => (await search(scope, 'ežerų', '/1')).within.total, years = [];
	for (const year of [1927, 1928, 1929, 1930]) years.push(await total(`collection/serial:ezeru-balsas:${year}`));
	const issues = expected.filter((o) => o.identifier.startsWith('ezeru-balsas-1927')).map((o) => total(`presentation/${o.identifier}`));
	const sum = (list) => list.reduce((a, b) => a + b, 0), one = await total('collection/serial:ezeru-balsas');
	assert.ok(years[0] > 0 && one < await total('collection/root'));
	assert.equal(sum(await Promise.all(issues)), years[0]);
	assert.equal(sum(years), one);
	assert.equal(await total('collection/serials'), one + await total('collection/serial:sventosios-vaga'));
	for (const spec of ['serial:nera', 'serial:ezeru-balsas:1899', 'serial:ezeru-balsas:x', 'serial:'])
		assert.equal((await ask(`/iiif/collection/${spec}/search?q=a`)).status, 404, spec);
	const SOUND = 'rod-varpas';
	const { status, json } = await ask(`/iiif/presentation/${SOUND}/search?q=a`);
	assert.equal(status, 404);
	assert.match(json.detail, /has no pages with text/);
});

test('a large question is answered apart, and one too large for the memory is to be narrowed', async () => {
	isPage2(await search('collection/root', 'ež* OR up*'));
	isList1(await search('collection/root', 'ež* OR up* OR jez*', '/1'));
	const small = await start({ 'iiif_search.memory': '1M', 'iiif_search.hits': 10000 });
	try {
		for (const version of ['', '/1']) {
			const { status, json } = await get(small.base, `/iiif/${ALL}/search${version}?q=${encodeURIComponent('ka* OR pa* OR su* OR pr*')}`);
			assert.equal(status, 400);
			assert.match(json.detail, /narrow it/);
		}
		assert.match(small.log, /iiif_search\.memory/);
	} finally { await stop(small); }
});

test('completion offers the words of the object, and each finds what it counts', async () => {
	const two = (await ask(`/iiif/presentation/${BOOK}/autocomplete?q=e%C5%BEe`)).json;
	assert.deepEqual([two['@context'], two.type], [SEARCH_2, 'TermPage']);
	assert.equal(two.items.length, 5);
	assert.deepEqual(two.items.map((t) => t.total), two.items.map((t) => t.total).sort((a, b) => b - a));
	for (const t of two.items) {
		assert.match(t.value, /^eže/);
		assert.deepEqual([t.type, t.service[0].type], ['Term', 'SearchService2']);
		const found = (await ask(t.service[0].id)).json;
		assert.equal(found.partOf?.total ?? found.annotations[0].items.length, t.total, t.value);
	}
	const one = (await ask(`/iiif/presentation/${BOOK}/autocomplete/1?q=EZE&min=3&user=a`)).json;
	assert.deepEqual([one['@context'], one['@type'], one.ignored], [SEARCH_1, 'search:TermList', ['user']]);
	assert.deepEqual(one.terms.map((t) => [t.match, t.count]), two.items.filter((t) => t.total >= 3).map((t) => [t.value, t.total]));
	for (const q of ['e', '', 'labas e', 'zzz', '1927']) assert.deepEqual((await ask(`/iiif/presentation/${BOOK}/autocomplete?q=${encodeURIComponent(q)}`)).json.items, [], q);
	assert.equal((await ask(`/iiif/presentation/${BOOK}/autocomplete?q=eze&min=x`)).status, 400);
});

test('types, conditions, other origins, and HEAD', async () => {
	const path = `/iiif/presentation/${PAPER}/search?q=knyga`, plain = await ask(path);
	assert.equal(plain.headers['content-type'], `application/ld+json;profile="${SEARCH_2}"`);
	assert.match(plain.headers.vary, /Accept/);
	assert.equal(plain.headers['access-control-allow-origin'], '*');
	assert.equal((await ask(path, { headers: { accept: 'application/json' } })).headers['content-type'], 'application/json');
	assert.equal((await ask(path, { headers: { 'if-none-match': plain.headers.etag } })).status, 304);
	const head = await ask(path, { method: 'HEAD' });
	assert.deepEqual([head.status, head.raw.length], [200, 0]);
	assert.equal((await ask(path, { method: 'POST' })).status, 405);
	assert.match((await ask(`/iiif/presentation/${PAPER}/search/1?q=knyga`)).headers['content-type'], /search\/1\/context/);
});

// Objects of our own: each a picture of the demo collection with a text.
test('text that is not open is nowhere: not in hits, nor around them, nor in completion', async () => {
	const folder = temporaryFolder(), source = join(folder, 'in'), data = join(folder, 'data');
	mkdirSync(source);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-T, name: {lt: Testas}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\nlanguage: lt\ncollections:\n  - {spec: bandymai, name: {lt: Bandymai}}\n');
	const rows = [['atviras', 'open'], ['uzdaras', 'metadata'], ['embargas', 'embargo:2035-01-01'], ['pasibaiges', 'embargo:2020-01-01']];
	const picture = join(root, 'build/collection/02-sventosios-pakrantes/vaga/1931-04-12/img/0001.jpg');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;kind;date;image;access\n${rows.map(([id, access]) => `${id};Slapti ${id};TEXT;1930;${id}.jpg;${access}`).join('\n')}\n`);
	for (const [id] of rows) {
		cpSync(picture, join(source, `${id}.jpg`));
		writeFileSync(join(source, `${id}.xml`), alto(['Labai slaptas žodis', `kuris yra ${id}ypatybė`]));
	}
	const made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(made.code, 0, made.stdout + made.stderr);
	const own = await start({}, { data });
	const find = async (path) => get(own.base, `/iiif/${path}`);
	try {
		const all = (await find(`${ALL}/search/1?q=slaptas`)).json;
		assert.deepEqual(all.resources.map((r) => r.on.within['@id'].split('/').at(-2)), ['atviras', 'pasibaiges']);
		for (const scope of ['collection/root', 'collection/bandymai', 'collection/institution:LT-T'])
			for (const [id] of rows) {
				const is = ['atviras', 'pasibaiges'].includes(id);
				for (const q of [`${id}ypatyb*`, `"${id}ypatybė"`, `slaptas ${id}ypatybės`])
					assert.equal((await find(`${scope}/search?q=${encodeURIComponent(q)}`)).json.items.length > 0, is, `${scope} ${q}`);
			}
		for (const [id] of rows) {
			const is = ['atviras', 'pasibaiges'].includes(id);
			for (const path of ['search', 'search/1', 'canvas/1/search', 'canvas/1/search/1', 'autocomplete', 'autocomplete/1']) {
				const answer = await find(`presentation/${id}/${path}?q=slapt`);
				assert.equal(answer.status, is ? 200 : 403, `${id} ${path}`);
				if (!is) assert.doesNotMatch(answer.text, /slaptas|ypatyb/);
			}
		}
		assert.deepEqual((await find('presentation/atviras/autocomplete?q=slap')).json.items.map((t) => t.value), ['slaptas']);
		// Their titles are found by the public's search, their texts are not.
		const page = (q) => get(own.base, `/lt/search?q=${encodeURIComponent(q)}`);
		assert.match((await page('uzdaras')).text, /Slapti uzdaras/);
		assert.doesNotMatch((await page('uzdarasypatybė')).text, /Slapti uzdaras/);
	} finally { await stop(own); }
});
