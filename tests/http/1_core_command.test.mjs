// SPDX-License-Identifier: Apache-2.0
// What is wrong in a configuration is said before anything is served.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { wait } from '../lib/raw.mjs';
import { run, start, stop, temporaryFolder } from '../lib/server.mjs';

const serve = (...sets) => run(['serve', ...sets.flatMap((s) => ['--set', s])], { timeout: 20000 });

test('wrong values are refused with code 2 and a sentence that names them', async () => {
	for (const [sets, why] of [
		[['server.lisen=x'], /no key 'lisen' in section 'server': did you mean 'listen'\?/],
		[['server.listen=abc'], /'abc' is no address to listen on: say host:port/],
		[['server.listen=::1:80'], /stands in brackets/],
		[['server.listen=127.0.0.1:99999'], /the port is a number from 1 to 65535/],
		[['server.workers=-1'], /server\.workers must be from 0 to 128/],
		[['server.sending_bytes=1k'], /server\.sending_bytes must be/],
		[['server.base_url=ftp://a'], /does not begin with http/],
		[['server.base_url=http://a b'], /holds a space/],
		[['server.base_url=http://a?b'], /holds a space, a query/],
		[['server.base_url=http://a/b&c'], /holds a space, a query or another character/],
		[['server.base_url=http://a/'], /ends with a slash/],
		[['plugins=none'], /there is no plugin "none"/],
		[['server.tls_key=/nonexistent'], /TLS needs both/],
	]) {
		const { code, stderr } = await serve('data.dir=/nonexistent', 'plugins=site', ...sets);
		assert.equal(code, 2, `${sets}: ${stderr}`);
		assert.match(stderr, why);
		assert.ok(stderr.trim().split('\n').length <= 3, stderr);
	}
});

test('a port that is taken is named', async () => {
	const server = await start();
	try {
		const { code, stderr } = await serve('data.dir=/nonexistent', 'plugins=site', `server.listen=127.0.0.1:${server.port}`);
		assert.equal(code, 2);
		assert.match(stderr, new RegExp(`127\\.0\\.0\\.1:${server.port} cannot be listened on`));
		assert.equal((await get(server.base, '/healthz')).status, 200);
	} finally {
		await stop(server);
	}
});

test('SIGHUP: log levels are read again, wrong ones are refused and the old ones stay', async () => {
	const folder = temporaryFolder(), config = join(folder, 'v.yaml');
	const write = (levels) => writeFileSync(config, `plugins: site\nlog:\n  levels: ${levels}\n`);
	write('info,access=warn');
	const server = await start({}, { config });
	const reload = async (line) => {
		const before = server.log.length;
		server.child.kill('SIGHUP');
		for (let i = 0; !line.test(server.log.slice(before)); i++) {
			assert.ok(i < 200, server.log.slice(before));
			await new Promise((ok) => setTimeout(ok, 50));
		}
	};
	const told = (path) => server.log.includes(`"GET ${path}"`);
	// Asked until one is told: the worker hears of the new levels after the parent.
	const isTold = (path) => wait(async () => {
		await get(server.base, path);
		return told(path);
	}, 10000, () => server.log.slice(-2000));
	try {
		await get(server.base, '/healthz?early');
		write('info');
		await reload(/reloaded: log levels/);
		await isTold('/healthz?later');
		assert.ok(!told('/healthz?early'), 'a level that was in force is kept to');
		write('loud');
		await reload(/not reloaded: .*loud/);
		await isTold('/healthz?last');
	} finally {
		await stop(server, { clean: false });
		rmSync(folder, { recursive: true });
	}
});
