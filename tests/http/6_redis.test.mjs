// SPDX-License-Identifier: Apache-2.0
// Redis behind the cache: servers share what one of them made; one that is away,
// stopped, killed or full of forgeries makes nothing wrong and nothing stop.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { missing, redisServer } from '../lib/redis.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, freePort, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const BASE = 'https://shared.example';
// The default; where time is not the subject it is longer, as this machine may be busy.
const TIMEOUT_MS = 50;
const HASTE = { 'cache.redis_timeout_ms': TIMEOUT_MS };
// What a request may take more on a machine that is busy with other things.
const SLACK_MS = process.env.VARTAI_TRACE ? 6000 : 3000;
const options = { skip: missing };
const cleanups = [];
after(async () => { for (const c of cleanups.reverse()) await c(); });

async function server(redis, settings = {}, where = {}) {
	const admin = await freePort();
	const s = await start({ 'server.base_url': BASE, 'server.admin_listen': `127.0.0.1:${admin}`, 'cache.redis': `unix:${redis.path}`,
		'cache.redis_timeout_ms': 5000, 'cache.redis_retry': '1s', ...settings }, where);
	// The sum over the workers, as of now: numbers are set down once in a while.
	s.number = async (name) => [...(await get(`http://127.0.0.1:${admin}`, '/metrics', { agent: false })).text
		.matchAll(new RegExp(`^vartai_${name}\\S* (-?\\d+)`, 'mg'))].reduce((sum, m) => sum + Number(m[1]), 0);
	s.until = (name, wanted) => wait(async () => await s.number(name) === wanted, 20000, () => `${name} is not ${wanted}\n${s.log.slice(-3000)}`);
	return s;
}

async function servers(count, redis, settings, where) {
	const all = [];
	for (let i = 0; i < count; i++) all.push(await server(redis, settings, where));
	return all;
}

async function redisFor(o) {
	const redis = redisServer(o);
	cleanups.push(() => redis.end());
	return redis;
}

const logged = (s, what) => s.log.split('\n').filter((l) => what.test(l)).length;
// The log comes by a pipe, behind what the metrics say.
const saidOnce = async (s, what) => {
	await wait(() => logged(s, what) > 0);
	assert.equal(logged(s, what), 1, `${what} is said once`);
};
const meant = ({ status, headers, body }) => {
	const { date, 'x-request-id': id, connection, 'keep-alive': alive, ...rest } = headers;
	return { status, headers: rest, body: body.toString('latin1') };
};

async function paths(s) {
	const list = (await get(s.base, '/iiif/collection/root')).json.items.map((i) => i.id.replace(BASE, ''));
	const inside = (await get(s.base, list[0])).json.items.map((i) => i.id.replace(BASE, ''));
	return ['/', '/en/', '/search', '/iiif/collection/root', ...list.slice(0, 3), ...inside.slice(0, 3)];
}

test('what one server made another has, to the byte', options, async () => {
	const redis = await redisFor();
	await redis.start();
	const [a, b] = await servers(2, redis);
	try {
		const all = await paths(a), first = [];
		for (const p of all) first.push(meant(await get(a.base, p)));
		first.forEach((f, i) => assert.equal(f.status, 200, all[i]));
		await wait(async () => await a.number('redis_puts_total') >= all.length);
		for (const [i, p] of all.entries()) assert.deepEqual(meant(await get(b.base, p)), first[i], p);
		await b.until('redis_hits_total', all.length);
		assert.equal(await b.number('redis_misses_total'), 0, 'no handler of the second ran');
		assert.equal(await b.number('redis_puts_total'), 0);
		assert.equal(await b.number('redis_state'), 1);
		const etag = first[0].headers.etag;
		assert.equal((await get(b.base, all[0], { headers: { 'if-none-match': etag } })).status, 304);
	} finally {
		await stop(a);
		await stop(b);
	}
});

test('a picture that one server made another sends, whatever the catalogue says of others', options, async () => {
	const redis = await redisFor();
	await redis.start();
	const [a, b] = await servers(2, redis);
	try {
		const manifest = (await paths(a)).at(-1);
		const body = (await get(a.base, manifest)).json.items[0].items[0].items[0].body;
		const path = `${body.service[0].id.replace(BASE, '')}/full/!123,123/0/default.webp`;
		const first = meant(await get(a.base, path));
		assert.equal(first.status, 200);
		await wait(async () => await a.number('redis_puts_total') >= 4);
		const before = await b.number('redis_hits_total');
		assert.deepEqual(meant(await get(b.base, path.replace('!123,123/0', '^!123,123/360'))), first, 'by another spelling');
		await b.until('redis_hits_total', before + 1);
		assert.equal(await b.number('redis_puts_total'), 0);
	} finally {
		await stop(a);
		await stop(b);
	}
});

test('over TCP, with a password and a database of its own', options, async () => {
	const redis = await redisFor({ port: await freePort(), password: 'p@ss:w/ord' });
	await redis.start();
	const [a, b] = await servers(2, redis, { 'cache.redis': `redis://:p%40ss%3Aw%2Ford@localhost:${redis.port}/3`, 'cache.redis_prefix': 'biblioteka' });
	try {
		const first = meant(await get(a.base, '/search'));
		await a.until('redis_puts_total', 1);
		assert.deepEqual(meant(await get(b.base, '/search')), first);
		await b.until('redis_hits_total', 1);
		assert.ok((await redis.keys(3)).every((k) => k.startsWith('biblioteka:')));
		assert.equal((await redis.keys(3)).length, 1);
		assert.equal((await redis.keys(0)).length, 0);
		assert.doesNotMatch(a.log + b.log, /p@ss|p%40ss/);
	} finally {
		await stop(a);
		await stop(b);
	}
});

test('servers that answer otherwise do not share', options, async () => {
	const redis = await redisFor();
	await redis.start();
	const a = await server(redis), b = await server(redis, { 'server.base_url': 'https://other.example' }),
		c = await server(redis, { 'server.secret': 'another secret, long enough' });
	try {
		assert.match((await get(a.base, '/iiif/collection/root')).text, /https:\/\/shared\.example\//);
		assert.match((await get(b.base, '/iiif/collection/root')).text, /https:\/\/other\.example\//);
		assert.match((await get(c.base, '/iiif/collection/root')).text, /https:\/\/shared\.example\//);
		for (const s of [a, b, c]) {
			await s.until('redis_puts_total', 1);
			assert.equal(await s.number('redis_hits_total'), 0);
		}
		assert.equal((await redis.keys()).length, 3);
	} finally {
		for (const s of [a, b, c]) await stop(s);
	}
});

test('a Redis that is not there at the start is used when it comes', options, async () => {
	const redis = await redisFor();
	const s = await server(redis, { ...HASTE, 'server.workers': 2 });
	try {
		for (let i = 0; i < 40; i++) assert.equal((await get(s.base, `/search?n=${i}`, { agent: false })).status, 200);
		await s.until('redis_state', 0);
		await saidOnce(s, /is away: it cannot be connected to: No such file/);	// by one of the workers
		await redis.start();
		await wait(async () => {
			assert.equal((await get(s.base, `/search?n=${Math.random()}`)).status, 200);
			return logged(s, /is back/) === 1;
		}, 10000, () => s.log.slice(-2000));
		await s.until('redis_state', 2);
	} finally {
		await stop(s);
	}
});

// Asks different things all the time; what each took, and whether it was right.
function load(s, right) {
	const l = { done: false, asked: 0, slowest: 0, wrong: [] };
	const one = async (who) => {
		for (let n = 0; !l.done; n++) {
			const begun = Date.now();
			const answer = await get(s.base, `/objects/${right.id}?who=${who}&n=${n}`).catch((e) => ({ status: e.message }));
			l.slowest = Math.max(l.slowest, Date.now() - begun);
			l.asked++;
			// The address is in the page, for the other language.
			if (answer.status !== 200 || !answer.text.includes(right.title)) l.wrong.push(answer.status);
		}
	};
	l.over = Promise.all([1, 2, 3, 4, 5, 6].map(one));
	l.end = async () => {
		l.done = true;
		await l.over;
		assert.deepEqual(l.wrong, []);
		return l;
	};
	return l;
}

const pause = (ms) => new Promise((ok) => setTimeout(ok, ms));

async function anObject(s) {
	const html = (await get(s.base, '/search')).text;
	const id = html.match(/href="\/objects\/([^"?/]+)"/)[1];
	const title = (await get(s.base, `/objects/${id}`)).text.match(/<title>([^<]+)<\/title>/)[1];
	return { id, title };
}

for (const [name, away, back] of [
	['killed and started again', (r) => r.kill(), (r) => r.start()],
	['stopped and let go on', (r) => r.signal('SIGSTOP'), (r) => r.signal('SIGCONT')],
]) {
	test(`under load, ${name}: no request is wrong or waits for long`, options, async () => {
		const redis = await redisFor();
		await redis.start();
		const s = await server(redis, { ...HASTE, 'server.workers': 2 });
		try {
			const right = await anObject(s), l = load(s, right);
			await wait(async () => await s.number('redis_puts_total') > 20);
			await away(redis);
			await s.until('redis_state', 0);
			const asked = l.asked;
			await pause(2500);
			assert.ok(l.asked - asked > 50, `only ${l.asked - asked} requests were answered without it`);
			await back(redis);
			await s.until('redis_state', 2);
			const puts = await s.number('redis_puts_total');
			await wait(async () => await s.number('redis_puts_total') > puts + 10);
			const { slowest } = await l.end();
			assert.ok(slowest < 3 * TIMEOUT_MS + SLACK_MS, `a request took ${slowest} ms`);
			assert.equal(logged(s, /is away/), logged(s, /is back/));
			assert.ok(logged(s, /is away/) <= 3, `it is said ${logged(s, /is away/)} times`);
		} finally {
			await stop(s);
		}
	});
}

test('what somebody else wrote there is passed over', options, async () => {
	const redis = await redisFor();
	await redis.start();
	const a = await server(redis);
	const first = meant(await get(a.base, '/search'));
	const home = meant(await get(a.base, '/'));
	await a.until('redis_puts_total', 2);
	const keys = await redis.keys();
	assert.equal(keys.length, 2);
	// Each gets the other's value, which is ours but not for this place; then garbage, a list, a page.
	const swap = [['RENAME', keys[0], 'x'], ['RENAME', keys[1], keys[0]], ['RENAME', 'x', keys[1]]];
	const forgeries = [swap, keys.map((k) => ['SET', k, '']), keys.map((k) => ['SET', k, '<script>alert(1)</script>'.repeat(40)]),
		keys.flatMap((k) => [['DEL', k], ['RPUSH', k, 'a']]), keys.map((k) => ['SET', k, Buffer.alloc(5 << 20)])];
	try {
		for (const [i, forgery] of forgeries.entries()) {
			await redis.say(forgery);
			const b = await server(redis);
			try {
				assert.deepEqual(meant(await get(b.base, '/search')), first);
				assert.deepEqual(meant(await get(b.base, '/')), home);
				await b.until('redis_puts_total', 2);
				if (i < 3) {
					assert.equal(await b.number('redis_refused_total'), 2);
					await saidOnce(b, /is not ours/);
				}
				assert.equal(await b.number('redis_state'), 1);
			} finally {
				await stop(b);
			}
		}
	} finally {
		await stop(a);
	}
});

test('a new generation is not served as it was', options, async () => {
	const redis = await redisFor(), folder = temporaryFolder();
	cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
	cpSync(join(root, 'build/collection/03-sartu-krastas'), join(folder, 'source'), { recursive: true });
	const table = join(folder, 'source/atvirukai.csv'), data = join(folder, 'data');
	const ingest = async () => {
		const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, join(folder, 'source')]);
		assert.equal(code, 0, stderr);
	};
	await ingest();
	await redis.start();
	const [a] = await servers(1, redis, {}, { data });
	let b;
	try {
		const path = '/objects/sartai-utena-aikste';
		assert.match((await get(a.base, path)).text, /Turgaus aikštė/);
		await a.until('redis_puts_total', 1);
		writeFileSync(table, readFileSync(table, 'utf8').replaceAll('Turgaus aikštė', 'Nauja aikštė'));
		await ingest();
		b = await server(redis, {}, { data });
		assert.match((await get(b.base, path)).text, /Nauja aikštė/);
		await b.until('redis_puts_total', 1);
		await wait(async () => /Nauja aikštė/.test((await get(a.base, path)).text), 5000);
		await a.until('redis_hits_total', 1);
	} finally {
		await stop(a);
		if (b) await stop(b);
	}
});

test('a wrong address is told at the start, without the password', async () => {
	for (const [value, sentence] of [['localhost:6379', /cache\.redis: this is no address of a Redis: say redis:\/\/:password@host:port\/db/],
		['redis://:geheim@host:99999', /cache\.redis: the port is a number from 1 to 65535/],
		['rediss://host', /cache\.redis: TLS to Redis is not spoken/], ['unix:relative', /cache\.redis: the path of a Unix socket is absolute/],
		['redis://geheim@host', /cache\.redis: before the @ a password has a colon in front of it/]]) {
		const { code, stderr } = await run(['serve', '--config', demoConfig, '--set', `server.listen=127.0.0.1:${await freePort()}`,
			'--set', `cache.redis=${value}`]);
		assert.equal(code, 2);
		assert.match(stderr, sentence);
		assert.doesNotMatch(stderr, /geheim/);
	}
});

test('a host that is not known is no reason not to start', async () => {
	const s = await server({ path: '' }, { 'cache.redis': 'redis://no-such-host.invalid' });
	try {
		assert.equal((await get(s.base, '/search')).status, 200);
		assert.match(s.log, /no-such-host\.invalid cannot be looked up/);
		assert.equal(await s.number('redis_state'), -1);
	} finally {
		await stop(s);
	}
});
