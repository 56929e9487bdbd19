// SPDX-License-Identifier: Apache-2.0
// A client that says exactly what it is told, byte by byte, and hears the same.
import { connect } from 'node:net';

// A connection: send() bytes, answers(n) waits for n whole answers, ended() for
// the other side's end.  isPaused: it takes nothing until it is told to.
export async function open(port, { isPaused = false } = {}) {
	const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
	let parts = [];
	const c = { socket, isOver: false, error: null, get heard() {
		if (parts.length !== 1) parts = [Buffer.concat(parts)];
		return parts[0];
	} };
	if (!isPaused) socket.on('data', (d) => { parts.push(d); });
	socket.on('end', () => { c.isOver = true; });
	socket.on('close', () => { c.isOver = true; });
	socket.on('error', (e) => { c.error = e; c.isOver = true; });
	if (isPaused) socket.pause();
	await new Promise((ok, bad) => { socket.once('connect', ok); socket.once('error', bad); });
	c.send = (text) => socket.write(text, 'latin1');
	c.answers = (n, ms = 10000) => wait(() => split(c.heard).length >= n || c.isOver, ms, () => c.heard.toString('latin1').slice(0, 500))
		.then(() => split(c.heard));
	c.ended = (ms = 10000) => wait(() => c.isOver, ms, () => 'the connection is open').then(() => split(c.heard));
	c.close = () => socket.destroy();
	return c;
}

export async function wait(what, ms = 10000, said = () => String(what)) {
	const end = Date.now() + ms;
	for (;;) {
		const found = await what();
		if (found) return found;
		if (Date.now() > end) throw new Error(`not within ${ms} ms: ${said()}`);
		await new Promise((ok) => setTimeout(ok, 30));
	}
}

// The whole answers in what was heard.  hasBody: false for answers to HEAD.
export function split(heard, hasBody = () => true) {
	const found = [];
	for (let at = 0; ;) {
		const end = heard.indexOf('\r\n\r\n', at);
		if (end < 0) return found;
		const [line, ...lines] = heard.toString('latin1', at, end).split('\r\n');
		const headers = Object.fromEntries(lines.map((l) => [l.slice(0, l.indexOf(':')).toLowerCase(), l.slice(l.indexOf(':') + 1).trim()]));
		const length = hasBody(found.length) ? Number(headers['content-length'] ?? 0) : 0;
		if (end + 4 + length > heard.length) return found;
		found.push({ status: Number(line.split(' ')[1]), line, headers, body: heard.subarray(end + 4, end + 4 + length) });
		at = end + 4 + length;
	}
}
