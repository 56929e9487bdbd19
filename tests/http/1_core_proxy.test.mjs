// SPDX-License-Identifier: Apache-2.0
// Behind a proxy: the public address is what a trusted one says, but where
// server.base_url is set; no answer of one address is given to another.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { harvest, headerOf } from '../lib/oai.mjs';
import { run, start, stop } from '../lib/server.mjs';

const via = (host, more = {}) => ({ headers: { 'x-forwarded-host': host, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5', ...more } });

async function anImage(server) {
	const { items } = (await get(server.base, '/iiif/collection/root')).json;
	const [manifest] = (await get(server.base, new URL(items[0].id).pathname)).json.items.filter((i) => i.type === 'Manifest');
	const json = (await get(server.base, new URL(manifest.id).pathname)).json;
	return { manifest: new URL(manifest.id).pathname, image: new URL(json.items[0].items[0].items[0].body.service[0].id).pathname };
}

test('every surface carries the address by which it was asked', async () => {
	const server = await start({ 'server.base_url': '', 'server.trusted_proxies': '127.0.0.1' });
	try {
		const { manifest, image } = await anImage(server), own = server.base;
		const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'edm' });
		const record = `/oai?verb=GetRecord&metadataPrefix=edm&identifier=${headerOf(items[0]).identifier}`;
		const asked = async (path, options) => (await get(server.base, path, { agent: false, ...options }));
		for (let round = 0; round < 2; round++) {
			for (const [base, options] of [['https://a.example', via('a.example')], ['https://b.example:8443', via('b.example:8443')], [own, {}]]) {
				assert.equal((await asked(image, options)).headers.location, `${base}${image}/info.json`);
				assert.equal((await asked(`${image}/info.json`, options)).json.id, base + image);
				for (const size of ['max', '100,', '101,'])
					assert.match((await asked(`${image}/0,0,300,200/${size}/0/default.jpg`, options)).headers.link, new RegExp(`^<${base}/iiif/`));
				assert.equal((await asked(manifest, options)).json.id, base + manifest);
				const identify = await asked('/oai?verb=Identify', options);
				assert.ok(identify.text.includes(`<baseURL>${base}/oai</baseURL>`), identify.text);
				const edm = (await asked(record, options)).text;
				assert.ok(edm.includes(`${base}/`) && !edm.includes('\u0001'));
				const page = await asked('/', { headers: { ...options.headers, accept: 'text/html' } });
				assert.ok(page.text.includes(`<link rel="canonical" href="${base}/">`));
				for (const other of ['https://a.example', 'https://b.example', own].filter((o) => !base.startsWith(o)))
					for (const text of [edm, page.text, identify.text]) assert.ok(!text.includes(`${other}/`), `${base} has ${other}`);
			}
		}
		const prefixed = await asked(`${image}/info.json`, via('a.example', { 'x-forwarded-prefix': '/paveldas/' }));
		assert.equal(prefixed.json.id, `https://a.example/paveldas${image}`);
		const evil = await asked(`${image}/info.json`, via('"><script>'));
		assert.equal(evil.json.id, `https://127.0.0.1:${server.port}${image}`, 'Host, since the proxy named none');
		assert.ok(!server.log.includes('203.0.113.5'), 'nobody\'s address is in the log');
	} finally {
		await stop(server);
	}
});

test('server.base_url stays what it is, and who is not trusted is not believed', async () => {
	for (const [settings, base] of [
		[{ 'server.base_url': 'https://vartai.example.org', 'server.trusted_proxies': '127.0.0.1, ::1' }, 'https://vartai.example.org'],
		[{ 'server.base_url': '', 'server.trusted_proxies': '192.0.2.0/24' }, null],
		[{ 'server.base_url': '' }, null],
		[{ 'server.base_url': '', 'server.trusted_proxies': '127.0.0.0/8', 'server.proxy_header': 'forwarded' }, null],
	]) {
		const server = await start(settings);
		try {
			const { text } = await get(server.base, '/oai?verb=Identify', via('evil.example'));
			assert.ok(text.includes(`<baseURL>${base ?? `http://127.0.0.1:${server.port}`}/oai</baseURL>`), text);
			assert.ok(!text.includes('evil'));
			if (settings['server.proxy_header']) {
				const said = await get(server.base, '/oai?verb=Identify', { headers: { forwarded: 'for=203.0.113.5;host=c.example;proto=https' } });
				assert.ok(said.text.includes('<baseURL>https://c.example/oai</baseURL>'));
			}
		} finally {
			await stop(server);
		}
	}
});

test('a proxy that is no address is refused at the start', async () => {
	const { code, stderr } = await run(['serve', '--config', 'conf/demo.yaml', '--set', 'server.trusted_proxies=127.0.0.1, proxy.example']);
	assert.equal(code, 2);
	assert.match(stderr, /server\.trusted_proxies: 'proxy\.example' is neither an address/);
});
