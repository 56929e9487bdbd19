// SPDX-License-Identifier: Apache-2.0
// Ten thousand mixed requests leave the worker's memory flat.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { get } from '../lib/http.mjs';
import { harvest, headerOf } from '../lib/oai.mjs';
import { start, stop } from '../lib/server.mjs';

const REQUESTS = Number(process.env.VARTAI_REQUESTS ?? 10000);
const GROWTH_MAX_KB = 16 * 1024;

// Resident memory of the server's processes, without pages mapped from files.
function anonymousKb(pid) {
	const children = readdirSync('/proc').filter((p) => /^\d+$/.test(p) && p !== String(pid)).filter((p) => {
		try { return readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' ')[1] === String(pid); }
		catch { return false; }
	});
	return [pid, ...children].reduce((sum, p) =>
		sum + Number(readFileSync(`/proc/${p}/status`, 'utf8').match(/RssAnon:\s+(\d+)/)[1]), 0);
}

async function mixedAddresses(base) {
	const { items } = await harvest(base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const ids = items.map(headerOf).map((h) => h.identifier.split(':').slice(2).join(':'));
	return ids.flatMap((id) => [`/objects/${id}`, `/en/objects/${id}`, `/iiif/presentation/${id}/manifest`,
		`/iiif/3/${id}.1/info.json`, `/iiif/3/${id}.1/full/!150,150/0/default.jpg`, `/iiif/3/${id}.1/0,0,512,512/512,512/0/default.jpg`,
		`/oai?verb=GetRecord&metadataPrefix=edm&identifier=oai:x:${id}`, `/search?q=${id.slice(0, 5)}`, `/no/${id}`])
		.concat(['/', '/oai?verb=ListRecords&metadataPrefix=oai_dc', '/iiif/collection/root', '/oai?verb=ListRecords&from=x']);
}

async function round(base, paths, count) {
	let at = 0;
	const one = async () => {
		while (at < count) {
			const path = paths[at++ * 7919 % paths.length];
			const { status } = await get(base, path, { headers: at % 3 ? {} : { 'accept-encoding': 'gzip' } });
			assert.ok(status < 500 || status === 503, `${path}: ${status}`);
		}
	};
	await Promise.all([one(), one(), one(), one()]);
}

test(`${REQUESTS} mixed requests`, { timeout: 900000 }, async (t) => {
	const server = await start({ 'server.cache_bytes': '16M' });
	const paths = await mixedAddresses(server.base);
	await round(server.base, paths, REQUESTS / 4);
	const warm = anonymousKb(server.child.pid);
	await round(server.base, paths, REQUESTS * 3 / 4);
	const end = anonymousKb(server.child.pid);
	await stop(server);
	t.diagnostic(`after a quarter ${warm} kB, at the end ${end} kB`);
	if (!process.env.VARTAI?.includes('asan'))	// there, freed memory is kept back
		assert.ok(end - warm < GROWTH_MAX_KB, `grew by ${end - warm} kB`);
});
