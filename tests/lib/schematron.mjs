// SPDX-License-Identifier: Apache-2.0
// EDM's schematron as Europeana publishes it, run by Saxon: one Java process for
// all records.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { all, noSchemas, parse, schemas } from './xml.mjs';

const execute = promisify(execFile);
const saxon = '/usr/share/java/Saxon-HE.jar';
export const noSchematron = noSchemas ||
	(existsSync(saxon) ? false : "Debian's libsaxonhe-java and default-jre-headless are not here");

// For each record the texts of the asserts that failed, white space made one.
export async function judge(records) {
	const folder = mkdtempSync(join(tmpdir(), 'vartai-schematron-'));
	const from = join(folder, 'from'), to = join(folder, 'to');
	for (const f of [from, to]) mkdirSync(f);
	records.forEach((text, i) => writeFileSync(join(from, `${i}.xml`), text));
	try {
		await execute('java', ['-cp', saxon, 'net.sf.saxon.Transform', `-s:${from}`, `-o:${to}`,
			`-xsl:${join(schemas, 'edm/schematron/schematron.xsl')}`], { maxBuffer: 1 << 26 });
		return records.map((_, i) => all(parse(readFileSync(join(to, `${i}.xml`), 'utf8')), 'failed-assert')
			.map((f) => f.textContent.replace(/\s+/g, ' ').trim()));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
