// SPDX-License-Identifier: Apache-2.0
// The public's pages: complete without JavaScript, in Lithuanian and English.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { harvest, headerOf } from '../lib/oai.mjs';
import { jpegSize } from '../lib/picture.mjs';
import { demoConfig, run, start, stop, temporaryFolder } from '../lib/server.mjs';

let server, ids, withdrawn;
const html = { accept: 'text/html', 'accept-language': 'lt' };
const ask = (path, options = {}) => get(server.base, path, { headers: html, ...options });

before(async () => {
	server = await start();
	const { items } = await harvest(server.base, 'ListIdentifiers', { metadataPrefix: 'oai_dc' });
	const headers = items.map(headerOf);
	ids = headers.filter((h) => !h.isDeleted).map((h) => h.identifier.split(':').slice(2).join(':'));
	withdrawn = headers.find((h) => h.isDeleted).identifier.split(':').slice(2).join(':');
});
after(() => stop(server));

function checkPage(text, lang) {
	assert.match(text, new RegExp(`<html[^>]* lang="${lang}"`));
	assert.match(text, /<title>[^<]{5,}<\/title>/);
	assert.equal(text.match(/<h1[ >]/g)?.length, 1, 'one h1');
	assert.match(text, /<main[ >]/);
	assert.match(text, /href="#[a-z]+"/, 'a way past the navigation');
	assert.doesNotMatch(text, /<script>(?!\s*<)/, 'no inline script');
	assert.doesNotMatch(text, / style="/, 'no inline style');
	for (const [img] of text.matchAll(/<img [^>]*>/g)) assert.match(img, / alt="/, img);
	assert.doesNotMatch(text, /\{\{/, 'nothing unfilled');
	assert.doesNotMatch(text, /(property|site|kind|page|order|date|search|object|error)\.[a-z_]+</, 'no message key shows');
}

test('home, in both languages', async () => {
	const lt = await ask('/');
	assert.equal(lt.status, 200);
	checkPage(lt.text, 'lt');
	const en = await ask('/en/');
	checkPage(en.text, 'en');
	assert.notEqual(lt.text, en.text);
	assert.match(lt.headers.vary, /accept-language/i);
	assert.equal((await get(server.base, '/', { headers: { accept: 'text/html', 'accept-language': 'en' } })).text
		.match(/<html[^>]* lang="(..)"/)[1], 'en');
});

test('every object has a page that says what it is', async () => {
	for (const id of ids) {
		const { status, text } = await ask(`/objects/${encodeURIComponent(id)}`);
		assert.equal(status, 200, id);
		checkPage(text, 'lt');
	}
	checkPage((await ask(`/en/objects/${encodeURIComponent(ids[0])}`)).text, 'en');
});

test('an object page shows its pages as images that are there', async () => {
	let seen = 0;
	for (const id of ids.slice(0, 12)) {
		const { text } = await ask(`/objects/${encodeURIComponent(id)}`);
		const src = text.match(/<img [^>]*src="([^"]*\/iiif\/3\/[^"]+)"/)?.[1];
		if (!src) continue;
		const picture = await ask(src.replace(server.base, '').replaceAll('&amp;', '&'));
		assert.equal(picture.status, 200, src);
		assert.equal(picture.headers['content-type'], 'image/jpeg');
		seen++;
	}
	assert.ok(seen >= 4, String(seen));
});

test('the open page comes first, in sizes of which each is as wide as it says', async () => {
	for (const id of ['ezeru-balsas-1927-03-13', 'azuolynes-apskrities-zemelapis']) {
		const [tag, src, set, sizes] = (await object(id)).match(/<img class="sheet" src="([^"]+)" srcset="([^"]+)" sizes="([^"]+)" fetchpriority="high"[^>]*>/);
		assert.doesNotMatch(tag, /loading=/);
		assert.match(sizes, /^\(min-width: 60rem\) min\([^)]+, \d+vh\), min\([^)]+, \d+vh\)$/);
		const candidates = set.split(', ').map((c) => c.split(' '));
		assert.equal(candidates.length, 3);
		assert.equal(candidates[2][0], src);
		for (const [url, width] of candidates) {
			const { status, body } = await get(server.base, new URL(url).pathname);
			assert.equal(status, 200, url);
			assert.equal(`${jpegSize(body).width}w`, width, url);
		}
	}
});

test('where a book was printed is told apart from what it is about', async () => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'm.xml'), '<record><leader>01234nam0 2200289   450 </leader><controlfield tag="001">k-1</controlfield>'
		+ '<datafield tag="200" ind1="1" ind2=" "><subfield code="a">Zarasų krašto ežerai.</subfield></datafield>'
		+ '<datafield tag="210" ind1=" " ind2=" "><subfield code="a">Kaunas</subfield><subfield code="c">Spindulys</subfield></datafield>'
		+ '<datafield tag="607" ind1=" " ind2=" "><subfield code="a">Zarasai</subfield></datafield></record>');
	const data = join(folder, 'data');
	assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, join(folder, 'm.xml')])).code, 0);
	const own = await start({}, { data });
	try {
		const page = (await get(own.base, '/objects/k-1', { headers: html })).text;
		assert.match(page, /<h1[^>]*>Zarasų krašto ežerai<\/h1>/);
		assert.match(page, /<dt>Vieta<\/dt>\s*<dd[^>]*>Zarasai<\/dd>\s*<\/div>/);
		assert.match(page, /<dt>Išleista ar pagaminta<\/dt>\s*<dd[^>]*>Kaunas<\/dd>/);
		const ld = JSON.parse((await get(own.base, '/objects/k-1', { headers: { accept: 'application/ld+json' } })).text);
		assert.match(JSON.stringify(ld.spatialCoverage), /Zarasai/);
		assert.doesNotMatch(JSON.stringify(ld.spatialCoverage), /Kaunas/);
		assert.match(JSON.stringify(ld.locationCreated), /Kaunas/);
	} finally {
		await stop(own);
		rmSync(folder, { recursive: true });
	}
	const manifests = await Promise.all(ids.map((id) => get(server.base, `/iiif/presentation/${id}/manifest`)));
	const made = manifests.flatMap((m) => m.json?.metadata ?? []).filter((m) => m.label.en[0] === 'Published or made in');
	assert.ok(made.length > 0 && made.every((m) => m.label.lt[0] === 'Išleista ar pagaminta'));
});

test('wrong, withdrawn and unknown objects', async () => {
	assert.equal((await ask('/objects/no-such-object')).status, 404);
	const gone = await ask(`/objects/${withdrawn}`);
	assert.equal(gone.status, 410);
	assert.match(gone.text, /<h1/);
});

test('search finds words with and without diacritics, and says when nothing is found', async () => {
	const title = (await ask(`/objects/${encodeURIComponent(ids[0])}`)).text.match(/<h1[^>]*>([^<]+)/)[1];
	const word = title.match(/[\p{L}]{5,}/u)?.[0] ?? title;
	const found = await ask(`/search?q=${encodeURIComponent(word)}`);
	assert.equal(found.status, 200);
	checkPage(found.text, 'lt');
	assert.match(found.text, /\/objects\//);
	const plain = word.normalize('NFD').replace(/\p{M}/gu, '');
	assert.match((await ask(`/search?q=${encodeURIComponent(plain)}`)).text, /\/objects\//);
	const none = await ask('/search?q=qqqxxxzzz');
	assert.equal(none.status, 200);
	checkPage(none.text, 'lt');
	assert.doesNotMatch(none.text, /href="[^"]*\/objects\//);
});

test('what a reader types into the search box is never markup', async () => {
	for (const q of ['<script>alert(1)</script>', '"><img src=x>', "' OR 1=1 --", '* AND (', 'a"b', '()', '  ', '%']) {
		const { status, text } = await ask(`/search?q=${encodeURIComponent(q)}`);
		assert.equal(status, 200, q);
		assert.doesNotMatch(text, /<script>alert/);
		assert.doesNotMatch(text, /<img src=x>/);
	}
	assert.equal((await ask('/search?q=a&page=x')).status, 400);
});

test('style and script come from our own host, with a version in the address', async () => {
	const { text } = await ask(`/objects/${encodeURIComponent(ids[0])}`);
	const own = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((m) => m[1]);
	assert.ok(own.length >= 1);
	for (const path of own) {
		const answer = await ask(path.replaceAll('&amp;', '&'));
		assert.equal(answer.status, 200, path);
		assert.match(answer.headers['cache-control'], /max-age=\d+/);
	}
	assert.doesNotMatch(text, /(src|href)="https?:\/\/(?!127\.0\.0\.1)[^"]*\.(js|css)"/);
	for (const wrong of ['/assets/../conf/demo.yaml', '/assets/%2e%2e/pages/layout.mustache', '/assets/nothing.css'])
		assert.equal((await ask(wrong)).status, 404, wrong);
});

// --- what a page says, object by object of the demo collection ------------------------

const object = async (id, lang = 'lt') => (await ask(`/${lang}/objects/${id}`)).text;
const meta = (text, pattern) => text.match(pattern)?.[1];

test('a title in another language stands beside the one that is the heading', async () => {
	const text = await object('di-ozere');
	assert.match(text, /<h1[^>]*>Ežeras: skaitinių lapelis</);
	assert.match(text, /<dt>Antraštė kitomis kalbomis<\/dt>\s*<dd lang="yi" dir="auto">די אָזערע</);
	assert.doesNotMatch(await object('nem-plokstele-1934'), /<dt>Antraštė kitomis kalbomis<\/dt>\s*<dd[^>]*>Kanklių/);
});

test('dates are said in the language of the page, however they were written', async () => {
	for (const [id, lt, en] of [
		['azuolynes-apskrities-zemelapis', 'apie 1926 m.', 'about 1926'],	// [apie 1926]
		['di-ozere', '1930 m. (spėjama)', '1930 (uncertain)'],			// [1930?]
		['herbaras-1911', '1911–1913 m.', '1911–1913'],
		['nem-juosta-01', 'XIX a. pab.', '1880–1900'],
		['sartai-utena-aikste', '1912 m.', '1912'],
		['ezeru-balsas-1927-03-13', '1927 m. kovo 13 d.', '13 March 1927'],
	]) {
		for (const [lang, date] of [['lt', lt], ['en', en]]) {
			const text = await object(id, lang);
			const facts = text.match(/class="facts">([^]*?)<\/p>/)[1];
			assert.equal(facts.split('·')[1].trim(), date, `${id} ${lang}`);
			assert.ok(text.match(/<dl>[^]*<\/dl>/)[0].includes(`>${date}`), `${id} ${lang}`);
		}
	}
});

test('what is not open says so, in whole sentences', async () => {
	assert.match(await object('sartai-labanoras-giria'), /class="note">Vaizdai ir tekstas bus prieinami nuo 2031 m\. sausio 1 d\.<\/p>/);
	const record = await object('nem-plokstele-1934');
	assert.match(record, /class="note">Šis objektas internete neskelbiamas; čia pateikiamas tik jo aprašas\.</);
	assert.doesNotMatch(record, /<img class="sheet"/);
});

test('the records of other programs are where the page says', async () => {
	const { text } = await ask('/objects/di-ozere');
	const urls = [...text.matchAll(/<a href="([^"]*\/oai\?[^"]*GetRecord[^"]*)"/g)].map((m) => m[1].replaceAll('&amp;', '&'));
	assert.equal(urls.length, 2);
	for (const url of urls) {
		const answer = await ask(url.replace(server.base, ''));
		assert.equal(answer.status, 200);
		assert.match(answer.text, /<identifier>oai:vartai\.example\.org:di-ozere<\/identifier>/);
	}
});

test('the head of a page: one address, each language, a summary', async () => {
	const text = (await ask('/en/objects/nem-juosta-01?page=1&utm_source=x')).text;
	assert.equal(meta(text, /rel="canonical" href="([^"]+)"/), `${server.base}/en/objects/nem-juosta-01`);
	for (const [lang, prefix] of [['x-default', ''], ['lt', '/lt'], ['en', '/en']])
		assert.equal(meta(text, new RegExp(`hreflang="${lang}" href="([^"]+)"`)), `${server.base}${prefix}/objects/nem-juosta-01`);
	assert.equal(meta(text, /<meta name="description" content="([^"]+)"/), 'Pick-up sash with diamonds, collected on a field trip.');
	assert.match(meta(text, /property="og:image" content="([^"]+)"/), /^http.*\.jpg$/);
	assert.match((await ask('/objects/ezeru-krasto-padavimai-1931?page=3&x=1')).text, /rel="canonical" href="[^"]*-1931\?page=3"/);
	assert.doesNotMatch(await object('sartai-labanoras-giria'), /og:image/, 'a closed image is not shared');
	assert.match((await ask('/search?q=a')).text, /name="robots" content="noindex/);
	assert.doesNotMatch((await ask('/search?collection=spauda')).text, /noindex/);
});

test('a long description is cut between words, or else between letters', async () => {
	const folder = temporaryFolder();
	try {
		writeFileSync(join(folder, 't.csv'), ['identifier,title,description', `vienas,Vienas,a${'ą'.repeat(150)}`,
			`eilutes,Eilutės,"${Array.from({ length: 40 }, (_, i) => `žodis${i}`).join('\n')}"`, ''].join('\n'));
		const data = join(folder, 'data');
		const made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, join(folder, 't.csv')]);
		assert.equal(made.code, 0, made.stdout + made.stderr);
		const own = await start({}, { data });
		try {
			const summary = async (id) => meta((await get(own.base, `/objects/${id}`, { headers: html })).text, /<meta name="description" content="([^"]+)"/);
			assert.equal(await summary('vienas'), `a${'ą'.repeat(99)}…`);
			assert.match(await summary('eilutes'), /^žodis0\s.*\sžodis\d+…$/s);
			assert.ok(Buffer.byteLength(await summary('eilutes')) > 180);
		} finally {
			await stop(own);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('a collection has its own page: name, words, parts, a way out', async () => {
	const { text } = await ask('/search?collection=spauda');
	checkPage(text, 'lt');
	assert.match(text, /<title>Spauda – /);
	assert.match(text, /<h1>Spauda<\/h1>/);
	assert.match(text, /<a href="\/search\?collection=spauda%3Alaikrasciai"><span dir="auto">Laikraščiai<\/span>\s*<span class="count">\(25\)/);
	assert.match(text, /<a href="\/search">Ieškoti visose kolekcijose<\/a>/);
	const library = (await ask('/en/search?institution=LT-VRT-03&q=lake')).text;
	assert.match(library, /<h1>[^<]+<\/h1>\s*<p><a href="https?:[^"]+">The library/);
	assert.match(library, /<a href="\/en\/search\?q=lake">Search all collections<\/a>/);
});

test('an order that was chosen stays chosen', async () => {
	const titles = (text) => [...text.matchAll(/class="caption"[^>]*>([^<]+)/g)].map((m) => m[1]);
	const { text } = await ask('/search?collection=spauda&order=date');
	assert.match(text, /<option value="date" selected>Nuo seniausių</);
	assert.equal(titles(text)[0], 'Mažasis ežerų vadovas');
	assert.match(text, /rel="next" href="[^"]*order=date&amp;page=2"/);
	assert.doesNotMatch(text, /<option value="relevance"/, 'nothing to be relevant to');
	assert.match((await ask('/search?q=giria')).text, /<option value="relevance" selected>/);
});

test('a divided word is one word again in the text of a page', async () => {
	const { text } = await ask('/objects/ezeru-balsas-1927-03-13?page=2');
	const lines = text.match(/class="lines"[^>]*>([^<]+)/)[1].split('\n');
	assert.ok(lines.some((l) => l.endsWith('kvapas susivienodintų.')), lines.slice(20, 40).join('\n'));
	assert.deepEqual(lines.slice(0, -2).filter((l) => l.endsWith('-')), [], 'the page itself may end within a word');
});

test('foreign words are marked as what they are', async () => {
	const text = await object('ezeru-balsas-1927-03-13', 'en');
	assert.match(text, /<h1 lang="lt"/);
	assert.match(text, /<img class="sheet"[^>]* lang="lt" alt="Ežerų balsas/);
	assert.match(text, /<div class="lines" lang="lt"/);
	assert.match(text, /<nav class="contents"[^]*?<ul lang="lt"/);
});

test('JSON-LD dates are ISO 8601', async () => {
	const dateOf = async (id, key) => (await get(server.base, `/objects/${id}`, { headers: { accept: 'application/ld+json' } })).json[key];
	assert.deepEqual(await dateOf('nem-juosta-01', 'dateCreated'), ['1880/1900']);
	assert.deepEqual(await dateOf('ezeru-balsas-1927-03-13', 'datePublished'), ['1927-03-13']);
});

test('Lithuanian endings, letters and odd words: found, or told; never an error of ours', async () => {
	const count = async (q) => {
		const { status, text } = await ask(`/search?q=${encodeURIComponent(q)}`);
		assert.equal(status, 200, q);
		return Number(text.match(/class="found"[^>]*>\D*(\d*)/)[1]);
	};
	const lakes = await count('ežeras');
	assert.ok(lakes > 10);
	for (const q of ['ežerų', 'ezeru', 'EZERAMS', 'ežere']) assert.equal(await count(q), lakes, q);
	for (const q of ['אָזערע', 'אזערע']) assert.ok(await count(q) > 0, q);
	for (const q of ['"', '""', '*', 'a*', '**', 'NOT', 'a AND', 'OR', 'NEAR(a b)', 'NEAR/2', 'title:x', '^a', '{a}', 'a:b', '-a', '+', '🙂', '\u202e', '\u200b',
		'ą'.repeat(100), 'a'.repeat(200), "'; DROP TABLE object;--", '\t', '\n']) await count(q);
	for (const q of ['%00', 'a%00b', '%FF%FE', '%C4', 'a'.repeat(201), 'a'.repeat(1500)]) {
		const { status, text } = await ask(`/search?q=${q}`);
		assert.equal(status, 400, q);
		checkPage(text, 'lt');
	}
	for (const wrong of ['page=0', 'page=x', 'kind=X', 'order=x']) assert.equal((await ask(`/search?${wrong}`)).status, 400, wrong);
	for (const wrong of ['page=9999', 'institution=none', 'collection=none']) assert.equal((await ask(`/search?${wrong}`)).status, 404, wrong);
});

test('an error page speaks the language of its reader and names the language of the rest', async () => {
	const { status, text } = await ask('/no-such%22%3Cpage%3E?a=%22%3E');
	assert.equal(status, 404);
	checkPage(text, 'lt');
	assert.match(text, /<summary>Techninė informacija \(anglų kalba\)<\/summary>\s*<p lang="en">404: /);
	assert.match(text, /name="robots" content="noindex"/);
	assert.doesNotMatch(text, /rel="canonical"/);
	assert.match((await ask('/en/no-such-page')).text, /<h1>There is no such page/);
});

test('HEAD and a page that is had already', async () => {
	for (const path of ['/', '/search?q=a', '/objects/di-ozere', '/no-such-page']) {
		const whole = await ask(path);
		const head = await ask(path, { method: 'HEAD' });
		assert.equal(head.status, whole.status, path);
		assert.equal(head.raw.length, 0, path);
		assert.equal(head.headers['content-length'], whole.headers['content-length'], path);
		if (whole.status !== 200) continue;
		const again = await ask(path, { headers: { ...html, 'if-none-match': whole.headers.etag } });
		assert.equal(again.status, 304, path);
		assert.match(whole.headers.vary, /accept-language/i, path);
	}
});
