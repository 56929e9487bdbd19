// SPDX-License-Identifier: Apache-2.0
// What axe cannot find: looked for in a page as people use it, by keyboard, narrow,
// with wider text, without motion.  Each returns sentences; none is well.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PNG } from './picture.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const STOPS_MAX = 400;	// of a walk by Tab
const SEEN_LEAST = 40;	// pixels that change where focus is
const PLAYER_STOPS = 12;	// of a sound or film
const TARGET = 44;	// pixels of what is pressed

// exclude: selectors of what is not ours; isThere: this page has it already.
export async function axe(page, { runOnly = { type: 'tag', values: axeTags }, exclude = [], isThere = false } = {}) {
	if (!isThere) await page.evaluate(axeSource);
	// What it would load before are style sheets and films, for rules that are experiments and do not run.
	const found = await page.evaluate(([rules, others]) => globalThis.axe.run(others.length ? { exclude: others } : document, { runOnly: rules, resultTypes: ['violations'], preload: false }), [runOnly, exclude]);
	return found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`);
}

// --- by keyboard -----------------------------------------------------------------------

const describe = () => {
	const e = document.activeElement;
	if (!e || e === document.body || e === document.documentElement) return null;
	const r = e.getBoundingClientRect(), style = getComputedStyle(e);
	const at = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, r.x + r.width / 2)), Math.min(innerHeight - 1, Math.max(0, r.y + r.height / 2)));
	window.probeSeen ??= new WeakMap();
	const times = (window.probeSeen.get(e) ?? 0) + 1;
	window.probeSeen.set(e, times);
	return { html: e.outerHTML.slice(0, 120), times, box: { x: r.x, y: r.y, width: r.width, height: r.height }, left: scrollX, top: scrollY,
		hasRing: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none',
		isCovered: Boolean(at) && r.width > 0 && !e.contains(at) && !at.contains(e) && !at.closest('label')?.contains(e) };
};

// A part of the page that is seen now; playwright's own screenshot does more and takes twice as long.
const sessions = new WeakMap();
async function shot(page, clip) {
	if (!sessions.has(page)) sessions.set(page, await page.context().newCDPSession(page));
	const { data } = await sessions.get(page).send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, clip: { ...clip, scale: 1 } });
	return data;
}

// Pixels that are seen to be others.
function changed(before, after) {
	if (before === after) return 0;
	const [{ data: a }, { data: b }] = [before, after].map((text) => PNG.sync.read(Buffer.from(text, 'base64')));
	let count = 0;
	for (let i = 0; i < a.length; i += 4)
		if (Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) + Math.abs(a[i + 2] - b[i + 2]) > 60) count++;
	return count;
}

async function differs(page, { box, left, top }) {
	const size = page.viewportSize();
	const x = Math.max(0, Math.floor(box.x) - 8), y = Math.max(0, Math.floor(box.y) - 8);
	const clip = { x: x + left, y: y + top, width: Math.min(size.width - x, Math.ceil(box.width) + 16), height: Math.min(size.height - y, Math.ceil(box.height) + 16) };
	if (clip.width < 2 || clip.height < 2) return 0;
	const focused = await shot(page, clip);
	await page.evaluate(() => { window.probeWas = document.activeElement; window.probeWas.blur(); });
	const blurred = await shot(page, clip);
	await page.evaluate(() => window.probeWas.focus({ preventScroll: true }));
	return changed(focused, blurred);
}

// Tab from the first stop until it leaves the page; pixels are compared at the first
// `looked` stops.
export async function keyboard(page, { looked = 12 } = {}) {
	const found = [], stops = [];
	await page.evaluate(() => { window.probeSeen = new WeakMap(); document.activeElement?.blur(); window.scrollTo(0, 0); });
	for (let i = 0; i < STOPS_MAX; i++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate(describe);
		if (!stop) break;
		// A player has stops within it, which nobody can tell apart from outside.
		if (stop.times > 1 && /^<(audio|video) /.test(stop.html) && stop.times < PLAYER_STOPS) continue;
		if (stop.times > 1) {
			if (i > 0 && stops.at(-1)?.html === stop.html) found.push(`trap: ${stop.html}`);
			break;
		}
		stops.push(stop);
		if (!stop.hasRing) found.push(`focus by no outline: ${stop.html}`);
		if (stop.isCovered) found.push(`focus covered: ${stop.html}`);
		if (i < looked && stop.box.width > 0 && await differs(page, stop) < SEEN_LEAST) found.push(`focus not seen: ${stop.html}`);
	}
	if (!stops[0]?.html.includes('href="#main"')) found.push(`the first stop skips nothing: ${stops[0]?.html}`);
	const all = await page.evaluate(() => [...document.querySelectorAll('a[href],button,input:not([type=hidden]):not([type=radio]),select,textarea')]
		.filter((e) => e.tabIndex >= 0 && !e.disabled && e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden').length);
	const radios = await page.evaluate(() => new Set([...document.querySelectorAll('input[type=radio]')].map((e) => e.name)).size);
	if (stops.length < Math.min(STOPS_MAX, all + radios)) found.push(`trap: only ${stops.length} of ${all + radios} stops are reached`);
	return found;
}

// --- what the page is made of ---------------------------------------------------------------

/* eslint-disable complexity */
const structure = (target) => {
	const found = [], all = (q) => [...document.querySelectorAll(q)];
	const shown = (e) => e.getClientRects().length > 0;
	const name = (e) => (e.getAttribute('aria-label') ?? e.textContent).replace(/\s+/g, ' ').trim();
	const say = (what, e) => found.push(`${what}: ${e.outerHTML.slice(0, 120)}`);
	const vague = /^(čia|cia|daugiau|skaityti( daugiau)?|plačiau|spauskite( čia)?|nuoroda|here|click here|more|read more|link|details|»|>|…)$/i;
	for (const a of all('a[href]')) {
		if (vague.test(name(a))) say('vague link', a);
		if (a.target === '_blank' && !/langas|window|skirtuk|tab/i.test(name(a))) say('opens a window unsaid', a);
	}
	for (const i of all('img[alt]')) if (/\.(jpe?g|png|gif|svg|tiff?|webp)$/i.test(i.alt) || /^(image|img|photo|nuotrauka|paveikslėlis|foto)$/i.test(i.alt.trim())) say('alt says nothing', i);
	for (const m of all('audio,video')) {
		const near = m.closest('figure')?.textContent ?? m.nextElementSibling?.textContent ?? '';
		if (m.localName === 'video' ? !m.querySelector('track[kind=captions]') : !/transkripcija|transcript|nuoraša|tekstas/i.test(near)) say('no transcript', m);
		if (m.autoplay) say('plays by itself', m);
	}
	for (const c of all('canvas')) if (!c.textContent.trim() && !c.getAttribute('aria-label') && !c.closest('[role=application][aria-label],[role=img][aria-label]')) say('canvas without words', c);
	for (const e of all('[onclick],[onmousedown],[data-click]')) if (!e.matches('a[href],button,input,select,summary') && !(e.tabIndex >= 0 && e.getAttribute('role'))) say('pressed by mouse only', e);
	for (const e of all('[draggable=true]')) say('dragged only', e);
	for (const s of all('select[onchange]')) say('chooses at once', s);
	for (const e of all('[tabindex]')) if (e.tabIndex > 0) say('an order of its own', e);
	for (const e of all('marquee,blink,meta[http-equiv=refresh i]')) say('moves or reloads', e);
	for (const e of all('input:not([type=hidden]):not([type=submit]),select,textarea'))
		if (!e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')) say('a field without label', e);
	for (const e of all('input[type=email]')) if (!e.autocomplete) say('a field that knows no autocomplete', e);
	const ids = new Set();
	for (const e of all('[id]')) { if (ids.has(e.id)) say('an id twice', e); ids.add(e.id); }
	for (const t of all('table')) if (!t.querySelector('th') && t.getAttribute('role') !== 'presentation') say('a table without headings', t);
	const levels = all('h1,h2,h3,h4,h5,h6').map((h) => Number(h.tagName[1]));
	if (levels.filter((l) => l === 1).length !== 1) found.push(`there are ${levels.filter((l) => l === 1).length} h1`);
	levels.forEach((l, i) => { if (i > 0 && l > levels[i - 1] + 1) found.push(`headings jump from ${levels[i - 1]} to ${l}`); });
	for (const role of ['main', 'header', 'footer', 'nav']) if (!document.querySelector(role)) found.push(`no ${role}`);
	if (document.title.trim().length < 8 || /^(untitled|document|puslapis)$/i.test(document.title)) found.push(`the title says nothing: ${document.title}`);
	const navs = all('nav').map((n) => n.getAttribute('aria-label') ?? document.getElementById(n.getAttribute('aria-labelledby'))?.textContent ?? '');
	if (navs.some((n) => !n.trim()) || new Set(navs).size !== navs.length) found.push(`navigations without names of their own: ${navs}`);
	for (const e of all('body *')) {
		const s = getComputedStyle(e);
		if (s.order !== '0' || /reverse/.test(s.flexDirection) && e.children.length > 1) say('seen in another order', e);
	}
	for (const e of all('p.found, .note, [data-result]')) if (e.textContent.trim() && e.matches('.found,[data-result]') && !e.closest('[role=status],[role=alert],[aria-live]')) say('news unannounced', e);
	for (const e of all('button,nav a,.more,input:not([type=hidden]):not([type=radio]),select,fieldset label,summary')) {
		const r = e.getBoundingClientRect();
		const isHidden = !shown(e) || r.right < 0 || r.width < 3;
		if (!isHidden && (r.height < target - 0.5 || r.width < 24)) say(`${Math.round(r.width)} × ${Math.round(r.height)} to press`, e);
	}
	for (const e of all('[lang]')) if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(e.getAttribute('lang'))) say('a language that is none', e);
	for (const e of all('body *')) if (e.childElementCount === 0 && /[\u0590-\u05ff]{6,}/.test(e.textContent) && !e.closest('[lang]:not([lang=lt]):not([lang=en])')) say('another language unsaid', e);
	return found;
};

export async function parts(page) {
	return page.evaluate(structure, TARGET);
}

// --- narrow, wider text, no motion -------------------------------------------------------------

export async function reflow(page) {
	const size = page.viewportSize();
	await page.setViewportSize({ width: 320, height: 800 });
	const found = await page.evaluate(() => {
		if (document.documentElement.scrollWidth <= 320) return [];
		const wide = [...document.querySelectorAll('body *')].find((e) => e.getBoundingClientRect().right > 321 && getComputedStyle(e).position !== 'absolute');
		return [`${document.documentElement.scrollWidth} px wide at 320: ${wide?.outerHTML.slice(0, 120)}`];
	});
	await page.setViewportSize(size);
	return found;
}

const cut = () => [...document.querySelectorAll('body *')].filter((e) => {
	const s = getComputedStyle(e);
	const isText = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
	return isText && e.getClientRects().length > 0 && !e.matches('.unseen, .unseen *, .pot *') &&
		((/hidden|clip/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 2 && s.webkitLineClamp === 'none') || (/hidden|clip/.test(s.overflowX) && e.scrollWidth > e.clientWidth + 2));
}).map((e) => `text is cut: ${e.outerHTML.slice(0, 120)}`);

// WCAG 1.4.12
export async function spacing(page) {
	const before = await page.evaluate(cut);
	const style = await page.addStyleTag({ content: '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}' });
	const found = await page.evaluate(cut);
	await style.evaluate((e) => e.remove());
	return [...new Set([...before, ...found])];
}

// WCAG 2.2.2, 2.3.3: nothing that goes on by itself when less motion is asked for.
export async function motion(page) {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.waitForTimeout(50);
	const found = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === 'running').map((a) => `moves: ${a.effect?.target?.outerHTML.slice(0, 120)}`));
	await page.emulateMedia({ reducedMotion: null });
	return found;
}

// All of them.
export async function probe(page, options) {
	return [...await parts(page), ...await reflow(page), ...await spacing(page), ...await motion(page), ...await keyboard(page, options)];
}
