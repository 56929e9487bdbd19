// SPDX-License-Identifier: Apache-2.0
// `vartai check` and `vartai formats` on a collection with faults: findings by
// object with the mend in both languages, tiers with their reason, totals.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfig, run, temporaryFolder } from '../lib/server.mjs';
import { PNG } from '../lib/picture.mjs';

let folder, sets, summary;
const table = `identifier;title@lt;title@en;description@lt;kind;type@lt;spatial;latitude;longitude;issued;creator;image;rights
gera;Turgaus aikštė Utenoje;Market square;Aikštė žiemą, su rogėmis ir turgaus prekeiviais, iš bokšto.;IMAGE;nuotrauka;Utena;55.5;25.6;1912;Jonaitis, Jonas, 1880-1950;g.png;http://creativecommons.org/publicdomain/mark/1.0/
be-teisiu;Tiltas per upę;;;IMAGE;nuotrauka;;;;;;;
uzdara;Ąž;;Ąž;TEXT;knyga;;;;;;;http://rightsstatements.org/vocab/InC/1.0/
antra;Tiltas per upę;;Tiltas per upe;IMAGE;nuotrauka;;;;;;;http://creativecommons.org/licenses/by-nd/4.0/
`;

before(async () => {
	folder = temporaryFolder();
	mkdirSync(join(folder, 'in'));
	writeFileSync(join(folder, 'in/t.csv'), table);
	writeFileSync(join(folder, 'in/g.png'), PNG.sync.write(new PNG({ width: 1200, height: 900 })));
	writeFileSync(join(folder, 'in/package.yaml'), 'institution:\n  code: LT-T\n  name: {lt: "Bandymų biblioteka"}\nlanguage: lt\n');
	sets = ['--config', demoConfig, '--set', `data.dir=${join(folder, 'data')}`];
	const { code, stdout, stderr } = await run(['ingest', ...sets, '--json', join(folder, 'in')]);
	assert.equal(code, 0, stdout + stderr);
	summary = JSON.parse(stdout);
});
after(() => rmSync(folder, { recursive: true }));

const check = async (...args) => {
	const { code, stdout, stderr } = await run(['check', ...sets, ...args]);
	assert.equal(stderr, '');
	return { code, stdout };
};

test('ingest says what makes a title hard to find, and why a record is withheld', () => {
	const of = (kind) => summary.findings.filter((f) => f.kind === kind).map((f) => f.text).sort();
	assert.equal(of('quality').length, 3);
	assert.match(of('quality').join('\n'), /the title "Ąž" says nothing.*\n.*almost the same.*\n.*are the same/);
	assert.deepEqual(of('withheld-record').length, 1);
	// What is so of whole collections is counted; check names each.
	assert.deepEqual(summary.quality, { objects: 4, no_description: 1, short_description: 2, shared_title: 2 });
});

test('findings by object, with the mend in both languages', async () => {
	const { code, stdout } = await check('--json', '--tiers');
	assert.equal(code, 1, 'one record would not be taken');
	const { objects, institutions, total } = JSON.parse(stdout);
	const of = Object.fromEntries(objects.map((o) => [o.id, o]));
	const rules = (id) => of[id].findings.map((f) => f.rule).sort();
	assert.deepEqual(rules('gera'), []);
	assert.deepEqual(rules('be-teisiu'), ['no_rights', 'p1', 'p7']);
	assert.deepEqual(rules('uzdara'), ['p2', 'p6', 'p9']);
	assert.deepEqual(rules('antra'), ['p1', 'p3', 'p9']);
	const fault = of['be-teisiu'].findings.find((f) => f.rule === 'no_rights');
	assert.equal(fault.level, 'error');
	assert.match(fault.lt, /nenurodytos teisės: .*package\.yaml/);
	assert.match(fault.en, /it has no rights: give the address/);
	assert.deepEqual([of.gera.content_tier, of.gera.metadata_tier], ['4', 'C']);
	assert.deepEqual([of.uzdara.content_tier, of.antra.content_tier], ['1', '0']);
	assert.match(of.antra.content.lt, /nerodomas nė vienas vaizdas/);
	assert.match(of.uzdara.classes.en, /describe one of edm:Agent/);
	assert.deepEqual(institutions.map((i) => i.institution), ['LT-T']);
	assert.deepEqual(total.content, [2, 1, 0, 0, 1]);
	assert.equal(total.objects, 4);
	assert.equal(total.errors, 1);
	assert.equal(total.warnings, 3);
});

test('for people: in the language that is asked for, by object', async () => {
	const lt = await check('--lang', 'lt', '--tiers', 'be-teisiu');
	assert.match(lt.stdout, /^be-teisiu \(LT-T\)\n {2}✗ nenurodytos teisės: .* \[no_rights\]$/m);
	assert.match(lt.stdout, /^ {2}turinio lygis 0: nerodomas/m);
	assert.match(lt.stdout, /^ {2}! nėra aprašymo: parašykite sakinį ar du \(description\) \[p7\]$/m);
	assert.match(lt.stdout, /^ {2}metaduomenų lygis \w, kalba \w: /m);
	assert.match(lt.stdout, /^iš viso: 1 objektas, be edm įrašo – 1, su įspėjimais – 1$/m);
	assert.match((await check('--lang', 'lt')).stdout, /^iš viso: 4 objektai, /m);
	assert.match((await check('--lang', 'en', '--tiers')).stdout, /metadata tier \w, elements \w: elements that count: \d+, kinds of them: \d+ /);
	const en = await check('--lang=en', 'gera');
	assert.equal(en.code, 0);
	assert.match(en.stdout, /^in all: 1 object, 0 without edm record, 0 with warnings\n$/);
});

test('records in files; what is wrong on the command line', async () => {
	writeFileSync(join(folder, 'x.xml'), '<x/>');
	const { code, stdout } = await check('--json', '--file', join(folder, 'x.xml'));
	assert.equal(code, 1);
	assert.deepEqual(JSON.parse(stdout).objects[0].findings.map((f) => f.rule), ['no_rdf', 'p7']);
	for (const [args, why] of [[['--lang', 'de'], /--lang wants lt or en/], [['--lang'], /--lang wants/], [['--tier'], /unknown option --tier/],
		[['nera'], /there is no object "nera"; an object's identifier is what stands behind \/objects\/ in its address/], [['--file'], /which file\?/], [['--file', '/nonexistent'], /nonexistent/]]) {
		const r = await run(['check', ...sets, ...args]);
		assert.equal(r.code, 2, String(args));
		assert.match(r.stderr, why);
	}
	const none = await run(['check', '--config', demoConfig, '--set', 'data.dir=/nonexistent']);
	assert.equal(none.code, 2);
});

test('who only looks leaves nothing beside the catalogue', async () => {
	const files = () => readdirSync(join(folder, 'data')).filter((n) => n.startsWith('catalog.db')).sort();
	for (const args of [['dump'], ['check', '--json'], ['formats'], ['formats', 'refresh', '--dry-run'], ['ingest', '--dry-run', join(folder, 'in')],
		['harvest', 'status']]) {
		const { code, stderr } = await run([args[0], ...sets, ...args.slice(1)]);
		assert.ok(code < 2, stderr);
		assert.deepEqual(files(), ['catalog.db'], args.join(' '));
	}
});

test('an ingest after a refresh knows what that has written', async () => {
	const ingest = async (...more) => JSON.parse((await run(['ingest', ...sets, '--json', ...more, join(folder, 'in')])).stdout);
	const records = async () => (await run(['dump', ...sets])).stdout.split('\n').filter((l) => l.startsWith('record\t')).join('\n');
	const other = ['--set', 'ingest.provider=Kitas teikėjas@lt'], before = await records();
	assert.match((await run(['formats', 'refresh', ...sets, ...other])).stdout, /3 differ, 3 written/);
	const refreshed = await records();
	assert.notEqual(refreshed, before);
	// The same was meant: nothing has changed.
	assert.deepEqual((({ changed, unchanged }) => [changed, unchanged])(await ingest(...other)), [0, 4]);
	assert.equal(await records(), refreshed);
	// It was not meant after all.
	assert.match((await run(['formats', 'refresh', ...sets, ...other])).stdout, /0 differ/);
	assert.match((await run(['formats', 'refresh', ...sets])).stdout, /3 differ, 3 written/);
	assert.match((await run(['formats', 'refresh', ...sets, ...other])).stdout, /3 differ, 3 written/);
	assert.deepEqual((({ changed, unchanged }) => [changed, unchanged])(await ingest()), [3, 1]);
	assert.equal(await records(), before);
});

test('vartai formats', async () => {
	const list = await run(['formats', ...sets]);
	assert.match(list.stdout, /^edm +edm +3 +1 +0$/m);
	assert.match(list.stdout, /^oai_dc +oai_dc +4 +0 +0$/m);
	assert.match((await run(['formats', 'refresh', ...sets])).stdout, /^4 objects looked at, 0 differ, 0 written$/m);
	for (const [args, why] of [[['refrehs'], /has no "refrehs"/], [['refresh', '--over', '6x'], /--over wants a time/], [['refresh', '--over'], /--over wants/],
		[['refresh', '--force'], /unknown option --force/]]) {
		const r = await run(['formats', ...args, ...sets]);
		assert.equal(r.code, 2, String(args));
		assert.match(r.stderr, why);
	}
	const wrong = await run(['formats', ...sets, '--set', 'ingest.formats=ese']);
	assert.equal(wrong.code, 2);
	assert.match(wrong.stderr, /no crosswalk "ese"/);
});

test('a sound or a PDF that is the object is what its record shows, and its tier is of that', async () => {
	const own = temporaryFolder(), to = ['--config', demoConfig, '--set', `data.dir=${join(own, 'data')}`];
	try {
		mkdirSync(join(own, 'in'));
		writeFileSync(join(own, 'in/t.csv'), `identifier;title@lt;kind;subject@lt;image;file;rights
daina;Sutartinė;SOUND;dainos;g.png;b.mp3|a.mp3;http://creativecommons.org/publicdomain/mark/1.0/
ataskaita;Metų ataskaita;TEXT;bibliotekos;;a.pdf;http://creativecommons.org/publicdomain/mark/1.0/
uzdaryta;Kita ataskaita;TEXT;bibliotekos;;a.pdf;http://rightsstatements.org/vocab/InC/1.0/
`.replace(/rights\n/, 'rights;access\n').replace(/InC\/1.0\/\n/, 'InC/1.0/;metadata\n'));
		writeFileSync(join(own, 'in/g.png'), PNG.sync.write(new PNG({ width: 200, height: 100 })));
		for (const name of ['a.mp3', 'b.mp3']) writeFileSync(join(own, 'in', name), `ID3\x03\0\0\0\0\0\0${name}`);
		writeFileSync(join(own, 'in/a.pdf'), '%PDF-1.4\n%%EOF\n');
		writeFileSync(join(own, 'in/package.yaml'), 'institution:\n  code: LT-T\n  name: {lt: "Bandymų biblioteka"}\nlanguage: lt\n');
		const { code, stdout, stderr } = await run(['ingest', ...to, '--json', join(own, 'in')]);
		assert.equal(code, 0, stdout + stderr);
		const { objects } = JSON.parse((await run(['check', ...to, '--json', '--tiers'])).stdout);
		assert.deepEqual(objects.map((o) => [o.id, o.content_tier]).sort(), [['ataskaita', '4'], ['daina', '4'], ['uzdaryta', '1']]);
		// Made of the catalogue alone, the records are the same.
		assert.match((await run(['formats', 'refresh', ...to])).stdout, /3 objects looked at, 0 differ/);
	} finally {
		rmSync(own, { recursive: true });
	}
});
