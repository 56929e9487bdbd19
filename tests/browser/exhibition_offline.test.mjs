// SPDX-License-Identifier: Apache-2.0
// The archive of an exhibition, unpacked and opened from the disk with the network off and
// scripts off: read from the first step to the last, in each text.
import { after, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { get } from '../lib/http.mjs';
import { noBrowser, serverAndBrowser } from '../lib/browser.mjs';
import { root, temporaryFolder } from '../lib/server.mjs';

const folder = temporaryFolder(), shots = join(root, 'build/screenshots');
let server, browser;

serverAndBrowser((s, b) => {
	[server, browser] = [s, b];
	mkdirSync(shots, { recursive: true });
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const slug of ['utena-atvirlaiskiuose', 'ezeru-balsas-1929', 'tik-lietuviskai']) {
	test(`${slug} is read from a disk`, { skip: noBrowser }, async (t) => {
		const { json: manifest } = await get(server.base, `/exhibitions/${slug}/manifest.json`);
		writeFileSync(join(folder, `${slug}.zip`), (await get(server.base, `/exhibitions/${slug}/offline.zip`)).body);
		execFileSync('/usr/bin/python3', ['-m', 'zipfile', '-e', join(folder, `${slug}.zip`), folder]);
		const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } });
		const page = await context.newPage(), asked = [];
		await context.setOffline(true);
		page.on('request', (r) => { if (!/^(file|data):/.test(r.url())) asked.push(r.url()); });
		page.on('requestfailed', (r) => asked.push(`failed: ${r.url()}`));
		// A picture far down is fetched when it comes near.
		const whole = async () => {
			assert.deepEqual(await page.evaluate(async () => {
				const bad = [];
				for (const picture of document.querySelectorAll('main img')) {
					picture.scrollIntoView({ block: 'nearest' });
					await picture.decode().catch((e) => bad.push(`${picture.getAttribute('src')}: ${e}`));
					if (picture.naturalWidth === 0) bad.push(picture.getAttribute('src'));
				}
				return bad;
			}), [], page.url());
			assert.equal(await page.locator('h1').count(), 1, page.url());
			assert.ok((await page.locator('main').evaluate((e) => getComputedStyle(e).maxWidth)) !== 'none', `${page.url()} has its style sheet`);
		};
		await page.goto(pathToFileURL(join(folder, slug, 'index.html')).href);
		await whole();
		await page.screenshot({ path: join(shots, `offline ${slug}.png`) });
		const texts = [{ version: 'lt', link: null }, ...(manifest.label.en ? [{ version: 'en', link: 'In English' }, { version: 'easy', link: 'Lengvai suprantamas tekstas' }] : [])];
		for (const { version, link } of texts) {
			if (link) await page.locator('header').getByRole('link', { name: link, exact: true }).click();
			assert.equal(await page.locator('html').getAttribute('lang'), version === 'en' ? 'en' : 'lt');
			await page.locator('.start a').click();
			for (const [i, range] of manifest.structures.entries()) {
				if (version !== 'easy') assert.equal(await page.locator('h2#stop-heading').textContent(), range.label[version][0]);
				assert.match(page.url(), new RegExp(`/${version}/${String(i + 1).padStart(2, '0')}-`));
				await whole();
				if (i === 0) await page.screenshot({ path: join(shots, `offline ${slug} ${version} 1.png`) });
				await page.locator('a[rel=next]').click();
			}
			// Behind the last one is the cover again.
			assert.match(page.url(), version === 'lt' ? new RegExp(`/${slug}/index\\.html$`) : new RegExp(`/${version}/index\\.html$`));
			await page.locator('.ways a').first().click();
			assert.match(page.url(), new RegExp(`/${version}/all\\.html$`));
			await whole();
			await page.locator('header .name a').click();
		}
		assert.deepEqual(asked, []);
		t.diagnostic(`${manifest.structures.length} steps in ${texts.length} texts`);
		await context.close();
	});
}

test('a sound plays from the disk', { skip: noBrowser }, async () => {
	const context = await browser.newContext({ viewport: { width: 800, height: 900 } });
	const page = await context.newPage();
	await context.setOffline(true);
	await page.goto(pathToFileURL(join(folder, 'utena-atvirlaiskiuose/lt/all.html')).href);
	const duration = await page.locator('audio').first().evaluate((a) => new Promise((ok, bad) => {
		a.onloadedmetadata = () => ok(a.duration);
		a.onerror = () => bad(new Error('it does not'));
		a.load();
	}));
	assert.ok(duration > 1 && duration < 3);
	await context.close();
});
