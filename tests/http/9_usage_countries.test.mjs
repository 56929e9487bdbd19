// SPDX-License-Identifier: Apache-2.0
// Visits by country, by a file that is written here; without one, none.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { readUsage } from '../lib/usage.mjs';

// MaxMind's format, version 2.0, for IPv4: a tree of bits, data, what it is.
const number = (type, size, n) => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(n));
	return Buffer.concat([type > 7 ? Buffer.from([size, type - 7]) : Buffer.from([type << 5 | size]), bytes.subarray(8 - size)]);
};
const text = (s) => Buffer.concat([Buffer.from([2 << 5 | Buffer.byteLength(s)]), Buffer.from(s)]);
const map = (o) => Buffer.concat([Buffer.from([7 << 5 | Object.keys(o).length]), ...Object.entries(o).flatMap(([k, v]) => [text(k), v])]);
const list = (items) => Buffer.concat([Buffer.from([items.length, 11 - 7]), ...items]);

function mmdb(networks) {
	const nodes = [[null, null]], data = [];
	let length = 0;
	for (const [network, value] of networks) {
		const [address, bits] = network.split('/'), ip = address.split('.').map(Number);
		let node = 0;
		for (let i = 0; i < Number(bits); i++) {
			const bit = ip[i >> 3] >> (7 - (i & 7)) & 1;
			if (i === bits - 1) nodes[node][bit] = { at: length };
			else if (typeof nodes[node][bit] !== 'number') node = nodes[node][bit] = nodes.push([null, null]) - 1;
			else node = nodes[node][bit];
		}
		data.push(value);
		length += value.length;
	}
	const tree = Buffer.alloc(nodes.length * 6);
	nodes.forEach((pair, i) => pair.forEach((to, side) => tree.writeUIntBE(to === null ? nodes.length : typeof to === 'number' ? to : nodes.length + 16 + to.at, i * 6 + side * 3, 3)));
	const about = map({ node_count: number(6, 4, nodes.length), record_size: number(5, 2, 24), ip_version: number(5, 2, 4), database_type: text('Test'), languages: list([text('en')]),
		binary_format_major_version: number(5, 2, 2), binary_format_minor_version: number(5, 2, 0), build_epoch: number(9, 8, 1700000000), description: map({ en: text('test') }) });
	return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), about]);
}

const source = temporaryFolder(), data = temporaryFolder(), file = join(source, 'countries.mmdb');
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

before(async () => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), 'identifier;title;kind\na;Pirmas;TEXT\n');
	writeFileSync(file, mmdb([['198.51.100.0/24', map({ country: map({ iso_code: text('LT') }) })], ['203.0.113.0/24', map({ registered_country: map({ iso_code: text('LV') }) })],
		['192.0.2.0/24', map({ country: map({ iso_code: text('lt') }) })], ['192.0.3.0/24', text('LT')]]));
	assert.equal((await run(['ingest', ...config, source])).code, 0);
});
after(() => { for (const folder of [source, data]) rmSync(folder, { recursive: true }); });

async function visits(settings, addresses) {
	const server = await start({ 'server.trusted_proxies': '127.0.0.1', 'analytics.roll_every': 0, ...settings }, { data });
	for (const address of addresses) assert.equal((await get(server.base, '/objects/a', { headers: { 'user-agent': AGENT, 'x-forwarded-for': address } })).status, 200);
	await stop(server);
	assert.equal((await run(['usage', 'roll', ...config])).code, 0);
	return Object.fromEntries([...readUsage(data).counts].filter(([k]) => k.startsWith('country/')).map(([k, n]) => [k.slice(8), n]));
}

test('without a file no country is looked for', async () => {
	assert.deepEqual(await visits({}, ['198.51.100.1', '203.0.113.1']), {});
	assert.equal((await run(['report', 'impact', String(new Date().getFullYear()), ...config])).stdout.includes('id="countries"'), false);
});

test('with one visits are counted by country, and nothing closer is kept', async () => {
	const set = { 'analytics.countries_file': file };
	assert.deepEqual(await visits(set, ['198.51.100.11', '198.51.100.12', '203.0.113.13', '192.0.2.14', '192.0.3.15', '8.8.8.8', '2001:db8::7']), { LT: 2, LV: 1, ZZ: 4 });
	const html = (await run(['report', 'impact', String(new Date().getFullYear()), '--internal', ...config])).stdout;
	assert.deepEqual([...html.split('id="countries"')[1].split('</section>')[0].matchAll(/<th scope="row">(\w+)<\/th><td>(\d+)<\/td>/g)].map(([, c, n]) => [c, Number(n)]), [['ZZ', 4], ['LT', 2], ['LV', 1]]);
	for (const name of readdirSync(data).filter((f) => f.startsWith('usage')))
		assert.equal(/198\.51\.100|203\.0\.113/.test(readFileSync(join(data, name), 'latin1')), false, name);
});

test('a file that is none is named', async () => {
	for (const path of ['/nowhere/x.mmdb', join(source, 'records.csv')]) {
		const { code, stderr } = await run(['usage', 'status', ...config, '--set', `analytics.countries_file=${path}`]);
		assert.equal(code, 2);
		assert.ok(stderr.includes(`analytics.countries_file: ${path}: `), stderr);
	}
});
