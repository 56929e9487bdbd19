// SPDX-License-Identifier: Apache-2.0
// What a curator's command does on bad days: nothing on a dry run, nothing beside
// another run, a full disk, a hostile zip.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { wait } from '../lib/raw.mjs';
import { demoConfig, program, run, temporaryFolder } from '../lib/server.mjs';

let folder, source;
const data = (name) => join(folder, name);
const ingest = (name, ...args) => run(['ingest', '--config', demoConfig, '--set', `data.dir=${data(name)}`, ...args]);

before(() => {
	folder = temporaryFolder();
	source = join(folder, 'source');
	mkdirSync(source);
	writeFileSync(join(source, 't.csv'), 'identifier,title\na-1,Pirmas\na-2,Antras\n');
});
after(() => rmSync(folder, { recursive: true }));

test('a dry run writes nothing', async () => {
	const dry = await ingest('dry', '--dry-run', source);
	assert.equal(dry.code, 0, dry.stderr);
	assert.match(dry.stdout, /Nothing was written \(dry run\); it would be 2 objects: 2 new/);
	assert.ok(!existsSync(data('dry')), 'data.dir was made');
});

test('options are printed where data.dir cannot be', async () => {
	const options = await run(['options', '--config', demoConfig, '--set', 'data.dir=/proc/none']);
	assert.equal(options.code, 0, options.stderr);
});

test('exit codes', async () => {
	assert.equal((await ingest('codes', source)).code, 0);
	writeFileSync(join(folder, 'bad.csv'), 'identifier,title\n,Be vardo\n');
	assert.equal((await ingest('codes', join(folder, 'bad.csv'))).code, 1);
	for (const args of [[], ['/nowhere'], ['--bogus', source], ['--access=maybe', source]]) {
		const r = await ingest('codes', ...args);
		assert.equal(r.code, 2, args.join(' '));
		assert.match(r.stderr, /^vartai: .{15}/);
	}
});

test('the second of two is refused with a sentence that names the first', async () => {
	const many = join(folder, 'many.csv');
	writeFileSync(many, 'identifier,title\n' + Array.from({ length: 20000 }, (_, i) => `m-${i},T ${i}`).join('\n'));
	const first = spawn(program, ['ingest', '--config', demoConfig, '--set', `data.dir=${data('two')}`, many], { stdio: 'ignore' });
	const ended = new Promise((ok) => first.on('exit', ok));
	try {
		await wait(() => first.exitCode !== null || existsSync(join(data('two'), 'catalog.db-wal')), 60000);
		assert.equal(first.exitCode, null, 'the first has ended already');
		const second = await ingest('two', source);
		assert.equal(second.code, 2);
		assert.match(second.stderr, new RegExp(`another ingest is running \\(process ${first.pid}`));
		first.kill('SIGINT');
		assert.equal(await ended, 1);	// stopped after the object in hand
	} finally {
		first.kill('SIGKILL');
	}
	assert.equal((await ingest('two', source)).code, 0);
});

// A zip of one entry, by hand: no library makes hostile ones.
function zip(name, bytes, { mode = 0o100644 } = {}) {
	const packed = deflateRawSync(bytes), path = Buffer.from(name);
	const crc = Buffer.alloc(4);
	let c = ~0;
	for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xEDB88320 & -(c & 1)); }
	crc.writeUInt32LE(~c >>> 0);
	const sizes = Buffer.alloc(8);
	sizes.writeUInt32LE(packed.length, 0);
	sizes.writeUInt32LE(bytes.length, 4);
	const common = Buffer.concat([Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0]), crc, sizes, Buffer.from([path.length, 0, 0, 0])]);
	const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, packed]);
	const tail = Buffer.alloc(14);
	tail.writeUInt32LE((mode << 16) >>> 0, 6);
	const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, path]);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 0, 'latin1');
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(local.length, 16);
	return Buffer.concat([local, central, end]);
}

test('hostile zips cost themselves and leave nothing outside', async () => {
	const zips = join(folder, 'zips');
	mkdirSync(zips);
	const table = Buffer.from('identifier,title\nz-1,Geras\n');
	const bad = { up: zip('../../evil.csv', table), root: zip('/tmp/evil-vartai.csv', table),
		back: zip('a\\..\\..\\evil.csv', table), link: zip('l', Buffer.from('/etc/passwd'), { mode: 0o120777 }),
		bomb: zip('t.csv', Buffer.alloc(100e6)), cut: zip('t.csv', table).subarray(0, 40) };
	for (const [name, bytes] of Object.entries(bad)) writeFileSync(join(zips, `${name}.zip`), bytes);
	writeFileSync(join(zips, 'good.zip'), zip('t.csv', table));
	const r = await ingest('zips', '--json', zips);
	const s = JSON.parse(r.stdout);
	assert.equal(r.code, 1);
	assert.equal(s.new, 1);
	assert.deepEqual(s.failed.map((f) => f.file.split('/').pop()).sort(), Object.keys(bad).map((n) => `${n}.zip`).sort());
	for (const f of s.failed) assert.ok(f.reason.length > 20, f.reason);
	for (const path of [join(folder, 'evil.csv'), join(zips, 'evil.csv'), '/tmp/evil-vartai.csv'])
		assert.ok(!existsSync(path), path);
	assert.ok(!readdirSync(data('zips')).includes('ingest.tmp'));
});

test('links lead nowhere outside, loops end', async () => {
	const links = join(folder, 'links');
	mkdirSync(join(links, 'a'), { recursive: true });
	symlinkSync('..', join(links, 'a/up'));
	symlinkSync('loop', join(links, 'loop'));
	symlinkSync('/etc', join(links, 'etc'));
	writeFileSync(join(links, 't.csv'), 'identifier,title,file\nl-1,A,etc/hostname\nl-2,B,../../../../../etc/hostname\nl-3,C,loop\n');
	const s = JSON.parse((await ingest('links', '--json', links)).stdout);
	assert.equal(s.new, 3);
	const texts = s.findings.filter((f) => f.kind === 'link').map((f) => f.text).join('\n');
	assert.match(texts, /"etc\/hostname" lies outside/);
	assert.match(texts, /loop: a symbolic link that leads nowhere/);
	const dump = await run(['dump', '--config', demoConfig, '--set', `data.dir=${data('links')}`]);
	assert.ok(!dump.stdout.includes('/etc/hostname'));
});

test('a disk that is full is said, and the next run goes on', async (t) => {
	const small = join(folder, 'small');
	mkdirSync(small);
	if (process.getuid() !== 0 || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]).status !== 0)
		return t.skip('no small disk can be mounted here');
	try {
		const rows = Array.from({ length: 3000 }, (_, i) => `d-${i},${'Ilgas pavadinimas '.repeat(20)}${i}`).join('\n');
		writeFileSync(join(folder, 'long.csv'), `identifier,title\n${rows}`);
		const full = await ingest('small/data', join(folder, 'long.csv'));
		assert.notEqual(full.code, 0);
		assert.match(full.stdout + full.stderr, /the disk is full/);
		spawnSync('mount', ['-o', 'remount,size=200m', small]);
		assert.equal((await ingest('small/data', join(folder, 'long.csv'))).code, 0);
		assert.equal((await ingest('fresh', join(folder, 'long.csv'))).code, 0);
		const dumps = await Promise.all(['small/data', 'fresh'].map((d) => run(['dump', '--config', demoConfig, '--set', `data.dir=${data(d)}`])));
		assert.ok(dumps[0].stdout === dumps[1].stdout, 'the catalogues differ');
	} finally {
		spawnSync('umount', [small]);
	}
});
