// SPDX-License-Identifier: Apache-2.0
// Our own linter of IIIF answers: what schemas cannot see.  Each rule says its finding
// as a sentence with the address; an empty list is a clean answer.
import { get } from './http.mjs';

export const CONTEXT_3 = 'http://iiif.io/api/presentation/3/context.json';
export const CONTEXT_2 = 'http://iiif.io/api/presentation/2/context.json';
export const PROFILE_2 = `application/ld+json;profile="${CONTEXT_2}"`;
const NAVPLACE = 'http://iiif.io/api/extension/navplace/context.json';
const LISTS = ['thumbnail', 'homepage', 'behavior', 'seeAlso', 'rendering', 'partOf', 'provider', 'metadata', 'items', 'annotations',
	'structures', 'service', 'services', 'logo'];
const MAPS = ['label', 'summary'];
const TYPED = ['partOf', 'homepage', 'seeAlso', 'rendering', 'provider', 'logo', 'thumbnail'];
const LABELLED = ['homepage', 'rendering', 'provider', 'partOf', 'seeAlso'];
// Sets of which one at most (3.0, 3.1); what may stand where.
const LAYOUTS = ['unordered', 'individuals', 'continuous', 'paged'];
const BEHAVIORS = { Manifest: LAYOUTS, Canvas: ['non-paged', 'facing-pages', 'auto-advance'], Collection: ['multi-part', 'together', ...LAYOUTS],
	Range: ['sequence', 'thumbnail-nav', 'no-nav', ...LAYOUTS] };
const RIGHTS = /^http:\/\/(creativecommons\.org\/(licenses|publicdomain)|rightsstatements\.org\/vocab)\//;

// Every object in json with the key it stands under, parents before children.
function* nodes(json, key = '', parent = null) {
	if (Array.isArray(json)) {
		for (const item of json) yield* nodes(item, key, parent);
		return;
	}
	if (json === null || typeof json !== 'object') return;
	yield { node: json, key, parent };
	for (const [k, v] of Object.entries(json)) yield* nodes(v, k, json);
}

const box = (text) => text.replace(/^.*xywh=/, '').split(',').map(Number);

function lintMap(map, where, say) {
	if (map === null || typeof map !== 'object' || Array.isArray(map)) return say(`${where} is no language map`);
	const keys = Object.keys(map);
	if (keys.includes('lt') && keys[0] !== 'lt') say(`${where} has ${keys[0]} before lt`);
	for (const [lang, values] of Object.entries(map)) {
		if (!/^([a-zA-Z]+(-[a-zA-Z]+)*|none)$/.test(lang)) say(`${where} has the language "${lang}"`);
		if (!Array.isArray(values) || values.length === 0 || values.some((v) => typeof v !== 'string' || v === '')) say(`${where}.${lang} is no list of texts`);
	}
}

function lintShape({ node, key, parent }, say) {
	const where = `${node.id ?? parent?.id ?? '?'} (${node.type ?? key})`;
	for (const name of LISTS) {
		if (node[name] !== undefined && !Array.isArray(node[name])) say(`${where}: ${name} is no list`);
		if (Array.isArray(node[name]) && node[name].length === 0 && name !== 'items') say(`${where}: ${name} is empty`);
	}
	if (key !== 'properties' || node.label) for (const name of MAPS) if (node[name] !== undefined) lintMap(node[name], `${where}.${name}`, say);
	for (const pair of [...(node.metadata ?? []), ...(node.requiredStatement ? [node.requiredStatement] : [])]) {
		lintMap(pair.label, `${where}: a label of metadata`, say);
		lintMap(pair.value, `${where}: a value of metadata`, say);
		for (const value of Object.values(pair.value ?? {}).flat())
			if (value.startsWith('<') && value.endsWith('>')) say(`${where}: "${value}" would be taken for HTML`);
	}
	for (const name of TYPED) for (const entry of node[name] ?? []) {
		if (!entry.id || !entry.type) say(`${where}: an entry of ${name} lacks id or type`);
		if (LABELLED.includes(name) && !entry.label) say(`${where}: an entry of ${name} lacks a label`);
	}
	if (node.rights !== undefined && !RIGHTS.test(node.rights)) say(`${where}: rights "${node.rights}"`);
	if (node.navDate !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(node.navDate)) say(`${where}: navDate "${node.navDate}"`);
	if (parent !== null && node['@context'] !== undefined) say(`${where}: a context inside`);
	if (node.behavior) {
		for (const b of node.behavior) if (BEHAVIORS[node.type] && !BEHAVIORS[node.type].includes(b)) say(`${where}: behavior ${b}`);
		if (node.behavior.filter((b) => LAYOUTS.includes(b)).length > 1) say(`${where}: behaviours that exclude each other`);
	}
	if ((node.width === undefined) !== (node.height === undefined)) say(`${where}: width or height alone`);
	for (const n of ['width', 'height']) if (node[n] !== undefined && (!Number.isInteger(node[n]) || node[n] < 1)) say(`${where}: ${n} ${node[n]}`);
	if (node.duration !== undefined && !(node.duration > 0)) say(`${where}: duration ${node.duration}`);
}

function lintServices({ node }, say) {
	for (const s of node.service ?? []) {
		const old = s['@id'] !== undefined;
		if (!(old ? s['@type'] : s.id && s.type)) say(`${node.id}: a service without id or type`);
		if (typeof s.label === 'string') say(`${node.id}: a service with a string as label`);
		if (s.service !== undefined && !Array.isArray(s.service)) say(`${node.id}: a service in a service is no list`);
		if (node.id === (s['@id'] ?? s.id)) say(`${node.id}: an image by the address of its service`);
	}
}

function lintCanvas(canvas, say) {
	if (canvas.id.includes('#')) say(`${canvas.id}: a canvas with a fragment`);
	if (canvas.width === undefined && canvas.duration === undefined) say(`${canvas.id}: neither a size nor a duration`);
	for (const page of canvas.items) for (const a of page.items) {
		if (a.motivation !== 'painting') say(`${a.id}: ${a.motivation} among items`);
		if (a.target !== canvas.id) say(`${a.id}: paints ${a.target}`);
		for (const body of a.body.type === 'Choice' ? a.body.items : [a.body]) {
			if (body.type !== 'Image') continue;
			const w = body.width / canvas.width, h = body.height / canvas.height;
			if (body.width > canvas.width || Math.abs(w - h) > Math.max(1 / canvas.width, 1 / canvas.height) * 1.01)
				say(`${body.id}: ${body.width} × ${body.height} on a canvas of ${canvas.width} × ${canvas.height}`);
		}
		if (a.body.type === 'Choice' && a.body.items.some((b) => !b.label)) say(`${a.id}: a choice between images without names`);
	}
	for (const page of canvas.annotations ?? []) {
		// What an exhibition says stands in its manifest; the text of an object's page does not.
		if (isExhibition(page)) lintNotes(page, canvas, say);
		else if (isCaptions(page)) lintCaptions(page, canvas, say);
		else if (page.items !== undefined) say(`${page.id}: a referenced page with items`);
	}
}

const isExhibition = ({ id }) => /\/exhibitions\//.test(id);

// Captions of what a canvas plays (recipe 0219), whole in their page.
const isCaptions = ({ id }) => /\/captions\/\d+$/.test(id);
function lintCaptions(page, canvas, say) {
	if (canvas && !['Video', 'Sound'].includes(canvas.items[0]?.items[0].body.type)) say(`${page.id}: captions of what does not play`);
	if (!page.label || page.items?.length !== 1) say(`${page.id}: captions without a label, or not of one language`);
	for (const { id, motivation, body, target } of page.items ?? []) {
		if (id !== `${page.id}/text` || motivation !== 'supplementing' || target !== page.id.replace(/\/captions\/\d+$/, '')) say(`${id}: no captions of ${target}`);
		if (body.type !== 'Text' || body.format !== 'text/vtt' || !body.label || !/\.vtt$/.test(body.id)) say(`${id}: no file of captions`);
		if (body.language !== undefined && !/^[a-z]{2,3}(-|$)/.test(body.language)) say(`${id}: in which language?`);
	}
}

// Pages of what is said of a canvas (5.5): words as HTML, captions; embedded, or referred to
// by what they are and what they are called, and nothing else.
function lintNotes(page, canvas, say) {
	if (page.items === undefined && Object.keys(page).sort().join() === 'id,label,type') return;
	if (!page.label || !page.items?.length) say(`${page.id}: a page without a label or without annotations`);
	for (const a of page.items ?? []) {
		if (!['commenting', 'supplementing'].includes(a.motivation)) say(`${a.id}: ${a.motivation} among annotations`);
		if (canvas && a.target !== canvas.id) say(`${a.id}: says something of ${a.target}`);
		if (a.body.type === 'TextualBody' ? typeof a.body.value !== 'string' || a.body.value === '' : !a.body.id) say(`${a.id}: says nothing`);
		if (a.body.type === 'TextualBody' && !/^<div lang="(lt|en)">.*<\/div>$/s.test(a.body.value)) say(`${a.id}: HTML without one element around it that says its language`);
		if (a.body.type !== 'TextualBody' && !['lt', 'en'].includes(a.body.language)) say(`${a.id}: in which language?`);
		if (!a.body.format) say(`${a.id}: in which format?`);
	}
}

function lintRanges(manifest, canvases, say) {
	for (const { node: r } of nodes(manifest.structures ?? [])) {
		if (r.type !== 'Range') continue;
		if (!r.label) say(`${r.id}: a range without a label`);
		if (!r.items?.length) say(`${r.id}: a range without items`);
		if (r.supplementary && r.supplementary.type !== 'AnnotationCollection') say(`${r.id}: supplementary`);
		for (const part of r.items ?? []) {
			if (part.type === 'Range') continue;
			const canvas = canvases.get(part.source?.id ?? part.id);
			if (!canvas) { say(`${r.id}: stands on ${part.source?.id ?? part.id}, which is not there`); continue; }
			if (!part.selector) continue;
			const [x, y, w, h] = box(part.selector.value);
			if (![x, y, w, h].every(Number.isInteger) || x < 0 || y < 0 || w < 1 || h < 1 || x + w > canvas.width || y + h > canvas.height)
				say(`${r.id}: ${part.selector.value} outside ${canvas.width} × ${canvas.height}`);
		}
	}
}

function lintManifest(m, say) {
	const canvases = new Map(m.items.map((c) => [c.id, c]));
	for (const c of m.items) for (const beside of [c.accompanyingCanvas, c.placeholderCanvas]) if (beside) canvases.set(beside.id, beside);
	for (const c of canvases.values()) lintCanvas(c, say);
	if (canvases.size < m.items.length) say(`${m.id}: canvases with one id`);
	if (m.items.length === 0) say(`${m.id}: no canvas`);
	lintRanges(m, canvases, say);
	if (m.start && !canvases.has(m.start.id)) say(`${m.id}: starts at ${m.start.id}, which is not there`);
	const uses = m.navPlace !== undefined;
	if (m['@context'].includes(NAVPLACE) !== uses) say(`${m.id}: navPlace and its context do not go together`);
	for (const f of m.navPlace?.features ?? []) {
		const [lon, lat] = f.geometry.coordinates;
		if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) say(`${f.id}: ${lon}, ${lat}`);
	}
	const kinds = (m.service ?? []).map((s) => s.type ?? s['@type']);
	if (kinds.includes('SearchService2') && kinds[0] !== 'SearchService2') say(`${m.id}: search 2.0 is not first`);
}

function lintText(page, say) {
	for (const a of page.items) {
		if (a.motivation !== 'supplementing' || a.textGranularity !== 'line') say(`${a.id}: no line of text`);
		if (typeof a.body.value !== 'string') say(`${a.id}: a value that is no text`);
		const [x, y, w, h] = box(a.target);
		if (![x, y, w, h].every(Number.isInteger) || x < 0 || y < 0 || w < 1 || h < 1) say(`${a.id}: ${a.target}`);
	}
}

function lintCollection(c, say) {
	for (const item of c.items) {
		if (!item.id || !item.label) say(`${c.id}: an entry without id or label`);
		if (item.items || item.structures) say(`${c.id}: ${item.id} is embedded`);
	}
	if (new Set(c.items.map((i) => i.id)).size < c.items.length) say(`${c.id}: an entry twice`);
}

const IDENTIFIED = ['Manifest', 'Annotation', 'Range', 'Feature', 'FeatureCollection'];

export function lint(json) {
	const found = [], say = (sentence) => found.push(sentence);
	const context = json['@context'], ids = new Map();

	if (Object.keys(json)[0] !== '@context' || !Array.isArray(context) || context.at(-1) !== CONTEXT_3 || new Set(context).size < context.length)
		say(`${json.id}: contexts ${JSON.stringify(context)}`);
	for (const n of nodes(json)) {
		lintShape(n, say);
		lintServices(n, say);
		const { node, key } = n;
		const defines = IDENTIFIED.includes(node.type) || (['Canvas', 'AnnotationPage'].includes(node.type) && node.items !== undefined);
		if (!defines || ['partOf', 'start'].includes(key)) continue;
		const count = (ids.get(node.id) ?? 0) + 1;
		ids.set(node.id, count);
		// The picture beside each of several sounds is one and the same canvas.
		if (count === 2 && !/accompanying|placeholder/.test(JSON.stringify(Object.keys(json.items?.[0] ?? {})))) say(`${node.id}: an id twice`);
	}
	if (json.type === 'Manifest') lintManifest(json, say);
	if (json.type === 'Canvas') lintCanvas(json, say);
	if (json.type === 'Collection') lintCollection(json, say);
	if (json.type === 'AnnotationPage' && json.items[0]?.motivation !== 'painting') {
		if (isExhibition(json)) lintNotes(json, null, say);
		else if (isCaptions(json)) lintCaptions(json, null, say);
		else lintText(json, say);
	}
	if (json.type === 'Collection' ? !json.id.endsWith('/root') && !json.partOf : json.type !== 'Manifest' && !json.partOf) say(`${json.id}: part of nothing`);
	return found;
}

// What json says is at other addresses of this server: [{ id, type, format, width, height }].
export function addresses(json, base) {
	const found = new Map();
	for (const { node } of nodes(json)) {
		const id = node['@id'] ?? node.id;
		if (typeof id !== 'string' || !id.startsWith(base) || id === json.id || id.includes('#')) continue;
		// Lines of text are found in their page.
		if (node.motivation === 'supplementing' || node.type === 'Agent') continue;
		const type = node['@type'] ?? node.type;
		if (/ImageService/.test(type)) found.set(`${id}/info.json`, { type: 'info' });
		else if (/SearchService|AutoComplete/.test(type)) continue;
		else if (!found.has(id)) found.set(id, { type, format: node.format, width: node.width, height: node.height });
	}
	return found;
}

// The root and all below it: { collections, manifests }, both id -> json.
export async function walk(base, root = `${base}/iiif/collection/root`) {
	const collections = new Map(), manifests = new Map();
	const step = async (id) => {
		if (collections.has(id)) return;
		const { status, json } = await get(base, id.slice(base.length));
		if (status !== 200) throw new Error(`${id}: ${status}`);
		collections.set(id, json);
		for (const item of json.items) {
			if (item.type === 'Collection') await step(item.id);
			else manifests.set(item.id, null);
		}
	};
	await step(root);
	for (const id of manifests.keys()) {
		const { status, json } = await get(base, id.slice(base.length));
		if (status !== 200) throw new Error(`${id}: ${status}`);
		manifests.set(id, json);
	}
	return { collections, manifests };
}
