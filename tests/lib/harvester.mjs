// SPDX-License-Identifier: Apache-2.0
// A harvester as fast as may be: one kept-alive connection, answers taken as bytes,
// of which only the end (the token) and a few marks are looked at.
import { connect } from 'node:net';

const TAIL = 2048;

export class Harvester {
	constructor(port, { gzip = false } = {}) {
		this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
		this.gzip = gzip;
		this.socket.on('data', (d) => this.#data(d));
		for (const event of ['error', 'close']) this.socket.on(event, (e) => this.fail?.(e instanceof Error ? e : new Error('the server closed')));
	}

	// { bytes, tail, ms, whole }: whole only when it is asked for.
	ask(path, { isWhole = false } = {}) {
		return new Promise((ok, bad) => {
			Object.assign(this, { ok, fail: bad, head: Buffer.alloc(0), left: -1, parts: [], bytes: 0, isWhole, begun: process.hrtime.bigint() });
			this.socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nUser-Agent: Harvester/1\r\n${this.gzip ? 'Accept-Encoding: gzip\r\n' : ''}\r\n`);
		});
	}

	#data(d) {
		if (this.left < 0) {
			this.head = this.head.length ? Buffer.concat([this.head, d]) : d;
			const end = this.head.indexOf('\r\n\r\n');
			if (end < 0) return;
			const head = this.head.toString('latin1', 0, end);
			if (!head.startsWith('HTTP/1.1 200')) return this.fail(new Error(head));
			this.left = this.bytes = Number(/\r\ncontent-length: (\d+)/i.exec(head)[1]);
			d = this.head.subarray(end + 4);
		}
		this.left -= d.length;
		if (this.isWhole || this.left < TAIL) this.parts.push(d);
		if (this.left > 0) return;
		const body = Buffer.concat(this.parts);
		this.ok({ bytes: this.bytes, ms: Number(process.hrtime.bigint() - this.begun) / 1e6,
			tail: body.toString('utf8', Math.max(0, body.length - TAIL)), whole: this.isWhole ? body : null });
	}

	close() { this.fail = null; this.socket.destroy(); }
}

// What an answer's last bytes say of the list: null when it has no token at all.
export function tokenOf(tail) {
	const found = /<resumptionToken expirationDate="[^"]*" completeListSize="(\d+)" cursor="(\d+)"(?:\/>|>([^<]*)<)/.exec(tail);
	return found && { size: Number(found[1]), cursor: Number(found[2]), token: found[3] ?? '' };
}
