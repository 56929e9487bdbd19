// SPDX-License-Identifier: Apache-2.0
// The public's pages over many objects (BENCH_SITE_OBJECTS, 100,000): searching with
// facets by a mix of narrow and broad questions in equal shares, without a cache; one
// worker, one connection.  Beside the time that each took stands the processor's share of
// it, which a busy machine changes less.  And the home page, which the cache answers.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, demoData, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { cpuMilliseconds, load, median, ROUNDS } from './measure.mjs';

const COUNT = Number(process.env.BENCH_SITE_OBJECTS ?? 1e5);
const QUESTIONS = Number(process.env.BENCH_SITE_QUESTIONS ?? 400);
const CHANGES = 12;
const html = { accept: 'text/html', 'accept-language': 'lt' };

async function fill(count) {
	const folder = join(root, `build/bench/site-${count}`), data = join(folder, 'data'), source = join(folder, 'source');
	const take = async () => {
		const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source], { timeout: 3600000 });
		if (code) throw new Error(stderr);
	};
	if (existsSync(join(folder, 'words'))) return { data, words: readFileSync(join(folder, 'words'), 'utf8') };
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'records.csv'), 'identifier;title;kind;language\no-1;Pirmas;TEXT;lt\n');
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\n');
	await take();
	const words = execFileSync('python3', [join(root, 'tests/bench/site_fill.py'), join(data, 'catalog.db'), String(count)], { encoding: 'utf8', maxBuffer: 1 << 26 });
	await take();	// makes the index and the facets
	writeFileSync(join(folder, 'words'), words);
	return { data, words };
}

// A mix: ten kinds of questions, a tenth of all each.  Six are broad (all objects, a facet
// that a third or more have, one of the 20 most frequent words, two of the 200 most
// frequent, one of the 100 most frequent with a century that nearly all are of, such a word
// by title), four are narrow.  Half of the questions have words.  No answer comes from a
// cache and no word is asked beforehand; those that come again, as frequent ones do, are
// found in the catalogue's store of words (catalog/index/kept.h), so lines of their own tell the
// questions with a word that is asked for the first time, and frequent words right after a
// change of the catalogue.
function mix(words, places) {
	let seed = 7;
	const next = (n) => {	// a counter, well mixed: products of the usual kind leave out most words
		seed = (seed + 0x9e3779b9) | 0;
		let x = Math.imul(seed ^ (seed >>> 16), 0x21f0aaad);
		x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
		return ((x ^ (x >>> 15)) >>> 0) % n;
	};
	const orders = ['title', 'date', 'newest'];
	const kinds = ['TEXT', 'IMAGE', 'SOUND', 'VIDEO', '3D'];
	const decade = () => { const d = 1850 + 10 * next(14); return `${d}-${d + 9}`; };
	const makers = {
		'all objects': () => `order=${orders[next(3)]}`,
		'one facet, broad': () => `kind=${kinds[next(2)]}&order=${orders[next(3)]}`,
		'one facet, narrow': () => `place=${places[20 + next(300)]}`,
		'two facets': () => `institution=LT-G0${next(5)}&period=${decade()}`,
		'three facets': () => `collection=rinkinys${next(4)}&kind=TEXT&place=${places[next(10)]}`,
		'a frequent word': () => `q=${words[next(20)]}`,
		'a rare word': () => `q=${words[200 + next(2000)]}`,
		'two words': () => `q=${words[next(50)]}+${words[next(200)]}`,
		'a word and a facet': () => `q=${words[next(100)]}&period=1900-1999`,
		'words by title': () => `q=${words[next(100)]}&order=title`,
	};
	const names = Object.keys(makers);
	return Array.from({ length: QUESTIONS }, (_, i) => {
		const name = names[i % names.length];
		return { name, path: `/search?${makers[name]()}&page=${1 + next(i % 3 === 0 ? 4 : 1)}` };
	});
}

const percentile = (values, p) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))];

// Each of the most frequent words again, an object with it having been taken in since.
async function afterChanges(server, data, list, ask) {
	const source = temporaryFolder();
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\n');
	try {
		for (let i = 0; i < CHANGES; i++) {
			writeFileSync(join(source, 'records.csv'), `identifier;title;kind;language\nchange-1;${decodeURIComponent(list[i])} ${i} ${Date.now()};TEXT;lt\n`);
			const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source], { timeout: 600000 });
			if (code) throw new Error(stderr);
			await new Promise((r) => setTimeout(r, 1100));	// a worker has noticed
			await ask(`/search?q=${list[i]}`);
		}
	} finally {
		rmSync(source, { recursive: true });
	}
}

async function questions() {
	const { data, words } = await fill(COUNT);
	const [list, places] = words.trim().split('\n').map((l) => l.split(' ').map(encodeURIComponent));
	const server = await start({ 'server.workers': 1, 'server.cache_bytes': 0, 'log.levels': 'warn' }, { data });
	const rows = [], times = {}, all = [], work = {}, works = [], first = [], firstWork = [], changed = [], changedWork = [], asked = new Set();
	const ask = async (path) => {
		const used = cpuMilliseconds(server.child.pid), begun = performance.now();
		const { status } = await get(server.base, path, { headers: html });
		return { status, ms: performance.now() - begun, worked: cpuMilliseconds(server.child.pid) - used };
	};
	try {
		for (const path of ['/search', '/search?q=a*']) await get(server.base, path, { headers: html });	// the file into memory
		for (const { name, path } of mix(list, places)) {
			const { status, ms, worked } = await ask(path);
			if (status === 404) continue;	// a page that there is not
			if (status !== 200) throw new Error(`${path}: ${status}`);
			(times[name] ??= []).push(ms);
			(work[name] ??= []).push(worked);
			all.push(ms);
			works.push(worked);
			const fresh = (path.match(/q=([^&]*)/)?.[1].split('+') ?? []).filter((w) => !asked.has(w));
			if (fresh.length) {
				first.push(ms);
				firstWork.push(worked);
			}
			for (const w of fresh) asked.add(w);
		}
		for (let i = 0; i < CHANGES; i++) await ask(`/search?q=${list[i]}`);
		await afterChanges(server, data, list, async (path) => {
			const { ms, worked } = await ask(path);
			changed.push(ms);
			changedWork.push(worked);
		});
	} finally {
		await stop(server, { clean: false });
	}
	const load1 = loadavg()[0].toFixed(1), mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
	const row = (name, values, used) => rows.push(
		{ name: `search-${COUNT}: ${name} (${values.length}), p95`, unit: 'ms', value: percentile(values, 0.95), p50: percentile(values, 0.5), load: load1 },
		{ name: `search-${COUNT}: ${name}, processor's time a question, p95`, unit: 'ms', value: percentile(used, 0.95), p50: percentile(used, 0.5), mean: mean(used), load: load1 });
	for (const [name, values] of Object.entries(times)) row(name, values, work[name]);
	row('words for the first time', first, firstWork);
	row('a frequent word after a change', changed, changedWork);
	row('the mix', all, works);
	return rows;
}

// Beside the smallest answer that a server of ours gives, so that a busy machine can be
// told from a slow page.
async function home() {
	const server = await start({ 'server.workers': 2, 'log.levels': 'warn' }, { data: demoData });
	const folder = temporaryFolder(), script = (path) => {
		const file = join(folder, `${path.replaceAll('/', '_')}.lua`);
		writeFileSync(file, `wrk.path = "${path}"\nwrk.headers["Accept"] = "text/html"\nwrk.headers["Accept-Language"] = "lt"\nwrk.headers["Accept-Encoding"] = "gzip"\n`);
		return file;
	};
	const page = [], small = [];
	try {
		for (let i = 0; i < ROUNDS; i++) {
			page.push((await load(server.base, script('/'))).rate);
			small.push((await load(server.base, script('/robots.txt'))).rate);
		}
	} finally {
		await stop(server, { clean: false });
		rmSync(folder, { recursive: true });
	}
	return [{ name: 'home page from the cache', unit: '/s', value: median(page), peer: 'robots.txt', peer_value: median(small), load: loadavg()[0].toFixed(1), runs: page }];
}

export async function site() {
	return [...await questions(), ...await home()];
}
