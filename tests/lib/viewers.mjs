// SPDX-License-Identifier: Apache-2.0
// Pages that hold a viewer of other people, and what it draws of an image.
import { PNG } from './picture.mjs';

const LEAST = 50;	// pixels of a side
const HIDDEN = '*, *::before, *::after { visibility: hidden !important; transition: none !important; animation: none !important } [data-largest] { visibility: visible !important }';

// A page with an element #v of that size, where the viewers find their place.
export const html = (body, { width = 1200, height = 900 } = {}) => '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">' +
	`<style>html,body{margin:0;background:#fff}#v{position:relative;width:${width}px;height:${height}px}</style>${body}`;

// Of a screenshot what is not the colour of its corner; null: not much.
function trimmed({ width, height, data }) {
	const isBack = (at) => Math.abs(data[at] - data[0]) < 6 && Math.abs(data[at + 1] - data[1]) < 6 && Math.abs(data[at + 2] - data[2]) < 6;
	let [left, top, right, bottom] = [width, height, -1, -1];
	for (let y = 0; y < height; y++) {
		const row = 4 * y * width;
		let [first, last] = [0, width - 1];
		while (first < width && isBack(row + 4 * first)) first++;
		if (first === width) continue;
		while (isBack(row + 4 * last)) last--;
		[left, right, top, bottom] = [Math.min(left, first), Math.max(right, last), Math.min(top, y), y];
	}
	if (right - left + 1 < LEAST || bottom - top + 1 < LEAST) return null;
	const part = new PNG({ width: right - left + 1, height: bottom - top + 1 });
	PNG.bitblt({ width, height, data }, part, left, top, part.width, part.height, 0, 0);
	return part;
}

// What the viewer's largest canvas shows (a navigator is a canvas, too), when nothing else is
// seen; null: not much.  behind: a colour that no paper has, so that its margins are told from it.
export async function drawn(page, { behind = null } = {}) {
	if (!await page.evaluate(() => {
		const size = (c) => c.clientWidth * c.clientHeight;
		const [largest] = [...document.querySelectorAll('.openseadragon-canvas canvas')].sort((a, b) => size(b) - size(a));
		for (const c of document.querySelectorAll('[data-largest]')) c.removeAttribute('data-largest');
		largest?.setAttribute('data-largest', '');
		return largest && size(largest) > 0;
	})) return null;
	const style = await page.addStyleTag({ content: behind ? `${HIDDEN} html { visibility: visible !important; background: ${behind} !important } body { background: none !important }` : HIDDEN });
	const bytes = await page.locator('[data-largest]').screenshot();
	await style.evaluate((s) => s.remove());
	return trimmed(PNG.sync.read(bytes));
}
