// SPDX-License-Identifier: Apache-2.0
// Every format on real and on made records: valid whole answers; what came in a
// format is given out as it came; refresh; profiles; embargoes that end.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { all, first, invalid, noShared, schemas, shared, textOf } from '../lib/xml.mjs';

const drivers = { oai_dc: 'oai_dc', edm: 'edm', marcxml: 'marc21', unimarc: 'marc21', mods: 'mods', lido: 'lido11', mets: 'mets', vepis: 'edm' };
const sets = (data) => ['--config', demoConfig, '--set', `data.dir=${data}`, '--set', `ingest.formats=${Object.keys(drivers)
	.filter((f) => f !== 'vepis')}`, '--set', `ingest.schemas=mods=${join(schemas, 'mods/mods-3-8.xsd')}, lido=${
	join(schemas, 'lido/lido-v1.1.xsd')}, mets=${join(schemas, 'drivers/oai+mets.xsd')}`, '--set', `ingest.profiles=${join(root, 'conf/profiles')}`];
let folder, data, summary, server;

before(async () => {
	if (noShared) return;
	folder = temporaryFolder();
	data = join(folder, 'data');
	const taken = await run(['ingest', ...sets(data), '--json', '--rights', 'http://creativecommons.org/publicdomain/mark/1.0/',
		'--language', 'lt', join(shared, 'collection'), join(shared, 'metadata'), join(root, 'build/collection'),
		join(root, 'tests/unit/ingest/fixtures')], { env: { XML_CATALOG_FILES: join(schemas, 'catalog.xml') } });
	assert.ok(taken.code <= 1, taken.stderr);
	summary = JSON.parse(taken.stdout);
	server = await start({}, { data });
});
after(async () => {
	if (server) await stop(server);
	if (folder) rmSync(folder, { recursive: true });
});

for (const [prefix, driver] of Object.entries(drivers))
	test(`every answer with ${prefix} is valid`, { skip: noShared }, async (t) => {
		const server = await start({}, { data });
		const { answers, items, errors } = await harvest(server.base, 'ListRecords', { metadataPrefix: prefix });
		assert.deepEqual(errors, []);
		await stop(server);
		const live = items.filter((i) => !headerOf(i).isDeleted).length;
		t.diagnostic(`${live} records`);
		assert.ok(live > (prefix === 'vepis' ? 60 : 350), `${live}`);
		assert.equal(await invalid(answers.map((a) => a.text), `drivers/oai+${driver}.xsd`), '');
	});

test('what came in a format is given out as it came', { skip: noShared }, async () => {
	const of = async (prefix, identifier) => {
		const answer = await ask(server.base, { verb: 'GetRecord', metadataPrefix: prefix,
			identifier: `oai:vartai.example.org:${identifier}` });
		return first(answer.doc, 'metadata') ?? assert.fail(answer.text.slice(0, 500));
	};
	const source = readFileSync(join(shared, 'metadata/marc/bu_bibs.first40.marcxml.xml'), 'utf8');
	const id = /<marc:controlfield tag="001">([^<]+)<|<controlfield tag="001">([^<]+)</.exec(source);
	const marc = await of('marcxml', id[1] ?? id[2]);
	assert.equal(textOf(marc, 'controlfield'), id[1] ?? id[2]);
	assert.ok(!marc.textContent.includes(server.base), 'nothing of ours is in it');
	// Its other formats are made.
	assert.ok((await of('mods', id[1] ?? id[2])).textContent.includes(`${server.base}/objects/`));
	assert.ok(all(await of('lido', '7'), 'lidoRecID')[0].textContent.length > 0);
	assert.ok(!(await of('lido', '7')).textContent.includes(server.base));
	const mets = await of('mets', 'kant_aufklaerung_1784');
	assert.ok(!mets.textContent.includes(server.base) && all(mets, 'dmdSec').length > 0);
	assert.ok(!(await of('mods', 'kant_aufklaerung_1784')).textContent.includes(server.base));
});

test('ListMetadataFormats tells what an item has', { skip: noShared }, async () => {
	const of = async (args) => all((await ask(server.base, { verb: 'ListMetadataFormats', ...args })).doc, 'metadataPrefix')
		.map((e) => e.textContent).sort();
	assert.deepEqual(await of({}), Object.keys(drivers).sort());
	// Without an image it is not for VEPIS.
	const item = await of({ identifier: 'oai:vartai.example.org:7' });
	assert.ok(!item.includes('vepis') && item.includes('lido') && item.includes('edm'), item.join());
});

test('the dirty MARC record goes in, with a warning', { skip: noShared }, () => {
	const of = (kind, file) => summary.findings.filter((f) => f.kind === kind && f.file.includes(file));
	const dirty = of('value', 'bu_bibs').filter((f) => /things in its MARC are none by MARCXML's schema/.test(f.text));
	assert.ok(dirty.length >= 1 && dirty.length <= 5, JSON.stringify(dirty));
	assert.match(dirty[0].text, /ind1 "E"/);
});

test('195 EDM records are 195 objects with as many edm records; other content under a taken identifier is refused', { skip: noShared }, async () => {
	const own = join(folder, 'zip'), zip = join(shared, 'metadata/edm/records.zip');
	const take = async (...what) => JSON.parse((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${own}`, '--json', ...what])).stdout);
	const whole = await take(zip);
	assert.deepEqual([whole.new, whole.duplicates, whole.failed, whole.withheld], [195, 0, [], []]);
	const { items, answers } = await (async () => {
		const one = await start({}, { data: own });
		try {
			return await harvest(one.base, 'ListRecords', { metadataPrefix: 'edm' });
		} finally {
			await stop(one);
		}
	})();
	assert.equal(items.filter((i) => first(i, 'RDF')).length, 195);
	assert.equal(await invalid(answers.map((a) => a.text), 'drivers/oai+edm.xsd'), '');
	// The identifier of the first of them, on something else.
	const taken = headerOf(items[0]).identifier.split(':').pop(), place = join(folder, 'taken');
	mkdirSync(place);
	writeFileSync(join(place, 't.csv'), `identifier;title\n${taken};Visai kas kita\n`);
	const { failed, new: made } = await take(place);
	assert.equal(made, 0);
	assert.equal(failed.length, 1);
	assert.equal(failed[0].file, join(place, 't.csv'));
	assert.match(failed[0].reason, new RegExp(`^the identifier "${taken}" is taken by another object, from ${zip}!/[^;]+; give one of them another`));
});

test('refresh writes what a changed configuration makes differ, and only that', { skip: noShared }, async () => {
	const refresh = (...more) => run(['formats', 'refresh', ...sets(data), ...more]);
	const numbers = (r) => /(\d+) objects looked at, (\d+) differ, (\d+) written/.exec(r.stdout)?.slice(1).map(Number) ?? assert.fail(r.stderr);
	// Two records give LT-PGBI by its code alone, a third behind them has its name: their
	// edm could not be made until that was known (the next ingest would make it, too).
	const stamped = async () => new Map((await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'edm' })).items
		.map(headerOf).map((h) => [h.identifier.split(':').pop(), h.datestamp]));
	const had = await stamped();
	await new Promise((ok) => setTimeout(ok, 1100));
	const [seen, differ, mended] = numbers(await refresh());
	assert.ok(seen > 380, String(seen));
	assert.deepEqual([...await stamped()].filter(([id, stamp]) => had.get(id) !== stamp).map(([id]) => id).sort(), ['LT000123456', 'ocm0001']);
	assert.deepEqual([differ, mended], [2, 2]);
	assert.equal(numbers(await refresh('--dry-run'))[1], 0);
	const before = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'edm' });
	const oai = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const stamps = (h) => h.items.map(headerOf).map((x) => `${x.identifier} ${x.datestamp}`).sort().join('\n');
	await new Promise((ok) => setTimeout(ok, 1100));
	const begun = new Date().toISOString().slice(0, 19) + 'Z';
	const more = ['--set', 'ingest.provider=Somebody else@en', '--over', '4s'];
	const [, would, none] = numbers(await refresh('--dry-run', ...more));
	assert.ok(would > 300 && none === 0, `${would} ${none}`);
	const [, , written] = numbers(await refresh(...more));
	assert.equal(written, would);
	const later = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'edm', from: begun });
	assert.ok(later.items.length > 300);
	assert.ok(new Set(later.items.map((i) => headerOf(i).datestamp)).size >= 3, 'spread over seconds');
	assert.equal(stamps(await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' })), stamps(oai), 'oai_dc is as it was');
	assert.notEqual(stamps(await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'edm' })), stamps(before));
	assert.equal(numbers(await refresh('--dry-run', ...more.slice(0, 2)))[1], 0);
	assert.equal(numbers(await refresh())[2], would, 'and back');
});

test('a format that is configured no more is deleted by refresh', { skip: noShared }, async () => {
	const fewer = ['--config', demoConfig, '--set', `data.dir=${data}`, '--set', 'ingest.formats=oai_dc, edm, marcxml, unimarc, lido, mets',
		'--set', `ingest.profiles=${join(root, 'conf/profiles')}`];
	assert.equal((await run(['formats', 'refresh', ...fewer])).code, 0);
	const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'mods' });
	assert.ok(items.length > 350 && items.every((i) => headerOf(i).isDeleted));
});

