// SPDX-License-Identifier: Apache-2.0
// What the library's administrator sees of `vartai ingest`, and what the public then sees of it.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

let folder;
const at = (...names) => join(folder, ...names);
const ingest = (data, ...args) => run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, ...args]);

before(() => {
	folder = temporaryFolder();
	mkdirSync(at('src'));
	writeFileSync(at('src', 't.csv'), 'identifier;title@lt\na-1;Pirmas\na-2;Antras\n');
});
after(() => rmSync(folder, { recursive: true }));

test('a data.dir that is new is named; one in a folder that is not there is refused', async () => {
	const first = await ingest(at('new'), at('src'));
	assert.equal(first.code, 0, first.stderr);
	assert.match(first.stderr, new RegExp(`^vartai: data\\.dir ${at('new')} is new: made$`, 'm'));
	const again = await ingest(at('new'), at('src'));
	assert.doesNotMatch(again.stderr, /is new/);
	const typo = await ingest(at('nwe', 'data'), at('src'));
	assert.equal(typo.code, 2);
	assert.match(typo.stderr, new RegExp(`data\\.dir ${at('nwe', 'data')} cannot be made: there is no folder ${at('nwe')}`));
	assert.ok(!existsSync(at('nwe')));
	const nowhere = await ingest(at('other'), at('no', 'such', 'folder'));
	assert.equal(nowhere.code, 2);
	assert.match(nowhere.stderr, /^vartai: .*no\/such\/folder: No such file or directory$/m);
	const file = await ingest(at('src', 't.csv'), at('src'));
	assert.match(file.stderr, /data\.dir .*t\.csv is no folder/);
	// a mistyped command makes no library either, and arguments that mean nothing are refused
	assert.match((await run(['igest', '--config', demoConfig, '--set', `data.dir=${at('other')}`])).stderr, /there is no command 'igest'/);
	for (const command of ['dump', 'options', 'serve'])
		assert.match((await run([command, 'x', '--config', demoConfig, '--set', `data.dir=${at('new')}`])).stderr, new RegExp(`vartai ${command} takes no 'x'`));
	assert.ok(!existsSync(at('other')));
});

test('a dry run says of data.dir what a run would', async () => {
	const fresh = await ingest(at('fresh'), '--dry-run', at('src'));
	assert.equal(fresh.code, 0, fresh.stderr);
	assert.match(fresh.stderr, new RegExp(`^vartai: data\\.dir ${at('fresh')} is new: would be made$`, 'm'));
	assert.ok(!existsSync(at('fresh')));
	const typo = await ingest(at('nwe', 'data'), '--dry-run', at('src'));
	assert.equal(typo.code, 2);
	assert.match(typo.stderr, new RegExp(`data\\.dir ${at('nwe', 'data')} cannot be made: there is no folder ${at('nwe')}`));
	for (const args of [[], ['--dry-run']]) {
		const file = await ingest(at('src', 't.csv'), ...args, at('src'));
		assert.equal(file.code, 2);
		assert.match(file.stderr, /data\.dir .*t\.csv is no folder/);
		const below = await ingest(at('src', 't.csv', 'data'), ...args, at('src'));
		assert.equal(below.code, 2);
		assert.match(below.stderr, /data\.dir .*data cannot be made: Not a directory/);
	}
	assert.doesNotMatch((await ingest(at('new'), '--dry-run', at('src'))).stderr, /is new/);
});

test('a dry run makes nothing at all', async () => {
	const before = readdirSync(folder).sort();
	const { code, stdout, stderr } = await ingest(at('dry'), '--dry-run', '--prune', at('src'));
	assert.equal(code, 0, stderr);
	assert.match(stdout, /^Nothing was written \(dry run\); it would be 2 objects: 2 new/m);
	assert.deepEqual(readdirSync(folder).sort(), before);
	// and nothing more where there is a catalogue
	const list = () => readdirSync(at('new')).filter((n) => !/-(shm|wal)$/.test(n)).sort(); // SQLite's own
	const made = list();
	assert.equal((await ingest(at('new'), '--dry-run', at('src'))).code, 0);
	assert.deepEqual(list(), made);
});

test('an institution or a collection that holds nothing is shown nowhere', async () => {
	const data = at('empty');
	assert.equal((await ingest(data, at('src'))).code, 0); // nobody says whose: LT-LIBRARY
	writeFileSync(at('src', 'package.yaml'), 'institution: {code: LT-TIKRA, name: {lt: Tikroji biblioteka}}\n'
		+ 'collections: [{spec: "pilna:vidus", name: {lt: Vidus}}]\n');
	mkdirSync(at('src', 'x'));
	writeFileSync(at('src', 'x', 'package.yaml'), 'collections: [{spec: "tuscia", name: {lt: Tuščia}}, {spec: "pilna:kita", name: {lt: Kita}}]\n');
	writeFileSync(at('src', 'x', 't.csv'), 'identifier;title@lt\nb-1;Trečias\n');
	assert.equal((await ingest(data, at('src'))).code, 0);
	rmSync(at('src', 'x'), { recursive: true });
	assert.equal((await ingest(data, '--prune', at('src'))).code, 0);
	const server = await start({}, { data });
	try {
		const pages = ['/', '/en/', '/iiif/collection/root', '/iiif/collection/pilna', '/search?collection=pilna', '/oai?verb=ListSets'];
		for (const path of pages) {
			const { status, text } = await get(server.base, path, { headers: { accept: 'text/html, application/json, */*' } });
			assert.equal(status, 200, path);
			if (path !== '/oai?verb=ListSets') assert.doesNotMatch(text, /tuscia|Tuščia|pilna:kita|>Kita</, path);
			assert.doesNotMatch(text, /LT-LIBRARY/, path);
		}
		assert.match((await get(server.base, '/')).text, /Tikroji biblioteka/);
		assert.match((await get(server.base, '/iiif/collection/root')).text, /institution%3ALT-TIKRA/);
	} finally {
		await stop(server);
	}
});
