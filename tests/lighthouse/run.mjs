// SPDX-License-Identifier: Apache-2.0
// Lighthouse, as on a telephone, over the kinds of pages that are named (or those below):
// the four figures of each, into build/bench/lighthouse.json; fails where one is lower than
// issue 6 wants it.  `make lighthouse`, or `node run.mjs /path …` once that has installed it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as launcher from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { root, start, stop, temporaryFolder } from '../lib/server.mjs';

const WANTED = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 };
const SHOW = '/lt/exhibitions/utena-atvirlaiskiuose';
const PATHS = ['/', '/search', '/objects/azuolynes-apskrities-zemelapis', '/objects/ezeru-balsas-1927-03-13', '/places', '/times', '/exhibitions', SHOW,
	`${SHOW}/steps/aikste`, `${SHOW}/easy/steps/aikste`];
const paths = process.argv.length > 2 ? process.argv.slice(2) : PATHS;
const server = await start({ 'log.levels': 'warn' });
const profile = temporaryFolder();
const chrome = await launcher.launch({ chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium', userDataDir: profile,
	chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'] });
const rows = [], low = [];
try {
	for (const path of paths) {
		const { lhr } = await lighthouse(server.base + path, { port: chrome.port, logLevel: 'error', extraHeaders: { 'Accept-Language': 'lt' } });
		const figures = Object.fromEntries(Object.keys(WANTED).map((name) => [name, Math.round(lhr.categories[name].score * 100)]));
		const faults = Object.keys(WANTED).flatMap((name) => lhr.categories[name].auditRefs.filter((r) => r.weight > 0 && lhr.audits[r.id].score !== null && lhr.audits[r.id].score < 0.9)
			.map((r) => `${name}: ${r.id} ${lhr.audits[r.id].displayValue ?? ''} ${JSON.stringify(lhr.audits[r.id].details?.items?.slice(0, 3) ?? []).slice(0, 400)}`));
		rows.push({ path, ...figures, faults, lighthouse: lhr.lighthouseVersion });
		console.log(`${path}: ${Object.entries(figures).map(([name, n]) => `${name} ${n}`).join(', ')}`);
		for (const [name, least] of Object.entries(WANTED)) if (figures[name] < least) low.push(`${path}: ${name} ${figures[name]}, wanted ${least}`);
		if (low.some((l) => l.startsWith(`${path}:`))) for (const fault of faults) console.log(`  ${fault}`);
	}
} finally {
	await chrome.kill();
	await stop(server, { clean: false });
	rmSync(profile, { recursive: true, force: true });
}
mkdirSync(join(root, 'build/bench'), { recursive: true });
writeFileSync(join(root, 'build/bench/lighthouse.json'), `${JSON.stringify(rows, null, '\t')}\n`);
if (low.length) {
	console.error(low.join('\n'));
	process.exit(1);
}
