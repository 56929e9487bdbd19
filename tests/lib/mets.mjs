// SPDX-License-Identifier: Apache-2.0
// METS objects made for one test: as long, or as oddly built, as it needs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pngjs from 'pngjs';

export function smallPng(width = 40, height = 60) {
	const png = new pngjs.PNG({ width, height });
	png.data.fill(200);
	return pngjs.PNG.sync.write(png);
}

// Pages that all show one small image, of which ingest makes one access copy; or in turn
// the pictures that are given.
// divs: the logical structure, [{ type, label, pages: [numbers], divs }].
export function metsObject(folder, { identifier, title, pages, access = 'open', divs = [], labels = (n) => `[${n}]`, type = 'monograph', pictures = [smallPng()], language = 'lt' }) {
	let next = 0, links = '';
	const numbers = Array.from({ length: pages }, (_, i) => i + 1);
	const div = (d) => {
		const id = `L${++next}`;
		for (const n of d.pages ?? []) links += `<smLink xlink:from="${id}" xlink:to="P${n}"/>`;
		return `<div ID="${id}" TYPE="${d.type}"${d.label ? ` LABEL="${d.label}"` : ''}>${(d.divs ?? []).map(div).join('')}</div>`;
	};
	const logical = divs.map(div).join('');
	mkdirSync(folder, { recursive: true });
	const nameOf = (n) => (pictures.length === 1 ? 'page.png' : `page-${(n - 1) % pictures.length + 1}.png`);
	pictures.forEach((bytes, i) => writeFileSync(join(folder, nameOf(i + 1)), bytes));
	writeFileSync(join(folder, 'package.yaml'), `institution: {code: LT-Test, name: {lt: Bandymų biblioteka, en: Library of tests}}
rights: http://creativecommons.org/publicdomain/mark/1.0/
language: ${language}
access: ${access}
`);
	writeFileSync(join(folder, 'mets.xml'), `<?xml version="1.0" encoding="UTF-8"?>
<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" OBJID="${identifier}" TYPE="${type}">
<dmdSec ID="D"><mdWrap MDTYPE="DC"><xmlData xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title>
<dc:type>Text</dc:type><dc:subject>bandymai</dc:subject><dc:language>${language}</dc:language></xmlData></mdWrap></dmdSec>
<fileSec><fileGrp USE="DEFAULT">${numbers.map((n) => `<file ID="F${n}" MIMETYPE="image/png"><FLocat LOCTYPE="URL" xlink:href="${nameOf(n)}"/></file>`).join('\n')}</fileGrp></fileSec>
<structMap TYPE="PHYSICAL"><div TYPE="physSequence" ID="P0">${numbers.map((n) =>
		`<div ID="P${n}" TYPE="page" ORDER="${n}" ORDERLABEL="${labels(n)}"><fptr FILEID="F${n}"/></div>`).join('\n')}</div></structMap>
<structMap TYPE="LOGICAL"><div ID="L0" TYPE="${type}" DMDID="D">${logical}</div></structMap>
<structLink><smLink xlink:from="L0" xlink:to="P0"/>${links}</structLink></mets>
`);
}
