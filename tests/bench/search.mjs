// SPDX-License-Identifier: Apache-2.0
// Search in texts: how fast ALTO becomes an index, how large that is, and how long questions
// take in an object of 1,000 pages and in the whole corpus, over HTTP with the cache asked
// for nothing twice.  The corpus is made by search_corpus.c; BENCH_SEARCH_PAGES of it.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { root, start, stop } from '../lib/server.mjs';
import { cpuSeconds, execute } from './measure.mjs';

const PAGES = Number(process.env.BENCH_SEARCH_PAGES ?? 10000), WORDS = 2900;
const folder = join(root, 'build/bench/search'), text = join(folder, 'text'), data = join(folder, 'data');
const LONG = 'presentation/c0';

// All running text of the demo collection.
function writeText() {
	const source = join(root, 'tests/collection/texts');
	writeFileSync(text, readdirSync(source).filter((f) => /^(straipsniai|padavimai|zinios|skelbimai|patarimai)\.txt$/.test(f))
		.map((f) => readFileSync(join(source, f), 'utf8').replace(/^%.*$/gm, '').replace(/^[#=] /gm, '')).join('\n').replace(/\{[^}]*\}/g, 'Utenoje'));
}

async function corpus() {
	const note = join(folder, `made-${PAGES}.json`);
	if (existsSync(note) && !process.env.BENCH_SEARCH_AGAIN) return JSON.parse(readFileSync(note, 'utf8'));
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeText();
	const load = loadavg()[0];
	const { stdout } = await execute(join(root, 'build/bench/search_corpus'), [data, text, String(PAGES), String(WORDS)], { maxBuffer: 1 << 20 });
	const made = { ...JSON.parse(stdout), load };
	writeFileSync(note, JSON.stringify(made));
	return made;
}

const percentile = (times, p) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * p))];
let seed = 12345;
const chance = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;

// Each question once, so that no answer is had already.
async function ask(server, paths) {
	const times = [];
	let hits = 0;
	for (const path of paths) {
		const before = process.hrtime.bigint(), answer = await get(server.base, path);
		times.push(Number(process.hrtime.bigint() - before) / 1e6);
		if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
		if (/json/.test(answer.headers['content-type'])) hits += answer.json.partOf?.total ?? answer.json.items.length;
	}
	return { times, hits };
}

function row(name, unit, value, more = {}) {
	return { name, unit, value, load: loadavg()[0], ...more };
}

async function questions(server, name, paths) {
	const before = cpuSeconds(server.child.pid), { times, hits } = await ask(server, paths);
	const cpu = (cpuSeconds(server.child.pid) - before) * 1000 / paths.length; // what other programs do not change
	return [row(`${name}, p95`, 'ms', percentile(times, 0.95), { p50: percentile(times, 0.5), max: percentile(times, 1), cpu, questions: paths.length, hits })];
}

// Words as often as people ask: any that the text has, but for the commonest (ir, su), which nobody asks for alone.
function vocabulary() {
	const words = readFileSync(text, 'utf8').toLowerCase().match(/\p{L}+/gu), counts = new Map();
	for (const w of words) counts.set(w, (counts.get(w) ?? 0) + 1);
	const common = [...counts].sort((a, b) => b[1] - a[1]), asked = common.filter(([w]) => w.length > 3).map(([w]) => w);
	const pairs = new Map();
	for (let i = 0; i + 1 < words.length; i++) pairs.set(`${words[i]} ${words[i + 1]}`, (pairs.get(`${words[i]} ${words[i + 1]}`) ?? 0) + 1);
	return { asked, common: common.slice(0, 20).map(([w]) => w), phrases: [...pairs].sort((a, b) => b[1] - a[1]).map(([p]) => p) };
}

function sizes(made) {
	const file = statSync(join(data, 'catalog.db')).size;
	return [row('catalogue of the corpus', 'bytes a word', file / made.words, { bytes: file }),
		row('index', 'bytes a word', made.index_bytes / made.words, { bytes: made.index_bytes }),
		row('boxes with line and hyphen marks', 'bytes a word', made.box_bytes / made.words, { bytes: made.box_bytes }),
		row('vocabularies for completion', 'bytes a word', made.vocabulary_bytes / made.words, { bytes: made.vocabulary_bytes })];
}

export async function search() {
	const made = await corpus(), { asked, common, phrases } = vocabulary();
	const cpu = made.reading_s + made.writing_s;
	const rows = [row('ALTO to commit', 'words/s a core', made.words / cpu, { pages: made.pages, words: made.words,
		alto_to_words: made.words / made.reading_s, words_to_commit: made.words / made.writing_s, load_then: made.load }), ...sizes(made)];
	const server = await start({ 'server.workers': 1 }, { data });
	const url = (scope, q, what = 'search') => `/iiif/${scope}/${what}?q=${encodeURIComponent(q)}`;
	const some = (n, make) => [...new Set(Array.from({ length: n }, make))];
	try {
		await get(server.base, url(LONG, 'pirmas'));
		const word = () => asked[chance(asked.length)];
		// One of ten is a phrase, one the beginning of a word, one two words.
		const mixed = () => [() => phrases[chance(300)].replace(/^|$/g, '"'), () => `${word().slice(0, 4)}*`, () => `${word()} ${word()}`][chance(10)]?.() ?? word();
		rows.push(...await questions(server, 'an object of 1,000 pages: words, phrases, beginnings', some(400, mixed).map((q) => url(LONG, q))));
		rows.push(...await questions(server, 'an object of 1,000 pages: the 20 commonest words', common.map((q) => url(LONG, q))));
		rows.push(...await questions(server, 'the corpus: words (hits)', some(300, word).map((q) => url('collection/root', q))));
		rows.push(...await questions(server, 'the corpus: words (objects, the public search)', some(300, word).map((q) => `/lt/search?q=${encodeURIComponent(q)}`)));
		rows.push(...await questions(server, 'the corpus: the commonest phrase', Array.from({ length: 20 }, (_, i) => `${url('collection/root', '"tai yra"')}&page=${i + 1}`)));
		rows.push(...await questions(server, 'completion of 3 letters in 1,000 pages', some(300, () => word().slice(0, 3)).map((q) => url(LONG, q, 'autocomplete'))));
	} finally { await stop(server); }
	return rows;
}
