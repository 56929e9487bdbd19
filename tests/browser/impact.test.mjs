// SPDX-License-Identifier: Apache-2.0
// The impact report as people get it: for everybody (axe, narrow), printed, and without
// a single request.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, noBrowser } from '../lib/browser.mjs';
import { axe, keyboard, reflow, spacing } from '../lib/probe.mjs';
import { demoConfig, run, temporaryFolder } from '../lib/server.mjs';
import { makeUses, writeSpools } from '../lib/usage.mjs';

const source = temporaryFolder(), data = temporaryFolder();
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
const YEAR = new Date().getUTCFullYear() - 1;
let browser;

before(async () => {
	if (noBrowser) return;
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-A, name: {lt: Pirma biblioteka, en: First library}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), ['identifier;title;kind', ...Array.from({ length: 30 }, (_, i) => `o${i};Knyga ilgu pavadinimu, kuris netelpa vienoje eilutėje ir tęsiasi toliau, ${i} dalis;TEXT`), ''].join('\n'));
	assert.equal((await run(['ingest', ...config, source])).code, 0);
	writeSpools(data, makeUses(20000, { seed: 5, from: Date.UTC(YEAR - 1, 6, 2), days: 480, objects: 30 }), 1);
	assert.equal((await run(['usage', 'roll', ...config])).code, 0);
	browser = await launch();
});
after(async () => {
	await browser?.close();
	for (const folder of [source, data]) rmSync(folder, { recursive: true, force: true });
});

const reportIn = async (lang, ...more) => (await run(['report', 'impact', String(YEAR), '--lang', lang, ...more, ...config])).stdout;

for (const [name, options, lang] of [['in Lithuanian', {}, 'lt'], ['in English', {}, 'en'], ['by night', { colorScheme: 'dark' }, 'lt'], ['with forced colours', { forcedColors: 'active' }, 'lt'], ['on 320 px', { viewport: { width: 320, height: 800 } }, 'lt']])
	test(`axe and the probe find nothing ${name}, and nothing is asked of anybody`, { skip: noBrowser }, async () => {
		const context = await browser.newContext(options), page = await context.newPage(), asked = [];
		page.on('request', (r) => asked.push(r.url()));
		await page.setContent(await reportIn(lang, ...(lang === 'en' ? ['--internal'] : [])), { waitUntil: 'load' });
		assert.deepEqual(await axe(page), []);
		assert.deepEqual([...await reflow(page), ...await spacing(page)], []);
		if (lang === 'lt' && !options.forcedColors) assert.deepEqual(await keyboard(page), []);
		assert.deepEqual(asked, []);
		await context.close();
	});

test('printed: pages of A4, nothing cut at the side', { skip: noBrowser }, async (t) => {
	const context = await browser.newContext({ viewport: { width: 680, height: 1000 } }), page = await context.newPage();
	await page.setContent(await reportIn('lt'), { waitUntil: 'load' });
	await page.emulateMedia({ media: 'print' });
	assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('table, svg, p')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))), []);
	const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
	const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
	t.diagnostic(`${pages} pages, ${pdf.length} bytes`);
	assert.ok(pages > 2 && pages < 20, String(pages));
	assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59[45]/);
	await context.close();
});
