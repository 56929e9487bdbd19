// SPDX-License-Identifier: Apache-2.0
// Usage: what is a use of what, whose it was, and that nothing of who it was is on disk.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, chownSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { wait } from '../lib/raw.mjs';
import { demoConfig, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { makePages, readUsage, totals } from '../lib/usage.mjs';

const PAGES = 300;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0 Vartotojas-7731';
const ADDRESS = '198.51.100.77', COOKIE = 'sausainis=slaptas-4471';
const source = temporaryFolder(), data = temporaryFolder();
const config = ['--config', demoConfig, '--set', `data.dir=${data}`];
let server;

before(async () => {
	mkdirSync(source, { recursive: true });
	makePages(source, PAGES);
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	writeFileSync(join(source, 'records.csv'), `identifier;title;kind;image\nknyga;Knyga apie miestą;TEXT;${Array.from({ length: PAGES }, (_, i) => `${i}.png`).join('|')}\natv;Atvirukas;IMAGE;0.png\nataskaita;Ataskaita;TEXT;ataskaita.pdf\ndaina;Daina;SOUND;daina.mp3\n`);
	copyFileSync(join(root, 'tests/fuzz/corpus/play/mp3-xing'), join(source, 'daina.mp3'));
	writeFileSync(join(source, 'daina.lt.vtt'), 'WEBVTT\n\n00:00.000 --> 00:02.000\nOi.\n');
	writeFileSync(join(source, 'ataskaita.pdf'), '%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n');
	const { code, stderr, stdout } = await run(['ingest', ...config, source]);
	assert.equal(code, 0, stderr + stdout);
});
after(() => { for (const folder of [source, data]) rmSync(folder, { recursive: true }); });

const as = (agent, address = ADDRESS) => ({ headers: { 'user-agent': agent, 'x-forwarded-for': address, cookie: COOKIE } });
const begin = (settings = {}) => start({ 'server.workers': 2, 'server.trusted_proxies': '127.0.0.1', 'analytics.roll_every': 0, ...settings }, { data });

async function roll(code = 0) {
	const r = await run(['usage', 'roll', ...config]);
	assert.equal(r.code, code, r.stderr + r.stdout);
	return r.stdout;
}
// What has come since the last time.
async function since(what) {
	const empty = { sums: new Map(), counts: new Map() };
	let usage = empty;
	try { usage = readUsage(data); } catch { /* not there yet */ }
	await what();
	await stop(server);
	await roll();
	const now = readUsage(data);
	const minus = (a, b) => Object.fromEntries(Object.keys(a).map((k) => [k, a[k] - (b?.[k] ?? 0)]));
	const of = (kind) => minus(totals(now, kind), totals(usage, kind));
	return { ...of('p'), of, tally: (key) => (now.counts.get(key) ?? 0) - (usage.counts.get(key) ?? 0) };
}

async function leaf(who, pages) {
	const manifest = (await get(server.base, '/iiif/presentation/knyga/manifest', who)).json;
	assert.equal(manifest.items.length, PAGES);
	for (const canvas of manifest.items.slice(0, pages)) {
		const id = canvas.items[0].items[0].body.service[0].id.replace(server.base, '');
		await get(server.base, `${id}/info.json`, who);
		for (const tile of ['0,0,512,480/512,', '512,0,128,480/128,', '0,0,256,256/256,'])
			assert.equal((await get(server.base, `${id}/${tile}/0/default.jpg`, who)).status, 200);
		assert.equal((await get(server.base, `${id}/full/!120,120/0/default.jpg`, who)).status, 200);
	}
}

test('an object of 300 pages, twenty of them leafed through: one unique request, twenty pages; harvested: none', async () => {
	server = await begin();
	const seen = await since(() => leaf(as(BROWSER), 20));
	assert.deepEqual([seen.unique_requests, seen.pages, seen.total_requests, seen.unique_investigations], [1, 20, 20, 1]);
	assert.equal(seen.thumbnails, 20);
	assert.equal(seen.tally('visit/outside'), 1);
	server = await begin();
	const harvested = await since(async () => {
		await get(server.base, '/oai?verb=ListRecords&metadataPrefix=oai_dc', as('Metis/1.0'));
		await get(server.base, '/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:vartai.example.org:knyga', as('Mozilla/5.0 (X11) like a browser'));
		await leaf(as('HTTP::OAI/4.0', '203.0.113.4'), 3);
	});
	assert.deepEqual(Object.values(harvested.of('p')), [0, 0, 0, 0, 0, 0, 0, 0]);
	assert.deepEqual([harvested.of('h').harvests, harvested.of('h').unique_requests], [2, 1]);
	assert.equal(harvested.tally('visit/outside'), 0);
});

test('what is a use: of answers of 200 and 304 to GET, by whoever it was', async () => {
	server = await begin({ 'analytics.inside': '192.0.2.0/24, 2001:db8::/32' });
	const seen = await since(async () => {
		const who = as(BROWSER, '192.0.2.9');
		const page = await get(server.base, '/objects/atv', who);
		assert.equal(page.status, 200);
		// Kept in the cache, and not changed: uses like any other, and double clicks of it.
		assert.equal((await get(server.base, '/objects/atv', { headers: { ...who.headers, 'if-none-match': page.headers.etag } })).status, 304);
		await get(server.base, '/objects/atv', { ...who, method: 'HEAD' });
		await get(server.base, '/objects/nera', who);
		await get(server.base, '/search?q=miestas', who);
		await get(server.base, '/en/search?q=city&order=relevance&kind=', who);
		await get(server.base, '/search', who);
		await get(server.base, '/', who);
	});
	assert.deepEqual([seen.total_investigations, seen.unique_investigations, seen.total_requests], [1, 1, 0]);
	assert.deepEqual([seen.tally('search/lt'), seen.tally('search/en'), seen.tally('visit/inside'), seen.tally('visit/outside')], [1, 1, 1, 0]);
	server = await begin();
	const more = await since(async () => {
		const image = (await get(server.base, '/iiif/presentation/atv/manifest', as(BROWSER, '2001:db8::7'))).json.items[0].items[0].items[0].body.service[0].id.replace(server.base, '');
		await get(server.base, `${image}/full/max/0/default.jpg`, as(BROWSER, '2001:db8::7'));
		await get(server.base, `${image}/full/600,/0/default.jpg`, as(BROWSER, '2001:db8::8'));
		await get(server.base, `${image}/full/399,/0/default.jpg`, as(BROWSER, '2001:db8::9'));
		await get(server.base, `${image}/full/max/0/default.jpg`, as('GPTBot/1.2'));
		await get(server.base, `${image}/full/max/0/default.jpg`, as('curl/8.1'));
		await get(server.base, `${image}/full/max/0/default.jpg`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
	});
	assert.deepEqual([more.downloads, more.total_requests, more.thumbnails], [1, 2, 1]);
	assert.equal(more.of('a').downloads, 1);
	assert.equal(more.of('r').downloads, 2);
});

test('an exported citation is another address than the page: no double click of it', async () => {
	server = await begin();
	const seen = await since(async () => {
		for (const path of ['/objects/atv', '/objects/atv/cite.bib']) assert.equal((await get(server.base, path, as(BROWSER))).status, 200, path);
	});
	assert.deepEqual([seen.total_investigations, seen.unique_investigations], [2, 1]);
});

test('a file, and all texts at once, are downloads; a part of a file and the text of one page are none', async () => {
	server = await begin();
	const seen = await since(async () => {
		const whole = await get(server.base, '/files/ataskaita/ataskaita.pdf', as(BROWSER));
		assert.equal(whole.status, 200);
		const { headers } = as(BROWSER);
		assert.equal((await get(server.base, '/files/ataskaita/ataskaita.pdf', { headers: { ...headers, range: 'bytes=0-9' } })).status, 206);
		assert.match((await get(server.base, '/objects/ataskaita', as(BROWSER))).text, /href="[^"]*\/statistics"/);
	});
	assert.deepEqual([seen.downloads, seen.total_requests, seen.unique_requests], [1, 1, 1]);
});

test('captions are fetched with their sound, and are no download of their own', async () => {
	server = await begin();
	const seen = await since(async () => {
		for (const name of ['daina.mp3', 'daina.lt.vtt']) assert.equal((await get(server.base, `/files/daina/${name}`, as(BROWSER))).status, 200, name);
	});
	assert.deepEqual([seen.downloads, seen.total_requests], [1, 1]);
});

test('searches are those of /search by words; leafing, sorting, narrowing down and the zoom page are no new ones', async () => {
	server = await begin();
	const seen = await since(async () => {
		let n = 50;
		const paths = ['/search?q=a', '/search?order=title&q=a', '/search?q=a&page=1', '/search?q=a&kind=TEXT', '/search?q=a&institution=LT-Test', '/search?q=+',
			'/robots.txt?q=a', '/preferences.css?q=b', '/?q=a', '/help?q=a', '/places?q=a', '/objects/knyga/zoom/1?q=a', '/objects/knyga/zoom/1'];
		for (const path of paths) assert.equal((await get(server.base, path, as(BROWSER, `203.0.113.${n++}`))).status, 200, path);
		// The same words again within seconds, however the address is written: a double click.
		await get(server.base, '/search?q=knyga&order=relevance', as(BROWSER, '203.0.113.90'));
		await get(server.base, '/search?order=&q=knyga+', as(BROWSER, '203.0.113.90'));
	});
	assert.deepEqual([seen.tally('search/lt'), seen.total_investigations], [2, 0]);
});

test('feedback, choices of how pages look, and keys are counted by day, of nobody', async () => {
	const key = (await run(['key', 'add', 'Partneris', ...config])).stdout.trim();
	server = await begin({ 'site.email': 'b@example.org' });
	const seen = await since(async () => {
		const who = as(BROWSER, '203.0.113.70');
		for (const [cookie, times] of [['vartai_view=150.normal.dark.device', 2], ['a=b; vartai_view=100.wide.device.less', 1], ['vartai_view=100.normal.device.device', 1], ['vartai_view=slaptas-4471', 1], ['x=1', 1]])
			for (let i = 0; i < times; i++) assert.equal((await get(server.base, '/preferences.css', { headers: { ...who.headers, cookie } })).status, 200);
		const token = (await get(server.base, '/feedback', { headers: { ...who.headers, accept: 'text/html' } })).text.match(/name="token" value="([0-9a-f]+)"/)[1];
		const send = (fields) => get(server.base, '/feedback', { method: 'POST', headers: { ...who.headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ token, topic: 'use', ...fields }).toString() });
		assert.notEqual((await send({ text: '' })).status, 303);
		await new Promise((ok) => setTimeout(ok, 4000)); // nobody writes faster
		assert.equal((await send({ text: 'Ačiū už slaptas-4471 knygas.' })).status, 303);
		const counter = (k) => get(server.base, `/counter/r51/members?customer_id=0000000000000000&api_key=${k}`, as('curl/8.1'));
		assert.equal((await counter(key)).status, 200);
		assert.notEqual((await counter(`${key}0`)).status, 200);
		// Let in, and nothing given: no use of the key.
		const asked = (path, status) => get(server.base, `/counter/r51/${path}&api_key=${key}`, as('curl/8.1')).then((r) => assert.equal(r.status, status, path));
		for (const [path, status] of [['reports/pr?customer_id=0000000000000000', 400], ['reports/pr?customer_id=0000000000000000&begin_date=2025-13&end_date=2025-12', 400], ['reports/dr?customer_id=0000000000000000', 404], ['members?customer_id=17', 403], ['members?x=1', 400]]) await asked(path, status);
	});
	assert.deepEqual(['size', 'contrast', 'spacing', 'motion'].map((c) => seen.tally(`choice/${c}`)), [2, 2, 1, 1]);
	assert.equal(seen.tally('feedback/'), 1);
	assert.equal(seen.tally(`key/${key.split('_')[1]}`), 1);
	assert.equal(seen.tally('visit/outside'), 0);
	rmSync(join(data, 'feedback.db'));
	const html = (await run(['report', 'impact', String(new Date().getFullYear()), '--internal', '--lang', 'en', ...config])).stdout;
	for (const [row, n] of [['Larger text', 2], ['High contrast', 2], ['Partneris', 1]]) assert.match(html, new RegExp(`<th scope="row">${row}</th><td>${n}</td>`));
	assert.equal((await run(['report', 'impact', String(new Date().getFullYear()), ...config])).stdout.includes('Partneris'), false);
});

test('who showed us elsewhere is known by host only', async () => {
	server = await begin({ 'server.base_url': 'http://vartai.example' });
	const seen = await since(async () => {
		const who = as(BROWSER, '203.0.113.9');
		await get(server.base, '/iiif/presentation/atv/manifest', { headers: { ...who.headers, referer: 'https://viewer.example:8443/open?manifest=slaptas-kelias' } });
		await get(server.base, '/objects/atv', { headers: { ...who.headers, referer: 'https://search.example/?q=slaptas-kelias' } });
		await get(server.base, '/objects/knyga', { headers: { ...who.headers, referer: 'http://vartai.example/search' } });
		await get(server.base, '/objects/knyga', { headers: { ...as(BROWSER, '203.0.113.10').headers, referer: 'https://vardas:slaptas@example.org/' } });
		await get(server.base, '/objects/knyga', { headers: { ...as(BROWSER, '203.0.113.11').headers, referer: 'https://a b/' } });
		// Addresses of persons, and machines within a network, are not kept.
		for (const [i, host] of ['85.206.11.22', '85.206.11.22:8080', '[2001:db8::5]', 'petro-pc', '0x55.0xce.0xb.0xf', '1431177', 'a.b.', '.lt'].entries())
			await get(server.base, '/objects/knyga', { headers: { ...as(BROWSER, `203.0.113.${20 + i}`).headers, referer: `http://${host}/x` } });
		await get(server.base, '/objects/knyga', { headers: { ...as(BROWSER, '203.0.113.40').headers, referer: 'http://vartai.example.evil.example/x' } });
	});
	assert.deepEqual([seen.tally('viewer/viewer.example'), seen.tally('referrer/search.example'), seen.tally('referrer/vartai.example.evil.example')], [1, 1, 1]);
	assert.deepEqual([...readUsage(data).counts.keys()].filter((k) => /^(referrer|viewer)\//.test(k)).sort(), ['referrer/search.example', 'referrer/vartai.example.evil.example', 'viewer/viewer.example']);
});

function filesBelow(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((e) => e.isDirectory() ? filesBelow(join(folder, e.name)) : [join(folder, e.name)]);
}

test('no address, agent, cookie or words looked for are in any file', async () => {
	server = await begin({ 'log.levels': 'info' });
	await leaf(as(BROWSER), 2);
	await get(server.base, '/search?q=labai-slaptas-zodis', as(BROWSER));
	await get(server.base, '/objects/atv', { headers: { ...as(BROWSER).headers, referer: 'https://search.example/?q=slaptas-kelias' } });
	await wait(() => filesBelow(data).some((f) => f.endsWith('.spool') && f.includes('usage.') && statSync(f).size > 0));
	const look = (when) => {
		const files = filesBelow(data).filter((f) => !f.startsWith(join(data, 'images')));
		assert.ok(files.length > 2);
		for (const file of files) {
			const bytes = readFileSync(file);
			// The harvest log may hold a harvester's network; usage holds nothing of it.
			const network = file.includes('harvest') ? [] : ['198.51.100'];
			for (const secret of [ADDRESS, ...network, 'Vartotojas-7731', 'Firefox', 'slaptas-4471', 'labai-slaptas', 'slaptas-kelias'])
				assert.equal(bytes.includes(secret), false, `${secret} ${when} in ${file}`);
		}
	};
	look('while it runs');
	await stop(server);
	look('after its end');
	await roll();
	look('after the roll-up');
});

test('a worker that is killed loses what it had not written, and that is counted', async () => {
	server = await begin({ 'server.workers': 1 });
	const before = readUsage(data).meta;
	const { pid: parent } = server.child;
	const worker = () => Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'latin1').trim().split(' ')
		.find((pid) => { try { return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('[wrk 1'); } catch { return false; } }));
	await get(server.base, '/objects/atv', as(BROWSER, '203.0.113.50'));
	await wait(() => filesBelow(data).some((f) => f.endsWith('.spool') && f.includes('usage.')));
	const asked = [];
	for (let i = 0; i < 50; i++) asked.push((await get(server.base, `/objects/${i % 2 ? 'atv' : 'knyga'}`, as(BROWSER, `203.0.113.${60 + i}`))).status);
	await get(server.base, '/healthz'); // the loop has heard of the last one, too
	const pid = worker();
	assert.ok(pid > 0);
	process.kill(pid, 'SIGKILL');
	await wait(() => worker() > 0 && worker() !== pid, 20000);
	await wait(async () => { try { return (await get(server.base, '/objects/atv', { ...as(BROWSER, '203.0.113.51'), agent: false })).status === 200; } catch { return false; } }, 20000);
	await stop(server, { clean: false });
	const said = await roll(1);
	const now = readUsage(data).meta, lost = (now.lost ?? 0) - (before.lost ?? 0);
	assert.ok(lost > 0 && lost <= 51, said);
	assert.match(said, /lost in the memory of workers that died/);
	assert.ok(now.lines - before.lines >= 52 - lost, `${now.lines - before.lines} and ${lost} lost`);
	const { stdout } = await run(['usage', 'status', ...config]);
	assert.match(stdout, /lost with workers that died: [1-9]/);
	assert.match(stdout, /objects in all, months \d{4}-\d\d to \d{4}-\d\d\n/);
	assert.match(stdout, /rules vartai-1, robots lists [0-9a-f]{8}/);
});

test('the server sums up by itself', async () => {
	server = await begin({ 'analytics.roll_every': 1 });
	const before = totals(readUsage(data)).total_investigations;
	await get(server.base, '/objects/atv', as(BROWSER, '203.0.113.99'));
	await wait(() => totals(readUsage(data)).total_investigations > before, 20000);
	await stop(server);
});

test('what root makes is the owner\'s of data.dir', { skip: process.getuid() === 0 ? false : 'not as root' }, async () => {
	const other = temporaryFolder(), NOBODY = 65534;
	const set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	try {
		chmodSync(other, 0o755);
		chownSync(other, NOBODY, NOBODY);
		writeFileSync(join(source, 'one.csv'), 'identifier;title\nx;X\n');
		assert.equal((await run(['ingest', ...set, '--set', 'server.user=nobody', join(source, 'one.csv')])).code, 0);
		assert.equal((await run(['key', 'add', 'x', ...set])).code, 0);
		assert.equal((await run(['usage', 'roll', ...set])).code, 0);
		for (const file of readdirSync(other).filter((f) => f.startsWith('usage.'))) assert.equal(statSync(join(other, file)).uid, NOBODY, file);
		assert.deepEqual(readdirSync(other).filter((f) => /^usage\.(db|lock)$/.test(f)), ['usage.db', 'usage.lock']);
	} finally { rmSync(other, { recursive: true }); }
});

test('names of visitors and hashes of keys are the owner\'s alone', async () => {
	const other = temporaryFolder(), set = ['--config', demoConfig, '--set', `data.dir=${other}`];
	const open = () => readdirSync(other).filter((f) => f.startsWith('usage.db') && (statSync(join(other, f)).mode & 0o077) !== 0);
	try {
		assert.equal((await run(['key', 'add', 'x', ...set])).code, 0);
		assert.deepEqual(open(), []);
		chmodSync(join(other, 'usage.db'), 0o644); // as it was made once
		assert.equal((await run(['key', 'add', 'y', ...set])).code, 0);
		assert.deepEqual(open(), []);
	} finally { rmSync(other, { recursive: true }); }
});

test('what is wrong in the configuration is named', async () => {
	for (const [set, said] of [['analytics.robots=(', /analytics.robots: the pattern '\(' cannot be read/], ['analytics.inside=everywhere', /analytics.inside: 'everywhere' is no address/],
		['analytics.robots_list=/nowhere/list.txt', /robots_list: \/nowhere\/list.txt cannot be read/]]) {
		const { code, stderr } = await run(['usage', 'status', ...config, '--set', set]);
		assert.equal(code, 2);
		assert.match(stderr, said);
	}
	for (const args of [['usage'], ['usage', 'rol'], ['usage', 'status', '--xml']]) assert.equal((await run([...args, ...config])).code, 2);
});
