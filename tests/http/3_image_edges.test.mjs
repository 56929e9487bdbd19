// SPDX-License-Identifier: Apache-2.0
// Every case that image servers get wrong, on a square, a wide, a tall, a one-pixel
// image and a scroll of 6300 x 224490, in 3.0 and 2.1: the status, and the size of
// the picture as its own header tells it.  What is expected is computed here from
// the specification's words, not taken from the server.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { get } from '../lib/http.mjs';
import { pictureSize } from '../lib/picture.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const IMAGES = [['square', 1000, 1000], ['wide', 3000, 701], ['tall', 601, 2000], ['dot', 1, 1], ['scroll', 6300, 224490]];
const MAX_AREA = 40000000, MAX_SIDE = 65500;	// the defaults, as info.json has to tell them

// A grey TIFF whose strips are all the same bytes, so that a gigapixel is small.
function flatTiff(width, height) {
	const rows = [210, 100, 1].find((n) => height % n === 0), strips = height / rows;
	const strip = deflateSync(Buffer.alloc(width * rows, 180));
	const at = 8 + strip.length + strip.length % 2, lists = at + 2 + 10 * 12 + 4;
	const out = Buffer.alloc(lists + 8 * strips);
	out.write('II*\0', 'latin1');
	out.writeUInt32LE(at, 4);
	strip.copy(out, 8);
	const tags = [[256, 4, 1, width], [257, 4, 1, height], [258, 3, 1, 8], [259, 3, 1, 8], [262, 3, 1, 1],
		[273, 4, strips, strips > 1 ? lists : 8], [277, 3, 1, 1], [278, 4, 1, rows],
		[279, 4, strips, strips > 1 ? lists + 4 * strips : strip.length], [284, 3, 1, 1]];
	out.writeUInt16LE(tags.length, at);
	tags.forEach(([tag, type, count, value], i) => {
		out.writeUInt16LE(tag, at + 2 + 12 * i);
		out.writeUInt16LE(type, at + 4 + 12 * i);
		out.writeUInt32LE(count, at + 6 + 12 * i);
		out.writeUInt32LE(value, at + 10 + 12 * i);
	});
	for (let i = 0; i < strips; i++) {
		out.writeUInt32LE(8, lists + 4 * i);
		out.writeUInt32LE(strip.length, lists + 4 * (strips + i));
	}
	return out;
}

let folder, server;
before(async () => {
	folder = temporaryFolder();
	const source = join(folder, 'source'), data = join(folder, 'data');
	mkdirSync(source);
	for (const [name, width, height] of IMAGES) writeFileSync(join(source, `${name}.tif`), flatTiff(width, height));
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-X, name: {lt: Biblioteka}}\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;image;access\n${
		IMAGES.map(([name]) => `${name};${name};${name}.tif;open\n`).join('')}`);
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`,
		'--set', 'media.pixels_max=2000000000', source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({}, { data });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true });
});

// The largest size like w x h within the limits, larger only if it may grow.
function most(w, h, mayGrow = false) {
	const room = Math.min(mayGrow ? Infinity : 1, MAX_SIDE / w, MAX_SIDE / h, Math.sqrt(MAX_AREA / w / h));
	return room === 1 ? [w, h] : [Math.max(1, Math.floor(w * room + 1e-9)), Math.max(1, Math.floor(h * room + 1e-9))];
}
const fits = (w, h) => w <= MAX_SIDE && h <= MAX_SIDE && w * h <= MAX_AREA;
// A size that is named: served if the limits allow it (row 15).
const named = (w, h) => (fits(w, h) ? [w, h] : 400);
const other = (side, of, wanted) => Math.max(1, Math.round(wanted * side / of));
// The largest size like w x h inside a box.
function inside(w, h, boxW, boxH) {
	return boxW / w <= boxH / h ? [boxW, Math.min(boxH, other(boxW, w, h))] : [Math.min(boxW, other(boxH, h, w)), boxH];
}

// [row of the table, path, expected: a status or a size]; v: version.
function cases(W, H, v) {
	const three = v === 3, tail = '0/default.jpg';
	const x = Math.floor(W * 0.9), y = Math.floor(H * 0.9), side = Math.min(W, H);
	const grown = (w, h) => (three ? 400 : named(w, h));	// 2.1 enlarges without a sign
	const region = (r, expected) => [`${r}/max/${tail}`, expected];
	const size = (s, expected) => [`full/${s}/${tail}`, expected];
	const onlyThree = (expected) => (three ? expected : 400);
	const half = [Math.ceil(W / 2), Math.ceil(H / 2)];
	const small = `0,0,${half[0]},${half[1]}/${Math.min(half[0], 40)},/`, smallSize = [Math.min(half[0], 40), other(Math.min(half[0], 40), half[0], half[1])];
	const turned = (...s) => (fits(...s) ? s : 400);
	return [
		[1, ...region(`${x},${y},${W},${H}`, most(W - x, H - y))],
		[1, ...region(`0,0,${W + 1},${H + 1}`, most(W, H))],
		[1, ...region(`${W - 1},${H - 1},99999999999,99999999999`, [1, 1])],
		[2, ...region(`${W},0,10,10`, 400)], [2, ...region(`0,${H},10,10`, 400)], [2, ...region('pct:100,0,10,10', 400)],
		[3, ...region('0,0,0,10', 400)], [3, ...region('0,0,10,0', 400)], [3, ...region('pct:0,0,0,10', 400)], [3, ...region('pct:0,0,10,0', 400)],
		...['-1,0,10,10', '0.5,0,10,10', '+0,0,10,10', '0,0,10,10x', '0,0,10,10,', '0,0,10', '0,0,,10', 'pct:-1,0,10,10', 'pct:1e1,0,10,10',
			'%200,0,10,10', '0,0,10,10%00', 'pct:,0,10,10'].map((r) => [4, ...region(r, 400)]),
		[5, ...region('square', most(side, side))],
		[6, ...size('full', three ? 400 : most(W, H))],
		[7, ...size(`${W + 1},`, grown(W + 1, other(W + 1, W, H)))],
		[7, ...size(`,${H + 1}`, grown(other(H + 1, H, W), H + 1))],
		[7, ...size('pct:101', grown(Math.round(W * 1.01), Math.round(H * 1.01)))],
		[7, ...size(`${W + 1},1`, grown(W + 1, 1))],
		[8, ...size(`^${W + 1},`, onlyThree(named(W + 1, other(W + 1, W, H))))],
		[8, ...size(`^,${H + 7}`, onlyThree(named(other(H + 7, H, W), H + 7)))],
		[8, ...size(`^${W + 1},${2 * H}`, onlyThree(named(W + 1, 2 * H)))],
		[8, ...size('^pct:150', onlyThree(named(Math.round(W * 1.5), Math.round(H * 1.5))))],
		[9, ...size('^max', onlyThree(most(W, H, true)))],
		[10, ...size(`!${2 * W},${2 * H}`, most(W, H))], [10, ...size('!99999999,99999999', most(W, H))],
		[11, ...size(`^!${Math.ceil(1.5 * W)},${3 * H}`, onlyThree(((s) => (fits(...s) ? s : most(W, H)))(inside(W, H, Math.ceil(1.5 * W), 3 * H))))],
		[12, ...size(',^240', 400)], [12, ...size('^,240', onlyThree(named(other(240, H, W), 240)))],
		...['0,', ',0', '0,0', '!0,0', '!10,0', 'pct:0', 'pct:0.000001', ',', '!,', '!10,', '^', '', '10', '1,1,1', '1.5,', '-1,', 'Max', '^^max', '!^9,9'].map((s) => [13, ...size(s, 400)]),
		[14, ...size('1,', named(1, other(1, W, H)))], [14, ...size(',1', named(other(1, H, W), 1))],
		[14, `0,0,${W},1/1,/${tail}`, [1, 1]],
		[15, ...size('^99999999,', 400)], [15, ...size('^65501,1', 400)],
		[16, ...size('max', most(W, H))],
		[19, `${small}360/default.jpg`, smallSize],
		...['361', '360.5', '-90', '9e1', '90!', '!', '!!90', '', '+90', '%2090'].map((r) => [19, `${small}${r}/default.jpg`, 400]),
		[20, `${small}90/default.png`, turned(smallSize[1], smallSize[0])], [20, `${small}180/default.jpg`, smallSize],
		[21, `${small}!270/default.png`, turned(smallSize[1], smallSize[0])], [21, `${small}!0/default.jpg`, smallSize],
		...['default', 'color', 'gray', 'bitonal'].map((q) => [22, `${small}0/${q}.jpg`, smallSize]),
		...['png', 'webp', 'gif', 'tif', 'jp2', 'avif'].flatMap((f) => [[24, `${small}0/default.${f}`, smallSize], [24, `${small}0/bitonal.${f}`, smallSize],
			[24, `0,0,1,1/max/0/gray.${f}`, [1, 1]]]),
		...['native', 'grey', 'Default', 'DEFAULT', ''].map((q) => [23, `${small}0/${q}.jpg`, 400]), [23, `FULL/max/${tail}`, 400],
		...['exe', 'JPG', 'jpeg', '', 'jpg.jpg'].map((f) => [24, `${small}0/default.${f}`, 400]), [24, `${small}0/default`, 400],
	];
}

for (const [name, W, H] of IMAGES)
	for (const v of [3, 2])
		test(`${name}, ${W} x ${H}, in ${v === 3 ? '3.0' : '2.1'}`, async () => {
			const wrong = [];
			for (const [row, path, expected] of cases(W, H, v)) {
				const answer = await get(server.base, `/iiif/${v}/${name}.1/${path}`);
				assert.equal(answer.headers['access-control-allow-origin'], '*', path);
				let got = answer.status;
				if (got === 200) {
					const size = pictureSize(answer.body);
					got = [size.width, size.height];
				} else assert.ok(answer.json.detail.length > 20, 'said in a sentence');
				if (JSON.stringify(got) !== JSON.stringify(expected)) wrong.push(`row ${row}, ${path}: ${got} instead of ${expected}`);
			}
			assert.deepEqual(wrong, []);
		});

// Rows that are not about one picture: 17, 18, 26, 28 to 33 and 35.
for (const [name, W, H] of IMAGES)
	for (const v of [3, 2])
		test(`${name} in ${v === 3 ? '3.0' : '2.1'}: base URI, info.json, canonical addresses, methods`, async () => {
			const at = `/iiif/${v}/${name}.1`, id = `${server.base}${at}`, level = `<http://iiif.io/api/image/${v}/level2.json>;rel="profile"`;
			const base = await get(server.base, at);	// 28
			assert.deepEqual([base.status, base.headers.location], [303, `${id}/info.json`]);
			const { headers, json, text } = await get(server.base, `${at}/info.json`);
			assert.match(text, /^\{"@context":/, 'row 30: first');
			assert.ok(headers.link.includes(level));
			const types = async (accept) => (await get(server.base, `${at}/info.json`, { headers: { accept } })).headers['content-type'];
			if (v === 3) {	// 29
				assert.deepEqual([json['@context'], json.id, json.type, json.profile], [['http://iiif.io/api/image/3/context.json'], id, 'ImageService3', 'level2']);
				assert.equal(headers['content-type'], 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"');
				assert.equal(await types('application/json'), 'application/json');
				assert.equal(await types('*/*'), headers['content-type']);
			} else {
				assert.deepEqual([json['@context'], json['@id'], json.profile[0]], ['http://iiif.io/api/image/2/context.json', id, 'http://iiif.io/api/image/2/level2.json']);
				assert.equal(headers['content-type'], 'application/json');
				assert.equal(await types('application/ld+json'), 'application/ld+json');
			}
			const limits = v === 3 ? json : json.profile[1], features = v === 3 ? json.extraFeatures : limits.supports;
			assert.deepEqual([limits.maxWidth, limits.maxArea, features.includes(v === 3 ? 'sizeUpscaling' : 'sizeAboveFull')], [MAX_SIDE, MAX_AREA, true]);	// 17
			assert.ok(!(v === 3 ? json.extraQualities : limits.qualities).includes('color'), 'row 22: it is grey');
			assert.deepEqual(['attribution', 'logo', v === 3 ? 'license' : 'rights'].filter((k) => k in json), []);	// 35
			for (const { width, height } of json.sizes) assert.ok(fits(width, height), 'row 18');
			const [w, h] = most(W, H), full2 = w === W ? 'full' : `${w},${h === other(w, W, H) ? '' : h}`;	// 2.1, 4.7: w, where it says the height
			for (const [path, named] of [['pct:0,0,100,100/max/360.0/color.jpg', `full/${v === 3 ? 'max' : full2}/0/default.jpg`],
				['0,0,1,1/1,1/!90.50/gray.png', `${W === 1 && H === 1 ? 'full' : '0,0,1,1'}/${v === 3 ? 'max' : 'full'}/!90.5/default.png`]]) {	// 26
				const picture = await get(server.base, `${at}/${path}`);
				assert.equal(picture.headers.link, `<${id}/${named}>;rel="canonical", ${level}`, path);
				const again = await get(server.base, `${at}/${named}`);
				assert.equal(again.headers.etag, picture.headers.etag);
			}
			for (const path of [`${at}/info.json`, `${at}/0,0,1,1/max/0/default.jpg`, `${at}/0,0,0,0/max/0/default.jpg`]) {	// 32, 33
				const whole = await get(server.base, path), head = await get(server.base, path, { method: 'HEAD' });
				assert.deepEqual([head.status, head.body.length, head.headers['content-length']], [whole.status, 0, whole.headers['content-length']], path);
				const options = await get(server.base, path, { method: 'OPTIONS' });
				assert.equal(options.status, 204);
				for (const answer of [whole, head, options]) assert.equal(answer.headers['access-control-allow-origin'], '*');
			}
			for (const odd of [`/iiif/${v}/${name}%2F1/info.json`, `/iiif/${v}/${name}.1%3Fx/info.json`, `/iiif/${v}/${name}.1%23/info.json`, `/iiif/${v}/${name}/1/info.json`])	// 31
				assert.equal((await get(server.base, odd)).status, 404, odd);
			assert.equal((await get(server.base, `/iiif/${v}/%${name.charCodeAt(0).toString(16)}${name.slice(1)}%2E1/info.json`)).text, text);
		});

test('what is switched off is 501, and a validator is answered as it reads the text', async () => {	// 8, 9, 10, 34
	const own = await start({ 'iiif_image.upscaling': false, 'iiif_image.strict_sizes': true, 'iiif_image.extra_formats': '' }, { data: join(folder, 'data') });
	try {
		for (const [name, W, H] of IMAGES)
			for (const v of [3, 2]) {
				const grow = v === 3 ? '^' : '';
				for (const [path, expected] of [[`full/${grow}${W + 1},`, 501], [`full/${grow}pct:150`, 501], [`full/${grow}max`, most(W, H)],
					[`full/!${2 * W},${2 * H}`, v === 3 ? 400 : most(W, H)], ['0,0,1,1/max', [1, 1]]]) {
					const answer = await get(own.base, `/iiif/${v}/${name}.1/${path}/0/default.jpg`);
					const got = answer.status === 200 ? Object.values(pictureSize(answer.body)) : answer.status;
					assert.deepEqual(got, expected, `${name}, ${v}: ${path}`);
				}
				assert.equal((await get(own.base, `/iiif/${v}/${name}.1/0,0,1,1/max/0/default.webp`)).status, 501);
				const { json } = await get(own.base, `/iiif/${v}/${name}.1/info.json`);
				assert.ok(!(v === 3 ? json.extraFeatures : json.profile[1].supports).some((f) => /Upscaling|AboveFull/.test(f)));
				assert.deepEqual(v === 3 ? json.extraFormats : json.profile[1].formats, v === 3 ? undefined : ['jpg', 'png']);
			}
	} finally {
		await stop(own);
	}
});

test('info.json tells the limits, and every size and the outermost tiles are served', async () => {
	for (const [name, W, H] of IMAGES) {
		const { json } = await get(server.base, `/iiif/3/${name}.1/info.json`);
		assert.deepEqual([json.width, json.height, json.maxWidth, json.maxArea], [W, H, MAX_SIDE, MAX_AREA]);
		for (const { width, height } of json.sizes) {
			const answer = await get(server.base, `/iiif/3/${name}.1/full/${width},${height}/0/default.jpg`);
			assert.deepEqual([answer.status, pictureSize(answer.body)], [200, { width, height }]);
		}
		const [{ width: tile, height: tileHigh, scaleFactors }] = json.tiles;
		for (const s of scaleFactors) {
			const x = (Math.ceil(W / tile / s) - 1) * tile * s, y = (Math.ceil(H / tileHigh / s) - 1) * tileHigh * s;
			const w = Math.min(tile * s, W - x), h = Math.min(tileHigh * s, H - y);
			const width = Math.ceil(w / s), height = Math.ceil(h / s);	// row 27
			const answer = await get(server.base, `/iiif/3/${name}.1/${x},${y},${w},${h}/${width},${height}/0/default.jpg`);
			assert.deepEqual([answer.status, pictureSize(answer.body)], [200, { width, height }], `${name} at 1/${s}`);
		}
	}
});

test('canonical addresses: w,h in 3.0, w, in 2.1', async () => {
	const canonical = async (path) => /^<([^>]+)>;rel="canonical"/.exec((await get(server.base, path)).headers.link)[1].replace(`${server.base}/iiif/`, '');
	assert.equal(await canonical('/iiif/3/wide.1/pct:0,0,100,100/!300,300/360/color.jpg'), '3/wide.1/full/300,70/0/default.jpg');
	assert.equal(await canonical('/iiif/2/wide.1/0,0,3000,701/!300,300/0/default.jpg'), '2/wide.1/full/300,/0/default.jpg');
	assert.equal(await canonical('/iiif/3/wide.1/full/3000,/90.50/default.png'), '3/wide.1/full/max/90.5/default.png');
	assert.equal(await canonical('/iiif/3/square.1/0,0,10,10/^20,/0/default.jpg'), '3/square.1/0,0,10,10/^20,20/0/default.jpg');
	assert.equal(await canonical('/iiif/2/square.1/full/full/!0/gray.jpg'), '2/square.1/full/full/!0/default.jpg');
});
