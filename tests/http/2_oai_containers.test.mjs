// SPDX-License-Identifier: Apache-2.0
// The optional containers of OAI-PMH's guidelines, as configured: friends, branding,
// rightsManifest and rights.  Their schemas are not among those of ../shared/schemas, so
// names, namespaces and order are held against the guidelines' text here, and the rest
// of each answer against its schemas as ever.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { ask, harvest, headerOf } from '../lib/oai.mjs';
import { demoConfig, demoData, run, start, stop } from '../lib/server.mjs';
import { all, first, invalid, noSchemas } from '../lib/xml.mjs';

const OAI = 'http://www.openarchives.org/OAI/2.0/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const CC0 = 'http://creativecommons.org/publicdomain/zero/1.0/';
const options = {
	'oai.friends': 'https://oai.utena.example:8443/oai, http://kaunas.example/oai',
	'oai.branding_icon': 'https://biblioteka.example/zenklas.png?dydis=1&x=2', 'oai.branding_link': 'https://biblioteka.example/',
	'oai.branding_title': 'Biblioteka „Ąžuolas“ & <kiti>', 'oai.branding_width': 88, 'oai.branding_height': 31,
	'oai.metadata_rights': CC0,
};
let server;

before(async () => { server = await start(options); });
after(() => server && stop(server));

// An element as [name, attributes but for declarations, children or text]; all of one namespace.
function shape(node, ns) {
	assert.equal(node.namespaceURI, ns, node.nodeName);
	const attributes = Object.fromEntries(Array.from(node.attributes).filter((a) => !a.name.startsWith('xmlns')).map((a) => {
		assert.ok(!a.namespaceURI || a.namespaceURI === XSI, a.name);
		return [a.name, a.value];
	}));
	const elements = Array.from(node.childNodes).filter((n) => n.nodeType === 1);
	if (elements.length) assert.equal(Array.from(node.childNodes).filter((n) => n.nodeType === 3).map((n) => n.data).join('').trim(), '');
	return [node.localName, attributes, elements.length ? elements.map((n) => shape(n, ns)) : node.textContent];
}
const without = (text, name) => text.replace(new RegExp(`<${name}>(?:(?!</${name}>).)*<(?:friends|branding|rightsManifest|rights) .*?</${name}>`, 'gs'), '');

test('friends, branding and rightsManifest in Identify', async () => {
	const { doc, text } = await ask(server.base, 'verb=Identify');
	const containers = all(doc, 'description').filter((d) => d.namespaceURI === OAI)
		.map((d) => Array.from(d.childNodes).filter((n) => n.nodeType === 1));
	for (const c of containers) assert.equal(c.length, 1, 'one element a container');
	const of = (name) => containers.flat().find((n) => n.localName === name);
	assert.deepEqual(shape(of('friends'), `${OAI}friends/`), ['friends', { 'xsi:schemaLocation': `${OAI}friends/ ${OAI}friends.xsd` },
		[['baseURL', {}, 'https://oai.utena.example:8443/oai'], ['baseURL', {}, 'http://kaunas.example/oai']]]);
	assert.deepEqual(shape(of('branding'), `${OAI}branding/`), ['branding', { 'xsi:schemaLocation': `${OAI}branding/ ${OAI}branding.xsd` },
		[['collectionIcon', {}, [['url', {}, options['oai.branding_icon']], ['link', {}, options['oai.branding_link']],
			['title', {}, options['oai.branding_title']], ['width', {}, '88'], ['height', {}, '31']]]]]);
	assert.deepEqual(shape(of('rightsManifest'), `${OAI}rights/`), ['rightsManifest',
		{ 'xsi:schemaLocation': `${OAI}rights/ ${OAI}rightsManifest.xsd`, appliesTo: `${OAI}entity#metadata` },
		[['rights', {}, [['rightsReference', { ref: CC0 }, '']]]]]);
	if (!noSchemas) assert.equal(await invalid([without(text, 'description')], 'drivers/oai+oai_dc.xsd'), '');
	assert.equal(without(text, 'description').match(/<description>/g).length, containers.length - 3);
});

test('what is not said of an icon is not written', async () => {
	const bare = await start({ 'oai.branding_icon': 'http://a.example/i.gif' });
	try {
		const { doc } = await ask(bare.base, 'verb=Identify');
		assert.deepEqual(shape(first(doc, 'collectionIcon'), `${OAI}branding/`)[2], [['url', {}, 'http://a.example/i.gif']]);
		assert.equal(first(doc, 'friends'), null);
		assert.equal(first(doc, 'rightsManifest'), null);
	} finally {
		await stop(bare);
	}
});

test('each living record has rights of its own, behind its metadata; a tombstone and a header have none', async () => {
	for (const metadataPrefix of ['oai_dc', 'edm']) {
		const { items, answers } = await harvest(server.base, 'ListRecords', { metadataPrefix });
		assert.ok(items.length > 50);
		for (const item of items) {
			const names = Array.from(item.childNodes).filter((n) => n.nodeType === 1).map((n) => n.localName);
			assert.deepEqual(names, headerOf(item).isDeleted ? ['header'] : ['header', 'metadata', 'about']);
			if (headerOf(item).isDeleted) continue;
			assert.deepEqual(shape(first(first(item, 'about'), 'rights'), `${OAI}rights/`), ['rights',
				{ 'xsi:schemaLocation': `${OAI}rights/ ${OAI}rights.xsd` }, [['rightsReference', { ref: CC0 }, '']]]);
		}
		if (!noSchemas) assert.equal(await invalid(answers.map((a) => without(a.text, 'about')), `drivers/oai+${metadataPrefix}.xsd`), '');
		const identifier = headerOf(items.find((i) => !headerOf(i).isDeleted)).identifier;
		const one = await ask(server.base, { verb: 'GetRecord', metadataPrefix, identifier });
		assert.equal(all(one.doc, 'about').length, 1);
	}
	assert.equal(first((await ask(server.base, 'verb=ListIdentifiers&metadataPrefix=oai_dc')).doc, 'about'), null);
});

test('what cannot be meant is refused with the option and the mend', async () => {
	for (const [sets, why] of [
		[['oai.friends=kaunas.example/oai'], /oai\.friends: 'kaunas\.example\/oai' is no address that begins with http/],
		[['oai.friends=http://a.example/oai?verb=Identify'], /oai\.friends: .* leave out the question mark/],
		[['oai.branding_icon=http://a b/'], /oai\.branding_icon/], [['oai.branding_icon=/a.png'], /oai\.branding_icon/],
		[['oai.branding_icon=https:///a'], /oai\.branding_icon/], [['oai.branding_icon=http://a/i.png', 'oai.branding_link=x'], /oai\.branding_link/],
		[['oai.branding_title=Be ženklo'], /say something of an icon: name that in oai\.branding_icon/], [['oai.branding_width=88'], /branding_icon/],
		[['oai.metadata_rights=CC0'], /oai\.metadata_rights: 'CC0' is no address/],
		[[`oai.metadata_rights=http://a/${'x'.repeat(5000)}`], /oai\.metadata_rights/]]) {
		const { code, stderr } = await run(['serve', '--config', demoConfig, '--set', `data.dir=${demoData}`, ...sets.flatMap((s) => ['--set', s])]);
		assert.equal(code, 2, `${sets}: ${stderr}`);
		assert.match(stderr, why);
	}
});
