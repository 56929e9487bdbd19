// SPDX-License-Identifier: Apache-2.0
// Searching in the viewers of other people: what they list, and whether the boxes that
// they draw lie on the words.  What is seen under each box is compared with the part of
// the page's image where the word is known to stand.  Screenshots go to build/screenshots.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { launch, noBrowser, serveFolder, viewers } from '../lib/browser.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { html } from '../lib/viewers.mjs';
import { alto, altoWords, wholeWords } from '../lib/words.mjs';
import { noShared, shared } from '../lib/xml.mjs';

const PAPER = 'ezeru-balsas-1927-03-13', OLD = 'senas';
const REAL = join(shared, 'collection/newspaper-park-record-1935'), REAL_ID = 'sn85058233-1935-08-02-ed-1', REAL_PAGES = ['1292.xml', '1289.xml'];
const noReal = noBrowser || noShared || (existsSync(REAL) ? false : `the real newspaper (${REAL}) is not here`);
const WIDTH = 1500, HEIGHT = 1300;	// of the window
const ROUNDED = 2;	// device pixels
const LEAST = 2;	// pixels of a box that counts as drawn
const NEAR = 24;	// how high a box of small print is to be
const TURN = 1.2, TURN_MS = 80, TURNS_MAX = 40;	// what a turn of the wheel is in OpenSeadragon, and the least time between two
const SEEN_MS = 20000, FITS_MS = 20000;
const known = JSON.parse(readFileSync(join(root, 'build/collection/expected.json'), 'utf8')).objects.find((o) => o.identifier === PAPER).words;
const folder = temporaryFolder(), data = join(folder, 'data'), shots = join(root, 'build/screenshots');
let demo, own, real, browser, subjects;

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
	if (!noReal) Object.assign(subjects, await realQuestions());
});
after(async () => {
	await browser?.close();
	for (const s of [demo, own, real]) if (s) await stop(s);
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

// Of a real newspaper; where its words stand says its ALTO.  Words are asked for that stand
// where they do alone: no other begins alike, so no other has their stem.
async function realQuestions() {
	const at = join(folder, 'real'), made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${at}`, '--json', REAL]);
	assert.equal(made.code, 0, made.stdout + made.stderr);
	real = await start({}, { data: at });
	const manifest = (await get(real.base, `/iiif/presentation/${REAL_ID}/manifest`)).json;
	const pages = REAL_PAGES.map((name, i) => altoWords(readFileSync(join(REAL, name), 'utf8'), manifest.items[i]));
	const bare = ({ word }) => word.toLowerCase().replace(/^\P{L}+|\P{L}+$/gu, '');
	const beginnings = pages.flat().map((w) => bare(w).slice(0, 4)), timesOf = (word) => beginnings.filter((b) => b === word.slice(0, 4)).length;
	const on = (n) => pages[n - 1].filter((w) => /^[a-z]{5,}$/.test(bare(w)) && !w.other), only = (n) => on(n).filter((w) => timesOf(bare(w)) === 1);
	const placesOf = (word) => on(1).filter((w) => bare(w) === word).map(({ box }) => box);
	const often = on(1).map(bare).find((word) => { const n = placesOf(word).length; return n >= 5 && n <= 9 && timesOf(word) === n; });
	const phrase = only(2).find((w, i, all) => w.line !== w.next?.line && all.includes(w.next) && w.next.box[1] - w.box[1] < 200 && w.next.box[0] < w.box[0]);
	const divided = pages[1].find(({ word, other, box }) => other && /^[a-z]{6,}$/.test(word) && other[1] > box[1] && timesOf(word) === 1);
	const paper = { server: real, id: REAL_ID, count: 1, isNear: true };
	return {
		'a word of a real newspaper': { ...paper, page: 1, q: bare(only(1)[40]), boxes: [only(1)[40].box] },
		'every place of a word of a real newspaper': { ...paper, page: 1, q: often, boxes: placesOf(often), count: placesOf(often).length },
		'a phrase over the end of a line of a real newspaper': { ...paper, page: 2, q: `"${bare(phrase)} ${bare(phrase.next)}"`, boxes: [phrase.box, phrase.next.box] },
		'a word divided at the end of a line of a real newspaper': { ...paper, page: 2, q: divided.word, boxes: [divided.box, divided.other] },
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
		let data;
		const canvas = [...document.querySelectorAll('#v canvas')].filter((c) => c.clientWidth > 0).find((c) => { data = read(c); return data; });
		if (!canvas) return [];
		canvas.setAttribute('data-over', '');
		const { width, height } = canvas, { left, top, width: shown } = canvas.getBoundingClientRect(), scale = width / shown;
		const pixels = new Uint32Array(data.buffer), seen = new Uint8Array(width * height), rects = [];
		for (let start = 0; start < seen.length; start++) {
			if (pixels[start] === 0 || seen[start]) continue;	// no colour: nothing
			const stack = [start];
			let [x0, y0, x1, y1] = [width, height, 0, 0];
			seen[start] = 1;
			while (stack.length) {
				const at = stack.pop(), x = at % width, y = (at - x) / width;
				[x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
				for (const next of [x > 0 && at - 1, x + 1 < width && at + 1, at - width, at + width])
					if (next !== false && next >= 0 && next < seen.length && !seen[next] && pixels[next] !== 0) { seen[next] = 1; stack.push(next); }
			}
			rects.push([left + x0 / scale, top + y0 / scale, (x1 - x0 + 1) / scale, (y1 - y0 + 1) / scale]);
		}
		return rects;
	});
}

async function wholePage(page) {
	await page.locator('.openseadragon-canvas').first().focus();
	await page.keyboard.press('0');
}

// What moves is soon where it goes, as it is in Universal Viewer.
const all = {
	Mirador: {
		page: '<script src="/mirador/mirador.min.js"></script>', over: '[data-over]', drawn: painted,
		open: (page, manifest) => page.evaluate((manifestId) => { Mirador.viewer({ id: 'v', language: 'lt', windows: [{ manifestId }], osdConfig: { animationTime: 0.15 },
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
		// It goes so near to the first, in its own time, that the others are not seen.
		whole: wholePage,
	},
	Clover: {
		page: '<script src="/clover-search/clover.js"></script>', over: '.clover-iiif-image-openseadragon-annotation', drawn: rectsOf('.clover-iiif-image-openseadragon-annotation'),
		open: async (page, manifest) => {
			await page.evaluate((id) => { window.clover(document.getElementById('v'), id, { informationPanel: { open: true, renderContentSearch: true }, canvasHeight: '1100px',
				openSeadragon: { animationTime: 0.15, gestureSettingsMouse: { scrollToZoom: true } } }); }, manifest);
			await page.getByRole('tab', { name: 'Search' }).click();
		},
		field: 'input[type=text], input:not([type])', hasTwo: true,
		listed: (page, n) => wait(async () => await page.locator('[role=tabpanel][data-state=active] button').filter({ hasText: /\p{L}/u }).count() >= n, 20000, () => `${n} are not listed`),
		turn: (page) => page.locator('button', { has: page.locator('title', { hasText: /^Next$/ }) }).click(),
	},
};

// A part of the window as it is seen without the boxes, with a little around it.
async function look(page, rect) {
	const scale = await page.evaluate(() => devicePixelRatio), [x, y, w, h] = rect.map((v) => Math.round(v * scale)), margin = 2 * ROUNDED;
	const left = Math.max(0, Math.floor((x - margin) / scale)), top = Math.max(0, Math.floor((y - margin) / scale));
	const clip = { x: left, y: top, width: Math.min(WIDTH - left, Math.ceil((w + 2 * margin) / scale) + 1), height: Math.min(HEIGHT - top, Math.ceil((h + 2 * margin) / scale) + 1) };
	return { shot: PNG.sync.read(await page.screenshot({ clip })), x: x - left * scale, y: y - top * scale, w, h };
}

const kept = new Map();	// by what is asked for
async function partOf(service, box, w, h) {
	const { origin, pathname } = new URL(service), path = `${pathname}/${box.join(',')}/^${w},${h}/0/default.png`;
	if (!kept.has(origin + path)) kept.set(origin + path, PNG.sync.read((await get(origin, path)).body));
	return kept.get(origin + path);
}

// How unlike it is to a part of the page's image; viewers round to pixels of their own, so
// a few aside of it count, too.
async function unlike({ shot, x, y, w, h }, service, box) {
	const wanted = await partOf(service, box, w, h), part = new PNG({ width: w, height: h }), all = [];
	for (let dx = -ROUNDED; dx <= ROUNDED; dx++) for (let dy = -ROUNDED; dy <= ROUNDED; dy++) {
		if (x + dx < 0 || y + dy < 0 || x + dx + w > shot.width || y + dy + h > shot.height) continue;
		PNG.bitblt(shot, part, x + dx, y + dy, w, h, 0, 0);
		all.push(difference(part, wanted));
	}
	return Math.min(255, ...all);
}

// The drawn box that fits a known one best, and how; places half a box aside must not fit as well.
async function fit(page, rects, service, box, size) {
	let best = [Infinity], seen;
	for (const rect of rects) {
		const one = await look(page, rect), d = await unlike(one, service, box);
		if (d < best[0]) { best = [d, rect]; seen = one; }
	}
	const [x, y, w, h] = box, aside = [];
	for (const [dx, dy] of [[-w / 2, 0], [w / 2, 0], [0, -h / 2], [0, h / 2]]) {
		const other = [Math.round(x + dx), Math.round(y + dy), w, h];
		if (other[0] >= 0 && other[1] >= 0 && other[0] + w <= size.width && other[1] + h <= size.height) aside.push(await unlike(seen, service, other));
	}
	return { d: best[0], aside, fits: best[0] < 0.7 * Math.min(...aside), said: `${box}: unlike by ${best[0]}, half a box aside by ${aside}; drawn are ${JSON.stringify(rects)}` };
}

// Finer tiles may be on their way: it is looked at again until it fits.
async function assertFits(page, rectsNow, service, box, size) {
	let found;
	await wait(async () => { found = await fit(page, await rectsNow(), service, box, size); return found.fits; }, FITS_MS, () => found.said);
	return found.d;
}

// The drawn boxes that can be seen whole, not those below the panels of a viewer.
async function seenBoxes(page, drawn) {
	const { x: left, y: top, width, height } = await page.locator('.openseadragon-canvas').locator('visible=true').first().boundingBox();
	return drawn.filter(([x, y, w, h]) => w >= LEAST && h >= LEAST && x >= left && y >= top && x + w <= left + width && y + h <= top + height);
}
const inOrder = (boxes) => [...boxes].sort((a, b) => a[0] + a[1] - b[0] - b[1]);

// For people, to whom a pixel of the style sheet is enough: the boxes are seen.
async function shoot(page, name) {
	await page.evaluate(() => document.documentElement.classList.add('with-boxes'));
	await page.screenshot({ path: join(shots, `${name}.png`), scale: 'css' });
	await page.evaluate(() => document.documentElement.classList.remove('with-boxes'));
}

// The boxes of a viewer, once they stay where they are; null: they are not n.
async function atRest(page, boxes, n) {
	const first = await boxes();
	if (first.length !== n) return null;
	await page.waitForTimeout(150);
	const again = await boxes();
	return JSON.stringify(again) === JSON.stringify(first) ? again : null;
}

async function whenAtRest(page, boxes, n, said) {
	let found;
	await wait(async () => { found = await atRest(page, boxes, n); return found; }, SEEN_MS, said);
	return found;
}

// Small print: each box is gone to by the wheel until it can be read, and left again by the key for the whole page.
async function fitsFromNear(page, all, s, service, size) {
	const known = inOrder(s.boxes), ds = [];
	for (let i = 0; i < known.length; i++) {
		const [x, y, w, h] = inOrder(await whenAtRest(page, all, known.length))[i], at = [x + w / 2, y + h / 2];
		const under = async () => (await all()).filter(([l, t, r, b]) => l <= at[0] && t <= at[1] && l + r >= at[0] && t + b >= at[1]);
		const turns = Math.min(TURNS_MAX, Math.ceil(Math.log(NEAR / h) / Math.log(TURN)));
		await page.mouse.move(...at);
		for (let n = 0; n < turns; n++) await Promise.all([page.mouse.wheel(0, -400), page.waitForTimeout(TURN_MS)]);
		ds.push(await assertFits(page, () => whenAtRest(page, under, 1), service, known[i], size));
		if (i === 0) await shoot(page, `search near ${s.name}`);
		await wholePage(page);
	}
	return ds;
}

const asked = ['a word', 'a phrase over the end of a line', 'another form of a word', 'an old spelling by the new', 'two words in old spelling'];
const askedReal = ['a word', 'every place of a word', 'a phrase over the end of a line', 'a word divided at the end of a line'].map((what) => `${what} of a real newspaper`);
for (const [name, v] of Object.entries(all))
	for (const what of [...asked, ...askedReal])
		test(`${name}: ${what}`, { skip: askedReal.includes(what) ? noReal : noBrowser }, async (t) => {
			const s = { ...subjects[what], name: `${name} - ${what}` }, faults = [], site = await serveFolder(viewers, html(`<div id="v" class="uv"></div>${v.page}`, { width: WIDTH, height: HEIGHT }));
			const { items } = (await get(s.server.base, `/iiif/presentation/${s.id}/manifest`)).json, canvas = items[s.page - 1];
			const service = canvas.items[0].items[0].body.service[0].id;
			const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, deviceScaleFactor: s.isNear ? 1 : 2 }), page = await context.newPage();
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
			let drawn;
			const boxes = async () => { drawn = await v.drawn(page); return seenBoxes(page, drawn); };
			await wait(async () => await atRest(page, boxes, s.boxes.length) || v.whole?.(page), SEEN_MS, () => `${s.q}: ${s.boxes.length} boxes, but drawn are ${JSON.stringify(drawn)}`).catch(async (e) => {
				await page.screenshot({ path: join(shots, `failed search ${s.name}.png`) });
				throw e;
			});
			await shoot(page, `search ${s.name}`);
			await page.addStyleTag({ content: `html:not(.with-boxes) ${v.over} { opacity: 0 !important }` });
			const ds = s.isNear ? await fitsFromNear(page, boxes, s, service, canvas) : [];
			if (!s.isNear) for (const box of s.boxes) ds.push(await assertFits(page, () => whenAtRest(page, boxes, s.boxes.length), service, box, canvas));
			t.diagnostic(`${s.q}: ${s.count} listed, unlike by ${ds.map((x) => x.toFixed(1)).join(', ')} of 255`);
			assert.deepEqual(faults, []);
			await context.close();
			await site.close();
		});
