// SPDX-License-Identifier: Apache-2.0
// What is hidden from the public stays hidden: it is worked out from no total, from no other
// table, from no other report, and not by looking twice.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { solved } from '../lib/solve.mjs';
import { makeUses, writeSpools } from '../lib/usage.mjs';

const source = temporaryFolder(), folders = [source], env = { TZ: 'UTC' };
const NOW = new Date(), YEAR = NOW.getUTCFullYear(), LAST = YEAR - 1;
const HIDDEN = 'nerodoma';

before(() => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-A, name: {lt: Pirma biblioteka}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind;institution', ...Array.from({ length: 24 }, (_, i) => `o${i};Knyga ${i};TEXT;LT-${'ABCD'[i % 4]}`), ''].join('\n'));
});
after(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

async function library(uses) {
	const data = temporaryFolder(), config = ['--config', demoConfig, '--set', `data.dir=${data}`];
	folders.push(data);
	let r = await run(['ingest', ...config, source]);
	assert.equal(r.code, 0, r.stderr);
	if (uses.length > 0) writeSpools(data, uses, 1);
	r = await run(['usage', 'roll', ...config], { env });
	assert.equal(r.code, 0, r.stderr);
	return { data, config };
}
const impact = async (config, year, ...args) => {
	const { code, stdout, stderr } = await run(['report', 'impact', String(year), ...args, ...config], { env });
	assert.equal(code, 0, stderr);
	return stdout;
};
// Rows of a table: [[label, cell…]]; hidden cells are null.
const rows = (html, id) => [...(html.split(`<h2 id="${id}">`)[1]?.split('</section>')[0].match(/<tbody>(.*?)<\/tbody>/s)?.[1] ?? '').matchAll(/<tr>(.*?)<\/tr>/gs)]
	.map(([, row]) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell], i) => (i === 0 ? cell : cell === HIDDEN ? null : Number(cell.replaceAll('\u00a0', '')))));

// Investigations of one object: n of them in a month, each by somebody else.
const looks = (year, month, n) => Array.from({ length: n }, (_, i) => ({ ms: Date.UTC(year, month, 3 + (i % 20), i % 24, 5), kind: 'i', class: 'p', person: year * 1000 + month * 100 + i, isInside: false, language: 'l', object: 'o1', image: '', part: 'page', host: '' }));

test('one small month is not the total without the others', async () => {
	const { config } = await library([12, 14, 9, 20, 3, 16, 7, 30, 11, 25, 18, 13].flatMap((n, m) => looks(LAST, m, n)));
	const html = await impact(config, LAST), column = rows(html, 'looks').map((r) => r[1]);
	assert.deepEqual(column, [12, 14, 9, null, null, 16, 7, 30, 11, 25, 18, 13]); // and the one before it
	assert.equal(rows(html, 'year').find((r) => r[0] === 'Objektų peržiūros')[1], 178); // the total stays
	const visits = rows(html, 'visits').map((r) => r[1]);
	assert.deepEqual([visits[3], visits[4], visits.filter((n) => n === null).length], [null, null, 2]);
	assert.match(html, /Labai maži skaičiai nerodomi: tie, kurie mažesni už 5\. Nerodomi ir kai kurie kiti, iš kurių juos būtų galima apskaičiuoti/);
	assert.match(await impact(config, LAST, '--lang', 'en'), /those below 5\. So are some others, from which they could be worked out/);
	assert.equal((await impact(config, LAST, '--internal')).includes(HIDDEN), false);
});

// A column that is not shown is of an empty table: nothing in it.
const TABLES = { visits: ['visits_outside', 'visits_inside'], looks: ['investigations', 'requests', 'pages', 'downloads'], searches: ['searched', 'sent'],
	institutions: ['investigations', 'requests', 'pages', 'downloads'], most: [null, 'pages', 'downloads'], exhibitions: ['started', 'finished', null, null, 'embedded'], embeds: ['embedded'] };
const TOTALS = ['visits_outside', 'visits_inside', 'searched', 'investigations', 'objects', 'requests', 'pages', 'downloads', 'embedded', 'started', 'finished', 'sent'];

// The numbers of a report, and the sums that they are in; whole: the same report with nothing
// hidden, of which only the rest of a list is looked at.
function numbers(cells, sums, html, whole, year) {
	const put = (key, n) => cells.set(key, cells.get(key) ?? n);
	const sum = (parts) => {
		const truth = parts.reduce((n, [key, sign]) => n + sign * whole.get(key), 0);
		if (truth < 0) return;
		const rest = `${year} rest ${sums.length}`;
		if (truth > 0) cells.set(rest, null);
		sums.push(truth > 0 ? [...parts, [rest, -1]] : parts);
	};
	for (const [i, row] of rows(html, 'year').entries()) {
		put(`${year} ${TOTALS[i]}`, row[1]);
		if (cells.has(`${year - 1} ${TOTALS[i]}`)) put(`${year - 1} ${TOTALS[i]}`, row[2]);
	}
	for (const [table, columns] of [...Object.entries(TABLES), ['languages', ['visited']], ['agents', ['people', 'people']]]) {
		const all = rows(html, table);
		for (const row of all) for (const [c] of columns.entries()) put(`${year} ${table} ${row[0]} ${c}`, row[c + 1]);
		for (const [c, total] of columns.entries())
			if (TOTALS.includes(total)) sum([[`${year} ${total}`, 1], ...all.map((row) => [`${year} ${table} ${row[0]} ${c}`, -1])]);
	}
	sum([[`${year} visits_outside`, 1], [`${year} visits_inside`, 1], ...rows(html, 'languages').map((row) => [`${year} languages ${row[0]} 0`, -1])]);
	for (const [c, total] of ['investigations', 'requests'].entries()) sum([[`${year} agents Žmonės ${c}`, 1], [`${year} ${total}`, -1]]);
}
function truth(html, year) {
	const cells = new Map();
	for (const [i, row] of rows(html, 'year').entries()) cells.set(`${year} ${TOTALS[i]}`, row[1]);
	for (const table of [...Object.keys(TABLES), 'languages', 'agents'])
		for (const row of rows(html, table)) for (let c = 1; c < row.length; c++) cells.set(`${year} ${table} ${row[0]} ${c - 1}`, row[c]);
	return cells;
}

test('nothing hidden in a report is worked out of all that it shows, whatever its numbers', async (t) => {
	let hidden = 0, shown = 0;
	for (const [seed, count] of [[1, 150], [2, 400], [3, 900], [4, 2500]]) {
		const { config } = await library(makeUses(count, { seed, from: Date.UTC(LAST, 0, 2), days: 350, objects: seed % 2 ? 12 : 24, persons: 80 }).filter((u) => new Date(u.ms).getUTCFullYear() === LAST));
		const whole = truth(await impact(config, LAST, '--internal'), LAST);
		for (const below of [5, 12, 40]) {
			const cells = new Map(), sums = [];
			numbers(cells, sums, await impact(config, LAST, '--set', `analytics.hidden_below=${below}`), whole, LAST);
			assert.deepEqual([...solved(cells, sums)].filter((key) => !key.includes('rest') || whole.get(key) < below), [], `seed ${seed}, below ${below}`);
			for (const [key, n] of cells) if (n !== null) { shown++; assert.ok(n === 0 || n >= below || key.includes('exhibitions'), `${key}: ${n}`); } else hidden++;
		}
	}
	t.diagnostic(`${hidden} hidden, ${shown} shown`);
});

test('nor out of the reports of two years and the public page together; and who looks twice sees no single use', async () => {
	const from = Date.UTC(LAST - 1, 10, 2), days = (NOW.getTime() - from) / 86400000;
	const { data, config } = await library(makeUses(2200, { seed: 9, from, days, objects: 24, persons: 150 }).filter((u) => u.ms < NOW.getTime()));
	const cells = new Map(), sums = [];
	for (const year of [LAST - 1, LAST]) numbers(cells, sums, await impact(config, year), truth(await impact(config, year, '--internal'), year), year);
	const server = await start({}, { data });
	try {
		const { json } = await get(server.base, '/statistics/data.json'), columns = { visits: ['visits', 0], investigations: ['looks', 0], requests: ['looks', 1], pages: ['looks', 2], downloads: ['looks', 3], searches: ['searches', 0] };
		const running = json.monthly.at(-1).month;
		for (const row of json.monthly) for (const [column, [table, c]] of Object.entries(columns)) {
			const key = `${row.month.slice(0, 4)} ${table} ${row.month} ${c}`;
			if (row.month !== running && cells.has(key)) {
				if (cells.get(key) !== null && row[column] !== null) assert.equal(row[column], cells.get(key), key);
				cells.set(key, cells.get(key) ?? row[column]);
			}
			if (row.month === running && row[column] !== null) assert.equal(row[column] % 5, 0, `${column} of the month that runs`);
		}
		assert.deepEqual([...solved(cells, sums)].filter((key) => !key.includes('rest')), []);
		for (const [m, row] of json.monthly.entries()) assert.equal(row.investigations, json.agents[m].people);
		for (const table of ['institutions', 'most', 'exhibitions'])
			for (const row of json[table]) for (const [k, n] of Object.entries(row)) if (typeof n === 'number' && !['steps', 'furthest'].includes(k)) assert.equal(n % 5, 0, `${table} ${row.id} ${k}`);
		const one = (await get(server.base, `/statistics/objects/${json.most[0].id}`)).json;
		for (const n of Object.values(one)) if (typeof n === 'number') assert.equal(n % 5, 0);
		assert.match((await get(server.base, '/lt/statistics')).text, /suapvalinti žemyn/);
		assert.match((await get(server.base, '/en/statistics')).text, /rounded down.*looks twice/);
	} finally { await stop(server); }
	// A report of a year that runs, too.
	const html = await impact(config, YEAR);
	for (const row of [...rows(html, 'institutions'), ...rows(html, 'most'), ...rows(html, 'year').map((r) => r.slice(0, 2))])
		for (const n of row.slice(1)) assert.equal(n % 5, 0, row.join());
	assert.match(html, /Kol metai nesibaigę, jų skaičiai suapvalinti žemyn/);
});

test('the public page shows no month that a report of its year hides', async () => {
	const { data, config } = await library([12, 14, 9, 20, 15, 16, 7, 30, 11, 25, 18, 3].flatMap((n, m) => looks(LAST, m, n)).map((u, i) => (i % 2 ? u : { ...u, object: 'buvo' })));
	const report = rows(await impact(config, LAST), 'looks').map((r) => [r[0], r[1]]);
	assert.deepEqual(report.filter(([, n]) => n === null).map(([month]) => month), [`${LAST}-11`, `${LAST}-12`]);
	const server = await start({}, { data });
	try {
		const { json } = await get(server.base, '/statistics/data.json');
		const both = json.monthly.filter((row) => row.month.startsWith(LAST));
		assert.ok(both.length > 0);
		assert.deepEqual(both.map((row) => [row.month, row.investigations]), report.slice(-both.length));
		assert.deepEqual(json.agents.map((row) => row.people), json.monthly.map((row) => row.investigations));
	} finally { await stop(server); }
});

test('what is hidden is not nothing', async () => {
	const { data, config } = await library(looks(YEAR, NOW.getUTCMonth(), 2).map((u, i) => ({ ...u, ms: NOW.getTime() - 60000 * (i + 1) })));
	const html = await impact(config, YEAR), column = rows(html, 'looks').map((r) => r[1]);
	assert.deepEqual([column.length, column[NOW.getUTCMonth()]], [12, null]);
	const server = await start({}, { data });
	try {
		const { text } = await get(server.base, '/lt/statistics');
		assert.match(text, new RegExp(`<h2 id="monthly">[^]*<td>${HIDDEN}</td>[^]*<h2 id="agents">`));
	} finally { await stop(server); }
});

test('sites that few came by are not named', async () => {
	const of = (host, n) => looks(LAST, 2, n).map((u) => ({ ...u, host, person: `${u.person} ${host}` }));
	const { config } = await library([...of('enciklopedija.example', 9), ...of('jonas.example', 4)]);
	const html = await impact(config, LAST), inside = await impact(config, LAST, '--internal');
	assert.deepEqual([html, inside].map((h) => [h.includes('enciklopedija.example'), h.includes('jonas.example')]), [[true, false], [true, true]]);
});

test('in order of numbers stands only what is shown', async () => {
	const { config } = await library([[1, 30], [2, 6], [3, 3], [4, 20]].flatMap(([o, n]) => looks(LAST, o, n).map((u) => ({ ...u, object: `o${o}` }))));
	const libraries = rows(await impact(config, LAST), 'institutions'); // o1 B 30, o2 C 6, o3 D 3, o4 A 20
	assert.deepEqual(libraries.map((r) => r[1]), [30, 20, null, null]);
	assert.deepEqual(libraries.slice(2).map((r) => r[0]), ['LT-C', 'LT-D']);
});
