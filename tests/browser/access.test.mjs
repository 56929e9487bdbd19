// SPDX-License-Identifier: Apache-2.0
// Every page type for everybody: axe in both languages, by day and by night, with
// high contrast, twice the size and on a narrow screen; and our own probe, which finds
// what axe cannot (tests/lib/probe.mjs).  And all of it without scripts.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { noBrowser, serverAndBrowser } from '../lib/browser.mjs';
import { axe, keyboard, motion, parts, probe, reflow, spacing } from '../lib/probe.mjs';

let server, browser;
serverAndBrowser((s, b) => { [server, browser] = [s, b]; }, { 'site.institution': 'Biržų biblioteka', 'site.institution_url': 'https://b.example', 'site.email': 'info@b.example',
	'site.phone': '8 5 000', 'site.address': 'Biržai' });

const MAP = '/objects/azuolynes-apskrities-zemelapis', PAPER = '/objects/ezeru-balsas-1927-03-13';
const SHOW = '/exhibitions/utena-atvirlaiskiuose';
const shows = ['/exhibitions', SHOW, `${SHOW}/steps/laiskas`, `${SHOW}/steps/malunai`, `${SHOW}/steps/varpas`, `${SHOW}/steps/rokiskis/zoom/1`, `${SHOW}/all`, `${SHOW}/scroll`, `${SHOW}/easy`, `${SHOW}/easy/steps/aikste`, '/exhibitions/ezeru-balsas-1929',
	'/exhibitions/tik-lietuviskai'];
const pages = [...shows, '/', '/search?order=title', '/search?q=a*&kind=TEXT&period=1900-1999', '/search?q=qqqxxx', '/search?q=turgsu+1931-1927', '/collections', '/collections/spauda', '/institutions',
	'/institutions/LT-VRT-03', '/places', '/times', MAP, `${PAPER}?page=2`, '/objects/sartai-labanoras-giria', '/objects/di-ozere', `${MAP}/zoom/1`, `${MAP}/zoom/1/52`, '/help', '/accessibility', '/privacy',
	'/preferences?saved=1&back=/help', '/feedback?object=di-ozere', '/feedback?sent=1', '/no-such-page', '/oai'];
const AT_A_TIME = 2;
const open = (page, path) => page.goto(server.base + path, { waitUntil: 'load' });
const others = new Set();	// what was asked of others than our server, on any page
const watch = (page) => page.on('request', (r) => { if (!r.url().startsWith(server.base)) others.add(`${page.url()}: ${r.url()}`); });

// What is found on each page, by the name that `look` says it under.  Some pages are looked at
// at a time: much of it is waiting for what is drawn.
async function eachBy(options, cookie, names, look, paths = pages) {
	const all = Object.fromEntries(names.map((name) => [name, paths.map(() => [])])), next = paths.entries();
	await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
		const context = await browser.newContext({ bypassCSP: true, locale: 'lt', ...options });
		if (cookie) await context.addCookies([{ name: 'vartai_view', value: cookie, url: server.base }]);
		const page = await context.newPage();
		watch(page);
		for (const [i, path] of next) {
			await open(page, path);
			await look(page, (name, found) => all[name][i].push(...found.map((f) => `${path}: ${f}`)));
		}
		await context.close();
	}));
	return Object.fromEntries(names.map((name) => [name, all[name].flat()]));
}
async function each(options, cookie, check, paths) {
	const { found } = await eachBy(options, cookie, ['found'], async (page, say) => say('found', await check(page)), paths);
	return found;
}

// Two ways to open the pages are for several tests: each is gone once, by whichever is first.
const gone = new Map();
async function found(way, name) {
	if (!gone.has(way)) gone.set(way, way());
	return (await gone.get(way))[name];
}

// What a page is asked to look like, without being opened again for each.
const media = { 'in Lithuanian': {}, 'by night': { colorScheme: 'dark' }, 'with high contrast': { contrast: 'more' },
	'with high contrast by night': { contrast: 'more', colorScheme: 'dark' }, 'with forced colours': { forcedColors: 'active' } };
const inLithuanian = () => eachBy({}, null, [...Object.keys(media), 'probe', 'keyboard'], async (page, say) => {
	for (const [i, [name, wanted]] of Object.entries(media).entries()) {
		await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null, ...wanted });
		say(name, await axe(page, { isThere: i > 0 }));
	}
	await page.emulateMedia({ colorScheme: null, contrast: null, forcedColors: null });
	say('probe', [...await parts(page), ...await reflow(page), ...await spacing(page), ...await motion(page)]);
	say('keyboard', await keyboard(page));
});
const inEnglish = () => eachBy({ locale: 'en' }, null, ['axe', 'probe'], async (page, say) => {
	say('axe', await axe(page));
	say('probe', [...await parts(page), ...await reflow(page)]);
});

for (const name of Object.keys(media))
	test(`axe finds nothing ${name}`, { skip: noBrowser }, async () => {
		assert.deepEqual(await found(inLithuanian, name), []);
	});
test('axe finds nothing in English', { skip: noBrowser }, async () => {
	assert.deepEqual(await found(inEnglish, 'axe'), []);
});

for (const [name, options, cookie] of [['black on white by choice', {}, '100.normal.light.device'],
	['white on black by choice', { colorScheme: 'dark' }, '100.normal.dark.less'], ['at 200 % with wide spacing', {}, '200.wide.device.device'],
	['on 320 px', { viewport: { width: 320, height: 800 } }]])
	test(`axe finds nothing ${name}`, { skip: noBrowser }, async () => {
		assert.deepEqual(await each(options, cookie, (page) => axe(page)), []);
	});

test('the probe finds nothing: parts, reflow, spacing, motion', { skip: noBrowser }, async () => {
	assert.deepEqual(await found(inLithuanian, 'probe'), []);
	assert.deepEqual(await found(inEnglish, 'probe'), []);
});

test('at 200 % by choice nothing scrolls sideways, nothing is cut', { skip: noBrowser }, async () => {
	assert.deepEqual(await each({ viewport: { width: 1280, height: 900 } }, '200.wide.light.less', async (page) => [...await spacing(page), ...await page.evaluate(() =>
		(document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px`] : [])), ...await reflow(page)]), []);
});

test('by keyboard: no trap, and focus is seen at each stop', { skip: noBrowser }, async () => {
	assert.deepEqual(await found(inLithuanian, 'keyboard'), []);
	const few = [SHOW, `${SHOW}/steps/malunai`, '/', '/search?order=title', MAP, `${MAP}/zoom/1`, '/preferences', '/feedback'];
	assert.deepEqual(await each({ colorScheme: 'dark' }, null, (page) => keyboard(page), few), []);
	assert.deepEqual(await each({}, '100.normal.dark.less', (page) => keyboard(page), few), []);
	assert.deepEqual(await each({ viewport: { width: 320, height: 800 } }, null, (page) => keyboard(page), few), []);
});

test('without scripts: preferences are chosen, seen and taken back', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'lt' });
	const page = await context.newPage();
	await page.goto(`${server.base}/help`);
	await page.getByRole('link', { name: 'Rodymo nuostatos' }).click();
	await page.getByLabel('Labai didelis (200 %)').check();
	await page.getByLabel('Balta ir geltona ant juodo').check();
	await page.getByRole('button', { name: 'Išsaugoti' }).click();
	await page.getByRole('link', { name: 'Grįžti į puslapį' }).click();
	assert.equal(page.url(), `${server.base}/help`);
	// evaluate() works without the page's own scripts.
	assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '36px');
	assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(0, 0, 0)');
	await page.getByRole('link', { name: 'Rodymo nuostatos' }).click();
	assert.ok(await page.getByLabel('Labai didelis (200 %)').isChecked());
	await page.getByRole('button', { name: 'Atkurti įprastas nuostatas' }).click();
	assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '18px');
	assert.deepEqual(await context.cookies(), []);
	await context.close();
});

test('without scripts: an object is found, narrowed down, read, zoomed to its finest part, and written about', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'lt' });
	const page = await context.newPage();
	await page.goto(server.base);
	await page.getByLabel('Ieškoti kolekcijose').fill('azuolynes');
	await page.getByRole('button', { name: 'Ieškoti' }).click();
	assert.match(await page.locator('.found').textContent(), /Rastas \d{2,} objekt/);
	await page.locator('#facets').getByRole('link', { name: 'Vaizdas' }).click();
	assert.match(await page.locator('.found').textContent(), /Rastas 1 objektas/);
	await page.getByRole('link', { name: /Ąžuolynės apskrities žemėlapis/ }).first().click();
	await page.getByRole('link', { name: 'Didinti dalimis' }).click();
	for (let level = 0; await page.locator('.nine a').count() > 0; level++) {
		const before = await page.locator('.closer-sheet img').getAttribute('alt');
		await page.locator('.nine a').nth(4).click();
		assert.notEqual(await page.locator('.closer-sheet img').getAttribute('alt'), before);
		assert.ok(level < 8);
	}
	await page.getByRole('link', { name: 'Nutolinti' }).click();
	await page.getByRole('link', { name: 'Grįžti į objekto puslapį' }).click();
	await page.getByRole('link', { name: /Pastebėjote klaidą/ }).click();
	await page.getByLabel('Jūsų žinutė').fill('Gražus žemėlapis');
	await page.waitForTimeout(3200);
	await page.getByRole('button', { name: 'Siųsti' }).click();
	await page.getByText('Ačiū!').waitFor();
	await context.close();
});

test('nothing is asked of anybody else', { skip: noBrowser }, async () => {
	await found(inLithuanian, 'probe');	// there each page is opened, walked through and narrowed
	assert.deepEqual([...others], []);
});

test('on paper: no menus, no colours, the text whole', { skip: noBrowser }, async () => {
	const found = await each({}, null, async (page) => {
		await page.emulateMedia({ media: 'print' });
		return page.evaluate(() => [...document.querySelectorAll('.top,.paging,.facets,.skip')].filter((e) => e.getClientRects().length > 0).map((e) => e.className)
			.concat(getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)' ? [] : ['coloured']));
	}, ['/', '/search', MAP, `${PAPER}?page=2`, '/accessibility', SHOW, `${SHOW}/all`, `${SHOW}/steps/varpas`]);
	assert.deepEqual(found, []);
});

test('the probe is told of what it does not find here', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ bypassCSP: true });
	const page = await context.newPage();
	await open(page, '/help');
	await page.evaluate(() => { document.querySelector('main').insertAdjacentHTML('beforeend', '<a href="/x">čia</a>'); });
	assert.ok((await probe(page, { looked: 0 })).some((f) => f.startsWith('vague link')));
	await context.close();
});

test('with the largest letters and spaces on a narrow screen no word of the name is cut, and nothing is wider', { skip: noBrowser }, async () => {
	const found = await each({ viewport: { width: 360, height: 640 } }, '200.wide.dark.less', (page) => page.evaluate(() => {
		const text = document.querySelector('.name span').firstChild;
		const cut = [...text.data.matchAll(/\S+/g)].filter((word) => {
			const range = document.createRange();
			range.setStart(text, word.index);
			range.setEnd(text, word.index + word[0].length);
			return range.getClientRects().length > 1;
		}).map((word) => `${word[0]} is cut`);
		return document.documentElement.scrollWidth > 360 ? [...cut, `${document.documentElement.scrollWidth} wide`] : cut;
	}), ['/times', '/', '/accessibility', '/feedback']);
	assert.deepEqual(found, []);
});
