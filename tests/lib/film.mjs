// SPDX-License-Identifier: Apache-2.0
// A film, made byte by byte: H.264 of nothing but macroblocks that say their pixels as they
// are (I_PCM, ITU-T H.264, 7.3.5), so that no encoder is needed, in an MP4 (ISO/IEC 14496-12, -14).
// One picture a second, each of one grey.

const SECOND = 1000;	// units of time

function bits() {
	let text = '';
	const put = (n, count) => { text += n.toString(2).padStart(count, '0'); };
	const ue = (n) => { const code = (n + 1).toString(2); put(n + 1, 2 * code.length - 1); };	// 9.1
	return { put, ue, align: () => { while (text.length % 8) text += '0'; }, end: () => { text += '1'; while (text.length % 8) text += '0'; },
		bytes: () => Buffer.from(text.match(/.{8}/g).map((b) => parseInt(b, 2))) };
}

// What is said without three zeros in the middle that would look like a mark (7.4.1).
function unit(head, body) {
	const out = [head];
	let zeros = 0;
	for (const b of body) {
		if (zeros >= 2 && b <= 3) { out.push(3); zeros = 0; }
		out.push(b);
		zeros = b === 0 ? zeros + 1 : 0;
	}
	return Buffer.from(out);
}

function sequence(wide, high) {
	const b = bits();
	b.put(66, 8); b.put(0xc0, 8); b.put(10, 8);	// Constrained Baseline, level 1
	for (const n of [0, 0, 2, 0]) b.ue(n);		// id, frame numbers of 4 bits, shown as they come, no references
	b.put(0, 1); b.ue(wide - 1); b.ue(high - 1);
	b.put(0b1000, 4); b.end();			// frames, no cropping
	return unit(0x67, b.bytes());
}

function picture() {
	const b = bits();
	b.ue(0); b.ue(0); b.put(0, 2);
	for (const n of [0, 0, 0]) b.ue(n);
	b.put(0, 3);
	for (const n of [0, 0, 0]) b.ue(n);
	b.put(0b100, 3); b.end();			// what filters its edges is said by the slice
	return unit(0x68, b.bytes());
}

function frame(wide, high, number, grey) {
	const head = bits();
	for (const n of [0, 7, 0]) head.ue(n);
	head.put(0, 4); head.ue(number % 2); head.put(0, 2); head.ue(0); head.ue(1);
	head.ue(25); head.align();
	const next = bits();
	next.ue(25); next.align();
	const pixels = Buffer.concat([Buffer.alloc(256, grey), Buffer.alloc(128, 128)]);
	const parts = [head.bytes(), pixels];
	for (let i = 1; i < wide * high; i++) parts.push(next.bytes(), pixels);
	parts.push(Buffer.from([0x80]));
	return unit(0x65, Buffer.concat(parts));
}

const u32 = (...all) => { const b = Buffer.alloc(4 * all.length); all.forEach((n, i) => b.writeUInt32BE(n, 4 * i)); return b; };
const u16 = (...all) => { const b = Buffer.alloc(2 * all.length); all.forEach((n, i) => b.writeUInt16BE(n, 2 * i)); return b; };
const box = (type, ...parts) => { const body = Buffer.concat(parts); return Buffer.concat([u32(8 + body.length), Buffer.from(type, 'latin1'), body]); };
const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

// An MP4 of so many seconds; sides in pixels, multiples of 16.
export function film(seconds = 3, width = 160, height = 96) {
	const [wide, high] = [width / 16, height / 16], duration = seconds * SECOND;
	const frames = Array.from({ length: seconds }, (_, i) => { const f = frame(wide, high, i, 60 + 40 * i); return Buffer.concat([u32(f.length), f]); });
	const sps = sequence(wide, high), pps = picture();
	const avcc = box('avcC', Buffer.from([1, ...sps.subarray(1, 4), 0xff, 0xe1]), u16(sps.length), sps, Buffer.from([1]), u16(pps.length), pps);
	const entry = box('avc1', u32(0), u16(0, 1), u32(0, 0, 0, 0), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), Buffer.alloc(32), u16(24, 0xffff), avcc);
	const moov = (at) => {
		let offset = at;
		const offsets = frames.map((f) => { const o = offset; offset += f.length; return o; });
		const table = box('stbl', box('stsd', u32(0, 1), entry), box('stts', u32(0, 1, seconds, SECOND)), box('stsc', u32(0, 1, 1, 1, 1)),
			box('stsz', u32(0, 0, seconds, ...frames.map((f) => f.length))), box('stco', u32(0, seconds, ...offsets)));
		const media = box('mdia', box('mdhd', u32(0, 0, 0, SECOND, duration), u16(0x55c4, 0)), box('hdlr', u32(0, 0), Buffer.from('vide'), u32(0, 0, 0), Buffer.from('\0')),
			box('minf', box('vmhd', u32(1, 0, 0)), box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))), table));
		const track = box('trak', box('tkhd', u32(7, 0, 0, 1, 0, duration, 0, 0, 0, 0), MATRIX, u32(width << 16, height << 16)), media);
		return box('moov', box('mvhd', u32(0, 0, 0, SECOND, duration, 0x10000), u16(0x100, 0), u32(0, 0), MATRIX, u32(0, 0, 0, 0, 0, 0, 2)), track);
	};
	const head = box('ftyp', Buffer.from('isom'), u32(0x200), Buffer.from('isomavc1'));
	return Buffer.concat([head, moov(head.length + moov(0).length + 8), box('mdat', ...frames)]);
}
