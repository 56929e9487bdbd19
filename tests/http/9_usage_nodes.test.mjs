// SPDX-License-Identifier: Apache-2.0
// Several nodes: a visitor has one name on all that share server.secret and a Redis, also
// after a restart; and Redis can make no name of it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { missing, redisServer } from '../lib/redis.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const SECRET = 'a secret of two nodes that is long enough';
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const source = temporaryFolder(), folders = [source];
const options = { skip: missing };

before(() => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), 'identifier;title;kind\na;Pirmas;TEXT\nb;Antras;TEXT\n');
});
after(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

async function node(settings = {}) {
	const data = temporaryFolder();
	folders.push(data);
	assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source])).code, 0);
	return { data, begin: () => start({ 'server.workers': 2, 'analytics.roll_every': 0, 'server.secret': SECRET, ...settings }, { data }) };
}
// The names under which one visitor was noted there, within an hour.
async function namesOn(n, times = 1) {
	for (let i = 0; i < times; i++) {
		const server = await n.begin();
		await get(server.base, '/objects/a', { headers: { 'user-agent': AGENT } });
		await stop(server);
	}
	const lines = readdirSync(n.data).filter((f) => /^usage\.\d+\.spool$/.test(f)).flatMap((f) => readFileSync(join(n.data, f), 'utf8').trim().split('\n').slice(1));
	return new Set(lines.map((l) => l.split('\t')[5]));
}
// Not over the end of an hour, which changes every name.
async function within(hourly) {
	for (;;) {
		const hour = Math.floor(Date.now() / 3600000), result = await hourly();
		if (Math.floor(Date.now() / 3600000) === hour) return result;
	}
}

test('one name on all nodes that agree, also after a restart; another without the secret or without Redis', options, async () => {
	const redis = redisServer();
	await redis.start();
	try {
		const shared = { 'cache.redis': `unix:${redis.path}`, 'cache.redis_timeout_ms': 5000 };
		const [a, b, c, d] = await within(async () => [await namesOn(await node(shared), 2), await namesOn(await node(shared)),
			await namesOn(await node({ ...shared, 'server.secret': `${SECRET} but another` })), await namesOn(await node())]);
		assert.equal(a.size, 1, [...a].join());
		assert.deepEqual(b, a);
		for (const other of [c, d]) {
			assert.equal(other.size, 1);
			assert.equal([...other].some((name) => a.has(name)), false);
		}
	} finally { await redis.end(); }
});

test('a Redis that is away stops nobody from counting', options, async () => {
	const names = await namesOn(await node({ 'cache.redis': 'unix:/nowhere/redis.sock', 'cache.redis_timeout_ms': 50 }));
	assert.equal(names.size, 1);
});
