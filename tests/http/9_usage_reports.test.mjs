// SPDX-License-Identifier: Apache-2.0
// The yearly reports: fields by a file, numbers by institution, the list behind each,
// a copy of what was submitted; and what `vartai status` says is due.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, lchownSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfig, root, run, temporaryFolder } from '../lib/server.mjs';
import { count, makePages, makeUses, writeSpools } from '../lib/usage.mjs';

const source = temporaryFolder(), data = temporaryFolder(), env = { TZ: 'UTC' };
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
const YEAR = new Date().getUTCFullYear(), LAST = YEAR - 1;
let expected;

before(async () => {
	mkdirSync(source, { recursive: true });
	makePages(source, 12);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-A, name: {lt: Pirma biblioteka}}\n');
	const right = 'http://creativecommons.org/publicdomain/mark/1.0/';
	writeFileSync(join(source, 'records.csv'), `identifier;title;kind;image;rights;access;institution
o0;Knyga;TEXT;0.png|1.png|2.png;${right};open;
o1;Žemėlapis;IMAGE;3.png;${right};open;LT-B
o2;Uždaras;IMAGE;4.png;${right};metadata;
o3;Embargas;IMAGE;5.png;${right};embargo:2999-01-01;
o4;Be vaizdo;TEXT;;;open;LT-B
o5;Be teisių;IMAGE;6.png|7.png;;open;LT-B
`);
	let r = await run(['ingest', ...config, source]);
	assert.equal(r.code, 0, r.stderr + r.stdout);
	const uses = makeUses(3000, { seed: 12, from: Date.UTC(LAST, 0, 2), days: 300, objects: 6, persons: 300 });
	expected = count(uses);
	writeSpools(data, uses, 2);
	r = await run(['usage', 'roll', ...config], { env });
	assert.equal(r.code, 0, r.stderr);
});
after(() => { for (const folder of [source, data]) rmSync(folder, { recursive: true }); });

const report = async (...args) => {
	const { code, stdout, stderr } = await run(['report', ...args, ...config], { env });
	assert.equal(code, 0, stderr);
	return stdout;
};
const field = (r, name) => r.fields.find((f) => f.field === name);
const of = (metric, objects) => [...expected.sums].filter(([k]) => k.endsWith('/p') && (!objects || objects.includes(k.split('/')[1]))).reduce((n, [, m]) => n + m[metric], 0);

test('an object is digitised by its four marks; numbers are by institution', async () => {
	const r = JSON.parse(await report('digitisation', String(YEAR), '--json'));
	assert.equal(r.title, 'Skaitmeninimo stebėsena');
	assert.deepEqual(field(r, 'digitised_total'), { field: 'digitised_total', name: field(r, 'digitised_total').name, measure: 'objects_digitised', total: 3, institutions: { 'LT-A': 1, 'LT-B': 2 } });
	assert.deepEqual([field(r, 'pages_total').total, field(r, 'pages_total').institutions['LT-A'], field(r, 'published_total').total, field(r, 'with_rights').total], [6, 3, 6, 4]);
	assert.equal(field(r, 'digitised_year').total, 3);
	// They were not there a year ago.
	const before = JSON.parse(await report('digitisation', String(LAST), '--json'));
	assert.equal(field(before, 'digitised_total').total, 0);
});

test('use of the year, in all and by institution, and the list behind it', async () => {
	const r = JSON.parse(await report('library', String(LAST), '--json'));
	assert.equal(field(r, 'virtual_visits').total, expected.counts.get('visit/outside'));
	assert.equal(field(r, 'inside_visits').total, expected.counts.get('visit/inside'));
	assert.equal(field(r, 'virtual_visits').institutions, undefined);
	assert.equal(field(r, 'downloads').total, of('downloads'));
	assert.equal(field(r, 'documents_used').institutions['LT-B'], of('unique_requests', ['o1', 'o4', 'o5']));
	const [head, ...list] = (await report('library', String(LAST), '--list', 'downloads')).trim().split('\n').map((l) => l.split('\t'));
	assert.deepEqual(head, ['biblioteka', 'objektas', 'pavadinimas', 'kiek']); // trim() took the mark
	assert.match(await report('library', String(LAST), '--list', 'downloads'), /^\ufeffbiblioteka\t/);
	const json = JSON.parse(await report('library', String(LAST), '--list', 'downloads', '--json'));
	assert.deepEqual([json.report, json.year, json.field, json.measure], ['library', LAST, 'downloads', 'downloads']);
	assert.deepEqual(json.objects.map((o) => [o.institution, o.object, o.title, String(o.n)]), list);
	assert.deepEqual(JSON.parse(await report('digitisation', '2001', '--list', 'digitised_total', '--json')).objects, []);
	assert.equal(list.reduce((n, l) => n + Number(l[3]), 0), of('downloads'));
	assert.deepEqual(list.find((l) => l[1] === 'o1').slice(0, 3), ['LT-B', 'o1', 'Žemėlapis']);
	const table = await report('library', String(LAST));
	assert.match(table, new RegExp(`^\ufeffBibliotekos metų ataskaita: skaitmeninės paslaugos\t${LAST}\n\n\t\tiš viso\t`));
	assert.match(table, new RegExp(`\ndownloads\tAtsisiųsti dokumentai\t${of('downloads')}\t`));
});

test('what was submitted is kept as it was', async () => {
	const submitted = await report('library', String(LAST), '--freeze');
	writeSpools(data, makeUses(500, { seed: 13, from: Date.UTC(LAST, 5, 2), days: 9, objects: 6 }), 1, { seed: 99 });
	assert.equal((await run(['usage', 'roll', ...config], { env })).code, 0);
	assert.notEqual(await report('library', String(LAST)), submitted);
	assert.equal(await report('library', String(LAST), '--frozen'), submitted);
	assert.equal((await run(['report', 'library', String(YEAR), '--frozen', ...config])).code, 2);
	// A copy that was changed is not given out.
	const { status, stderr } = spawnSync('python3', ['-c', 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("UPDATE frozen SET body = body || x\'20\'"); db.commit()', join(data, 'usage.db')], { encoding: 'utf8' });
	assert.equal(status, 0, stderr);
	const bad = await run(['report', 'library', String(LAST), '--frozen', ...config]);
	assert.equal(bad.code, 2);
	assert.match(bad.stderr, /not what its checksum says/);
});

test('only a year that is over, and summed up to its end, is frozen', async () => {
	const other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	const freeze = async (year) => { const { code, stderr } = await run(['report', 'library', String(year), '--freeze', ...set], { env }); return [code, stderr]; };
	const sql = (text) => { const { status, stderr } = spawnSync('python3', ['-c', 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()', join(other, 'usage.db'), text], { encoding: 'utf8' }); assert.equal(status, 0, stderr); };
	try {
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		assert.deepEqual(await freeze(YEAR), [2, `vartai: the year ${YEAR} is not over: its report cannot have been submitted\n`]);
		assert.equal((await run(['usage', 'roll', ...set], { env })).code, 0);
		sql(`UPDATE meta SET value = ${Date.UTC(LAST, 11, 20) / 1000} WHERE name = 'rolled'`);
		assert.deepEqual(await freeze(LAST), [2, `vartai: usage is summed up to ${LAST}-12-20 only, and the report is of all of ${LAST}: run \`vartai usage roll\` before\n`]);
		const [code, told] = await freeze(LAST - 1);
		assert.equal(code, 0);
		assert.match(told, new RegExp(`no use was counted in ${LAST - 1}: if this server did not count yet`));
		assert.equal((await run(['usage', 'roll', ...set], { env })).code, 0);
		assert.equal((await freeze(LAST))[0], 0);
	} finally { rmSync(other, { recursive: true, force: true }); }
});

test('usage.db that is none, or has no sums yet, is told with what to do', async () => {
	const other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	try {
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		assert.equal((await run(['key', 'add', 'x', ...set])).code, 0);
		assert.deepEqual([(await run(['usage', 'status', ...set])).stdout, JSON.parse((await run(['usage', 'status', '--json', ...set])).stdout).rolled], ['nothing has been summed up yet\n', null]);
		for (const end of ['-wal', '-shm']) rmSync(join(other, `usage.db${end}`), { force: true });
		writeFileSync(join(other, 'usage.db'), 'this is no database'.repeat(100));
		for (const args of [['usage', 'status'], ['report', 'library', '2025'], ['report', 'impact', '2025'], ['key', 'list'], ['status']]) {
			const { code, stderr } = await run([...args, ...set]);
			assert.deepEqual([code, stderr], [2, `vartai: ${join(other, 'usage.db')}: file is not a database (put back a copy of it; or move it away, and counting begins anew)\n`], args.join(' '));
		}
	} finally { rmSync(other, { recursive: true, force: true }); }
});

test('a form as people save it, and one that cannot be read: the others are due all the same', async () => {
	const place = temporaryFolder(), forms = join(place, 'conf/reports'), set = [...config, '--set', `server.template_dir=${join(place, 'templates')}`];
	const form = (name, bytes) => writeFileSync(join(forms, `${name}.tsv`), bytes);
	const field = 'title\tForma\ndue\t02-10\nlooked\tPeržiūrėta\tpages\n';
	try {
		cpSync(join(root, 'templates'), join(place, 'templates'), { recursive: true });
		mkdirSync(forms, { recursive: true });
		form('notepad', `\ufeff${field.replaceAll('\n', '\r\n')}`);
		assert.equal(JSON.parse((await run(['report', 'notepad', String(LAST), '--json', ...set], { env })).stdout).title, 'Forma');
		for (const [bytes, said] of [[Buffer.from(`\ufeff${field}`, 'utf16le'), /bad\.tsv is not in UTF-8: save it so/], [`${field}looked\tDar kartą\tpages\n`, /bad\.tsv, line 4: neither a title.*a field of a code of its own/], [`${field}x\tX\tcolour\n`, /line 4/], ['title\tX\n', /not when it is due/]]) {
			form('bad', bytes);
			const r = await run(['report', 'bad', String(LAST), ...set], { env });
			assert.equal(r.code, 2);
			assert.match(r.stderr, said);
			const status = await run(['status', ...set], { env });
			assert.equal(status.code, 2);
			assert.match(status.stderr, said);
			assert.match(status.stdout, new RegExp(`\nnotepad ${LAST}: [^]*\nusage: summed up`));
			assert.deepEqual(JSON.parse((await run(['status', '--json', ...set], { env })).stdout).analytics.reports.map((x) => x.report), ['notepad']);
		}
	} finally { rmSync(place, { recursive: true, force: true }); }
});

test('status says what is due and what was submitted', async () => {
	const { stdout } = await run(['status', '--json', ...config], { env });
	const s = JSON.parse(stdout).analytics, day = (new Date()).toISOString().slice(0, 10);
	assert.deepEqual(s.reports.map((r) => [r.report, r.year, r.due, r.submitted]), [['digitisation', LAST, `${YEAR}-02-15`, null], ['library', LAST, `${YEAR}-02-10`, day]]);
	assert.ok(s.usage_summed_up.startsWith(day));
	const text = await run(['status', ...config], { env });
	assert.match(text.stdout, new RegExp(`library ${LAST}: submitted ${day}`));
	const isOverdue = new Date() > new Date(Date.UTC(YEAR, 1, 16));
	assert.equal(text.code, isOverdue ? 1 : 0);
	assert.equal(text.stdout.includes(`submit it, then \`vartai report digitisation ${LAST} --freeze\``), isOverdue);
});

test('status says how the last ingests went, and who has harvested', async () => {
	const broken = temporaryFolder(), other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	const status = async (...args) => (await run(['status', ...args, ...set], { env })).stdout;
	try {
		assert.deepEqual([JSON.parse(await status('--json')).ingests, JSON.parse(await status('--json')).oai], [[], []]);
		assert.match(await status(), /^ingests: none yet\n/);
		mkdirSync(broken, { recursive: true });
		writeFileSync(join(broken, 'package.yaml'), 'institution: {code: LT-A, name: {lt: Pirma biblioteka}}\n');
		writeFileSync(join(broken, 'bad.png'), 'this is no image');
		writeFileSync(join(broken, 'records.csv'), 'identifier;title;kind;image\nb1;Ne vaizdas;IMAGE;bad.png\nb2;Be failo;IMAGE;nera.png\n');
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		assert.equal((await run(['ingest', '--dry-run', ...set, source])).code, 0);
		await run(['ingest', ...set, broken]);
		const s = JSON.parse(await status('--json'));
		assert.equal(s.ingests.length, 2); // a dry run is none
		const [last, first] = s.ingests;
		assert.deepEqual([last.new + last.failed, last.paths, last.interrupted], [2, [broken], false]);
		assert.ok(last.failed + Object.values(last.findings).reduce((a, b) => a + b, 0) > 0);
		assert.deepEqual([first.new, first.failed, first.paths], [6, 0, [source]]);
		const text = await status();
		assert.match(text, new RegExp(`^ingests:\n  \\d{4}-\\d\\d-\\d\\dT[\\d:]+Z  ${last.new} new, 0 changed, 0 unchanged, 0 deleted, ${last.failed} failed; findings: .+ s\n    ${broken}\n`));
		assert.match(text, /\noai:\nnobody has harvested yet\n/);
		assert.match(text, /\nanalytics:\n/);
		// The newest fifty are kept; what is not ours harms nothing.
		const file = join(other, 'ingests.jsonl');
		writeFileSync(file, `${readFileSync(file, 'utf8').repeat(40)}not JSON\n`);
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		const kept = readFileSync(file, 'utf8').trim().split('\n');
		assert.equal(kept.length, 50);
		assert.equal(JSON.parse(kept.at(-1)).unchanged, 6);
		assert.equal(JSON.parse(await status('--json')).ingests.length, 4);
	} finally { for (const folder of [broken, other]) rmSync(folder, { recursive: true }); }
});

test('status says what it could not read, and all the rest', async () => {
	const other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`], file = join(other, 'ingests.jsonl');
	try {
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		writeFileSync(file, readFileSync(file, 'utf8').replace('"interrupted":false', '"interrupted":true'));
		assert.match((await run(['status', ...set], { env })).stdout, /\n {4}stopped before the end; run it again and it goes on from there\n/);
		// Its ingests: whoever looks after it still learns which report is due.
		rmSync(file);
		mkdirSync(file);
		const blind = await run(['status', ...set], { env });
		assert.deepEqual([blind.code, blind.stderr], [2, `vartai: ${file} cannot be read: Is a directory\n`]);
		assert.match(blind.stdout, /\noai:\n[^]+\nanalytics:\n.+: due /);
		assert.deepEqual(JSON.parse((await run(['status', '--json', ...set], { env })).stdout).ingests, []);
		rmSync(file, { recursive: true });
		// A catalogue that waits for an ingest after an upgrade is not one from which nobody has harvested.
		const { status, stderr } = spawnSync('python3', ['-c', 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("PRAGMA user_version = 9"); db.commit()', join(other, 'catalog.db')], { encoding: 'utf8' });
		assert.equal(status, 0, stderr);
		const old = await run(['status', ...set], { env });
		assert.equal(old.code, 2);
		assert.match(old.stderr, /was written by an older Vartai .*: run `vartai ingest`/);
		assert.doesNotMatch(old.stdout, /nobody has harvested yet/);
		assert.match(old.stdout, /\nanalytics:\n.+: due /);
		assert.equal(JSON.parse((await run(['status', '--json', ...set], { env })).stdout).oai, null);
	} finally { rmSync(other, { recursive: true }); }
});

const NOBODY = 65534;
test('what root writes into data.dir follows no link that its owner put there', { skip: process.getuid() === 0 ? false : 'only root can be led astray' }, async () => {
	const other = temporaryFolder(), victim = `${other}-victim`, set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	try {
		mkdirSync(other, { recursive: true });
		writeFileSync(victim, 'elsewhere');
		for (const name of ['ingests.jsonl.draft', 'usage.1.pending']) {
			symlinkSync(victim, join(other, name));
			lchownSync(join(other, name), NOBODY, NOBODY);
		}
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		assert.equal(JSON.parse(readFileSync(join(other, 'ingests.jsonl'), 'utf8')).new, 6);
		assert.ok(lstatSync(join(other, 'ingests.jsonl')).isFile());
		writeSpools(other, makeUses(50, { seed: 2, from: Date.now() - 3600000, days: 0.01, objects: 6 }), 1);
		const { code, stderr } = await run(['usage', 'roll', ...set], { env });
		assert.equal(code, 2);
		assert.match(stderr, /usage\.1\.pending: /);
		assert.equal(readFileSync(victim, 'utf8'), 'elsewhere');
		unlinkSync(join(other, 'usage.1.pending'));
		assert.equal((await run(['usage', 'roll', ...set], { env })).code, 0);
	} finally {
		rmSync(other, { recursive: true, force: true });
		rmSync(victim, { force: true });
	}
});

test('a year in which nothing was there is not due', async () => {
	const other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	const years = async () => { const r = await run(['status', '--json', ...set], { env }); return [r.code, ...JSON.parse(r.stdout).analytics.reports.map((x) => x.year)]; };
	try {
		assert.deepEqual(await years(), [0, YEAR, YEAR]); // no catalogue yet
		assert.equal((await run(['ingest', ...set, source])).code, 0);
		writeSpools(other, makeUses(50, { seed: 2, from: Date.UTC(LAST - 1, 3, 2), days: 9, objects: 6 }), 1);
		assert.equal((await run(['usage', 'roll', ...set], { env })).code, 0);
		assert.deepEqual(await years(), [0, YEAR, YEAR]);
	} finally { rmSync(other, { recursive: true }); }
});

test('progress: what was published between two days, and what it has', async () => {
	const all = JSON.parse(await report('progress', '--json'));
	const { bytes, ...total } = all.total;
	assert.deepEqual(total, { objects: 6, digitised: 3, pages: 8, pages_with_text: 0, with_rights: 4, with_place: 0, with_date: 0 });
	// Those of the access copies of eight images.
	const below = (folder) => readdirSync(folder, { withFileTypes: true }).reduce((n, e) => n + (e.isDirectory() ? below(join(folder, e.name)) : statSync(join(folder, e.name)).size), 0);
	assert.equal(bytes, below(join(data, 'images')));
	assert.equal(bytes, all.groups['LT-A'].bytes + all.groups['LT-B'].bytes);
	assert.deepEqual([all.groups['LT-A'].objects, all.groups['LT-B'].digitised], [3, 2]);
	const quality = JSON.parse(await report('progress', '--quality', '--json')), checked = JSON.parse((await run(['check', '--json', ...config])).stdout);
	const found = (code) => checked.objects.filter((o) => !code || o.institution === code);
	for (const [code, row] of [['', quality.total], ['LT-A', quality.groups['LT-A']], ['LT-B', quality.groups['LT-B']]])
		assert.deepEqual([row.findings, row.with_errors], [found(code).reduce((n, o) => n + o.findings.length, 0), found(code).filter((o) => o.findings.some((f) => f.level === 'error')).length], code);
	assert.ok(quality.total.findings > 0);
	assert.equal('findings' in all.total, false);
	const kinds = JSON.parse(await report('progress', '--by', 'kind', '--json'));
	assert.deepEqual([kinds.groups.TEXT.objects, kinds.groups.IMAGE.objects], [2, 4]);
	assert.deepEqual(Object.keys(JSON.parse(await report('progress', '--by', 'collection', '--json')).groups), ['-']);
	assert.equal(JSON.parse(await report('progress', '--until', `${LAST}-12-31`, '--json')).total.objects, 0);
	assert.match(await report('progress', '--by', 'month', '--from', `${LAST}-12-31`), new RegExp(`^month\tobjects\t.*\n${YEAR}-\\d\\d\t6\t3\t8\t.*\ntotal\t6\t`));
});

test('wrong calls are named', async () => {
	for (const [args, said] of [[['report', 'nera', '2025'], /there is no report 'nera' \(there are: digitisation, library\)/], [['report', '../x', '2025'], /there is no report/], [['report', 'library'], /usage:/],
		[['report', 'library', '25'], /usage:/], [['report', 'library', '2025', '--freeze', '--frozen'], /usage:/], [['report', 'library', '2025', '--list', 'nera'], /has no field 'nera'/],
		[['report', 'library', '2025', '--list', 'searches'], /no objects stand behind it/], [['report', 'progress', '--by', 'colour'], /'--by colour' is not understood\nusage:/], [['report', 'progress', '--from', '2025-02-30'], /'--from 2025-02-30' is not understood/], [['report', 'library', '2025', '--frozen', '--json'], /usage:/],
		[['report', 'library', String(YEAR + 1)], /the year \d+ has not begun: there is nothing to report of it/], [['report', 'impact', '2999'], /the year 2999 has not begun/],
		[['report', 'progress', '--from', '2025-06-01', '--until', '2025-05-31'], /--from is a day behind --until/], [['status', 'x'], /usage:/]]) {
		const { code, stderr } = await run([...args, ...config]);
		assert.equal(code, 2, args.join(' '));
		assert.match(stderr, said);
	}
});
