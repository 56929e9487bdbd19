// SPDX-License-Identifier: Apache-2.0
// A harvester of other people: HTTP::OAI (Debian's libhttp-oai-perl) takes all
// records of both formats.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { harvest } from '../lib/oai.mjs';
import { root, start, stop } from '../lib/server.mjs';

const execute = promisify(execFile);
let server;
before(async () => { server = await start({ 'oai.page_records': 20 }); });
after(() => stop(server));

for (const prefix of ['oai_dc', 'edm'])
	test(`HTTP::OAI harvests all ${prefix} records`, async (t) => {
		const { items } = await harvest(server.base, 'ListRecords', { metadataPrefix: prefix });
		const { stdout } = await execute('perl', [join(root, 'tests/conformance/harvest.pl'), `${server.base}/oai`, prefix]);
		const [records, deleted] = stdout.trim().split(' ').map(Number);
		t.diagnostic(`${records} records, ${deleted} of them deleted`);
		assert.equal(records, items.length);
		assert.ok(records >= 50);
	});
