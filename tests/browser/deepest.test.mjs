// SPDX-License-Identifier: Apache-2.0
// Zoomed in by the wheel until pixels of the largest image are shown as they are, no
// viewer has asked for anything that failed.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { noBrowser, serveFolder, serverAndBrowser, viewers } from '../lib/browser.mjs';
import { wait } from '../lib/raw.mjs';

const OBJECT = 'azuolynes-apskrities-zemelapis'; // 12000 x 9000 pixels
const TURNS_MAX = 60, TURN_MS = 150;
const DEEPEST = /\/\d+,\d+,512,512\/(512,|512,512|max)\/0\/default\.jpg$/; // a tile of level 0
const ABORTED = 'net::ERR_ABORTED'; // by the viewer, of what it no longer shows
let server, browser;

serverAndBrowser((s, b) => { [server, browser] = [s, b]; });

async function watched() {
	const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
	const seen = { page, failed: [], tiles: 0, deepest: 0 };
	page.on('requestfailed', (r) => { if (r.failure().errorText !== ABORTED) seen.failed.push(`${r.url()}: ${r.failure().errorText}`); });
	page.on('response', (r) => {
		if (r.status() >= 400) seen.failed.push(`${r.url()}: ${r.status()}`);
		else if (r.url().endsWith('/default.jpg')) seen.tiles++;
		if (r.status() === 200 && DEEPEST.test(r.url())) seen.deepest++;
	});
	return seen;
}

async function zoomIn(seen, canvas) {
	const { x, y, width, height } = await canvas.boundingBox();
	for (let i = 0; i < TURNS_MAX && seen.deepest === 0; i++) {
		await seen.page.mouse.move(x + width / 2, y + height / 2);
		await seen.page.mouse.wheel(0, -400);
		await seen.page.waitForTimeout(TURN_MS);
	}
	await wait(() => seen.deepest > 0, 10000, () => `${seen.tiles} tiles, none of level 0`);
	await seen.page.waitForLoadState('networkidle');
	assert.deepEqual(seen.failed, []);
	await seen.page.close();
}

test('OpenSeadragon', { skip: noBrowser }, async () => {
	const own = await serveFolder(viewers, `<!doctype html><link rel="icon" href="data:,"><style>body{margin:0}#v{width:800px;height:600px}</style>
<div id="v"></div><script src="/openseadragon/openseadragon.min.js"></script>`);
	const seen = await watched();
	await seen.page.goto(own.base);
	await seen.page.evaluate((tileSources) => { OpenSeadragon({ id: 'v', tileSources, drawer: 'canvas', showNavigationControl: false, crossOriginPolicy: 'Anonymous' }); },
		`${server.base}/iiif/3/${OBJECT}.1/info.json`);
	await wait(() => seen.tiles > 0);
	await zoomIn(seen, seen.page.locator('#v'));
	await own.close();
});

test('Mirador', { skip: noBrowser }, async () => {
	const own = await serveFolder(viewers, `<!doctype html><link rel="icon" href="data:,"><div id="m" style="position:relative;width:850px;height:650px"></div>
<script src="/mirador/mirador.min.js"></script>`);
	const seen = await watched();
	await seen.page.goto(own.base);
	await seen.page.evaluate((id) => { Mirador.viewer({ id: 'm', language: 'lt', windows: [{ manifestId: id }] }); },
		`${server.base}/iiif/presentation/${OBJECT}/manifest`);
	await seen.page.waitForSelector('.openseadragon-canvas canvas');
	await wait(() => seen.tiles > 0);
	await zoomIn(seen, seen.page.locator('.openseadragon-canvas').first());
	await own.close();
});

test('the object page', { skip: noBrowser }, async () => {
	const seen = await watched();
	await seen.page.goto(`${server.base}/objects/${OBJECT}`);
	await seen.page.locator('.tools button').first().click();
	await seen.page.waitForSelector('#zoom canvas');
	await zoomIn(seen, seen.page.locator('#zoom canvas').first());
});
