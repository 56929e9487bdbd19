// SPDX-License-Identifier: Apache-2.0
// Harvesters that follow Change Discovery from any moment, by the algorithm of its
// section 3.5, while objects are taken in, changed, closed, opened (by an ingest, and by
// the clock) and withdrawn (VARTAI_ROUNDS, 20).  They break off, come back, remember the
// time of their visit or the last one that they saw; in the end each has what there is.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { Crawler, fetchPart } from '../lib/discovery.mjs';
import { smallPng } from '../lib/mets.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const OBJECTS = 40, ROUNDS = Number(process.env.VARTAI_ROUNDS ?? 20), SETTLE = 2, PAGE = 7;
const source = temporaryFolder(), data = temporaryFolder();
let server, seed = 20261130;

// Chance that is the same each time (a linear congruence, Numerical Recipes' numbers).
function chance(n) {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return Math.floor(seed / 2 ** 32 * n);
}

const objects = new Map(Array.from({ length: OBJECTS }, (_, i) => [`d-${i}`, { version: 0, isThere: true, access: i % 5 ? 'open' : 'embargo:2999-01-01', hasPage: i % 7 > 0 }]));
function change(round) {
	for (const o of objects.values()) {
		if (chance(8) === 0) o.version = round;
		if (chance(15) === 0) o.access = ['open', 'metadata', 'embargo:2999-01-01'][chance(3)];
		if (chance(25) === 0) o.hasPage = !o.hasPage;
	}
	for (let k = 0; k < 3; k++) {
		const o = objects.get(`d-${chance(OBJECTS)}`);
		o.isThere = !o.isThere;
	}
	objects.set(`new-${round}`, { version: round, isThere: true, access: 'open', hasPage: true });
}

async function ingest() {
	const rows = [...objects].filter(([, o]) => o.isThere).map(([id, o]) => `${id};Lapas ${id}, ${o.version} laida;${o.hasPage ? 'page.png' : ''};${o.access}`);
	writeFileSync(join(source, 'records.csv'), ['identifier;title@lt;image;access', ...rows, ''].join('\n'));
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--prune', source]);
	assert.equal(code, 0, stdout + stderr);
}

// An embargo ends on a day; here on the second that is asked for, as if that were it.
function endsAt(time) {
	const ends = execFileSync('python3', ['-c', `import sqlite3, sys
c = sqlite3.connect(sys.argv[1], timeout=30)
found = [r[0] for r in c.execute("SELECT identifier FROM object WHERE access = 1 AND is_deleted = 0 AND page_count > 0 AND embargo_until > 30000000000 LIMIT 2")]
for i in found: c.execute("UPDATE object SET embargo_until = ? WHERE identifier = ?", (int(sys.argv[2]), i))
c.execute("UPDATE meta SET generation = generation + 1, batch = batch + 1, state = randomblob(16)")
c.commit()
print(" ".join(found))`, join(data, 'catalog.db'), String(time)], { encoding: 'utf8' });
	return ends.trim().split(' ').filter((s) => s);
}

const now = () => Math.floor(Date.now() / 1000);
const until = async (time) => { while (now() < time) await new Promise((ok) => setTimeout(ok, 50)); };

// What a harvester keeps of a manifest: what it is called, and whether it shows images.
const kept = (manifest) => `${manifest.label.lt[0]} ${manifest.items[0].items.length}`;
function harvester(options) {
	const has = new Map();
	const crawler = new Crawler(server.base, async ({ type, object }) => {
		if (type === 'Delete') { has.delete(object.id); return; }
		const { status, json } = await get(server.base, object.id.slice(server.base.length));
		if (status === 200) has.set(object.id, kept(json));
		else has.delete(object.id);	// gone meanwhile: that it is will be told
	}, { wants: (a) => a.object.format.includes('/3/'), ...options });
	return { has, crawler };
}

// Each page as it was first seen full must be so for ever.
const full = new Map();
async function pagesStay() {
	const { last } = await fetchPart(server.base, `${server.base}/iiif/activity/collection`, 'OrderedCollection');
	for (let next = last; next;) {
		const page = await fetchPart(server.base, next.id, 'OrderedCollectionPage');
		if (page.next) {
			const text = JSON.stringify(page);
			assert.equal(full.get(page.id) ?? text, text, `${page.id} has changed`);
			full.set(page.id, text);
		}
		next = page.prev;
	}
}

before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'page.png'), smallPng());
	writeFileSync(join(source, 'package.yaml'), `institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}
rights: http://creativecommons.org/publicdomain/mark/1.0/
`);
	await ingest();
	server = await start({ 'iiif_activity.settle': `${SETTLE}s`, 'iiif_activity.page_changes': PAGE }, { data });
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

test(`harvesters that come and go while ${ROUNDS} ingests go on end with what there is`, { timeout: 1800000 }, async (t) => {
	const harvesters = [harvester(), harvester({ byClock: false })];
	let crawls = 0, broken = 0, opened = 0;
	for (let round = 1; round <= ROUNDS; round++) {
		let over = false;
		change(round);
		if (round % 5 === 0) harvesters.push(harvester({ byClock: round % 10 > 0 }));
		const writing = ingest().finally(() => { over = true; });
		do {
			for (const { crawler } of harvesters) {
				let left = chance(3) === 0 ? chance(12) : Infinity;	// some are broken off
				if (!await crawler.crawl(() => left-- > 0)) broken++;
				crawls++;
			}
			await pagesStay();
		} while (!over);
		await writing;
		if (round % 4 === 0) {	// ends while nobody writes, or while the next ingest does
			const end = now() + 2, ends = endsAt(end);
			for (const id of ends) objects.get(id).access = 'opened';
			opened += ends.length;
			if (round % 8 === 0) await until(end + SETTLE + 1);
			for (const id of ends) objects.get(id).access = 'embargo:2999-01-01';
		}
	}
	await until(now() + SETTLE + 3);
	await pagesStay();
	const there = new Map();
	for (const item of (await get(server.base, '/iiif/collection/institution%3ALT-Test')).json.items)
		there.set(item.id, kept((await get(server.base, item.id.slice(server.base.length))).json));
	assert.ok(opened > 2, String(opened));
	for (const { has, crawler } of [...harvesters, harvester()]) {
		await crawler.crawl();
		assert.deepEqual([...has].sort(), [...there].sort());
	}
	// And that is what was given to the ingest.
	assert.equal(there.size, [...objects.values()].filter((o) => o.isThere && o.hasPage).length);
	t.diagnostic(`${ROUNDS} ingests, ${crawls} crawls of ${harvesters.length} harvesters, ${broken} broken off, ${opened} embargoes ended by the clock, ` +
		`${harvesters.reduce((n, h) => n + h.crawler.seen, 0)} activities followed, ${full.size} full pages that stayed`);
});
