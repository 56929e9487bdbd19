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

// Of the other formats that pictures are served in.
const SIZES = [
	[(b) => b.readUInt16BE(0) === 0xffd8, jpegSize],
	[(b) => b.toString('latin1', 1, 4) === 'PNG', pngSize],
	[(b) => b.toString('latin1', 0, 3) === 'GIF', (b) => ({ width: b.readUInt16LE(6), height: b.readUInt16LE(8) })],
	[(b) => b.toString('latin1', 8, 12) === 'WEBP', webpSize],
	[(b) => b.toString('latin1', 0, 4) === 'II*\0', tiffSize],
	[(b) => b.toString('latin1', 4, 8) === 'jP  ', (b) => boxSize(b, 'ihdr', true)],
	[(b) => b.toString('latin1', 4, 12) === 'ftypavif', (b) => boxSize(b, 'ispe', false)],
];
export function pictureSize(b) {
	const kind = SIZES.find(([is]) => is(b));
	if (!kind) throw new Error(`no picture begins with ${b.toString('hex', 0, 12)}`);
	return kind[1](b);
}

function webpSize(b) {
	const kind = b.toString('latin1', 12, 16);
	if (kind === 'VP8X') return { width: 1 + b.readUIntLE(24, 3), height: 1 + b.readUIntLE(27, 3) };
	if (kind === 'VP8 ') return { width: b.readUInt16LE(26) & 0x3fff, height: b.readUInt16LE(28) & 0x3fff };
	const bits = b.readUInt32LE(21);
	return { width: 1 + (bits & 0x3fff), height: 1 + (bits >>> 14 & 0x3fff) };
}

function tiffSize(b) {
	const at = b.readUInt32LE(4), found = {};
	for (let i = 0; i < b.readUInt16LE(at); i++) {
		const entry = at + 2 + 12 * i;
		found[b.readUInt16LE(entry)] = b.readUInt16LE(entry + 2) === 3 ? b.readUInt16LE(entry + 8) : b.readUInt32LE(entry + 8);
	}
	return { width: found[256], height: found[257] };
}

// The box that tells the size: JP2 has the height first, AVIF four bytes of flags.
function boxSize(b, name, isJp2) {
	const at = b.indexOf(name, 0, 'latin1') + 4;
	const [one, two] = isJp2 ? [b.readUInt32BE(at), b.readUInt32BE(at + 4)] : [b.readUInt32BE(at + 4), b.readUInt32BE(at + 8)];
	return isJp2 ? { width: two, height: one } : { width: one, height: two };
}
