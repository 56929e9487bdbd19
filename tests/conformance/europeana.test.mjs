// SPDX-License-Identifier: Apache-2.0
// As Europeana harvests (Metis): all headers by ListIdentifiers, then GetRecord for
// each, one after another over one connection, seconds in from and until.  Once in
// full, then again and again for what changed, while objects are taken in, changed,
// withdrawn and brought back (VARTAI_ROUNDS, 50): nothing is missed, nothing is wrong,
// and `vartai harvest status` knows it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, errorsOf, headerOf } from '../lib/oai.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { wait } from '../lib/raw.mjs';
import { first, invalid, noSchemas, textOf } from '../lib/xml.mjs';

const OBJECTS = 150, ROUNDS = Number(process.env.VARTAI_ROUNDS ?? 50);
const AGENT = 'Apache-HttpClient/4.5.14 (Java/21)';
const source = temporaryFolder(), data = temporaryFolder();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const settings = { 'oai.page_identifiers': 40, 'oai.page_records': 40, 'oai.harvesters': 'Europeana=Apache-HttpClient' };
let server, seed = 20261129;

// Chance that is the same each time (a linear congruence, Numerical Recipes' numbers).
function chance(n) {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return Math.floor(seed / 2 ** 32 * n);
}

const objects = new Map(Array.from({ length: OBJECTS }, (_, i) => [`e-${i}`, { version: 0, isThere: true }]));
function change(round) {
	for (const [id, o] of objects) if (chance(10) === 0) o.version = round;
	for (let k = 0; k < 3; k++) {
		const o = objects.get(`e-${chance(OBJECTS)}`);
		o.isThere = !o.isThere;
	}
	objects.set(`new-${round}`, { version: round, isThere: true });
}

async function ingest() {
	const rows = [...objects].filter(([, o]) => o.isThere).map(([id, o]) => `${id};Žemėlapis ${id}, ${o.version} laida;lt;žemėlapiai;${o.version % 2 ? 'IMAGE' : 'TEXT'};1925`);
	writeFileSync(join(source, 'records.csv'), ['identifier;title@lt;language;subject@lt;kind;created', ...rows, ''].join('\n'));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--prune', source]);
	assert.ok(code === 0, stdout + stderr);
}

const answers = [];
async function say(args) {
	const answer = await ask(server.base, args, { agent, headers: { 'user-agent': AGENT, 'accept-encoding': 'gzip,deflate' } });
	assert.equal(answer.status, 200, 'Metis takes nothing but 200');
	if (answers.length < 400 || chance(20) === 0) answers.push(answer.text);
	return answer;
}

// One harvest; kept: identifier to what was last given.
async function harvest(kept, metadataPrefix, from) {
	const headers = [];
	let next = { verb: 'ListIdentifiers', metadataPrefix, ...(from ? { from, until: new Date().toISOString().slice(0, 19) + 'Z' } : {}) }, date;
	if (from && next.until < from) next.until = from;
	for (;;) {
		const { doc } = await say(next), errors = errorsOf({ doc });
		date ??= textOf(doc, 'responseDate');
		if (errors.length) {
			assert.deepEqual(errors, ['noRecordsMatch']);
			break;
		}
		for (const h of doc.getElementsByTagNameNS('*', 'header')) headers.push(headerOf(h));
		const token = textOf(doc, 'resumptionToken');
		if (!token) break;
		next = { verb: 'ListIdentifiers', resumptionToken: token };
	}
	for (const h of headers) {
		if (h.isDeleted) {
			kept.set(h.identifier, null);
			continue;
		}
		const { doc } = await say({ verb: 'GetRecord', metadataPrefix, identifier: h.identifier });
		const now = headerOf(doc);
		assert.equal(now.identifier, h.identifier);
		assert.ok(now.datestamp >= h.datestamp, 'no older than the list said');
		kept.set(h.identifier, now.isDeleted ? null : titleOf(doc));
	}
	return { date, count: headers.length };
}
const titleOf = (doc) => textOf(first(doc, 'metadata'), 'title');

before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), `institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}
collections: [{spec: zemelapiai, name: {lt: Žemėlapiai}}]
rights: http://creativecommons.org/publicdomain/mark/1.0/
`);
	await ingest();
	server = await start(settings, { data });
});
after(async () => {
	agent.destroy();
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

test(`a harvest that comes back while ${ROUNDS} ingests go on ends with what there is`, { timeout: 1800000 }, async (t) => {
	const kept = new Map();
	let { date, count } = await harvest(kept, 'edm'), harvests = 1, given = count;
	assert.equal(count, OBJECTS);
	for (let round = 1; round <= ROUNDS; round++) {
		let over = false;
		change(round);
		const writing = ingest().finally(() => { over = true; });
		do {
			const step = await harvest(kept, 'edm', date);
			assert.ok(step.date >= date);
			({ date } = step);
			harvests++;
			given += step.count;
		} while (!over);
		await writing;
	}
	await harvest(kept, 'edm', date);
	t.diagnostic(`${ROUNDS} ingests, ${harvests} harvests, ${given} headers and records`);
	// Against the truth: what was given to the ingest, and a harvest in full.
	for (const [id, o] of objects) {
		const title = kept.get(`oai:vartai.example.org:${id}`);
		if (o.isThere) assert.equal(title, `Žemėlapis ${id}, ${o.version} laida`);
		else assert.ok(title === null || title === undefined, id);
	}
	const whole = new Map();
	await harvest(whole, 'edm');
	assert.deepEqual([...kept].sort(), [...whole].sort());
});

test('harvest status says that Europeana has everything', async () => {
	const told = async () => {
		const { code, stdout, stderr } = await run(['harvest', 'status', '--json', '--config', demoConfig, '--set', `data.dir=${data}`,
			...Object.entries(settings).flatMap(([k, v]) => ['--set', `${k}=${v}`])]);
		assert.ok(code < 2, stderr);
		return { code, list: JSON.parse(stdout).find((s) => s.harvester === 'Europeana' && s.verb === 'ListIdentifiers') };
	};
	const { code, list } = await wait(async () => {	// a worker writes its notes every two seconds
		const found = await told();
		return found.list?.has_everything && found;
	}, 15000, () => 'it does not have everything');
	assert.equal(code, 0);
	assert.equal(list.metadataPrefix, 'edm');
	assert.equal(list.errors, 0);
	assert.equal(list.cut_off, 0);
	assert.ok(Date.now() - Date.parse(list.until) < 600e3, list.until);
});

test('every answer was valid', { skip: noSchemas }, async () => {
	for (let i = 0; i < answers.length; i += 200)
		assert.equal(await invalid(answers.slice(i, i + 200), 'drivers/oai+edm.xsd'), '');
});
