// SPDX-License-Identifier: Apache-2.0
// XML answers: parsed, looked through by name, validated by the published schemas.
import { DOMParser } from '@xmldom/xmldom';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { root } from './server.mjs';

const execute = promisify(execFile);
// As reports name it, should it be a link.
const place = resolve(process.env.VARTAI_SHARED ?? join(root, '../shared'));
export const shared = existsSync(place) ? realpathSync(place) : place;
export const schemas = join(shared, 'schemas');
export const noSchemas = existsSync(schemas) ? false : 'the published schemas (../shared/schemas) are not here';
export const noShared = existsSync(shared) ? false : 'the real collections (../shared) are not here';

export function parse(text) {
	const faults = [];
	const doc = new DOMParser({ onError: (level, message) => faults.push(`${level}: ${message}`) })
		.parseFromString(text, 'text/xml');
	if (faults.length) throw new Error(faults.join('\n'));
	return doc;
}

// All elements of a local name below node, in document order.
export function all(node, name) {
	return Array.from(node.getElementsByTagNameNS('*', name));
}

export function first(node, name) {
	return all(node, name)[0] ?? null;
}

export function textOf(node, name) {
	return first(node, name)?.textContent ?? null;
}

// What xmllint says against a schema below ../shared/schemas; '' when all are valid.
export async function invalid(documents, schema) {
	const folder = mkdtempSync(join(tmpdir(), 'vartai-xml-'));
	const files = documents.map((text, i) => {
		const file = join(folder, `${i}.xml`);
		writeFileSync(file, text);
		return file;
	});
	try {
		await execute('xmllint', ['--nonet', '--noout', '--schema', join(schemas, schema), ...files],
			{ env: { ...process.env, XML_CATALOG_FILES: join(schemas, 'catalog.xml') }, maxBuffer: 1 << 26 });
		return '';
	} catch (e) {
		return String(e.stderr).split('\n').filter((l) => !l.endsWith(' validates')).join('\n').slice(0, 4000);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
