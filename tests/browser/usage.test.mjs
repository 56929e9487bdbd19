// SPDX-License-Identifier: Apache-2.0
// What a person does in Mirador, as it is counted: an object of 300 pages, twenty of
// them leafed through.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, noBrowser, serveFolder, until, viewers } from '../lib/browser.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { makePages, readUsage, totals } from '../lib/usage.mjs';

const PAGES = 300, LEAFED = 20;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const source = temporaryFolder(), data = temporaryFolder();
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
after(() => { for (const folder of [source, data]) rmSync(folder, { recursive: true }); });

test('an object of 300 pages in Mirador, twenty of them leafed through: one unique request, twenty pages', { skip: noBrowser }, async (t) => {
	mkdirSync(source, { recursive: true });
	makePages(source, PAGES);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), `identifier;title;kind;image\nknyga;Knyga apie miestą;TEXT;${Array.from({ length: PAGES }, (_, i) => `${i}.png`).join('|')}\n`);
	const taken = await run(['ingest', ...config, source]);
	assert.equal(taken.code, 0, taken.stderr);
	const server = await start({ 'analytics.roll_every': 0 }, { data });
	const own = await serveFolder(viewers, '<!doctype html><style>body{margin:0}#m{position:relative;width:900px;height:900px}</style><div id="m"></div><script src="/mirador/mirador.min.js"></script>');
	const browser = await launch(), context = await browser.newContext({ userAgent: AGENT }), page = await context.newPage();
	const seen = new Set();
	page.on('response', (r) => { const m = new URL(r.url()).pathname.match(/^\/iiif\/3\/(knyga\.\d+)\/\d.*\.jpg$/); if (m && r.status() === 200) seen.add(m[1]); });
	await page.goto(own.base);
	await page.evaluate((id) => { Mirador.viewer({ id: 'm', language: 'lt', window: { sideBarOpen: false }, windows: [{ manifestId: id, view: 'single' }] }); }, `${server.base}/iiif/presentation/knyga/manifest`);
	await until(page, () => document.querySelector('.mirador-next-canvas-button'));
	for (let i = 1; i <= LEAFED; i++) {
		for (let tries = 0; seen.size < i && tries < 600; tries++) await page.waitForTimeout(100);
		assert.ok(seen.size >= i, `page ${i} was not asked for: ${[...seen]}`);
		if (i < LEAFED) await page.locator('.mirador-next-canvas-button').click();
	}
	await context.close();
	await browser.close();
	await own.close();
	await stop(server);
	const rolled = await run(['usage', 'roll', ...config]);
	assert.equal(rolled.code, 0, rolled.stderr);
	const counted = totals(readUsage(data));
	t.diagnostic(JSON.stringify(counted));
	assert.deepEqual([counted.unique_requests, counted.unique_investigations, counted.pages, counted.total_requests], [1, 1, LEAFED, LEAFED]);
});
