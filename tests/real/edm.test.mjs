// SPDX-License-Identifier: Apache-2.0
// EDM as Europeana wants it: every edm record of the demo collection and of the
// real ones is valid by EDM.xsd and by Europeana's own schematron; our rules say
// of any record what the schematron says.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { harvest } from '../lib/oai.mjs';
import { faults, rulesOf } from '../lib/edm.mjs';
import { judge, noSchematron } from '../lib/schematron.mjs';
import { demoConfig, demoData, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { all, first, invalid, parse, shared } from '../lib/xml.mjs';
import { XMLSerializer } from '@xmldom/xmldom';

let folder, records = [];

// The edm records of a catalogue, each as a document of its own.
async function recordsOf(data) {
	const server = await start({ 'oai.page_records': 500 }, { data });
	try {
		const { items } = await harvest(server.base, 'ListRecords', { metadataPrefix: 'edm' });
		return items.map((i) => first(i, 'RDF')).filter((rdf) => rdf !== null)
			.map((rdf) => ({ base: server.base, text: new XMLSerializer().serializeToString(rdf) }));
	} finally {
		await stop(server);
	}
}

before(async () => {
	if (noSchematron) return;
	folder = temporaryFolder();
	const data = join(folder, 'data');
	// What most of them lack is said here, so that there is something to look at.
	const taken = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--json', '--language', 'en',
		'--rights', 'http://creativecommons.org/publicdomain/mark/1.0/', join(shared, 'collection'), join(shared, 'metadata')]);
	assert.ok(taken.code <= 1, taken.stderr);
	records = [...await recordsOf(demoData), ...await recordsOf(data)];
});
after(() => folder && rmSync(folder, { recursive: true }));

test('every edm record is valid by the schema', { skip: noSchematron }, async (t) => {
	t.diagnostic(`${records.length} records`);
	assert.ok(records.length >= 350, String(records.length));
	assert.equal(await invalid(records.map((r) => r.text), 'edm/EDM.xsd'), '');
});

test('every edm record is valid by the schematron', { skip: noSchematron }, async () => {
	const said = await judge(records.map((r) => r.text));
	said.forEach((texts, i) => assert.deepEqual(texts, [], records[i].text.slice(0, 3000)));
});

test('words have a language; images and files have manifest and page, images service and thumbnail', { skip: noSchematron }, () => {
	let images = 0, files = 0;
	for (const { base, text } of records) {
		const doc = parse(text), link = (n) => n?.getAttributeNS('http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'resource');
		const about = (n) => n.getAttributeNS('http://www.w3.org/1999/02/22-rdf-syntax-ns#', 'about');
		const page = link(first(doc, 'isShownAt'));
		assert.match(page, new RegExp(`^${base}/objects/[^/]+$`));
		for (const n of Array.from(doc.getElementsByTagName('*'))) {
			const name = n.localName, words = n.firstChild?.nodeType === 3 ? n.textContent : '';
			if (/\p{L}/u.test(words) && !['identifier', 'language', 'type', 'begin', 'end'].includes(name) &&
				!(name === 'format' && words.includes('/')))
				assert.ok(n.getAttribute('xml:lang'), `${n.nodeName}: ${words}`);
			if (name === 'type' && n.prefix === 'dc' && /\p{L}/u.test(words)) assert.ok(n.getAttribute('xml:lang'), words);
		}
		const services = new Map(all(doc, 'Service').map((s) => [about(s), s]));
		const shown = link(first(doc, 'isShownBy')), resources = all(doc, 'WebResource');
		if (resources.length > 0) assert.ok(resources.some((w) => about(w) === shown), `${page}: ${shown}`);
		for (const w of resources) {
			assert.equal(link(first(w, 'isReferencedBy')), page.replace('/objects/', '/iiif/presentation/') + '/manifest');
			// A sound, a film or a PDF that is the object itself.
			if (about(w).startsWith(`${base}/files/`)) {
				files++;
				assert.match(first(w, 'format').textContent, /^(audio|video|model)\/|^application\/pdf$/);
				continue;
			}
			images++;
			const service = link(first(w, 'has_service'));
			assert.ok(about(w).startsWith(`${service}/full/`));
			assert.equal(link(first(services.get(service), 'conformsTo')), 'http://iiif.io/api/image');
			assert.equal(link(first(services.get(service), 'implements')), 'http://iiif.io/api/image/3/level2.json');
			assert.match(link(first(doc, 'object')), /\/full\/!400,400\/0\/default\.jpg$/);
			assert.ok(shown.endsWith('/full/max/0/default.jpg') || shown.startsWith(`${base}/files/`), shown);
		}
	}
	assert.ok(files > 0, 'no file is the object itself');
	assert.ok(images > 200, String(images));
});

// Names of the schematron's rules that vartai finds broken, a list a file.
async function ours(texts) {
	const place = join(folder, 'agree');
	mkdirSync(place, { recursive: true });
	const files = texts.map((text, i) => {
		const file = join(place, `${i}.xml`);
		writeFileSync(file, text);
		return file;
	});
	const { stdout, stderr } = await run(['check', '--config', demoConfig, '--json', '--file', ...files]);
	const { objects } = JSON.parse(stdout || assert.fail(stderr));
	return objects.map((o) => [...new Set(o.findings.filter((f) => f.origin === 'schematron').map((f) => f.rule))].sort());
}

async function agree(named) {
	const [theirs, found] = await Promise.all([judge(named.map((n) => n.text)), ours(named.map((n) => n.text))]);
	theirs.forEach((texts, i) => assert.deepEqual(found[i], rulesOf(texts), `${named[i].name}\n${named[i].text.slice(0, 6000)}`));
	return theirs;
}

test('of external records, good and bad, both say the same', { skip: noSchematron }, async () => {
	const place = join(shared, 'metadata/edm');
	const files = readdirSync(place).filter((n) => /\.(xml|rdf)$/.test(n));
	const said = await agree(files.map((name) => ({ name, text: readFileSync(join(place, name), 'utf8') })));
	assert.ok(files.length >= 9, String(files.length));
	files.forEach((name, i) => name.startsWith('bad-') && assert.notDeepEqual(said[i], [], name));
});

test('of five hundred records with one seeded fault each both say the same', { skip: noSchematron }, async (t) => {
	const place = join(shared, 'metadata/edm');
	const good = [...readdirSync(place).filter((n) => n.endsWith('.xml') && !n.startsWith('bad-'))
		.map((n) => readFileSync(join(place, n), 'utf8')), ...records.map((r) => r.text)];
	const seeded = faults(good, 500);
	assert.equal(seeded.length, 500);
	const said = await agree(seeded);
	const wrong = said.filter((texts) => texts.length).length;
	t.diagnostic(`${new Set(seeded.map((s) => s.name)).size} kinds of fault; the schematron refuses ${wrong} of 500`);
	assert.ok(wrong > 300, String(wrong));
});
