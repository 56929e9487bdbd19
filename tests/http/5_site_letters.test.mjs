// SPDX-License-Identifier: Apache-2.0
// What readers write to the library: who can read it, who may send how much, and
// what it does to a terminal.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const html = { accept: 'text/html', 'accept-language': 'lt' };
const folder = temporaryFolder();
const data = join(folder, 'data');
const letters = join(data, 'feedback.db');
const wait = (ms) => new Promise((ok) => { setTimeout(ok, ms); });
const FORM_LEAST = 3200;	// milliseconds that a form must have been open
const tokenOf = async (base) => (await get(base, '/feedback', { headers: html })).text.match(/name="token" value="([0-9a-f]+)"/)[1];
const send = (base, fields, headers = {}) => get(base, '/feedback', { method: 'POST',
	headers: { ...html, 'content-type': 'application/x-www-form-urlencoded', ...headers }, body: new URLSearchParams({ topic: 'use', text: 'a', ...fields }).toString() });
const feedback = (...args) => run(['feedback', ...args, '--config', demoConfig, '--set', `data.dir=${data}`]);
after(() => rmSync(folder, { recursive: true }));
assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, 'build/collection/04-nemunelio-slenis'])).code, 0);

test('only who runs the server reads the letters', async () => {
	const own = await start({}, { data });
	try {
		const token = await tokenOf(own.base);
		await wait(FORM_LEAST);
		assert.equal((await send(own.base, { token, email: 'ona@example.org' })).status, 303);
		assert.equal(statSync(letters).mode & 0o777, 0o600);
	} finally {
		await stop(own);
	}
	chmodSync(letters, 0o644);
	await stop(await start({}, { data }));
	assert.equal(statSync(letters).mode & 0o777, 0o600, 'one that was made before is closed');
	chmodSync(letters, 0o644);
	assert.equal((await feedback('list')).code, 0);
	assert.equal(statSync(letters).mode & 0o777, 0o600);
});

test('the example of nginx keeps no log of who reads what', () => {
	const lines = readFileSync('conf/nginx.conf.example', 'utf8').split('\n').map((l) => l.trim());
	assert.ok(lines.includes('access_log off;'));
});
