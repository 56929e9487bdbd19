// SPDX-License-Identifier: Apache-2.0
// The harvest log: `vartai harvest status` says of each harvester and list whether it
// has everything up to yesterday, from what workers noted; and nowhere is more kept of
// a client than its network.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { parse, textOf } from '../lib/xml.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const OBJECTS = 30, DAYS = 3;
const source = temporaryFolder(), data = temporaryFolder();
const settings = { 'oai.page_records': 10, 'oai.page_identifiers': 10, 'oai.harvesters': 'VEPIS=203.0.113.0/24, Europeana=Metis' };
let server;

before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), ['identifier;title;language;subject;kind', ...Array.from({ length: OBJECTS }, (_, i) => `o-${i};Nr. ${i};lt;bandymai;${i % 2 ? 'TEXT' : 'IMAGE'}`), ''].join('\n'));
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stderr);
	age(DAYS);
	server = await start({ ...settings, 'server.workers': 2, 'server.trusted_proxies': '127.0.0.1' }, { data });
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

// As if the catalogue had been made some days ago; one object has changed since, on a day.
function age(days, object) {
	const { status, stderr } = spawnSync('python3', ['-c', `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
where = " WHERE object = (SELECT id FROM object WHERE identifier = '%s')" % sys.argv[3] if len(sys.argv) > 3 else ""
chosen = " WHERE record IN (SELECT id FROM record%s)" % where if where else ""
for table, more in (("record", where), ("record_set", chosen)):
    db.execute("UPDATE %s SET datestamp = datestamp - %s * 86400%s" % (table, sys.argv[2], more))
if not where: db.execute("UPDATE meta SET datestamp = datestamp - %s * 86400" % sys.argv[2])
db.execute("UPDATE meta SET generation = generation + 1, batch = generation + 1, state = randomblob(16)")
db.commit()`, join(data, 'catalog.db'), String(days), ...(object ? [object] : [])], { encoding: 'utf8' });
	assert.equal(status, 0, stderr);
}

const as = (agent, address) => ({ agent: undefined, headers: { 'user-agent': agent, ...(address ? { 'x-forwarded-for': address } : {}) } });
const ask = async (query, who) => parse((await get(server.base, `/oai?${query}`, who)).text);
async function list(verb, query, who, pages = Infinity) {
	let next = `verb=${verb}&${query}`, doc;
	for (let i = 0; next && i < pages; i++) {
		doc = await ask(next, who);
		const token = textOf(doc, 'resumptionToken');
		next = token && `verb=${verb}&resumptionToken=${token}`;
	}
	return textOf(doc, 'responseDate');
}

async function status(...more) {
	const { code, stdout, stderr } = await run(['harvest', 'status', ...more, '--config', demoConfig, '--set', `data.dir=${data}`,
		...Object.entries(settings).flatMap(([k, v]) => ['--set', `${k}=${v}`])]);
	assert.ok(code < 2, stderr);
	return { code, stdout };
}
const streams = async () => JSON.parse((await status('--json')).stdout);
const find = (all, harvester, verb, set = '') => all.find((s) => s.harvester === harvester && s.verb === verb && s.set === set);
// Workers bring their notes to the disk every two seconds.
const until = (probe) => wait(async () => { const all = await streams(); return probe(all) && all; }, 15000, () => String(probe));

test('nobody yet', async () => {
	const { code, stdout } = await status();
	assert.equal(code, 0);
	assert.match(stdout, /nobody has harvested yet/);
});

test('who has all, who stopped, who only looked at headers', async () => {
	await list('ListRecords', 'metadataPrefix=oai_dc', as('VEPIS harvester', '203.0.113.77'));
	await list('ListRecords', 'metadataPrefix=oai_dc&set=kind:text', as('Metis/1.0', '198.51.100.9'), 1);
	await list('ListIdentifiers', 'metadataPrefix=edm', as('Metis/1.0', '198.51.100.9'));
	await list('ListRecords', 'metadataPrefix=oai_dc&from=2099-01-01', as('curl/8.1', '2001:db8:1:2:3::4'));
	const all = await until((s) => s.length >= 4 && find(s, 'Europeana', 'ListIdentifiers') && find(s, 'VEPIS', 'ListRecords'));
	const vepis = find(all, 'VEPIS', 'ListRecords');
	assert.equal(vepis.has_everything, true);
	assert.equal(vepis.network, '203.0.113.0/24');
	assert.equal(vepis.records, OBJECTS);
	const part = find(all, 'Europeana', 'ListRecords', 'kind:text');
	assert.equal(part.has_everything, false);
	assert.match(part.why, /has come to 10 of 15/);
	const headers = find(all, 'Europeana', 'ListIdentifiers');
	assert.equal(headers.has_everything, false);
	assert.match(headers.why, /has taken 0 of 30 records/);
	const { code, stdout } = await status();
	assert.equal(code, 1);
	assert.match(stdout, /^VEPIS  ListRecords  oai_dc  all sets\n {4}yes: everything up to /m);
	assert.match(stdout, /^Europeana  ListRecords  oai_dc  kind:text\n {4}NO: /m);
});

test('who asks for a set that is not there has not got everything of it', async () => {
	const who = as('\xc4\x85 odd', '192.0.10.7');
	assert.match(textOf(await ask('verb=ListRecords&metadataPrefix=oai_dc&set=kind:novel', who), 'error'), /no set 'kind:novel'; ListSets/);
	assert.match(textOf(await ask('verb=ListRecords&metadataPrefix=oai_dc&set=kind:text&from=2099-01-01', who), 'error'), /no record matches/);
	const all = (await until((s) => find(s, '?? 192.0.10.0/24', '-'))).filter((s) => s.harvester === '?? 192.0.10.0/24');
	assert.deepEqual(all.map((s) => [s.verb, s.set, s.errors, s.last_error]), [['ListRecords', 'kind:text', 0, ''], ['-', '', 1, 'noSuchSet']]);
});

test('each record by itself completes a list of headers', async () => {
	const who = as('Metis/1.0', '198.51.100.9');
	for (let i = 0; i < OBJECTS; i++) await ask(`verb=GetRecord&metadataPrefix=edm&identifier=oai:vartai.example.org:o-${i}`, who);
	const all = await until((s) => find(s, 'Europeana', 'ListIdentifiers').has_everything);
	assert.equal(find(all, 'Europeana', '-').records, OBJECTS);
});

test('one record three times is one record', async () => {
	const own = temporaryFolder();
	cpSync(data, own, { recursive: true });
	for (const file of readdirSync(own)) if (file.startsWith('harvest.')) rmSync(join(own, file));
	const one = await start({ ...settings, 'server.workers': 3 }, { data: own });
	try {
		// Each over a connection of its own: any worker may get it.
		const read = (query) => get(one.base, `/oai?${query}`, { ...as('Metis/1.0'), agent: false });
		await read('verb=ListIdentifiers&metadataPrefix=edm&set=kind:text');
		for (const i of [1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3]) await read(`verb=GetRecord&metadataPrefix=edm&identifier=oai:vartai.example.org:o-${i}`);
		await read('verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:vartai.example.org:o-1');
	} finally {
		await stop(one);
	}
	const { stdout } = await run(['harvest', 'status', '--json', '--config', demoConfig, '--set', `data.dir=${own}`,
		'--set', `oai.harvesters=${settings['oai.harvesters']}`]);
	const all = JSON.parse(stdout), singles = all.filter((s) => s.verb === '-');
	assert.deepEqual(singles.map((s) => [s.metadataPrefix, s.records, s.errors]).sort(), [['edm', 2, 0], ['oai_dc', 1, 0]]);
	assert.match(find(all, 'Europeana', 'ListIdentifiers', 'kind:text').why, /has come to|has taken 2 of 15/);
	rmSync(own, { recursive: true });
});

test('what changed yesterday and was not asked for is behind; the next list brings it', async () => {
	const who = as('VEPIS harvester', '203.0.113.8');
	// It harvested two days ago, as it were: its line says so.
	const file = join(data, 'harvest.tsv'), day = 86400;
	const lines = readFileSync(file, 'utf8').split('\n').map((l) => {
		const f = l.split('\t');
		if (f[0] === 'VEPIS' && f[3] === 'ListRecords') f[14] = String(Number(f[14]) - 2 * day);
		return f.join('\t');
	});
	writeFileSync(file, lines.join('\n'));
	age(-(DAYS - 1), 'o-3');	// it changed yesterday, or just before
	const behind = find(await streams(), 'VEPIS', 'ListRecords');
	assert.equal(behind.has_everything, false);
	assert.equal(behind.behind, 1);
	assert.match(behind.why, /; 1 record changed after that/);
	await list('ListRecords', `metadataPrefix=oai_dc&from=${new Date(Date.parse(behind.until) + 1000).toISOString().slice(0, 19)}Z`, who);
	const now = find(await until((s) => find(s, 'VEPIS', 'ListRecords').has_everything), 'VEPIS', 'ListRecords');
	assert.equal(now.behind, 0);
});

test('errors are counted, people in browsers are not, and no address or cookie is anywhere', async () => {
	const who = as('Metis/1.0\tx', '198.51.100.123');
	await ask('verb=ListRecords&resumptionToken=junk', who);
	await get(server.base, '/oai', { headers: { 'user-agent': 'Mozilla/5.0', accept: 'text/html,application/xhtml+xml', 'upgrade-insecure-requests': '1', cookie: 'secret=1' } });
	const all = await until((s) => find(s, 'Europeana', '-') && s.some((x) => x.last_error === 'badResumptionToken'));
	assert.ok(!all.some((s) => s.agent.includes('Mozilla')));
	for (const name of readdirSync(data).filter((n) => /^harvest/.test(n)))
		assert.doesNotMatch(readFileSync(join(data, name), 'latin1'), /113\.77|100\.9\b|100\.123|db8:1:2|secret|Mozilla/, name);
});

test('a deleted record is none of those that a list of headers had alive', async () => {
	const who = as('Tombs/1.0', '203.0.113.200');
	const row = (i) => `o-${i};Nr. ${i};lt;bandymai;${i % 2 ? 'TEXT' : 'IMAGE'}`;
	writeFileSync(join(source, 'records.csv'), ['identifier;title;language;subject;kind', ...Array.from({ length: OBJECTS - 1 }, (_, i) => row(i)), ''].join('\n'));
	const { code, stderr } = await run(['ingest', '--prune', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stderr);
	const record = async (i) => (await get(server.base, `/oai?verb=GetRecord&metadataPrefix=edm&identifier=oai:vartai.example.org:o-${i}`, who)).text;
	for (let i = 0; i < 5; i++) assert.match(await record(OBJECTS - 1), /status="deleted"/);
	for (let i = 0; i < 2; i++) assert.doesNotMatch(await record(i), /status="deleted"/);
	const single = find(await until((s) => find(s, 'VEPIS', '-')?.requests >= 7), 'VEPIS', '-');
	assert.equal(single.records, 2);
	assert.equal(single.errors, 0);
});

test('HEAD brings nothing home', async () => {
	const who = as('Metis/1.0', '198.51.100.9');
	const { status: code } = await get(server.base, '/oai?verb=ListRecords&metadataPrefix=oai_dc&set=kind:image', { ...who, method: 'HEAD' });
	assert.equal(code, 200);
	await list('ListRecords', 'metadataPrefix=oai_dc&set=kind:image', as('VEPIS harvester', '203.0.113.8'));
	const all = await until((s) => find(s, 'VEPIS', 'ListRecords', 'kind:image')?.has_everything);
	assert.equal(find(all, 'Europeana', 'ListRecords', 'kind:image'), undefined);
});

test('two that ask at once lose nothing of what either read', async () => {
	const lines = Array.from({ length: 60000 }, (_, i) => `1\t${1700000000000 + i}\t192.0.2.0/24\tTwice/${i}\tok\tL\tListRecords\toai_dc\t\t0\t900\t0\t1\t0\t1\t1\tok\n`);
	for (let round = 0; round < 3; round++) {
		writeFileSync(join(data, 'harvest.1.spool'), lines.join(''));
		const answers = await Promise.all([status('--json'), status('--json'), status('--json')]);
		const told = answers.map(({ stdout }) => find(JSON.parse(stdout), 'Twice 192.0.2.0/24', 'ListRecords')?.requests);
		assert.deepEqual(told, Array(3).fill((round + 1) * lines.length));
		assert.equal(find(await streams(), 'Twice 192.0.2.0/24', 'ListRecords').requests, (round + 1) * lines.length);
	}
});

test('more notes than memory holds at once are read all the same', async () => {
	const SPOOLS = 12, LINES = 170000;
	const lines = Array.from({ length: LINES }, (_, i) => `1\t${1700000000000 + i}\t192.0.2.0/24\tMany/${'x'.repeat(40)}\tok\tO\tIdentify\tok\n`).join('');
	for (let i = 1; i <= SPOOLS; i++) writeFileSync(join(data, `harvest.${i}.spool`), lines);
	const told = (await streams()).find((s) => s.network === '192.0.2.0/24' && s.verb === '-');
	assert.equal(told.requests, SPOOLS * LINES);
	assert.equal(readdirSync(data).filter((n) => /^harvest\.\d{1,2}\.spool$/.test(n)).length, 0);
});

test('notes are bounded, and what was dropped is told', async () => {
	const small = await start({ ...settings, 'oai.harvest_log_bytes': 300 }, { data });
	for (let i = 0; i < 20; i++) await get(small.base, `/oai?verb=Identify`, { headers: { 'user-agent': `agent-${i}` } });
	await stop(small);
	const spools = readdirSync(data).filter((n) => n.endsWith('.spool'));
	for (const name of spools) assert.ok(statSync(join(data, name)).size <= 16 * 1024 * 1024);
	const off = await start({ ...settings, 'oai.harvest_log_bytes': 0 }, { data });
	const before = readdirSync(data).filter((n) => n.endsWith('.spool')).length;
	await get(off.base, '/oai?verb=Identify');
	await stop(off);
	assert.equal(readdirSync(data).filter((n) => n.endsWith('.spool')).length, before);
});

test('wrong words are told, with code 2', async () => {
	for (const words of [[], ['what'], ['status', '--xml'], ['status', '--json', 'more']]) {
		const { code, stderr } = await run(['harvest', ...words, '--config', demoConfig, '--set', `data.dir=${data}`]);
		assert.equal(code, 2);
		assert.match(stderr, /usage: vartai harvest status \[--json\]/);
	}
	const { code, stderr } = await run(['harvest', 'status', '--config', demoConfig, '--set', `data.dir=${data}`, '--set', 'oai.harvesters=Europeana']);
	assert.equal(code, 2);
	assert.match(stderr, /oai\.harvesters: 'Europeana' is not of the form NAME=PART/);
	assert.ok(existsSync(join(data, 'harvest.tsv')));
});
