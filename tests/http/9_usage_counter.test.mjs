// SPDX-License-Identifier: Apache-2.0
// The COUNTER API and its reports: valid by the published schemas, with the numbers of
// an independent count; wrong calls have COUNTER's codes; keys withstand guessing.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { get } from '../lib/http.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, program, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { count, makeUses, writeSpools } from '../lib/usage.mjs';

const shared = join(process.env.VARTAI_SHARED ?? resolve(root, '../shared'), 'counter');
const skip = existsSync(join(shared, 'schema')) ? false : `${shared} is not there`;
const WORLD = '0000000000000000';
const source = temporaryFolder(), data = temporaryFolder(), env = { TZ: 'UTC' };
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
let server, key, expected;

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false }); // one of its patterns is a literal only without u
const schemas = new Map();
function assertValid(name, body) {
	if (skip) return;
	if (!schemas.has(name)) schemas.set(name, ajv.compile(JSON.parse(readFileSync(join(shared, 'schema', `${name}.schema.json`), 'utf8'))));
	const validate = schemas.get(name);
	assert.ok(validate(body), `${name}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
}

before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	const kinds = ['TEXT', 'IMAGE', 'SOUND', 'VIDEO', '3D'];
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind;created;type;creator', ...Array.from({ length: 40 }, (_, i) => `o${i};Pavadinimas „${i}“;${kinds[i % 5]};${1900 + i};${i === 0 ? 'laikraštis' : ''};${i === 1 ? 'Pirma, Ona|Antras, Jonas|Pirma, Ona|Trečia, Ieva|Ketvirtas, Petras' : ''}`), ''].join('\n'));
	let r = await run(['ingest', ...config, source]);
	assert.equal(r.code, 0, r.stderr);
	const uses = makeUses(20000, { seed: 5, objects: 45, persons: 900 });
	expected = count(uses);
	writeSpools(data, uses, 3);
	r = await run(['usage', 'roll', ...config], { env });
	assert.equal(r.code, 0, r.stderr);
	r = await run(['key', 'add', 'LNB', ...config]);
	assert.equal(r.code, 0, r.stderr);
	key = r.stdout.trim();
	server = await start({ 'server.workers': 2, 'log.levels': 'info', 'server.trusted_proxies': '127.0.0.1' }, { data });
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

// As with a full disk: every write to standard output fails.
function unwritten(args, folder) {
	const fd = openSync(join(folder, '.'), 'r');
	try {
		return spawnSync(program, args, { stdio: ['ignore', fd, 'pipe'], encoding: 'utf8', cwd: root });
	} finally { closeSync(fd); }
}
const from = (address) => ({ headers: { 'x-forwarded-for': address } });
const call = (path, args = {}, who = from('192.0.2.1')) => get(server.base, `/counter/r51/${path}?${new URLSearchParams({ customer_id: WORLD, api_key: key, ...args })}`, who);
const YEAR = { begin_date: '2025-01', end_date: '2025-12' };

// As before an upgrade: sums of the version before authors, and nobody has summed up since.
test('usage.db of an older version is brought up to date by whoever reads it first', async () => {
	const own = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${own}`];
	try {
		cpSync(data, own, { recursive: true });
		const { status, stderr } = spawnSync('python3', ['-c', `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("ALTER TABLE item DROP COLUMN authors")
db.execute("PRAGMA user_version = 2")
db.commit()`, join(own, 'usage.db')], { encoding: 'utf8' });
		assert.equal(status, 0, stderr);
		const period = ['--begin', '2025-01', '--end', '2025-12'];
		const [old, now] = [await run(['report', 'counter', 'ir', ...period, ...set], { env }), await run(['report', 'counter', 'ir', ...period, ...config], { env })];
		assert.equal(old.code, 0, old.stderr);
		assert.deepEqual(JSON.parse(old.stdout).Report_Items, JSON.parse(now.stdout).Report_Items);
	} finally { rmSync(own, { recursive: true, force: true }); }
});

test('status is for everybody; members and reports are for keys', async () => {
	const status = await get(server.base, '/counter/r51/status');
	assert.equal(status.status, 200);
	assert.equal(status.json.length, 1);
	assertValid('Status', status.json[0]);
	assert.equal(status.json[0].Registry_Record, undefined, '"MUST omit" where there is none; reports have it blank');
	for (const [path, schema] of [['members', 'Member'], ['reports', 'Report']]) {
		const { status: code, json, headers } = await call(path);
		assert.equal(code, 200);
		assert.equal(headers['cache-control'], 'no-store');
		for (const one of json) assertValid(schema, one);
	}
	const reports = (await call('reports')).json;
	// "the path MUST be identical with the path specified in the Code of Practice" (8.1): behind the address of the service
	assert.deepEqual(reports.map((r) => r.Path), ['pr', 'pr_p1', 'ir', 'ir_m1'].map((r) => `/r51/reports/${r}`));
	assert.deepEqual(reports.map((r) => [r.Report_ID, r.First_Month_Available]), [['PR', '2025-01'], ['PR_P1', '2025-01'], ['IR', '2025-01'], ['IR_M1', '2025-01']]);
});

const sumOf = (report, metric, type) => report.Report_Items.flatMap((i) => i.Attribute_Performance ?? i.Items.flatMap((x) => x.Attribute_Performance))
	.filter((p) => !type || p.Data_Type === type).reduce((n, p) => n + Object.values(p.Performance[metric] ?? {}).reduce((a, b) => a + b, 0), 0);
const expectedSum = (metric, month) => [...expected.sums].filter(([k]) => k.endsWith('/p') && (month ? k.startsWith(`${month}/`) : k.startsWith('2025'))).reduce((n, [, m]) => n + m[metric], 0);

test('reports are valid and have the numbers of the oracle', async () => {
	const reports = {};
	for (const id of ['pr', 'pr_p1', 'ir', 'ir_m1']) {
		const { status, json } = await call(`reports/${id}`, YEAR);
		assert.equal(status, 200);
		assertValid(id.toUpperCase(), json);
		assert.equal(json.Report_Header.Exceptions, undefined);
		assert.equal(json.Report_Header.Institution_Name, 'The World');
		assert.equal(json.Report_Header.Registry_Record, '');
		assert.ok(json.Report_Items.length > 0, id);
		reports[id] = json;
	}
	for (const [metric, own] of [['Total_Item_Investigations', 'total_investigations'], ['Unique_Item_Investigations', 'unique_investigations'], ['Total_Item_Requests', 'total_requests'], ['Unique_Item_Requests', 'unique_requests']]) {
		assert.equal(sumOf(reports.pr, metric), expectedSum(own), metric);
		assert.equal(sumOf(reports.ir, metric), expectedSum(own), metric);
	}
	assert.equal(sumOf(reports.pr_p1, 'Total_Item_Requests'), expectedSum('total_requests'));
	const searches = expected.counts.get('search/lt') + expected.counts.get('search/en');
	assert.ok(sumOf(reports.pr, 'Searches_Platform') > 0 && sumOf(reports.pr, 'Searches_Platform') <= searches);
	assert.equal(sumOf(reports.pr, 'Unique_Title_Requests'), sumOf(reports.pr, 'Unique_Item_Requests', 'Book'));
	assert.equal(sumOf(reports.ir_m1, 'Total_Item_Requests'), ['Image', 'Sound', 'Audiovisual', 'Interactive_Resource'].reduce((n, t) => n + sumOf(reports.ir, 'Total_Item_Requests', t), 0));
	const first = reports.ir.Report_Items.flatMap((i) => i.Items).find((i) => i.Item_ID.Proprietary === 'vartai:o0');
	assert.equal(first.Item, 'Pavadinimas „0“');
	assert.equal(first.Attribute_Performance[0].Data_Type, 'News_Item');
	assert.equal(first.Item_ID.URI, `${server.base}/objects/o0`);
});

test('filters, attributes and months', async () => {
	const month = (await call('reports/ir', { begin_date: '2025-03-01', end_date: '2025-03-31', metric_type: 'Total_Item_Requests' })).json;
	assertValid('IR', month);
	assert.equal(sumOf(month, 'Total_Item_Requests'), expectedSum('total_requests', 202503));
	assert.deepEqual(month.Report_Header.Report_Filters, { Begin_Date: '2025-03-01', End_Date: '2025-03-31', Metric_Type: ['Total_Item_Requests'] });
	const one = (await call('reports/ir', { ...YEAR, item_id: 'vartai:o7', attributes_to_show: 'YOP|Access_Type|Access_Method', data_type: 'Image', yop: '1907' })).json;
	assertValid('IR', one);
	assert.equal(one.Report_Items.length, 0); // o7 is a sound
	const other = (await call('reports/ir', { ...YEAR, item_id: 'vartai:o7', attributes_to_show: 'YOP|Access_Type|Access_Method', yop: '1900-1910|1950', access_type: 'Open', access_method: 'Regular' })).json;
	assertValid('IR', other);
	const { Data_Type, YOP, Access_Type, Access_Method } = other.Report_Items[0].Items[0].Attribute_Performance[0];
	assert.deepEqual([Data_Type, YOP, Access_Type, Access_Method], ['Sound', '1907', 'Open', 'Regular']);
	for (const nothing of [{ access_type: 'Controlled' }, { access_method: 'TDM' }, { data_type: 'Article' }, { yop: '1800' }, { item_id: 'vartai:nera' }]) {
		const { status, json } = await call('reports/ir', { ...YEAR, ...nothing });
		assert.equal(status, 200);
		assert.equal(json.Report_Items.length, 0, JSON.stringify(nothing));
		assertValid('IR', json);
	}
	const platform = (await call('reports/pr', { ...YEAR, data_type: 'Platform|Book', attributes_to_show: 'Access_Method' })).json;
	assertValid('PR', platform);
	assert.deepEqual(platform.Report_Items[0].Attribute_Performance.map((p) => p.Data_Type), ['Book', 'Platform']);
});

test('what cannot be answered as asked is told in the header', async () => {
	const codes = async (path, args) => {
		const { status, json } = await call(path, { ...YEAR, ...args });
		assert.equal(status, 200, JSON.stringify(json));
		assertValid(path.replace('reports/', '').toUpperCase(), json);
		return (json.Report_Header.Exceptions ?? []).map((e) => e.Code);
	};
	assert.deepEqual(await codes('reports/pr', { colour: 'red' }), [3050]);
	for (const [format, said] of [['xml', [3050]], ['json', []]]) assert.deepEqual(await codes('reports/pr', { format }), said);
	assert.deepEqual(await codes('reports/pr_p1', { metric_type: 'Searches_Platform' }), [3050]);
	assert.deepEqual(await codes('reports/pr', { country_code: 'LT' }), [3050]);
	assert.deepEqual(await codes('reports/pr', { metric_type: 'Clicks|Searches_Platform' }), [3060]);
	assert.deepEqual(await codes('reports/ir', { metric_type: 'Searches_Platform' }), [3060]);
	assert.deepEqual(await codes('reports/ir', { yop: '19' }), [3060]);
	assert.deepEqual(await codes('reports/ir', { attributes_to_show: 'Colour' }), [3062]);
	assert.deepEqual(await codes('reports/pr', { granularity: 'Day' }), [3062]);
	assert.deepEqual(await codes('reports/pr', { platform: 'Other' }), [3060]);
	assert.deepEqual(await codes('reports/pr', { platform: 'Vartai' }), []);
	assert.deepEqual(await codes('reports/pr', { begin_date: '2001-01', end_date: '2001-12', data_type: 'Thing', metric_type: 'x', colour: '' }), [3060, 3060, 3050, 3032]);
});

test('an empty report says why, and one that lacks months says which (appendix D)', async () => {
	const said = async (args) => {
		const { status, json } = await call('reports/pr', { ...YEAR, ...args });
		assert.equal(status, 200);
		assertValid('PR', json);
		return { items: json.Report_Items.length, end: json.Report_Header.Report_Filters.End_Date, codes: (json.Report_Header.Exceptions ?? []).map((e) => [e.Code, e.Data]) };
	};
	const first = 'the first month that was counted is 2025-01';
	const month = (back) => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - back)).toISOString().slice(0, 7);
	// None is not the same as not known: 3030 is of months that were counted, 3032 of those before.
	assert.deepEqual(await said({ begin_date: '2001-01', end_date: '2001-12' }), { items: 0, end: '2001-12-31', codes: [[3032, first]] });
	assert.deepEqual(await said({ begin_date: '2024-12', end_date: '2025-02' }), { items: 1, end: '2025-02-28', codes: [[3032, first]] });
	for (const nothing of [{ access_method: 'TDM' }, { data_type: 'Article' }, { yop: '1800' }, { item_id: 'vartai:nera' }])
		for (const id of nothing.access_method || nothing.data_type ? ['pr', 'ir'] : ['ir']) {
			const { json } = await call(`reports/${id}`, { ...YEAR, ...nothing });
			assert.equal(json.Report_Items.length, 0);
			assert.deepEqual(json.Report_Header.Exceptions.filter((e) => e.Code === 3030).length, 1, `${id} ${JSON.stringify(nothing)}`);
		}
	// A month that is not over: the period ends before it. One that begins in it is wrong.
	const late = await said({ begin_date: '2025-01', end_date: month(0) });
	assert.deepEqual([late.items, late.end.slice(0, 7), late.codes], [1, month(1), [[3031, `the last month that is over is ${month(1)}`]]]);
	for (const begin of [month(0), '2098-01']) {
		const { status, json } = await call('reports/pr', { begin_date: begin, end_date: '2098-12' });
		assert.deepEqual([status, json.Code], [400, 3020], begin);
		assertValid('Exception', json);
	}
});

test('Granularity=Total: months are one, under the first of them; in a table there is the total alone', async () => {
	for (const id of ['pr', 'ir']) {
		const months = (await call(`reports/${id}`, YEAR)).json, total = (await call(`reports/${id}`, { ...YEAR, granularity: 'Total' })).json;
		assertValid(id.toUpperCase(), total);
		assert.deepEqual(total.Report_Header.Report_Attributes, { Granularity: 'Total' });
		assert.equal(total.Report_Items.length, months.Report_Items.length);
		for (const metric of ['Total_Item_Requests', 'Unique_Item_Investigations']) assert.equal(sumOf(total, metric), sumOf(months, metric));
		assert.deepEqual([...new Set(JSON.stringify(total.Report_Items).match(/"20\d\d-\d\d"/g))], ['"2025-01"']);
		const table = async (args) => (await call(`reports/${id}`, { ...YEAR, format: 'tsv', ...args })).text.split('\n').slice(14).filter(Boolean).map((l) => l.split('\t'));
		const whole = await table({}), short = await table({ granularity: 'Total' });
		assert.deepEqual(short, whole.map((r) => r.slice(0, r.length - 12)));
	}
	const { text } = await call('reports/pr', { ...YEAR, format: 'tsv', granularity: 'Total', attributes_to_show: 'Access_Method' });
	assert.match(text, /\nReport_Attributes\tAttributes_To_Show=Access_Method; Granularity=Total\n/);
});

test('Authors are the first three creators, where they are asked for', async () => {
	const { json } = await call('reports/ir', { ...YEAR, item_id: 'vartai:o1', attributes_to_show: 'Authors|YOP' });
	assertValid('IR', json);
	const named = json.Report_Items.flatMap((i) => i.Items).map((i) => i.Authors?.map((a) => a.Name));
	assert.deepEqual(named, [['Pirma, Ona', 'Antras, Jonas', 'Trečia, Ieva']]);
	const all = (await call('reports/ir', { ...YEAR, attributes_to_show: 'Authors' })).json;
	assertValid('IR', all);
	assert.equal(all.Report_Items.flatMap((i) => i.Items).filter((i) => i.Authors).length, 1);
	assert.equal(JSON.stringify((await call('reports/ir', YEAR)).json).includes('Authors'), false);
	const rows = (await call('reports/ir', { ...YEAR, format: 'tsv', item_id: 'o1', attributes_to_show: 'Authors' })).text.split('\n').slice(14).filter(Boolean).map((l) => l.split('\t'));
	assert.equal(rows[0].indexOf('Authors'), rows[0].indexOf('Platform') + 1);
	assert.deepEqual([...new Set(rows.slice(1).map((r) => r[rows[0].indexOf('Authors')]))], ['Pirma, Ona; Antras, Jonas; Trečia, Ieva']);
	assert.equal(rows.every((r) => r.length === rows[0].length), true);
});

test('wrong calls have their codes', async () => {
	const refused = async (path, args, who) => {
		const { status, json } = await get(server.base, `/counter/r51/${path}?${new URLSearchParams(args)}`, who ?? from('192.0.2.200'));
		assertValid('Exception', json);
		return [status, json.Code];
	};
	const good = { customer_id: WORLD, api_key: key };
	assert.deepEqual(await refused('reports', {}), [400, 1030]);
	assert.deepEqual(await refused('reports', { customer_id: WORLD }), [401, 2000]);
	assert.deepEqual(await refused('members', { customer_id: WORLD, api_key: 'x' }), [401, 2020]);
	assert.deepEqual(await refused('reports/pr', { ...good, customer_id: '17', ...YEAR }), [403, 2010]);
	assert.deepEqual(await refused('reports/pr', good), [400, 1030]);
	assert.deepEqual(await refused('reports/pr', { ...good, begin_date: '2025-01' }), [400, 1030]);
	for (const dates of [['2025-13', '2025-12'], ['2025-02', '2025-01'], ['2025-01-02', '2025-02'], ['2025-01', '2025-02-27'], ['2025', '2026'], ['2015-01', '2025-12'], ['', '2025-01']])
		assert.deepEqual(await refused('reports/pr', { ...good, begin_date: dates[0], end_date: dates[1] }), [400, 3020], dates.join());
	assert.equal((await call('reports/dr', YEAR)).status, 404);
});

test('as a table', async () => {
	for (const id of ['PR', 'PR_P1', 'IR', 'IR_M1']) {
		const { status, text, headers } = await call(`reports/${id.toLowerCase()}`, { ...YEAR, format: 'tsv' });
		assert.equal(status, 200);
		assert.match(headers['content-type'], /^text\/tab-separated-values/);
		const lines = text.split('\n');
		if (!skip) {
			const sample = readFileSync(join(shared, 'samples', `${id.replace('_', '')}_sample_r51.tsv`), 'utf8').split('\n');
			const names = (l) => l.slice(0, 13).map((x) => x.replace('\ufeff', '').split('\t')[0]);
			assert.deepEqual(names(lines), names(sample));
			const columns = (l) => l[14].trim().split('\t').filter((c) => !/-20\d\d$/.test(c));
			const optional = /^(Parent_|Authors$|Publication_Date$|Article_Version$|YOP$|Access_)/;
			assert.deepEqual(columns(lines), columns(sample).filter((c) => !optional.test(c)));
		}
		assert.equal(lines[13], '');
		const json = (await call(`reports/${id.toLowerCase()}`, YEAR)).json;
		const rows = lines.slice(15).filter(Boolean).map((l) => l.split('\t'));
		const header = lines[14].split('\t'), metric = header.indexOf('Metric_Type');
		const total = rows.filter((r) => r[metric] === 'Total_Item_Requests').reduce((n, r) => n + Number(r[metric + 1]), 0);
		assert.equal(total, sumOf(json, 'Total_Item_Requests'));
		for (const r of rows) assert.equal(r.length, header.length);
	}
});

test('titles that a spreadsheet would run, or read on and on, are words; identifiers stay as they are', async () => {
	const own = temporaryFolder(), there = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${own}`];
	try {
		mkdirSync(there, { recursive: true });
		writeFileSync(join(there, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
		writeFileSync(join(there, 'records.csv'), 'identifier;title;kind;creator\no0;=HYPERLINK(1);TEXT;@Autorius\no1;"""Aušra"" numeris";TEXT;-A|Be\no2;-12;TEXT;\n');
		assert.equal((await run(['ingest', ...set, there])).code, 0);
		writeSpools(own, makeUses(400, { seed: 3, objects: 3, persons: 40 }), 1);
		assert.equal((await run(['usage', 'roll', ...set], { env })).code, 0);
		const period = ['--begin', '2025-01', '--end', '2025-12'];
		const { stdout, stderr } = await run(['report', 'counter', 'ir', ...period, '--tsv', 'attributes_to_show=Authors', 'item_id==1', ...set], { env });
		assert.match(stdout, /\nReport_Filters\tItem_ID==1\n/, stderr);
		const table = (await run(['report', 'counter', 'ir', ...period, '--tsv', 'attributes_to_show=Authors', ...set], { env })).stdout.split('\n').slice(15).filter(Boolean).map((l) => l.split('\t'));
		const cells = new Set(table.map((r) => [r[0], r[4], r[6]].join('|')));
		assert.deepEqual([...cells], ["'=HYPERLINK(1)|'@Autorius|vartai:o0", '"""Aušra"" numeris"|\'-A; Be|vartai:o1', '-12||vartai:o2']);
		for (const report of [['library', '2025', '--list', 'documents_used'], ['progress', '--by', 'institution']]) assert.equal(/(^|\t)[=+@]/m.test((await run(['report', ...report, ...set], { env })).stdout), false);
	} finally { for (const folder of [own, there]) rmSync(folder, { recursive: true, force: true }); }
});

test('the command gives the same files', async () => {
	for (const id of ['pr', 'ir_m1']) {
		const { code, stdout } = await run(['report', 'counter', id, '--begin', '2025-01', '--end', '2025-12', ...config, '--set', `server.base_url=${server.base}`], { env });
		assert.equal(code, 0);
		const json = JSON.parse(stdout), other = (await call(`reports/${id}`, YEAR)).json;
		assert.deepEqual({ ...json, Report_Header: { ...json.Report_Header, Created: 0 } }, { ...other, Report_Header: { ...other.Report_Header, Created: 0 } });
	}
	const tsv = await run(['report', 'counter', 'pr', '--begin', '2025-01', '--end', '2025-12', '--tsv', 'metric_type=Searches_Platform', ...config]);
	assert.match(tsv.stdout, /Metric_Types\tSearches_Platform\n/);
	assert.equal(tsv.stdout.trim().split('\n').length, 16);
	for (const args of [['report'], ['report', 'counter', 'xx'], ['report', 'counter', 'pr', '--begin', '2025-01'], ['report', 'counter', 'pr', '--begin', '2025-02', '--end', '2025-01'], ['report', 'counter', 'pr', 'x']])
		assert.equal((await run([...args, ...config])).code, 2, args.join(' '));
});

test('keys: shown once, kept as a hash, revoked, expired', async () => {
	const file = readdirSync(data).filter((f) => f.startsWith('usage.db')).map((f) => readFileSync(join(data, f)));
	assert.match(key, /^vartai_[0-9a-f]{8}_[0-9a-f]{64}$/);
	for (const bytes of file) assert.equal(bytes.includes(key.split('_')[2]), false);
	// Whatever it was called: below /counter/ nothing of the arguments is in the log.
	for (const name of ['api%5Fkey', 'API_KEY', 'apikey']) await get(server.base, `/counter/r51/members?customer_id=${WORLD}&${name}=${key}`, from('192.0.2.1'));
	for (const name of ['a%70i_ke%79', 'Api_Key', 'api_key']) assert.equal((await get(server.base, `/?x=1&${name}=${key}&y=2`)).status, 200);
	await wait(() => server.log.split('&y=2').length === 4);
	assert.match(server.log, /GET \/counter\/r51\/members\?"/);
	assert.match(server.log, /\?x=1&a%70i_ke%79=\*+&y=2/);
	assert.equal(server.log.includes(key.split('_')[2]), false);
	assert.equal(/counter\/r51\/\w+\?\w/.test(server.log), false);
	const more = await run(['key', 'add', 'Partneris', '--expires', '2999-01-01', ...config]);
	const second = more.stdout.trim();
	assert.equal((await call('members', { api_key: second })).status, 200);
	const list = JSON.parse((await run(['key', 'list', '--json', ...config])).stdout);
	assert.deepEqual(list.map((k) => [k.name, k.scopes, k.expires, k.revoked]), [['LNB', 'counter', 'never', false], ['Partneris', 'counter', '2999-01-01', false]]);
	assert.equal((await run(['key', 'revoke', list[1].id, ...config])).code, 0);
	assert.deepEqual([(await call('members', { api_key: second })).status, (await call('members', { api_key: second })).json.Code], [401, 2020]);
	assert.equal((await run(['key', 'revoke', list[1].id, ...config])).code, 2);
	for (const args of [['key'], ['key', 'add', ''], ['key', 'add', 'x', '--expires', '2020-01-01'], ['key', 'add', 'x', '--scopes', 'all'], ['key', 'add', 'x', '--other'], ['key', 'burn', 'x'], ['key', 'add', '--expires', '2999-01-01'], ['key', 'add', '--json'], ['key', 'add', 'du\neilutės'], ['key', 'add', 'x', '--scopes', ''], ['key', 'list', 'x']])
		assert.equal((await run([...args, ...config])).code, 2, args.join(' '));
	assert.match((await run(['key', 'list', ...config])).stdout, /Partneris {2}counter {2}made .*revoked/);
	// Who was sent the key back by a partner revokes it by that.
	const third = (await run(['key', 'add', 'Trečias', ...config])).stdout.trim();
	const { stdout, stderr } = await run(['key', 'revoke', third, ...config]);
	assert.equal(stdout, `${third.split('_')[1]} opens nothing any more\n`);
	assert.equal((await run(['key', 'revoke', third, ...config])).stderr.includes(third.split('_')[2]), false, stderr);
});

test('a key that could not be shown is not kept; and where none was made, none is listed', async () => {
	const own = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${own}`];
	try {
		mkdirSync(own, { recursive: true });
		assert.deepEqual([(await run(['key', 'list', ...set])).stdout, (await run(['key', 'list', '--json', ...set])).stdout], ['', '[]\n']);
		assert.deepEqual(readdirSync(own).filter((f) => f.startsWith('usage')), []);
		const { status, stderr } = unwritten(['key', 'add', 'LNB', ...set], own);
		assert.deepEqual([status, /standard output cannot be written/.test(stderr)], [2, true], stderr);
		assert.equal((await run(['key', 'list', '--json', ...set])).stdout, '[]\n');
	} finally { rmSync(own, { recursive: true, force: true }); }
});

test('a report that was not written is not said to be', () => {
	for (const args of [['report', 'counter', 'pr', '--begin', '2025-01', '--end', '2025-12'], ['report', 'progress'], ['report', 'progress', '--json'], ['report', 'impact', '2025'], ['report', 'library', '2025'], ['key', 'list'], ['usage', 'status'], ['usage', 'status', '--json']]) {
		const { status, stderr } = unwritten([...args, ...config], data);
		assert.deepEqual([status, /standard output cannot be written/.test(stderr)], [2, true], `${args.join(' ')}: ${stderr}`);
	}
});

test('who guesses is told to wait, over all workers, and nobody else is', async () => {
	const wrong = `vartai_${key.split('_')[1]}_${'0'.repeat(64)}`;
	const answers = [];
	for (let i = 0; i < 14; i++) answers.push(await call('members', { api_key: i % 2 ? wrong : `guess-${i}` }, { ...from(`198.51.100.${i}`), agent: false }));
	assert.deepEqual(answers.map((a) => a.status), [...Array(10).fill(401), ...Array(4).fill(429)]);
	assert.equal(answers[13].json.Code, 1020);
	assert.equal(answers[13].headers['retry-after'], '600');
	assert.equal((await call('members', {}, from('198.51.100.77'))).status, 200); // the right one, there
	assert.equal((await call('members', { api_key: wrong }, from('198.51.100.77'))).status, 429);
	assert.equal((await call('members', {}, from('203.0.113.1'))).status, 200);
});
