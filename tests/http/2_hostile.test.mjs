// SPDX-License-Identifier: Apache-2.0
// Metadata that would break others: characters that XML does not know, lone
// surrogates, entities, a description of 5 MB.  What goes in comes out valid in every
// format; what does not is refused with a sentence; nothing else is lost.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { invalid, noSchemas } from '../lib/xml.mjs';

const drivers = { oai_dc: 'oai_dc', edm: 'edm', marcxml: 'marc21', unimarc: 'marc21', mods: 'mods', lido: 'lido11', mets: 'mets' };
const RIGHTS = 'http://creativecommons.org/publicdomain/mark/1.0/';
const long = 'Labai ilgas aprašymas. '.repeat(220000);
let folder, server, summary;

// A record of ISO 2709, MARC21, of fields [tag, bytes].
function iso2709(fields) {
	let directory = '', at = 0;
	const bodies = fields.map(([tag, text]) => {
		const body = Buffer.concat([Buffer.from(text), Buffer.from([0x1e])]);
		directory += tag + String(body.length).padStart(4, '0') + String(at).padStart(5, '0');
		at += body.length;
		return body;
	});
	const base = 24 + directory.length + 1, length = base + at + 1;
	return Buffer.concat([Buffer.from(`${String(length).padStart(5, '0')}nam a22${String(base).padStart(5, '0')}   4500${directory}`),
		Buffer.from([0x1e]), ...bodies, Buffer.from([0x1d])]);
}

// Bytes as they are: what a string of JavaScript cannot say.  What becomes of it: taken,
// or refused with a sentence.
const rows = [
	['valdymo', Buffer.from('A\x01B\x08C\x0bD\x1bE\x7fF'), 'taken'],
	['ne-xml', Buffer.concat([Buffer.from('A'), Buffer.from([0xef, 0xbf, 0xbe]), Buffer.from([0xef, 0xbf, 0xbf]), Buffer.from('B')]), 'taken'],
	['pusiniai', Buffer.concat([Buffer.from('A'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xed, 0xb0, 0x80]), Buffer.from('B')]), 'refused'],
	['sulauzyta', Buffer.concat([Buffer.from('A'), Buffer.from([0xc3, 0x28, 0xff, 0xf5]), Buffer.from('B')]), 'refused'],
	['zenklai', Buffer.from('A & <b> ]]> "\' &amp; &#1; &bogus; <!-- --> <?x?>'), 'taken'],
	['aukstai', Buffer.from('𝔄𐀀 e\u0301\u202e\u2028\u0085'), 'taken'],
	['musu', Buffer.from('\x01/objects/x http://\x01.invalid'), 'taken'],
];

const taken = [...rows.filter(([, , what]) => what === 'taken').map(([id]) => id), 'ilgas', 'marc-1', 'mrc-1'].sort();

before(async () => {
	folder = temporaryFolder();
	const place = join(folder, 'in');
	mkdirSync(place);
	writeFileSync(join(place, 'package.yaml'), `institution:\n  code: LT-T\n  name: {lt: Biblioteka}\nrights: ${RIGHTS}\nlanguage: lt\n`);
	for (const [id, bytes] of rows)
		writeFileSync(join(place, `${id}.csv`), Buffer.concat([Buffer.from(`identifier\ttitle@lt\ttype\tkind\tdescription\tcreator\tidentifier\n${id}\t`),
			bytes, Buffer.from('\tx '), bytes, Buffer.from('\tTEXT\t'), bytes, Buffer.from('\t'), bytes, Buffer.from('\t'), bytes, Buffer.from('\n')]));
	writeFileSync(join(place, 'ilgas.xml'), `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
		<dc:identifier>ilgas</dc:identifier><dc:title>Ilgas</dc:title><dc:type>Text</dc:type><dc:language>lt</dc:language><dc:description>${long}</dc:description></oai_dc:dc>`);
	writeFileSync(join(place, 'marc.xml'), `<record xmlns="http://www.loc.gov/MARC21/slim"><leader>?</leader><datafield tag="245" ind1="Ž" ind2=""><subfield code="ž">x</subfield>
		<subfield code="a">Antraštė &lt;b&gt; ]]&gt; &amp;nbsp;</subfield></datafield><datafield tag="650" ind1=" " ind2="4"><subfield code="a">tema</subfield></datafield><controlfield tag="001">marc-1</controlfield><controlfield tag="ž">x</controlfield></record>`);
	writeFileSync(join(place, 'entity.xml'), `<!DOCTYPE mods [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
		<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>&b;&f;</title></titleInfo></mods>`);
	writeFileSync(join(place, 'nulis.xml'), '<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>&#1;&#xD800;&#xFFFE;</title></titleInfo></mods>');
	writeFileSync(join(place, 'm.mrc'), iso2709([['001', 'mrc-1'], ['041', '  \x1falit'], ['245', '00\x1faA\x01/objects/x\x08B \x0b\x7f\x1fb'],
		['520', '  \x1fa\x01\x02\x03'], ['650', ' 4\x1fatema \x1b\x10']]));
	const data = join(folder, 'data');
	const result = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--set', `ingest.formats=${Object.keys(drivers)}`,
		'--json', place]);
	assert.equal(result.code, 1, result.stderr);
	summary = JSON.parse(result.stdout);
	server = await start({ 'oai.page_records': 3 }, { data });
});
after(async () => {
	if (server) await stop(server);
	rmSync(folder, { recursive: true });
});

test('what is no XML, or declares entities, is refused with file and mend; the rest is taken', () => {
	const names = (list) => list.map((f) => f.file.split('/').pop()).sort();
	assert.deepEqual(names(summary.failed), ['entity.xml', 'nulis.xml', 'pusiniai.csv', 'sulauzyta.csv']);
	for (const f of summary.failed) assert.ok(f.reason.length > 20, f.reason);
	assert.deepEqual(summary.findings.filter((f) => f.kind === 'not-read'), []);
	const cleaned = summary.findings.filter((f) => f.kind === 'encoding' && f.file.endsWith('valdymo.csv'));
	assert.match(cleaned[0].text, /^4 control characters were taken out of "ABC D/);
	assert.equal(summary.new, taken.length);
});

for (const [prefix, driver] of Object.entries(drivers))
	test(`every answer with ${prefix} is valid`, { skip: noSchemas }, async () => {
		const { items, answers, errors } = await harvest(server.base, 'ListRecords', { metadataPrefix: prefix });
		assert.deepEqual(errors, []);
		assert.deepEqual(items.map((i) => headerOf(i).identifier.split(':').pop()).sort(), taken);
		assert.equal(await invalid(answers.map((a) => a.text), `drivers/oai+${driver}.xsd`), '');
		for (const { text } of answers) {
			// eslint-disable-next-line no-control-regex
			assert.ok(!/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text), 'only characters of XML 1.0');
			assert.ok(!text.includes('.invalid/') && !text.includes(`${server.base}/objects/x `), 'no address that a source made up');
		}
	});

test('a description of 5 MB comes out whole', async () => {
	const answer = await ask(server.base, { verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: 'oai:vartai.example.org:ilgas' });
	assert.ok(answer.text.includes(long.trim()));
});

test('check says of each what is wrong, and does not fall over', async () => {
	const { code, stdout } = await run(['check', '--config', demoConfig, '--set', `data.dir=${join(folder, 'data')}`, '--json']);
	assert.ok(code <= 1);
	assert.equal(JSON.parse(stdout).objects.length, taken.length);
});
