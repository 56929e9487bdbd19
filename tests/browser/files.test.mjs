// SPDX-License-Identifier: Apache-2.0
// Files of objects in a browser: a PDF is shown, and what could run is saved.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, noBrowser } from '../lib/browser.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const options = { skip: noBrowser };
let folder, server, browser;
before(async () => {
	if (noBrowser) return;
	folder = temporaryFolder();
	writeFileSync(join(folder, 'x.svg'), '<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/ran")</script></svg>');
	writeFileSync(join(folder, 'x.pdf'), `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
`);
	writeFileSync(join(folder, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}\n');
	writeFileSync(join(folder, 'a.csv'), 'identifier;title;kind;file\nsvetimas;Svetimas;TEXT;x.svg|x.pdf\n');
	const { code, stdout } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${join(folder, 'data')}`, folder]);
	assert.equal(code, 0, stdout);
	server = await start({}, { data: join(folder, 'data') });
	browser = await launch();
});
after(async () => {
	if (noBrowser) return;
	await browser?.close();
	await stop(server);
	rmSync(folder, { recursive: true });
});

// What becomes of an address that is opened: shown or saved, and what it asked for.
async function open(name) {
	const page = await browser.newPage(), asked = [];
	let saved = null, isSaved = false;
	page.on('request', (r) => asked.push(new URL(r.url()).pathname));
	page.on('download', (d) => { saved = d.suggestedFilename(); });
	await page.goto(`${server.base}/files/svetimas/${name}`).catch((error) => {
		assert.match(error.message, /Download is starting|ERR_ABORTED/);
		isSaved = true;
	});
	if (isSaved) await wait(() => saved);
	await page.waitForTimeout(500);	// for what should not be asked
	const type = await page.evaluate(() => document.contentType);
	await page.close();
	return { saved, asked, type };
}

test('an SVG with a script is saved; its script does not run', options, async () => {
	const { saved, asked } = await open('x.svg');
	assert.equal(saved, 'x.svg');
	assert.ok(!asked.includes('/ran'));
});

test('a PDF is shown', options, async () => {
	const { saved, type } = await open('x.pdf');
	assert.deepEqual([saved, type], [null, 'application/pdf']);
});
