// SPDX-License-Identifier: Apache-2.0
// Harvesters of other people take everything, by format, by set and by window, with
// tombstones; what each comes home with is the catalogue (`vartai dump`), record by
// record, sets, datestamps and content: HTTP::OAI and Catmandu's importer (Debian) and
// npm's oai-pmh.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { ask, harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, demoData, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { all, parse } from '../lib/xml.mjs';

const execute = promisify(execFile);
const require = createRequire(import.meta.url);
const { OaiPmh } = require('oai-pmh');
const { parseString } = require('xml2js');
const noPerl = (module) => spawnSync('perl', [`-M${module}`, '-e', '1']).status === 0 ? false : `perl has no ${module}`;

const PAGE = 20;
const FORMATS = ['oai_dc', 'edm', 'marcxml', 'unimarc', 'mods', 'lido', 'mets'];
let data, server, catalogue, stamps;

// A tree in which nothing but what XML means is left: names by namespace, attributes
// in order, texts.
function meaning(node) {
	const attributes = Array.from(node.attributes).filter((a) => a.name !== 'xmlns' && !a.name.startsWith('xmlns:'))
		.map((a) => [`{${a.namespaceURI ?? ''}}${a.localName}`, a.value]).sort();
	const children = Array.from(node.childNodes).filter((n) => n.nodeType === 1 || (n.nodeType === 3 && n.data.trim()));
	return [`{${node.namespaceURI}}${node.localName}`, attributes, children.map((n) => n.nodeType === 1 ? meaning(n) : n.data)];
}
const meaningOf = (xml) => meaning(parse(xml).documentElement);

const unescaped = (text) => text.replace(/\\(x[0-9a-f]{2}|.)/g, (_, c) => ({ t: '\t', n: '\n', '\\': '\\' })[c] ?? String.fromCharCode(parseInt(c.slice(1), 16)));

before(async () => {
	// The demo collection's catalogue, with a record of each format.
	data = temporaryFolder();
	for (const file of readdirSync(demoData).filter((n) => n.startsWith('catalog.db'))) cpSync(join(demoData, file), join(data, file));
	const made = await run(['formats', 'refresh', '--config', demoConfig, '--set', `data.dir=${data}`, '--set', `ingest.formats=${FORMATS}`]);
	assert.equal(made.code, 0, made.stderr);
	server = await start({ 'oai.page_records': PAGE }, { data });
	const { code, stdout } = await run(['dump', '--config', demoConfig, '--set', `data.dir=${data}`, '--set', `server.base_url=${server.base}`]);
	assert.equal(code, 0);
	// state 2 is withheld: nobody gets it.
	catalogue = stdout.split('\n').map((l) => l.split('\t')).filter(([table, , , state]) => table === 'record' && state !== '2')
		.map(([, identifier, prefix, state, sets, , xml]) => ({ identifier: `oai:vartai.example.org:${identifier}`, prefix, deleted: state === '1',
			sets: sets.split(' ').filter((s) => s), xml: state === '1' ? null : unescaped(xml).replaceAll('\u0001', server.base) }));
	stamps = {};
	for (const prefix of new Set(catalogue.map((r) => r.prefix)))
		stamps[prefix] = new Map((await harvest(server.base, 'ListIdentifiers', { metadataPrefix: prefix })).items.map(headerOf).map((h) => [h.identifier, h.datestamp]));
});
after(async () => {
	if (server) await stop(server);
	if (data) rmSync(data, { recursive: true });
});

const isIn = (sets, set) => set === 'kind' || sets.some((s) => s === set || s.startsWith(`${set}:`));
const expected = ({ metadataPrefix: prefix, set, from = '', until = '9' }) => catalogue.filter((r) => r.prefix === prefix && (!set || isIn(r.sets, set)))
	.map((r) => ({ ...r, datestamp: stamps[prefix].get(r.identifier) })).filter((r) => r.datestamp >= from && r.datestamp <= until)
	.sort((a, b) => a.identifier < b.identifier ? -1 : 1);

function compare(found, args, asMeant) {
	const want = expected(args), what = JSON.stringify(args);
	found.sort((a, b) => a.identifier < b.identifier ? -1 : 1);
	assert.deepEqual(found.map((r) => r.identifier), want.map((r) => r.identifier), what);
	found.forEach((r, i) => {
		assert.deepEqual([r.datestamp, r.deleted, r.sets], [want[i].datestamp, want[i].deleted, want[i].sets], r.identifier);
		if (r.deleted) assert.ok(!r.xml, r.identifier);
		else assert.deepEqual(r.xml, asMeant(want[i].xml), r.identifier);
	});
	return want.length;
}

// Everything, each set, each second in which something changed, and open windows.
async function lists(prefix) {
	const args = [{ metadataPrefix: prefix }];
	for (const set of all((await ask(server.base, 'verb=ListSets')).doc, 'setSpec')) args.push({ metadataPrefix: prefix, set: set.textContent });
	const seconds = [...new Set(stamps[prefix].values())].sort();
	for (const s of seconds.slice(0, 4)) args.push({ metadataPrefix: prefix, from: s, until: s });
	args.push({ metadataPrefix: prefix, from: seconds.at(-1) }, { metadataPrefix: prefix, until: seconds[0], set: 'kind:text' });
	const some = args.filter((a) => expected(a).length > 0);
	// Sets and windows are the same in each format: some of them for most.
	return FORMATS.indexOf(prefix) < 2 ? some : some.filter((a, i) => i % 8 === 0);
}

async function byPerl(client, args) {
	const { stdout } = await execute('perl', [join(root, 'tests/conformance/harvest.pl'), client, `${server.base}/oai`,
		...Object.entries(args).map(([k, v]) => `${k}=${v}`)], { maxBuffer: 1 << 28 });
	return stdout.trim().split('\n').map((l) => JSON.parse(l)).map((r) => ({ ...r, xml: r.deleted ? null : meaningOf(r.xml) }));
}

// As oai-pmh has it done: xml2js, attributes under $, one child no list.
const objectOf = (xml) => {
	let found;
	parseString(xml, { explicitArray: false, trim: true, normalize: true, async: false }, (e, o) => { if (e) throw e; found = o; });
	return JSON.parse(JSON.stringify(found));
};
const listOf = (x) => x === undefined ? [] : Array.isArray(x) ? x : [x];

async function byNode(args) {
	const found = [];
	for await (const { header, metadata } of new OaiPmh(`${server.base}/oai`).listRecords(args))
		found.push({ identifier: header.identifier, datestamp: header.datestamp, deleted: header.$?.status === 'deleted',
			sets: listOf(header.setSpec), xml: metadata ? JSON.parse(JSON.stringify(metadata)) : null });
	return found;
}

const clients = [
	{ name: 'HTTP::OAI', skip: noPerl('HTTP::OAI'), take: (args) => byPerl('http-oai', args), meant: meaningOf },
	{ name: 'Catmandu', skip: noPerl('Catmandu::Importer::OAI'), take: (args) => byPerl('catmandu', args), meant: meaningOf },
	// It takes a page of one record for no list, and stops there.
	{ name: 'npm oai-pmh', skip: false, take: byNode, meant: objectOf, isFor: (args) => expected(args).length % PAGE !== 1 },
];
for (const { name, skip, take, meant, isFor = () => true } of clients)
	test(`${name} comes home with the catalogue`, { skip, timeout: 600000 }, async (t) => {
		assert.deepEqual(Object.keys(stamps).sort(), [...FORMATS].sort());
		for (const prefix of Object.keys(stamps)) {
			let records = 0, count = 0;
			for (const args of (await lists(prefix)).filter(isFor)) {
				records += compare(await take(args), args, meant);
				count++;
			}
			t.diagnostic(`${prefix}: ${count} lists, ${records} records`);
			assert.ok(count >= (FORMATS.indexOf(prefix) < 2 ? 5 : 3), `${prefix}: ${count} lists`);
		}
		assert.ok(expected({ metadataPrefix: 'oai_dc' }).some((r) => r.deleted), 'a tombstone is among them');
	});
