// SPDX-License-Identifier: Apache-2.0
// media.keep_profiles: pictures of masters with a colour profile carry it, byte by
// byte, in every format that can, and those of inks are sRGB all the same.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { get } from '../lib/http.mjs';
import { noShared as skip, shared } from '../lib/xml.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const FORMS = join(shared, 'collection/derived-formats');
const MASTERS = { p3: 'print-displayp3-icc.jpg', wide: 'manuscript-crop-rgb16-icc.tif', inks: 'print-cmyk-icc.jpg', plain: 'print-bigtiff.tif' };
let folder, server;

// The profile in a JPEG (ICC.1:2010, B.4), null: none.
function jpegProfile(b) {
	for (let at = 2; b[at] === 0xff && b[at + 1] !== 0xda; at += 2 + b.readUInt16BE(at + 2))
		if (b[at + 1] === 0xe2 && b.toString('latin1', at + 4, at + 16) === 'ICC_PROFILE\0') {
			assert.deepEqual([b[at + 16], b[at + 17]], [1, 1]);
			return b.subarray(at + 18, at + 2 + b.readUInt16BE(at + 2));
		}
	return null;
}

function pngProfile(b) {
	for (let at = 8; at < b.length; at += 12 + b.readUInt32BE(at)) {
		const chunk = b.subarray(at + 8, at + 8 + b.readUInt32BE(at));
		if (b.toString('latin1', at + 4, at + 8) === 'iCCP') return inflateSync(chunk.subarray(chunk.indexOf(0) + 2));
	}
	return null;
}

const ask = (name, path) => get(server.base, `/iiif/3/${name}.1/${path}`);

before(async () => {
	if (skip) return;
	folder = temporaryFolder();
	const source = join(folder, 'source'), data = join(folder, 'data');
	mkdirSync(source);
	for (const file of Object.values(MASTERS)) copyFileSync(join(FORMS, file), join(source, file));
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-X, name: {lt: Biblioteka}}\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;image;access\n${
		Object.entries(MASTERS).map(([id, file]) => `${id};Lapas;${file};open\n`).join('')}`);
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`,
		'--set', 'media.keep_profiles=true', source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({ 'media.keep_profiles': true }, { data });
});
after(async () => {
	if (skip) return;
	await stop(server);
	rmSync(folder, { recursive: true });
});

test('tiles, parts, scaled pictures and other formats carry the master\'s profile', { skip }, async () => {
	const profile = jpegProfile(readFileSync(join(FORMS, MASTERS.p3)));
	assert.ok(profile.length > 100);
	// The same tile three times: read, then lent.
	for (const path of [...Array(3).fill('0,0,512,512/512,512/0/default.jpg'), '512,0,288,512/288,512/0/default.jpg',
		'0,0,512,512/512,512/90/default.jpg', 'full/!400,400/0/default.jpg', '3,5,200,100/max/!0/color.jpg']) {
		const { status, body } = await ask('p3', path);
		assert.equal(status, 200, path);
		assert.ok(jpegProfile(body)?.equals(profile), path);
	}
	assert.ok(pngProfile((await ask('p3', 'full/!400,400/0/default.png')).body).equals(profile));
	for (const format of ['webp', 'tif', 'avif']) {
		const { status, body } = await ask('p3', `full/!400,400/0/default.${format}`);
		if (status !== 501) assert.ok(body.includes(profile), format);
	}
	// Those that have no place for it are converted, in the sandbox too.
	for (const format of ['gif', 'jp2']) {
		const { status, body } = await ask('p3', `full/!400,400/0/default.${format}`);
		assert.equal(status, 200, format);
		assert.ok(!body.includes(profile), format);
	}
	assert.ok(jpegProfile((await ask('wide', '0,0,512,512/512,512/0/default.jpg')).body)?.length > 100);
});

test('grey and black and white have left the profile of the colours', { skip }, async () => {
	for (const path of ['0,0,512,512/512,512/0/gray.jpg', 'full/!400,400/0/gray.jpg', 'full/!400,400/0/bitonal.jpg'])
		assert.equal(jpegProfile((await ask('p3', path)).body), null, path);
	assert.equal(pngProfile((await ask('p3', 'full/!400,400/0/gray.png')).body), null);
});

test('inks become sRGB, and what had no profile gets none', { skip }, async () => {
	for (const name of ['inks', 'plain'])
		for (const path of ['0,0,512,512/512,512/0/default.jpg', 'full/!400,400/0/default.jpg'])
			assert.equal(jpegProfile((await ask(name, path)).body), null, `${name} ${path}`);
});
