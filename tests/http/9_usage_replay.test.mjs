// SPDX-License-Identifier: Apache-2.0
// A million uses made by chance, noted by many workers, summed up in whatever order and
// killed in the middle: as an independent count has it (VARTAI_USES).
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, rmSync, utimesSync, writeFileSync, mkdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { demoConfig, isSanitized, program, root, run, temporaryFolder } from '../lib/server.mjs';
import { assertSame, chance, count, makeUses, readUsage, writeSpools } from '../lib/usage.mjs';

const USES = Number(process.env.VARTAI_USES ?? (isSanitized ? 50000 : 1000000));
const ZONE = 'Europe/Vilnius';
const source = temporaryFolder(), folders = [source];
const env = { TZ: ZONE };
let uses, expected;

before(() => {
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), 'identifier;title;kind\no1;Pirmas;TEXT\no2;Antras;IMAGE\n');
	uses = makeUses(USES, { seed: 3 });
	expected = count(uses, ZONE);
});
after(() => { for (const folder of folders) rmSync(folder, { recursive: true, force: true }); });

async function catalogue() {
	const data = temporaryFolder();
	folders.push(data);
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stderr);
	return data;
}
const roll = (data) => ['usage', 'roll', '--config', demoConfig, '--set', `data.dir=${data}`];

async function rollWhole(data) {
	const { code, stdout, stderr } = await run(roll(data), { env });
	assert.equal(code, 0, stderr + stdout);
}

test('the same sums as the oracle has', async () => {
	const data = await catalogue();
	writeSpools(data, uses, 7);
	const begun = Date.now();
	await rollWhole(data);
	console.log(`# ${USES} uses in ${Date.now() - begun} ms`);
	assertSame(readUsage(data), expected);
	assert.equal(readUsage(data).meta.lines, USES);
	assert.equal(readUsage(data).pending, 0);
	assert.deepEqual(readdirSync(data).filter((f) => f.endsWith('.spool')), []);
	// Again: nothing is there, nothing changes.
	await rollWhole(data);
	assertSame(readUsage(data), expected);
});

test('in another order of spools, killed again and again', async () => {
	const data = await catalogue(), random = chance(11);
	writeSpools(data, uses, 31, { seed: 9 });
	for (const file of readdirSync(data).filter((f) => f.endsWith('.spool'))) {
		const when = 1700000000 + Math.floor(random() * 1e6);
		utimesSync(join(data, file), when, when);
	}
	let killed = 0;
	for (let i = 0; i < 12; i++) {
		const child = spawn(program, roll(data), { cwd: root, env: { ...process.env, ...env }, stdio: 'ignore' });
		const ended = new Promise((ok) => child.on('exit', (code, signal) => ok(signal)));
		setTimeout(() => child.kill('SIGKILL'), 40 + random() * (USES / 400));
		if (await ended === 'SIGKILL') killed++;
	}
	assert.ok(killed > 0);
	await rollWhole(data);
	assertSame(readUsage(data), expected);
});
