// SPDX-License-Identifier: Apache-2.0
// Search in an object, as a manifest offers it: whoever offers the links, here a plugin
// of four lines, is in it in the form that viewers take.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { get } from '../lib/http.mjs';
import { lint } from '../lib/iiif.mjs';
import { root, start, stop, temporaryFolder } from '../lib/server.mjs';
import { noSchemas, schemas } from '../lib/xml.mjs';

const BOOK = 'ezeru-krasto-padavimai-1931';
let server, folder;

function plugin(name, links) {
	const source = join(folder, `${name}.c`), library = join(folder, `${name}.so`);
	writeFileSync(source, `#include "vartai.h"
static const struct vt_link links[] = {
${links.map((l) => `	{ "${l}", "/${l}/{id}" },`).join('\n')}
	{ .name = NULL } };
VT_PLUGIN(.name = "${name}", .version = "1", .summary = "links", .links = links);
`);
	execFileSync('cc', ['-std=gnu11', '-fPIC', '-shared', '-fvisibility=hidden', '-iquote', join(root, 'core/api'), '-o', library, source]);
	return library;
}

before(async () => {
	folder = temporaryFolder();
	const library = plugin('searches', ['iiif.search.2', 'iiif.autocomplete.2', 'iiif.search.1', 'iiif.autocomplete.1']);
	server = await start({ plugins: `oai, iiif_image, iiif_presentation, files, site, exhibitions, ${library}` });
});
after(() => stop(server));
const ask = async (path) => (await get(server.base, path)).json;

test('2.0 first, then 1.0, what is nested in arrays, the context before Presentation\'s', async () => {
	const m = await ask(`/iiif/presentation/${BOOK}/manifest`);
	const at = (name) => `${server.base}/${name}/${BOOK}`;
	assert.deepEqual(m.service, [
		{ id: at('iiif.search.2'), type: 'SearchService2', service: [{ id: at('iiif.autocomplete.2'), type: 'AutoCompleteService2' }] },
		{ '@id': at('iiif.search.1'), '@type': 'SearchService1', profile: 'http://iiif.io/api/search/1/search',
			service: [{ '@id': at('iiif.autocomplete.1'), '@type': 'AutoCompleteService1', profile: 'http://iiif.io/api/search/1/autocomplete' }] }]);
	assert.ok(m['@context'].indexOf('http://iiif.io/api/search/2/context.json') === m['@context'].length - 2);
	assert.deepEqual(lint(m), []);
	const state = { warnings: [] };
	presentation3StrictUpgrade(structuredClone(m), state);
	assert.deepEqual(state.warnings, []);
	if (noSchemas) return;
	const validate = new Ajv.default({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(join(schemas, 'iiif/iiif_3_0.json'), 'utf8')));
	assert.ok(validate(m), JSON.stringify(validate.errors?.slice(0, 3)));
});

test('2.1 has 1.0 alone, as 2.1 writes it', async () => {
	const { service } = await ask(`/iiif/presentation/${BOOK}/2/manifest`);
	assert.equal(service['@context'], 'http://iiif.io/api/search/1/context.json');
	assert.equal(service['@id'], `${server.base}/iiif.search.1/${BOOK}`);
	assert.equal(service.service.profile, 'http://iiif.io/api/search/1/autocomplete');
});

test('an object without text, or whose text is closed, is not searched', async () => {
	for (const id of ['rod-dvaras', 'sartai-kamajai-kaimas']) {
		const m = await ask(`/iiif/presentation/${id}/manifest`);
		assert.equal(m.service, undefined, id);
		assert.ok(!m['@context'].includes('http://iiif.io/api/search/2/context.json'), id);
	}
	assert.equal((await ask(`/iiif/presentation/${BOOK}/canvas/12`)).service, undefined);
});
