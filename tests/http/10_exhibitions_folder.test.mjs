// SPDX-License-Identifier: Apache-2.0
// Folders of exhibitions: what a curator saves shows at once; drafts, previews, publishing,
// and what `vartai exhibit` says.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, demoData, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';

let server, dir;
const OBJECT = 'sartai-utena-aikste';
const yaml = (more = '') => `title: {lt: "Pirma paroda", en: "First exhibition"}
summary: {lt: "Trumpai", en: "In short"}
languages: [lt, en]
cover: {object: ${OBJECT}, alt: {lt: "Aikštė", en: "A square"}}
authors: [{name: "Rūta Pavyzdaitė", role: {lt: sudarytoja, en: curator}}]
rights: http://creativecommons.org/licenses/by/4.0/
steps:
  - id: aikste
    image: {object: ${OBJECT}, alt: {lt: "Aikštė", en: "A square"}}
${more}`;

const put = (slug, name, text) => {
	mkdirSync(join(dir, slug, 'media'), { recursive: true });
	writeFileSync(join(dir, slug, name), text);
};
const make = (slug, { published = true, more = '' } = {}) => {
	put(slug, 'exhibition.yaml', yaml(more));
	put(slug, 'lt.md', 'Įžanga.\n\n## Turgaus aikštė {#aikste}\n\nPirmas sakinys.\n');
	put(slug, 'en.md', 'An opening.\n\n## The market square {#aikste}\n\nThe first sentence.\n');
	if (published) put(slug, 'published', '2026-11-01T09:00:00Z\n');
};
const ask = (path, language = 'lt') => get(server.base, path, { headers: { accept: 'text/html', 'accept-language': language } });
const exhibit = (...args) => run(['exhibit', '--config', demoConfig, '--set', `data.dir=${demoData}`,
	'--set', `exhibitions.dir=${dir}`, '--set', `server.base_url=${server.base}`, ...args]);

before(async () => {
	dir = join(temporaryFolder(), 'parodos');
	mkdirSync(dir);
	server = await start({ 'exhibitions.dir': dir });
});
after(async () => {
	await stop(server);
	rmSync(join(dir, '..'), { recursive: true, force: true });
});

test('a changed file shows at once, without a restart', async () => {
	make('keiciama');
	const first = await ask('/exhibitions/keiciama/steps/aikste');
	assert.equal(first.status, 200);
	assert.match(first.text, /Pirmas sakinys\./);
	for (let i = 0; i < 20; i++) {	// the same length, within milliseconds of each other
		const word = String.fromCharCode(97 + i).repeat(6);
		put('keiciama', 'lt.md', `Įžanga.\n\n## Turgaus aikštė {#aikste}\n\nPirmas ${word}.\n`);
		const { text, headers } = await ask('/exhibitions/keiciama/steps/aikste');
		assert.match(text, new RegExp(`Pirmas ${word}\\.`));
		assert.notEqual(headers.etag, first.headers.etag);
	}
});

test('a new folder is there, one that is removed is not', async () => {
	assert.equal((await ask('/exhibitions/nauja')).status, 404);
	make('nauja');
	assert.equal((await ask('/exhibitions/nauja')).status, 200);
	assert.match((await ask('/exhibitions')).text, /\/exhibitions\/nauja"/);
	rmSync(join(dir, 'nauja'), { recursive: true });
	assert.equal((await ask('/exhibitions/nauja')).status, 404);
	assert.doesNotMatch((await ask('/exhibitions')).text, /\/exhibitions\/nauja"/);
});

test('what cannot be read leaves what was there before, and one warning with file and line', async () => {
	make('lauzoma');
	assert.equal((await ask('/exhibitions/lauzoma')).status, 200);
	put('lauzoma', 'exhibition.yaml', 'title: {lt: "Pirma"\nsteps:\n\t- id: a\n');
	for (let i = 0; i < 3; i++) {
		const { status, text } = await ask('/exhibitions/lauzoma');
		assert.equal(status, 200);
		assert.match(text, /Pirma paroda/);
	}
	const warnings = server.log.split('\n').filter((l) => /lauzoma: exhibition\.yaml, line \d/.test(l));
	assert.equal(warnings.length, 1, warnings.join('\n'));
	const { stdout } = await exhibit('preview', 'lauzoma').then(({ code }) => {
		assert.equal(code, 2);
		return exhibit('list', '--json');
	});
	assert.equal(JSON.parse(stdout).find((x) => x.exhibition === 'lauzoma').state, 'broken');
	put('lauzoma', 'exhibition.yaml', yaml().replace('Pirma', 'Antra'));
	assert.match((await ask('/exhibitions/lauzoma')).text, /Antra paroda/);
	put('lauzoma', 'lt.md', Buffer.from([0xc4]));
	assert.match((await ask('/exhibitions/lauzoma')).text, /Antra paroda/);
	assert.match(server.log, /lauzoma: lt\.md, line 1: this is no UTF-8/);
});

test('one that could never be read is away, and says to nobody why', async () => {
	put('niekada', 'exhibition.yaml', 'title: {lt: "Slaptas"\n');
	assert.equal((await ask('/exhibitions/niekada')).status, 404);
	put('niekada', 'published', '');
	const { status, text } = await ask('/exhibitions/niekada');
	assert.equal(status, 503);
	assert.doesNotMatch(text, /exhibition\.yaml/);
	assert.equal((await ask('/exhibitions')).status, 200, 'the others are there');
});

test('links that lead out of the folder are not followed', async () => {
	make('rysys');
	symlinkSync(join(dir, 'rysys'), join(dir, 'kita'));
	assert.equal((await ask('/exhibitions/kita')).status, 404);
	assert.match(JSON.parse((await exhibit('list', '--json')).stdout).find((x) => x.exhibition === 'kita').error, /there is no exhibition 'kita'/);
	assert.equal((await exhibit('withdraw', 'kita')).code, 2);
	assert.ok(existsSync(join(dir, 'rysys/published')), 'that of another folder');
	put('rysys', 'exhibition.yaml', yaml('    audio: {file: slapta.mp3, label: {lt: a, en: b}, transcript: {lt: slapta.md, en: slapta.md}}\n'));
	writeFileSync(join(dir, 'slapta'), 'SLAPTA');
	symlinkSync('../../slapta', join(dir, 'rysys/media/slapta.mp3'));
	symlinkSync('../../slapta', join(dir, 'rysys/media/slapta.md'));
	const { status, text } = await ask('/exhibitions/rysys/steps/aikste');
	assert.equal(status, 200);
	assert.doesNotMatch(text, /SLAPTA|slapta\.mp3/);
	for (const name of ['slapta.mp3', 'slapta.md', '..%2flt.md', '%2e%2e%2fexhibition.yaml', '../exhibition.yaml'])
		assert.equal((await ask(`/exhibitions/rysys/media/${name}`)).status, 404, name);
	const { stdout, code } = await exhibit('check', 'rysys', '--lang', 'en');
	assert.equal(code, 1);
	assert.match(stdout, /^rysys\/exhibition\.yaml:10: ✗ there is no such file in the folder .*media\/slapta\.mp3 \[missing_file\]$/m);
});

test('a draft is seen by its preview link only, until its end', async () => {
	make('juodrastis', { published: false });
	make('svetima', { published: false });
	assert.equal((await ask('/exhibitions/juodrastis')).status, 404);
	assert.doesNotMatch((await ask('/exhibitions')).text, /juodrastis/);
	const { code, stdout, stderr } = await exhibit('preview', 'juodrastis', '--lang', 'en');
	assert.equal(code, 0, stderr);
	assert.match(stderr, /^Whoever has this link can see the draft until \d{4}-\d\d-\d\dT/m);
	const link = new URL(stdout.trim());
	assert.equal(link.origin, server.base);
	const mark = link.searchParams.get('preview');
	const page = await ask(link.pathname + link.search);
	assert.equal(page.status, 200);
	assert.match(page.headers['cache-control'], /private.*no-store/);
	assert.match(page.text, /Pirma paroda/);
	assert.equal((await ask(`/exhibitions/juodrastis/steps/aikste?preview=${mark}`)).status, 200);
	assert.equal((await ask(`/exhibitions/svetima?preview=${mark}`)).status, 404, 'another exhibition');
	for (const bad of ['', 'x', `${mark}x`, mark.slice(0, -1), mark.replace(/^\d/, (d) => (Number(d) + 1) % 10), '9999999999.', `${mark.split('.')[0]}.`])
		assert.equal((await ask(`/exhibitions/juodrastis?preview=${bad}`)).status, 404, bad);
	const short = await exhibit('preview', 'juodrastis', '--set', 'exhibitions.preview=60s');
	assert.equal(short.code, 0);
	// Who previews is told what cannot be read.
	put('juodrastis', 'exhibition.yaml', 'title: {lt: "Pirma"\nsteps:\n');
	const told = await ask(link.pathname + link.search);
	assert.equal(told.status, 409);
	assert.match(told.text, /exhibition\.yaml, line \d/);
});

test('publishing opens, withdrawing closes; what lacks something is not published', async () => {
	make('skelbiama', { published: false, more: '    audio: {file: a.mp3, label: {lt: a, en: b}}\n' });
	put('skelbiama', 'media/a.mp3', 'x');
	const refused = await exhibit('publish', 'skelbiama', '--lang', 'lt');
	assert.equal(refused.code, 1);
	assert.match(refused.stdout, /^skelbiama\/exhibition\.yaml:10: ✗ .*aikste: audio \[missing_transcript\]$/m);
	assert.match(refused.stdout, /^skelbiama: nepaskelbta/m);
	assert.equal(existsSync(join(dir, 'skelbiama/published')), false);
	put('skelbiama', 'exhibition.yaml', yaml());
	const done = await exhibit('publish', 'skelbiama', '--lang', 'en');
	assert.equal(done.code, 0, done.stdout + done.stderr);
	assert.match(readFileSync(join(dir, 'skelbiama/published'), 'utf8'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
	assert.equal((await ask('/exhibitions/skelbiama')).status, 200);
	const time = readFileSync(join(dir, 'skelbiama/published'), 'utf8');
	assert.equal((await exhibit('publish', 'skelbiama')).code, 0);
	assert.equal(readFileSync(join(dir, 'skelbiama/published'), 'utf8'), time, 'it keeps its time');
	assert.equal((await exhibit('withdraw', 'skelbiama')).code, 0);
	assert.equal((await ask('/exhibitions/skelbiama')).status, 404);
	const again = await exhibit('withdraw', 'skelbiama');
	assert.equal(again.code, 2);
	assert.match(again.stderr, /is not published/);
});

test('what cannot be read is shown no longer than it is published', async () => {
	make('atsaukiama');
	assert.equal((await ask('/exhibitions/atsaukiama')).status, 200);
	put('atsaukiama', 'exhibition.yaml', 'title: {lt: "Pirma"\n');
	for (let i = 0; i < 4; i++)	// each worker has read it or has not
		assert.match(String((await ask('/exhibitions/atsaukiama')).status), /^(200|503)$/);
	assert.equal((await exhibit('withdraw', 'atsaukiama')).code, 0);
	for (let i = 0; i < 8; i++) {
		assert.equal((await ask('/exhibitions/atsaukiama')).status, 404);
		assert.doesNotMatch((await ask('/exhibitions')).text, /atsaukiama/);
	}
});

test('what is published under a strict mask can be read by the server', async () => {
	make('kauke', { published: false });
	const mask = process.umask(0o077);
	try {
		assert.equal((await exhibit('publish', 'kauke')).code, 0);
	} finally {
		process.umask(mask);
	}
	assert.equal(statSync(join(dir, 'kauke/published')).mode & 0o777, 0o644);
});

test('a folder that nobody sees is named, with the reason', async () => {
	put('Mano_Paroda', 'exhibition.yaml', yaml());
	put('mano-kita', 'exhibition.yml', yaml());
	mkdirSync(join(dir, 'visai-kas-kita'));
	for (const verb of ['check', 'list']) {
		const { code, stderr } = await exhibit(verb);
		assert.equal(code, verb === 'check' ? 2 : 0);
		assert.match(stderr, /'Mano_Paroda' is shown to nobody: its name is an address/);
		assert.match(stderr, /'mano-kita' is shown to nobody: its exhibition\.yml must be called exhibition\.yaml/);
		assert.doesNotMatch(stderr, /visai-kas-kita/);
	}
	for (const slug of ['Mano_Paroda', 'mano-kita', 'visai-kas-kita']) rmSync(join(dir, slug), { recursive: true });
});

test('a folder of exhibitions that is not there is named by its option', async () => {
	for (const verb of ['check', 'list']) {
		const { code, stderr } = await exhibit(verb, '--set', 'exhibitions.dir=/nera');
		assert.equal(code, 0);
		assert.match(stderr, /^There is no folder \/nera \(exhibitions\.dir\): make it/);
	}
});

test('what root may read and the server may not is no exhibition that can be published', { skip: process.getuid() === 0 ? false : 'not as root' }, async () => {
	make('root', { published: false });
	chmodSync(join(dir, '..'), 0o755);
	const as = (...args) => exhibit(...args, '--set', 'server.user=nobody', '--set', 'server.listen=127.0.0.1:1');
	assert.equal((await as('check', 'root')).code, 0);
	chmodSync(join(dir, 'root', 'lt.md'), 0o600);
	for (const verb of ['check', 'publish']) {
		const { code, stderr } = await as(verb, 'root');
		assert.equal(code, 2, verb);
		assert.match(stderr, /root: lt\.md cannot be opened: Permission denied: let server\.user read it/);
	}
	assert.match((await as('list')).stdout, /^root +broken/m);
	chmodSync(join(dir, 'root', 'lt.md'), 0o644);
	assert.equal((await as('publish', 'root')).code, 0, 'root writes all the same');
	rmSync(join(dir, 'root'), { recursive: true });
});

test('a sound that is not to be had costs its player only', async () => {
	make('tyli', { more: '    audio: {object: sartai-kamajai-kaimas, file: a.mp3, label: {lt: Balsas, en: Voice}, transcript: {lt: a.md}}\n' });
	put('tyli', 'media/a.md', 'Kas girdėti.\n');
	const { status, text } = await ask('/lt/exhibitions/tyli/steps/aikste');
	assert.equal(status, 200);
	assert.doesNotMatch(text, /<audio|a\.mp3/);
	assert.match(text, /Šio įrašo dabar paleisti negalima\.[^]*Kas girdėti\./);
	rmSync(join(dir, 'tyli'), { recursive: true });
});

test('rights that are not known by their address are not given a name', async () => {
	make('teises');
	assert.match((await ask('/lt/exhibitions/teises')).text, /rel="license" href="[^"]*">CC BY/);
	put('teises', 'exhibition.yaml', yaml().replace('creativecommons.org/licenses/by/4.0/', 'example.org/licenses/by/4.0/'));
	assert.match((await ask('/lt/exhibitions/teises')).text, /rel="license" href="[^"]*">http:\/\/example\.org\/licenses\/by\/4\.0\/<\/a><\/dd>/);
	rmSync(join(dir, 'teises'), { recursive: true });
});

test('each kind of fault is a sentence in both languages, with file and line', async () => {
	make('klaidos', { published: false });
	put('klaidos', 'exhibition.yaml', `titel: x
title: {lt: "Klaidos"}
languages: [lt, en, easy]
rights: mano
theme: upė
period: 1931/1910
cover: {object: nera-tokio, page: 0, region: "1,2"}
steps:
  - id: Bloga
  - id: a
    image: {object: ${OBJECT}, page: 900}
    audio: {file: nera.mp3}
    video: {file: ą.mp4}
    place: {latitude: 100, longitude: 0}
    question: {ask: {lt: "Kas?"}}
  - id: a
`);
	put('klaidos', 'lt.md', '# A\n\n## B {#b}\n\n## C\n\n<b>x</b> [čia](http://a.lt) [x](javascript:y) ![x](y)\n');
	const { code, stdout } = await exhibit('check', 'klaidos', '--json');
	assert.equal(code, 1);
	const found = stdout.trim().split('\n').map((l) => JSON.parse(l));
	for (const f of found) {
		assert.ok(f.line > 0 || f.file !== '', JSON.stringify(f));
		for (const lang of ['lt', 'en']) {
			assert.doesNotMatch(f[lang], /^exhibition\.finding|\{what\}/, f.code);
			assert.ok(f[lang].length > 15, f.code);
		}
		assert.notEqual(f.lt, f.en);
	}
	const where = Object.fromEntries(found.reverse().map((f) => [f.code, `${f.file}:${f.line}`]));	// the first of each
	for (const [name, at] of Object.entries({ unknown_key_near: 'exhibition.yaml:1', missing_title: 'exhibition.yaml:2',
		missing_text_file: 'exhibition.yaml:3', bad_rights: 'exhibition.yaml:4', bad_theme: 'exhibition.yaml:5',
		bad_date: 'exhibition.yaml:6', bad_page: 'exhibition.yaml:7', bad_region: 'exhibition.yaml:7',
		unknown_object: 'exhibition.yaml:7', bad_id: 'exhibition.yaml:9', unknown_page: 'exhibition.yaml:11',
		missing_file: 'exhibition.yaml:12', bad_file_name: 'exhibition.yaml:13', bad_place: 'exhibition.yaml:14',
		missing_answer: 'exhibition.yaml:15', duplicate_id: 'exhibition.yaml:16', heading_level: 'lt.md:1',
		unknown_step: 'lt.md:3', heading_without_id: 'lt.md:5', markup: 'lt.md:7', vague_link: 'lt.md:7',
		bad_link: 'lt.md:7', image_in_text: 'lt.md:7', missing_step_text: 'exhibition.yaml:10' }))
		assert.equal(where[name], at, name);
});

test('slips of who makes a first exhibition are named with their mend', async () => {
	const say = async (name, text, lang = 'lt') => {
		make('pirma', { published: false });
		if (name) put('pirma', name, text);
		const { stdout, stderr } = await exhibit('check', 'pirma', '--lang', lang);
		return stdout + stderr;
	};
	const steps = (more) => yaml().replace(/steps:[^]*/, `steps:\n${more}`);
	// What cannot be read: where, and what it is most often.
	for (const [text, says] of [['title: {lt: "A"}\nsteps:\n\t- id: a\n', /line 3: a tab stands here: indent with spaces/],
		[steps('  - id: aikste\n  image: {object: x}\n'), /line 9: this line begins further left or right than those it belongs to \(they begin in line 8\)/],
		[steps('  - id: aikste\n    place: {latitude: 1, longitude: 2, name: {lt: A}\n'), /line 10: the \{ that begins in line 9 is not closed before this/],
		['title: {lt: Utena: miestas}\n', /line 1: the \{ that begins in line 1 is not closed before this: a comma or \} is missing, or a text with ':'/],
		[Buffer.from('title: {lt: "\xc0"}\n', 'latin1'), /this is no UTF-8: save the file as UTF-8/]]) {
		const said = await say('exhibition.yaml', text);
		assert.match(said, says);
		assert.match(said, /^pirma: Paroda neperskaityta/m);
	}
	// As other systems save it: a mark at its beginning, other ends of lines.
	for (const file of ['exhibition.yaml', 'lt.md', 'en.md']) {
		make('pirma', { published: false });
		put('pirma', file, `\ufeff${readFileSync(join(dir, 'pirma', file), 'utf8').replaceAll('\n', '\r\n')}`);
		assert.equal((await exhibit('check', 'pirma')).code, 0, file);
	}
	// Files by another name.
	make('pirma', { published: false });
	renameSync(join(dir, 'pirma/lt.md'), join(dir, 'pirma/LT.md'));
	renameSync(join(dir, 'pirma/en.md'), join(dir, 'pirma/en.md.txt'));
	let { stdout } = await exhibit('check', 'pirma', '--lang', 'lt');
	assert.match(stdout, /yaml:3: ✗ toks failas yra, bet pavadintas kitaip[^\n]*LT\.md → lt\.md/);
	assert.match(stdout, /en\.md\.txt → en\.md/);
	for (const name of ['LT.md', 'en.md.txt']) rmSync(join(dir, 'pirma', name));
	put('pirma', 'Balsas.mp3', 'x');
	stdout = await say('exhibition.yaml', yaml('    audio: {file: balsas.mp3, label: {lt: a, en: b}}\n'));
	assert.match(stdout, /yaml:10: ✗ toks failas yra[^\n]*Balsas\.mp3 → media\/balsas\.mp3/);
	rmSync(join(dir, 'pirma/Balsas.mp3'));
	// What is none of the catalogue's, what is too large, what leads nowhere.
	for (const [more, says] of [['    image: nuotrauka.jpg\n', /9: ✗ paroda rodo katalogo objektų vaizdus, o ne failus[^\n]*\[not_a_picture\]/],
		['    image: {file: nuotrauka.jpg, alt: {lt: A, en: B}}\n', /\[missing_object\]/],
		[`    image: {object: ${OBJECT}, region: "0,0,99999,50", alt: {lt: A, en: B}}\n`, /9: ! vaizdo dalis siekia už puslapio krašto[^\n]*\d × \d+ \[region_clipped\]/],
		['    quote: {text: {lt:"A", en: B}}\n', /9: ✗ po dvitaškio reikia tarpo: lt:"A" \[missing_space\]/]])
		assert.match(await say('exhibition.yaml', steps(`  - id: aikste\n${more}`)), says);
	const links = await say('lt.md', `Įžanga.\n\n## Aikštė {#aikste}\n\n[Aikštė](/objects/${OBJECT}), [kita](/lt/objects/nera-tokios?page=2), [trečia](objects/x).\n`);
	assert.match(links, /lt\.md:5: ✗ nuoroda veda į objektą, kurio nėra: \/lt\/objects\/nera-tokios\?page=2/);
	assert.equal([...links.matchAll(/unknown_link_object/g)].length, 1);
	assert.match(links, /lt\.md:5: ✗ nuoroda be tinkamo adreso[^\n]*objects\/x/);
	rmSync(join(dir, 'pirma'), { recursive: true });
});

test('every code that the program knows has its message', async () => {
	const { readdirSync } = await import('node:fs');
	const folder = join(root, 'plugins/exhibitions');
	const source = readdirSync(folder, { recursive: true }).filter((n) => /\/exh_(load|text|check|near).*\.c$/.test(n))
		.map((n) => readFileSync(join(folder, n), 'utf8')).join('\n');
	const codes = new Set([...source.matchAll(/"([a-z]+(?:_[a-z]+)+|markup)"/g)].map((m) => m[1])
		.filter((c) => /^(more_findings|(unknown|missing|bad|not|too|duplicate|empty|heading|alt_is|long|image|words|control|undeclared|untranslated|decorative|media_too|vague|withdrawn|closed|unreadable|region|no)_.*|markup)$/.test(c)));
	assert.ok(codes.size > 60, String(codes.size));
	for (const lang of ['lt', 'en']) {
		const text = readFileSync(join(root, `templates/messages/${lang}.yaml`), 'utf8');
		for (const name of codes) assert.match(text, new RegExp(`^    ${name}: `, 'm'), `${lang}: ${name}`);
	}
});

test('the exhibitions of the demo collection can be published', async () => {
	const { code, stdout, stderr } = await run(['exhibit', '--config', demoConfig, '--set', `data.dir=${demoData}`, 'check']);
	assert.equal(code, 0, stdout + stderr);
});

test('a command line that is none is answered with its use', async () => {
	for (const args of [[], ['publish'], ['publish', 'a', 'b'], ['list', 'a'], ['nothing', 'a']]) {
		const { code, stderr } = await exhibit(...args);
		assert.equal(code, 2);
		assert.match(stderr, /^usage: vartai exhibit check/);
	}
	for (const [args, says] of [[['check', '--lang', 'pl'], /--lang wants lt or en/], [['check', '--foo'], /unknown option --foo/],
		[['check', 'nera'], /there is no exhibition 'nera'/], [['check', '../a'], /is no name of an exhibition/]]) {
		const { code, stderr } = await exhibit(...args);
		assert.equal(code, 2);
		assert.match(stderr, says);
	}
});
