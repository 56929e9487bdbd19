// SPDX-License-Identifier: Apache-2.0
// OAI-PMH: each verb with right and wrong requests; every answer is kept and
// validated at the end by the protocol's schema and those of the formats.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { get } from '../lib/http.mjs';
import { ask as askOai, errorsOf, harvest as harvestOai, headerOf } from '../lib/oai.mjs';
import { start, stop } from '../lib/server.mjs';
import { all, first, invalid, noSchemas, textOf } from '../lib/xml.mjs';

let server;
const answers = { 'drivers/oai+oai_dc.xsd': [], 'drivers/oai+edm.xsd': [] };

function keep(answer, args) {
	const driver = /edm/.test(JSON.stringify(args)) ? 'drivers/oai+edm.xsd' : 'drivers/oai+oai_dc.xsd';
	answers[driver].push(answer.text);
	return answer;
}
const ask = async (args, options) => keep(await askOai(server.base, args, options), args);
async function harvest(verb, args) {
	const result = await harvestOai(server.base, verb, args);
	for (const answer of result.answers) keep(answer, args);
	return result;
}

before(async () => { server = await start({ 'oai.page_records': 7, 'oai.page_identifiers': 11 }); });
after(() => stop(server));

test('Identify', async () => {
	const answer = await ask({ verb: 'Identify' });
	assert.equal(answer.status, 200);
	assert.match(answer.headers['content-type'], /^text\/xml; ?charset=utf-8$/i);
	assert.equal(textOf(answer.doc, 'baseURL'), `${server.base}/oai`);
	assert.equal(textOf(answer.doc, 'protocolVersion'), '2.0');
	assert.equal(textOf(answer.doc, 'deletedRecord'), 'persistent');
	assert.equal(textOf(answer.doc, 'granularity'), 'YYYY-MM-DDThh:mm:ssZ');
	assert.match(textOf(answer.doc, 'earliestDatestamp'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	assert.match(textOf(answer.doc, 'sampleIdentifier'), /^oai:/);
});

test('POST is as good as GET', async () => {
	const answer = await askOai(server.base, '', { method: 'POST', body: 'verb=Identify',
		headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	assert.equal(textOf(answer.doc, 'protocolVersion'), '2.0');
});

test('ListMetadataFormats, of the repository and of an item', async () => {
	const whole = await ask({ verb: 'ListMetadataFormats' });
	const prefixes = all(whole.doc, 'metadataPrefix').map((e) => e.textContent);
	assert.ok(prefixes.includes('oai_dc') && prefixes.includes('edm'), prefixes.join());
	const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'edm' });
	const one = items.map(headerOf).find((h) => !h.isDeleted);
	const item = await ask({ verb: 'ListMetadataFormats', identifier: one.identifier });
	assert.ok(all(item.doc, 'metadataPrefix').some((e) => e.textContent === 'edm'));
	assert.deepEqual(errorsOf(await ask({ verb: 'ListMetadataFormats', identifier: `${one.identifier}x` })),
		['idDoesNotExist']);
});

test('ListSets: institutions and collections, each harvestable', async () => {
	const answer = await ask({ verb: 'ListSets' });
	const specs = all(answer.doc, 'setSpec').map((e) => e.textContent);
	assert.ok(specs.length >= 5, specs.join());
	assert.equal(new Set(specs).size, specs.length);
	for (const spec of specs) {
		const { items, errors } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', set: spec });
		assert.deepEqual(errors, [], `the set ${spec} has records`);
		for (const header of items.map(headerOf))
			assert.ok(header.sets.some((s) => s === spec || s.startsWith(`${spec}:`)), `${spec}: ${header.sets}`);
	}
});

test('a whole list gives every record once, counts it, and ends right', async () => {
	for (const [verb, prefix] of [['ListRecords', 'oai_dc'], ['ListRecords', 'edm'], ['ListIdentifiers', 'oai_dc']]) {
		const { items, answers: pages } = await harvest(verb, { metadataPrefix: prefix });
		const headers = items.map(headerOf);
		assert.equal(new Set(headers.map((h) => h.identifier)).size, headers.length, 'each once');
		assert.ok(pages.length > 2, 'several pages');
		let cursor = 0;
		for (const [i, page] of pages.entries()) {
			const token = first(page.doc, 'resumptionToken');
			assert.equal(Number(token.getAttribute('completeListSize')), headers.length);
			assert.equal(Number(token.getAttribute('cursor')), cursor);
			assert.ok(Date.parse(token.getAttribute('expirationDate')) > Date.now() + 23 * 3600e3);
			assert.equal(token.textContent === '', i === pages.length - 1);
			if (token.textContent) assert.match(token.textContent, /^[A-Za-z0-9_.~-]{1,199}$/);
			cursor += all(page.doc, verb === 'ListRecords' ? 'record' : 'header').length;
		}
		const stamps = headers.map((h) => h.datestamp);
		assert.deepEqual(stamps, [...stamps].sort());
	}
});

test('a list that is complete at once has no token', async () => {
	const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const own = await start();
	try {
		const answer = await askOai(own.base, { verb: 'ListIdentifiers', metadataPrefix: 'oai_dc' });
		assert.equal(all(answer.doc, 'header').length, items.length);
		assert.equal(first(answer.doc, 'resumptionToken'), null);
	} finally {
		await stop(own);
	}
});

test('a token gives the same page again, and only to its own verb', async () => {
	const token = textOf((await ask({ verb: 'ListRecords', metadataPrefix: 'oai_dc' })).doc, 'resumptionToken');
	const pages = await Promise.all([1, 2].map(() => ask({ verb: 'ListRecords', resumptionToken: token })));
	const ids = pages.map((p) => all(p.doc, 'identifier').map((e) => e.textContent).join());
	assert.equal(ids[0], ids[1]);
	for (const wrong of [`${token}x`, token.slice(1), 'x', token.slice(0, 20), token.replace(/.$/, (c) => c === 'A' ? 'B' : 'A'),
		'', 'ą'.repeat(300)])
		assert.deepEqual(errorsOf(await ask({ verb: 'ListRecords', resumptionToken: wrong })), ['badResumptionToken'], wrong);
	assert.deepEqual(errorsOf(await ask({ verb: 'ListIdentifiers', resumptionToken: token })), ['badResumptionToken']);
	assert.deepEqual(errorsOf(await ask({ verb: 'ListRecords', resumptionToken: token, metadataPrefix: 'oai_dc' })),
		['badArgument']);
});

test('GetRecord gives each listed record as the list did; the withdrawn one has only a header', async () => {
	const { items } = await harvest('ListRecords', { metadataPrefix: 'oai_dc' });
	for (const prefix of ['oai_dc', 'edm'])
		assert.deepEqual(errorsOf(await ask({ verb: 'GetRecord', metadataPrefix: prefix, identifier: `${headerOf(items[0]).identifier}x` })),
			['idDoesNotExist']);
	const deleted = items.map(headerOf).filter((h) => h.isDeleted);
	assert.ok(deleted.length >= 1, 'the demo collection has a withdrawn object');
	for (const item of items.slice(0, 10)) {
		const { identifier } = headerOf(item);
		const answer = await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier });
		assert.deepEqual(headerOf(first(answer.doc, 'record')), headerOf(item));
	}
	const gone = await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: deleted[0].identifier });
	assert.equal(first(gone.doc, 'metadata'), null);
	assert.equal(first(gone.doc, 'header').getAttribute('status'), 'deleted');
});

test('a window of time, by second and by day', async () => {
	const { items } = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const { datestamp } = headerOf(items[0]);
	const day = datestamp.slice(0, 10);
	const bySecond = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', from: datestamp, until: datestamp });
	assert.ok(bySecond.items.length >= 1);
	for (const h of bySecond.items.map(headerOf)) assert.equal(h.datestamp, datestamp);
	const byDay = await harvest('ListIdentifiers', { metadataPrefix: 'oai_dc', from: day, until: day });
	assert.equal(byDay.items.length, items.filter((i) => headerOf(i).datestamp.startsWith(day)).length);
	const none = await ask({ verb: 'ListIdentifiers', metadataPrefix: 'oai_dc', until: '1990-01-01' });
	assert.deepEqual(errorsOf(none), ['noRecordsMatch']);
});

const wrong = [
	['', 'badVerb'], ['verb=', 'badVerb'], ['verb=identify', 'badVerb'], ['verb=Identify&verb=Identify', 'badVerb'],
	['verb=Identify&x=1', 'badArgument'], ['verb=Identify&identifier=a', 'badArgument'],
	['verb=ListRecords', 'badArgument'], ['verb=GetRecord&metadataPrefix=oai_dc', 'badArgument'],
	['verb=GetRecord&identifier=oai:x:y', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc', 'badArgument'],
	['verb=ListRecords&metadataPrefix=nosuch', 'cannotDisseminateFormat'],
	['verb=ListRecords&metadataPrefix=a%22b', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&set=no_such_set', 'noRecordsMatch'],
	['verb=ListRecords&metadataPrefix=oai_dc&set=a%20b', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-30', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-03T10:00Z', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-03T10:00:00.5Z', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-03&until=2023-02-04T00:00:00Z', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-04&until=2023-02-03', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-03T24:00:00Z', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-03T10:00:00z', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=2023-02-03T10:00:00%2B02:00', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=', 'badArgument'],
	['verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31', 'noRecordsMatch'],
	['verb=ListRecords&metadataPrefix=oai_dc&set=', 'badArgument'],
	['verb=Identify%zz', 'badVerb'],
	...['%22', '%3C%3E', '%5B%5D', '%25zz', 'a%23b%23c', ':', '1:a', 'a%20b', '%01a', '%C4%85', 'x%3A//%5B', 'http://a:b', '%7B%7D%5E%60%7C%5C']
		.map((id) => [`verb=GetRecord&metadataPrefix=oai_dc&identifier=${id}`, 'badArgument']),
	...['oai:', 'oai:vartai.example.org:', 'a', 'http://hdl.handle.net/1/2', 'urn:x:%20', '/', '?', "!$'()*,;=@"]
		.map((id) => [`verb=ListMetadataFormats&identifier=${encodeURIComponent(id)}`, 'idDoesNotExist']),
	['verb=GetRecord&metadataPrefix=oai_dc&identifier=', 'idDoesNotExist'],
	['verb=ListSets&resumptionToken=x', 'badResumptionToken'],
	['verb=ListIdentifiers&resumptionToken=x&set=a', 'badArgument'],
];
for (const [query, code] of wrong)
	test(`?${query} is ${code}`, async () => {
		const answer = await ask(query);
		assert.equal(answer.status, 200);
		assert.ok(errorsOf(answer).every((c) => c === code), errorsOf(answer).join());
		assert.ok(errorsOf(answer).length >= 1);
		assert.ok(first(answer.doc, 'error').textContent.length > 10, 'a sentence');
		if (code === 'badVerb' || code === 'badArgument') assert.equal(first(answer.doc, 'request').attributes.length, 0);
	});

test('several mistakes are told in one answer', async () => {
	const answer = await ask('verb=ListRecords&foo=1&bar=2');
	assert.equal(errorsOf(answer).length, 3);
});

test('every answer is valid by the published schemas', { skip: noSchemas }, async () => {
	for (const [schema, documents] of Object.entries(answers)) {
		assert.ok(documents.length > 5, `${schema}: ${documents.length}`);
		assert.equal(await invalid(documents, schema), '', schema);
	}
});

test('an answer is not kept by caches', async () => {
	const { headers } = await get(server.base, '/oai?verb=Identify');
	assert.match(headers['cache-control'], /no-store|no-cache/);
});
