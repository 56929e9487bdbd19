// SPDX-License-Identifier: Apache-2.0
// A plain HTTP client: no redirects followed, nothing decoded, headers as sent.
import { request as httpRequest, Agent } from 'node:http';
import { gunzipSync } from 'node:zlib';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

// path is sent as it is given: percent-encoding is the test's business.
export function get(base, path, { method = 'GET', headers = {}, body } = {}) {
	const { hostname, port } = new URL(base);
	return new Promise((ok, bad) => {
		const req = httpRequest({ hostname, port, path, method, headers, agent }, (res) => {
			const parts = [];
			res.on('data', (d) => parts.push(d));
			res.on('error', bad);
			res.on('end', () => ok(answerOf(res, Buffer.concat(parts))));
		});
		req.on('error', bad);
		req.end(body);
	});
}

function answerOf(res, raw) {
	const body = res.headers['content-encoding'] === 'gzip' && raw.length ? gunzipSync(raw) : raw;
	return { status: res.statusCode, headers: res.headers, raw, body,
		get text() { return body.toString('utf8'); },
		get json() { return JSON.parse(body.toString('utf8')); } };
}
