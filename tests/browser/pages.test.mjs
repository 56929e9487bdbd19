// SPDX-License-Identifier: Apache-2.0
// The pages as people meet them: without scripts, by keyboard, zoomed in, on a
// narrow screen; and what axe finds.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from '../lib/http.mjs';
import { noBrowser, serverAndBrowser, until } from '../lib/browser.mjs';
import { PNG } from '../lib/picture.mjs';
import { axe } from '../lib/probe.mjs';

let server, browser, objectPath;

serverAndBrowser(async (s, b) => {
	[server, browser] = [s, b];
	const root = (await get(server.base, '/iiif/collection/root')).json;
	for (const c of root.items) {
		const { items } = (await get(server.base, c.id.replace(server.base, ''))).json;
		const m = items.find((i) => i.type === 'Manifest' && i.thumbnail);
		if (!m) continue;
		objectPath = `/objects/${m.id.split('/').at(-2)}`;
		if ((await get(server.base, m.id.replace(server.base, ''))).json.items.length > 3) break;
	}
});

const paths = () => ['/', '/en/', '/search?q=a', '/search?collection=spauda', '/search?q=qqqxxx', objectPath, `/en${objectPath}`, '/objects/di-ozere',
	'/objects/sartai-kamajai-kaimas', '/no-such-page', '/statistics', '/en/statistics', '/oai', '/en/oai?verb=ListRecords&metadataPrefix=edm', '/oai?verb=ListSets', '/oai?verb=x'];

// Its words and its style are there; what the images show is not asked.
const open = (page, path) => page.goto(server.base + path, { waitUntil: 'domcontentloaded' });

async function violations(page, path, options) {
	await open(page, path);
	return (await axe(page, options)).map((v) => `${path}: ${v}`);
}

test('axe finds nothing against WCAG 2.2 AA', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ bypassCSP: true });
	const page = await context.newPage();
	for (const path of paths()) assert.deepEqual(await violations(page, path), []);
	await page.emulateMedia({ colorScheme: 'dark' });
	for (const path of ['/', '/search?q=a', objectPath, '/no-such-page', '/statistics'])
		assert.deepEqual(await violations(page, path, { runOnly: { type: 'rule', values: ['color-contrast'] } }), [], 'dark');
	await context.close();
});

test('headings go down by single steps, and each landmark is there', { skip: noBrowser }, async () => {
	const page = await browser.newPage();
	for (const path of paths()) {
		await open(page, path);
		const levels = await page.locator('h1,h2,h3,h4,h5,h6').evaluateAll((all) => all.map((h) => Number(h.tagName[1])));
		assert.equal(levels[0], 1, path);
		levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1, `${path}: ${levels}`));
		for (const role of ['banner', 'main', 'contentinfo', 'search', 'navigation'])
			assert.ok(await page.getByRole(role).count() >= 1, `${path}: ${role}`);
		const names = await page.getByRole('navigation').evaluateAll((all) => all.map((n) => n.getAttribute('aria-label') ??
			document.getElementById(n.getAttribute('aria-labelledby'))?.textContent));
		assert.equal(new Set(names).size, names.length, `${path}: two of a name: ${names}`);
	}
	await page.close();
});

// What moves while a page comes is what a reader loses.  0.1 is what is called good.
test('nothing moves when the images come late', { skip: noBrowser }, async () => {
	for (const [width, path] of [[1280, '/objects/azuolynes-apskrities-zemelapis'], [1280, objectPath], [320, objectPath], [1280, '/']]) {
		const page = await browser.newPage({ viewport: { width, height: 800 } });
		await page.addInitScript(() => {
			window.shift = 0;
			new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
		});
		await page.route('**/iiif/3/**', (route) => { setTimeout(() => route.continue(), 400); });
		await page.goto(server.base + path, { waitUntil: 'load' });
		await page.evaluate(() => new Promise((ok) => { requestAnimationFrame(() => requestAnimationFrame(ok)); }));
		const shift = await page.evaluate(() => window.shift);
		assert.ok(shift < 0.1, `${path} at ${width}: ${shift}`);
		await page.close();
	}
});

test('text of twice the size stays on the page', { skip: noBrowser }, async () => {
	const page = await browser.newPage({ viewport: { width: 640, height: 800 } });	// 1280 at 200 %
	for (const path of paths()) {
		await open(page, path);
		await page.evaluate(() => { document.documentElement.style.fontSize = '225%'; });
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		assert.ok(width <= 640, `${path}: ${width}`);
	}
	await page.close();
});

test('nothing scrolls sideways on a narrow screen', { skip: noBrowser }, async () => {
	const page = await browser.newPage({ viewport: { width: 320, height: 800 } });
	for (const path of paths()) {
		await open(page, path);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		assert.ok(width <= 320, `${path}: ${width}`);
	}
	await page.close();
});

test('without scripts the object shows its page and turns it', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'lt' });
	const page = await context.newPage();
	await page.goto(server.base + objectPath);
	const sheet = page.locator('img.sheet');
	assert.ok(await sheet.isVisible());
	const first = await sheet.getAttribute('src');
	await page.locator('a[rel=next]').first().click();
	assert.notEqual(await page.locator('img.sheet').getAttribute('src'), first);
	await context.close();
});

test('with scripts deep zoom opens, answers the keyboard, and closes', { skip: noBrowser }, async () => {
	const page = await browser.newPage();
	const faults = [];
	page.on('pageerror', (e) => faults.push(String(e)));
	page.on('console', (m) => { if (m.type() === 'error') faults.push(m.text()); });
	await page.goto(server.base + objectPath);
	const toggle = page.locator('.tools button').first();
	await toggle.focus();
	await page.keyboard.press('Enter');
	await page.waitForSelector('#zoom canvas');
	await until(page, () => {
		const canvas = document.querySelector('#zoom canvas');
		const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
		return data.some((v, i) => i % 4 !== 3 && v > 0);
	});
	assert.equal(await toggle.getAttribute('aria-expanded'), 'true');
	assert.equal(await page.locator('img.sheet').isVisible(), false, 'one image at a time');
	await page.keyboard.press('Tab');	// to the buttons, and on to the image
	await page.locator('#zoom [role=application]').focus();
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('#zoom').count(), 0);
	assert.equal(await toggle.evaluate((b) => document.activeElement === b), true, 'focus is back where it came from');
	await toggle.click();
	await page.waitForSelector('#zoom canvas');
	await toggle.click();
	assert.equal(await page.locator('#zoom').count(), 0);
	assert.ok(await page.locator('img.sheet').isVisible());
	assert.deepEqual(faults, []);
	await page.close();
});

test('when the viewer does not come, the button leads to the whole image', { skip: noBrowser }, async () => {
	const page = await browser.newPage();
	await page.route('**/vendor/**', (route) => route.abort());
	await page.goto(server.base + objectPath);
	await page.locator('.tools button').click();
	await page.waitForURL('**/full/max/0/default.jpg');
	await page.close();
});

test('the first Tab leads past the navigation, and focus can be seen', { skip: noBrowser }, async () => {
	const page = await browser.newPage();
	await open(page, '/');
	await page.keyboard.press('Tab');
	assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
	for (let i = 0; i < 8; i++) {
		await page.keyboard.press('Tab');
		const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
		assert.notEqual(outline, 'none');
	}
	await page.close();
});

// README shows it.  The low bits of a colour cost most of the bytes and nobody sees them.
const picture = process.env.UPDATE_SCREENSHOT ? noBrowser : 'UPDATE_SCREENSHOT=1 makes it again';
test('the picture of the home page', { skip: picture }, async () => {
	const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'lt' });
	await page.goto(server.base, { waitUntil: 'networkidle' });
	const shot = PNG.sync.read(await page.screenshot());
	for (let i = 0; i < shot.data.length; i++) if (i % 4 !== 3) shot.data[i] = Math.min(255, (shot.data[i] + 4) & ~7);
	const small = PNG.sync.write(shot, { colorType: 2, deflateLevel: 9, deflateStrategy: 0 });
	assert.ok(small.length < 400 * 1024, `${small.length} bytes`);
	writeFileSync(new URL('home.png', import.meta.url), small);
	await page.close();
});

// One of each kind of page, to be looked at: wide, narrow, by night, with high contrast.
const MAP = '/objects/azuolynes-apskrities-zemelapis', SHOW = '/exhibitions/utena-atvirlaiskiuose', wide = { viewport: { width: 1120, height: 840 } }, narrow = { viewport: { width: 360, height: 720 } };
const shots = [['home', '/', wide], ['home-narrow', '/', narrow], ['search', '/search?q=turgus', wide], ['collection', '/collections/spauda', wide], ['object', MAP, wide],
	['object-narrow', '/objects/ezeru-balsas-1927-03-13', narrow], ['object-text-dark', '/objects/ezeru-balsas-1927-03-13?page=2&q=turgus', { ...wide, colorScheme: 'dark' }],
	['object-below', MAP, wide, '.about'], ['zoom', `${MAP}/zoom/1/5`, wide, '.closer-sheet'], ['places', '/places', wide, '.map'], ['places-narrow', '/places', narrow, '.map'],
	['times', '/times', wide, '.timeline'], ['places-contrast-dark', '/places', { ...wide, contrast: 'more', colorScheme: 'dark' }, '.map'], ['preferences', '/preferences', wide],
	['feedback-narrow', '/feedback', narrow], ['lost', '/no-such-page', wide], ['exhibition', SHOW, wide], ['exhibition-step', `${SHOW}/steps/laiskas`, wide],
	['exhibition-step-narrow', `${SHOW}/steps/aikste`, narrow], ['exhibition-scroll', `${SHOW}/scroll`, wide, '.long-stop']];
test('pictures of each kind of page', { skip: picture }, async () => {
	const folder = new URL('shots/', import.meta.url);
	mkdirSync(folder, { recursive: true });
	for (const [name, path, options, part] of shots) {
		const context = await browser.newContext({ locale: 'lt', ...options });
		const page = await context.newPage();
		await page.goto(server.base + path, { waitUntil: 'networkidle' });
		if (part) await page.locator(part).first().evaluate((e) => { e.scrollIntoView({ block: 'start' }); scrollBy(0, -120); });
		await page.waitForLoadState('networkidle');
		await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => null))));
		let bytes, quality = 80;
		do bytes = await page.screenshot({ type: 'jpeg', quality: quality -= 10 });
		while (bytes.length > 60 * 1024 && quality > 20);
		assert.ok(bytes.length <= 60 * 1024, `${name}: ${bytes.length} bytes`);
		writeFileSync(new URL(`${name}.jpg`, folder), bytes);
		await context.close();
	}
});
