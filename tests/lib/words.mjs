// SPDX-License-Identifier: Apache-2.0
// Words of pages with their boxes: those that the demo collection is known to have, and
// texts of our own.

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

// ALTO of a page of 1,000 by 1,000: a line every 50, a word every 100.
export const alto = (lines) => `<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page WIDTH="1000" HEIGHT="1000"><PrintSpace><TextBlock ID="b">${
	lines.map((line, y) => `<TextLine ID="l${y}" HPOS="0" VPOS="${y * 50}" WIDTH="900" HEIGHT="40">${line.split(' ').map((word, x) =>
		`<String CONTENT="${word.replace(/&/g, '&amp;')}" HPOS="${x * 100}" VPOS="${y * 50}" WIDTH="90" HEIGHT="40"/>`).join('<SP/>')}</TextLine>`).join('')}</TextBlock></PrintSpace></Page></Layout></alto>`;
