// SPDX-License-Identifier: Apache-2.0
// A copy of data.dir made beside a running server is one that a server starts from.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, demoData, program, root, start, stop, temporaryFolder } from '../lib/server.mjs';

const script = join(root, 'conf/vartai-backup.sh');
const has = spawnSync('sqlite3', ['--version']).status === 0;
const dump = (data) => execFileSync(program, ['dump', '--config', demoConfig, '--set', `data.dir=${data}`], { maxBuffer: 1 << 30 });
const files = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => e.name).sort();

test('backed up beside a running server, restored, and served', { skip: has ? false : 'sqlite3 is not there' }, async () => {
	const folder = temporaryFolder(), data = join(folder, 'data'), to = join(folder, 'back up');
	cpSync(demoData, data, { recursive: true });
	let server = await start({}, { data });
	try {
		assert.equal((await get(server.base, '/oai?verb=ListRecords&metadataPrefix=oai_dc')).status, 200);
		for (let i = 0; i < 2; i++) execFileSync(script, [data, to]);
		await stop(server);
		assert.ok(readdirSync(to).every((name) => !/-(wal|shm)$|\.lock$|\.new$/.test(name)), readdirSync(to).join(' '));
		assert.deepEqual(readFileSync(join(to, 'secret')), readFileSync(join(data, 'secret')));
		assert.deepEqual(files(join(to, 'images')), files(join(data, 'images')));
		const whole = dump(data);
		assert.ok(whole.length > 1000);
		assert.ok(dump(to).equals(whole));
		server = await start({}, { data: to });
		assert.equal((await get(server.base, '/healthz')).status, 200);
		assert.equal((await get(server.base, '/oai?verb=ListRecords&metadataPrefix=oai_dc')).status, 200);
	} finally {
		await stop(server);
		rmSync(folder, { recursive: true });
	}
});

test('what it cannot copy is said', async () => {
	const folder = temporaryFolder();
	try {
		for (const [args, why] of [[[], /usage: /], [[folder], /usage: /], [[folder, join(folder, 'x')], /there is no catalogue in /]]) {
			const { status, stderr } = spawnSync(script, args, { encoding: 'utf8' });
			assert.equal(status, 2);
			assert.match(stderr, why);
		}
		assert.ok(!existsSync(join(folder, 'x')));
		writeFileSync(join(folder, 'catalog.db'), 'x'.repeat(2000));
		if (has) assert.notEqual(spawnSync(script, [folder, join(folder, 'x')]).status, 0);
	} finally { rmSync(folder, { recursive: true }); }
});
