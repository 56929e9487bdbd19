// SPDX-License-Identifier: Apache-2.0
// Defects put one by one into a copy of our pages: how many of them the suite (axe and
// the probe of tests/lib/probe.mjs) catches.  The list is that of the notes on how
// exhibitions fail people, and what the pages were before somebody looked.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { noBrowser, serverAndBrowser } from '../lib/browser.mjs';
import { axe, probe } from '../lib/probe.mjs';

const LEAST = 31;
const main = (html) => `document.querySelector('main').insertAdjacentHTML('beforeend', ${JSON.stringify(html)})`;
const style = (css) => `document.head.insertAdjacentHTML('beforeend', ${JSON.stringify(`<style>${css}</style>`)})`;
const OBJECT = '/objects/di-ozere', SEARCH = '/search?order=title', FORM = '/feedback', HELP = '/help';

const defects = [
	['an image without alternative', OBJECT, `document.querySelector('img.sheet').removeAttribute('alt')`],
	['an alternative that is a file name', OBJECT, `document.querySelector('img.sheet').alt = 'scan_0001.jpg'`],
	['words too pale', HELP, style('.words p { color: #aaa }')],
	['a link told by colour alone, too pale', HELP, style('a { color: #9c9 !important }')],
	['focus without outline', HELP, style(':focus, :focus-visible { outline: none !important; box-shadow: none !important }')],
	['focus in the colour of the page', HELP, style(':focus-visible { outline: 3px solid #fbf8f1 !important } .top :focus-visible { outline-color: #12372a !important }')],
	['focus below a bar that stays', HELP, `document.body.insertAdjacentHTML('beforeend', '<div style="position:fixed;inset:0 0 60% 0;background:#fff;z-index:99"></div>')`],
	['a trap for the keyboard', HELP, `document.querySelector('main').insertAdjacentHTML('afterbegin', '<input id=trap aria-label=x>'); document.getElementById('trap').addEventListener('keydown', (e) => { if (e.key === 'Tab') e.preventDefault(); })`],
	['no way past the menu', HELP, `document.querySelector('.skip').remove()`],
	['a field without label', FORM, `document.querySelector('label[for=text]').remove()`],
	['a placeholder for a label', FORM, `{ const e = document.getElementById('email'); document.querySelector('label[for=email]').remove(); e.placeholder = 'E. paštas'; }`],
	['an e-mail field that knows no autocomplete', FORM, `document.getElementById('email').removeAttribute('autocomplete')`],
	['a button without name', FORM, `document.querySelector('main button').textContent = ''`],
	['a vague link', HELP, main('<p>Kaip skaityti: <a href="/help">čia</a></p>')],
	['a vague link in English', HELP, main('<p><a href="/help">Read more</a></p>')],
	['a link without words', HELP, main('<p><a href="/help"></a></p>')],
	['a window opened unsaid', HELP, main('<p><a href="/help" target="_blank">Pagalbos puslapis</a></p>')],
	['headings that jump', HELP, `document.querySelector('main h2').outerHTML = '<h4>x</h4>'`],
	['no first heading', HELP, `document.querySelector('h1').outerHTML = '<p>Pagalba</p>'`],
	['no language of the page', HELP, `document.documentElement.removeAttribute('lang')`],
	['a language that is none', HELP, `document.documentElement.lang = 'lietuvių'`],
	['Yiddish that is not said to be', HELP, main('<p>די אָזערע איז טיף און בלוי</p>')],
	['a page without title', HELP, `document.title = ''`],
	['a title that says nothing', HELP, `document.title = 'Untitled'`],
	['no main', HELP, `document.querySelector('main').outerHTML = document.querySelector('main').outerHTML.replace(/^<main/, '<div').replace(/main>$/, 'div>')`],
	['too wide for 320 px', SEARCH, style('.cards { min-width: 700px }')],
	['text that is cut when it is spaced', HELP, style('.lead { height: 3.2em; overflow: hidden; max-width: 24rem }')],
	['zoom forbidden', HELP, `document.querySelector('meta[name=viewport]').content = 'width=device-width, user-scalable=no'`],
	['something that goes on moving', HELP, style('@keyframes x { to { transform: rotate(1turn) } } h1 { animation: x 2s infinite }')],
	['targets too small', SEARCH, style('.facets a { min-height: 0 !important; padding: 0 !important; line-height: 1 !important; font-size: .6rem } .facets ul { display: flex; flex-wrap: wrap }')],
	['sound without a transcript', HELP, main('<audio controls src="/x.mp3"></audio>')],
	['a film without captions', HELP, main('<video controls src="/x.mp4"></video>')],
	['a canvas without words', OBJECT, main('<canvas width="300" height="200"></canvas>')],
	['a box that only a mouse can press', HELP, main('<div onclick="x()" style="padding:20px">Atverti</div>')],
	['what can only be dragged', HELP, main('<div draggable="true">Perkelkite</div>')],
	['a list that leads away when it is changed', SEARCH, `document.querySelector('select').setAttribute('onchange', 'this.form.submit()')`],
	['an order of its own', HELP, `document.querySelector('main a').tabIndex = 5`],
	['seen in another order than read', HELP, style('.words { display: flex; flex-direction: column-reverse }')],
	['a table without headings', HELP, main('<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>')],
	['news that is not announced', SEARCH, `document.querySelector('.found').removeAttribute('role')`],
	['an id twice', HELP, main('<p id="main">x</p>')],
	['two menus of one name', HELP, main('<nav aria-label="Pagrindinis meniu"><a href="/help">Pagalbos puslapis</a></nav>')],
];

let server, browser;
serverAndBrowser((s, b) => { [server, browser] = [s, b]; });

test(`of ${defects.length} defects at least ${LEAST} are caught, and without them nothing is`, { skip: noBrowser }, async (t) => {
	const context = await browser.newContext({ bypassCSP: true, locale: 'lt', viewport: { width: 1280, height: 900 } });
	const page = await context.newPage();
	const caught = [], missed = [];
	const look = async (path, change) => {
		await page.goto(server.base + path, { waitUntil: 'load' });
		if (change) await page.evaluate(change);
		const found = await axe(page);
		return found.length ? found : probe(page, { looked: 4 });
	};
	for (const path of [OBJECT, SEARCH, FORM, HELP]) assert.deepEqual(await look(path), [], path);
	for (const [name, path, change] of defects) {
		const found = await look(path, change);
		(found.length ? caught : missed).push(name);
		t.diagnostic(`${found.length ? 'caught' : 'MISSED'}: ${name}${found.length ? ` (${found[0].slice(0, 70)})` : ''}`);
	}
	await context.close();
	t.diagnostic(`${caught.length} of ${defects.length} caught`);
	assert.ok(caught.length >= LEAST, `missed: ${missed.join('; ')}`);
	assert.deepEqual(missed, []);
});
