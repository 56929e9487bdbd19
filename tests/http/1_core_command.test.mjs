// SPDX-License-Identifier: Apache-2.0
// What is wrong in a configuration is said before anything is served.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../lib/http.mjs';
import { wait } from '../lib/raw.mjs';
import { freePort, run, start, stop, temporaryFolder } from '../lib/server.mjs';

const serve = (...sets) => run(['serve', ...sets.flatMap((s) => ['--set', s])], { timeout: 20000 });

test('wrong values are refused with code 2 and a sentence that names them', async () => {
	for (const [sets, why] of [
		[['server.lisen=x'], /no key 'lisen' in section 'server': did you mean 'listen'\?/],
		[['server.listen=abc'], /server\.listen: 'abc' is no address to listen on: say host:port/],
		[['server.listen=::1:80'], /stands in brackets/],
		[['server.listen=127.0.0.1'], /server\.listen: '127\.0\.0\.1' is no address/],
		[['server.admin_listen=127.0.0.1'], /server\.admin_listen: '127\.0\.0\.1' is no address/],
		[['server.listen=127.0.0.1:99999'], /server\.listen: '127\.0\.0\.1:99999': the port is a number from 1 to 65535/],
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
		// What a start would refuse is refused whole, whatever it is.
		for (const [text, why] of [
			['plugins: site\nlog:\n  levels: info\nserver:\n  threads: many\n', /line 5: server\.threads must be a whole number/],
			['plugins: site\nlog:\n  levels: info\nserver:\n  lisen: x\n', /no key 'lisen'/],
			['plugins: [site, none]\nlog:\n  levels: info\n', /there is no plugin .*none/],
			['plugins: site\nlog:\n  levels: info\nsite:\n  newest: -1\n', /site\.newest must be/],
			['plugins: site\nlog:\n  levels: info\nserver:\n  tls_key: nowhere.pem\n', /TLS needs both/],
			['plugins: site\nlog:\n  levels: info\ncache:\n  redis: nonsense\n', /cache\.redis/],
			['plugins: site\nlog: [\n', /line [23]: /],
		]) {
			writeFileSync(config, text);
			await reload(new RegExp(`not reloaded: .*${why.source}.*all stays as it was`));
		}
		write('info,access=info');
		await reload(/reloaded: log levels; no other option has changed/);
		writeFileSync(config, 'plugins: [site, oai]\nlog:\n  levels: info,access=info\nserver:\n  queue_max: 100\n  workers: 7\n');
		await reload(/reloaded: log levels; changed, and waiting for a restart: plugins, server\.queue_max["\n]/);
		write('info,access=info');
		await isTold('/healthz?end');
	} finally {
		await stop(server, { clean: false });
		rmSync(folder, { recursive: true });
	}
});

test('each SIGHUP is heard, also one that comes while the one before is being dealt with', async () => {
	const server = await start({ plugins: 'oai, exhibitions' });
	try {
		// The line is there before the loop waits again: so the next one is sent at once.
		for (let i = 1; i <= 60; i++) {
			const begun = server.log.length, end = Date.now() + 5000;
			server.child.kill('SIGHUP');
			while (!server.log.includes('reloaded: log levels', begun)) {
				assert.ok(Date.now() < end, `SIGHUP ${i} was not heard`);
				await new Promise(setImmediate);
			}
		}
	} finally {
		await stop(server);
	}
});

test('why it cannot start is on the terminal also when the log is a file', async () => {
	const folder = temporaryFolder(), file = join(folder, 'v.log');
	const server = await start();
	try {
		const { code, stderr } = await serve('data.dir=/nonexistent', 'plugins=site', `log.file=${file}`,
			`server.listen=127.0.0.1:${server.port}`);
		assert.equal(code, 2);
		assert.match(stderr, /^vartai: server\.listen: .*cannot be listened on: another server is there/m);
		assert.match(readFileSync(file, 'utf8'), /cannot be listened on: another server is there/);
	} finally {
		await stop(server);
		rmSync(folder, { recursive: true });
	}
});

test('the system\'s own reason for not listening is told', async () => {
	const other = await serve('data.dir=/nonexistent', 'plugins=site', 'server.listen=192.0.2.1:8080');
	assert.equal(other.code, 2);
	assert.match(other.stderr, /192\.0\.2\.1:8080 cannot be listened on: this machine does not have that address/);
	const admin = await serve('data.dir=/nonexistent', 'plugins=site', `server.listen=127.0.0.1:${await freePort()}`,
		'server.admin_listen=192.0.2.1:9090');
	assert.match(admin.stderr, /server\.admin_listen: 192\.0\.2\.1:9090 cannot be listened on/);
	const unprivileged = Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
	if (process.getuid() === 0 || unprivileged <= 80) return;
	const low = await serve('data.dir=/nonexistent', 'plugins=site', 'server.listen=127.0.0.1:80');
	assert.match(low.stderr, /this user may not take that port: below 1024 that takes root/);
});

test('an address that only this machine can open is warned of, once, where it was not meant', async () => {
	const port = await freePort(), folder = temporaryFolder();
	try {
		for (const [listen, base, count] of [
			['127.0.0.1', '', 1],
			['127.0.0.1', `http://127.0.0.1:${port}`, 0],
			['127.0.0.1', 'https://biblioteka.example', 0],
			['0.0.0.0', '', 1],
			['0.0.0.0', `http://localhost:${port}`, 1],
		]) {
			const { stderr } = await run(['serve', '--set', 'plugins=site', '--set', `data.dir=${folder}`, '--set',
				`server.listen=${listen}:${port}`, '--set', `server.base_url=${base}`, '--set', 'server.workers=1'], { until: /there is no catalogue/, timeout: 30000 });
			assert.match(stderr, /serves http/, stderr);
			assert.equal((stderr.match(/links in pages, manifests and records begin with/g) ?? []).length, count, stderr);
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('who has a public address and the example\'s domain is warned of it', async () => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 't.csv'), 'identifier,title\na,A\n');
	const ingest = async (...sets) => (await run(['ingest', '--set', `data.dir=${folder}/data`,
		...sets.flatMap((s) => ['--set', s]), join(folder, 't.csv')])).stderr;
	try {
		assert.match(await ingest('server.base_url=https://biblioteka.example'), /oai\.domain is still vartai\.example\.org/);
		assert.doesNotMatch(await ingest('server.base_url=https://biblioteka.example', 'oai.domain=biblioteka.example'), /oai\.domain/);
		assert.doesNotMatch(await ingest(), /oai\.domain/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('who serves to the public with the example\'s letter box is warned of it', async () => {
	const folder = temporaryFolder(), config = join(folder, 'v.yaml');
	const said = async (settings) => {
		const server = await start(settings, { config, data: folder });
		await stop(server);
		return server.log;
	};
	writeFileSync(config, '');
	try {
		const open = { 'server.base_url': 'https://biblioteka.example' };
		assert.match(await said(open), /oai\.admin_emails is still admin@example\.org/);
		for (const more of [{ ...open, 'oai.admin_emails': 'vaida@biblioteka.example' }, { ...open, plugins: 'site' }, {}])
			assert.doesNotMatch(await said(more), /admin_emails/);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('a plugin by a relative path is looked for beside the configuration file', async () => {
	const folder = temporaryFolder(), config = join(folder, 'v.yaml');
	writeFileSync(config, 'plugins: [./none.so]\n');
	try {
		const { code, stderr } = await run(['serve', '--config', config, '--set', 'data.dir=/nonexistent'], { cwd: '/' });
		assert.equal(code, 2);
		assert.ok(stderr.includes(join(folder, '/') + './none.so'), stderr);
		const set = await run(['serve', '--config', config, '--set', 'data.dir=/nonexistent', '--set', 'plugins=x/none.so'], { cwd: '/' });
		assert.ok(set.stderr.includes('/x/none.so'), set.stderr);
		assert.ok(!set.stderr.includes(folder), set.stderr);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('--help prints what the command takes, and makes nothing', async () => {
	const folder = temporaryFolder(), data = join(folder, 'data');
	const ask = (...args) => run([...args, '--set', `data.dir=${data}`]);
	try {
		for (const [name, what] of [
			['serve', /until it is told to stop/], ['options', /every option/], ['dump', /whole catalogue/],
			['version', /the version/], ['help', /\[COMMAND\]/], ['ingest', /PATH/], ['check', /--tiers/], ['formats', /--over/],
			['harvest', /status \[--json\]/],
		])
			for (const args of [[name, '--help'], [name, '-h'], ['help', name]]) {
				const { code, stdout, stderr } = await ask(...args);
				assert.equal(code, 0, `${args}: ${stderr}`);
				assert.match(stdout, new RegExp(`^usage: vartai ${name}`));
				assert.match(stdout, what);
			}
		const unknown = await ask('help', 'serv');
		assert.equal(unknown.code, 2);
		assert.match(unknown.stderr, /there is no command 'serv'/);
		assert.ok(!existsSync(data));
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('help names the commands of the plugins that are configured', async () => {
	const { code, stdout } = await run(['help']);
	assert.equal(code, 0);
	assert.match(stdout, /^ {2}harvest +status \[--json\] +says who has harvested/m);
	assert.doesNotMatch((await run(['help', '--set', 'plugins=site'])).stdout, /harvest/);
	const broken = await run(['help', '--set', 'plugins=none']);
	assert.equal(broken.code, 0);
	assert.match(broken.stdout, /^ {2}serve .*[^]*Commands of plugins are not listed: .*"none"/m);
});

test('what is refused or finds no catalogue makes no files', async () => {
	const folder = temporaryFolder(), data = join(folder, 'data');
	try {
		for (const sets of [['sever.listen=x'], ['server.lisen=x'], ['server.listen=127.0.0.1'], ['server.tls_key=/nonexistent'],
			['cache.redis=nonsense'], ['site.newest=-1'], ['server.user=nobody-of-that-name', 'server.listen=x']]) {
			const { code, stderr } = await serve(`data.dir=${data}`, ...sets);
			assert.equal(code, 2, stderr);
			assert.ok(!existsSync(data), `${sets}`);
		}
		for (const args of [['harvest', 'status'], ['harvest', 'status', '--json'], ['check'], ['dump']]) {
			const { code, stderr } = await run([...args, '--set', `data.dir=${data}`]);
			assert.equal(code, 2, `${args}: ${stderr}`);
			assert.match(stderr, /data\.dir .*data is not there/);
			assert.ok(!existsSync(data), `${args}`);
		}
		mkdirSync(data);
		const { code, stderr } = await run(['harvest', 'status', '--set', `data.dir=${data}`]);
		assert.equal(code, 2);
		assert.match(stderr, /there is no catalogue .* yet: run `vartai ingest`/);
		assert.deepEqual(readdirSync(data), []);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('of a data folder that was moved away it is said that it is not there', async () => {
	const folder = temporaryFolder(), data = join(folder, 'data'), config = join(folder, 'v.yaml');
	writeFileSync(config, 'plugins: site\n');
	writeFileSync(join(folder, 't.csv'), 'identifier,title\na,A\n');
	assert.equal((await run(['ingest', '--config', config, '--set', `data.dir=${data}`, join(folder, 't.csv')])).code, 0);
	const server = await start({}, { config, data });
	try {
		renameSync(data, join(folder, 'elsewhere'));
		await wait(async () => /the catalogue went away: data\.dir \S+data is not there/.test(server.log), 10000, () => server.log.slice(-2000));
	} finally {
		await stop(server, { clean: false });
		rmSync(folder, { recursive: true });
	}
});

test('what is mistyped or left out is told with what was perhaps meant', async () => {
	const folder = temporaryFolder(), of = (...args) => run([...args, '--set', `data.dir=${folder}`], { timeout: 20000 });
	try {
		for (const [args, why] of [[['ingset'], /no command 'ingset': did you mean 'ingest'\?/], [['harvets', 'status', '--set', 'plugins=oai'], /did you mean 'harvest'\?/],
			[['qqqqqqqq'], /no command 'qqqqqqqq'; `vartai help`/], [['version', 'x'], /version takes no 'x'/]]) {
			const { code, stderr } = await of(...args);
			assert.equal(code, 2, stderr);
			assert.match(stderr, why);
		}
		// An empty one would be the root of the disk.
		for (const args of [['status'], ['ingest', folder], ['usage', 'roll'], ['serve']]) {
			const { code, stderr } = await run([...args, '--set', 'data.dir='], { timeout: 20000 });
			assert.equal(code, 2, args[0]);
			assert.match(stderr, /data\.dir is empty: name the folder/);
		}
	} finally { rmSync(folder, { recursive: true }); }
});

test('a catalogue that cannot be read is named at the start, with the mend', async () => {
	const data = temporaryFolder();
	writeFileSync(join(data, 'catalog.db'), 'no database at all, but longer than the hundred bytes that the head of one has: so it is looked at, and refused\n'.repeat(20));
	try {
		const { code, stderr } = await run(['serve', '--set', `data.dir=${data}`, '--set', 'plugins=site', '--set', `server.listen=127.0.0.1:${await freePort()}`, '--set', 'server.workers=1'],
			{ until: /catalog\.db/, timeout: 10000 });
		assert.match(stderr, /catalog\.db is damaged .*restore it from a backup, or remove it and ingest again/);
		assert.equal(code, 0, stderr);
	} finally { rmSync(data, { recursive: true }); }
});
