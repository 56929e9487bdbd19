// SPDX-License-Identifier: Apache-2.0
// OAI-PMH item by item: each test is named by its number in the checklist of
// ../shared/notes/oai-pmh.md (transport T, arguments A, envelope E, lists R,
// datestamps, deletion and sets D, Identify and containers I).  Every answer is kept
// and validated at the end, payload and all.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { ask as askOai, errorsOf, harvest as harvestOai, headerOf } from '../lib/oai.mjs';
import { open } from '../lib/raw.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { all, first, invalid, noSchemas, parse, textOf } from '../lib/xml.mjs';

const LONG = 5e6;	// bytes of a long description

const NS = 'http://www.openarchives.org/OAI/2.0/';
const OBJECTS = 60;
const source = temporaryFolder(), data = temporaryFolder();
const kept = { oai_dc: [], edm: [] };
let server, base;

const oai = (id) => `oai:vartai.example.org:${id}`;
function keep(answer) {
	kept[/<rdf:RDF/.test(answer.text) ? 'edm' : 'oai_dc'].push(answer.text);
	return answer;
}
const ask = async (args, options) => keep(await askOai(base, args, options));
async function harvest(verb, args) {
	const result = await harvestOai(base, verb, args);
	result.answers.forEach(keep);
	return result;
}
const codes = async (query) => errorsOf(await ask(query));
const waitASecond = () => new Promise((ok) => setTimeout(ok, 1100));

// Objects o-0 … ; changes: { 3: { title, collection, rights, kind } }.
async function ingest(changes = {}, count = OBJECTS, ...more) {
	const rows = Array.from({ length: count }, (_, i) => {
		const o = { title: `Žemėlapis „${i}“ & <kita>`, collection: i % 3 ? 'spauda:laikraščiai' : 'vaizdai', kind: i % 2 ? 'IMAGE' : 'TEXT',
			rights: 'http://creativecommons.org/publicdomain/mark/1.0/', institution: i % 5 ? 'LT-Test' : 'LT-Žemė', ...changes[i] };
		return [`o-${i}`, o.title, o.collection, 'lt', 'bandymai', o.kind, o.rights, o.institution].join(';');
	});
	writeFileSync(join(source, 'records.csv'), ['identifier;title;collection;language;subject;kind;rights;institution', ...rows, ''].join('\n'));
	writeFileSync(join(source, 'package.yaml'), `institution: {code: LT-Test, name: {lt: Bandymų biblioteka, en: Library of tests}}
collections: [{spec: spauda:laikraščiai, name: {lt: Laikraščiai}, description: {lt: Seni laikraščiai}}, {spec: vaizdai, name: {lt: Vaizdai}}]
rights: http://creativecommons.org/publicdomain/mark/1.0/
`);
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, ...more, source]);
	assert.ok(code === 0, stdout + stderr);
}
const stampOf = async (id, prefix = 'oai_dc') =>
	headerOf((await ask({ verb: 'GetRecord', metadataPrefix: prefix, identifier: oai(id) })).doc).datestamp;

before(async () => {
	mkdirSync(source, { recursive: true });
	await ingest({}, OBJECTS + 5);
	await waitASecond();
	await ingest({}, OBJECTS, '--prune');	// five tombstones
	server = await start({ 'oai.page_records': 25, 'oai.page_identifiers': 25, 'oai.description': 'Bandymų saugykla', 'oai.description_en': 'A test' }, { data });
	({ base } = server);
});
after(async () => {
	await stop(server);
	for (const folder of [source, data]) rmSync(folder, { recursive: true });
});

// --- transport -------------------------------------------------------------------

const form = (body, type = 'application/x-www-form-urlencoded') =>
	ask('', { method: 'POST', body, headers: { 'content-type': type } });
const withoutDate = (text) => text.replace(/<responseDate>[^<]*/, '').replace(/expirationDate="[^"]*"/g, '').replace(/(<resumptionToken[^>]*>)[^<]*/g, '$1');

test('T1 GET and POST are equal', async () => {
	for (const query of ['verb=Identify', 'verb=ListSets', 'verb=ListRecords&metadataPrefix=oai_dc&set=kind%3Atext', 'verb=Nothing',
		`verb=GetRecord&metadataPrefix=oai_dc&identifier=${encodeURIComponent(oai('o-1'))}`]) {
		const [one, two] = [await ask(query), await form(query)];
		assert.equal(two.status, 200);
		assert.equal(withoutDate(two.text), withoutDate(one.text), query);
	}
	assert.equal(textOf((await form('verb=Identify', 'application/x-www-form-urlencoded; charset=UTF-8')).doc, 'protocolVersion'), '2.0');
	// Who posts in another form (3.1.1.2) is told of it, and not only that there is no verb.
	assert.match(textOf((await form('verb=Identify', 'text/plain')).doc, 'error'), /'verb' is missing: a POST has its arguments in its body, as application\/x-www-form-urlencoded/);
});

test('T2 arguments are percent-decoded, and + is a space', async () => {
	const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const whole = await ask('verb=ListIdentifiers&metadataPrefix=oai%5Fdc&set=kind%3Atext&from=2020-01-01T00%3A00%3A00Z');
	assert.equal(errorsOf(whole).length, 0);
	assert.equal(first(whole.doc, 'request').getAttribute('set'), 'kind:text');
	assert.ok(items.length > 0);
	assert.deepEqual(await codes('verb=ListIdentifiers&metadataPrefix=oai_dc&set=kind+text'), ['badArgument']);
	assert.deepEqual(await codes('verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Avartai.example.org%3Ao-1'), []);
});

test('T3 the base URL itself answers 200 and is what Identify says', async () => {
	const answer = await get(base, '/oai');
	assert.equal(answer.status, 200);
	assert.deepEqual(errorsOf(keep(Object.assign(answer, { doc: parse(answer.text) }))), ['badVerb']);
	assert.equal(textOf((await ask('verb=Identify')).doc, 'baseURL'), `${base}/oai`);
});

test('T4 UTF-8, an XML declaration, text/xml (protocol 3.1.2, 3.2)', async () => {
	const answer = await ask('verb=ListRecords&metadataPrefix=oai_dc');
	assert.equal(answer.headers['content-type'], 'text/xml; charset=utf-8');
	assert.ok(answer.text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH '));
	assert.match(answer.text, /Žemėlapis „1“ &amp; &lt;kita&gt;/);
});

test('T5 errors of the protocol are 200', async () => {
	for (const query of ['', 'verb=x', 'verb=ListRecords&resumptionToken=x', 'verb=GetRecord&metadataPrefix=oai_dc&identifier=x',
		'verb=ListRecords&metadataPrefix=x', 'verb=ListRecords&metadataPrefix=oai_dc&until=1990-01-01', 'verb=%22%3C%3E', 'verb="<>'])
		assert.equal((await ask(query)).status, 200, query);
});

test('T6 a 503 says in seconds when to come back', async () => {
	const small = await start({ 'server.threads': 1, 'server.queue_max': 1, 'log.levels': 'error' }, { data });
	try {
		const path = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
		const answers = (await Promise.all(Array.from({ length: 40 }, async () => {
			const c = await open(small.port);
			for (let i = 0; i < 10; i++) c.send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
			const heard = await c.answers(10);
			c.close();
			return heard;
		}))).flat();
		const refused = answers.filter((a) => a.status !== 200);
		assert.ok(answers.length > 0);
		for (const a of refused) {
			assert.equal(a.status, 503);
			assert.match(a.headers['retry-after'], /^\d+$/);
			assert.ok(Number(a.headers['retry-after']) <= 3600);
		}
		assert.ok(refused.length > 0, 'the queue of one was full');
	} finally {
		await stop(small);
	}
});

test('T7 gzip is announced, and sent to who asks for it', async () => {
	assert.deepEqual(all((await ask('verb=Identify')).doc, 'compression').map((e) => e.textContent), ['gzip']);
	const path = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
	for (const accepted of ['gzip,deflate', 'gzip', 'deflate;q=0.5, gzip;q=1.0', '*']) {
		const answer = await get(base, path, { headers: { 'accept-encoding': accepted } });
		assert.equal(answer.headers['content-encoding'], 'gzip', accepted);
		parse(answer.text);
	}
	for (const accepted of [undefined, 'identity', 'gzip;q=0', 'deflate'])
		assert.equal((await get(base, path, { headers: accepted ? { 'accept-encoding': accepted } : {} })).headers['content-encoding'], undefined, accepted);
	// As HTTP::OAI says it.
	assert.equal((await get(base, path, { headers: { te: 'deflate,gzip;q=0.3', connection: 'TE, close' }, agent: false })).headers['content-encoding'], undefined);
});

test('T8 connections are kept, HEAD works, Vary names what chooses', async () => {
	const c = await open(server.port);
	for (let i = 1; i <= 3; i++) {
		c.send('GET /oai?verb=Identify HTTP/1.1\r\nHost: a\r\n\r\n');
		assert.equal((await c.answers(i)).length, i);
	}
	assert.equal(c.isOver, false);
	c.close();
	const path = '/oai?verb=ListRecords&metadataPrefix=oai_dc';
	const [whole, head] = [await get(base, path), await get(base, path, { method: 'HEAD' })];
	assert.equal(head.status, 200);
	assert.equal(head.raw.length, 0);
	assert.equal(head.headers['content-length'], whole.headers['content-length']);
	assert.match(whole.headers.vary, /Accept-Encoding/);
});

test('T9 an answer is whole before it is sent: its length is known', async () => {
	for (const query of ['verb=Identify', 'verb=ListRecords&metadataPrefix=edm', 'verb=x']) {
		const answer = await get(base, `/oai?${query}`);
		assert.equal(Number(answer.headers['content-length']), answer.raw.length);
		assert.ok(answer.text.endsWith('</OAI-PMH>'));
	}
});

// --- arguments -------------------------------------------------------------------

test('A1 unknown, missing and repeated arguments are badArgument, a repeated verb is badVerb (3.6)', async () => {
	const required = { GetRecord: ['identifier', 'metadataPrefix'], ListIdentifiers: ['metadataPrefix'], ListRecords: ['metadataPrefix'] };
	const values = { identifier: oai('o-1'), metadataPrefix: 'oai_dc', from: '2020-01-01', until: '2090-01-01', set: 'kind' };
	const allowed = { Identify: [], ListMetadataFormats: ['identifier'], ListSets: [], GetRecord: ['identifier', 'metadataPrefix'],
		ListIdentifiers: ['metadataPrefix', 'from', 'until', 'set'], ListRecords: ['metadataPrefix', 'from', 'until', 'set'] };
	const bad = async (verb, names, more = '') => {
		const query = [`verb=${verb}`, ...names.map((n) => `${n}=${encodeURIComponent(values[n])}`)].join('&') + more;
		const found = await codes(query);
		assert.ok(found.length >= 1 && found.every((c) => c === 'badArgument'), `${query}: ${found}`);
	};
	for (const [verb, names] of Object.entries(allowed)) {
		await bad(verb, names, '&unknown=1');
		for (const name of names) await bad(verb, names, `&${name}=${encodeURIComponent(values[name])}`);
		for (const name of Object.keys(values).filter((n) => !names.includes(n))) await bad(verb, required[verb] ?? [], `&${name}=${encodeURIComponent(values[name])}`);
		for (const name of required[verb] ?? []) await bad(verb, names.filter((n) => n !== name));
	}
	assert.deepEqual(await codes('verb=Identify&verb=Identify'), ['badVerb']);
	assert.deepEqual(await codes('verb=Identify&verb=ListSets'), ['badVerb']);
});

test('each error says what would be right', async () => {
	for (const [query, mend] of [['', /'verb' is missing: give one of Identify, .*GetRecord$/], ['verb=identify', /'identify' is not a verb .*Identify/],
		['verb=ListRecords', /'metadataPrefix' is missing; ListMetadataFormats gives the prefixes/],
		['verb=GetRecord&metadataPrefix=oai_dc', /'identifier' is missing; ListIdentifiers gives/], ['verb=Identify&a=1', /leave it out/],
		['verb=ListRecords&metadataPrefix=x', /ListMetadataFormats gives those it has/], ['verb=ListRecords&resumptionToken=x', /begin the list again/],
		[`verb=GetRecord&metadataPrefix=oai_dc&identifier=${oai('none')}`, /ListIdentifiers gives those there are/]])
		assert.match(textOf((await ask(query)).doc, 'error'), mend, query);
});

test('A2 a resumptionToken stands alone', async () => {
	const token = textOf((await ask('verb=ListRecords&metadataPrefix=oai_dc')).doc, 'resumptionToken');
	for (const more of ['metadataPrefix=oai_dc', 'from=2020-01-01', 'until=2020-01-01', 'set=kind', `resumptionToken=${token}`])
		assert.deepEqual(await codes(`verb=ListRecords&resumptionToken=${token}&${more}`), ['badArgument'], more);
});

test('A3 dates: two granularities, both ends alike and inclusive; else badArgument (2.7.1)', async () => {
	const stamp = await stampOf('o-1'), day = stamp.slice(0, 10), list = 'verb=ListIdentifiers&metadataPrefix=oai_dc';
	for (const window of [`from=${stamp}&until=${stamp}`, `from=${day}&until=${day}`, `from=${day}`, `until=${day}`, `from=${stamp}`])
		assert.deepEqual(await codes(`${list}&${window}`), [], window);
	const both = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', from: stamp, until: stamp });
	assert.ok(both.items.some((i) => headerOf(i).identifier === oai('o-1')));
	for (const wrong of ['from=2023-02-30', 'until=2023-02-30', 'from=2023-13-01', 'from=2023-1-1', 'from=20230101', 'from=2023', 'from=2023-01',
		'from=2023-01-01T00:00:00', 'from=2023-01-01T00:00Z', 'from=2023-01-01T00:00:00.5Z', 'from=2023-01-01T00:00:00%2B02:00',
		'from=2023-01-01T00:00:00z', 'from=2023-01-01t00:00:00Z', 'from=2023-01-01T25:00:00Z', 'from=2023-01-01T23:60:00Z', 'from=2023-01-01T23:59:60Z',
		'from=', 'from=today', 'from=-2023-01-01', 'from=2023-01-01&until=2023-01-02T00:00:00Z', 'from=2023-01-01T00:00:00Z&until=2023-01-02',
		'from=2023-01-02&until=2023-01-01', 'from=2023-01-01T00:00:01Z&until=2023-01-01T00:00:00Z', 'from=2023-02-29', 'from=1900-02-29'])
		assert.deepEqual(await codes(`${list}&${wrong}`), ['badArgument'], wrong);
	assert.deepEqual(await codes(`${list}&from=2024-02-29`), []);
	// before the clock of computers begins, too
	for (const early of ['until=2000-02-29', 'until=1969-12-31', 'until=1969-12-31T23:59:59Z', 'from=0001-01-01&until=0001-01-01'])
		assert.deepEqual(await codes(`${list}&${early}`), ['noRecordsMatch'], early);
});

test('A4 an unknown set is noRecordsMatch; where there are no sets, noSetHierarchy', async () => {
	assert.deepEqual(await codes('verb=ListRecords&metadataPrefix=oai_dc&set=nothing:here'), ['noRecordsMatch']);
	const empty = temporaryFolder(), away = temporaryFolder();
	writeFileSync(join(away, 'records.csv'), 'identifier;title\n');
	await run(['ingest', '--config', demoConfig, '--set', `data.dir=${empty}`, away]);
	const own = await start({}, { data: empty });
	try {
		for (const query of ['verb=ListSets', 'verb=ListRecords&metadataPrefix=oai_dc&set=kind'])
			assert.deepEqual(errorsOf(keep(await askOai(own.base, query))), ['noSetHierarchy'], query);
	} finally {
		await stop(own);
		for (const folder of [empty, away]) rmSync(folder, { recursive: true });
	}
});

test('A5 prefixes and specs have their letters; Lithuanian ones are transliterated', async () => {
	const specs = all((await ask('verb=ListSets')).doc, 'setSpec').map((e) => e.textContent);
	for (const spec of ['institution:lt-zeme', 'spauda:laikrasciai']) assert.ok(specs.includes(spec), specs.join());
	for (const spec of specs) assert.match(spec, /^[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*$/);
	for (const prefix of ['a b', 'a"b', 'ą', 'a:b', ''])
		assert.deepEqual(await codes(`verb=ListRecords&metadataPrefix=${encodeURIComponent(prefix)}`), ['badArgument'], prefix);
	assert.deepEqual(await codes("verb=ListRecords&metadataPrefix=a-_.!~*'()Z9"), ['cannotDisseminateFormat']);
	for (const set of ['a::b', ':a', 'a:', 'ž', 'a/b'])
		assert.deepEqual(await codes(`verb=ListRecords&metadataPrefix=oai_dc&set=${encodeURIComponent(set)}`), ['badArgument'], set);
});

test('A6 identifiers are exact strings; nothing that is none breaks an answer', async () => {
	for (const id of [oai('o-01'), oai('O-1'), oai('o-1 ').trim() + '.', 'o-1', 'OAI:vartai.example.org:o-1', oai('')])
		assert.deepEqual(await codes({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: id }), ['idDoesNotExist'], id);
	for (const id of ['invalid"id', '<a>', "' or 1=1 --", '\u0001', 'ą', `${'x'.repeat(7000)}`, 'a\nb', '%00'])
		assert.match((await codes({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: id })).join(), /^(idDoesNotExist|badArgument)$/);
	const raw = await get(base, '/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=invalid"<>id');
	assert.equal(raw.status, 200);
	keep(raw);
});

// --- envelope ----------------------------------------------------------------------

test('E1 responseDate is now, in UTC and whole seconds', async () => {
	const date = textOf((await ask('verb=Identify')).doc, 'responseDate');
	assert.match(date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	assert.ok(Math.abs(Date.parse(date) - Date.now()) < 5000);
});

test('E2 the schema is named as the protocol has it', async () => {
	for (const query of ['verb=Identify', 'verb=x']) {
		const root = (await ask(query)).doc.documentElement;
		assert.equal(root.namespaceURI, NS);
		assert.equal(root.getAttribute('xsi:schemaLocation'), `${NS} ${NS}OAI-PMH.xsd`);
	}
});

test('E3 request echoes what was understood, and nothing of badVerb and badArgument (3.2)', async () => {
	const args = { verb: 'ListRecords', metadataPrefix: 'oai_dc', set: 'kind:text', from: '2020-01-01', until: '2099-01-01' };
	const request = first((await ask(args)).doc, 'request');
	assert.equal(request.textContent, `${base}/oai`);
	assert.deepEqual(Object.fromEntries(Array.from(request.attributes, (a) => [a.name, a.value])), args);
	for (const query of ['verb=x', 'verb=Identify&foo=%22', 'verb=ListRecords&metadataPrefix=oai_dc&from=x', ''])
		assert.equal(first((await ask(query)).doc, 'request').attributes.length, 0, query);
	assert.equal(first((await ask('verb=ListRecords&metadataPrefix=none')).doc, 'request').getAttribute('metadataPrefix'), 'none');
});

test('E4 several errors stand in one answer, each with a text', async () => {
	const answer = await ask('verb=GetRecord&foo=1&bar=2');
	assert.equal(errorsOf(answer).length, 4);
	for (const e of all(answer.doc, 'error')) assert.ok(e.textContent.length > 10);
	assert.deepEqual(await codes('verb=ListRecords&metadataPrefix=oai_dc&from=x&until=y'), ['badArgument', 'badArgument']);
});

test('E5 a header: identifier, datestamp, sets; deleted is the only status', async () => {
	const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' });
	for (const item of items) {
		assert.deepEqual(Array.from(item.childNodes, (n) => n.localName).filter((n) => n !== 'setSpec'), ['identifier', 'datestamp']);
		assert.ok(!item.hasAttribute('status') || item.getAttribute('status') === 'deleted');
		assert.match(headerOf(item).datestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	}
	assert.equal(items.filter((i) => i.hasAttribute('status')).length, 5);
});

test('E6 a deleted record is its header alone, another has one child in metadata', async () => {
	for (const prefix of ['oai_dc', 'edm']) {
		const { items } = await harvest('ListRecords', { metadataPrefix: prefix });
		for (const item of items) {
			const metadata = first(item, 'metadata'), { isDeleted } = headerOf(item);
			assert.equal(metadata === null, isDeleted);
			assert.equal(first(item, 'about'), null);
			if (metadata) assert.equal(Array.from(metadata.childNodes).filter((n) => n.nodeType === 1).length, 1);
		}
	}
});

test('E7 each metadata root names its namespace and schema', async () => {
	for (const [prefix, ns] of [['oai_dc', `${NS}oai_dc/`], ['edm', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#']]) {
		const { items } = await harvest('ListRecords', { metadataPrefix: prefix });
		for (const metadata of items.map((i) => first(i, 'metadata')).filter((m) => m)) {
			const root = Array.from(metadata.childNodes).find((n) => n.nodeType === 1);
			assert.equal(root.namespaceURI, ns);
			assert.ok(root.getAttribute('xsi:schemaLocation').startsWith(`${ns} http`));
		}
	}
});

test('E8 no character that XML 1.0 forbids comes out, whatever went in', async () => {
	const evil = ['\u0000', '\u0001', '\u0008', '\u000b', '\u000c', '\u001a', '\u001f', '\ufffe', '\uffff', '\u0085', '\u2028', '𝔄'].join('x');
	await ingest({ 7: { title: `Piktas ${evil} galas` } });
	writeFileSync(join(source, 'lone.csv'), Buffer.concat([Buffer.from('identifier;title;kind;language;subject\nlone;Puse '),
		Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(' ženklo;TEXT;lt;bandymai\n')]));
	await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	rmSync(join(source, 'lone.csv'));
	// A description of 5 MB, and one that would be entities if it were not text.
	writeFileSync(join(source, 'long.csv'), ['identifier;title;kind;language;subject;description',
		`long;Ilgas;TEXT;lt;bandymai;${'žodis '.repeat(LONG / 7)}`, 'entity;<!ENTITY a>;TEXT;lt;"&a; &#1; ]]>";"<![CDATA[x]]> &lt;"', ''].join('\n'));
	const { code, stdout } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	rmSync(join(source, 'long.csv'));
	assert.equal(code, 0, stdout);
	assert.ok((await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: oai('long') })).text.length > LONG * 0.8);
	assert.match((await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: oai('entity') })).text, /&amp;a; &amp;#1; ]]&gt;/);
	for (const prefix of ['oai_dc', 'edm']) {
		const { answers } = await harvest('ListRecords', { metadataPrefix: prefix });
		for (const { text } of answers) {
			assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/);
			assert.doesNotMatch(text, /&#x?0*([0-8]|11|12|1[4-9]|2\d|3[01]|b|c|e|f|1[0-9a-f]);/i);
		}
	}
	await ingest({}, OBJECTS, '--prune');
});

// --- lists -----------------------------------------------------------------------------

test('R1 the token holds all arguments and freezes until', async () => {
	const args = { metadataPrefix: 'oai_dc', set: 'kind:text' };
	const whole = await harvest('ListRecords', args);
	const page = await ask({ verb: 'ListRecords', ...args }), token = textOf(page.doc, 'resumptionToken');
	await waitASecond();
	await ingest({ 58: { title: 'Vėliau pakeistas' } });
	const rest = await harvest('ListRecords', { resumptionToken: token });
	const ids = [...all(page.doc, 'record'), ...rest.items].map((i) => headerOf(i).identifier);
	for (const item of rest.items) assert.ok(headerOf(item).sets.includes('kind:text'));
	assert.equal(new Set(ids).size, ids.length);
	assert.ok(!ids.includes(oai('o-58')), 'what changed has left the window');
	assert.deepEqual([...ids, oai('o-58')].sort(), whole.items.map((i) => headerOf(i).identifier).sort());
	await ingest();
});

test('R2 more: a token; the end of a resumed list: an empty one; all at once: none', async () => {
	const { answers } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' });
	assert.ok(answers.length > 2);
	answers.forEach((a, i) => assert.equal(textOf(a.doc, 'resumptionToken') === '', i === answers.length - 1));
	assert.equal(first((await ask('verb=ListIdentifiers&metadataPrefix=oai_dc&set=institution:lt-zeme')).doc, 'resumptionToken'), null);
});

test('R3 completeListSize, cursor and expirationDate on every page of every list, the last too', async () => {
	for (const verb of ['ListIdentifiers', 'ListRecords'])
		for (const more of [{}, { set: 'kind' }, { from: '2020-01-01' }, { set: 'kind:text' }]) {
			const { items, answers } = await harvest(verb, { metadataPrefix: 'oai_dc', ...more });
			let before = 0;
			for (const { doc } of answers) {
				const token = first(doc, 'resumptionToken');
				assert.equal(Number(token.getAttribute('completeListSize')), items.length);
				assert.equal(Number(token.getAttribute('cursor')), before);
				assert.ok(Date.parse(token.getAttribute('expirationDate')) > Date.now());
				before += all(doc, 'header').length;
			}
		}
});

test('R4 a token again gives the page again (3.5.1)', async () => {
	const token = textOf((await ask('verb=ListRecords&metadataPrefix=oai_dc')).doc, 'resumptionToken');
	const pages = [];
	for (let i = 0; i < 3; i++) pages.push(withoutDate((await ask({ verb: 'ListRecords', resumptionToken: token })).text));
	assert.equal(new Set(pages).size, 1);
});

test('R5 badResumptionToken: junk, altered, cut, of another verb, of another node’s secret', async () => {
	const token = textOf((await ask('verb=ListRecords&metadataPrefix=oai_dc')).doc, 'resumptionToken');
	const other = await start({ 'oai.page_records': 25, 'server.secret': 'a secret of another library, long enough' }, { data });
	const foreign = textOf((await askOai(other.base, 'verb=ListRecords&metadataPrefix=oai_dc')).doc, 'resumptionToken');
	await stop(other);
	for (const bad of ['junk', '', ' ', foreign, token + token, `${token}A`, token.slice(0, -1), token.slice(1), token.toUpperCase(), '…', '0', 'a'.repeat(5000)])
		assert.deepEqual(await codes({ verb: 'ListRecords', resumptionToken: bad }), ['badResumptionToken'], bad.slice(0, 80));
	for (let i = 0; i < token.length; i += 3) {
		const altered = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
		assert.deepEqual(await codes({ verb: 'ListRecords', resumptionToken: altered }), ['badResumptionToken'], altered);
	}
	assert.deepEqual(await codes({ verb: 'ListIdentifiers', resumptionToken: token }), ['badResumptionToken']);
	assert.deepEqual(await codes({ verb: 'ListSets', resumptionToken: token }), ['badResumptionToken']);
});

test('R6 a token has URL-safe letters alone, fewer than 200', async () => {
	const { answers } = await harvest('ListIdentifiers', { metadataPrefix: 'edm', set: 'spauda:laikrasciai', from: '2020-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z' });
	for (const { doc } of answers.slice(0, -1)) assert.match(textOf(doc, 'resumptionToken'), /^[A-Za-z0-9_.~-]{1,199}$/);
});

test('R7 a token is good for 72 hours, as published', async () => {
	const token = first((await ask('verb=ListRecords&metadataPrefix=oai_dc')).doc, 'resumptionToken');
	const hours = (Date.parse(token.getAttribute('expirationDate')) - Date.now()) / 3600e3;
	assert.ok(hours > 71.9 && hours < 72.1, String(hours));
});

test('R8 a page has 100 records or 1,000 identifiers, unless its bytes are too many', async () => {
	const { stdout } = await run(['options']);
	assert.match(stdout, /page_records: 100\n/);
	assert.match(stdout, /page_identifiers: 1000\n/);
	const small = await start({ 'oai.page_bytes': '64k', 'oai.page_records': 1000 }, { data });
	try {
		const { items, answers, errors } = await harvestOai(small.base, 'ListRecords', { metadataPrefix: 'edm' });
		assert.deepEqual(errors, []);
		assert.ok(answers.length > 1);
		assert.equal(new Set(items.map((i) => headerOf(i).identifier)).size, items.length);
		for (const a of answers) assert.ok(a.raw.length < 64 * 1024 + 20000, String(a.raw.length));
		answers.forEach(keep);
	} finally {
		await stop(small);
	}
});

test('R9 a full pass gives each record once', async () => {
	for (const verb of ['ListIdentifiers', 'ListRecords'])
		for (const set of [undefined, 'kind', 'kind:image', 'institution', 'spauda']) {
			const { items } = await harvest(verb, { metadataPrefix: 'oai_dc', ...(set ? { set } : {}) });
			const ids = items.map((i) => headerOf(i).identifier);
			assert.equal(new Set(ids).size, ids.length);
		}
});

test('R10 many records of one second are paged', async () => {
	const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const bySecond = Map.groupBy ? Map.groupBy(items, (i) => headerOf(i).datestamp)
		: items.reduce((m, i) => m.set(headerOf(i).datestamp, [...(m.get(headerOf(i).datestamp) ?? []), i]), new Map());
	const [stamp, most] = [...bySecond].sort((a, b) => b[1].length - a[1].length)[0];
	assert.ok(most.length > 25, `${most.length} in one second`);
	const again = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', from: stamp, until: stamp });
	assert.equal(again.items.length, most.length);
	assert.ok(again.answers.length > 1);
});

test('R11 ListSets is complete in one answer, and gives out no token', async () => {
	const answer = await ask('verb=ListSets');
	assert.equal(first(answer.doc, 'resumptionToken'), null);
	assert.ok(all(answer.doc, 'set').length >= 8);
	assert.deepEqual(await codes('verb=ListSets&resumptionToken=x'), ['badResumptionToken']);
});

// --- datestamps, deletion, sets ------------------------------------------------------------

test('D1 a datestamp is the last change of the record in that format', async () => {
	const [dc, edm, other] = [await stampOf('o-11'), await stampOf('o-11', 'edm'), await stampOf('o-14')];
	await waitASecond();
	await ingest({ 11: { rights: 'http://creativecommons.org/licenses/by/4.0/' } });
	assert.ok(await stampOf('o-11') > dc, 'rights are shown in oai_dc');
	assert.ok(await stampOf('o-11', 'edm') > edm, 'and in edm');
	assert.equal(await stampOf('o-14'), other, 'another record stays as it was');
});

test('D2 another set is another datestamp; the set that was left does not tell', async () => {
	const was = await stampOf('o-12'), inSet = async (set) => (await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', set })).items
		.map(headerOf).find((h) => h.identifier === oai('o-12'));
	assert.ok(await inSet('vaizdai'));
	await waitASecond();
	await ingest({ 11: { rights: 'http://creativecommons.org/licenses/by/4.0/' }, 12: { collection: 'spauda:laikrasciai', kind: 'SOUND' } });
	assert.equal(await inSet('vaizdai'), undefined);
	const moved = await inSet('spauda');
	assert.ok(moved.datestamp > was);
	assert.deepEqual(moved.sets, ['institution:LT-Test', 'spauda:laikrasciai', 'kind:sound']);
	assert.equal(moved.isDeleted, false);
	assert.equal((await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: oai('o-12') })).doc.getElementsByTagName('header')[0].hasAttribute('status'), false);
});

test('D3 tombstones stay, in their sets; what comes back is a normal record again', async () => {
	assert.equal(textOf((await ask('verb=Identify')).doc, 'deletedRecord'), 'persistent');
	const gone = () => ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: oai(`o-${OBJECTS}`) });
	const header = headerOf((await gone()).doc);
	assert.equal(header.isDeleted, true);
	for (const set of ['institution:lt-zeme', 'kind:text', 'vaizdai'])
		assert.ok((await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', set })).items.map(headerOf)
			.some((h) => h.identifier === header.identifier && h.isDeleted), set);
	await waitASecond();
	await ingest({}, OBJECTS + 1);
	const back = headerOf((await gone()).doc);
	assert.equal(back.isDeleted, false);
	assert.ok(back.datestamp > header.datestamp);
});

test('D4 earliestDatestamp is at or before every datestamp', async () => {
	const earliest = textOf((await ask('verb=Identify')).doc, 'earliestDatestamp');
	for (const metadataPrefix of ['oai_dc', 'edm'])
		for (const item of (await harvest('ListIdentifiers', { metadataPrefix })).items) assert.ok(headerOf(item).datestamp >= earliest);
	const before = new Date(Date.parse(earliest) - 1000).toISOString().replace('.000', '');
	assert.deepEqual(await codes(`verb=ListIdentifiers&metadataPrefix=oai_dc&until=${before}`), ['noRecordsMatch']);
});

test('D5 seconds are announced, days are accepted', async () => {
	assert.equal(textOf((await ask('verb=Identify')).doc, 'granularity'), 'YYYY-MM-DDThh:mm:ssZ');
	const today = new Date().toISOString().slice(0, 10), tomorrow = new Date(Date.now() + 86400e3).toISOString().slice(0, 10);
	assert.equal((await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', from: today, until: tomorrow })).items.length,
		(await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' })).items.length);
});

test('D6 who comes back with responseDate misses nothing that was being committed', { timeout: 120000 }, async () => {
	const seen = new Map();
	let from, over = false;
	const take = async () => {
		const { items, answers } = await harvestOai(base, 'ListIdentifiers', { metadataPrefix: 'oai_dc', ...(from ? { from } : {}) });
		for (const h of items.map(headerOf)) seen.set(h.identifier, h.datestamp);
		from = textOf(answers[0].doc, 'responseDate');
	};
	await take();
	const writing = ingest(Object.fromEntries(Array.from({ length: OBJECTS }, (_, i) => [i, { title: `Pakeista ${i}` }]))).finally(() => { over = true; });
	while (!over) await take();
	await writing;
	await take();
	const whole = (await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' })).items.map(headerOf);
	assert.deepEqual([...seen].sort(), whole.map((h) => [h.identifier, h.datestamp]).sort());
});

test('D7 sets are a tree: what is in a:b is in a, and its header says a:b', async () => {
	const sets = all((await ask('verb=ListSets')).doc, 'set');
	const specs = sets.map((s) => textOf(s, 'setSpec'));
	for (const set of sets) assert.ok(textOf(set, 'setName').length > 0);
	assert.match(sets.map((s) => textOf(s, 'setName')).join('|'), /Institucijos.*Rūšys.*Tekstai/);
	for (const spec of specs) {
		const above = spec.split(':').slice(0, -1).join(':');
		if (above) assert.ok(specs.includes(above), `${above} of ${spec}`);
		const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', set: spec });
		assert.ok(items.length > 0, 'no set is empty');
		for (const h of items.map(headerOf)) assert.ok(h.sets.some((s) => s === spec || s.startsWith(`${spec}:`)), `${spec}: ${h.sets}`);
		const one = headerOf(items[0]);
		const got = headerOf((await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: one.identifier })).doc);
		assert.deepEqual(got.sets, one.sets);
	}
	const size = async (set) => (await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', ...(set ? { set } : {}) })).items.length;
	assert.equal(await size('kind'), await size());
	assert.equal(await size('institution'), await size('institution:LT-Test') + await size('institution:lt-zeme'));
});

test('D8 formats of an item; what an item or the repository lacks cannot be disseminated', async () => {
	const formats = async (more) => all((await ask({ verb: 'ListMetadataFormats', ...more })).doc, 'metadataPrefix').map((e) => e.textContent);
	const whole = await formats({});
	assert.ok(whole.includes('oai_dc') && whole.includes('edm'));
	for (const prefix of await formats({ identifier: oai('o-1') })) assert.ok(whole.includes(prefix));
	assert.deepEqual(await codes({ verb: 'ListMetadataFormats', identifier: oai('none') }), ['idDoesNotExist']);
	assert.deepEqual(await codes('verb=ListRecords&metadataPrefix=none'), ['cannotDisseminateFormat']);
	assert.deepEqual(await codes({ verb: 'GetRecord', metadataPrefix: 'none', identifier: oai('o-1') }), ['cannotDisseminateFormat']);
	assert.deepEqual(await codes({ verb: 'GetRecord', metadataPrefix: 'none', identifier: oai('none') }), ['idDoesNotExist']);
});

// --- Identify and containers -----------------------------------------------------------------

test('I1 Identify in its order, with an address that can be written to', async () => {
	const identify = first((await ask('verb=Identify')).doc, 'Identify');
	assert.deepEqual(Array.from(identify.childNodes, (n) => n.localName), ['repositoryName', 'baseURL', 'protocolVersion', 'adminEmail',
		'earliestDatestamp', 'deletedRecord', 'granularity', 'compression', 'description', 'description']);
	assert.match(textOf(identify, 'adminEmail'), /^\S+@\S+\.\S+$/);
	const { code, stderr } = await run(['serve', '--config', demoConfig, '--set', `data.dir=${data}`, '--set', 'oai.admin_emails=root@localhost']);
	assert.equal(code, 2);
	assert.match(stderr, /oai\.admin_emails: 'root@localhost'/);
});

test('I2 one oai-identifier, whose sample is a record', async () => {
	const answer = await ask('verb=Identify'), [id] = all(answer.doc, 'oai-identifier');
	assert.equal(all(answer.doc, 'oai-identifier').length, 1);
	assert.equal(id.namespaceURI, `${NS}oai-identifier`);
	assert.deepEqual(['scheme', 'repositoryIdentifier', 'delimiter'].map((n) => textOf(id, n)), ['oai', 'vartai.example.org', ':']);
	assert.deepEqual(await codes({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: textOf(id, 'sampleIdentifier') }), []);
});

test('I3 descriptions as configured, in two languages; friends, branding and rights in 2_oai_containers', async () => {
	const descriptions = all((await ask('verb=Identify')).doc, 'description').filter((d) => d.namespaceURI === NS);
	const [, dc] = descriptions.map((d) => Array.from(d.childNodes).find((n) => n.nodeType === 1));
	assert.equal(dc.namespaceURI, `${NS}oai_dc/`);
	assert.deepEqual(Array.from(dc.childNodes, (n) => [n.getAttribute('xml:lang'), n.textContent]), [['lt', 'Bandymų saugykla'], ['en', 'A test']]);
	const bare = await start({}, { data });
	assert.equal(all((await askOai(bare.base, 'verb=Identify')).doc, 'description').length, 1);
	await stop(bare);
});

test('I4 no about container where none is configured (2_oai_containers has them)', async () => {
	for (const metadataPrefix of ['oai_dc', 'edm'])
		for (const { doc } of (await harvest('ListRecords', { metadataPrefix })).answers) assert.equal(first(doc, 'about'), null);
});

test('I5 records made by us carry identifiers of ours, whatever their source called them', async () => {
	for (const item of (await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' })).items)
		assert.match(headerOf(item).identifier, /^oai:vartai\.example\.org:[A-Za-z0-9._~-]+$/);
});

// --- for people ---------------------------------------------------------------------------------

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', 'upgrade-insecure-requests': '1' };

test('a browser gets a page with links to every verb, in its language', async () => {
	for (const [language, word] of [['lt', 'kaupėjams'], ['en', 'harvesters']]) {
		const { status, headers, text } = await get(base, '/oai', { headers: { ...BROWSER, 'accept-language': language } });
		assert.equal(status, 200);
		assert.match(headers['content-type'], /^text\/html/);
		assert.match(headers['content-security-policy'], /default-src 'none'/);
		assert.ok(text.includes(word));
		for (const verb of ['Identify', 'ListMetadataFormats', 'ListSets', 'ListIdentifiers', 'ListRecords'])
			assert.ok(text.includes(`/oai?verb=${verb}`), verb);
		const one = /href="(\/oai\?verb=GetRecord&amp;metadataPrefix=[^"]+)"/.exec(text);
		assert.ok(one, 'GetRecord');
		assert.deepEqual(await codes(one[1].replaceAll('&amp;', '&').replace('/oai?', '')), []);
	}
	const page = async (query) => (await get(base, `/oai?${query}`, { headers: BROWSER })).text;
	const list = await page('verb=ListRecords&metadataPrefix=edm&set=kind:text');
	assert.match(list, /href="\?verb=GetRecord&amp;metadataPrefix=edm&amp;identifier=oai:/);
	const next = /href="(\?verb=ListRecords&amp;resumptionToken=[^"]+)"/.exec(list)[1].replace('&amp;', '&');
	assert.match(await page(next.slice(1)), /verb=GetRecord/);
	assert.match(await page(`verb=GetRecord&metadataPrefix=oai_dc&identifier=${oai(`o-${OBJECTS + 2}`)}`), /deleted/);
	const evil = await page(`verb=${encodeURIComponent('"><script>alert(1)</script>')}&identifier=${encodeURIComponent('"><b>')}`);
	assert.doesNotMatch(evil, /<script>alert|"><b>/);
	assert.match(evil, /badVerb/);
	const xml = await get(base, '/oai/xml?verb=Identify', { headers: BROWSER });
	assert.match(xml.headers['content-type'], /^text\/xml/);
	keep(xml);
});

test('a harvester gets XML, whatever it accepts', async () => {
	for (const accept of ['*/*', 'text/html', 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2', 'text/xml', 'application/xml', BROWSER.accept, ''])
		for (const path of ['/oai?verb=Identify', '/oai']) {
			const answer = await get(base, path, { headers: accept ? { accept } : {} });
			assert.match(answer.headers['content-type'], /^text\/xml/, accept);
		}
	const posted = await get(base, '/oai', { method: 'POST', body: 'verb=Identify', headers: { ...BROWSER, 'content-type': 'application/x-www-form-urlencoded' } });
	assert.match(posted.headers['content-type'], /^text\/xml/);
});

test('every answer is valid by the published schemas, its records too', { skip: noSchemas }, async (t) => {
	for (const [prefix, documents] of Object.entries(kept)) {
		assert.ok(documents.length > 8, `${prefix}: ${documents.length}`);
		for (let i = 0; i < documents.length; i += 200)
			assert.equal(await invalid(documents.slice(i, i + 200), `drivers/oai+${prefix}.xsd`), '', prefix);
		t.diagnostic(`${documents.length} answers with ${prefix}`);
	}
});
