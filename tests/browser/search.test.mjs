// SPDX-License-Identifier: Apache-2.0
// Searching in the viewers of other people: what they list, and whether the boxes that
// they draw lie on the words.  What is seen under each box is compared with the part of
// the page's image where the word is known to stand.  Screenshots go to build/screenshots.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { launch, noBrowser, serveFolder, viewers } from '../lib/browser.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { alto, wholeWords } from '../lib/words.mjs';

const PAPER = 'ezeru-balsas-1927-03-13', OLD = 'senas';
const WIDTH = 1500, HEIGHT = 1300, SCALE = 2;	// of the window, and device pixels
const ROUNDED = 2;	// device pixels
const LEAST = 4;	// pixels of a box that counts as drawn
const known = JSON.parse(readFileSync(join(root, 'build/collection/expected.json'), 'utf8')).objects.find((o) => o.identifier === PAPER).words;
const folder = temporaryFolder(), data = join(folder, 'data'), shots = join(root, 'build/screenshots');
let demo, own, browser, subjects;

// Grey fields that are nowhere alike, so that a box can only lie on its own.
function fields(side) {
	const png = new PNG({ width: side, height: side });
	for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) {
		const at = 4 * (y * side + x), seed = Math.imul(1 + Math.floor(x / 20), 0x9e3779b1) ^ Math.imul(1 + Math.floor(y / 20), 0x85ebca6b);
		png.data.fill(Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) >>> 24, at, at + 3);
		png.data[at + 3] = 255;
	}
	return PNG.sync.write(png);
}

before(async () => {
	if (noBrowser) return;
	const source = join(folder, 'in');
	mkdirSync(source);
	mkdirSync(shots, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-T, name: {lt: Testas}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\nlanguage: lt\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;kind;date;image\n${OLD};Sena kalba;TEXT;1883;${OLD}.png\n`);
	writeFileSync(join(source, `${OLD}.png`), fields(1000));
	writeFileSync(join(source, `${OLD}.xml`), alto(['apie visa kita', 'Auszra ir wiltis', 'szwentas raſztas']));
	const made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(made.code, 0, made.stdout + made.stderr);
	[demo, own, browser] = [await start(), await start({}, { data }), await launch()];
	subjects = await questions();
});
after(async () => {
	await browser?.close();
	for (const s of [demo, own]) if (s) await stop(s);
	rmSync(folder, { recursive: true, force: true });
});

const countOf = async (id, q) => (await get(demo.base, `/iiif/presentation/${id}/search/1?q=${encodeURIComponent(q)}`)).json.within.total;

// The first question of some that has one answer in the whole issue.
async function onlyOne(list) {
	for (const one of list) if (await countOf(PAPER, one.q) === 1) return one;
	throw new Error('every word is there twice');
}

// Each with the boxes of the page that a viewer opens for it, and how many are found.
async function questions() {
	const list = wholeWords(known[2]), words = [], phrases = [];
	for (let i = 100; i + 1 < list.length; i++) {
		const [a, boxA, moreA] = list[i], [b, boxB, moreB] = list[i + 1];
		if (moreA || moreB || !/^\p{L}{5,}$/u.test(a)) continue;
		words.push({ q: a, boxes: [boxA] });
		if (/^\p{Ll}{5,}$/u.test(b) && boxB[0] < boxA[0] && boxB[1] > boxA[1] && boxB[1] - boxA[1] < 80) phrases.push({ q: `"${a} ${b}"`, boxes: [boxA, boxB] });
	}
	const markets = wholeWords(known[1]).filter(([w]) => /^turg(us|aus|uje|ų|ui|ai)\P{L}*$/iu.test(w));
	assert.ok(markets.length > 0 && markets.every(([, , more]) => !more));
	const paper = { server: demo, id: PAPER, page: 2, count: 1 }, old = { server: own, id: OLD, page: 1, count: 1 };
	return {
		'a word': { ...paper, ...await onlyOne(words) },
		'a phrase over the end of a line': { ...paper, ...await onlyOne(phrases) },
		'another form of a word': { ...paper, page: 1, q: 'turguose', boxes: markets.map(([, box]) => box), count: await countOf(PAPER, 'turguose') },
		'an old spelling by the new': { ...old, q: 'aušra', boxes: [[0, 50, 90, 40]] },
		'two words in old spelling': { ...old, q: '"šventas raštas"', boxes: [[0, 100, 190, 40]] },
	};
}

// --- what is drawn, in pixels of the window ---------------------------------------------------

const rectsOf = (selector) => (page) => page.evaluate((all) => [...document.querySelectorAll(all)].map((e) => {
	const { left, top } = e.getBoundingClientRect();	// a frame of the viewer's lies around it
	return [left, top, parseFloat(e.style.width), parseFloat(e.style.height)];
}), selector);

// Of a canvas that lies over the image: the fields that have any colour.
async function painted(page) {
	return page.evaluate(() => {
		// That of the images may not be read: they come from elsewhere.
		const read = (c) => { try { return c.getContext('2d').getImageData(0, 0, c.width, c.height).data; } catch { return null; } };
		const canvas = [...document.querySelectorAll('#v canvas')].filter((c) => c.clientWidth > 0).find(read);
		if (!canvas) return [];
		canvas.setAttribute('data-over', '');
		const { width, height } = canvas, { left, top, width: shown } = canvas.getBoundingClientRect(), scale = width / shown;
		const data = read(canvas), seen = new Uint8Array(width * height), rects = [];
		for (let start = 0; start < seen.length; start++) {
			if (seen[start] || !data[4 * start + 3]) continue;
			const stack = [start];
			let [x0, y0, x1, y1] = [width, height, 0, 0];
			seen[start] = 1;
			while (stack.length) {
				const at = stack.pop(), x = at % width, y = (at - x) / width;
				[x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
				for (const next of [x > 0 && at - 1, x + 1 < width && at + 1, at - width, at + width])
					if (next !== false && next >= 0 && next < seen.length && !seen[next] && data[4 * next + 3]) { seen[next] = 1; stack.push(next); }
			}
			rects.push([left + x0 / scale, top + y0 / scale, (x1 - x0 + 1) / scale, (y1 - y0 + 1) / scale]);
		}
		return rects;
	});
}

const html = (body) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>html,body{margin:0;background:#fff}#v{position:relative;width:${WIDTH}px;height:${HEIGHT}px}</style><div id="v" class="uv"></div>${body}`;
const all = {
	Mirador: {
		page: '<script src="/mirador/mirador.min.js"></script>', over: '[data-over]', drawn: painted,
		open: (page, manifest) => page.evaluate((manifestId) => { Mirador.viewer({ id: 'v', language: 'lt', windows: [{ manifestId }],
			window: { defaultView: 'single', sideBarOpen: true, defaultSideBarPanel: 'search', panels: { search: true }, views: [{ key: 'single' }] } }); }, manifest),
		field: 'input[id^=search-]',
		listed: (page, n) => page.getByText(new RegExp(`^1 iš ${n}$|^1 of ${n}$`)).first().waitFor(),
	},
	'Universal Viewer': {
		page: '<link rel="stylesheet" href="/uv/uv.css"><script src="/uv/umd/UV.js"></script>', over: '.annotationRect', drawn: rectsOf('.annotationRect'),
		open: (page, manifest) => page.evaluate((id) => { window.uv = UV.init('v', { manifest: id, embedded: true }); }, manifest),
		field: '#searchWithinInput', hasTwo: true,
		listed: (page, n) => page.getByText(new RegExp(`^${n} results? found`)).first().waitFor(),
		turn: (page) => page.getByText('Next Result').click(),
		// It goes so near to the first that the others are not seen.
		whole: async (page) => { await page.locator('.openseadragon-canvas').first().focus(); await page.keyboard.press('0'); },
	},
	Clover: {
		page: '<script src="/clover-search/clover.js"></script>', over: '.clover-iiif-image-openseadragon-annotation', drawn: rectsOf('.clover-iiif-image-openseadragon-annotation'),
		open: async (page, manifest) => {
			await page.evaluate((id) => { window.clover(document.getElementById('v'), id, { informationPanel: { open: true, renderContentSearch: true }, canvasHeight: '1100px' }); }, manifest);
			await page.getByRole('tab', { name: 'Search' }).click();
		},
		field: 'input[type=text], input:not([type])', hasTwo: true,
		listed: (page, n) => wait(async () => await page.locator('[role=tabpanel][data-state=active] button').filter({ hasText: /\p{L}/u }).count() >= n, 20000, () => `${n} are not listed`),
		turn: (page) => page.locator('button', { has: page.locator('title', { hasText: /^Next$/ }) }).click(),
	},
};

// How unlike what is seen in a part of the window is to a part of the page's image; viewers
// round to pixels of their own, so a few aside of it count, too.
async function unlike(shot, rect, service, box) {
	const [x, y, w, h] = rect.map((v) => Math.round(v * SCALE)), { origin, pathname } = new URL(service);
	const wanted = PNG.sync.read((await get(origin, `${pathname}/${box.join(',')}/^${w},${h}/0/default.png`)).body);
	const part = new PNG({ width: w, height: h }), all = [];
	for (let dx = -ROUNDED; dx <= ROUNDED; dx++) for (let dy = -ROUNDED; dy <= ROUNDED; dy++) {
		if (x + dx < 0 || y + dy < 0 || x + dx + w > shot.width || y + dy + h > shot.height) continue;
		PNG.bitblt(shot, part, x + dx, y + dy, w, h, 0, 0);
		all.push(difference(part, wanted));
	}
	return Math.min(255, ...all);
}

// The drawn box that fits a known one best; it fits no place half a box aside as well.
async function assertFits(shot, rects, service, box, size) {
	let best = [Infinity];
	for (const rect of rects) {
		const d = await unlike(shot, rect, service, box);
		if (d < best[0]) best = [d, rect];
	}
	const [x, y, w, h] = box, aside = [];
	for (const [dx, dy] of [[-w / 2, 0], [w / 2, 0], [0, -h / 2], [0, h / 2]]) {
		const other = [Math.round(x + dx), Math.round(y + dy), w, h];
		if (other[0] >= 0 && other[1] >= 0 && other[0] + w <= size.width && other[1] + h <= size.height) aside.push(await unlike(shot, best[1], service, other));
	}
	assert.ok(best[0] < 0.7 * Math.min(...aside), `${box}: unlike by ${best[0]}, half a box aside by ${aside}; drawn are ${JSON.stringify(rects)}`);
	return best[0];
}

for (const [name, v] of Object.entries(all))
	for (const what of ['a word', 'a phrase over the end of a line', 'another form of a word', 'an old spelling by the new', 'two words in old spelling'])
		test(`${name}: ${what}`, { skip: noBrowser }, async (t) => {
			const s = subjects[what], faults = [], site = await serveFolder(viewers, html(v.page));
			const { items } = (await get(s.server.base, `/iiif/presentation/${s.id}/manifest`)).json, canvas = items[s.page - 1];
			const service = canvas.items[0].items[0].body.service[0].id;
			const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, deviceScaleFactor: SCALE }), page = await context.newPage();
			page.on('pageerror', (e) => faults.push(String(e)));
			await page.goto(site.base);
			await v.open(page, `${s.server.base}/iiif/presentation/${s.id}/manifest`);
			await page.waitForSelector('.openseadragon-canvas canvas');
			const field = page.locator(v.field).locator('visible=true').first();
			await field.fill(s.q);
			await field.press('Enter');
			// A phrase over two lines is two annotations, and these two list those.
			await v.listed(page, s.count * (v.hasTwo && s.count === 1 ? s.boxes.length : 1));
			for (let n = 1; v.turn && n < s.page; n++) await v.turn(page);
			await page.waitForTimeout(1500);
			await v.whole?.(page);
			let rects, d;
			await wait(async () => {
				rects = (await v.drawn(page)).filter(([x, y, w, h]) => w >= LEAST && h >= LEAST && x >= 0 && y >= 0 && x + w <= WIDTH && y + h <= HEIGHT);
				return rects.length === s.boxes.length;
			}, 20000, () => `${s.q}: ${s.boxes.length} boxes, but drawn are ${JSON.stringify(rects)}`).catch(async (e) => {
				await page.screenshot({ path: join(shots, `failed search ${name} ${what}.png`) });
				throw e;
			});
			await page.waitForTimeout(1500);	// it comes to rest, and finer tiles come
			rects = (await v.drawn(page)).filter(([, , w, h]) => w >= LEAST && h >= LEAST);
			await page.screenshot({ path: join(shots, `search ${name} - ${what}.png`) });
			await page.addStyleTag({ content: `${v.over} { visibility: hidden !important }` });
			const shot = PNG.sync.read(await page.screenshot()), ds = [];
			for (const box of s.boxes) ds.push(await assertFits(shot, rects, service, box, canvas));
			t.diagnostic(`${s.q}: ${s.count} listed, unlike by ${ds.map((x) => x.toFixed(1)).join(', ')} of 255`);
			assert.deepEqual(faults, []);
			await context.close();
			await site.close();
		});
