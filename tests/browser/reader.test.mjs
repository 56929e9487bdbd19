// SPDX-License-Identifier: Apache-2.0
// Reading an object: pages by arrow keys, a region that a link asks for, a state dragged
// into a viewer, words found in the object; and Mirador at /mirador/{id}, whose policy
// lets it do what it must.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { noBrowser, PATIENCE_MS, serverAndBrowser } from '../lib/browser.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { axe } from '../lib/probe.mjs';
import { wait } from '../lib/raw.mjs';

const BOOK = 'ezeru-krasto-padavimai-1931', BOX = [300, 400, 500, 600];
let server, browser;

serverAndBrowser((s, b) => { [server, browser] = [s, b]; });

const state = (n, fragment = '') => Buffer.from(encodeURIComponent(JSON.stringify({ id: `${server.base}/iiif/presentation/${BOOK}/canvas/${n}${fragment}`, type: 'Canvas',
	partOf: [{ id: `${server.base}/iiif/presentation/${BOOK}/manifest`, type: 'Manifest' }] }))).toString('base64url');
const heading = (page) => page.locator('#page-heading').textContent();

async function watched(options = {}) {
	const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, locale: 'lt', ...options });
	const faults = [];
	page.on('pageerror', (e) => faults.push(String(e)));
	page.on('console', (m) => { if (/Content Security Policy|Refused to/.test(m.text())) faults.push(m.text()); });
	page.on('request', (r) => { if (!r.url().startsWith(server.base) && !/^(data|blob):/.test(r.url())) faults.push(`asks ${r.url()}`); });
	return { page, faults };
}

// What is Mirador's own is not ours to mend.
const violations = (page) => axe(page, { exclude: ['#mirador'] });

test('arrow keys turn pages, but not where they mean something else', { skip: noBrowser }, async () => {
	const { page, faults } = await watched();
	await page.goto(`${server.base}/objects/${BOOK}`);
	const first = await heading(page);
	await page.keyboard.press('ArrowLeft');	// there is none before
	assert.equal(await heading(page), first);
	await Promise.all([page.waitForURL(/page=2/), page.keyboard.press('ArrowRight')]);
	const second = await heading(page);
	assert.notEqual(second, first);
	await Promise.all([page.waitForURL(/page=3/), page.keyboard.press('ArrowRight')]);
	await Promise.all([page.waitForURL(/page=2/), page.keyboard.press('ArrowLeft')]);
	for (const act of [() => page.locator('#find').focus(), () => page.locator('#q').focus()]) {
		await act();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Control+ArrowRight');
		await page.waitForTimeout(200);
		assert.equal(await heading(page), second);
	}
	await page.locator('.tools button').first().click();
	await page.waitForSelector('#zoom canvas');
	await page.locator('#zoom canvas').first().focus();
	await page.locator('#zoom [role=application]').focus();
	await page.keyboard.press('ArrowRight');
	await page.waitForTimeout(300);
	assert.equal(await heading(page), second);
	assert.deepEqual(faults, []);
	await page.close();
});

test('a link to a part of a page shows it without scripts, and zooms to it with them', { skip: noBrowser }, async (t) => {
	const path = `/objects/${BOOK}?iiif-content=${state(3, `#xywh=${BOX}`)}`;
	const service = `/iiif/3/${encodeURIComponent(`${BOOK}.3`)}`;
	const wanted = async (w, h) => PNG.sync.read((await get(server.base, `${service}/${BOX}/!${w},${h}/0/default.png`)).body);
	const plain = await watched({ javaScriptEnabled: false });
	await plain.page.goto(server.base + path, { waitUntil: 'networkidle' });
	const shot = PNG.sync.read(await plain.page.locator('.sheet').screenshot());
	const d = difference(shot, await wanted(shot.width, shot.height));
	assert.ok(d < 8, `the part is another: ${d}`);
	await plain.page.locator('.part a').click();
	await plain.page.waitForURL(/page=3#page$/);
	const { page, faults } = await watched();
	await page.goto(server.base + path);
	await page.locator('.tools button').first().click();
	await page.waitForSelector('#zoom .mark-region');
	// The mark is the part, as large as the view lets it be, once it has been zoomed to.
	let view, mark;
	await wait(async () => {
		[view, mark] = [await page.locator('#zoom').boundingBox(), await page.locator('.mark-region').boundingBox()];
		return Math.abs(mark.width / mark.height - BOX[2] / BOX[3]) < 0.02 && Math.max(mark.width / view.width, mark.height / view.height) > 0.85;
	}, PATIENCE_MS, () => JSON.stringify([view, mark]));
	t.diagnostic(`mean difference ${d.toFixed(2)} of 255`);
	assert.deepEqual([...faults, ...plain.faults], []);
	for (const p of [page, plain.page]) await p.close();
});

test('what is dragged into a viewer is the state itself', { skip: noBrowser }, async () => {
	const { page } = await watched();
	await page.goto(`${server.base}/objects/${BOOK}?page=2`);
	const text = await page.locator('.share a[href*="/objects/"][href*="iiif-content="]').evaluate((link) => {
		const data = new DataTransfer();
		link.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }));
		return data.getData('text/plain');
	});
	const { id, type } = JSON.parse(text);
	assert.deepEqual([id, type], [`${server.base}/iiif/presentation/${BOOK}/canvas/2`, 'Canvas']);
	await page.close();
});

test('words are found in the object, with scripts and without', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ javaScriptEnabled: false, locale: 'lt' });
	const page = await context.newPage();
	await page.goto(`${server.base}/objects/${BOOK}`);
	await page.locator('#find').fill('EZERAS');	// ežeras
	await page.locator('form.find button').click();
	const found = page.locator('.finds li a');
	assert.ok(await found.count() > 0);
	await found.first().click();
	assert.match(await page.locator('.lines').textContent(), /ežer/i);
	await page.goto(`${server.base}/objects/${BOOK}?q=qqqxxx`);
	assert.match(await page.locator('#finds-heading').textContent(), /: 0$/);
	await context.close();
});

test('Mirador opens at the page that a state asks for, in the language of the page', { skip: noBrowser }, async (t) => {
	const { page, faults } = await watched();
	await page.goto(`${server.base}/lt/objects/${BOOK}?page=3`);
	await page.getByRole('link', { name: 'Atverti „Mirador“ žiūryklėje' }).click();
	await page.waitForSelector('.openseadragon-canvas canvas');
	await page.getByText('Apie šį įrašą', { exact: false }).first().waitFor();
	await page.waitForLoadState('networkidle');
	const style = await page.addStyleTag({ content: 'x{}' }).catch(() => null);
	assert.equal(style, null, 'a style element with text in it is refused');
	faults.splice(0, faults.length, ...faults.filter((f) => !/inline style/.test(f)));
	const canvas = page.locator('.openseadragon-canvas canvas').first(), service = `/iiif/3/${encodeURIComponent(`${BOOK}.3`)}`;
	const { width, height } = (await get(server.base, `${service}/info.json`)).json;
	// In the middle of the canvas, as large as it can be.
	const distance = async () => {
		const shot = PNG.sync.read(await canvas.screenshot());
		const fit = { width: Math.min(shot.width, Math.round(shot.height * width / height)), height: Math.min(shot.height, Math.round(shot.width * height / width)) };
		const part = new PNG(fit);
		PNG.bitblt(shot, part, Math.round((shot.width - fit.width) / 2), Math.round((shot.height - fit.height) / 2), fit.width, fit.height, 0, 0);
		return difference(part, PNG.sync.read((await get(server.base, `${service}/full/!${fit.width},${fit.height}/0/default.png`)).body));
	};
	let d;
	await wait(async () => { d = await distance(); return d < 14; }, PATIENCE_MS, () => `another page: ${d}`);
	await page.screenshot({ path: 'build/screenshots/mirador page 3.png' });
	t.diagnostic(`mean difference ${d.toFixed(2)} of 255`);
	assert.deepEqual(faults, []);
	await page.getByRole('link', { name: 'Į objekto puslapį' }).click();
	await page.waitForURL(new RegExp(`/objects/${BOOK}$`));
	await page.close();
});

test('axe finds nothing on a part of a page, on what is found, on a broken link, around Mirador', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ bypassCSP: true, locale: 'lt', viewport: { width: 1200, height: 900 } });
	const page = await context.newPage();
	for (const query of [`iiif-content=${state(3, `#xywh=${BOX}`)}`, 'q=ezeras', 'q=qqqxxx', 'iiif-content=abcde']) {
		await page.goto(`${server.base}/objects/${BOOK}?${query}`, { waitUntil: 'domcontentloaded' });
		assert.deepEqual(await violations(page), [], query);
	}
	await page.goto(`${server.base}/mirador/${BOOK}`);
	await page.waitForSelector('.openseadragon-canvas canvas');
	await page.waitForLoadState('networkidle');
	assert.deepEqual(await violations(page), []);
	await context.close();
});
