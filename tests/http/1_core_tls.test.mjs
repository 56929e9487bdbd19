// SPDX-License-Identifier: Apache-2.0
// TLS: what a browser, and whoever renews the certificate, would notice.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { get } from '../lib/http.mjs';
import { run, start, stop, temporaryFolder } from '../lib/server.mjs';

const kinds = {
	RSA: ['-newkey', 'rsa:2048'],
	EC: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
};
let folder;

before(() => { folder = temporaryFolder(); });
after(() => rmSync(folder, { recursive: true }));

function certificate(name, kind = 'RSA', host = name) {
	const files = { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
	execFileSync('openssl', ['req', '-x509', ...kinds[kind], '-nodes', '-days', '2', '-subj', `/CN=${host}`,
		'-keyout', files.key, '-out', files.certificate], { stdio: 'pipe' });
	return files;
}

const settings = ({ certificate: c, key }, more = {}) => ({ 'server.tls_certificate': c, 'server.tls_key': key,
	'server.workers': 2, ...more });

// A connection of its own: whose name the server says it has.
function handshake(port, options = {}) {
	return new Promise((ok, bad) => {
		const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
			const answer = { name: socket.getPeerCertificate().subject.CN, version: socket.getProtocol() };
			socket.end();
			ok(answer);
		});
		socket.on('error', bad);
	});
}

async function until(what, said = () => what, ms = 10000) {
	const end = Date.now() + ms;
	for (;;) {
		const found = await what();
		if (found) return found;
		assert.ok(Date.now() < end, `not within ${ms} ms: ${said()}`);
		await new Promise((ok) => setTimeout(ok, 50));
	}
}

const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').map(Number);
const titleOf = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');

for (const kind of Object.keys(kinds)) {
	test(`https with an ${kind} key: pages, images and tables over kept connections`, async () => {
		const server = await start(settings(certificate(`serves-${kind}`, kind)));
		const agent = new Agent({ keepAlive: true, maxSockets: 4, rejectUnauthorized: false });
		try {
			const page = await get(server.base, '/', { agent, headers: { accept: 'text/html' } });
			assert.equal(page.status, 200);
			assert.match(page.headers['strict-transport-security'], /^max-age=\d+/);
			const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => get(server.base,
				['/healthz', '/oai?verb=ListRecords&metadataPrefix=oai_dc', '/iiif/collection/root'][i % 3], { agent })));
			for (const a of answers) {
				assert.equal(a.status, 200);
				assert.equal(a.raw.length, Number(a.headers['content-length']));
			}
			const sockets = Object.values(agent.freeSockets).flat();
			assert.ok(sockets.length >= 1 && sockets.length <= 4, 'connections are kept');
			for (let i = 0; i < 12; i++) {
				const version = i % 2 ? 'TLSv1.2' : 'TLSv1.3';
				const answer = await handshake(server.port, { minVersion: version, maxVersion: version });
				assert.deepEqual(answer, { name: `serves-${kind}`, version });
			}
			await assert.rejects(handshake(server.port, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' }));
		} finally {
			agent.destroy();
			await stop(server);
		}
	});
}

test('a new certificate is served after SIGHUP, a bad one is refused with a sentence and the old one stays', async () => {
	const files = certificate('renewed', 'RSA', 'first'), second = certificate('second', 'EC');
	const server = await start(settings(files));
	const reload = async (line) => {
		const before = server.log.length;
		server.child.kill('SIGHUP');
		await until(() => line.test(server.log.slice(before)), () => server.log.slice(before));
	};
	const names = async () => {
		const all = [];
		for (let i = 0; i < 8; i++) all.push((await handshake(server.port)).name);
		return all;
	};
	const everyone = async (name) => assert.deepEqual(new Set(await names()), new Set([name]));
	try {
		await everyone('first');
		const kept = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
		assert.equal((await get(server.base, '/healthz', { agent: kept })).status, 200);
		for (const [bad, why] of [
			[() => writeFileSync(files.certificate, 'no certificate'), /certificate before stays: server\.tls_certificate .*renewed\.pem/],
			[() => copyFileSync(second.certificate, files.certificate), /certificate before stays: .*server\.tls_key is not its key/],
			[() => rmSync(files.certificate), /certificate before stays: .*No such file/],
			[() => { copyFileSync(second.certificate, files.certificate); writeFileSync(files.key, ''); }, /certificate before stays: server\.tls_key/],
		]) {
			bad();
			await reload(why);
			await everyone('first');
		}
		// Bad files on the disk, and a worker that dies: its successor gets the good ones.
		const workers = childrenOf(server.child.pid).filter((pid) => /\[wrk /.test(titleOf(pid)));
		assert.equal(workers.length, 2);
		for (const pid of workers) process.kill(pid, 'SIGKILL');
		await until(() => childrenOf(server.child.pid).filter((pid) => !workers.includes(pid)
			&& /\[wrk /.test(titleOf(pid))).length === 2);
		await everyone('first');
		copyFileSync(second.key, files.key);
		await reload(/reloaded: certificate and key/);
		// The workers hear of it one after another.
		await until(async () => (await names()).every((n) => n === 'second'));
		await everyone('second');
		kept.destroy();
	} finally {
		await stop(server, { clean: false });
	}
	assert.deepEqual(await server.ended, { code: 0, signal: null });
	assert.doesNotMatch(server.log, /violation|Sanitizer/);
});

test('nobody notices that certificates are renewed', async () => {
	const files = certificate('busy', 'RSA', 'even'), odd = certificate('odd', 'EC'), even = certificate('even', 'RSA');
	const server = await start(settings(files));
	let isOver = false;
	const client = async () => {
		while (!isOver) assert.match((await handshake(server.port)).name, /^(even|odd)$/);
	};
	try {
		const clients = [client(), client(), client()];
		for (let i = 0; i < 12; i++) {
			const next = i % 2 ? even : odd, name = i % 2 ? 'even' : 'odd';
			copyFileSync(next.certificate, files.certificate);
			copyFileSync(next.key, files.key);
			server.child.kill('SIGHUP');
			await until(async () => (await handshake(server.port)).name === name);
		}
		isOver = true;
		await Promise.all(clients);
		assert.doesNotMatch(server.log, /certificate before stays/);
	} finally {
		isOver = true;
		await stop(server);
	}
});

test('signatures stay right after workers have died', async () => {
	const server = await start(settings(certificate('again'), { 'server.workers': 1 }));
	try {
		for (let round = 0; round < 3; round++) {
			const [pid] = childrenOf(server.child.pid).filter((p) => /\[wrk /.test(titleOf(p)));
			process.kill(pid, 'SIGKILL');
			await until(() => childrenOf(server.child.pid).some((p) => p !== pid && /\[wrk /.test(titleOf(p))));
			for (let i = 0; i < 6; i++) assert.equal((await handshake(server.port)).name, 'again');
		}
	} finally {
		await stop(server, { clean: false });
	}
	assert.doesNotMatch(server.log, /violation|Sanitizer|not complete/);
});

test('what cannot be a certificate and its key is refused at the start', async () => {
	const good = certificate('good'), other = certificate('other'), locked = join(folder, 'locked.key');
	execFileSync('openssl', ['rsa', '-in', good.key, '-aes128', '-passout', 'pass:secret', '-out', locked], { stdio: 'pipe' });
	for (const [c, key, why] of [
		[good.certificate, '', /TLS needs both/],
		[good.certificate, other.key, /tls_certificate .* cannot be used/],
		[good.certificate, locked, /tls_key .* cannot be used/],
		[folder, good.key, /it is no file/],
		[join(folder, 'nowhere.pem'), good.key, /No such file/],
	]) {
		const { code, stderr } = await run(['serve', '--set', `data.dir=${folder}`, '--set', 'plugins=site',
			'--set', `server.tls_certificate=${c}`, '--set', `server.tls_key=${key}`, '--set', 'server.listen=127.0.0.1:1'],
		{ timeout: 20000 });
		assert.equal(code, 2, stderr);
		assert.match(stderr, why);
	}
});
