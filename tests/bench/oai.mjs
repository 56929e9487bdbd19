// SPDX-License-Identifier: Apache-2.0
// Records a second of ListRecords (one page after another, kept alive) and
// GetRecord answers a second.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, harvest, headerOf } from '../lib/oai.mjs';
import { start, stop, temporaryFolder } from '../lib/server.mjs';
import { all } from '../lib/xml.mjs';
import { median, ROUNDS, wrk } from './measure.mjs';

async function rounds(base, file) {
	const runs = [];
	for (let i = 0; i < ROUNDS; i++) runs.push(await wrk(base, file));
	return runs;
}

export async function oai() {
	const folder = temporaryFolder();
	const server = await start({ 'server.workers': 1, 'log.levels': 'warn' });
	const path = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
	const records = all((await ask(server.base, path.slice(5))).doc, 'record').length;
	const list = join(folder, 'list.lua'), one = join(folder, 'one.lua');
	writeFileSync(list, `function request() return wrk.format("GET", "${path}") end\n`);
	const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const ids = items.map((i) => encodeURIComponent(headerOf(i).identifier));
	writeFileSync(one, `local ids = {${ids.map((i) => JSON.stringify(i)).join(',')}}
local at = 0
function request()
	at = at % #ids + 1
	return wrk.format("GET", "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=" .. ids[at])
end
`);
	const lists = (await rounds(server.base, list)).map((r) => r * records);
	const ones = await rounds(server.base, one);
	await stop(server);
	rmSync(folder, { recursive: true });
	return [{ name: 'oai-list-records', unit: 'records/s', value: median(lists), runs: lists },
		{ name: 'oai-get-record', unit: 'records/s', value: median(ones), runs: ones }];
}
