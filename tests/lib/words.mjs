// SPDX-License-Identifier: Apache-2.0
// Words of pages with their boxes: those that the demo collection is known to have, and
// texts of our own.
import { all, first, parse } from './xml.mjs';

// Known words of a page: neighbours that were one word become one, with two boxes.
export function wholeWords(list) {
	const whole = [];
	for (let i = 0; i < list.length; i++) {
		const [word, ...box] = list[i], next = list[i + 1];
		if (/\p{L}-$/u.test(word) && next && Math.abs(next[2] - box[1]) > 15 && /^\p{Ll}/u.test(next[0])) {
			whole.push([word.slice(0, -1) + next[0], box, next.slice(1)]);
			i++;
		} else whole.push([word, box]);
	}
	return whole;
}

export const near = (a, b, d) => a.every((v, i) => Math.abs(v - b[i]) <= d);

// The words of an ALTO file in its order, in pixels of an image of that size, whatever its unit
// is: what is before a hyphen and what is after it are one word, whose `other` box is the second.
export function altoWords(text, { width, height }) {
	const doc = parse(text), page = first(doc, 'Page'), scale = (e, name, of) => Number(e.getAttribute(name)) * of;
	const [sx, sy] = [width / page.getAttribute('WIDTH'), height / page.getAttribute('HEIGHT')];
	const boxOf = (e) => [scale(e, 'HPOS', sx), scale(e, 'VPOS', sy), scale(e, 'WIDTH', sx), scale(e, 'HEIGHT', sy)].map(Math.round);
	const words = [];
	for (const e of all(doc, 'String')) {
		const part = e.getAttribute('SUBS_TYPE'), line = e.parentNode.getAttribute('ID') || e.parentNode;
		if (part === 'HypPart2' && words.length) { words.at(-1).other = boxOf(e); continue; }
		words.push({ word: e.getAttribute(part === 'HypPart1' ? 'SUBS_CONTENT' : 'CONTENT'), box: boxOf(e), line });
	}
	words.forEach((w, i) => { w.next = words[i + 1]; });
	return words;
}

// ALTO of a page of 1,000 by 1,000: a line every 50, a word every 100.
export const alto = (lines) => `<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH="1000" HEIGHT="1000"><PrintSpace><TextBlock ID="b">${
	lines.map((line, y) => `<TextLine ID="l${y}" HPOS="0" VPOS="${y * 50}" WIDTH="900" HEIGHT="40">${line.split(' ').map((word, x) =>
		`<String CONTENT="${word.replace(/&/g, '&amp;')}" HPOS="${x * 100}" VPOS="${y * 50}" WIDTH="90" HEIGHT="40"/>`).join('<SP/>')}</TextLine>`).join('')}</TextBlock></PrintSpace></Page></Layout></alto>`;
