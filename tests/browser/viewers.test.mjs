// SPDX-License-Identifier: Apache-2.0
// The viewers of other people on each kind of object: what it draws is compared with the page's image,
// a page is turned, the structure is shown.  Screenshots of all go to build/screenshots.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { launch, noBrowser, serveFolder, viewers } from '../lib/browser.mjs';
import { metsObject } from '../lib/mets.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { drawn, html } from '../lib/viewers.mjs';

const ALIKE_MAX = 14;	// mean difference of brightness, of 255, on a grid of cells
const source = temporaryFolder(), data = temporaryFolder(), shots = join(root, 'build/screenshots');
const SIZE = { width: 1200, height: 900 };
let demo, own, browser;

// A page that looks like no other: black and white fields by the bits of its number times
// one that scatters them.  Large, for between two pages Universal Viewer leaves 50 pixels.
function numbered(n, width = 900, height = 1260) {
	const png = new PNG({ width, height });
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
		const cell = Math.floor(y / height * 4) * 3 + Math.floor(x / width * 3), at = 4 * (y * width + x);
		png.data.fill(n * 0x9e5 >> cell & 1 ? 30 : 215, at, at + 3);
		png.data[at + 3] = 255;
	}
	return PNG.sync.write(png);
}

const subjects = [
	{ name: 'book', id: 'ezeru-krasto-padavimai-1931', turn: true },
	{ name: 'newspaper issue', id: 'ezeru-balsas-1927-03-13', turn: true },
	{ name: 'map', id: 'azuolynes-apskrities-zemelapis' },
	{ name: 'postcard of two sides', id: 'sartai-utena-aikste', turn: true },
	{ name: 'right to left', id: 'rtl', isOwn: true, turn: true },
	{ name: '1,000 pages', id: 'tukstantis', isOwn: true, turn: true },
	{ name: '2.1 manifest', id: 'ezeru-krasto-padavimai-1931', version: 2, turn: true },
];
const serverOf = (s) => (s.isOwn ? own : demo);

before(async () => {
	if (noBrowser) return;
	metsObject(join(source, 'rtl'), { identifier: 'rtl', title: 'א בוך', pages: 4, language: 'yi', pictures: [1, 2, 3, 4].map((n) => numbered(n)),
		divs: [{ type: 'chapter', label: 'Pirmas', pages: [1, 2] }, { type: 'chapter', label: 'Antras', pages: [3, 4] }] });
	metsObject(join(source, 'long'), { identifier: 'tukstantis', title: 'Tūkstantis puslapių', pages: 1000, pictures: [5, 6, 7, 8, 9].map((n) => numbered(n)),
		divs: Array.from({ length: 20 }, (_, i) => ({ type: 'chapter', label: `Skyrius ${i + 1}`, pages: [i * 50 + 1] })) });
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	[demo, own, browser] = [await start(), await start({}, { data }), await launch()];
	mkdirSync(shots, { recursive: true });
});
after(async () => {
	await browser?.close();
	for (const s of [demo, own]) if (s) await stop(s);
	for (const folder of [source, data]) rmSync(folder, { recursive: true, force: true });
});

// The images of an object in the order of its pages, from our 3.0 manifest.
async function imagesOf(s) {
	const { base } = serverOf(s);
	const { json } = await get(base, `/iiif/presentation/${s.id}/manifest`);
	return { isPaged: json.behavior?.includes('paged'), isFromRight: json.viewingDirection === 'right-to-left', ranges: (json.structures ?? []).map((r) => Object.values(r.label)[0][0]),
		images: json.items.map((c) => c.items[0].items[0].body.service[0].id) };
}

async function manifestOf(s) {
	const { base } = serverOf(s), path = `/iiif/presentation/${s.id}/${s.version === 2 ? '2/' : ''}manifest`;
	return (await get(base, path)).status === 200 ? base + path : null;
}

const kept = new Map();	// by what is asked for
async function beside(services, width, height) {
	const key = JSON.stringify([services, width, height]);
	if (!kept.has(key)) kept.set(key, await besideNow(services, width, height));
	return kept.get(key);
}

// Images side by side, as high as the first is when they are as wide as that together.
async function besideNow(services, width, height) {
	const sizes = [];
	for (const service of services) sizes.push((await get(new URL(service).origin, `${new URL(service).pathname}/info.json`)).json);
	const aspects = sizes.map((z) => z.width / z.height), sum = aspects.reduce((a, b) => a + b);
	if (Math.abs(width / height - sum) > 0.06 * sum) return null;
	const all = new PNG({ width, height });
	let x = 0;
	for (const [i, service] of services.entries()) {
		const w = i === services.length - 1 ? width - x : Math.round(width * aspects[i] / sum), { origin, pathname } = new URL(service);
		const one = PNG.sync.read((await get(origin, `${pathname}/full/^${w},${height}/0/default.png`)).body);
		PNG.bitblt(one, all, 0, 0, w, height, x, 0);
		x += w;
	}
	return all;
}

// How far that is from the images, 255 when it cannot be they.
async function distance(part, services) {
	const wanted = part && services.every(Boolean) && await beside(services, part.width, part.height);
	return wanted ? difference(part, wanted) : 255;
}

// Waits until the images are shown; none of the others would fit better.
async function shows(page, services, others, what) {
	let d, part;
	await wait(async () => {
		part = await drawn(page);
		d = await distance(part, services);
		return d < ALIKE_MAX;
	}, 40000, () => `${what}: ${d}`).catch(async (e) => {
		await page.screenshot({ path: join(shots, `failed ${what}.png`) });
		throw e;
	});
	for (const other of others) {
		const far = await distance(part, other);
		assert.ok(far > d, `${what}: ${other} fits better, ${far} against ${d}`);
	}
	return d;
}

const all = {
	OpenSeadragon: {
		onlyImages: true,
		page: '<div id="v"></div><script src="/openseadragon/openseadragon.min.js"></script>',
		open: (page, { images }) => page.evaluate((tileSources) => { window.v = OpenSeadragon({ id: 'v', tileSources, sequenceMode: true, showNavigationControl: false, showSequenceControl: false,
			drawer: 'canvas', crossOriginPolicy: 'Anonymous' }); }, images.slice(0, 20).map((i) => `${i}/info.json`)),
		next: (page) => page.evaluate(() => window.v.goToPage(1)),
	},
	Mirador: {
		page: '<div id="v"></div><script src="/mirador/mirador.min.js"></script>',
		open: (page, { manifest }) => page.evaluate((manifestId) => { Mirador.viewer({ id: 'v', language: 'lt', window: { defaultView: 'single', sideBarOpen: true, defaultSideBarPanel: 'canvas',
			views: [{ key: 'single' }] }, windows: [{ manifestId }] }); }, manifest),
		next: (page) => page.locator('.mirador-next-canvas-button').click(),
		structure: (page, text) => page.getByText(text, { exact: true }).first().waitFor(),
	},
	'Universal Viewer': {
		hasPairs: true,
		page: '<link rel="stylesheet" href="/uv/uv.css"><div id="v" class="uv"></div><script src="/uv/umd/UV.js"></script>',
		open: (page, { manifest }) => page.evaluate((id) => { window.uv = UV.init('v', { manifest: id, embedded: true }); }, manifest),
		// By its name: right to left it stands on the other side.
		next: (page) => page.locator('.uv .headerPanel button[title^="Next"]').locator('visible=true').first().click(),
		structure: async (page, text) => {
			await page.locator('.leftPanel .tab.index').click();
			await page.locator('.treeView').getByText(text, { exact: true }).first().waitFor();
		},
		collection: async (page, labels) => {	// it speaks no Lithuanian
			for (const { en } of labels) await page.locator('.treeView').getByText(en[0], { exact: true }).first().waitFor();
		},
	},
	Clover: {
		hasPairs: true,
		page: '<div id="v"></div><script src="/clover/index.umd.js"></script>',
		open: (page, { manifest }) => page.evaluate((id) => {	// an id of its own it would take for a manifest
			const viewer = document.createElement('clover-viewer');
			viewer.setAttribute('iiif-content', id);
			document.getElementById('v').append(viewer);
		}, manifest),
		next: (page) => page.locator('button', { has: page.locator('title', { hasText: /^Next$/ }) }).click(),
		// It shows no ranges (see below); its structure are the pages with their labels.
		structure: (page) => page.locator('[data-testid=media-thumbnail]').nth(1).waitFor(),
	},
};
// Clover as a bundle of its modules, in which more works than in its prebuilt component (3.3.8):
// there the list of a collection's objects does not open.
const cloverModules = {
	page: '<div id="v"></div><script src="/clover-search/clover.js"></script>',
	open: (page, { manifest, withContents }) => page.evaluate(([id, contents]) => window.clover(document.getElementById('v'), id,
		{ informationPanel: { open: true }, canvasHeight: '600px' }, { withContents: contents }), [manifest, withContents]),
	collection: async (page, labels) => {
		await page.locator('[data-testid=select-button]').click();
		for (const { lt } of labels) await page.getByRole('option', { name: lt[0], exact: true }).waitFor();
	},
	choose: (page, { lt }) => page.getByRole('option', { name: lt[0], exact: true }).click(),
};

// A collection of objects, the first of which has an image.
async function shelf() {
	for (const { id } of (await get(demo.base, '/iiif/collection/root')).json.items) {
		const { items } = (await get(demo.base, new URL(id).pathname)).json;
		if (items.length > 1 && items.every((i) => i.type === 'Manifest') && items[0].thumbnail) return { id, first: items[0], last: items.at(-1) };
	}
	throw new Error('no collection holds objects alone');
}

for (const [name, v] of Object.entries({ ...all, 'Clover of modules': cloverModules }).filter(([, { collection }]) => collection)) {
	test(`${name}: a collection`, { skip: noBrowser }, async (t) => {
		const { id, first, last } = await shelf();
		const { images } = await imagesOf({ id: first.id.split('/').at(-2) });
		const folder = await serveFolder(viewers, html(v.page));
		const page = await browser.newPage({ viewport: SIZE });
		await page.goto(folder.base);
		await v.open(page, { manifest: id });
		const d = await shows(page, images.slice(0, 1), [], `${name} collection`);
		await v.collection(page, [first.label, last.label]);
		await page.screenshot({ path: join(shots, `${name} - collection.png`) });
		if (v.choose) {
			await v.choose(page, last.label);
			await shows(page, (await imagesOf({ id: last.id.split('/').at(-2) })).images.slice(0, 1), [images.slice(0, 1)], `${name} collection, the last`);
		}
		t.diagnostic(`mean difference ${d.toFixed(1)} of 255`);
		await page.close();
		await folder.close();
	});
}

for (const [name, v] of Object.entries(all)) for (const s of subjects) {
	if (v.onlyImages && s.version) continue;
	test(`${name}: ${s.name}`, { skip: noBrowser }, async (t) => {
		const manifest = await manifestOf(s);
		if (!manifest) { t.skip(`there is no such manifest of ${s.id}`); return; }
		const object = { manifest, ...await imagesOf(s) };
		const folder = await serveFolder(viewers, html(v.page));
		const page = await browser.newPage({ viewport: SIZE });
		const faults = [];
		page.on('pageerror', (e) => faults.push(String(e)));
		await page.goto(folder.base);
		await v.open(page, object);
		const { images } = object, ds = [await shows(page, images.slice(0, 1), images.slice(1, 4).map((i) => [i]), `${name} ${s.name} 1`)];
		if (v.structure && s.name !== 'map' && object.ranges.length > 1) await v.structure(page, object.ranges.at(-1));
		await page.screenshot({ path: join(shots, `${name} - ${s.name}.png`) });
		if (s.turn) {
			await v.next(page);
			// What is to be read as a book they show by two pages.
			const isPair = v.hasPairs && object.isPaged, pair = images.slice(1, isPair ? 3 : 2);
			if (isPair && object.isFromRight) pair.reverse();
			const others = isPair ? [[...pair].reverse(), images.slice(0, 2), images.slice(2, 4)] : [images.slice(0, 1), images.slice(2, 3)];
			ds.push(await shows(page, pair, others.filter((o) => o.length === pair.length), `${name} ${s.name} 2`));
			await page.screenshot({ path: join(shots, `${name} - ${s.name} - 2.png`) });
		}
		t.diagnostic(`mean difference ${ds.map((d) => d.toFixed(1)).join(', ')} of 255`);
		assert.deepEqual(faults, []);
		await page.close();
		await folder.close();
	});
}

const cloverSource = join(root, 'build/npm-clover/node_modules/@samvera/clover-iiif/dist/viewer/index.mjs');
test('Clover 3.3.8 shows no ranges itself', { skip: existsSync(cloverSource) ? false : `${cloverSource} is not there any more` }, (t) => {
	// When this fails, a newer one may show them without the plugin below.
	assert.ok(!readFileSync(cloverSource, 'utf8').includes('structures'));
	t.diagnostic('nothing in its dist/viewer/index.mjs reads the structures of a manifest; as a table of contents a plugin of its information panel shows them (tests/clover/contents.js)');
});

test('Clover of modules: the articles of a newspaper issue in a plugin, and one gone to', { skip: noBrowser }, async () => {
	const s = subjects.find(({ name }) => name === 'newspaper issue'), { ranges, images } = await imagesOf(s);
	const folder = await serveFolder(viewers, html(cloverModules.page)), page = await browser.newPage({ viewport: SIZE }), faults = [];
	page.on('pageerror', (e) => faults.push(String(e)));
	await page.goto(folder.base);
	await cloverModules.open(page, { manifest: await manifestOf(s), withContents: true });
	await shows(page, images.slice(0, 1), [], 'Clover contents 1');
	await page.getByRole('tab', { name: 'Contents' }).click();
	const buttons = page.getByRole('navigation', { name: 'Contents' }).getByRole('button');
	await buttons.last().click();
	assert.deepEqual(await buttons.allTextContents(), ranges);
	await shows(page, images.slice(-1), images.slice(0, -1).map((i) => [i]), 'Clover contents, the last article');
	await page.screenshot({ path: join(shots, 'Clover - contents.png') });
	assert.deepEqual(faults, []);
	await page.close();
	await folder.close();
});

// It may draw only images that came with leave to be read (CORS).
test('OpenSeadragon draws a page by WebGL', { skip: noBrowser }, async (t) => {
	const own = await launch({ hasWebGL: true }), { images } = await imagesOf(subjects[0]);
	const folder = await serveFolder(viewers, html(all.OpenSeadragon.page)), page = await own.newPage({ viewport: SIZE });
	await page.goto(folder.base);
	await page.evaluate((tileSources) => { window.v = OpenSeadragon({ id: 'v', tileSources, showNavigationControl: false, drawer: 'webgl', crossOriginPolicy: 'Anonymous' }); }, [`${images[0]}/info.json`]);
	const d = await shows(page, images.slice(0, 1), [images.slice(1, 2)], 'OpenSeadragon WebGL');
	const drawer = await page.evaluate(() => window.v.drawer.getType());
	await own.close();
	await folder.close();
	if (drawer === 'webgl') t.diagnostic(`mean difference ${d.toFixed(1)} of 255`);
	else t.skip('this Chromium has no WebGL');
});

// A collection of the root that holds an object with an image.
async function shelfOfRoot() {
	for (const collection of (await get(demo.base, '/iiif/collection/root')).json.items) {
		const { items } = (await get(demo.base, new URL(collection.id).pathname)).json;
		const object = items.find((i) => i.type === 'Manifest' && i.thumbnail && i.label.lt);
		if (object) return { collection, object };
	}
	throw new Error('no collection holds an object with an image');
}

test('Mirador 4 leads from the root collection to an object', { skip: noBrowser }, async () => {
	const folder = await serveFolder(viewers, `<!doctype html><div id="m" style="position:relative;width:900px;height:700px"></div>
<script src="/mirador/mirador.min.js"></script>`);
	const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
	const { collection, object } = await shelfOfRoot();
	await page.goto(folder.base);
	await page.evaluate((id) => { Mirador.viewer({ id: 'm', language: 'lt', windows: [{ manifestId: id }] }); }, `${demo.base}/iiif/collection/root`);
	// Its words are Lithuanian, and so are our labels in it.
	await page.locator('button', { hasText: 'Rodyti kolekciją' }).click();
	for (const label of [collection.label.lt[0], object.label.lt[0]])
		await page.getByRole('menuitem', { name: label }).first().click();
	await page.waitForSelector('.openseadragon-canvas canvas');
	await page.close();
	await folder.close();
});
