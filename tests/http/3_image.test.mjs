// SPDX-License-Identifier: Apache-2.0
// IIIF Image API 3.0 and 2.1 on an image of the demo collection, which is not
// square, so that swapped sides show.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { jpegSize, pngSize } from '../lib/picture.mjs';
import { demoConfig, run, start, stop } from '../lib/server.mjs';

let server, image, info;
const ask = (path, options) => get(server.base, path, options);

// The first page of the first object that is open and larger than a few tiles.
async function findImage() {
	const root = (await ask('/iiif/collection/root')).json;
	for (const c of root.items) {
		const collection = (await ask(c.id.replace(server.base, ''))).json;
		for (const item of collection.items.filter((i) => i.type === 'Manifest')) {
			const manifest = (await ask(item.id.replace(server.base, ''))).json;
			const body = manifest.items[0].items[0]?.items[0].body;
			if (body && body.width > 1200 && body.width !== body.height) return body.service[0].id;
		}
	}
	throw new Error('no image is large enough');
}

before(async () => {
	server = await start();
	image = (await findImage()).replace(`${server.base}/iiif/3/`, '');
	info = (await ask(`/iiif/3/${image}/info.json`)).json;
});
after(() => stop(server));

test('info.json of 3.0', async () => {
	const { status, headers, json } = await ask(`/iiif/3/${image}/info.json`);
	assert.equal(status, 200);
	assert.match(headers['content-type'], /^application\/ld\+json; ?profile="http:\/\/iiif.io\/api\/image\/3\/context.json"/);
	assert.deepEqual(json['@context'], ['http://iiif.io/api/image/3/context.json'], 'an array: what Europeana reads');
	assert.equal(json.id, `${server.base}/iiif/3/${image}`);
	assert.equal(json.type, 'ImageService3');
	assert.equal(json.protocol, 'http://iiif.io/api/image');
	assert.equal(json.profile, 'level2');
	assert.deepEqual(json.preferredFormats, ['jpg']);
	const [{ id: manifest, type }] = json.partOf, parent = (await ask(manifest.replace(server.base, ''))).json;
	assert.deepEqual([type, parent.id], ['Manifest', manifest]);
	assert.ok(JSON.stringify(parent.items).includes(`"${json.id}"`), 'and back');
	const plain = await ask(`/iiif/3/${image}/info.json`, { headers: { accept: 'application/json' } });
	assert.match(plain.headers['content-type'], /^application\/json/);
	assert.match(headers.vary, /accept/i);
});

test('info.json of 2.1', async () => {
	const { json } = await ask(`/iiif/2/${image}/info.json`);
	assert.equal(json['@context'], 'http://iiif.io/api/image/2/context.json');
	assert.equal(json['@id'], `${server.base}/iiif/2/${image}`);
	assert.equal(json.profile[0], 'http://iiif.io/api/image/2/level2.json');
	assert.equal(json.width, info.width);
});

test('the base address leads to info.json', async () => {
	for (const version of [2, 3]) {
		const { status, headers } = await ask(`/iiif/${version}/${image}`);
		assert.equal(status, 303);
		assert.equal(headers.location, `${server.base}/iiif/${version}/${image}/info.json`);
	}
});

test('every size and tile that info.json names is served with that size', async () => {
	for (const { width, height } of info.sizes) {
		const answer = await ask(`/iiif/3/${image}/full/${width},${height}/0/default.jpg`);
		assert.equal(answer.status, 200);
		assert.deepEqual(jpegSize(answer.body), { width, height });
	}
	const [{ width: tile, scaleFactors }] = info.tiles;
	// Viewers take as many sizes for those of the tiles' levels.
	const scaled = scaleFactors.map((s) => `${Math.ceil(info.width / s)} x ${Math.ceil(info.height / s)}`);
	for (const { width, height } of info.sizes) assert.ok(scaled.includes(`${width} x ${height}`), `${width} x ${height}`);
	for (const s of scaleFactors) {
		const columns = Math.ceil(info.width / (tile * s)), rows = Math.ceil(info.height / (tile * s));
		for (const [column, row] of [[0, 0], [columns - 1, 0], [0, rows - 1], [columns - 1, rows - 1]]) {
			const x = column * tile * s, y = row * tile * s;
			const w = Math.min(tile * s, info.width - x), h = Math.min(tile * s, info.height - y);
			const size = { width: Math.ceil(w / s), height: Math.ceil(h / s) };
			const answer = await ask(`/iiif/3/${image}/${x},${y},${w},${h}/${size.width},${size.height}/0/default.jpg`);
			assert.equal(answer.status, 200);
			assert.deepEqual(jpegSize(answer.body), size, `${x},${y},${w},${h} at 1/${s}`);
			const two = await ask(`/iiif/2/${image}/${x},${y},${w},${h}/${size.width},/0/default.jpg`);
			assert.equal(jpegSize(two.body).width, size.width);
		}
	}
});

test('regions, sizes, rotations, qualities, formats', async () => {
	const { width: W, height: H } = info;
	const side = Math.min(W, H);
	const table = [
		['full/max/0/default.jpg', W, H],
		['square/max/0/default.jpg', side, side],
		['0,0,400,200/max/0/default.jpg', 400, 200],
		['pct:0,0,50,25/max/0/default.jpg', Math.round(W / 2), Math.round(H / 4)],
		[`${W - 100},${H - 50},500,500/max/0/default.jpg`, 100, 50],
		['0,0,400,200/200,/0/default.jpg', 200, 100],
		['0,0,400,200/,50/0/default.jpg', 100, 50],
		['0,0,400,200/pct:25/0/default.jpg', 100, 50],
		['0,0,400,200/300,100/0/default.jpg', 300, 100],
		['0,0,400,200/!100,100/0/default.jpg', 100, 50],
		['0,0,400,200/!2000,2000/0/default.jpg', 400, 200],
		['0,0,400,200/^800,/0/default.jpg', 800, 400],
		['0,0,400,200/^!600,600/0/default.jpg', 600, 300],
		['0,0,400,200/max/90/default.jpg', 200, 400],
		['0,0,400,200/max/!180/default.jpg', 400, 200],
		['0,0,400,200/max/360/default.jpg', 400, 200],
		['0,0,400,200/max/0/gray.jpg', 400, 200],
		['0,0,400,200/max/0/color.jpg', 400, 200],
		['0,0,400,200/max/0/bitonal.png', 400, 200],
		['0,0,400,200/max/0/default.png', 400, 200],
		['0,0,1000,10/50,/0/default.jpg', 50, 1],
	];
	for (const [path, width, height] of table) {
		const answer = await ask(`/iiif/3/${image}/${path}`);
		assert.equal(answer.status, 200, path);
		const size = path.endsWith('png') ? pngSize(answer.body) : jpegSize(answer.body);
		assert.deepEqual(size, { width, height }, path);
		assert.equal(answer.headers['content-type'], path.endsWith('png') ? 'image/png' : 'image/jpeg');
	}
	const turned = await ask(`/iiif/3/${image}/0,0,400,200/max/22.5/default.png`);
	assert.equal(turned.status, 200);
	assert.ok(pngSize(turned.body).width > 400);
});

test('what 2.1 says differently', async () => {
	assert.equal((await ask(`/iiif/2/${image}/0,0,400,200/full/0/default.jpg`)).status, 200);
	assert.equal((await ask(`/iiif/3/${image}/0,0,400,200/full/0/default.jpg`)).status, 400);
});

const refused = ['1,1,0,10/max/0/default.jpg', 'pct:0,0,0,10/max/0/default.jpg', '-1,0,10,10/max/0/default.jpg',
	'0.5,0,10,10/max/0/default.jpg', '0,0,10,10x/max/0/default.jpg', '0,0,10/max/0/default.jpg',
	'9999999,0,10,10/max/0/default.jpg', '0,0,100,100/101,/0/default.jpg', '0,0,100,100/pct:101/0/default.jpg',
	'0,0,100,100/,^240/0/default.jpg', '0,0,100,100/0,/0/default.jpg', '0,0,100,100/pct:0/0/default.jpg',
	'0,0,100,100/pct:0.01/0/default.jpg', '0,0,100,100/max/361/default.jpg', '0,0,100,100/max/-90/default.jpg',
	'0,0,100,100/max/9e1/default.jpg', '0,0,100,100/max/90!/default.jpg', '0,0,100,100/max/0/native.jpg',
	'0,0,100,100/max/0/grey.jpg', '0,0,100,100/max/0/Default.jpg', 'FULL/max/0/default.jpg',
	'0,0,100,100/max/0/default.exe', '0,0,100,100/^99999999,/0/default.jpg'];
for (const path of refused)
	test(`${path} is refused in a sentence`, async () => {
		const { status, text, headers } = await ask(`/iiif/3/${image}/${path}`);
		assert.ok(status === 400 || status === 413, String(status));
		assert.ok(text.length > 20);
		assert.equal(headers['access-control-allow-origin'], '*');
	});

test('canonical address and profile stand in one Link header', async () => {
	const { headers } = await ask(`/iiif/3/${image}/pct:0,0,100,100/!400,400/0/default.jpg`);
	assert.match(headers.link, /<http:\/\/[^>]+\/full\/\d+,\d+\/0\/default.jpg>; ?rel="canonical"/);
	assert.match(headers.link, /<http:\/\/iiif.io\/api\/image\/3\/level2.json>; ?rel="profile"/);
});

test('conditions, HEAD and a file name', async () => {
	const path = `/iiif/3/${image}/full/!200,200/0/default.jpg`;
	const { headers, body } = await ask(path);
	assert.match(headers.etag, /^"/);
	assert.equal((await ask(path, { headers: { 'if-none-match': headers.etag } })).status, 304);
	assert.equal((await ask(path, { headers: { 'if-modified-since': headers['last-modified'] } })).status, 304);
	const head = await ask(path, { method: 'HEAD' });
	assert.equal(Number(head.headers['content-length']), body.length);
	assert.match((await ask(`${path}?download`)).headers['content-disposition'], /attachment; ?filename="?.+\.jpg/);
});

// The largest image of the collection, and its info.json.
async function largest(base) {
	const root = (await get(base, '/iiif/collection/root')).json;
	let best = null;
	for (const c of root.items) {
		const collection = (await get(base, c.id.replace(base, ''))).json;
		for (const item of collection.items.filter((i) => i.type === 'Manifest')) {
			const body = (await get(base, item.id.replace(base, ''))).json.items[0].items[0]?.items[0].body;
			if (body && (!best || body.width * body.height > best.width * best.height)) best = body;
		}
	}
	return (await get(base, `${best.service[0].id.replace(base, '')}/info.json`)).json;
}

test('max of the largest image is as large as info.json allows, and all that it offers is answered', async () => {
	const map = await largest(server.base);
	assert.ok(map.width * map.height > 100e6, `${map.width} x ${map.height}`);
	const at = map.id.replace(server.base, '');
	const room = Math.min(1, map.maxWidth / map.width, (map.maxHeight ?? map.maxWidth) / map.height,
		Math.sqrt(map.maxArea / map.width / map.height));
	const answer = await ask(`${at}/full/max/0/default.jpg`);
	assert.equal(answer.status, 200, answer.text.slice(0, 300));
	assert.deepEqual(jpegSize(answer.body), { width: Math.floor(map.width * room), height: Math.floor(map.height * room) });
	for (const { width, height } of map.sizes) {
		const one = await ask(`${at}/full/${width},${height}/0/default.jpg`);
		assert.equal(one.status, 200, `${width} x ${height}`);
		assert.deepEqual(jpegSize(one.body), { width, height });
	}
	// Squeezed, so that nearly all of it would have to be decoded.
	assert.equal((await ask(`${at}/full/${map.width},3/0/default.jpg`)).status, 200);
	// A pixel more than the limit is the limit's fault, and told so.
	const more = await ask(`${at}/full/${Math.ceil(map.width * room) + 1},/0/default.jpg`);
	assert.equal(more.status, 400);
	assert.match(more.json.detail, /maxArea/);
});

test('a picture may be larger than pages may, but not than iiif_image.picture_bytes', async () => {
	const small = await start({ 'server.body_bytes': '64k', 'iiif_image.picture_bytes': '256k' });
	try {
		const fits = await get(small.base, `/iiif/3/${image}/0,0,1000,1000/200,/0/default.png`);
		assert.equal(fits.status, 200);
		const png = await get(small.base, `/iiif/3/${image}/0,0,1000,1000/350,/0/default.png`);
		assert.equal(png.status, 200);
		assert.ok(png.body.length > 65536, String(png.body.length));
		const { status, json } = await get(small.base, `/iiif/3/${image}/full/max/0/default.png`);
		assert.equal(status, 413);
		assert.match(json.detail, /smaller size, or for jpg/);
	} finally {
		await stop(small);
	}
});

test('large pictures share a budget: who comes over it is told to come again', async () => {
	const tight = await start({ 'iiif_image.max_area': '1000000', 'media.render_bytes_max': '12M' });
	try {
		// Eight pictures, as one would be made once for all who ask.
		const paths = ['0', '90', '180', '270', '!0', '!90', '!180', '!270'].map((turn) => `/iiif/3/${image}/full/max/${turn}/default.jpg`);
		const answers = await Promise.all(paths.map((path) => get(tight.base, path)));
		for (const a of answers) {
			assert.ok(a.status === 200 || a.status === 503, String(a.status));
			if (a.status === 503) {
				assert.ok(Number(a.headers['retry-after']) > 0);
				assert.equal(a.headers['access-control-allow-origin'], '*');
			}
		}
		assert.ok(answers.some((a) => a.status === 200));
		assert.ok(answers.some((a) => a.status === 503));
		// All of it was given back, one after the other.
		for (const path of paths) assert.equal((await get(tight.base, path.replace('.jpg', '.png'))).status, 200);
		const never = await get(tight.base, `/iiif/3/${image}/full/max/45/default.png`);
		assert.equal(never.status, 413);
		assert.match(never.json.detail, /media\.render_bytes_max/);
	} finally {
		await stop(tight);
	}
});

test('what a client has already is not made again to say so', async () => {
	const path = `/iiif/3/${image}/0,0,1000,1000/350,/0/default.png`;
	const { status, headers } = await ask(path);
	assert.equal(status, 200);
	// There the picture would be refused when it is made.
	const small = await start({ 'iiif_image.picture_bytes': '64k' });
	try {
		assert.equal((await get(small.base, path)).status, 413);
		const known = { headers: { 'If-None-Match': headers.etag } };
		for (let i = 0; i < 2; i++) {
			const again = await get(small.base, path, known);
			assert.equal(again.status, 304);
			assert.equal(again.headers.etag, headers.etag);
			assert.equal(again.headers.link, headers.link.replaceAll(server.base, small.base));
		}
		assert.equal((await get(small.base, path, { headers: { 'If-None-Match': '"other"' } })).status, 413);
	} finally {
		await stop(small);
	}
});

test('whole images have threads of their own: more than may wait are told to come again, all else goes on', async () => {
	const few = await start({ 'server.threads': 1, 'server.large_threads': 1, 'server.large_queue_max': 1, 'media.large_pixels': '1000000' });
	try {
		// The first one finds out on a small thread, as the image is not known yet.
		const path = `/iiif/3/${image}/full/max/0/default.jpg`, first = await get(few.base, path);
		assert.equal(first.status, 200);
		const ended = [];
		// Six pictures, as one would be made once for all who ask.
		const paths = ['90', '180', '270', '!0', '!90', '!180'].map((turn) => path.replace('/max/0/', `/max/${turn}/`));
		const large = paths.map((p) => get(few.base, p).then((a) => { ended.push('large'); return a; }));
		const small = get(few.base, `/iiif/3/${image}/100,100,500,500/200,/0/default.jpg`).then((a) => { ended.push('small'); return a; });
		const answers = await Promise.all(large);
		assert.equal((await small).status, 200);
		const made = answers.filter((a) => a.status === 200), refused = answers.filter((a) => a.status === 503);
		assert.equal(made.length + refused.length, 6);
		assert.ok(made.length >= 1 && made.length <= 3, String(made.length));
		for (const [i, a] of answers.entries())
			if (a.status === 200) assert.ok(a.body.equals((await get(few.base, paths[i])).body));
		assert.ok(refused.every((a) => a.headers['retry-after'] === '10' && a.headers['access-control-allow-origin'] === '*'));
		assert.match(refused[0].json.detail, /large answers/);
		assert.ok(ended.indexOf('small') < ended.lastIndexOf('large'), 'the small one did not wait for them');
	} finally {
		await stop(few);
	}
});

test('limits that contradict each other are refused at start', async () => {
	for (const [setting, named] of [['media.render_pixels_max=1000000', /render_pixels_max/], ['media.render_bytes_max=100M', /render_bytes_max/],
		['media.render_bytes_max=100m', /which is 100 MB/], ['media.render_bytes_max=104857600', /which is 100 MB/]]) {
		const { code, stderr } = await run(['serve', '--config', demoConfig, '--set', setting, '--set', 'server.listen=127.0.0.1:1']);
		assert.notEqual(code, 0);
		assert.match(stderr, named);
		assert.match(stderr, /iiif_image\.max_area/);
	}
});

test('an unknown image is 404 in JSON', async () => {
	const { status, json } = await ask('/iiif/3/no-such.1/info.json');
	assert.equal(status, 404);
	assert.ok(json.detail);
});
