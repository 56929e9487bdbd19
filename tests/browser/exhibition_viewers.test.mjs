// SPDX-License-Identifier: Apache-2.0
// The manifests of exhibitions in Mirador, Universal Viewer and Clover, one with Lithuanian
// texts alone among them, and one so large that it says where its texts are: each shows the region of the first step and of the next, and says
// what the exhibition is called; what the steps say is read in Mirador and Clover.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { launch, noBrowser, serveFolder, viewers } from '../lib/browser.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { wait } from '../lib/raw.mjs';
import { root, start, stop, temporaryFolder } from '../lib/server.mjs';

const ALIKE_MAX = 14;	// mean difference of brightness, of 255, on a grid of cells
const shots = join(root, 'build/screenshots');
let server, browser;

const html = (body) => `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>html,body{margin:0;background:#fff}#v{position:relative;width:1200px;height:900px}</style>${body}`;
const all = {
	Mirador: {
		page: '<div id="v"></div><script src="/mirador/mirador.min.js"></script>', language: 'lt',
		open: (page, manifestId) => page.evaluate((id) => { Mirador.viewer({ id: 'v', language: 'lt', window: { defaultView: 'single', sideBarOpen: true, defaultSideBarPanel: 'annotations',
			views: [{ key: 'single' }] }, windows: [{ manifestId: id }] }); }, manifestId),
		next: (page) => page.locator('.mirador-next-canvas-button').click(),
		reads: async () => {},	// they stand open
	},
	'Universal Viewer': {
		page: '<link rel="stylesheet" href="/uv/uv.css"><div id="v" class="uv"></div><script src="/uv/umd/UV.js"></script>', language: 'en',
		open: (page, manifest) => page.evaluate((id) => { window.uv = UV.init('v', { manifest: id, embedded: true }); }, manifest),
		next: (page) => page.locator('.uv .headerPanel button[title^="Next"]').locator('visible=true').first().click(),
		contents: async (page, ranges) => {
			await page.locator('.leftPanel .tab.index').click();
			await page.locator('.treeView').getByText(ranges.at(-1), { exact: true }).first().waitFor();
		},
	},
	Clover: {
		// Of its modules: the prebuilt component (3.3.8) breaks over any annotations that it is to list.
		page: '<div id="v"></div><script src="/clover-search/clover.js"></script>', language: 'lt',
		open: (page, manifest) => page.evaluate((id) => window.clover(document.getElementById('v'), id, { informationPanel: { open: true } }), manifest),
		next: (page) => page.locator('button', { has: page.locator('title', { hasText: /^Next$/ }) }).click(),
		reads: (page) => page.getByRole('tab', { name: 'Annotations' }).click(),
	},
};
const exhibitions = ['utena-atvirlaiskiuose', 'ezeru-balsas-1929', 'tik-lietuviskai', 'daug-stoteliu'];
const folderOfAll = temporaryFolder();

function many(dir, steps = 70) {
	mkdirSync(dir);
	const numbers = Array.from({ length: steps }, (_, i) => i);
	writeFileSync(join(dir, 'exhibition.yaml'), `title: {lt: "Daug stotelių", en: "Many stops"}
languages: [lt, en]
rights: http://creativecommons.org/publicdomain/zero/1.0/
steps:
${numbers.map((i) => `  - id: stotele-${i}\n    image: {object: sartai-utena-aikste, region: "pct:${i % 2 * 40},${i % 30},60,50", alt: {lt: "Aikštė", en: "A square"}}\n`).join('')}`);
	for (const [lang, says] of [['lt', 'Ką čia galima pamatyti'], ['en', 'What can be seen here']])
		writeFileSync(join(dir, `${lang}.md`), numbers.map((i) => `## ${i} {#stotele-${i}}\n\n${says}, numeris ${i} iš daugelio.\n`).join('\n'));
	writeFileSync(join(dir, 'published'), '');
}

before(async () => {
	if (noBrowser) return;
	const dir = join(folderOfAll, 'exhibitions');
	cpSync(join(root, 'tests/collection/exhibitions'), dir, { recursive: true });
	many(join(dir, 'daug-stoteliu'));
	[server, browser] = [await start({ 'exhibitions.dir': dir }), await launch()];
	mkdirSync(shots, { recursive: true });
});
after(async () => {
	await browser?.close();
	if (server) await stop(server);
	rmSync(folderOfAll, { recursive: true, force: true });
});

// Of a screenshot what is not the colour of its corner; null: not much.
function trimmed(shot) {
	const isBack = (x, y) => { const i = 4 * (y * shot.width + x); return [0, 1, 2].every((k) => Math.abs(shot.data[i + k] - shot.data[k]) < 6); };
	let [left, top, right, bottom] = [shot.width, shot.height, -1, -1];
	for (let y = 0; y < shot.height; y++) for (let x = 0; x < shot.width; x++)
		if (!isBack(x, y)) { left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y); }
	if (right - left < 50 || bottom - top < 50) return null;
	const part = new PNG({ width: right - left + 1, height: bottom - top + 1 });
	PNG.bitblt(shot, part, left, top, part.width, part.height, 0, 0);
	return part;
}

// What the viewer's largest canvas shows, when nothing else is seen; before a colour that no
// paper has, so that its margins are told from it.
async function drawn(page) {
	if (!await page.evaluate(() => {
		const size = (c) => c.clientWidth * c.clientHeight;
		const [largest] = [...document.querySelectorAll('.openseadragon-canvas canvas')].sort((a, b) => size(b) - size(a));
		for (const c of document.querySelectorAll('[data-largest]')) c.removeAttribute('data-largest');
		largest?.setAttribute('data-largest', '');
		return largest && size(largest) > 0;
	})) return null;
	const style = await page.addStyleTag({ content: '*, *::before, *::after { visibility: hidden !important; transition: none !important; animation: none !important } [data-largest], html { visibility: visible !important } html { background: #f0f !important } body { background: none !important }' });
	const bytes = await page.locator('[data-largest]').screenshot();
	await style.evaluate((s) => s.remove());
	return trimmed(PNG.sync.read(bytes));
}

// How far it is from what a canvas is painted with; 255 when it has another shape.
async function distance(part, canvas) {
	if (!part || Math.abs(part.width / part.height / (canvas.width / canvas.height) - 1) > 0.06) return 255;
	const { pathname } = new URL(canvas.items[0].items[0].body.id);
	const path = pathname.replace(/\/[^/]+\/0\/default\.jpg$/, `/^${part.width},${part.height}/0/default.png`);
	return difference(part, PNG.sync.read((await get(server.base, path)).body));
}

async function shows(page, canvas, what) {
	let d;
	await wait(async () => (d = await distance(await drawn(page), canvas)) < ALIKE_MAX, 60000, () => `${what}: ${d}`).catch(async (e) => {
		await page.screenshot({ path: join(shots, `failed ${what}.png`) });
		throw e;
	});
	return d;
}

// A page of annotations, also where the manifest says only where it is.
const whole = async (page) => page.items ? page : (await get(server.base, new URL(page.id).pathname)).json;
const words = (htmlText) => htmlText.match(/<p>([^<]{20,60})/)[1].trim();

for (const [name, v] of Object.entries(all)) for (const slug of exhibitions) {
	test(`${name}: ${slug}`, { skip: noBrowser }, async (t) => {
		const { json } = await get(server.base, `/exhibitions/${slug}/manifest.json`);
		const folder = await serveFolder(viewers, html(v.page));
		const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
		const faults = [];
		page.on('pageerror', (e) => faults.push(String(e)));
		await page.goto(folder.base);
		await v.open(page, json.id);
		const ds = [await shows(page, json.items[0], `${name} ${slug} 1`)];
		await page.getByText((json.label[v.language] ?? json.label.lt)[0], { exact: true }).first().waitFor();
		if (v.reads) {
			await v.reads(page);
			// In whichever of its texts the viewer shows first.
			const pages = await Promise.all(json.items[0].annotations.map(whole));
			const texts = pages.map((p) => page.getByText(words(p.items[0].body.value)).first());
			await texts.slice(1).reduce((any, one) => any.or(one), texts[0]).first().waitFor();
		}
		await v.contents?.(page, json.structures.map((r) => (r.label[v.language] ?? r.label.lt)[0]));
		await page.screenshot({ path: join(shots, `${name} - ${slug}.png`) });
		await v.next(page);
		ds.push(await shows(page, json.items[1], `${name} ${slug} 2`));
		t.diagnostic(`mean difference ${ds.map((d) => d.toFixed(1)).join(', ')} of 255`);
		assert.deepEqual(faults, []);
		await page.close();
		await folder.close();
	});
}
