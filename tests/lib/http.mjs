// SPDX-License-Identifier: Apache-2.0
// A plain HTTP client: no redirects followed, nothing decoded, headers as sent.
import { request as httpRequest, Agent } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { gunzipSync } from 'node:zlib';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
// Certificates of tests are signed by themselves.
const tlsAgent = new TlsAgent({ keepAlive: true, maxSockets: 8, rejectUnauthorized: false });

// path is sent as it is given: percent-encoding is the test's business.
export function get(base, path, { method = 'GET', headers = {}, body, agent: own } = {}) {
	const { hostname, port, protocol } = new URL(base);
	const isTls = protocol === 'https:';
	return new Promise((ok, bad) => {
		const request = isTls ? httpsRequest : httpRequest;
		const req = request({ hostname, port, path, method, headers, agent: own ?? (isTls ? tlsAgent : agent), rejectUnauthorized: false }, (res) => {
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
