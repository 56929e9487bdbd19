// SPDX-License-Identifier: Apache-2.0
// A small harvester: asks a verb, follows tokens, keeps every answer.
import { get } from './http.mjs';
import { all, first, parse, textOf } from './xml.mjs';

export async function ask(base, args, options = {}) {
	const query = typeof args === 'string' ? args : new URLSearchParams(args).toString();
	const answer = await get(base, `/oai?${query}`, options);
	return Object.assign(answer, { doc: parse(answer.text) });
}

export function errorsOf(answer) {
	return all(answer.doc, 'error').map((e) => e.getAttribute('code'));
}

export function headerOf(node) {
	const header = node.localName === 'header' ? node : first(node, 'header');
	return { identifier: textOf(header, 'identifier'), datestamp: textOf(header, 'datestamp'),
		sets: all(header, 'setSpec').map((s) => s.textContent),
		isDeleted: header.getAttribute('status') === 'deleted' };
}

// All records (or headers) of a list, and the answers that they came in.
export async function harvest(base, verb, args) {
	const items = [], answers = [];
	let next = { verb, ...args };
	for (;;) {
		const answer = await ask(base, next);
		answers.push(answer);
		if (errorsOf(answer).length) return { items, answers, errors: errorsOf(answer) };
		// A MARC record has a <record> of its own inside.
		items.push(...answer.doc.getElementsByTagNameNS('http://www.openarchives.org/OAI/2.0/',
			verb === 'ListRecords' ? 'record' : 'header'));
		const token = textOf(answer.doc, 'resumptionToken');
		if (!token) return { items, answers, errors: [] };
		next = { verb, resumptionToken: token };
	}
}
