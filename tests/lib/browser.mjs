// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium under playwright-core, and a small static server for the
// viewers that npm brought.
import { after, before } from 'node:test';
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';
import { root, start, stop } from './server.mjs';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const noBrowser = existsSync(executablePath) ? false : `there is no ${executablePath}`;
export const viewers = join(root, 'build/viewers');

// A busy machine is slow, not wrong.
export const PATIENCE_MS = 60000;

// Without WebGL, for the processor would have to draw all of it; what has it draws on a canvas then.
export async function launch({ hasWebGL = false } = {}) {
	const browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', ...hasWebGL ? [] : ['--disable-3d-apis'], '--disable-quic',
		'--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
	const make = browser.newContext.bind(browser);	// newPage() uses it too
	browser.newContext = async (options) => {
		const context = await make(options);
		context.setDefaultTimeout(PATIENCE_MS);
		return context;
	};
	return browser;
}

// A server with these settings and a browser for all tests of a file; `ready` is given both
// before the first of them.
export function serverAndBrowser(ready, settings = {}) {
	let server, browser;
	before(async () => {
		if (noBrowser) return;
		[server, browser] = await Promise.all([start(settings), launch()]);
		await ready(server, browser);
	});
	after(async () => {
		await browser?.close();
		if (server) await stop(server);
	});
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };

// Serves folder and a page that is given as text at /.
export async function serveFolder(folder, page) {
	const server = createServer((req, res) => {
		const path = normalize(new URL(req.url, 'http://x').pathname);
		if (path === '/') { res.setHeader('content-type', 'text/html; charset=utf-8'); res.end(page); return; }
		const file = join(folder, path);
		if (!file.startsWith(folder) || !existsSync(file)) { res.statusCode = 404; res.end(); return; }
		res.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
		res.end(readFileSync(file));
	});
	await new Promise((ok) => server.listen(0, '127.0.0.1', ok));
	server.unref();	// a test that fails does not come to close()
	return { base: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((ok) => { server.close(ok); server.closeAllConnections(); }) };
}

// Waits until `probe` (in the page) is true.
export async function until(page, probe, argument, timeout = PATIENCE_MS) {
	await page.waitForFunction(probe, argument, { timeout, polling: 50 });
}
