// SPDX-License-Identifier: Apache-2.0
// The public page of statistics: the numbers of the last months, small ones hidden,
// each chart with its table; the same as data; the counter of one object.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { get } from '../lib/http.mjs';
import { parse } from '../lib/xml.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { count, makeUses, writeSpools } from '../lib/usage.mjs';

const source = temporaryFolder(), data = temporaryFolder(), env = { TZ: 'UTC' };
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
let server, expected;
const now = new Date(), month = now.getUTCFullYear() * 100 + now.getUTCMonth() + 1;
const monthsBack = (n) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - n, 1));

before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka, en: Test library}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind', ...Array.from({ length: 30 }, (_, i) => `o${i};=Pavadinimas <${i}>;TEXT`), ''].join('\n'));
	let r = await run(['ingest', ...config, source]);
	assert.equal(r.code, 0, r.stderr);
	server = await start({}, { data });
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

test('before anything was counted the page is there', async () => {
	const { status, text } = await get(server.base, '/statistics');
	assert.equal(status, 200);
	assert.equal((text.match(/Dar nieko nesuskaičiuota/g) ?? []).length, 5);
	assert.equal(/<svg class="chart|<table/.test(text), false); // no rows of zeros
	assert.match(text, /Labai maži skaičiai nerodomi/);
	assert.deepEqual((await get(server.base, '/statistics/objects/o1')).json, { object: 'o1', total_investigations: 0, unique_investigations: 0, total_requests: 0, unique_requests: 0, pages: 0, downloads: 0 });
	assert.equal((await get(server.base, '/statistics/objects/nera')).status, 404);
	await stop(server);
});

test('where no number is hidden, none is said to be', async () => {
	server = await start({ 'analytics.hidden_below': 0 }, { data });
	assert.equal((await get(server.base, '/statistics')).text.includes('Labai maži skaičiai nerodomi'), false);
	await stop(server);
});

test('the numbers are those of the count, small ones hidden', async () => {
	const uses = makeUses(6000, { seed: 8, from: monthsBack(2).getTime(), days: 40, objects: 33, persons: 500 });
	expected = count(uses);
	writeSpools(data, uses, 2);
	const r = await run(['usage', 'roll', ...config], { env });
	assert.equal(r.code, 0, r.stderr);
	server = await start({}, { data });
	const { json } = await get(server.base, '/statistics/data.json');
	assert.equal(json.monthly.length, 13);
	assert.equal(json.monthly.at(-1).month, `${String(month).slice(0, 4)}-${String(month).slice(4)}`);
	const back = monthsBack(2), key = back.getUTCFullYear() * 100 + back.getUTCMonth() + 1;
	const of = (metric, kind) => [...expected.sums].filter(([k]) => k.startsWith(`${key}/`) && k.endsWith(`/${kind}`)).reduce((n, [, m]) => n + m[metric], 0);
	const shown = (n) => n > 0 && n < 5 ? null : n;
	const row = json.monthly.at(-3);
	assert.deepEqual([row.investigations, row.requests, row.pages, row.downloads], ['total_investigations', 'total_requests', 'pages', 'downloads'].map((m) => shown(of(m, 'p'))));
	const agents = json.agents.at(-3);
	assert.deepEqual([agents.people, agents.robots, agents.ai], ['p', 'r', 'a'].map((k) => shown(of('total_investigations', k) + of('harvests', k))));
	assert.deepEqual(json.institutions.map((i) => [i.id, i.name]), [['LT-Test', 'Bandymų biblioteka']]);
	assert.ok(json.most.length === 20 && json.most.every((o) => o.unique_investigations === null || o.unique_investigations >= 5));
	const sum = (name) => [...expected.counts].filter(([k]) => k.startsWith(`exhibition-${name}/`)).reduce((n, [, m]) => n + m, 0);
	assert.equal(json.exhibitions.length, 5);
	assert.deepEqual(json.exhibitions.map((e) => e.started), json.exhibitions.map((e) => e.started).sort((a, b) => b - a));
	for (const [column, name] of [['started', 'started'], ['finished', 'finished'], ['embedded', 'embed']])
		if (json.exhibitions.every((e) => e[column] !== null)) assert.ok(json.exhibitions.reduce((n, e) => n + e[column], 0) <= sum(name));
	for (const e of json.exhibitions) assert.deepEqual([e.steps, e.furthest <= e.steps && (e.furthest > 0 || e.started === null || e.started < 10)], [2 + Number(e.id.at(-1)), true], e.id);
	// o1 read as one object has it.
	const one = (await get(server.base, `/statistics/objects/${json.most[0].id}`)).json;
	assert.equal(one.unique_investigations, json.most[0].unique_investigations);
});

test('the page: a heading, a chart and a table of each; nothing small, nothing unescaped', async () => {
	for (const [path, words] of [['/lt/statistics', ['Kaip naudojamasi kolekcijomis', 'Bandymų biblioteka']], ['/en/statistics', ['How the collections are used', 'Test library']]]) {
		const { status, text, headers } = await get(server.base, path);
		assert.equal(status, 200);
		for (const word of words) assert.ok(text.includes(word), word);
		assert.match(headers['cache-control'], /no-cache|max-age/);
		assert.equal((text.match(/<svg /g) ?? []).length, 2);
		assert.equal((text.match(/<table /g) ?? []).length, 5);
		for (const what of ['<svg class="chart"', '<table ']) assert.equal(text.split(what).slice(0, -1).every((before) => /tabindex="0" role="region" aria-label[^>]*>\s*$/.test(before)), true, what);
		assert.equal((text.match(/<svg [^>]*role="img" aria-label="[^"]+"/g) ?? []).length, 2);
		assert.equal(text.includes('statistics.'), false, 'a message is missing');
		assert.ok(text.includes('=Pavadinimas &lt;'));
		assert.match(text, /<th scope="row">\d{4}-\d\d<\/th>/); // no link: a month has no page
		assert.equal((text.match(/<th scope="row"><a href="[^"]*\/objects\/o\d+">/g) ?? []).length, 20);
		for (const [, n] of text.split('id="exhibitions"')[0].matchAll(/<td>(\d+)<\/td>/g)) assert.ok(n === '0' || Number(n) >= 5, n);
		assert.equal((text.match(/<svg.*?<\/svg>/gs) ?? []).every((svg) => [...svg.matchAll(/<text[^>]*>(\d+)<\/text>/g)].every(([, n]) => n.length === 2 || Number(n) >= 5)), true);
		parse(text.match(/<main.*<\/main>/s)[0]);
	}
	const tsv = (await get(server.base, '/statistics/data.tsv')).text;
	assert.match(tsv, /^\ufeffMėnuo po mėnesio\n\tApsilankymai\t/);
	assert.match(tsv, /\n'=Pavadinimas </); // no formula
});

const PACKAGE = 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka, en: Test library}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n';

test('what was withdrawn or closed since is not told of, by name or link', async () => {
	const most = async () => (await get(server.base, '/statistics/data.json')).json.most.map((o) => o.id);
	const before = await most(), [gone, closed] = before;
	writeFileSync(join(source, 'package.yaml'), `${PACKAGE}withdrawn: [${gone}]\n`);
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind;access', ...Array.from({ length: 30 }, (_, i) => `o${i}`).filter((id) => id !== gone).map((id) => `${id};Kitaip <${id}>;TEXT;${id === closed ? 'metadata' : 'open'}`), ''].join('\n'));
	const { code, stderr } = await run(['ingest', ...config, source]);
	assert.equal(code, 0, stderr);
	await stop(server);
	server = await start({}, { data });
	const after = await most();
	assert.deepEqual(after.slice(0, 18), before.slice(2)); // and those behind them move up
	assert.equal(after.includes(gone) || after.includes(closed), false);
	for (const path of ['/statistics', '/statistics/data.json', '/statistics/data.tsv']) {
		const { text } = await get(server.base, path);
		assert.equal(new RegExp(`\\b${gone}\\b|\\b${closed}\\b|Pavadinimas`).test(text), false, path);
	}
	assert.equal((await get(server.base, `/statistics/objects/${gone}`)).status, 410);
});

test('pages read what the last sums left, and no uses', async () => {
	const read = async () => (await get(server.base, '/statistics/data.json?again')).json;
	const before = await read();
	const { status, stderr } = spawnSync('python3', ['-c', 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.executescript("DELETE FROM use; DELETE FROM count"); db.commit()', join(data, 'usage.db')], { encoding: 'utf8' });
	assert.equal(status, 0, stderr);
	await stop(server);
	server = await start({}, { data });
	assert.deepEqual(await read(), before);
});

test('more than analytics.lines_max at once is not counted, and that is told', async () => {
	const other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`, '--set', 'analytics.lines_max=1000'];
	try {
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		const status = async () => JSON.parse((await run(['usage', 'status', '--json', ...set])).stdout);
		// Now: all of them are kept for the sessions that go on.
		const uses = makeUses(1800, { seed: 4, from: Date.now() - 600000, days: 0.005 });
		writeSpools(other, uses.slice(0, 700), 2, { seed: 1 });
		assert.equal((await run(['usage', 'roll', ...set])).code, 0);
		writeSpools(other, uses.slice(700), 2, { seed: 2 });
		const r = await run(['usage', 'roll', ...set]);
		assert.equal(r.code, 1, r.stderr);
		assert.match(r.stdout, /^300 uses summed up\n800 were not counted for want of room: raise analytics.spool_bytes and analytics.lines_max/);
		const { uses: counted, dropped } = await status();
		assert.deepEqual([counted, dropped], [1000, 800]);
	} finally { rmSync(other, { recursive: true }); }
});
