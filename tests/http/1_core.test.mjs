// SPDX-License-Identifier: Apache-2.0
// What every address has in common: states, errors, conditions, encodings.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { freePort, start, stop } from '../lib/server.mjs';

let server, admin;
const ask = (path, options) => get(server.base, path, options);

before(async () => {
	admin = await freePort();
	server = await start({ 'server.admin_listen': `127.0.0.1:${admin}` });
});
after(() => stop(server));

test('healthz says that the catalogue is readable', async () => {
	const { status, json, headers } = await ask('/healthz');
	assert.equal(status, 200);
	assert.equal(json.status, 'ok');
	assert.ok(json.generation >= 1);
	assert.ok(json.uptime_s >= 0);
	assert.match(headers['cache-control'], /no-store/);
});

test('metrics are on the admin listener only', async () => {
	const { status, text, headers } = await get(`http://127.0.0.1:${admin}`, '/metrics');
	assert.equal(status, 200);
	assert.match(headers['content-type'], /^text\/plain/);
	assert.match(text, /^# TYPE vartai_/m);
	assert.match(text, /^vartai_[a-z_]+(\{[^}]*\})? [0-9.]+$/m);
	assert.equal((await ask('/metrics')).status, 404);
	assert.equal((await get(`http://127.0.0.1:${admin}`, '/')).status, 404);
	assert.equal((await get(`http://127.0.0.1:${admin}`, '/healthz')).json.status, 'ok');
});

test('an unknown address is a problem for programs and a page for people', async () => {
	const problem = await ask('/no/such/thing', { headers: { accept: 'application/json' } });
	assert.equal(problem.status, 404);
	assert.match(problem.headers['content-type'], /^application\/problem\+json/);
	assert.equal(problem.json.status, 404);
	assert.ok(problem.json.title);
	assert.equal(problem.headers['access-control-allow-origin'], '*');
	const page = await ask('/no/such/thing', { headers: { accept: 'text/html', 'accept-language': 'lt' } });
	assert.equal(page.status, 404);
	assert.match(page.headers['content-type'], /^text\/html/);
	assert.match(page.text, /<html[^>]* lang="lt"/);
	assert.match(page.text, /<h1/);
	assert.match(page.text, /href="\//, 'a way on');
	const english = await ask('/en/no/such/thing', { headers: { accept: 'text/html' } });
	assert.match(english.text, /<html[^>]* lang="en"/);
});

test('a wrong method is 405 and names the right ones', async () => {
	const { status, headers } = await ask('/healthz', { method: 'DELETE' });
	assert.equal(status, 405);
	assert.match(headers.allow, /GET/);
	assert.match(headers.allow, /HEAD/);
});

test('OPTIONS answers a preflight', async () => {
	const { status, headers } = await ask('/oai', { method: 'OPTIONS', headers: { origin: 'https://viewer.example',
		'access-control-request-method': 'GET' } });
	assert.equal(status, 204);
	assert.equal(headers['access-control-allow-origin'], '*');
	assert.match(headers['access-control-allow-methods'], /GET/);
});

test('HEAD has the headers of GET and no body', async () => {
	const whole = await ask('/iiif/collection/root');
	const head = await ask('/iiif/collection/root', { method: 'HEAD' });
	assert.equal(head.status, 200);
	assert.equal(head.raw.length, 0);
	for (const name of ['content-type', 'content-length', 'etag']) assert.equal(head.headers[name], whole.headers[name]);
});

test('an entity tag is strong and spares the second transfer', async () => {
	const { headers } = await ask('/iiif/collection/root');
	assert.match(headers.etag, /^"[^"]+"$/);
	for (const condition of [headers.etag, `"other", ${headers.etag}`, `W/${headers.etag}`, '*']) {
		const again = await ask('/iiif/collection/root', { headers: { 'if-none-match': condition } });
		assert.equal(again.status, 304, condition);
		assert.equal(again.raw.length, 0);
		assert.equal(again.headers.etag, headers.etag);
	}
	assert.equal((await ask('/iiif/collection/root', { headers: { 'if-none-match': '"other"' } })).status, 200);
});

test('gzip is sent when it is asked for, with a tag of its own', async () => {
	const plain = await ask('/oai?verb=ListRecords&metadataPrefix=oai_dc');
	const packed = await ask('/oai?verb=ListRecords&metadataPrefix=oai_dc', { headers: { 'accept-encoding': 'gzip' } });
	assert.equal(plain.headers['content-encoding'], undefined);
	assert.equal(packed.headers['content-encoding'], 'gzip');
	assert.match(packed.headers.vary, /accept-encoding/i);
	assert.ok(packed.raw.length < plain.raw.length / 2);
	const refused = await ask('/oai?verb=Identify', { headers: { 'accept-encoding': 'gzip;q=0' } });
	assert.equal(refused.headers['content-encoding'], undefined);
	const a = await ask('/iiif/collection/root');
	const b = await ask('/iiif/collection/root', { headers: { 'accept-encoding': 'gzip' } });
	if (b.headers['content-encoding'] === 'gzip') assert.notEqual(a.headers.etag, b.headers.etag);
});

test('every answer has a date and an id of its own', async () => {
	const a = await ask('/healthz'), b = await ask('/healthz');
	assert.ok(Math.abs(Date.parse(a.headers.date) - Date.now()) < 5000);
	assert.ok(a.headers['x-request-id']);
	assert.notEqual(a.headers['x-request-id'], b.headers['x-request-id']);
});

test('pages carry the security headers, plain HTTP no HSTS', async () => {
	const { headers } = await ask('/', { headers: { accept: 'text/html' } });
	assert.match(headers['content-security-policy'], /default-src 'none'|default-src 'self'/);
	assert.doesNotMatch(headers['content-security-policy'], /unsafe-inline/);
	assert.equal(headers['x-content-type-options'], 'nosniff');
	assert.ok(headers['referrer-policy']);
	assert.equal(headers['strict-transport-security'], undefined);
});

test('bad percent-encoding is 400 in a sentence', async () => {
	for (const path of ['/objects/%zz', '/objects/%00', '/objects/%ff', '/oai?verb=%zz']) {
		const { status, body } = await ask(path, { headers: { accept: 'application/json' } });
		assert.ok(status === 400 || (path.startsWith('/oai') && status === 200), `${path} ${status}`);
		assert.ok(body.length > 10);
	}
});

test('a form that is too large is 413, an over-long address 414 or 400', async () => {
	const big = await ask('/oai', { method: 'POST', body: 'x'.repeat(200000),
		headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	assert.equal(big.status, 413);
	const long = await ask(`/search?q=${'a'.repeat(9000)}`);
	assert.ok([400, 414, 431].includes(long.status), String(long.status));
});
