// SPDX-License-Identifier: Apache-2.0
// Around an object: how it is cited, what may be taken away, what is like it; and the map
// and the timeline, which lead where their lists do.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { demoConfig, demoData, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const html = { accept: 'text/html', 'accept-language': 'lt' };
const folder = temporaryFolder();
let server;
const ask = (path, options = {}) => get(server.base, path, { headers: html, ...options });
before(async () => { server = await start(); });
after(async () => {
	await stop(server);
	rmSync(folder, { recursive: true });
});

const plain = (text) => text.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&').replace(/&#39;|&quot;/g, '\'');
const section = (text, id) => text.match(new RegExp(`<section[^>]*aria-labelledby="${id}"[^]*?</section>`))?.[0];
const total = (text) => Number(text.match(/class="found"[^>]*>\D*(\d*)/)[1]);

// --- citing ---------------------------------------------------------------------------

// BibTeX as BibTeX reads it: an entry, a key, fields with balanced braces.
function bibtex(text) {
	const [, type, key, body] = text.match(/^@(\w+)\{([^,]+),\n([^]*)\n\}\n$/);
	const fields = {};
	for (const line of body.split('\n')) {
		const [, name, value] = line.match(/^ {2}([a-z]+) = \{(.*)\},?$/);
		let depth = 0;
		for (const c of value) {
			depth += c === '{' ? 1 : c === '}' ? -1 : 0;
			assert.ok(depth >= 0, line);
		}
		assert.equal(depth, 0, line);
		fields[name] = value;
	}
	return { type, key, fields };
}

function ris(text) {
	assert.ok(text.endsWith('ER  - \r\n'));
	return text.slice(0, -2).split('\r\n').map((line) => {
		assert.match(line, /^[A-Z][A-Z0-9] {2}- /, line);
		return [line.slice(0, 2), line.slice(6)];
	});
}

test('a citation in words, in each language, with the address of the object', async () => {
	const lt = plain(section((await ask('/objects/ezeru-balsas-1927-03-13')).text, 'cite-heading'));
	assert.match(lt, /Kaip cituoti\s+Ežerų balsas, 1927-03-13, Nr\. 3\. Utena: „Aušrinės“ spaustuvė, 1927-03-13\. [^.]+, ezeru-balsas-1927-03-13\. Prieiga per internetą: http/);
	assert.ok(lt.includes(`${server.base}/objects/ezeru-balsas-1927-03-13`));
	const en = plain(section((await ask('/en/objects/ezeru-balsas-1927-03-13')).text, 'cite-heading'));
	assert.match(en, /How to cite[^]*Available at: http/);
});

test('the same as BibTeX and as RIS', async () => {
	const page = section((await ask('/objects/ezeru-balsas-1927-03-13')).text, 'cite-heading');
	const [bib, other] = [...page.matchAll(/<a href="([^"]+)" download>/g)].map((m) => m[1]);
	const b = await ask(bib);
	assert.equal(b.headers['content-type'], 'application/x-bibtex; charset=utf-8');
	assert.equal(b.headers['content-disposition'], 'attachment; filename="ezeru-balsas-1927-03-13.bib"');
	const { type, key, fields } = bibtex(b.text);
	assert.deepEqual([type, key, fields.title, fields.year, fields.date, fields.publisher, fields.url],
		['misc', 'ezeru-balsas-1927-03-13', 'Ežerų balsas, 1927-03-13, Nr. 3', '1927', '1927-03-13', '„Aušrinės“ spaustuvė', `${server.base}/objects/ezeru-balsas-1927-03-13`]);
	const r = await ask(other);
	assert.match(r.headers['content-type'], /^application\/x-research-info-systems/);
	const rows = Object.fromEntries(ris(r.text));
	assert.deepEqual([rows.TY, rows.TI, rows.PY, rows.DA, rows.PB], ['NEWS', 'Ežerų balsas, 1927-03-13, Nr. 3', '1927', '1927/03/13/', '„Aušrinės“ spaustuvė']);
	for (const path of ['/objects/none/cite.bib', '/objects/none/cite.ris']) assert.equal((await ask(path)).status, 404, path);
});

test('whatever a title holds, a citation stays one entry of a field a line', async () => {
	const place = join(folder, 'titles');
	mkdirSync(place);
	const title = 'A}, author = {X \\input{/etc/passwd} 50 % & $1 #2 a_b ~ ^\nTY  - BOOK\u202e\u2028ER  - <b>';
	const q = (s) => `"${s.replaceAll('"', '""')}"`;
	writeFileSync(join(place, 'package.yaml'), 'institution: {code: LT-X, name: {lt: "Biblio\\nteka"}}\n');
	writeFileSync(join(place, 't.csv'), `identifier,title@lt,creator,created,kind\nx-1,${q(title)},${q('Kupiškio ir and Co}')},1911,TEXT\nx-2,Be nieko,,,3D\nx-3,Amžiaus,,XIX a.,TEXT\n`);
	const data = join(folder, 'titles-data');
	assert.equal((await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, place])).code, 0);
	const own = await start({}, { data });
	try {
		const { fields } = bibtex((await get(own.base, '/objects/x-1/cite.bib')).text);
		assert.doesNotMatch(fields.title, /[^\\]\\input|\u202e|\u2028|[^\\][%&$#_]/);
		assert.match(fields.title, /\\textbraceright\{\}, author = \\textbraceleft\{\}X \\textbackslash\{\}input/);
		assert.match(fields.author, /^\{.*\}$/, 'one name');
		const rows = ris((await get(own.base, '/objects/x-1/cite.ris')).text);
		assert.deepEqual(rows.filter(([tag]) => tag === 'TY' || tag === 'TI').length, 2);
		assert.deepEqual(Object.keys(bibtex((await get(own.base, '/objects/x-2/cite.bib')).text).fields), ['title', 'library', 'note', 'url']);
		// A century is no year: nobody is told that it was its first.
		const century = bibtex((await get(own.base, '/objects/x-3/cite.bib')).text).fields;
		assert.deepEqual([century.year, century.date], ['XIX a.', '1801/1900']);
		const dates = ris((await get(own.base, '/objects/x-3/cite.ris')).text).filter(([tag]) => tag === 'PY' || tag === 'DA');
		assert.deepEqual(dates, [['DA', '///XIX a.']]);
		const words = (await get(own.base, '/objects/x-1', { headers: html })).text;
		assert.match(section(words, 'cite-heading'), /&lt;b&gt;/);
		assert.doesNotMatch(section(words, 'cite-heading'), /\u202e/);
	} finally {
		await stop(own);
	}
});

// --- taking away ------------------------------------------------------------------------

const downloads = async (path) => [...(section((await ask(path)).text, 'downloads-heading') ?? '').matchAll(/<li><a href="([^"]+)">([^<]+)<\/a>(?: <span class="count">\(([^)]*)\))?/g)]
	.map(([, url, name, size]) => ({ url: url.replaceAll('&amp;', '&').replace(server.base, ''), name, size }));

test('what is offered is there: the image as it is, the text, the files', async () => {
	const paper = await downloads('/objects/ezeru-balsas-1927-03-13?page=2');
	assert.deepEqual(paper.slice(0, 3).map((d) => d.name), ['Šio puslapio vaizdas (JPEG)', 'Visas tekstas', 'Tekstas su vietomis puslapiuose (ALTO, ZIP)']);
	const report = await downloads('/objects/rod-ataskaita');
	assert.ok(report.some((d) => d.name === 'PDF' && /^\d[\d,]*\u00a0[kM]B$/.test(d.size)), JSON.stringify(report));
	assert.ok((await downloads('/objects/rod-varpas')).some((d) => d.name === 'Garso įrašas'));
	for (const { url, name } of [...paper, ...report]) assert.equal((await ask(url)).status, 200, `${name} ${url}`);
	const width = Number(paper[0].size.split('\u00a0')[0]);
	const info = (await ask(paper[0].url.replace(/\/full\/max.*/, '/info.json'))).json;
	assert.equal(width, info.width);
});

test('what is closed is not offered', async () => {
	for (const id of ['sartai-labanoras-giria', 'nem-plokstele-1934']) {
		assert.deepEqual(await downloads(`/objects/${id}`), [], id);
		assert.ok(section((await ask(`/objects/${id}`)).text, 'cite-heading'), 'but it can be cited');
	}
});

// --- what is alike -------------------------------------------------------------------------

test('others like it: at most six, living, not itself, and nothing of what is closed', async () => {
	let shown = 0;
	for (const id of ['ezeru-balsas-1927-03-13', 'azuolynes-apskrities-zemelapis', 'di-ozere', 'rod-albumas', 'sartai-labanoras-giria']) {
		const { text } = await ask(`/objects/${id}`);
		const cards = [...(section(text, 'similar-heading') ?? '').matchAll(/<li class="card[^]*?<\/li>/g)].map((m) => m[0]);
		const others = cards.map((c) => c.match(/href="\/objects\/([^"]+)"/)[1]);
		assert.ok(others.length <= 6 && !others.includes(id) && new Set(others).size === others.length, id);
		for (const other of others) assert.equal((await ask(`/objects/${other}`)).status, 200, other);
		for (const card of cards) if (card.includes('neprieinam')) assert.doesNotMatch(card, /<img/);
		shown += cards.length;
	}
	assert.ok(shown > 12, `${shown}`);
	const paper = section((await ask('/objects/ezeru-balsas-1927-03-13')).text, 'similar-heading');
	assert.match(paper, /ezeru-balsas-1927/, 'other issues of the same newspaper');
});

// --- the map and the timeline ------------------------------------------------------------------

test('each dot of the map and each bar of the timeline finds as many as it says, as the list does', async () => {
	for (const [path, argument] of [['/places', 'place'], ['/en/places', 'place'], ['/times', 'period']]) {
		const { text } = await ask(path);
		const svg = text.match(/<svg[^]*?<\/svg>/)[0];
		const links = [...svg.matchAll(new RegExp(`<a href="([^"]*/search\\?${argument}=[^"]+)" aria-label="([^"]+): ([\\d\u00a0]+)`, 'g'))];
		assert.ok(links.length > 8, `${path}: ${links.length}`);
		const list = text.slice(text.indexOf('</svg>'));
		for (const [, url, name, count] of links) {
			assert.equal(total((await ask(url.replaceAll('&amp;', '&'))).text), Number(count.replaceAll('\u00a0', '')), `${name} ${url}`);
			assert.ok(list.includes(`href="${url}"`), `${name} is in the list`);
		}
		assert.doesNotMatch(svg, /NaN|inf/);
	}
});

test('dots lie within the drawing, none upon another, large enough to be touched; the outline is behind them', async () => {
	const { text } = await ask('/places');
	const [, width, height] = text.match(/<svg viewBox="0 0 (\d+) (\d+)"/).map(Number);
	const dots = [...text.matchAll(/<circle cx="([\d.-]+)" cy="([\d.-]+)" r="([\d.]+)"/g)].map((m) => m.slice(1).map(Number));
	for (const [x, y, r] of dots) assert.ok(r >= 12 && x >= r - 1 && y >= r - 1 && x <= width - r + 1 && y <= height - r + 1, `${x} ${y} ${r}`);
	dots.forEach(([x, y, r], i) => dots.slice(i + 1).forEach(([x2, y2, r2]) => assert.ok(Math.hypot(x2 - x, y2 - y) >= r + r2 - 1, `${x},${y} ${x2},${y2}`)));
	assert.match(text, /<path class="land" d="M-?\d+,-?\d+L/);
});

test('an outline of the library\'s own, and what is wrong with one', async () => {
	const file = join(folder, 'o.geojson');
	writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: [[[[24, 55, 7], [27, 55], [27, 56], [24, 55]]]] } }] }));
	const own = await start({ 'site.map_outline': file });
	try {
		const [, path] = (await get(own.base, '/places', { headers: html })).text.match(/class="land" d="([^"]+)"/);
		assert.equal(path.match(/M/g).length, 1);
		assert.equal(path.split(/[ML]/).length, 5);
	} finally {
		await stop(own);
	}
	for (const [text, says] of [['{}', /there are no "coordinates" of a line/], ['{"coordinates": [[1, 2], [3', /byte \d+: a position/], ['{"coordinates": [[1, 2], ["x"]]}', /coordinates are arrays of numbers/],
		['{"coordinates": [[500, 2], [1, 2]]}', /longitude and latitude in degrees/], ['{"coordinates": [[1, 2], [3, 4]', /ends within coordinates/]]) {
		writeFileSync(file, text);
		const { code, stderr, stdout } = await run(['serve', '--config', demoConfig, '--set', `data.dir=${demoData}`, '--set', `site.map_outline=${file}`, '--set', 'server.listen=127.0.0.1:1']);
		assert.notEqual(code, 0, text);
		assert.match(stderr + stdout, says);
		assert.match(stderr + stdout, /site\.map_outline.*o\.geojson/s);
	}
});
