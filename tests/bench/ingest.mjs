// SPDX-License-Identifier: Apache-2.0
// MB of masters a second: our ingest (everything it does, from nothing) and
// `vips tiffsave` of the same images with the same form, as many at once.  It is a
// process an image, as a shell script would have it, but without its modules (PDF,
// ImageMagick …), which take longer to load than a small image to be written.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { demoConfig, root, run, temporaryFolder } from '../lib/server.mjs';
import { execute, median } from './measure.mjs';

const collection = process.env.VARTAI_COLLECTION ?? join(root, 'build/collection');
const IMAGES = /\.(tiff?|jpe?g|png|jp2)$/i;
const AT_ONCE = 2;
const ROUNDS = Number(process.env.BENCH_INGEST_ROUNDS ?? 3);

function imagesBelow(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((e) => {
		const path = join(folder, e.name);
		return e.isDirectory() ? imagesBelow(path) : IMAGES.test(e.name) ? [path] : [];
	});
}

async function ours() {
	const data = temporaryFolder();
	const begun = process.hrtime.bigint();
	const { code, stderr } = await run(['ingest', '--config', demoConfig, '--set', `data.dir=${data}`,
		'--jobs', String(AT_ONCE), collection], { timeout: 900000 });
	const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
	rmSync(data, { recursive: true });
	if (code > 1) throw new Error(stderr);
	return seconds;
}

async function vips(images) {
	const folder = temporaryFolder();
	let at = 0;
	const one = async () => {
		while (at < images.length) {
			const i = at++;
			await execute('vips', ['tiffsave', images[i], join(folder, `${i}.tif`), '--tile', '--pyramid', '--compression', 'jpeg',
				'--Q', '85', '--tile-width', '512', '--tile-height', '512'], { env: { ...process.env, VIPS_CONCURRENCY: '1', VIPSHOME: '/nonexistent' } })
				.catch(() => null);	// forms that need a conversion first
		}
	};
	const begun = process.hrtime.bigint();
	await Promise.all(Array.from({ length: AT_ONCE }, one));
	const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
	rmSync(folder, { recursive: true });
	return seconds;
}

export async function ingest() {
	const images = imagesBelow(collection);
	const megabytes = images.reduce((sum, f) => sum + statSync(f).size, 0) / 1e6;
	const runs = [], peerRuns = [];
	for (let i = 0; i < ROUNDS; i++) {
		runs.push(megabytes / await ours());
		peerRuns.push(megabytes / await vips(images));
	}
	return [{ name: 'ingest', unit: 'MB/s', value: median(runs), peer: 'vips tiffsave of the same images',
		peer_value: median(peerRuns), runs, peer_runs: peerRuns }];
}
