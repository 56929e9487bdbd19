// SPDX-License-Identifier: Apache-2.0
// The viewers of other people open what we publish, and what they draw is
// compared with the page's image.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { launch, noBrowser, serveFolder, until, viewers } from '../lib/browser.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { start, stop } from '../lib/server.mjs';

const ALIKE_MAX = 12;	// mean difference of brightness, of 255, on a grid of cells
const SETTLE_MS = 1500;	// tiles blend in
let server, browser, manifest, service;

// A manifest of several pages, and the first page's image.
async function choose() {
	const root = (await get(server.base, '/iiif/collection/root')).json;
	for (const c of root.items) {
		const collection = (await get(server.base, c.id.replace(server.base, ''))).json;
		for (const item of collection.items.filter((i) => i.type === 'Manifest')) {
			const json = (await get(server.base, item.id.replace(server.base, ''))).json;
			if (json.items.length > 3 && json.items[0].items[0]) return json;
		}
	}
	throw new Error('no manifest has several pages');
}

before(async () => {
	if (noBrowser) return;
	server = await start();
	browser = await launch();
	const json = await choose();
	manifest = json.id;
	service = json.items[0].items[0].items[0].body.service[0].id;
});
after(async () => {
	await browser?.close();
	if (server) await stop(server);
});

// A collection of the root that holds an object with an image.
async function shelf() {
	for (const collection of (await get(server.base, '/iiif/collection/root')).json.items) {
		const { items } = (await get(server.base, new URL(collection.id).pathname)).json;
		const object = items.find((i) => i.type === 'Manifest' && i.thumbnail && i.label.lt);
		if (object) return { collection, object };
	}
	throw new Error('no collection holds an object with an image');
}

async function reference(width, height) {
	const png = await get(server.base, `${new URL(service).pathname}/full/!${width},${height}/0/default.png`);
	return PNG.sync.read(png.body);
}

// The part of a screenshot where the page lies when it is fitted into it.
function fitted(shot, aspect) {
	const width = Math.min(shot.width, Math.round(shot.height * aspect));
	const height = Math.min(shot.height, Math.round(shot.width / aspect));
	const part = new PNG({ width, height });
	PNG.bitblt(shot, part, Math.round((shot.width - width) / 2), Math.round((shot.height - height) / 2), width, height, 0, 0);
	return part;
}

async function compare(t, element) {
	const shot = PNG.sync.read(await element.screenshot());
	const { width, height } = (await get(server.base, `${new URL(service).pathname}/info.json`)).json;
	const part = fitted(shot, width / height);
	const d = difference(part, await reference(part.width, part.height));
	t.diagnostic(`mean difference ${d.toFixed(2)} of 255`);
	assert.ok(d < ALIKE_MAX, `the viewer shows something else: ${d}`);
}

test('OpenSeadragon 6 draws the image', { skip: noBrowser }, async (t) => {
	const own = await serveFolder(viewers, `<!doctype html><style>body{margin:0}#v{width:600px;height:800px;background:#fff}</style>
<div id="v"></div><script src="/openseadragon/openseadragon.min.js"></script>`);
	const page = await browser.newPage();
	await page.goto(own.base);
	await page.evaluate((source) => { window.v = OpenSeadragon({ id: 'v', tileSources: source, showNavigationControl: false,
		drawer: 'canvas', visibilityRatio: 1, crossOriginPolicy: 'Anonymous' }); }, `${service}/info.json`);
	await until(page, () => window.v.world.getItemCount() === 1 && window.v.world.getItemAt(0).getFullyLoaded());
	await page.waitForTimeout(SETTLE_MS);
	assert.equal((await page.evaluate(() => OpenSeadragon.version.major)), 6);
	await compare(t, page.locator('#v'));
	await page.close();
	await own.close();
});

test('Mirador 4 opens the manifest', { skip: noBrowser }, async (t) => {
	const own = await serveFolder(viewers, `<!doctype html><style>body{margin:0}#m{position:relative;width:900px;height:900px}</style>
<div id="m"></div><script src="/mirador/mirador.min.js"></script>`);
	const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
	const faults = [];
	page.on('pageerror', (e) => faults.push(String(e)));
	await page.goto(own.base);
	await page.evaluate((id) => { window.m = Mirador.viewer({ id: 'm', language: 'lt', workspace: { type: 'mosaic' },
		workspaceControlPanel: { enabled: false },
		window: { allowFullscreen: false, sideBarOpen: false, defaultView: 'single', allowTopMenuButton: false },
		thumbnailNavigation: { defaultPosition: 'off' }, windows: [{ manifestId: id }] }); }, manifest);
	await page.waitForSelector('.openseadragon-canvas canvas');
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(SETTLE_MS);
	assert.deepEqual(faults, []);
	await compare(t, page.locator('.openseadragon-canvas canvas').first());
	await page.close();
	await own.close();
});

test('Mirador 4 leads from the root collection to an object', { skip: noBrowser }, async () => {
	const own = await serveFolder(viewers, `<!doctype html><div id="m" style="position:relative;width:900px;height:700px"></div>
<script src="/mirador/mirador.min.js"></script>`);
	const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
	const { collection, object } = await shelf();
	await page.goto(own.base);
	await page.evaluate((id) => { Mirador.viewer({ id: 'm', language: 'lt', windows: [{ manifestId: id }] }); }, `${server.base}/iiif/collection/root`);
	// Its words are Lithuanian, and so are our labels in it.
	await page.locator('button', { hasText: 'Rodyti kolekciją' }).click();
	for (const label of [collection.label.lt[0], object.label.lt[0]])
		await page.getByRole('menuitem', { name: label }).first().click();
	await page.waitForSelector('.openseadragon-canvas canvas');
	await page.close();
	await own.close();
});
