// SPDX-License-Identifier: Apache-2.0
// Sizes of pictures from their headers, and how alike two pictures are.
import pngjs from 'pngjs';

export const { PNG } = pngjs;

export function pngSize(b) {
	if (b.toString('latin1', 1, 4) !== 'PNG') throw new Error('not a PNG');
	return { width: b.readUInt32BE(16), height: b.readUInt32BE(20) };
}

// The frame header of a JPEG (T.81, B.2.2).
export function jpegSize(b) {
	if (b.readUInt16BE(0) !== 0xffd8) throw new Error('not a JPEG');
	for (let at = 2; at < b.length;) {
		const marker = b[at + 1];
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
			return { width: b.readUInt16BE(at + 7), height: b.readUInt16BE(at + 5) };
		at += 2 + b.readUInt16BE(at + 2);
	}
	throw new Error('a JPEG without a frame');
}

// Mean difference of brightness, 0..255, between two RGBA pictures that are
// compared on a grid of cells, so that a different scaling does not count.
export function difference(a, b, cells = 24) {
	const cellsOf = ({ width, height, data }) => {
		const sums = [];
		for (let r = 0; r < cells; r++) for (let c = 0; c < cells; c++) {
			let sum = 0, n = 0;
			for (let y = Math.floor(r * height / cells); y < Math.floor((r + 1) * height / cells); y++)
				for (let x = Math.floor(c * width / cells); x < Math.floor((c + 1) * width / cells); x++, n++) {
					const i = 4 * (y * width + x);
					sum += 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
				}
			sums.push(n ? sum / n : 0);
		}
		return sums;
	};
	const p = cellsOf(a), q = cellsOf(b);
	return p.reduce((sum, v, i) => sum + Math.abs(v - q[i]), 0) / p.length;
}
