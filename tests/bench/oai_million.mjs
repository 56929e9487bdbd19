// SPDX-License-Identifier: Apache-2.0
// OAI-PMH over a million generated records (BENCH_OAI_RECORDS), one worker, one
// connection: rates of whole lists, of sets and of windows; what a page costs at the
// end of a list; GetRecord beside nginx with the same bytes; memory; the same with gzip.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { Harvester, tokenOf } from '../lib/harvester.mjs';
import { demoConfig, freePort, root, run, start, stop, temporaryFolder } from '../lib/server.mjs';
import { cpuMilliseconds, execute, median, ROUNDS, SECONDS, startProcess } from './measure.mjs';
import { script, startNginx } from './tiles.mjs';

const COUNT = Number(process.env.BENCH_OAI_RECORDS ?? 1e6);
const PAGES = Number(process.env.BENCH_OAI_PAGES ?? 300);	// of lists that are not followed to their end
const PEER_COUNT = 1e5, PEER_PAGES = 100;
const LIST_ROUNDS = Math.min(ROUNDS, 3);
const WINDOW_PAGES = 40, WINDOW_ROUNDS = 4 * ROUNDS;
const FIRST = 1700000000;	// oai_fill.py's
const LISTS = [['ListIdentifiers', 'oai_dc'], ['ListRecords', 'oai_dc'], ['ListRecords', 'edm']];
const iso = (t) => new Date(t * 1000).toISOString().slice(0, 19) + 'Z';
const WINDOW = `&from=${iso(FIRST + COUNT / 2)}&until=${iso(FIRST + COUNT / 2)}`;	// the second that a third of all records carry

export async function fill(count) {
	const folder = join(root, `build/bench/oai-${count}`), data = join(folder, 'data'), source = join(folder, 'source');
	if (existsSync(join(folder, 'whole'))) return data;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(source, { recursive: true });
	writeFileSync(join(source, 'records.csv'), 'identifier;title;kind;language;subject\no-1;Pirmas;TEXT;lt;bandymai\n');
	writeFileSync(join(source, 'package.yaml'), 'institution: {code: LT-Test, name: {lt: Bandymai}}\nrights: http://creativecommons.org/publicdomain/mark/1.0/\n');
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`, source]);
	if (code) throw new Error(stderr);
	execFileSync('python3', [join(root, 'tests/bench/oai_fill.py'), join(data, 'catalog.db'), String(count)], { stdio: 'inherit' });
	writeFileSync(join(folder, 'whole'), '');
	return data;
}

// Follows a list, at most so many pages; calls at() with each page's token.
async function pass(server, verb, query, { pages = Infinity, gzip = false, at = () => {} } = {}) {
	const client = new Harvester(server.port, { gzip });
	let path = `/oai?verb=${verb}&${query}`, records = 0, bytes = 0;
	const begun = performance.now();
	for (let page = 0; page < pages; page++) {
		const answer = await client.ask(path, { isWhole: gzip });
		const tail = gzip ? (await unzipped(answer.whole)) : answer.tail;
		const token = tokenOf(tail);
		bytes += answer.bytes;
		if (!token) throw new Error(`${path}: this list is too short to be measured`);
		at(token);
		if (!token.token) { records = token.size; break; }
		path = `/oai?verb=${verb}&resumptionToken=${token.token}`;
		records = token.cursor;	// those before the page: the last of a part is not counted
	}
	const seconds = (performance.now() - begun) / 1000;
	client.close();
	return { rate: records / seconds, records, seconds, bytes };
}

const { gunzipSync } = await import('node:zlib');
const unzipped = async (body) => gunzipSync(body).toString('utf8').slice(-2048);

function memory(pid) {
	let kb = 0;
	for (const p of readdirSync('/proc').filter((d) => /^\d+$/.test(d))) {
		try {
			const status = readFileSync(`/proc/${p}/status`, 'latin1');
			if (Number(p) === pid || Number(/PPid:\s+(\d+)/.exec(status)[1]) === pid) kb += Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0);
		} catch { /* gone */ }
	}
	return kb / 1024;
}

// Each whole list LIST_ROUNDS times after a first one that nobody counts: that one
// brings the file into the system's cache, and the threads' memory to its size.
async function lists(server, rows) {
	const deep = {};
	for (const [verb, prefix] of LISTS) {
		const name = `${verb} ${prefix}`, runs = [];
		let before;
		for (let i = 0; i <= LIST_ROUNDS; i++) {
			const { rate, records } = await pass(server, verb, `metadataPrefix=${prefix}`, { at: (t) => { if (t.cursor < COUNT * 0.99) deep[name] = t; } });
			if (records < COUNT) throw new Error(`${name}: ${records} records`);
			if (i === 0) before = memory(server.child.pid);
			else runs.push(rate);
		}
		rows.push({ name: `oai-million ${name}`, unit: 'records/s', value: median(runs), runs });
		rows.push({ name: `oai-million ${name}, memory grown by`, unit: 'MB', value: memory(server.child.pid) - before, runs: [before] });
	}
	return deep;
}

// The first pages of a window of a third of all records beside those of the whole list, in
// short passes that take turns: the first page of a window must not count what is in it.
// Also what they cost the server, which a busy machine changes less.
async function windowed(server, rows) {
	const kinds = { whole: '', window: WINDOW };
	for (const [verb, prefix] of LISTS) {
		const rates = { whole: [], window: [] }, cpu = { whole: [], window: [] };
		const name = `oai-million ${verb} ${prefix}, window : whole, first ${WINDOW_PAGES} pages`;
		for (let i = 0; i <= WINDOW_ROUNDS; i++)
			for (const kind of i % 2 ? ['window', 'whole'] : ['whole', 'window']) {
				const before = cpuMilliseconds(server.child.pid);
				const { rate } = await pass(server, verb, `metadataPrefix=${prefix}${kinds[kind]}`, { pages: WINDOW_PAGES });
				if (i === 0) continue;	// that one reads from the disk
				rates[kind].push(rate);
				cpu[kind].push(cpuMilliseconds(server.child.pid) - before);
			}
		for (const [unit, of, more] of [['records/s', rates, ''], ['ms', cpu, ', CPU of the server']])
			rows.push({ name: name + more, unit, value: median(of.window), runs: of.window, peer: 'whole', peer_value: median(of.whole), peer_runs: of.whole });
	}
}

// Parts of equal length, taking turns.
async function parts(server, rows) {
	const kinds = { whole: '', set: '&set=institution:LT-G07', 'collection': '&set=sukurti',
		window: WINDOW };
	for (const [verb, prefix] of LISTS) {
		const rates = Object.fromEntries(Object.keys(kinds).map((k) => [k, []]));
		const pages = verb === 'ListIdentifiers' ? Math.min(PAGES, 40) : PAGES;
		for (let i = 0; i < ROUNDS; i++)
			for (const [kind, more] of Object.entries(kinds)) rates[kind].push((await pass(server, verb, `metadataPrefix=${prefix}${more}`, { pages })).rate);
		for (const kind of Object.keys(kinds))
			rows.push({ name: `oai-million ${verb} ${prefix}, first ${pages} pages, ${kind}`, unit: 'records/s', value: median(rates[kind]), runs: rates[kind],
				...(kind === 'whole' ? {} : { peer: 'of the whole list', peer_value: median(rates.whole), peer_runs: rates.whole }) });
		const zipped = [];
		for (let i = 0; i < ROUNDS; i++) zipped.push((await pass(server, verb, `metadataPrefix=${prefix}`, { pages: Math.ceil(pages / 4), gzip: true })).rate);
		rows.push({ name: `oai-million ${verb} ${prefix}, with gzip`, unit: 'records/s', value: median(zipped), runs: zipped });
	}
}

// The first page and one behind 99 % of the list, taking turns.
async function depth(server, rows, deep) {
	const client = new Harvester(server.port);
	for (const [name, token] of Object.entries(deep)) {
		const [verb, prefix] = name.split(' '), first = [], last = [];
		for (let i = 0; i < 40 * ROUNDS; i++) {
			first.push((await client.ask(`/oai?verb=${verb}&metadataPrefix=${prefix}`)).ms);
			last.push((await client.ask(`/oai?verb=${verb}&resumptionToken=${token.token}`)).ms);
		}
		rows.push({ name: `oai-million ${name}, a page at ${token.cursor}`, unit: 'ms', value: median(last), runs: [median(last)],
			peer: 'the first page', peer_value: median(first), peer_runs: [median(first)] });
	}
	client.close();
}

async function latency(base, script) {
	const { stdout } = await execute('wrk', ['-t1', '-c1', `-d${SECONDS}s`, '--latency', '-s', script, base]);
	if (/Non-2xx/.test(stdout)) throw new Error(stdout);
	const [, value, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(stdout);
	return Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit];
}

// Each record asked for by itself, and the same bytes as files.
async function single(server, rows) {
	const folder = temporaryFolder(), port = await freePort(), files = join(folder, 'files');
	mkdirSync(files);
	const nginx = await startNginx(folder, port);
	for (const prefix of ['oai_dc', 'edm']) {
		const ours = [], theirs = [], paths = [], names = [];
		for (let i = 0; i < 500; i++) {
			const n = 1 + (i * 7907 * 3) % (COUNT - 1);
			paths.push(`/oai?verb=GetRecord&metadataPrefix=${prefix}&identifier=oai:vartai.example.org:g-${n}`);
			names.push(`/${prefix}-${i}.xml`);
			writeFileSync(join(files, names[i]), (await get(server.base, paths[i])).body);
		}
		const one = script(folder, 'one.lua', paths), two = script(folder, 'two.lua', names);
		for (let i = 0; i < ROUNDS; i++) {
			ours.push(await latency(server.base, one));
			theirs.push(await latency(`http://127.0.0.1:${port}`, two));
		}
		rows.push({ name: `oai-million GetRecord ${prefix}, median`, unit: 'ms', value: median(ours), runs: ours,
			peer: 'nginx, the same bytes', peer_value: median(theirs), peer_runs: theirs });
	}
	await nginx.stop();
	rmSync(folder, { recursive: true });
}

// Debian's Catmandu/Dancer provider over the same 100,000 records, in the same run.
async function peerPass(port, pages) {
	const client = new Harvester(port);
	let path = '/oai?verb=ListRecords&metadataPrefix=oai_dc', records = 0;
	const begun = performance.now();
	for (let page = 0; page < pages; page++) {
		const { tail } = await client.ask(path), token = /<resumptionToken completeListSize="\d+">([^<]+)</.exec(tail)?.[1];
		records += 100;
		if (!token) break;
		path = `/oai?verb=ListRecords&resumptionToken=${token}`;
	}
	const seconds = (performance.now() - begun) / 1000;
	client.close();
	return records / seconds;
}

async function peer(rows) {
	const data = await fill(PEER_COUNT), port = await freePort(), ours = [], theirs = [];
	const server = await start({ 'server.workers': 1, 'log.levels': 'warn' }, { data });
	const other = startProcess('starman', ['--workers', '1', '--listen', `127.0.0.1:${port}`, join(root, 'tests/bench/oai_peer.psgi')],
		{ ...process.env, PEER_CATALOG: join(data, 'catalog.db') });
	for (let i = 0; i < 100; i++) {
		try { await get(`http://127.0.0.1:${port}`, '/oai?verb=Identify', { agent: false }); break; } catch { await new Promise((ok) => setTimeout(ok, 100)); }
	}
	await pass(server, 'ListRecords', 'metadataPrefix=oai_dc');
	for (let i = 0; i < LIST_ROUNDS; i++) {
		ours.push((await pass(server, 'ListRecords', 'metadataPrefix=oai_dc')).rate);
		theirs.push(await peerPass(port, PEER_PAGES));
	}
	await other.stop();
	await stop(server);
	rows.push({ name: `oai-million ListRecords oai_dc, ${PEER_COUNT} records`, unit: 'records/s', value: median(ours), runs: ours,
		peer: `Catmandu/Dancer, its first ${PEER_PAGES} pages`, peer_value: median(theirs), peer_runs: theirs });
}

export async function oaiMillion() {
	const rows = [], data = await fill(COUNT);
	const server = await start({ 'server.workers': 1, 'log.levels': 'warn' }, { data });
	const only = (process.env.BENCH_OAI_ONLY ?? 'lists,window,parts,single,peer').split(',');
	if (only.includes('lists')) await depth(server, rows, await lists(server, rows));
	if (only.includes('window')) await windowed(server, rows);
	if (only.includes('parts')) await parts(server, rows);
	if (only.includes('single')) await single(server, rows);
	await stop(server);
	if (only.includes('peer')) await peer(rows);
	return rows;
}
