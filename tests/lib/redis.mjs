// SPDX-License-Identifier: Apache-2.0
// A redis-server of a test's own, on a Unix socket or a loopback port, and the
// few words of its protocol that tests say themselves.
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder, tie } from './server.mjs';
import { wait } from './raw.mjs';

export const missing = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].some(existsSync) ? false
	: 'there is no redis-server: apt-get install redis-server';

// port 0: the socket alone.  It is not running yet.
export function redisServer({ port = 0, password = '' } = {}) {
	const folder = temporaryFolder(), path = join(folder, 'redis');
	const redis = { path, port, child: null };
	redis.start = async () => {
		redis.child = tie(spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--unixsocket', path, '--save', '',
			'--appendonly', 'no', '--dir', folder, ...(password ? ['--requirepass', password] : [])], { stdio: 'ignore' }));
		redis.gone = new Promise((ok) => redis.child.on('exit', ok));
		await wait(() => redis.say([['PING']]).then((a) => /PONG|NOAUTH/.test(a), () => false), 20000);
	};
	redis.kill = async () => {
		redis.child?.kill('SIGKILL');
		const timer = setTimeout(() => {}, 20000);	// what is tied does not keep us waiting
		await redis.gone;
		clearTimeout(timer);
		redis.child = null;
	};
	redis.signal = (name) => redis.child.kill(name);
	redis.end = async () => {
		if (redis.child) await redis.kill();
		rmSync(folder, { recursive: true, force: true });
	};
	// Commands as lists of words; the answers as they come, for as long as they are short.
	redis.say = (commands) => new Promise((ok, bad) => {
		const all = [...(password ? [['AUTH', password]] : []), ...commands, ['QUIT']];
		const socket = connect(path), heard = [];
		socket.on('error', bad);
		socket.on('data', (d) => heard.push(d));
		socket.on('close', () => ok(Buffer.concat(heard).toString('latin1')));
		for (const words of all) {
			socket.write(`*${words.length}\r\n`);
			for (const w of words) {
				const bytes = Buffer.from(w);
				socket.write(`$${bytes.length}\r\n`);
				socket.write(bytes);
				socket.write('\r\n');
			}
		}
	});
	redis.keys = async (db = 0) => [...(await redis.say([['SELECT', String(db)], ['KEYS', '*']])).matchAll(/^([\w.-]+:[0-9a-f]{64})\r$/mg)].map((m) => m[1]);
	return redis;
}
