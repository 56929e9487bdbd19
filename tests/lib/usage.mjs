// SPDX-License-Identifier: Apache-2.0
// Usage counted a second time, slowly and by other means: from who came and when, not
// from names of visitors; and uses made by chance, as workers would note them.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';

const HOUR = 3600000;
export const METRICS = ['total_investigations', 'unique_investigations', 'total_requests', 'unique_requests', 'pages', 'downloads', 'thumbnails', 'harvests'];

// --- made by chance; the same seed makes the same ------------------------------------
export function chance(seed) {
	let a = seed >>> 0;
	return () => {
		a = (a + 0x6D2B79F5) >>> 0;
		let t = Math.imul(a ^ (a >>> 15), a | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const AGENTS = [['p', 0.8], ['r', 0.12], ['a', 0.05], ['h', 0.03]];

// Step N of M, as api/usage.h has it; cover and reading page, too.
function stepOf(exhibition, random) {
	const steps = 2 + exhibition, n = Math.floor(random() * (steps + 2)) - 1;
	return `paroda-${exhibition}/${n === -1 ? 'all' : n === 0 ? 'cover' : `z${n}`}/${Math.max(n, 0)}/${steps}`;
}

// Readers who come, look, leaf, click twice and go; some around midnight.
export function makeUses(count, { seed = 1, from = Date.UTC(2025, 0, 1), days = 365, persons = 20000, objects = 3000 } = {}) {
	const random = chance(seed), uses = [];
	const pick = (n) => Math.floor(random() * random() * n);
	while (uses.length < count) {
		const person = pick(persons), r = random();
		let sum = 0;
		const kindOfAgent = AGENTS.find(([, share]) => (sum += share) > (person * 0.61803398875) % 1)[0];
		let ms = from + Math.floor(random() * days * 24 * HOUR);
		if (r < 0.05) ms = from + Math.ceil((ms - from) / (24 * HOUR)) * 24 * HOUR - Math.floor(random() * 90000);
		const whole = { person, class: kindOfAgent, isInside: person % 17 === 0, language: person % 5 === 0 ? 'e' : 'l' };
		for (let steps = 1 + pick(40); steps > 0 && uses.length < count; steps--) {
			const object = `o${pick(objects)}`, page = 1 + pick(20), x = random();
			const use = { ...whole, ms, object, image: '', part: '', host: '' };
			if (x < 0.2) Object.assign(use, { kind: 'i', part: random() < 0.5 ? 'page' : 'manifest', host: random() < 0.1 ? 'example.org' : '' });
			else if (x < 0.3) Object.assign(use, { kind: 'i', image: `${object}.${page}` });
			else if (x < 0.8) Object.assign(use, { kind: 'r', image: `${object}.${page}` });
			else if (x < 0.86) Object.assign(use, { kind: 'd', image: `${object}.${page}` });
			else if (x < 0.9) Object.assign(use, { kind: 'd', part: 'a.pdf' });
			else if (x < 0.94) Object.assign(use, { kind: 't', image: `${object}.${page}` });
			else if (x < 0.96) Object.assign(use, { kind: 's', object: '', part: `w${pick(9)}` });
			else if (kindOfAgent === 'h') Object.assign(use, { kind: 'h' });
			else if (x < 0.985) Object.assign(use, { kind: 'x', object: '', part: stepOf(pick(5), random) });
			else if (x < 0.99) Object.assign(use, { kind: 'e', object: '', part: `paroda-${pick(5)}`, host: 'embed.example' });
			else Object.assign(use, { kind: 'e', host: 'embed.example' });
			uses.push(use);
			// Clicks that come again soon, for a while.
			while (random() < 0.15 && uses.length < count) uses.push({ ...uses.at(-1), ms: uses.at(-1).ms + Math.floor(random() * 40000) });
			ms = uses.at(-1).ms + Math.floor(random() * random() * 2400000);
		}
	}
	return uses;
}

// --- as workers note them ---------------------------------------------------------------
const names = new Map();
function nameOf(person, hour) {
	const key = `${person}/${hour}`;
	let name = names.get(key);
	if (!name) {
		if (names.size > 200000) names.clear();
		names.set(key, name = createHash('md5').update(key).digest('hex'));
	}
	return name;
}

export function lineOf(use, list = 'list0001') {
	const hour = Math.floor(use.ms / HOUR);
	const before = use.ms % HOUR < HOUR / 2 ? nameOf(use.person, hour - 1) : '-';
	return [use.ms, '0000', use.kind + use.class, list, nameOf(use.person, hour), before,
		(use.isInside ? 'i' : 'o') + use.language, use.object, use.image, use.part, use.host].join('\t');
}

// Into so many files, each use into one of them.
export function writeSpools(folder, uses, files, { seed = 7 } = {}) {
	const random = chance(seed), texts = Array.from({ length: files }, () => []);
	for (const use of uses) texts[Math.floor(random() * files)].push(`1\t${lineOf(use)}\n`);
	for (const [i, lines] of texts.entries())
		writeFileSync(join(folder, `usage.${1000 + i}.spool`), `1\tspool ${createHash('md5').update(`${seed}/${i}`).digest('hex')}\n${lines.join('')}`);
}

// Images of so many pages, 0.png and on: small, so that they are taken in in seconds, and
// each another file.
export function makePages(folder, count) {
	const { status, stderr } = spawnSync('python3', ['-c', `
import sys, zlib, struct
def chunk(t, d): return struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
w, h = 640, 480
for i in range(20):
    raw = b''.join(b'\\0' + bytes([(i * 11 + y) % 256]) * w for y in range(h))
    open('%s/%d.png' % (sys.argv[1], i), 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', w, h, 8, 0, 0, 0, 0)) + chunk(b'IDAT', zlib.compress(raw)) + chunk(b'IEND', b''))`, folder], { encoding: 'utf8' });
	assert.equal(status, 0, stderr);
	// The same file would be the same image: what stands behind its end tells them apart.
	for (let i = 20; i < count; i++)
		writeFileSync(join(folder, `${i}.png`), Buffer.concat([readFileSync(join(folder, `${i % 20}.png`)), Buffer.from(`page ${i}`)]));
}

// --- the oracle ------------------------------------------------------------------------------
const formats = new Map();
function monthOf(ms, timeZone) {
	const key = Math.floor(ms / HOUR);
	if (!formats.has(key)) {
		const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(ms);
		formats.set(key, Number(parts.find((p) => p.type === 'year').value) * 100 + Number(parts.find((p) => p.type === 'month').value));
	}
	return formats.get(key);
}

// { sums: Map 'month/object/class' -> { metric: n }, counts: Map 'name/key' -> n }
export function count(uses, timeZone = 'UTC') {
	const sums = new Map(), counts = new Map(), persons = new Map();
	for (const use of uses) {
		if (!persons.has(use.person)) persons.set(use.person, []);
		persons.get(use.person).push(use);
	}
	const add = (use, metric, n = 1) => {
		const key = `${monthOf(use.ms, timeZone)}/${use.object}/${use.class}`;
		if (!sums.has(key)) sums.set(key, Object.fromEntries(METRICS.map((m) => [m, 0])));
		sums.get(key)[metric] += n;
	};
	const tally = (name, key) => counts.set(`${name}/${key}`, (counts.get(`${name}/${key}`) ?? 0) + 1);
	for (const own of persons.values()) {
		own.sort((a, b) => a.ms - b.ms);
		visits(own, tally);
		for (const hour of Map.groupBy ? [Map.groupBy(withoutDoubles(own), (u) => Math.floor(u.ms / HOUR))] : [group(withoutDoubles(own))])
			for (const session of hour.values()) sessionOf(session, add, tally);
	}
	return { sums, counts };
}

function group(uses) {
	const hours = new Map();
	for (const u of uses) {
		const h = Math.floor(u.ms / HOUR);
		if (!hours.has(h)) hours.set(h, []);
		hours.get(h).push(u);
	}
	return hours;
}

function visits(own, tally) {
	const seen = own.filter((u) => u.class === 'p' && u.kind !== 'h');
	seen.forEach((u, i) => {
		if (i > 0 && u.ms - seen[i - 1].ms <= HOUR / 2) return;
		tally('visit', u.isInside ? 'inside' : 'outside');
		tally('language', u.language === 'e' ? 'en' : 'lt');
	});
}

const addressOf = (u) => (u.kind === 'i' && u.image) || !'idsxe'.includes(u.kind) ? null : [u.kind, u.object, u.image, u.part].join('|');

function withoutDoubles(own) {
	return own.filter((u, i) => {
		const address = addressOf(u);
		if (address === null) return true;
		for (let k = i + 1; k < own.length && own[k].ms - u.ms <= 30000; k++)
			if (addressOf(own[k]) === address) return false;
		return true;
	});
}

function sessionOf(session, add, tally) {
	const once = new Set();
	const first = (...key) => !once.has(key.join('|')) && Boolean(once.add(key.join('|')));
	exhibitions(session.filter((u) => u.kind === 'x'), tally);
	for (const u of session) {
		if (u.kind === 't') add(u, 'thumbnails');
		if (u.kind === 'h') add(u, 'harvests');
		if (u.kind === 's') tally('search', u.language === 'e' ? 'en' : 'lt');
		if (u.kind === 'x') tally('step', u.part);
		if (u.kind === 'e') tally('embed', u.host);
		if (u.kind === 'e' && !u.object) tally('exhibition-embed', u.part);
		if (!'irde'.includes(u.kind) || !u.object) continue;
		const isContent = 'rd'.includes(u.kind);
		const isFirstLook = u.image ? first('look', u.image) : true;
		const isFirstRead = isContent && u.image ? first('read', u.image) : false;
		const isInvestigation = u.kind === 'd' || isFirstLook;
		if (isInvestigation) add(u, 'total_investigations');
		if (isInvestigation && u.host) tally(u.part === 'manifest' ? 'viewer' : 'referrer', u.host);
		if (first('object', u.object)) add(u, 'unique_investigations');
		if (!isContent) continue;
		if (u.kind === 'd' || isFirstRead) add(u, 'total_requests');
		if (isFirstRead) add(u, 'pages');
		if (u.kind === 'd') add(u, 'downloads');
		if (first('content', u.object)) add(u, 'unique_requests');
	}
}

// Once an exhibition and session: begun, finished, and the furthest step.
function exhibitions(steps, tally) {
	const own = new Map();
	for (const u of steps) {
		const [slug, id, n, m] = u.part.split('/');
		const e = own.get(slug) ?? own.set(slug, { seen: [], m }).get(slug);
		e.seen.push({ id, n: Number(n) });
	}
	for (const [slug, { seen, m }] of own) {
		const walked = seen.filter((s) => s.id !== 'all').map((s) => s.n);
		if (seen.some((s) => s.n < 2)) tally('exhibition-started', slug);
		if (walked.includes(Number(m))) tally('exhibition-finished', slug);
		if (walked.length) tally('exhibition-reached', `${Math.max(...walked)}/${m}/${slug}`);
	}
}

// --- what usage.db says -----------------------------------------------------------------------
export function readUsage(data) {
	const { status, stdout, stderr } = spawnSync('python3', ['-c', `
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
sums = db.execute("SELECT month, identifier, class, ${METRICS.map((m) => `sum(${m})`).join(', ')} FROM use JOIN item ON item.id = use.item GROUP BY 1, 2, 3").fetchall()
counts = db.execute("SELECT name, key, sum(n) FROM count GROUP BY 1, 2").fetchall()
meta = dict(db.execute("SELECT name, value FROM meta").fetchall())
pending = meta.get('pending', 0) + db.execute("SELECT count(*) FROM pending").fetchone()[0]
print(json.dumps([sums, counts, meta, pending]))`, join(data, 'usage.db')], { encoding: 'utf8', maxBuffer: 1 << 30 });
	assert.equal(status, 0, stderr);
	const [sums, counts, meta, pending] = JSON.parse(stdout);
	return { meta, pending,
		sums: new Map(sums.filter(([, , , ...n]) => n.some((x) => x !== 0)).map(([month, object, kind, ...n]) => [`${month}/${object}/${kind}`, Object.fromEntries(METRICS.map((m, i) => [m, n[i]]))])),
		counts: new Map(counts.filter(([, , n]) => n !== 0).map(([name, key, n]) => [`${name}/${key}`, n])) };
}

export function assertSame(found, expected) {
	assert.equal(found.sums.size, expected.sums.size);
	for (const [key, metrics] of expected.sums) assert.deepEqual(found.sums.get(key), metrics, key);
	assert.deepEqual(new Map([...found.counts].sort()), new Map([...expected.counts].sort()));
}

// Of all objects and months, of one class.
export function totals(usage, kind = 'p') {
	const all = Object.fromEntries(METRICS.map((m) => [m, 0]));
	for (const [key, metrics] of usage.sums)
		if (key.endsWith(`/${kind}`)) for (const m of METRICS) all[m] += metrics[m];
	return all;
}
