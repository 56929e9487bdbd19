// SPDX-License-Identifier: Apache-2.0
// The site as a library's own: its name and colours, what a reader chooses, what
// programs look for, what readers write, and zooming by links.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, demoData, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { parse } from '../lib/xml.mjs';

const html = { accept: 'text/html', 'accept-language': 'lt' };
const form = { ...html, 'content-type': 'application/x-www-form-urlencoded' };
const folder = temporaryFolder();
const data = join(folder, 'data');
let server;
const ask = (path, options = {}) => get(server.base, path, { headers: html, ...options });
const post = (path, fields, base = server.base) => get(base, path, { method: 'POST', headers: form, body: new URLSearchParams(fields).toString() });
const pages = ['/', '/search', '/search?q=a&kind=TEXT', '/collections', '/collections/spauda', '/collections/spauda%3Alaikrasciai', '/institutions',
	'/institutions/LT-VRT-03', '/places', '/times', '/help', '/accessibility', '/privacy', '/preferences', '/feedback', '/feedback?object=di-ozere',
	'/objects/di-ozere', '/objects/di-ozere/zoom/1', '/objects/azuolynes-apskrities-zemelapis/zoom/1/5', '/objects/azuolynes-apskrities-zemelapis/zoom/1/59'];

before(async () => {
	assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, 'build/collection/04-nemunelio-slenis'])).code, 0);
	server = await start({ 'site.feedback_client': 3, 'site.feedback_day': 5 });
});
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true });
});

test('every page, in both languages, is whole: one h1, no key, no unfilled place, its own language', async () => {
	for (const path of pages) for (const [prefix, lang] of [['/lt', 'lt'], ['/en', 'en']]) {
		const { status, text, headers } = await ask(prefix + path);
		assert.equal(status, 200, path);
		assert.equal(headers['content-language'], lang, path);
		assert.equal([...text.matchAll(/<h1[ >]/g)].length, 1, path);
		assert.doesNotMatch(text, /\{\{|\{[a-z_]+\}/, path);
		assert.doesNotMatch(text, />(facet|collection|preferences|feedback|zoom|help|accessibility|privacy|rights_says|site|search)\.[a-z_.0-9]+</, path);
		assert.match(text, /<meta name="description" content="[^"]{20,}/, path);
		for (const name of ['og:site_name', 'og:title', 'og:url']) assert.ok(text.includes(`<meta property="${name}"`), `${path}: ${name}`);
		for (const lang2 of ['lt', 'en', 'x-default']) assert.ok(text.includes(`hreflang="${lang2}"`), path);
		assert.doesNotMatch(text, /(src|href)="(?!http:\/\/127\.0\.0\.1)https?:[^"]*\.(js|css|png|jpg|svg)"/, `${path}: nothing from elsewhere`);
	}
});

// --- what narrows a search down ------------------------------------------------------

const facetLinks = (text) => [...text.matchAll(/<li><a href="([^"]+)">(?:<span[^>]*>)?([^<]+)[^]*?<span class="count">\((\d+)\)/g)]
	.map(([, url, name, count]) => ({ url: url.replaceAll('&amp;', '&'), name: name.trim(), count: Number(count) }));
const total = (text) => Number(text.match(/class="found"[^>]*>\D*(\d*)/)[1]);

test('each narrowing finds as many as it says, and can be taken away again', async () => {
	const { text } = await ask('/search');
	const links = facetLinks(text.slice(text.indexOf('id="facets"')));
	assert.ok(links.length > 20);
	for (const { url, name, count } of links) {
		const narrowed = await ask(url);
		assert.equal(narrowed.status, 200, name);
		assert.equal(total(narrowed.text), count, `${name} ${url}`);
		const away = narrowed.text.match(/<ul class="chosen"[^]*?href="([^"]+)"/)[1].replaceAll('&amp;', '&');
		assert.equal(total((await ask(away)).text), total(text), away);
	}
});

test('words and several narrowings at once, to the end, page by page', async () => {
	let url = '/search?q=a*';
	let last = total((await ask(url)).text);
	for (let step = 0; step < 6; step++) {
		const { text } = await ask(url);
		const links = text.includes('id="facets"') ? facetLinks(text.slice(text.indexOf('id="facets"'))) : [];
		if (!links.length) break;
		url = links[step % links.length].url;
		const now = total((await ask(url)).text);
		assert.equal(now, links[step % links.length].count, url);
		assert.ok(now <= last);
		last = now;
	}
	const seen = new Set();
	for (url = '/search?period=1900-1999&order=date'; url;) {
		const { text } = await ask(url);
		for (const [, id] of text.matchAll(/<li class="card[^>]*>\s*<a href="\/objects\/([^"]+)"/g)) { assert.ok(!seen.has(id), id); seen.add(id); }
		url = text.match(/rel="next" href="([^"]+)"/)?.[1].replaceAll('&amp;', '&');
	}
	assert.equal(seen.size, total((await ask('/search?period=1900-1999')).text));
});

test('a century first, its decades within it; nothing for what nobody has', async () => {
	const names = async (path) => facetLinks((await ask(path)).text).map((l) => l.name);
	assert.ok((await names('/search')).includes('1900–1999 m.'));
	assert.ok(!(await names('/search')).some((n) => n.startsWith('1920')));
	assert.ok((await names('/search?period=1900-1999')).some((n) => n.startsWith('1920–1929')));
	for (const wrong of ['period=1000-1009', 'place=%3Cscript%3E', 'rights=javascript:alert(1)', "place=' OR 1--"]) {
		const { status, text } = await ask(`/search?${encodeURI(wrong)}`);
		assert.match(text, /Nieko nerasta/);
		assert.doesNotMatch(text, /<script>(?!\{)/);
		assert.match(text, /class="chosen"/, 'and a way back');
	}
	assert.equal((await ask('/search?kind=X')).status, 400);
	assert.equal((await ask('/search?period=x')).status, 400);
});

test('places and times are lists whose links find as many as they say', async () => {
	for (const path of ['/places', '/times']) {
		const text = (await ask(path)).text.replace(/<svg[^]*?<\/svg>/, '');	// 5_site_objects has what that says
		const links = [...text.matchAll(/href="(\/search\?(?:place|period)=[^"]+)"[^]*?<span class="count">\((\d+)\)/g)];
		assert.ok(links.length > 8, path);
		for (const [, url, count] of links) assert.equal(total((await ask(url)).text), Number(count), url);
	}
	const { text } = await ask('/places');
	const names = [...text.matchAll(/dir="auto">([^<]+)<\/span> <span class="count">/g)].map((m) => m[1]);
	assert.deepEqual(names, [...names].sort(new Intl.Collator('lt', { sensitivity: 'base' }).compare));
});

// --- a library's own ------------------------------------------------------------------

test('name, mark, colours, words and contact are configuration', async () => {
	const texts = join(folder, 'texts');
	mkdirSync(texts);
	writeFileSync(join(texts, 'lt.yaml'), 'home: {heading: "Biržų kraštas"}\nsite: {objects: {one: "{n} daiktas", few: "{n} daiktai", other: "{n} daiktų"}}\n');
	writeFileSync(join(folder, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>');
	const own = await start({ 'site.name': 'Biržų "biblioteka" <b>', 'site.name_en': 'Biržai Library', 'site.logo': join(folder, 'logo.svg'),
		'site.icon': join(folder, 'logo.svg'), 'site.colour': '#7a0019', 'site.accent': '#003a70', 'site.texts': texts, 'site.institution': 'Biržų biblioteka',
		'site.institution_url': 'https://birzai.example', 'site.email': 'info@birzai.example', 'site.footer': 'Mūsų', 'site.accessibility_status': 'full',
		'site.accessibility_date': '2026-03-01', 'site.robots_refuse': 'BadBot, WorseBot', 'site.feedback': 'no' });
	try {
		for (const path of ['/', '/no-such', '/oai', '/objects/di-ozere']) {
			const { text } = await get(own.base, path, { headers: { ...html, accept: 'text/html,application/xhtml+xml,application/xml;q=0.9', 'sec-fetch-mode': 'navigate' } });
			assert.match(text, /Biržų &quot;biblioteka&quot; &lt;b&gt;/, path);
			assert.match(text, /<img class="mark" src="\/assets\/own\/logo\.svg\?v=/, path);
			assert.match(text, /mailto:info@birzai\.example/, path);
			assert.match(text, /<a href="https:\/\/birzai\.example">Biržų biblioteka/, path);
			assert.match(text, /<p>Mūsų<\/p>/, path);
			assert.doesNotMatch(text, /href="\/feedback/, path);
		}
		const home = (await get(own.base, '/', { headers: html })).text;
		assert.match(home, /<h1>Biržų kraštas/);
		assert.match(home, /\d+ daikt/);
		assert.match(home, /<meta name="theme-color" content="#7a0019">/);
		assert.match((await get(own.base, '/en/', { headers: html })).text, /<title>Biržai Library<\/title>/);
		const css = await get(own.base, home.match(/href="(\/assets\/own\/colours\.css[^"]*)"/)[1]);
		assert.match(css.text, /--own-bar:#7a0019;.*--own-accent:#003a70;--own-on-accent:#ffffff/);
		const statement = (await get(own.base, '/accessibility', { headers: html })).text;
		assert.match(statement, /visiškai atitinka[^]*2026 m\. kovo 1 d\./);
		const robots = (await get(own.base, '/robots.txt')).text;
		assert.match(robots, /^User-agent: BadBot\nUser-agent: WorseBot\nDisallow: \/\n\nUser-agent: \*\n/);
		assert.equal((await get(own.base, '/favicon.ico')).headers.location, `${own.base}${home.match(/rel="icon" href="([^"]+)"/)[1]}`);
		assert.equal((await get(own.base, '/feedback', { headers: html })).status, 404);
	} finally {
		await stop(own);
	}
});

test('what could not be read, or is not there, is refused at the start with the mend', async () => {
	writeFileSync(join(folder, 'large.svg'), 'x'.repeat(600000));
	mkdirSync(join(folder, 'bad'));
	writeFileSync(join(folder, 'bad', 'lt.yaml'), 'site:\n  nmae: x\n');
	for (const [key, value, says] of [['colour', '#88cc88', /site\.colour #88cc88 is too light: white words on it have a contrast of 1\.\d : 1/],
		['accessibility_date', '2026-31-12', /site\.accessibility_date: '2026-31-12' is no day: write it as YYYY-MM-DD/], ['accessibility_reviewed', 'vasarą', /site\.accessibility_reviewed/],
		['colour', 'green', /site\.colour "green" is no colour/], ['accent', '#12', /site\.accent/], ['logo', join(folder, 'no.svg'), /site\.logo: .*cannot be read/],
		['logo', join(folder, 'large.svg'), /larger than 524288 bytes/], ['logo', demoConfig, /must be a \.svg/], ['texts', join(folder, 'no'), /cannot be read/],
		['texts', join(folder, 'bad'), /lt\.yaml, line 2: there is no message site\.nmae; did you mean site\.name\?/]]) {
		const { code, stderr, stdout } = await run(['serve', '--config', demoConfig, '--set', `data.dir=${demoData}`, '--set', `site.${key}=${value}`, '--set', 'server.listen=127.0.0.1:1']);
		assert.notEqual(code, 0, `${key}=${value}`);
		assert.match(stderr + stdout, says);
	}
});

// --- what a reader chooses ---------------------------------------------------------------

test('what is chosen is one cookie and one style sheet; pages stay the same for all', async () => {
	const saved = await post('/preferences', { size: '150', spacing: 'wide', contrast: 'dark', motion: 'less', back: '/objects/di-ozere?page=1' });
	assert.equal(saved.status, 303);
	assert.equal(saved.headers.location, `${server.base}/preferences?saved=1&back=%2Fobjects%2Fdi-ozere%3Fpage%3D1`);
	const cookie = saved.headers['set-cookie'][0];
	assert.match(cookie, /^vartai_view=150\.wide\.dark\.less; Path=\/; Max-Age=31536000; SameSite=Lax; HttpOnly$/);
	const headers = { ...html, cookie: `other=1; ${cookie.split(';')[0]}` };
	const css = await get(server.base, '/preferences.css', { headers });
	assert.match(css.text, /font-size:168\.75%/);
	assert.match(css.headers['cache-control'], /private, no-cache/);
	assert.match(css.headers.vary, /cookie/i);
	assert.equal((await get(server.base, '/preferences.css', { headers: { ...headers, 'if-none-match': css.headers.etag } })).status, 304);
	assert.equal((await get(server.base, '/preferences.css')).text, '', 'and nothing of it for another');
	for (const path of ['/', '/search', '/objects/di-ozere', '/help']) {
		const [one, two] = [await get(server.base, path, { headers }), await ask(path)];
		assert.equal(one.text, two.text, path);
		assert.doesNotMatch(one.headers.vary, /cookie/i, path);
	}
	const page = await get(server.base, '/preferences?saved=1&back=%2Fhelp', { headers });
	assert.match(page.text, /value="150" checked/);
	assert.match(page.text, /<a href="\/help">/);
	assert.match(page.headers['cache-control'], /no-store/);
	assert.match((await post('/preferences', { reset: '1', size: '200' })).headers['set-cookie'][0], /Max-Age=0/);
	assert.equal((await post('/preferences', { size: '1000000' })).status, 400);
});

test('the way back leads nowhere else', async () => {
	for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b', '/"onx=', '/ž', `/${'x'.repeat(3000)}`]) {
		const saved = await post('/preferences', { size: '125', back });
		assert.equal(saved.headers.location, `${server.base}/preferences?saved=1`, back);
		const { text } = await ask(`/preferences?saved=1&back=${encodeURIComponent(back)}`);
		assert.doesNotMatch(text.slice(text.indexOf('<main'), text.indexOf('</main>')), /evil|javascript:|onx=/, back);
		assert.doesNotMatch(text, /<[^>]*(href="(javascript:|\/\/evil|https:\/\/evil)|onx="?=)/, back);
	}
});

// --- what programs look for ------------------------------------------------------------------

test('the sitemap names every object once, with its picture and its languages', async () => {
	const map = await ask('/sitemap.xml');
	assert.match(map.headers['content-type'], /^application\/xml/);
	const urls = [...parse(map.text).getElementsByTagName('url')];
	const locs = urls.map((u) => u.getElementsByTagName('loc')[0].textContent);
	assert.equal(new Set(locs).size, locs.length);
	assert.equal(locs.filter((l) => l.includes('/objects/')).length, total((await ask('/search')).text));
	assert.ok(map.text.includes('<image:loc>') && map.text.includes('hreflang="en"'));
	for (const url of locs) assert.equal((await ask(url.replace(server.base, ''))).status, 200, url);
	for (const url of urls) { // itself among them, as crawlers want it
		const links = [...url.getElementsByTagName('xhtml:link')].map((l) => [l.getAttribute('hreflang'), l.getAttribute('href')]);
		const loc = url.getElementsByTagName('loc')[0].textContent, path = loc.replace(server.base, '');
		assert.deepEqual(links, [['x-default', loc], ['lt', `${server.base}/lt${path}`], ['en', `${server.base}/en${path}`]]);
	}
	const embargoed = urls.find((u) => u.textContent.includes('sartai-labanoras-giria'));
	assert.equal(embargoed.getElementsByTagName('image:loc').length, 0, 'a closed picture is not told of');
	for (const wrong of ['0', '2', 'x', '1x']) assert.equal((await ask(`/sitemap/${wrong}`)).status, 404, wrong);
	assert.match((await ask('/robots.txt')).text, new RegExp(`Disallow: /lt/search\\?q=\n[^]*Sitemap: ${server.base}/sitemap\\.xml`));
});

test('what is new, as Atom: of all, and of a collection', async () => {
	for (const [path, least, page] of [['/feed.atom', 30, '/'], ['/en/feed.atom', 30, '/en/'], ['/en/collections/spauda/feed.atom', 20, '/en/collections/spauda']]) {
		const feed = await ask(path);
		assert.match(feed.headers['content-type'], /^application\/atom\+xml/);
		const doc = parse(feed.text);
		const entries = [...doc.getElementsByTagName('entry')];
		assert.ok(entries.length >= least, path);
		const links = [...doc.getElementsByTagName('link')].filter((l) => l.parentNode === doc.documentElement);
		assert.deepEqual(links.map((l) => [l.getAttribute('rel'), l.getAttribute('href')]), [['self', server.base + path], ['alternate', server.base + page]]);
		for (const e of entries) for (const name of ['id', 'title', 'updated']) assert.equal(e.getElementsByTagName(name).length, 1);
		assert.match(doc.getElementsByTagName('updated')[0].textContent, /^\d{4}-\d\d-\d\dT/);
	}
	assert.equal((await ask('/collections/none/feed.atom')).status, 404);
	assert.match((await ask('/collections/spauda')).text, /type="application\/atom\+xml"[^>]* href="\/collections\/spauda\/feed\.atom"/);
});

// RFC 4287, 4.2.6: an id says which feed it is, so two whose titles, languages and own addresses
// differ have two; an entry is the same thing in both.
test('in each language a feed is one of its own, of the same entries', async () => {
	for (const path of ['/feed.atom', '/collections/spauda/feed.atom', '/exhibitions/feed.atom']) {
		const ids = async (address, headers = html) => [...parse((await ask(address, { headers })).text).getElementsByTagName('id')].map((e) => e.textContent);
		const [lt, en, plain, asked] = [await ids(`/lt${path}`), await ids(`/en${path}`), await ids(path), await ids(path, { 'accept-language': 'en' })];
		assert.equal(lt[0], server.base + path);
		assert.equal(en[0], `${server.base}/en${path}`);
		assert.deepEqual([plain, asked], [lt, en], 'whichever way it was asked for');
		assert.deepEqual(lt.slice(1), en.slice(1));
		assert.equal(new Set(lt).size, lt.length);
	}
});

test('oEmbed: a photo that fits, a link where nothing is open', async () => {
	const embed = (url, more = '') => ask(`/oembed?url=${encodeURIComponent(url)}${more}`);
	const page = (await ask('/objects/di-ozere')).text;
	assert.match(page, /type="application\/json\+oembed"[^>]* href="[^"]*\/oembed\?url=/);
	const photo = (await embed(`${server.base}/en/objects/di-ozere?page=1`, '&maxwidth=300&maxheight=200')).json;
	assert.equal(photo.type, 'photo');
	assert.ok(photo.width <= 300 && photo.height <= 200 && (photo.height === 200 || photo.width === 300));
	assert.equal((await ask(photo.url.replace(server.base, ''))).headers['content-type'], 'image/jpeg');
	assert.equal((await embed(`${server.base}/objects/nem-plokstele-1934`)).json.type, 'link');
	assert.equal(parse((await embed(`${server.base}/objects/di-ozere`, '&format=xml')).text).documentElement.tagName, 'oembed');
	for (const [url, more, status] of [[`${server.base}/objects/none`, '', 404], ['https://elsewhere.example/objects/di-ozere', '', 404], [`${server.base}/`, '', 404],
		[`${server.base}/objects/di-ozere`, '&format=yaml', 501], [`${server.base}/objects/di-ozere`, '&maxwidth=0', 400], [`${server.base}/objects/di-ozere`, '&maxheight=x', 400]])
		assert.equal((await embed(url, more)).status, status, url + more);
	assert.equal((await ask('/oembed')).status, 400);
});

test('JSON-LD stands in the page and says whose it is and where', async () => {
	const { text } = await ask('/objects/azuolynes-apskrities-zemelapis');
	const ld = JSON.parse(text.match(/<script type="application\/ld\+json">([^]*?)<\/script>/)[1]);
	assert.equal(ld['@context'], 'https://schema.org/');
	assert.equal(ld.provider['@type'], 'Library');
	assert.equal(ld.isPartOf[0]['@type'], 'Collection');
	assert.match(ld.subjectOf.url, /manifest$/);
	assert.match(ld.thumbnailUrl, /^http/);
	assert.equal((await ask(ld.isPartOf[0].url.replace(server.base, ''))).status, 200);
	assert.match(text, /class="says">Galima laisvai kopijuoti/);
});

// --- zooming by links -----------------------------------------------------------------------------

test('by links alone from the page to the finest part and back, each with a picture', async () => {
	let path = (await ask('/objects/azuolynes-apskrities-zemelapis')).text.match(/href="([^"]*\/zoom\/1)"/)[1];
	const seen = new Set();
	for (let level = 1; ; level++) {
		const { status, text } = await ask(path);
		assert.equal(status, 200, path);
		const picture = text.match(/<div class="closer-sheet">\s*<img src="([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)"/);
		const image = await ask(picture[1].replace(server.base, ''));
		assert.equal(image.status, 200, picture[1]);
		assert.ok(!seen.has(picture[4]));
		seen.add(picture[4]);
		if (level > 1) assert.match(text, /Padidinta iki \d+ %/);
		const parts = [...text.matchAll(/<a href="([^"#]+)#view"><span>/g)].map((m) => m[1]);
		if (!parts.length) { assert.match(text, /smulkesnių dalių nėra/); assert.ok(level >= 3); break; }
		assert.equal(parts.length, 9);
		path = parts[(level * 4) % 9];
	}
	assert.match((await ask(path)).text, /href="[^"]*\?page=1#page"/);
	const step = async (from, key) => (await ask(`/objects/azuolynes-apskrities-zemelapis/zoom/1/${from}`)).text.match(new RegExp(`zoom/1/(\\d+)#view"><span aria-hidden="true">${key} `))?.[1];
	assert.equal(await step('56', '→'), '64', 'into the neighbour of the part above');
	assert.equal(await step('5', '↓'), '8');
	assert.equal(await step('9', '→'), undefined, 'the edge');
	assert.equal(await step('1', '↑'), undefined);
	for (const wrong of ['zoom/0', 'zoom/2', 'zoom/x', 'zoom/1/0', 'zoom/1/a', 'zoom/1/555555555', 'zoom/1/5555555'])
		assert.equal((await ask(`/objects/azuolynes-apskrities-zemelapis/${wrong}`)).status, 404, wrong);
	assert.equal((await ask('/objects/sartai-labanoras-giria/zoom/1')).status, 403);
	assert.equal((await ask('/objects/none/zoom/1')).status, 404);
});

// --- what readers write ---------------------------------------------------------------------------

const tokenOf = async (base = server.base) => (await get(base, '/feedback', { headers: html })).text.match(/name="token" value="([0-9a-f]+)"/)[1];
const wait = (ms) => new Promise((ok) => { setTimeout(ok, ms); });

test('a letter is kept and can be read; robots, blanks and haste are not', async () => {
	const own = await start({ 'site.feedback_client': 3, 'site.feedback_day': 5 }, { data });
	try {
		const token = await tokenOf(own.base);
		const tokens = await Promise.all([1, 2, 3].map(() => tokenOf(own.base)));
		const letter = { topic: 'error', text: 'Antraštėje „<b>klaida</b>“\nantra eilutė', email: 'ona@example.org', object: 'nem-juosta-01', token, website: '' };
		const hasty = await post('/feedback', letter, own.base);
		assert.equal(hasty.status, 400);
		assert.match(hasty.text, /role="alert"[^>]*>Forma buvo atverta/);
		assert.match(hasty.text, /&lt;b&gt;klaida&lt;\/b&gt;/, 'what was written is not lost');
		await wait(3200);
		for (const [change, says] of [[{ text: ' ' }, /Žinutė tuščia/], [{ email: 'ona' }, /adresas parašytas neteisingai/], [{ website: 'http://spam' }, /nepriėmėme/],
			[{ token: token.replace(/.$/, (d) => (d === '0' ? '1' : '0')) }, /atverta per seniai/], [{ topic: 'x' }, /Pasirinkite/], [{ text: 'x'.repeat(5000) }, /per ilga/]]) {
			const refused = await post('/feedback', { ...letter, ...change }, own.base);
			assert.equal(refused.status, 400, JSON.stringify(change).slice(0, 60));
			assert.match(refused.text, says);
		}
		const sent = await post('/en/feedback', letter, own.base);
		assert.equal(sent.status, 303);
		assert.equal(sent.headers.location, `${own.base}/en/feedback?sent=1`);
		assert.equal(sent.headers['set-cookie'], undefined, 'no cookie');
		for (let i = 0; i < 2; i++) assert.equal((await post('/feedback', { ...letter, text: `dar ${i}`, token: tokens[i] }, own.base)).status, 303);
		assert.equal((await post('/feedback', { ...letter, token: tokens[2] }, own.base)).status, 429);
		assert.match((await get(own.base, '/feedback?sent=1', { headers: html })).text, /role="status">Ačiū/);
	} finally {
		await stop(own);
	}
	const feedback = (...args) => run(['feedback', '--config', demoConfig, '--set', `data.dir=${data}`, ...args]);
	const lines = (await feedback('list', '--json')).stdout.trim().split('\n').map((l) => JSON.parse(l));
	assert.equal(lines.length, 3);
	assert.equal(lines[0].text, 'Antraštėje „<b>klaida</b>“\nantra eilutė'.replace('\n', lines[0].text.includes('\r') ? '\r\n' : '\n'));
	assert.deepEqual([lines[0].topic, lines[0].email, lines[0].object, lines[0].language], ['error', 'ona@example.org', 'nem-juosta-01', 'en']);
	assert.match((await feedback('list')).stdout, /object nem-juosta-01 {2}from ona@example\.org/);
	assert.equal((await feedback('remove', String(lines[0].id))).code, 0);
	assert.equal((await feedback('remove', String(lines[0].id))).code, 1);
	assert.equal((await feedback('list', '--json')).stdout.trim().split('\n').length, 2);
	assert.equal((await feedback('nothing')).code, 2);
});

test('a day has an end', async () => {
	const own = await start({ 'site.feedback_client': 100, 'site.feedback_day': 4 }, { data });
	try {
		const tokens = await Promise.all([1, 2, 3].map(() => tokenOf(own.base)));
		await wait(3200);
		const send = async () => (await post('/feedback', { topic: 'use', text: 'a', token: tokens.pop() }, own.base)).status;
		assert.deepEqual([await send(), await send(), await send()], [303, 303, 503]);
	} finally {
		await stop(own);
	}
});

// --- metadata that means harm --------------------------------------------------------------------------

// No element that no template of ours has, nothing that runs, no address that does.
function isHarmless(text, path) {
	assert.doesNotMatch(text, /<script>alert|<img src=x|<\/script><script|(href|src|action)="\s*javascript:/i, path);
	const tags = text.replace(/<script type="application\/ld\+json">[^]*?<\/script>/, '').match(/<[a-zA-Z][^>]*>/g) ?? [];
	for (const tag of tags) assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\son[a-z]+\s*=|\sstyle\s*=/i, `${path}: ${tag.slice(0, 200)}`);
	assert.ok((text.match(/<title>/g) ?? []).length <= 1 + (text.match(/<entry>/g) ?? []).length, path);
}

test('markup, scripts, turned letters and long titles come out as text on every page', async () => {
	const hostile = '</title></script><script>alert(1)</script><img src=x onerror=alert(2)>"\'`{{x}}{n}\u202e\u0000]]>';
	const place = join(folder, 'hostile');
	mkdirSync(place);
	cpSync('build/collection/06-rodiniai/vaizdai/dvaras.jpg', join(place, 'a.jpg'));
	const bare = hostile.replaceAll('\0', '');
	const q = (s) => `"${s.replaceAll('\0', '').replaceAll('"', '""')}"`;
	writeFileSync(join(place, 'package.yaml'), `institution:\n  code: LT-X\n  name: {lt: ${JSON.stringify(bare)}}\ncollections:\n  - spec: bloga\n    name: {lt: ${JSON.stringify(bare)}}\n    description: {lt: ${JSON.stringify(bare)}}\n`);
	writeFileSync(join(place, 't.csv'), ['identifier,title@lt,description@lt,spatial,latitude,longitude,created,rights,subject,creator,publisher,image',
		`blogas,${q(hostile)},${q(hostile)},${q(hostile)},55.5,24.4,1911,http://creativecommons.org/publicdomain/mark/1.0/,${q(hostile)},${q(hostile)},${q(hostile)},a.jpg`,
		`kitas,${q(hostile)},${q(hostile)},${q(`kita ${hostile}`)},55.6,24.4,1925,http://creativecommons.org/publicdomain/mark/1.0/,${q(hostile)},${q(hostile)},${q(hostile)},a.jpg`,
		`ilgas,${q('ą'.repeat(500000))},${q('b'.repeat(500000))},${q('c'.repeat(2000))},55.7,24.5,1912,javascript:alert(3),x,${q('d'.repeat(500000))},x,a.jpg`, ''].join('\n'));
	const to = join(folder, 'hostile-data');
	const made = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${to}`, place]);
	const own = await start({}, { data: to });
	try {
		for (const path of ['/', '/en/', '/search', '/search?order=title', '/search?q=alert', '/collections', '/collections/bloga', '/institutions', '/institutions/LT-X', '/objects/blogas',
			'/en/objects/blogas', '/objects/kitas', '/objects/ilgas', '/objects/blogas?q=alert', '/objects/blogas/zoom/1', '/objects/ilgas/zoom/1', '/objects/blogas/cite.bib', '/objects/ilgas/cite.bib',
			'/objects/blogas/cite.ris', '/objects/ilgas/cite.ris', '/places', '/times', '/privacy', '/feedback?object=blogas', '/feed.atom', '/collections/bloga/feed.atom', '/sitemap.xml',
			`/oembed?url=${encodeURIComponent(`${own.base}/objects/blogas`)}`, `/oembed?format=xml&url=${encodeURIComponent(`${own.base}/objects/blogas`)}`, `/oembed?url=${encodeURIComponent(`${own.base}/objects/ilgas`)}`,
			`/search?place=${encodeURIComponent(hostile)}`, `/search?place=${encodeURIComponent(bare)}`, `/search?q=${encodeURIComponent(bare.slice(0, 90))}`, '/help', '/preferences', '/accessibility',
			`/no/${encodeURIComponent(bare)}`]) {
			const { status, text, headers } = await get(own.base, path, { headers: html });
			assert.ok(status === 200 || (status === 400 && path.startsWith('/search?')) || (status === 404 && path.startsWith('/no/')), `${path}: ${status} ${text.slice(0, 300)} ${made.stdout}`);
			if (headers['content-type'] === 'application/json') { JSON.parse(text); continue; }
			if (/xml/.test(headers['content-type'])) parse(text);
			if (!/x-bibtex|x-research/.test(headers['content-type'])) isHarmless(text, path);
			if (/^(\/en)?\/objects\/\w+(\?|$)/.test(path)) {
				const ld = text.match(/<script type="application\/ld\+json">([^]*?)<\/script>/)[1];
				assert.doesNotMatch(ld, /</, 'nothing ends it');
				JSON.parse(ld);
			}
		}
		for (const id of ['blogas', 'ilgas']) assert.match(JSON.parse((await get(own.base, `/objects/${id}`, { headers: { accept: 'application/ld+json' } })).text)['@id'], new RegExp(id));
		const map = (await get(own.base, '/places', { headers: html })).text;
		assert.match(map, /<text [^>]*>&lt;\/title&gt;/, 'a name on the map');
		assert.match((await get(own.base, '/objects/blogas', { headers: html })).text, /id="similar-heading"/);
		assert.ok((await get(own.base, '/', { headers: html })).text.length < 300000, 'a long title is cut where it is one of many');
	} finally {
		await stop(own);
	}
});

test('facets that an older program made are told of at the start, until something is written', async () => {
	const old = join(folder, 'old');
	cpSync(data, old, { recursive: true });
	const start1 = async (of = old) => {
		const own = await start({}, { data: of });
		try {
			assert.equal((await get(own.base, '/healthz')).status, 200);
			return own.log;
		} finally {
			await stop(own);
		}
	};
	assert.doesNotMatch(await start1(), /narrowed down by was made/);
	execFileSync('sqlite3', [join(old, 'catalog.db'), 'UPDATE facet_rules SET version = 1']);
	assert.match(await start1(), /narrowed down by was made by another version of this program: run `vartai ingest` \(or `vartai formats refresh`\) once/);
	for (const mend of [['ingest', 'build/collection/04-nemunelio-slenis'], ['formats', 'refresh']]) {
		const again = join(folder, `old-${mend[0]}`);
		cpSync(old, again, { recursive: true });
		const command = ['--config', demoConfig, '--set', `data.dir=${again}`];
		if (mend[0] === 'formats') {
			assert.equal((await run([...mend, ...command, '--dry-run'])).code, 0);
			assert.match(await start1(again), /narrowed down by was made/, 'a dry run writes nothing');
		}
		assert.equal((await run(mend[0] === 'ingest' ? ['ingest', ...command, mend[1]] : [...mend, ...command])).code, 0);
		assert.doesNotMatch(await start1(again), /narrowed down by was made/, mend.join(' '));
	}
});

test('what a stranger makes up is no page for search engines, and what is wrong is said', async () => {
	for (const path of ['/search?place=PIGIAI-KREDITAI', '/search?rights=http://x', '/search?period=1000-1099', '/search?period=1001-1007']) {
		const { status, text } = await ask(path);
		assert.equal(status, 200, path);
		assert.match(text, /name="robots" content="noindex/, path);
		assert.match(text, /rel="canonical" href="[^"?]*\/search"/, path);
		assert.match(text, /role="status">Nieko nerasta/, path);
		assert.doesNotMatch(text, /<(h1|title)[^>]*>[^<]*PIGIAI/, path);
	}
	assert.doesNotMatch((await ask('/search?kind=TEXT')).text, /name="robots"/);
	assert.match((await ask('/robots.txt')).text, /^Disallow: \/lt\/search\?\*&$/m);
	const period = await ask('/search?period=nonsense');
	assert.equal(period.status, 400);
	assert.match(period.text, /period must be two years with a hyphen between them, such as 1900-1999/);
	const far = await ask('/search?order=title&page=9999');
	assert.equal(far.status, 404);
	const [, last] = far.text.match(/paskutinis yra (\d+)\.<\/p>/);
	const [, url] = far.text.match(/<a class="more" href="([^"]*)">Į paskutinį puslapį/);
	assert.match(url, new RegExp(`page=${last}$`));
	assert.equal((await get(server.base, url.replaceAll('&amp;', '&'), { headers: html })).status, 200);
	assert.match((await ask('/search?q=xyzzyx&page=9')).text, /href="[^"]*\/search\?q=xyzzyx">Į paskutinį/);
	const wrong = await post('/preferences', { size: '130' });
	assert.equal(wrong.status, 400);
	assert.match(wrong.text, /size cannot be &quot;130&quot;: it must be one of 100, 125, 150, 200/);
});

test('an image without a size, and one too narrow to be divided, offer no parts that are not there', async () => {
	const own = join(folder, 'narrow');
	cpSync(data, own, { recursive: true });
	const sql = (text) => execFileSync('sqlite3', [join(own, 'catalog.db'), text], { encoding: 'utf8' });
	const [id] = sql('SELECT o.identifier FROM object o JOIN page p ON p.object = o.id JOIN image i ON i.id = p.image WHERE p.number = 1 AND o.access = 0 AND o.is_deleted = 0').split('\n');
	const zoomed = async (width, height, way = '') => {
		sql(`UPDATE image SET width = ${width}, height = ${height}`);
		const at = await start({}, { data: own });
		try {
			return await get(at.base, `/objects/${id}/zoom/1${way}`, { headers: html });
		} finally {
			await stop(at);
		}
	};
	const whole = await zoomed(2000, 1500);
	assert.match(whole.text, /class="nine"/);
	assert.ok(whole.text.indexOf('Pasirinkite vaizdo dalį') < whole.text.indexOf('<img src="' + whole.text.match(/<div class="closer-sheet">\n<img src="([^"]*)/)[1]), 'help stands above the picture');
	const narrow = await zoomed(2000, 2);
	assert.equal(narrow.status, 200);
	assert.doesNotMatch(narrow.text, /class="nine"/);
	assert.equal((await zoomed(2000, 2, '/5')).status, 404);
	for (const [width, height] of [[0, 100], [100, 0], [0, 0]]) {
		const none = await zoomed(width, height);
		assert.equal(none.status, 404);
		assert.match(none.text, /the size of this page&#39;s image is not known|the size of this page's image is not known/);
	}
});

test('a feed is as new as what was changed last; oEmbed heeds no scheme, and the language of the address', async () => {
	const own = join(folder, 'changed');
	cpSync(data, own, { recursive: true });
	execFileSync('sqlite3', [join(own, 'catalog.db'), 'UPDATE object SET changed = 4000000000 WHERE id = (SELECT min(id) FROM object WHERE is_deleted = 0)']);
	const at = await start({}, { data: own });
	try {
		assert.equal(parse((await get(at.base, '/feed.atom')).text).getElementsByTagName('updated')[0].textContent, '2096-10-02T07:06:40Z');
	} finally {
		await stop(at);
	}
	const embed = async (url) => JSON.parse((await ask(`/oembed?url=${encodeURIComponent(url)}`)).text);
	const plain = await embed(`${server.base}/objects/di-ozere`);
	assert.deepEqual(await embed(`${server.base.replace('http:', 'https:')}/objects/di-ozere`), plain);
	const titles = await Promise.all(['lt', 'en'].map(async (lang) => (await embed(`${server.base}/${lang}/objects/rod-albumas`)).title));
	assert.deepEqual(titles, ['Šeimos albumas', 'A family album']);
});

test('the accessibility statement says of itself only what it was told, and who supervises', async () => {
	const plain = (await ask('/accessibility')).text;
	assert.doesNotMatch(plain, /vertinimu|Kaip parengtas/);
	assert.match(plain, /EN 301 549 v3\.2\.1 ir WCAG 2\.2 AA lygio/);
	assert.match(plain, /Galite kreiptis į instituciją, kuri Lietuvoje/);
	const own = await start({ 'server.base_url': 'https://b.example', 'site.accessibility_date': '2026-03-01', 'site.accessibility_authority': 'Priežiūros įstaiga' });
	const bare = await start({ 'server.base_url': 'https://b.example' });
	try {
		const { text } = await get(own.base, '/accessibility', { headers: html });
		assert.match(text, /parengtas[^<]*2026[\s\S]*vertinimu/);
		assert.match(text, /tai Priežiūros įstaiga/);
		assert.match((await get(own.base, '/en/accessibility', { headers: html })).text, /requirements, Priežiūros įstaiga, or/);
		assert.match(own.log, /site\.email is empty/);
		assert.doesNotMatch(own.log, /accessibility_date is empty/);
		assert.match(bare.log, /site\.accessibility_date is empty/);
		assert.match((await ask('/privacy')).text, /kelias valandas/);
	} finally {
		await stop(own);
		await stop(bare);
	}
	assert.doesNotMatch(server.log, /site\.email is empty/, 'who tries it out is not warned');
});
