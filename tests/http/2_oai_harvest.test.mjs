// SPDX-License-Identifier: Apache-2.0
// A harvester that comes back with the responseDate of its last answer, while
// objects are taken in, changed and withdrawn: it ends up with what a full
// harvest gives, and each step is valid.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, errorsOf, harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { invalid, noSchemas, textOf } from '../lib/xml.mjs';

const OBJECTS = 120;
const source = temporaryFolder(), data = temporaryFolder();
let server;

// Every object with a title by its round; every third in another collection.
function table(round, count = OBJECTS, more = '') {
	const rows = Array.from({ length: count }, (_, i) =>
		`o-${i};Pavadinimas ${i % 4 === round % 4 ? round : 0}${more};${(i + round) % 3 ? 'vienas' : 'kitas'};lt;bandymai;TEXT`);
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'records.csv'), ['identifier;title;collection;language;subject;kind', ...rows, ''].join('\n'));
	writeFileSync(join(source, 'package.yaml'), `institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}
collections: [{spec: vienas, name: {lt: Vienas}}, {spec: kitas, name: {lt: Kitas}}]
rights: http://creativecommons.org/publicdomain/mark/1.0/
`);
}

async function ingest(...more) {
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, ...more, source]);
	assert.ok(code === 0, stdout + stderr);
}

// What a harvester keeps: by identifier, what it was last told.
const stateOf = (record) => JSON.stringify([headerOf(record), textOf(record, 'title')]);

async function take(kept, from) {
	const { items, answers, errors } = await harvest(server.base, 'ListRecords', { metadataPrefix: 'oai_dc', ...(from ? { from } : {}) });
	if (errors.length) assert.deepEqual(errors, ['noRecordsMatch']);
	for (const item of items) kept.set(headerOf(item).identifier, stateOf(item));
	for (const item of items) assert.ok(!from || headerOf(item).datestamp >= from);
	return { from: textOf(answers[0].doc, 'responseDate'), answers };
}

before(async () => {
	table(0);
	await ingest();
	server = await start({ 'oai.page_records': 17 }, { data });
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

test('nothing is missed by a harvester that never stops asking', { timeout: 600000 }, async (t) => {
	const kept = new Map(), some = [];
	let harvests = 0, over = false, { from } = await take(kept);
	const writer = (async () => {
		for (let round = 1; round <= 5; round++) {
			table(round, round === 5 ? OBJECTS - 20 : OBJECTS);
			await ingest(...(round === 5 ? ['--prune'] : []));
		}
	})().finally(() => { over = true; });
	while (!over) {
		const step = await take(kept, from);
		assert.ok(step.from >= from, 'time does not go backwards');
		({ from } = step);
		if (harvests++ % 20 === 0) some.push(step.answers.at(-1).text);
	}
	await writer;
	const last = await take(kept, from);
	t.diagnostic(`${harvests} harvests`);
	const whole = new Map();
	await take(whole);
	assert.equal(whole.size, OBJECTS);
	assert.deepEqual(Object.fromEntries([...kept].sort()), Object.fromEntries([...whole].sort()));
	assert.equal([...whole.values()].filter((v) => JSON.parse(v)[0].isDeleted).length, 20);
	if (!noSchemas) assert.equal(await invalid([...some, last.answers[0].text], 'drivers/oai+oai_dc.xsd'), '');
});

test('when nothing is being taken in, responseDate is now', async () => {
	const { from } = await take(new Map());
	assert.ok(Math.abs(Date.parse(from) - Date.now()) < 5000, from);
});

// The rule for sets: the new one tells of it, the old one only lacks it.
test('an object that changes its collection is told of in the new one', async () => {
	const inSet = async (set) => new Set((await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc', set })).items
		.map(headerOf).filter((h) => !h.isDeleted).map((h) => h.identifier.split(':')[2]));
	assert.equal((await inSet('vienas')).has('o-1'), false);
	const answer = await harvest(server.base, 'ListRecords', { metadataPrefix: 'oai_dc', set: 'kitas' });
	const before = answer.items.map(headerOf).find((h) => h.identifier.endsWith(':o-1'));
	assert.ok(before);
	await new Promise((ok) => setTimeout(ok, 1100));
	table(6, OBJECTS - 20);
	await ingest();
	assert.equal((await inSet('kitas')).has('o-1'), false);
	const moved = (await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc', set: 'vienas' })).items
		.map(headerOf).find((h) => h.identifier.endsWith(':o-1'));
	assert.ok(moved.datestamp > before.datestamp, 'with a new datestamp');
	assert.deepEqual(moved.sets, ['institution:LT-Test', 'vienas', 'kind:text']);
});

// All living objects changed; the first page of a list of just them, and the
// others changed again: their places in the list are empty now.
async function half(round, until) {
	await new Promise((ok) => setTimeout(ok, 1100));
	table(round, OBJECTS - 20, `kartą ${round}`);
	await ingest();
	const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const living = items.map(headerOf).filter((h) => !h.isDeleted);
	const stamps = living.map((h) => h.datestamp).sort();
	const first = await ask(server.base, { verb: 'ListRecords', metadataPrefix: 'oai_dc', from: stamps[0],
		...(until ? { until: stamps.at(-1) } : {}) });
	await new Promise((ok) => setTimeout(ok, 1100));
	table(round, OBJECTS - 20, `dar kartą ${round}`);
	await ingest();
	return { living: living.map((h) => h.identifier).sort(), token: textOf(first.doc, 'resumptionToken') };
}

test('a list whose rest has changed meanwhile goes on with what it has become', async () => {
	const { living, token } = await half(8, false);
	const rest = await harvest(server.base, 'ListRecords', { resumptionToken: token });
	assert.deepEqual(rest.errors, []);
	assert.deepEqual(rest.items.map((i) => headerOf(i).identifier).sort(), living);
	assert.match(textOf(rest.items[0], 'title'), /dar kartą/);
	if (!noSchemas) assert.equal(await invalid(rest.answers.map((a) => a.text), 'drivers/oai+oai_dc.xsd'), '');
});

test('a list that was asked for up to a time ends when its rest has gone beyond', async () => {
	const { token } = await half(9, true);
	assert.deepEqual(errorsOf(await ask(server.base, { verb: 'ListRecords', resumptionToken: token })), ['noRecordsMatch']);
});

// A killed ingest leaves its batch open, and the horizon where it was: here five
// days ago, which is longer than a token is good.
test('after a killed ingest tokens are good as long as ever', async () => {
	const old = temporaryFolder();
	table(0);
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${old}`, source]);
	assert.equal(code, 0, stderr);
	const { status, stderr: said } = spawnSync('python3', ['-c', `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for table in ("meta", "record", "record_set"):
    db.execute("UPDATE %s SET datestamp = datestamp - 5 * 86400" % table)
db.execute("UPDATE meta SET batch = -1")
db.commit()`, join(old, 'catalog.db')], { encoding: 'utf8' });
	assert.equal(status, 0, said);
	const own = await start({ 'oai.page_records': 17 }, { data: old });
	try {
		const { items, answers, errors } = await harvest(own.base, 'ListRecords', { metadataPrefix: 'oai_dc' });
		assert.deepEqual(errors, []);
		assert.equal(items.length, OBJECTS);
		for (const { doc } of answers) {
			assert.ok(Date.parse(textOf(doc, 'responseDate')) < Date.now() - 4 * 86400e3, 'the horizon stands');
			const until = doc.getElementsByTagName('resumptionToken')[0].getAttribute('expirationDate');
			assert.ok(Date.parse(until) > Date.now() + 71 * 3600e3, until);
		}
	} finally {
		await stop(own);
		rmSync(old, { recursive: true });
	}
});
