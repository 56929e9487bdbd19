// SPDX-License-Identifier: Apache-2.0
// Image files that mean harm beside a good one: a bomb of 30000 x 30000 pixels in
// 2.6 MB, headers that lie, directories without end.  Each costs itself at the most,
// and the memory of `vartai ingest` and of the server stays small.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { get } from '../lib/http.mjs';
import { PNG, jpegSize } from '../lib/picture.mjs';
import { demoConfig, program, start, stop, temporaryFolder, tie } from '../lib/server.mjs';

const SIDE = 30000, PEAK_MB = 400;	// measured: 210 MB, of which two rows of tiles have 70
const isAsan = program.includes('asan');
let folder, data;

const CRC = Int32Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
function chunk(type, body) {
	const bytes = Buffer.concat([Buffer.from(type), body]), ends = Buffer.alloc(8);
	let crc = -1;
	for (const b of bytes) crc = CRC[(crc ^ b) & 255] ^ (crc >>> 8);
	ends.writeUInt32BE(body.length, 0);
	ends.writeInt32BE(~crc, 4);
	return Buffer.concat([ends.subarray(0, 4), bytes, ends.subarray(4)]);
}

// A PNG that is all black, in colour.  Some of its rows are packed once, as a part that stands
// for itself (RFC 1951, 3.2.4): packing them all takes half a minute.
function bomb(side, rows = 1000) {
	const part = deflateRawSync(Buffer.alloc((1 + 3 * side) * rows), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
	const head = Buffer.alloc(13), sum = Buffer.alloc(4);
	head.writeUInt32BE(side, 0);
	head.writeUInt32BE(side, 4);
	head.set([8, 2, 0, 0, 0], 8);
	sum.writeUInt32BE((1 + 3 * side) * side % 65521 * 65536 + 1);	// Adler-32 of as many zeros
	const packed = Buffer.concat([Buffer.from([0x78, 0xda]), ...Array(side / rows).fill(part), Buffer.from([3, 0]), sum]);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', packed), chunk('IEND', Buffer.alloc(0))]);
}

// A directory of a TIFF: tags as [tag, type, count, value], and where the next one is.
function directory(tags, next) {
	const out = Buffer.alloc(2 + 12 * tags.length + 4);
	out.writeUInt16LE(tags.length, 0);
	tags.forEach(([tag, type, count, value], i) => {
		out.writeUInt16LE(tag, 2 + 12 * i);
		out.writeUInt16LE(type, 4 + 12 * i);
		out.writeUInt32LE(count, 6 + 12 * i);
		out.writeUInt32LE(value, 10 + 12 * i);
	});
	out.writeUInt32LE(next, out.length - 4);
	return out;
}
const TIFF = Buffer.from('II*\0\x08\0\0\0', 'latin1');
const page = (side, strip) => [[254, 4, 1, 1], [256, 4, 1, side], [257, 4, 1, side], [258, 3, 1, 8], [259, 3, 1, 1], [262, 3, 1, 1],
	[273, 4, 1, strip], [277, 3, 1, 1], [278, 4, 1, side], [279, 4, 1, side * side % 2 ** 32]];

// Each points to the next one, and the last to the first.
function chain(count) {
	const len = directory(page(1, 4), 0).length;
	return Buffer.concat([TIFF, ...Array.from({ length: count }, (_, i) => directory(page(1, 4), 8 + len * ((i + 1) % count)))]);
}

function jpegHead(width, height) {
	const out = Buffer.from('ffd8ffc00011080000000003012200021101031101ffda000c03010002110311003f00', 'hex');
	out.writeUInt16BE(height, 7);
	out.writeUInt16BE(width, 9);
	return Buffer.concat([out, Buffer.alloc(1000, 0x55)]);
}

const hwm = (pid) => {
	try { return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024; } catch { return 0; }
};

// The largest size of the process, in MB, besides what it said.
async function measured(args) {
	const child = tie(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })), said = [];
	let peak = 0;
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => said.push(d));
	const timer = setInterval(() => { peak = Math.max(peak, hwm(child.pid)); }, 20);
	const [code] = await once(child, 'close');
	clearInterval(timer);
	return { code, peak, text: Buffer.concat(said).toString() };
}

before(async () => {
	folder = temporaryFolder();
	data = join(folder, 'data');
	const source = join(folder, 'source');
	mkdirSync(source);
	const good = new PNG({ width: 40, height: 30 });
	good.data.fill(200);
	const files = { 'geras.png': PNG.sync.write(good), 'bomba.png': bomb(SIDE),
		'melas.tif': Buffer.concat([TIFF, directory(page(60000, 4), 0)]), 'melas2.tif': Buffer.concat([TIFF, directory(page(0xffffffff, 4), 0)]),
		'melas.jpg': jpegHead(65500, 65500), 'melas2.jpg': jpegHead(20000, 20000), 'ratas.tif': chain(1), 'grandine.tif': chain(200000) };
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(source, name), bytes);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-X, name: {lt: Biblioteka}}\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;image\n${Object.keys(files).map((f) => `${f.replace('.', '-')};${f};${f}\n`).join('')}`);
});
after(() => rmSync(folder, { recursive: true }));

test('taking them in needs little memory, and the good one goes in', async () => {
	const source = join(folder, 'source');
	assert.ok(statSync(join(source, 'bomba.png')).size < 2.7e6);
	const { code, peak, text } = await measured(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.ok(code === 0 || code === 1, text);
	for (const name of ['melas.tif', 'melas2.tif', 'melas.jpg', 'melas2.jpg']) assert.match(text, new RegExp(`${name.replace('.', '\\.')}: .{20}`), 'a sentence about it');
	if (!isAsan) assert.ok(peak < PEAK_MB, `${peak} MB`);
	console.log(`ingest: ${Math.round(peak)} MB`);
});

test('what came of the bomb is served like any other image', async () => {
	const server = await start({ 'server.workers': 1 }, { data });
	try {
		assert.equal((await get(server.base, '/iiif/3/geras-png.1/full/max/0/default.jpg')).status, 200);
		const { status, json } = await get(server.base, '/iiif/3/bomba-png.1/info.json');
		assert.deepEqual([status, json.width, json.height], [200, SIDE, SIDE]);
		for (const [path, size] of [['full/!400,400', 400], ['full/max', 6324], ['29696,29696,512,512/max', 304], ['123,456,20000,20000/1000,', 1000]]) {
			const picture = await get(server.base, `/iiif/3/bomba-png.1/${path}/0/default.jpg`);
			assert.deepEqual([picture.status, jpegSize(picture.body).width], [200, size], path);
		}
		const workers = readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, 'utf8').trim().split(' ');
		const peak = Math.max(...workers.map(hwm));
		if (!isAsan) assert.ok(peak < PEAK_MB, `${peak} MB`);
		console.log(`server: ${Math.round(peak)} MB`);
	} finally {
		await stop(server);
	}
});
