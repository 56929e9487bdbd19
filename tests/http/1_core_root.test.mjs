// SPDX-License-Identifier: Apache-2.0
// data.dir belongs to the server's user, who may have been taken over: what stands there
// under our names may lead anywhere. Root's commands touch nothing outside.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfig, freePort, program, run, temporaryFolder } from '../lib/server.mjs';

const SKIP = { skip: process.getuid() === 0 ? false : 'only root can be led astray' };
const NOBODY = 65534;
const FILES = ['catalog.db', 'catalog.db-wal', 'catalog.db-shm', 'ingest.lock', 'ingest.hashes', 'ingest.hashes.tmp', 'ingests.jsonl',
	'ingests.jsonl.draft', 'secret', 'harvest.tsv', 'harvest.tsv.draft', 'harvest.lock', 'harvest.1.spool', 'usage.db', 'usage.db-wal', 'usage.db-shm',
	'usage.lock', 'usage.0.pending', 'usage.1.pending', 'usage.1.spool', 'feedback.db', 'feedback.db-wal', 'feedback.db-shm'];
const FOLDERS = ['images', 'files', 'ingest.tmp'];

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAHUlEQVR42mNgEFAwcAhIKGiYsGDDgQsPPjCMbAEAcLJ4AXkQ53sAAAAASUVORK5CYII=', 'base64');
const CANARY = 'not of your business\n';
const shared = temporaryFolder(), source = join(shared, 'source'), taken = join(shared, 'data');
after(() => rmSync(shared, { recursive: true }));
let made = 0;
function place() {
	const folder = temporaryFolder(), place = { folder, data: join(folder, 'data'), outside: join(folder, 'outside'), source: makeSource() };
	chmodSync(folder, 0o755);
	for (const name of ['data', 'outside']) mkdirSync(join(folder, name));
	chownSync(place.data, NOBODY, NOBODY);
	writeFileSync(join(place.outside, 'canary'), CANARY);
	chmodSync(join(place.outside, 'canary'), 0o640);
	return place;
}

// One for all: nothing writes there.
function makeSource() {
	if (existsSync(source)) return source;
	chmodSync(shared, 0o755);
	mkdirSync(source);
	const table = (id) => `identifier;title;image;file\n${id};${id};1.png;1.pdf\n`, inner = join(shared, 'inner');
	mkdirSync(inner);
	for (const [where, id] of [[source, 'x'], [inner, 'y']]) {
		writeFileSync(join(where, `${id}.csv`), table(id));
		writeFileSync(join(where, '1.png'), PNG);
		writeFileSync(join(where, '1.pdf'), '%PDF-1.4\n%%EOF\n');
	}
	execFileSync('python3', ['-m', 'zipfile', '-c', join(source, 'two.zip'), ...readdirSync(inner).map((f) => join(inner, f))]);
	return source;
}
const ingest = (p) => ['ingest', '--institution=LT-X', p.source];
// Who opens what begins so.
const commands = (p, name) => ({ harvest: [['harvest', 'status']], feedback: [['feedback', 'list']],
	usage: [['usage', 'roll'], ['key', 'add', `k${++made}`], ['report', 'counter', 'ir']] })[name.split('.')[0]] ??
	[ingest(p), ['status'], ['formats', 'refresh']];
const set = (p) => ['--config', demoConfig, '--set', `data.dir=${p.data}`, '--set', 'server.user=nobody'];

async function fetchWhenUp(url) {
	for (let i = 0; i < 200; i++)
		try { return (await fetch(url)).status; } catch { await new Promise((ok) => { setTimeout(ok, 50); }); }
	return 0;
}

async function all(p, name) {
	for (const args of commands(p, name)) {
		const { code, signal, stderr } = await run([...args, ...set(p)], { timeout: 20000 });
		assert.equal(signal, null, `${args.join(' ')}: ${stderr}`);
		assert.ok(code <= 2, `${args.join(' ')}: ${code}`);
	}
}

function untouched(p, name) {
	const canary = join(p.outside, 'canary'), st = statSync(canary);
	assert.equal(readFileSync(canary, 'utf8'), CANARY, name);
	assert.equal(st.uid, 0, `${name}: its owner`);
	assert.equal(st.mode & 0o777, 0o640, `${name}: its mode`);
	assert.deepEqual(readdirSync(p.outside), ['canary'], `${name}: beside it`);
	assert.equal(statSync(p.outside).uid, 0, name);
}

// A place where the source was taken in, once for all: a copy with owners and times.
let isTaken = null;
async function takeIn(p) {
	mkdirSync(taken);
	chownSync(taken, NOBODY, NOBODY);
	const { code, stdout, stderr } = await run([...ingest(p), ...set({ data: taken })]);
	assert.equal(code, 0, stdout + stderr);
}
async function takenIn() {
	const p = place();
	isTaken ??= takeIn(p);
	await isTaken;
	execFileSync('cp', ['-a', `${taken}/.`, p.data]);
	return p;
}

async function planted(name, target) {
	const p = await takenIn();
	try {
		rmSync(join(p.data, name), { recursive: true, force: true });
		symlinkSync(join(p.outside, target), join(p.data, name));
		lchownSync(join(p.data, name), NOBODY, NOBODY);
		await all(p, name);
		untouched(p, `${name} to ${target}`);
	} finally { rmSync(p.folder, { recursive: true }); }
}

for (const name of FILES)
	test(`a link in the place of ${name}`, SKIP, async () => {
		await planted(name, 'canary');
		await planted(name, 'made');	// one that leads to nothing yet
	});
for (const name of FOLDERS)
	test(`a link in the place of ${name}/`, SKIP, () => planted(name, '.'));

test('a link in the place of data.dir itself, in a folder of the server\'s user', SKIP, async () => {
	const p = place();
	try {
		const home = join(p.folder, 'home');
		mkdirSync(home);
		symlinkSync(p.outside, join(home, 'data'));
		lchownSync(join(home, 'data'), NOBODY, NOBODY);
		chownSync(home, NOBODY, NOBODY);
		const args = ['--config', demoConfig, '--set', `data.dir=${join(home, 'data')}`, '--set', 'server.user=nobody'];
		for (const command of [['ingest', p.source], ['usage', 'roll'], ['serve', '--set', 'server.listen=127.0.0.1:0']]) {
			const { code, stderr } = await run([...command, ...args], { timeout: 5000 });
			assert.equal(code, 2, command[0]);
			assert.match(stderr, /data\.dir .*symbolic link that is not root's.*remove it/);
		}
		untouched(p, 'data.dir');
	} finally { rmSync(p.folder, { recursive: true }); }
});

test('links that root made are followed: images on another disk', SKIP, async () => {
	const p = place(), disk = join(p.folder, 'disk');
	try {
		mkdirSync(disk);
		chownSync(disk, NOBODY, NOBODY);
		symlinkSync(disk, join(p.data, 'files'));
		for (let i = 0; i < 2; i++) {	// the first must not give the link away
			const { code, stdout, stderr } = await run(['ingest', '--institution=LT-X', p.source, ...set(p)]);
			assert.equal(code, 0, stdout + stderr);
		}
		assert.ok(existsSync(join(p.data, 'catalog.db')));
		assert.equal(readdirSync(disk).length, 1);
		assert.equal(statSync(join(disk, readdirSync(disk)[0])).uid, NOBODY);
	} finally { rmSync(p.folder, { recursive: true }); }
});

test('the server makes nothing outside either, before it is somebody else', SKIP, async () => {
	for (const name of ['secret', 'usage.db', 'usage.db-wal', 'feedback.db', 'server.log']) {
		const p = await takenIn();
		try {
			rmSync(join(p.data, name), { force: true });
			symlinkSync(join(p.outside, 'canary'), join(p.data, name));
			lchownSync(join(p.data, name), NOBODY, NOBODY);
			const { code, signal, stderr } = await run(['serve', ...set(p), '--set', `server.listen=127.0.0.1:${await freePort()}`, '--set', 'server.workers=1',
				...(name === 'server.log' ? ['--set', `log.file=${join(p.data, name)}`] : [])], { until: /serves http/, timeout: 10000 });
			assert.ok(code === 0 || signal === 'SIGTERM' || (code === 2 && stderr.includes(name)), `${name}: ${code} ${stderr}`);
			untouched(p, name);
		} finally { rmSync(p.folder, { recursive: true }); }
	}
});

test('who may not look into data.dir is not told that there is nothing', SKIP, () => {
	const data = temporaryFolder();
	try {
		chmodSync(data, 0o700);
		for (const args of [['feedback', 'list'], ['status'], ['harvest', 'status']]) {
			const { status, stdout, stderr } = spawnSync(program, [...args, '--config', demoConfig, '--set', `data.dir=${data}`], { uid: NOBODY, gid: NOBODY, encoding: 'utf8' });
			assert.notEqual(status, 0, args.join(' '));
			assert.match(stderr, /cannot be (read|opened)/);
			assert.doesNotMatch(stdout, /nothing yet|nobody has harvested/);
		}
	} finally {
		rmSync(data, { recursive: true, force: true });
	}
});

test('a file that root reads and the server may not is told by the ingest, and by the log with the mend', SKIP, async () => {
	const p = place();
	p.source = join(p.folder, 'own');
	execFileSync('cp', ['-a', source, p.source]);
	const found = async () => JSON.parse((await run(['ingest', '--json', '--institution=LT-X', join(p.source, 'x.csv'), ...set(p)])).stdout).findings.filter((f) => f.kind === 'unreadable');
	try {
		assert.deepEqual(await found(), []);
		chmodSync(join(p.source, '1.pdf'), 0o640);
		const [told] = await found();
		assert.match(JSON.stringify(told), /1\.pdf.* may not be read by the server's user/);
		const port = await freePort(), asked = fetchWhenUp(`http://127.0.0.1:${port}/files/x/1.pdf`);
		const { stderr } = await run(['serve', ...set(p), '--set', `server.listen=127.0.0.1:${port}`, '--set', 'server.workers=1'], { until: /let server\.user read/, timeout: 20000 });
		assert.equal(await asked, 503);
		assert.match(stderr, /1\.pdf of x cannot be read: this server may not: let server\.user read .*1\.pdf and pass through the folders above it/);
		chmodSync(join(p.source, '1.pdf'), 0o644);
		chmodSync(p.source, 0o700);
		assert.equal((await found()).length, 1, 'a folder that is closed');
	} finally { rmSync(p.folder, { recursive: true }); }
});
