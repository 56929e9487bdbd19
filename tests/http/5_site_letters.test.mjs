// SPDX-License-Identifier: Apache-2.0
// What readers write to the library: who can read it, who may send how much, and
// what it does to a terminal.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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

test('a form is sent once, from a page of ours, so often from a network, whatever worker takes it', async () => {
	const own = await start({ 'site.feedback_client': 4, 'site.email': 'biblioteka@example.org', 'site.feedback_day': 7, 'server.workers': 2 }, { data });
	try {
		const tokens = await Promise.all([1, 2, 3, 4, 5, 6].map(() => tokenOf(own.base)));
		await wait(FORM_LEAST);
		const foreign = await send(own.base, { token: tokens[0] }, { origin: 'https://example.com' });
		assert.equal(foreign.status, 403);
		assert.match(foreign.text, /iš kitos svetainės/);
		assert.equal((await send(own.base, { token: tokens[0], object: 'nera-tokio' }, { origin: own.base })).status, 303);
		for (let i = 0; i < 4; i++) {
			const again = await send(own.base, { token: tokens[0] });
			assert.deepEqual([again.status, /jau gavome/.test(again.text)], [400, true]);
		}
		for (let i = 1; i < 4; i++) assert.equal((await send(own.base, { token: tokens[i] })).status, 303);
		for (let i = 4; i < 6; i++) assert.equal((await send(own.base, { token: tokens[i] })).status, 429);
	} finally {
		await stop(own);
	}
	const lines = (await feedback('list', '--json')).stdout.trim().split('\n').map((l) => JSON.parse(l));
	assert.equal(lines.length, 5);
	assert.equal(lines[1].object, '', 'a name that no object has is not kept');
	const wrong = await feedback('remove', '99');
	assert.match(wrong.stderr, /no feedback 99: see `vartai feedback list`/);
});

test('a full day says where else to write', async () => {
	const own = await start({ 'site.feedback_day': 5, 'site.email': 'biblioteka@example.org', 'site.phone': '+370 5 000' }, { data });
	try {
		const token = await tokenOf(own.base);
		await wait(FORM_LEAST);
		const full = await send(own.base, { token });
		assert.equal(full.status, 503);
		assert.match(full.text.slice(0, full.text.indexOf('<form class="letter"')), /mailto:biblioteka@example\.org[\s\S]*\+370 5 000/);
	} finally {
		await stop(own);
	}
});

test('old messages are deleted, and a message steers no terminal', async () => {
	const now = Math.floor(Date.now() / 1000);
	const rows = [[now - 366 * 86400, 'labai sena', ''], [now - 364 * 86400, 'a\u009b31mb\u202ec\u2066d', 'x\u001b[2J\u009b']];
	execFileSync('sqlite3', [letters], { input: rows.map(([time, text, object]) =>
		`INSERT INTO feedback (time, topic, text, email, object, language) VALUES (${time}, 'use', '${text}', '', '${object}', 'lt');`).join('\n') });
	const { stdout } = await feedback('list');
	assert.doesNotMatch(stdout, /labai sena|[\u0080-\u009f\u202a-\u202e\u2066-\u2069\u001b]/);
	assert.match(stdout, /object x\[2J\n {4}a31mbcd\n/);
	assert.equal(readFileSync(letters).includes('labai sena'), false, 'deleted from the file too');
	const own = await start({ 'site.feedback_keep': 30 }, { data });
	try {
		assert.match((await get(own.base, '/privacy', { headers: html })).text, /Žinutės saugomos 30 dienų/);
	} finally {
		await stop(own);
	}
});
