// SPDX-License-Identifier: Apache-2.0
// Files of objects: whole and in parts, by who may have them; text and ALTO of pages.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { inflateRawSync } from 'node:zlib';
import { get } from '../lib/http.mjs';
import { wait } from '../lib/raw.mjs';
import { smallPng } from '../lib/mets.mjs';
import { demoConfig, demoData, freePort, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { all, parse } from '../lib/xml.mjs';

const SCRIPT = '<script xmlns="http://www.w3.org/1999/xhtml">document.title = "ours"</script>';
const HOSTILE = {
	'x.svg': `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`,
	'x.html': `<!DOCTYPE html><html><title>x</title>${SCRIPT}</html>`,
	'x.xml': `<?xml version="1.0"?><mets:mets xmlns:mets="http://www.loc.gov/METS/" OBJID="metsas" LABEL="Metsas" TYPE="knyga">${SCRIPT}</mets:mets>`,
};
const WORDS = [['galas', 'SUBS_TYPE="HypPart2"'], ['ſchaͤd¬'], ['lich'], ['Žemai⸗'], ['čių'],
	['šiau-', 'SUBS_TYPE="HypPart1" SUBS_CONTENT="šiaurės"'], ['rcs', 'SUBS_TYPE="HypPart2" SUBS_CONTENT="šiaurės"']];
const LETTERS = Buffer.from(Array.from({ length: 100000 }, (_, i) => 97 + i % 26));
// More than the kernel keeps for a client that reads nothing (tcp_rmem and tcp_wmem).
const FILM = 48 << 20;
let server, source, demo;
const ask = (path, headers = {}, method = 'GET') => get(server.base, path, { headers, method });

before(async () => {
	const data = temporaryFolder();
	source = temporaryFolder();
	mkdirSync(join(source, 'a'));
	writeFileSync(join(source, 'a', 'long.pdf'), Buffer.concat([Buffer.from('%PDF-1.4\n'), LETTERS]));
	writeFileSync(join(source, 'a', 'Žemė 1.pdf'), '%PDF-1.4\n1');
	for (const [name, text] of Object.entries(HOSTILE)) writeFileSync(join(source, 'a', name), text);
	writeFileSync(join(source, 'a', 'large.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(20000)}</svg>`);
	writeFileSync(join(source, 'a', 'film.pdf'), Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(FILM, 'a')]));
	writeFileSync(join(source, 'a', 'raidynas.png'), smallPng(400, 600));
	writeFileSync(join(source, 'a', 'raidynas.xml'), `<alto><Layout><Page WIDTH="400" HEIGHT="600"><PrintSpace><TextBlock ID="b">${WORDS.map(([word, more], y) =>
		`<TextLine><String CONTENT="${word}" HPOS="1" VPOS="${y * 50}" WIDTH="90" HEIGHT="40" ${more ?? ''}/></TextLine>`).join('')}</TextBlock></PrintSpace></Page></Layout></alto>`);
	writeFileSync(join(source, 'a', 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymų biblioteka}}\n');
	writeFileSync(join(source, 'a', 'a.csv'), ['identifier;title;kind;file;access', 'atviras;Atviras;TEXT;long.pdf|Žemė 1.pdf;',
		'svetimas;Svetimas;TEXT;x.svg|x.html|x.xml|large.svg|film.pdf;',
		'uzdaras;Uždaras;TEXT;long.pdf;metadata', 'embargas;Embargas;TEXT;long.pdf;embargo:2999-01-01', ''].join('\n'));
	writeFileSync(join(source, 'a', 'b.csv'), 'identifier;title;kind;image;access\nraidynas;Raidynas;TEXT;raidynas.png;\nlaikinas;Laikinas;TEXT;raidynas.png;embargo:2999-01-01\ntuscias;Tuščias;TEXT;;\n');
	const { code, stdout, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	assert.equal(code, 0, stdout + stderr);
	server = await start({}, { data });
	demo = await start({}, { data: demoData });
});
after(async () => { await stop(server); await stop(demo); });

test('a file as it is, with validators and a name', async () => {
	const answer = await ask('/files/atviras/long.pdf');
	assert.equal(answer.status, 200);
	assert.equal(answer.headers['content-type'], 'application/pdf');
	assert.equal(answer.headers['accept-ranges'], 'bytes');
	assert.equal(answer.headers['content-disposition'], 'inline; filename="long.pdf"');
	assert.match(answer.headers['cache-control'], /public, max-age=3600/);
	assert.equal(answer.headers['access-control-allow-origin'], '*');
	assert.match(answer.headers['access-control-expose-headers'], /Content-Range/);
	assert.doesNotMatch(answer.headers.vary ?? '', /range/i, 'whoever keeps it may cut parts out of it');
	assert.ok(answer.body.subarray(9).equals(LETTERS));
	assert.equal((await ask('/files/atviras/long.pdf', { 'if-none-match': answer.headers.etag })).status, 304);
	const head = await ask('/files/atviras/long.pdf', {}, 'HEAD');
	assert.equal(head.headers['content-length'], String(answer.body.length));
	assert.equal(head.body.length, 0);
	assert.equal((await ask('/files/atviras/zeme-1.pdf')).text, '%PDF-1.4\n1');
});

const size = LETTERS.length + 9;
for (const [range, status, from, to] of [['bytes=9-18', 206, 9, 18], ['bytes=100000-', 206, 100000, size - 1], ['bytes=-5', 206, size - 5, size - 1],
	['bytes=0-999999999999999999999999', 206, 0, size - 1], ['Bytes = 1-2', 200], ['bytes=4097-8200', 206, 4097, 8200], ['bytes=-999999', 206, 0, size - 1],
	[`bytes=${size}-`, 416], ['bytes=-0', 416], ['bytes=5-2', 200], ['bytes=a-b', 200], ['bytes=0-1,5-6', 200], ['pages=1-2', 200], ['bytes=', 200], ['bytes=-', 200]])
	test(`Range: ${range}`, async () => {
		const answer = await ask('/files/atviras/long.pdf', { range });
		assert.equal(answer.status, status);
		if (status === 416) {
			assert.equal(answer.headers['content-range'], `bytes */${size}`);
			assert.ok(answer.json.detail.length > 10);
			return;
		}
		const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), LETTERS]);
		if (status === 206) {
			assert.equal(answer.headers['content-range'], `bytes ${from}-${to}/${size}`);
			assert.ok(answer.headers.etag, 'a part carries the validator');
		}
		assert.ok(answer.body.equals(status === 206 ? bytes.subarray(from, to + 1) : bytes));
	});

test('If-Range: a part of the same file, or the whole of another', async () => {
	const { headers } = await ask('/files/atviras/long.pdf');
	const part = (value) => ask('/files/atviras/long.pdf', { range: 'bytes=0-3', 'if-range': value }).then((a) => a.status);
	assert.equal(await part(headers.etag), 206);
	assert.equal(await part(headers['last-modified']), 206);
	assert.equal(await part('"other"'), 200);
	assert.equal(await part(`W/${headers.etag}`), 200);
	assert.equal(await part('Sun, 06 Nov 1994 08:49:37 GMT'), 200);
});

// RFC 9110, 13.2.2: If-Match and If-Unmodified-Since come before If-None-Match, and that before Range.
test('conditions are looked at before the part is', async () => {
	const { headers } = await ask('/files/atviras/long.pdf'), outside = `bytes=${size}-`, old = 'Sun, 06 Nov 1994 08:49:37 GMT';
	const status = (more, method) => ask('/files/atviras/long.pdf', { range: outside, ...more }, method).then((a) => a.status);
	for (const range of ['bytes=0-3', outside]) {
		assert.equal(await status({ range, 'if-match': '"other"' }), 412, range);
		assert.equal(await status({ range, 'if-match': `W/${headers.etag}` }), 412, range);
		assert.equal(await status({ range, 'if-unmodified-since': old }), 412, range);
		assert.equal(await status({ range, 'if-match': '"other"', 'if-none-match': headers.etag }), 412, range);
		assert.equal(await status({ range, 'if-none-match': headers.etag }), 304, range);
	}
	const refused = await ask('/files/atviras/long.pdf', { range: outside, 'if-match': '"other"' });
	assert.equal(refused.headers['content-range'], undefined);
	assert.match(refused.json.detail, new RegExp(`its ETag is ${headers.etag}`));
	assert.equal(await status({ 'if-match': headers.etag }), 416);
	assert.equal(await status({ 'if-match': `"other", ${headers.etag}` }), 416);
	assert.equal(await status({ 'if-match': '*', 'if-none-match': '"other"' }), 416);
	assert.equal(await status({ 'if-unmodified-since': headers['last-modified'] }), 416);
	assert.equal(await status({ 'if-match': '"other"' }, 'HEAD'), 412);
});

test('a film of many pieces is read as a player reads it', async () => {
	let bytes = Buffer.alloc(0);
	while (bytes.length < size) {
		const { body, headers } = await ask('/files/atviras/long.pdf', { range: `bytes=${bytes.length}-${bytes.length + 30000}` });
		assert.match(headers['content-range'], new RegExp(`^bytes ${bytes.length}-`));
		bytes = Buffer.concat([bytes, body]);
	}
	assert.ok(bytes.subarray(9).equals(LETTERS));
});

test('what could run as a page of ours is not shown as one', async () => {
	for (const [name, text] of Object.entries(HOSTILE)) {
		const { status, headers, body } = await ask(`/files/svetimas/${name}`);
		assert.equal(status, 200, name);
		assert.equal(body.toString(), text);
		assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'", name);
		assert.equal(headers['content-disposition'], `attachment; filename="${name}"`);
		assert.equal(headers['x-content-type-options'], 'nosniff', name);
	}
	const pdf = (await ask('/files/atviras/long.pdf')).headers;
	assert.deepEqual([pdf['content-security-policy'], pdf['content-disposition']], [undefined, 'inline; filename="long.pdf"']);
});

test('HEAD has no parts, and what lies outside is nobody\'s to keep', async () => {
	const head = await ask('/files/atviras/long.pdf', { range: 'bytes=0-3' }, 'HEAD');
	assert.deepEqual([head.status, head.headers['content-length'], head.headers['content-range']], [200, String(size), undefined]);
	const outside = await ask('/files/atviras/long.pdf', { range: `bytes=${size}-` });
	assert.deepEqual([outside.status, outside.headers['cache-control'], outside.headers['content-disposition']], [416, 'no-store', undefined]);
});

test('a text that is larger than what is read at once is told so', async () => {
	const small = await start({ 'files.memory': '64k' }, { data: server.data });
	try {
		const answer = await get(small.base, '/files/svetimas/large.svg');
		assert.equal(answer.status, 413);
		assert.match(answer.json.detail, /files\.memory/);
		assert.doesNotMatch(answer.json.detail, /Range/);
	} finally {
		await stop(small);
	}
});

test('what is not open, not there, or nobody\'s', async () => {
	for (const [path, status] of [['/files/uzdaras/long.pdf', 403], ['/files/embargas/long.pdf', 403], ['/files/uzdaras/text', 403],
		['/files/none/long.pdf', 404], ['/files/atviras/none.pdf', 404], ['/files/atviras/..%2F..%2Fetc%2Fpasswd', 404], ['/files/atviras/text', 404],
		['/files/atviras/text/1', 404], ['/files/atviras/alto', 404], ['/files/atviras/alto/x', 404]]) {
		const answer = await ask(path);
		assert.equal(answer.status, status, path);
		assert.ok(answer.json.detail.length > 10, path);
	}
	const says = async (path) => (await ask(path)).json.detail;
	assert.match(await says('/files/atviras/none.pdf'), /'atviras' has no file "none.pdf".* listed at http\S+\/iiif\/presentation\/atviras\/manifest$/);
	for (const path of ['/files/embargas/long.pdf', '/files/embargas/text', '/iiif/presentation/laikinas/search?q=a', '/iiif/presentation/laikinas/range/1', '/objects/laikinas/zoom/1'])
		assert.match(await says(path), /'\w+' is closed to the public until 2999-01-01: its \w+ cannot be had/, path);
	assert.match(await says('/files/uzdaras/long.pdf'), /'uzdaras' is not open to the public: its files/);
	const m = (await ask('/iiif/presentation/uzdaras/manifest')).json;
	assert.deepEqual(m.items[0].items, []);
	assert.ok(!JSON.stringify(m).includes('/files/'));
});

test('a viewer opens what has files and no pages, and says of what has neither', async () => {
	assert.equal((await ask('/iiif/presentation/atviras/manifest')).status, 200);
	assert.equal((await ask('/mirador/atviras')).status, 200);
	for (const path of ['/iiif/presentation/tuscias/manifest', '/mirador/tuscias']) assert.equal((await ask(path)).status, 404, path);
	assert.match((await ask('/mirador/tuscias')).json.detail, /'tuscias' is a description without pages and without files/);
});

test('a file that is gone from its folder is a 503 with a sentence, and the rest goes on', async () => {
	rmSync(join(source, 'a', 'Žemė 1.pdf'));
	assert.equal((await ask('/files/atviras/zeme-1.pdf')).status, 503);
	await wait(() => /zeme-1.pdf of atviras cannot be read.*vartai ingest/.test(server.log), 5000, () => 'whom it concerns reads the log');
	assert.equal((await ask('/files/atviras/long.pdf')).status, 200);
});

test('over our own TLS it is read, in parts that fit into memory', async () => {
	const [certificate, key] = ['c.pem', 'k.pem'].map((name) => join(source, name));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', certificate],
		{ stdio: 'pipe' });
	const tls = await start({ 'server.tls_certificate': certificate, 'server.tls_key': key, 'files.memory': '64k' }, { data: server.data });
	try {
		assert.equal((await get(tls.base, '/files/atviras/long.pdf')).status, 413);
		const part = await get(tls.base, '/files/atviras/long.pdf', { headers: { range: 'bytes=9-' } });
		assert.equal(part.status, 206);
		assert.equal(part.headers['content-range'], `bytes 9-${9 + 65536 - 1}/${size}`, 'as much of it as there is room for');
		assert.ok(part.body.equals(LETTERS.subarray(0, 65536)));
	} finally {
		await stop(tls);
	}
});

test('slow clients over TLS share what memory there is', async () => {
	const [certificate, key] = ['c.pem', 'k.pem'].map((name) => join(source, name));
	const tls = await start({ 'server.tls_certificate': certificate, 'server.tls_key': key, 'files.memory': '64M', 'files.memory_all': '64M' },
		{ data: server.data });
	const film = (headers, method) => get(tls.base, '/files/svetimas/film.pdf', { headers, method });
	let slow;
	try {
		const head = await film({}, 'HEAD');
		assert.deepEqual([head.status, head.headers['content-length']], [200, String(FILM + 9)]);
		assert.equal((await film({ range: 'bytes=0-' })).headers['content-range'], `bytes 0-${(2 << 20) - 1}/${FILM + 9}`);
		slow = await holds(tls.port, '/files/svetimas/film.pdf');
		const answer = await film();
		assert.equal(answer.status, 503);
		assert.match(answer.json.detail, /files\.memory_all/);
		assert.ok(Number(answer.headers['retry-after']) > 0);
		assert.equal((await film({ range: 'bytes=0-' })).status, 206, 'a part has room still');
		assert.equal((await film({}, 'HEAD')).status, 200, 'nothing is read for it');
		slow.destroy();
		await wait(async () => (await film()).status === 200, 10000, () => 'what a client held comes back');
	} finally {
		slow?.destroy();
		await stop(tls);
	}
});

// A client over TLS that has the head of its answer and takes no more of it.
async function holds(port, path) {
	const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
	socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
	await once(socket, 'readable');
	assert.match(String(socket.read(12)), /^HTTP\/1.1 200/);
	return socket;
}

// --- text and ALTO ------------------------------------------------------------------

const book = 'ezeru-krasto-padavimai-1931';
const told = () => JSON.parse(readFileSync(join(root, 'build/collection/expected.json'), 'utf8')).objects.find((o) => o.identifier === book);

test('the text of a page and of all of them', async () => {
	const page = await get(demo.base, `/files/${book}/text/${Object.keys(told().words)[0]}`), whole = await get(demo.base, `/files/${book}/text`);
	assert.equal(page.headers['content-type'], 'text/plain; charset=utf-8');
	assert.ok(page.text.length > 300);
	assert.ok(whole.text.includes(page.text));
	assert.match(whole.text, /\f\[/);
	assert.equal(whole.headers['content-disposition'], `inline; filename="${book}.txt"`);
});

test('ALTO has the words where the source had them', async () => {
	const [[number, words]] = Object.entries(told().words);
	const answer = await get(demo.base, `/files/${book}/alto/${number}`);
	assert.match(answer.headers['content-type'], /^application\/xml/);
	const strings = all(parse(answer.text), 'String').map((s) => [s.getAttribute('CONTENT'),
		...['HPOS', 'VPOS', 'WIDTH', 'HEIGHT'].map((n) => Number(s.getAttribute(n)))]);
	assert.equal(strings.length, words.length);
	const bare = (w) => w.replace(/-$/, '');
	words.forEach(([word, ...box], i) => assert.deepEqual([bare(strings[i][0]), ...strings[i].slice(1)], [bare(word), ...box]));
	const halves = all(parse(answer.text), 'String').filter((s) => s.hasAttribute('SUBS_TYPE'));
	assert.ok(halves.length > 0 && halves.length % 2 === 0);
	assert.equal(halves[0].getAttribute('SUBS_CONTENT'), halves[1].getAttribute('SUBS_CONTENT'));
});

test('parts of words carry the whole: as the source says it, else without its hyphen', async () => {
	const parts = all(parse((await ask('/files/raidynas/alto/1')).text), 'String').map((s) => [s.getAttribute('CONTENT'), s.getAttribute('SUBS_TYPE'), s.getAttribute('SUBS_CONTENT')]
		.map((value) => value || null));
	assert.deepEqual(parts, [['galas', null, null], ['ſchaͤd¬', 'HypPart1', 'ſchaͤdlich'], ['lich', 'HypPart2', 'ſchaͤdlich'],
		['Žemai⸗', 'HypPart1', 'Žemaičių'], ['čių', 'HypPart2', 'Žemaičių'], ['šiau-', 'HypPart1', 'šiaurės'], ['rcs', 'HypPart2', 'šiaurės']]);
});

test('all ALTO in one zip, the same each time', async () => {
	const { body, headers } = await get(demo.base, `/files/${book}/alto`);
	assert.equal(headers['content-type'], 'application/zip');
	const end = body.length - 22, count = body.readUInt16LE(end + 10);
	assert.equal(body.readUInt32LE(end), 0x06054b50);
	let at = body.readUInt32LE(end + 16);
	for (let i = 0; i < count; i++) {
		assert.equal(body.readUInt32LE(at), 0x02014b50);
		const packed = body.readUInt32LE(at + 20), whole = body.readUInt32LE(at + 24), nameLength = body.readUInt16LE(at + 28);
		const local = body.readUInt32LE(at + 42), name = body.toString('latin1', at + 46, at + 46 + nameLength);
		const data = local + 30 + body.readUInt16LE(local + 26);
		const xml = inflateRawSync(body.subarray(data, data + packed));
		assert.equal(xml.length, whole);
		if (i === 3) assert.equal(xml.toString(), (await get(demo.base, `/files/${book}/alto/${Number(name.slice(0, 5))}`)).text);
		at += 46 + nameLength;
	}
	assert.ok(count > 20);
	const again = await get(demo.base, `/files/${book}/alto`);
	assert.ok(again.body.equals(body));
	assert.deepEqual([again.headers.etag, again.headers['cache-control']], [headers.etag, 'public, max-age=3600']);
	const fresh = await get(demo.base, `/files/${book}/alto`, { headers: { 'if-none-match': headers.etag } });
	assert.deepEqual([fresh.status, fresh.body.length], [304, 0]);
	const head = await get(demo.base, `/files/${book}/alto`, { method: 'HEAD' });
	assert.equal(head.headers['content-length'], String(body.length));
});

test('the zip is made once: who has it, or asks again, costs nothing; another age is said at once', async () => {
	const admin = await freePort(), one = await start({ 'files.max_age': '60s', 'server.admin_listen': `127.0.0.1:${admin}` }, { data: demoData });
	const hits = async () => Number((await get(`http://127.0.0.1:${admin}`, '/metrics')).text.match(/^vartai_cache_hits_total\S* (\d+)/m)?.[1] ?? 0);
	try {
		for (let i = 0; i < 4; i++) {
			const { status, headers } = await get(one.base, `/files/${book}/alto`);
			assert.deepEqual([status, headers['cache-control']], [200, 'public, max-age=60']);
		}
		await wait(async () => await hits() >= 3, 10000, () => 'it was made anew');
	} finally {
		await stop(one);
	}
});
