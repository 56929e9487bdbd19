// SPDX-License-Identifier: Apache-2.0
// The manifests of exhibitions in Mirador, Universal Viewer and Clover, one with Lithuanian
// texts alone among them, and one so large that it says where its texts are: each shows the
// region of the first step and of the next, and says what the exhibition is called; what the
// steps say is read in Mirador and Clover.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { noBrowser, serveFolder, serverAndBrowser, viewers } from '../lib/browser.mjs';
import { difference, PNG } from '../lib/picture.mjs';
import { wait } from '../lib/raw.mjs';
import { root, temporaryFolder } from '../lib/server.mjs';
import { drawn, html } from '../lib/viewers.mjs';

const ALIKE_MAX = 14;	// mean difference of brightness, of 255, on a grid of cells
const shots = join(root, 'build/screenshots');
let server, browser;

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

const dir = join(folderOfAll, 'exhibitions');
before(() => {
	cpSync(join(root, 'tests/collection/exhibitions'), dir, { recursive: true });
	many(join(dir, 'daug-stoteliu'));
});
serverAndBrowser((s, b) => {
	[server, browser] = [s, b];
	mkdirSync(shots, { recursive: true });
}, { 'exhibitions.dir': dir });
after(() => rmSync(folderOfAll, { recursive: true, force: true }));

// How far it is from what a canvas is painted with; 255 when it has another shape.
async function distance(part, canvas) {
	if (!part || Math.abs(part.width / part.height / (canvas.width / canvas.height) - 1) > 0.06) return 255;
	const { pathname } = new URL(canvas.items[0].items[0].body.id);
	const path = pathname.replace(/\/[^/]+\/0\/default\.jpg$/, `/^${part.width},${part.height}/0/default.png`);
	return difference(part, PNG.sync.read((await get(server.base, path)).body));
}

async function shows(page, canvas, what) {
	let d;
	await wait(async () => (d = await distance(await drawn(page, { behind: '#f0f' }), canvas)) < ALIKE_MAX, 60000, () => `${what}: ${d}`).catch(async (e) => {
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
