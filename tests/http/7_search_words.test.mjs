// SPDX-License-Identifier: Apache-2.0
// Which pages Lithuanian questions find, and which they must not: 60 questions, each with
// the forms that it means.  Pages that have one of them (by their plain text, not by the
// index) must be found, and no others.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const ALL = 'collection/root';	// all collections
let demo, own;
const pages = { demo: new Map(), own: new Map() };

// Each row: a question; forms of which one must be on a page.  A string with a space is
// a phrase.  `and`: forms of which one must be there as well; `not`: none of these.
const questions = [
	// Endings.
	['ežeras', 'ežerų ežerą ežeras ežero ežere ežerus ežerai'],
	['ežeruose', 'ežerų ežerą ežeras ežero ežere ežerus ežerai'],
	['knyga', 'knyga knygų knygas knygose knygos knygą'],
	['knygomis', 'knyga knygų knygas knygose knygos knygą'],
	['vaikams', 'vaikas vaikų vaikai vaikais vaiko vaikus vaikams'],
	['vanduo', 'vanduo vandens vandeniu vandenyje vandenį vandenys'],
	['vandenyse', 'vanduo vandens vandeniu vandenyje vandenį vandenys'],
	['turguose', 'turgaus turgus turguje'],
	['ugnimi', 'ugnis ugnį ugnies'],
	['žvejai', 'žvejai žvejo žvejys'],
	['upėje', 'upės upę upė'],
	['bitė', 'bičių bitės bitėms bites'],
	['žąsys', 'žąsų žąsies žąsis'],
	['obelis', 'obelyje obelis obelų obels'],
	['avis', 'avių avis avys'],
	['naktis', 'naktį nakties naktis'],
	['bibliotekos', 'bibliotekoje'],
	['laikraščiai', 'laikraštis'],
	['mokyklose', 'mokyklai mokykla mokyklos mokyklą'],
	// Words that no stemmer joins.
	['žmogus', 'žmonės žmogus žmonių žmones žmogui žmogumi žmonėms'],
	['žmonėmis', 'žmonės žmogus žmonių žmones žmogui žmogumi žmonėms'],
	['moteris', 'moters moterų moterys'],
	['moterims', 'moters moterų moterys'],
	['arklys', 'arklys arklį arkliu arkliai'],
	['šuo', 'šuo šunys'],
	// Diacritics left out, by the reader.
	['zmogui', 'žmonės žmogus žmonių žmones žmogui žmogumi žmonėms'],
	['ezeruose', 'ežerų ežerą ežeras ežero ežere ežerus ežerai'],
	['biciu', 'bičių bitės bitėms bites'],
	['upeje', 'upės upę upė'],
	['ukininkas', 'ūkininkų ūkininkas ūkininkai ūkininko ūkininkui'],
	['zvejys', 'žvejai žvejo žvejys'],
	// Capital letters.
	['ŪKININKAI', 'ūkininkų ūkininkas ūkininkai ūkininko ūkininkui'],
	['EŽERŲ BALSAS', 'ežerų ežerą ežeras ežero ežere ežerus ežerai', { and: 'balsas balso' }],
	// Names of places and people.
	['Utena', 'utena utenoje uteną utenos'],
	['Uzpaliai', 'užpalių užpaliuose užpaliai'],
	['Gilužio', 'gilužėje gilužė gilužis giluži gilužės'],
	['Austėjos', 'austėja'],
	['Ąžuolynė', 'ąžuolynė ąžuolynėje ąžuolynės'],
	// Numbers.
	['1927', '1927'],
	['192*', '1920 1921 1922 1923 1924 1925 1926 1927 1928 1929'],
	// Phrases, beginnings, operators.
	['"vaikų choras"', 'vaikų choras'],
	['"choras vaikų"', ''],
	['"ežeras"', 'ežeras'],
	['geležinkel*', 'geležinkeliu geležinkelis'],
	['žvejys NOT valtis', 'žvejai žvejo žvejys', { not: 'valtis valtį valtyje valties valčių valtys valtimi' }],
	['pieninė AND turgus', 'pieninė pieninėse', { and: 'turgaus turgus turguje' }],
	['jezioro', 'jezioro'],
	['neegzistuojantis', ''],
].map(([q, forms, more]) => ['demo', q, forms, more]);
const oldQuestions = [
	// Spelling before 1905, asked for as today.
	['lietuviška kalba', 'lëtuviszko', { and: 'kałbos' }],
	['liežuvis', 'lëżuv\'o'],
	['aušra', 'auszra auszros'],
	['aušros', 'auszra auszros'],
	['viltis', 'wiltis'],
	['švento rašto', 'szwentas', { and: 'raſztas' }],
	['žodžiai', 'żodis'],
	['savo širdyje', 'fawo', { and: 'fzirdis' }],
	['"Auszra"', 'auszra'],
	['szwentas', 'szwentas'],
	// Today's text does not turn into an older one; divided words; a hyphen within.
	['vargonai', 'vargonai'],
	['knygnešys', 'knygnešys knygnešių'],
	['pietų-vakarų', 'pietų-vakarų'],
	['vakarai', 'pietų-vakarų'],
].map(([q, forms, more]) => ['own', q, forms, more]);

// Divided words whole, as people read them.
const words = (text) => ` ${text.replace(/-\n(?=\p{Ll})/gu, '').toLowerCase().split(/\s+/).map((w) => w.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(Boolean).join(' ')} `;
const has = (text, forms) => forms !== '' && (forms.includes(' ') && forms.split(' ').length === 2 && /^(vaikų|choras) /.test(forms) ?
	text.includes(` ${forms} `) : forms.split(' ').some((f) => text.includes(` ${f} `)));

async function read(server, into) {
	const manifests = [], walk = async (id) => {
		for (const item of (await get(server.base, id.replace(server.base, ''))).json.items ?? [])
			if (item.id.includes('/exhibitions/')) continue;	// files, no objects: not searched
			else if (item.type === 'Collection') await walk(item.id);
			else if (!manifests.includes(item.id)) manifests.push(item.id);
	};
	await walk(`${server.base}/iiif/collection/root`);
	for (const id of manifests)
		for (const canvas of (await get(server.base, id.replace(server.base, ''))).json.items)
			for (const { id: list } of canvas.annotations ?? []) {
				const { items } = (await get(server.base, list.replace(server.base, ''))).json;
				into.set(canvas.id, words(items.map((a) => a.body.value).join('\n')));
			}
}

const alto = (lines) => `<alto><Layout><Page WIDTH="1000" HEIGHT="1000"><PrintSpace><TextBlock ID="b">${lines.map((line, y) =>
	`<TextLine ID="l${y}" HPOS="0" VPOS="${y * 50}" WIDTH="900" HEIGHT="40">${line.split(' ').map((word, x) =>
		`<String CONTENT="${word}" HPOS="${x * 100}" VPOS="${y * 50}" WIDTH="90" HEIGHT="40"/>`).join('<SP/>')}</TextLine>`).join('')}</TextBlock></PrintSpace></Page></Layout></alto>`;
// As Tesseract writes it.
const hocr = (lines) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><meta name="ocr-system" content="tesseract 5"/></head><body>
<div class="ocr_page" id="page_1" title='image "a.png"; bbox 0 0 1000 1000; ppageno 0'>${lines.map((line, y) =>
	`<span class="ocr_line" title="bbox 0 ${y * 50} 900 ${y * 50 + 40}">${line.split(' ').map((word, x) =>
		`<span class="ocrx_word" title="bbox ${x * 100} ${y * 50} ${x * 100 + 90} ${y * 50 + 40}; x_wconf 95">${word}</span>`).join(' ')}</span>`).join('\n')}</div></body></html>`;
const texts = [
	['gramatika', '1861', ['Kałbos lëtuviszko', "lëżuv'o żodis"]],
	['ausra', '1883', ['Auszra ir wiltis', 'szwentas raſztas']],
	['giesmynas', '1790', ['fawo fzirdis', 'Auszros balsas']],
	['nauja', '1925', ['vargonai wargonai gieda', 'apie knyg-', 'nešių kelius', 'pietų-vakarų vėjas']],
	['kita', '1990', ['knygnešys ėjo per sieną'], 'hocr'],
];

before(async () => {
	const folder = temporaryFolder(), source = join(folder, 'in'), data = join(folder, 'data');
	mkdirSync(source);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-T, name: {lt: Testas}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\nlanguage: lt\n');
	writeFileSync(join(source, 'lentele.csv'), `identifier;title@lt;kind;date;image\n${texts.map(([id, date]) => `${id};Tekstas ${id};TEXT;${date};${id}.jpg`).join('\n')}\n`);
	for (const [id, , lines, kind] of texts) {
		cpSync(join(root, 'build/collection/02-sventosios-pakrantes/vaga/1931-04-12/img/0001.jpg'), join(source, `${id}.jpg`));
		writeFileSync(join(source, `${id}.${kind ?? 'xml'}`), kind ? hocr(lines) : alto(lines));
	}
	const made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(made.code, 0, made.stdout + made.stderr);
	own = await start({ 'iiif_search.hits': 10000 }, { data });
	demo = await start({ 'iiif_search.hits': 10000 });
	await read(demo, pages.demo);
	await read(own, pages.own);
});
after(async () => { await stop(demo); await stop(own); });

test('there are 60 questions or more, and texts to ask', () => {
	assert.ok(questions.length + oldQuestions.length >= 60, String(questions.length + oldQuestions.length));
	assert.ok(pages.demo.size > 100, String(pages.demo.size));
	assert.equal(pages.own.size, 5);
});

for (const [where, q, forms, { and, not } = {}] of [...questions, ...oldQuestions])
	test(`${q} finds its pages and no others`, async () => {
		const server = where === 'demo' ? demo : own;
		const answer = await get(server.base, `/iiif/${ALL}/search/1?q=${encodeURIComponent(q)}`);
		assert.equal(answer.status, 200, answer.text);
		const found = [...new Set(answer.json.resources.map((r) => r.on['@id'].split('#')[0]))].sort();
		const want = [...pages[where]].filter(([, text]) => has(text, forms) && (!and || has(text, and)) && !(not && has(text, not))).map(([id]) => id).sort();
		assert.deepEqual(found.filter((id) => !want.includes(id)).map((id) => `${id}: ${answer.json.hits.map((h) => h.match)}`.slice(0, 300)), [], 'must not be found');
		assert.deepEqual(want.filter((id) => !found.includes(id)), [], 'must be found');
		assert.equal(forms !== '', found.length > 0);
	});
