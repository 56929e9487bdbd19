// SPDX-License-Identifier: Apache-2.0
// Real digitised objects and records (../shared): all of it is ingested, or
// refused for a stated reason; what became of it is served.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { invalid, noShared, shared } from '../lib/xml.mjs';

let data, summary, result;

before(async () => {
	if (noShared) return;
	data = temporaryFolder();
	result = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--json',
		join(shared, 'collection'), join(shared, 'metadata')], { timeout: 900000 });
	summary = JSON.parse(result.stdout);
});
after(() => data && rmSync(data, { recursive: true }));

test('everything is taken, or refused with file and reason', { skip: noShared }, (t) => {
	assert.ok(result.code === 0 || result.code === 1, result.stderr);
	t.diagnostic(`new ${summary.new}, failed ${summary.failed.length}`);
	for (const f of summary.failed) {
		t.diagnostic(`${f.file.replace(shared, '../shared')}: ${f.reason}`);
		assert.ok(f.file.startsWith(shared));
		assert.ok(f.reason.length > 15);
	}
	assert.ok(summary.new >= 250, String(summary.new));
	assert.ok(summary.failed.length <= 20, String(summary.failed.length));
});

test('the records are valid, of both formats', { skip: noShared }, async () => {
	const server = await start({}, { data });
	for (const prefix of ['oai_dc', 'edm']) {
		const { answers, items } = await harvest(server.base, 'ListRecords', { metadataPrefix: prefix });
		assert.ok(items.map(headerOf).length > 20, `${prefix}: ${items.length}`);
		assert.equal(await invalid(answers.map((a) => a.text), `drivers/oai+${prefix}.xsd`), '');
	}
	await stop(server);
});

test('a second run changes nothing', { skip: noShared }, async () => {
	const again = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, '--json',
		join(shared, 'collection'), join(shared, 'metadata')], { timeout: 900000 });
	const s = JSON.parse(again.stdout);
	assert.equal(s.new + s.changed + s.deleted, 0, again.stdout.slice(0, 500));
});
