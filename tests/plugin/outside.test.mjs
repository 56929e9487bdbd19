// SPDX-License-Identifier: Apache-2.0
// A plugin made outside the tree, with nothing but what `make install` puts
// down, loads and answers; one of another ABI is refused with both numbers.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { root, run, start, stop, temporaryFolder } from '../lib/server.mjs';

let folder, include;

const source = (change = '') => `
#include "vartai.h"
static vt_err
knock_answer(struct vt_request *req, struct vt_response *res)
{
	vt_response_type(res, "text/plain; charset=utf-8");
	vt_response_printf(res, "Who is there? %.*s\\n", VT_STR_ARG(vt_request_param(req, "name")));
	return (vt_response_error(res));
}
static const struct vt_route knock_routes[] = {
	{ .method = "GET", .pattern = "/knock/{name}", .handler = knock_answer },
	{ .method = NULL }
};
${change}
VT_PLUGIN(.name = "knock", .version = "1.0", .summary = "answers a knock", .routes = knock_routes);
`;

function build(name, text) {
	const c = join(folder, `${name}.c`), so = join(folder, `${name}.so`);
	writeFileSync(c, text);
	// The command of plugins/README.md.
	execFileSync('cc', ['-std=gnu11', '-fPIC', '-shared', '-fvisibility=hidden', '-iquote', include, c, '-o', so]);
	return so;
}

before(() => {
	folder = temporaryFolder();
	execFileSync('make', ['-s', 'install', `DESTDIR=${folder}/stage`, 'PREFIX=/usr'], { cwd: root, stdio: 'pipe' });
	include = join(folder, 'stage/usr/include/vartai');
});
after(() => rmSync(folder, { recursive: true }));

test('README says how', () => {
	assert.match(readFileSync(join(root, 'plugins/README.md'), 'utf8'), /-shared/);
});

test('a plugin from outside the tree loads and answers', async () => {
	const so = build('knock', source());
	const config = join(folder, 'plain.yaml');
	writeFileSync(config, `plugins: [${so}]\n`);
	const server = await start({}, { config });
	assert.equal((await get(server.base, '/knock/vaik%C5%A1tas')).text, 'Who is there? vaikštas\n');
	await stop(server);
});

test('what it offers for images stands in their info.json', async () => {
	const so = build('service', source('static const struct vt_link knock_links[] = { { "iiif.image.service.KnockService", "/knock/{name}" }, { .name = NULL } };')
		.replace('.routes', '.links = knock_links, .routes'));
	const server = await start({ plugins: `oai, iiif_image, iiif_presentation, exhibitions, ${so}` });
	const { json: root } = await get(server.base, '/iiif/collection/root');
	const { json: collection } = await get(server.base, root.items[0].id.replace(server.base, ''));
	let service;
	for (const { id } of collection.items.filter((i) => i.type === 'Manifest'))
		service ??= (await get(server.base, id.replace(server.base, ''))).json.items[0]?.items[0]?.items[0]?.body.service?.[0];
	for (const version of [3, 2]) {
		const { json } = await get(server.base, `${service.id.replace(server.base, '').replace('/3/', `/${version}/`)}/info.json`);
		assert.deepEqual(json.service, [{ id: `${server.base}/knock/${service.id.split('/').pop()}`, type: 'KnockService' }]);
	}
	await stop(server);
});

test('one of another ABI is refused, with both numbers', async () => {
	const so = build('wrong', source('#undef VT_ABI_MAJOR\n#define VT_ABI_MAJOR 99\n'));
	const { code, stderr } = await run(['serve', '--set', `plugins=${so}`, '--set', `data.dir=${folder}/data`]);
	assert.notEqual(code, 0);
	const major = readFileSync(join(include, 'plugin.h'), 'utf8').match(/VT_ABI_MAJOR\s+(\d+)/)[1];
	assert.match(stderr, /99/);
	assert.match(stderr, new RegExp(`\\b${major}\\b`));
});
