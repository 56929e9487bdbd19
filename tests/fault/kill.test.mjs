// SPDX-License-Identifier: Apache-2.0
// An ingest that is killed at any moment and started again leaves the same
// catalogue as one clean run; a reader meanwhile never sees half an object.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, program, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const collection = process.env.VARTAI_COLLECTION ?? join(root, 'build/collection');
const KILLS = 10;
// A part of the collection that takes some seconds.
const source = process.env.VARTAI_KILL_SOURCE ?? collection;

const ingestArgs = (data) => ['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source];
const dump = async (data) => (await run(['dump', '--config', demoConfig, '--set', `data.dir=${data}`])).stdout;

// Every object that is listed has all its pages, images and records.
async function lookForHalves(server, seen) {
	let list;
	try {
		list = (await get(server.base, '/oai?verb=ListIdentifiers&metadataPrefix=oai_dc')).text;
	} catch { return; }
	for (const [, id] of list.matchAll(/<identifier>oai:[^:]+:([^<]+)<\/identifier>/g)) {
		if (seen.has(id)) continue;
		const answer = await get(server.base, `/iiif/presentation/${id}/manifest`);
		if (answer.status !== 200) continue;	// a description only, or withdrawn
		for (const canvas of answer.json.items)
			for (const body of canvas.items.flatMap((p) => p.items.map((a) => a.body))) {
				const info = await get(server.base, new URL(`${body.service[0].id}/info.json`).pathname);
				assert.equal(info.status, 200, `${id}: an image of a published object is not there`);
			}
		seen.add(id);
	}
}

test(`an ingest killed ${KILLS} times`, { timeout: 1800000 }, async (t) => {
	const clean = temporaryFolder(), killed = temporaryFolder();
	const begun = Date.now();
	const whole = await run(ingestArgs(clean), { timeout: 900000 });
	const wholeMs = Date.now() - begun;
	assert.ok(whole.code === 0 || whole.code === 1, whole.stderr);
	const server = await start({}, { data: killed });
	const seen = new Set();
	for (let i = 0; i < KILLS; i++) {
		const child = spawn(program, ingestArgs(killed), { stdio: 'ignore' });
		const ended = new Promise((ok) => child.on('exit', ok));
		const wait = 30 + Math.random() * wholeMs / 4;
		await new Promise((ok) => setTimeout(ok, wait));
		child.kill('SIGKILL');
		await ended;
		await lookForHalves(server, seen);
		t.diagnostic(`killed after ${Math.round(wait)} ms, ${seen.size} objects seen whole`);
	}
	const last = await run(ingestArgs(killed), { timeout: 900000 });
	assert.equal(last.code, whole.code, last.stderr);
	await lookForHalves(server, seen);
	await stop(server);
	assert.equal(await dump(killed), await dump(clean));
	for (const folder of [clean, killed]) rmSync(folder, { recursive: true });
});
