// SPDX-License-Identifier: Apache-2.0
// Exhibitions as they are read: without scripts from the first step to the last and into
// the pictures, by links alone; with scripts by arrow keys, and by scrolling, where the
// picture follows the text; on paper.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { noBrowser, serveFolder, serverAndBrowser, until } from '../lib/browser.mjs';
import { axe } from '../lib/probe.mjs';

const shows = ['utena-atvirlaiskiuose', 'ezeru-balsas-1929', 'tik-lietuviskai'];
const CARDS = '/exhibitions/utena-atvirlaiskiuose';
let server, browser;
serverAndBrowser((s, b) => { [server, browser] = [s, b]; });

async function open(path, options = {}, cookie = null) {
	const context = await browser.newContext({ locale: 'lt', viewport: { width: 1280, height: 900 }, ...options });
	if (cookie) await context.addCookies([{ name: 'vartai_view', value: cookie, url: server.base }]);
	const page = await context.newPage();
	await page.goto(server.base + path, { waitUntil: 'load' });
	return page;
}
const isPainted = (page, selector) => page.locator(selector).evaluateAll((all) => all.length > 0 && all.every((i) => i.complete && i.naturalWidth > 0));

for (const slug of shows) test(`without scripts ${slug} is read from the first step to the last and back to its cover`, { skip: noBrowser }, async () => {
	const page = await open('/exhibitions', { javaScriptEnabled: false });
	await page.locator(`a[href$="/exhibitions/${slug}"]`).first().click();
	await page.getByRole('link', { name: /Pradėti parodą/ }).click();
	const count = Number((await page.locator('.stop-title .count-of').textContent()).split(' ').at(-1));
	assert.ok(count >= 3);
	for (let i = 1; i <= count; i++) {
		assert.equal(await page.locator('.stop-title .count-of').textContent(), `${i} iš ${count}`);
		assert.ok((await page.locator('.stop-words').textContent()).trim().length > 100, `step ${i} has its text`);
		await page.waitForLoadState('load');
		if (await page.locator('.sheet').count() > 0) assert.ok(await isPainted(page, '.sheet'), `step ${i} has its pictures`);
		await page.getByRole('link', { name: /^Toliau/ }).click();
	}
	assert.equal(new URL(page.url()).pathname, `/exhibitions/${slug}`);
	await page.context().close();
});

test('without scripts a picture is zoomed by links to its finest part, and one comes back to the step', { skip: noBrowser }, async () => {
	const page = await open(`${CARDS}/steps/rokiskis`, { javaScriptEnabled: false });
	await page.getByRole('link', { name: 'Didinti dalimis' }).click();
	let level = 0;
	for (; await page.locator('.nine a').count() > 0; level++) {
		const before2 = await page.locator('.closer-sheet img').getAttribute('alt');
		await page.locator('.nine a').nth(8).click();
		await page.waitForLoadState('load');
		assert.notEqual(await page.locator('.closer-sheet img').getAttribute('alt'), before2);
		assert.ok(await isPainted(page, '.closer-sheet img'));
	}
	assert.ok(level > 0);
	await page.getByRole('link', { name: 'Grįžti į parodos stotelę' }).click();
	assert.equal(new URL(page.url()).pathname, `${CARDS}/steps/rokiskis`);
	await page.context().close();
});

test('without scripts questions are answered, descriptions are opened, the easy text is a link away', { skip: noBrowser }, async () => {
	const page = await open(`${CARDS}/steps/malunai`, { javaScriptEnabled: false });
	assert.equal(await page.locator('.ask details p').isVisible(), false);
	await page.getByText('Rodyti atsakymą').click();
	assert.equal(await page.locator('.ask details p').isVisible(), true);
	await page.locator('.described summary').first().click();
	assert.equal(await page.locator('.described p').first().isVisible(), true);
	await page.getByRole('link', { name: 'Lengvai suprantamas tekstas' }).click();
	await page.getByText('lengvai suprantama kalba').waitFor();
	await page.getByRole('link', { name: 'Įprastas tekstas' }).first().click();
	assert.equal(new URL(page.url()).pathname, `${CARDS}/steps/malunai`);
	await page.context().close();
});

test('by arrow keys from step to step; the picture is enlarged only when it is asked for', { skip: noBrowser }, async () => {
	const page = await open(`${CARDS}/steps/aikste`);
	const asked = [];
	page.on('request', (r) => asked.push(r.url()));
	await page.keyboard.press('ArrowRight');
	await page.waitForURL(/steps\/laiskas/);
	await page.keyboard.press('ArrowLeft');
	await page.waitForURL(/steps\/aikste/);
	await page.waitForLoadState('load');
	assert.ok(!asked.some((url) => url.includes('openseadragon')));
	await page.getByRole('button', { name: 'Didinti' }).click();
	await page.locator('.zoom canvas').first().waitFor();
	assert.deepEqual(asked.filter((url) => !url.startsWith(server.base)), []);
	await page.context().close();
});

test('of two pictures each is enlarged by a button that says which', { skip: noBrowser }, async () => {
	const page = await open(`${CARDS}/steps/malunai`);
	await page.getByRole('button', { name: 'Didinti pirmąjį vaizdą' }).waitFor();
	await page.getByRole('button', { name: 'Didinti antrąjį vaizdą' }).click();
	await page.locator('.stop-picture:nth-child(2) .zoom canvas').first().waitFor();
	assert.equal(await page.locator('.stop-picture:first-child .zoom').count(), 0);
	await page.context().close();
});

for (const [name, viewport] of [['wide', { width: 1280, height: 900 }], ['narrow', { width: 390, height: 844 }]])
	test(`by scrolling the picture follows the text: ${name}`, { skip: noBrowser }, async () => {
		const page = await open(`${CARDS}/scroll`, { viewport, bypassCSP: true });
		await page.locator('.told .stage').waitFor();
		const seen = new Set();
		const count = await page.locator('.long-stop').count();
		for (let i = 0; i < count; i++) {
			await page.locator('.long-stop').nth(i).evaluate((e, portion) => window.scrollTo(0, e.getBoundingClientRect().top + window.scrollY - window.innerHeight * portion + 60), 0.55);
			await until(page, (n) => {
				const own = [...document.querySelectorAll('.long-stop')][n].querySelectorAll('img[data-part]');
				const shown = [...document.querySelectorAll('.stage .crop.is-shown, .stage .two.is-shown img')];
				return own.length === 0 || (shown.length === own.length && shown.every((image, k) => image.srcset === own[k].srcset && image.naturalWidth > 0));
			}, i);
			seen.add(await page.locator('.stage .is-shown img, .stage img.is-shown').first().getAttribute('src'));
		}
		assert.ok(seen.size > count / 2, `${seen.size} pictures`);
		// What is on the stage is hidden from readers by ear, who have it in the text.
		assert.equal(await page.locator('.stage').getAttribute('aria-hidden'), 'true');
		assert.deepEqual(await axe(page), []);
		assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false);
		await page.context().close();
	});

test('where motion is not welcome the page for scrolling is the one for reading', { skip: noBrowser }, async () => {
	for (const [options, cookie] of [[{ reducedMotion: 'reduce' }, null], [{}, '100.normal.device.less'], [{ javaScriptEnabled: false }, null]]) {
		const page = await open(`${CARDS}/scroll`, options, cookie);
		assert.equal(await page.locator('.stage').count(), 0);
		assert.ok(await page.locator('.long-stop .sheet').first().isVisible());
		await page.context().close();
	}
	// Whoever asks for less of it meanwhile has it at once.
	const page = await open(`${CARDS}/scroll`);
	await page.locator('.told .stage').waitFor();
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.locator('.stage').waitFor({ state: 'detached' });
	assert.ok(await page.locator('.long-stop .sheet').first().isVisible());
	await page.context().close();
});

test('on paper: each step with its picture, answers and transcripts unfolded, no buttons', { skip: noBrowser }, async () => {
	for (const path of ['/all', '/scroll']) {
		const page = await open(CARDS + path);
		await page.emulateMedia({ media: 'print' });
		assert.equal(await page.locator('.tools:visible, .top:visible, .stage:visible, audio:visible').count(), 0, path);
		assert.equal(await page.locator('.long-stop .leaf img').first().isVisible(), true);
		assert.ok(await page.locator('.ask details p').first().evaluate((e) => e.getBoundingClientRect().height > 10), path);
		assert.ok((await page.pdf({ format: 'A4' })).length > 100000);
		await page.context().close();
	}
});

test('within a page of somebody else: shown, and its links leave the frame', { skip: noBrowser }, async () => {
	const others = await serveFolder('/nowhere', `<!doctype html><title>x</title><iframe title="x" width="720" height="420" src="${server.base}${CARDS}/embed"></iframe>`);
	const page = await open('/exhibitions');
	await page.goto(others.base);
	const frame = page.frameLocator('iframe');
	await frame.getByRole('heading', { name: 'Utena atvirlaiškiuose' }).waitFor();
	await frame.getByRole('link', { name: /Atverti parodą/ }).click();
	await page.waitForURL(`${server.base}${CARDS}`);
	await page.context().close();
	await others.close();
});

test('nothing is asked of anybody else on any page of an exhibition', { skip: noBrowser }, async () => {
	const page = await open('/exhibitions');
	const others = [];
	page.on('request', (r) => { if (!r.url().startsWith(server.base)) others.push(r.url()); });
	for (const path of ['', '/steps/varpas', '/all', '/scroll', '/embed', '/easy', '/steps/aikste/zoom/1']) await page.goto(server.base + CARDS + path, { waitUntil: 'load' });
	assert.deepEqual(others, []);
	await page.context().close();
});
