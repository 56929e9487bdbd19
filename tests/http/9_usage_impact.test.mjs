// SPDX-License-Identifier: Apache-2.0
// The impact report of a year: one document that needs nothing from anywhere, its
// numbers those of the count, small ones hidden.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfig, run, temporaryFolder } from '../lib/server.mjs';
import { count, makeUses, writeSpools } from '../lib/usage.mjs';
import { parse } from '../lib/xml.mjs';

const source = temporaryFolder(), data = temporaryFolder(), env = { TZ: 'UTC' };
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
const LAST = new Date().getUTCFullYear() - 1;
let expected, before2;

const uses = (year, n, seed) => makeUses(n, { seed, from: Date.UTC(year, 0, 2), days: 350, objects: 20, persons: 300 }).filter((u) => new Date(u.ms).getUTCFullYear() === year);
before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-A, name: {lt: Pirma biblioteka, en: First library}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind;access', ...Array.from({ length: 20 }, (_, i) => `o${i};Knyga <${i}> & "kita";TEXT;${i === 0 ? 'metadata' : 'open'}`), ''].join('\n'));
	let r = await run(['ingest', ...config, source]);
	assert.equal(r.code, 0, r.stderr + r.stdout);
	r = [uses(LAST, 4000, 21), uses(LAST - 1, 2000, 22)];
	expected = count(r[0]);
	before2 = count(r[1]);
	writeSpools(data, [...r[0], ...r[1]], 2);
	r = await run(['usage', 'roll', ...config], { env });
	assert.equal(r.code, 0, r.stderr);
});
after(() => { for (const folder of [source, data]) rmSync(folder, { recursive: true }); });

const impact = async (...args) => {
	const { code, stdout, stderr } = await run(['report', 'impact', ...args, ...config], { env });
	assert.equal(code, 0, stderr);
	return stdout;
};
const tally = (usage, name, key) => [...usage.counts].filter(([k]) => k.startsWith(`${name}/${key ?? ''}`)).reduce((n, [, m]) => n + m, 0);
const use = (usage, metric, month) => [...usage.sums].filter(([k]) => k.endsWith('/p') && (!month || k.startsWith(`${month}/`))).reduce((n, [, m]) => n + m[metric], 0);
// Rows of a table by its section: [[label, cell…]], grouping taken out of numbers.
const rows = (html, id) => {
	const table = html.split(`<h2 id="${id}">`)[1].split('</section>')[0].match(/<tbody>(.*?)<\/tbody>/s)[1];
	return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell.replace(/(\d)[\u00a0,](?=\d{3})/g, '$1')));
};

test('one document: nothing is fetched, nothing runs, every chart has its table', async () => {
	for (const [lang, words] of [['lt', ['Poveikio ataskaita', 'Pirma biblioteka', 'Parodos']], ['en', ['Impact report', 'First library', 'Exhibitions']]]) {
		const html = await impact(String(LAST), '--lang', lang);
		assert.match(html, new RegExp(`^<!doctype html>[^]*<html lang="${lang}">`));
		for (const word of words) assert.ok(html.includes(word), word);
		assert.equal(/<script|<link|<img|<iframe|<object|src=|href="[^#]|url\(|@import|https?:/i.test(html), false);
		assert.equal(/impact\.|statistics\./.test(html), false, 'a message is missing');
		assert.match(html, /@page/);
		const sections = html.split('<section').slice(1);
		assert.equal(sections.length, 14);
		for (const s of sections) assert.ok(!s.includes('<svg') || /<svg [^>]*role="img" aria-label="[^"]+".*<\/svg>.*<table[ >]/s.test(s));
		parse(html.match(/<main .*<\/main>/s)[0]);
	}
	assert.equal(await impact(String(LAST)), await impact(String(LAST), '--lang', 'lt'));
});

test('the numbers are those of the count, beside the year before', async () => {
	const html = await impact(String(LAST), '--internal');
	const year = rows(html, 'year').map(([, now, before, change]) => [now, before, change]);
	const both = (f) => { const [n, b] = [f(expected), f(before2)]; const change = Math.sign(n - b) * Math.round(Math.abs(n - b) * 100 / b); return [`${n}`, `${b}`, b === 0 ? '–' : `${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change)} %`]; };
	const different = (u) => new Set([...u.sums].filter(([k, m]) => k.endsWith('/p') && m.total_investigations > 0).map(([k]) => k.split('/')[1])).size;
	assert.deepEqual(year, [(u) => tally(u, 'visit', 'outside'), (u) => tally(u, 'visit', 'inside'), null, (u) => use(u, 'total_investigations'), different, (u) => use(u, 'total_requests'), (u) => use(u, 'pages'), (u) => use(u, 'downloads'), null, null, null, null].map((f, i) => (f ? both(f) : year[i])));
	assert.equal(html.includes('Vidaus naudojimui'), true);
	const looks = rows(html, 'looks');
	assert.equal(looks.length, 12);
	for (const [m, row] of looks.entries())
		assert.deepEqual(row, [`${LAST}-${String(m + 1).padStart(2, '0')}`, ...['total_investigations', 'total_requests', 'pages', 'downloads'].map((k) => `${use(expected, k, LAST * 100 + m + 1)}`)]);
	for (const [slug, started, finished, furthest, steps] of rows(html, 'exhibitions')) {
		assert.equal(Number(steps), 2 + Number(slug.at(-1)));
		assert.ok(Number(furthest) <= Number(steps));
		// Those of people, of all that the oracle has.
		assert.ok(Number(started) <= tally(expected, 'exhibition-started', slug) && Number(finished) <= tally(expected, 'exhibition-finished', slug));
	}
	assert.ok(rows(html, 'exhibitions')[0][1] > 0);
	assert.equal(rows(html, 'languages').reduce((n, r) => n + Number(r[1]), 0), tally(expected, 'language'));
	assert.deepEqual(rows(html, 'agents').map(([, ...n]) => Number(n[3]) > 0), [false, false, true, false]);
	assert.deepEqual(rows(html, 'embeds').map(([host]) => host), ['embed.example']);
	// What is closed now is counted and not named.
	const most = rows(html, 'most').map(([title]) => title);
	assert.equal(most.some((title) => title.includes('&lt;0&gt;')), false);
	assert.equal(most.length, 19);
});

test('small numbers are hidden, and no change tells them', async () => {
	const html = await impact(String(LAST));
	assert.equal(html.includes('Vidaus naudojimui'), false);
	for (const id of ['year', 'visits', 'looks', 'searches', 'most', 'institutions', 'agents'])
		for (const row of rows(html, id)) for (const cell of row.slice(1)) assert.ok(!/^\d+$/.test(cell) || cell === '0' || Number(cell) >= 5, `${id}: ${row}`);
	const few = await run(['report', 'impact', String(LAST), ...config, '--set', 'analytics.hidden_below=100'], { env });
	const hidden = rows(few.stdout, 'year').filter((r) => r[1] === 'nerodoma');
	assert.ok(hidden.length > 0);
	for (const row of hidden) assert.deepEqual([row[1], row[3]], ['nerodoma', '–']);
});

test('into a file; a year that runs; a year of nothing; wrong calls', async () => {
	const file = join(data, 'impact.html');
	assert.equal(await impact(String(LAST), '--out', file), '');
	assert.equal(readFileSync(file, 'utf8'), await impact(String(LAST)));
	assert.equal(existsSync(`${file}.new`), false);
	assert.match(await impact(String(LAST + 1)), /Metai dar nesibaigę/);
	const nothing = await impact('2001');
	assert.equal((nothing.match(/Nieko nesuskaičiuota/g) ?? []).length, 13);
	for (const [args, said] of [[[], /usage: vartai report impact/], [['1999'], /usage/], [['2025', '--lang', 'de'], /usage/], [['2025', '--out'], /usage/], [['2025', '--out', '/no/such/folder/x'], /x cannot be written: No such file/]]) {
		const { code, stderr } = await run(['report', 'impact', ...args, ...config]);
		assert.equal(code, 2, args.join(' '));
		assert.match(stderr, said);
	}
});
