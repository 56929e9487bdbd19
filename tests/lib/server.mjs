// SPDX-License-Identifier: Apache-2.0
// Starts a gateway of its own for a test file, on a free loopback port, and
// ends it; what the program wrote is looked at for what must never be there.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import assert from 'node:assert/strict';
import { get } from './http.mjs';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const program = resolve(process.env.VARTAI ?? join(root, 'build/vartai'));
// Where what takes long may be less, so that it is done before the day is.
export const isSanitized = /\/(asan|tsan)\//.test(program);
export const demoConfig = join(root, 'conf/demo.yaml');
export const demoData = resolve(process.env.VARTAI_DATA ?? join(root, 'build/demo'));

const START_MS = 30000;
const STOP_MS = 30000;
// Lines that no run may print: a sandbox violation, a sanitizer's finding, a crash.
const FORBIDDEN = [/ERROR: \w+Sanitizer/, /seccomp/i, /sandbox.*(violation|denied)/i, /AddressSanitizer/, /LeakSanitizer/,
	/runtime error:/, /assertion failed/i, /worker .*(died|signal|restart)/i];

// Children of a test that failed before it could end them: they do not keep its
// process alive, and they end with it.
const children = new Set();
process.on('exit', () => { for (const child of children) child.kill('SIGKILL'); });
for (const [name, number] of [['SIGINT', 2], ['SIGTERM', 15]]) process.once(name, () => process.exit(128 + number));
export function tie(child) {
	children.add(child);
	child.on('exit', () => children.delete(child));
	for (const thing of [child, child.stdout, child.stderr]) thing?.unref();
	return child;
}

export function temporaryFolder() {
	return mkdtempSync(join(tmpdir(), 'vartai-test-'));
}

// Below those that the kernel gives to whoever connects, where it leaves any: one of them could
// be some client's before the server listens there.
const PORT_LEAST = 12000;
const PORT_END = Math.max(2 * PORT_LEAST, Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'latin1').split('\t')[0]));

const isFree = (port) => new Promise((ok) => {
	const s = createServer();
	s.on('error', () => ok(false));
	s.listen(port, '127.0.0.1', () => s.close(() => ok(true)));
});
export async function freePort() {
	for (;;) {
		const port = PORT_LEAST + Math.floor(Math.random() * (PORT_END - PORT_LEAST));
		if (await isFree(port)) return port;
	}
}

// Runs `vartai ARGS` to its end; `until` is what it says when it is to be ended.
export function run(args, { cwd = root, env = {}, timeout = 300000, until = null } = {}) {
	return new Promise((ok, bad) => {
		const child = spawn(program, args, { cwd, env: { ...process.env, ...env } });
		let stdout = '', stderr = '';
		// A character may come in two pieces.
		for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8');
		const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
		child.stdout.on('data', (d) => { stdout += d; });
		child.stderr.on('data', (d) => { stderr += d; if (until?.test(stderr)) child.kill('SIGTERM'); });
		child.on('error', bad);
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			ok({ code, signal, stdout, stderr });
		});
	});
}

// settings: { 'section.key': value }.  The sandbox traces when VARTAI_TRACE is
// set, so that a violation is a line in the log instead of an ended worker.
export async function start(settings = {}, { config = demoConfig, data = demoData } = {}) {
	const port = await freePort();
	const base = `${settings['server.tls_certificate'] ? 'https' : 'http'}://127.0.0.1:${port}`;
	const all = { 'data.dir': data, 'server.listen': `127.0.0.1:${port}`, 'server.base_url': base,
		'server.workers': 1, 'log.format': 'json',
		...(process.env.VARTAI_TRACE ? { 'server.seccomp_tracing': true } : {}), ...settings };
	const args = ['serve', '--config', config];
	for (const [key, value] of Object.entries(all)) args.push('--set', `${key}=${value}`);
	const child = tie(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
	const server = { base, port, data, child, log: '', ended: null };
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (d) => { server.log += d; });
	server.ended = new Promise((ok) => child.on('exit', (code, signal) => ok({ code, signal })));
	await ready(server);
	return server;
}

async function ready(server) {
	const until = Date.now() + START_MS;
	let over = false;
	server.ended.then(() => { over = true; });
	for (;;) {
		try {
			await get(server.base, '/healthz', { agent: false });
			return;
		} catch { /* not yet */ }
		if (over || Date.now() > until) {
			server.child.kill('SIGKILL');
			throw new Error(`the server did not start:\n${server.log}`);
		}
		await new Promise((ok) => setTimeout(ok, 50));
	}
}

// Ends it as an administrator would; the exit code is 0 and the log is clean.
export async function stop(server, { clean = true } = {}) {
	server.child.kill('SIGTERM');
	const timer = setTimeout(() => server.child.kill('SIGKILL'), STOP_MS);
	const { code, signal } = await server.ended;
	clearTimeout(timer);
	if (!clean) return;
	for (const bad of FORBIDDEN) {
		const lines = server.log.split('\n').filter((l) => !/"level":"(info|debug)"/.test(l));
		const at = lines.findIndex((l) => bad.test(l));
		assert.equal(at, -1, `the log has a line like ${bad}:\n${lines.slice(at, at + 120).join('\n')}`);
	}
	assert.deepEqual({ code, signal }, { code: 0, signal: null }, `exit code\n${server.log.slice(-2000)}`);
}
