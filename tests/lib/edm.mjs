// SPDX-License-Identifier: Apache-2.0
// Faults for EDM records, and the schematron's texts by the names of our rules.

const rules = [[/^Empty rdf:resource/, 'link_empty'], [/both rdf:resource attribute and text/, 'link_and_words'],
	[/dc:subject or dc:type or dcterms:|must have .*dc:subject/, 'no_subject'], [/must have a (non empty )?dc:title/, 'no_title'],
	[/dc:language is mandatory/, 'no_language'], [/edm:type should/, 'proxy_type'], [/isShownAt or edm:isShownBy/, 'not_shown'],
	[/edm:dataProvider/, 'no_data_provider'], [/edm:provider/, 'no_provider'], [/instance of edm:rights/, 'no_rights'],
	[/^Invalid Rights/, 'rights_invalid'], [/^Empty xml:lang/, 'lang_empty'], [/dcterms:isPartOf should not/, 'part_in_words'],
	[/exactly one edm:ProvidedCHO/, 'one_object'], [/exactly one ore:Aggregation/, 'one_aggregation'],
	[/digitalSourceType/, 'source_type'], [/intendedUsage/, 'usage']];

export function rulesOf(texts) {
	return [...new Set(texts.map((text) => {
		const rule = rules.find(([pattern]) => pattern.test(text));
		if (!rule) throw new Error(`no rule of ours for: ${text}`);
		return rule[1];
	}))].sort();
}

const element = (name) => new RegExp(`<${name}(\\s[^>]*)?(/>|>[\\s\\S]*?</${name}>)`, 'g');
const without = (...names) => (text) => names.reduce((t, name) => t.replace(element(name), ''), text);
const instead = (name, by) => (text) => text.replace(element(name), by);
// Only the first of them.
const once = (name, by) => (text) => text.replace(new RegExp(element(name).source), by);
const inside = (name, what) => (text) => text.replace(new RegExp(`(<${name}(\\s[^>]*[^/])?>)`), `$1${what}`);
const atEnd = (what) => (text) => text.replace(/<\/rdf:RDF>/, `${what}</rdf:RDF>`);
const rights = (uri) => instead('edm:rights', `<edm:rights rdf:resource="${uri}"/>`);
const about = ['dc:subject', 'dc:type', 'dcterms:temporal', 'dcterms:spatial'];
const NS = 'xmlns:edm="http://www.europeana.eu/schemas/edm/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
	'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:schema="https://schema.org/" xmlns:cc="http://creativecommons.org/ns#" ' +
	'xmlns:odrl="http://www.w3.org/ns/odrl/2/" xmlns:ore="http://www.openarchives.org/ore/terms/"';
const web = (what) => atEnd(`<edm:WebResource ${NS} rdf:about="http://x.lt/w">${what}</edm:WebResource>`);
const proxy = (what) => atEnd(`<ore:Proxy ${NS} rdf:about="http://x.lt/proxy">${what}</ore:Proxy>`);
const licence = (from) => (text) => atEnd(`<cc:License ${NS} rdf:about="http://x.lt/l"><odrl:inheritFrom rdf:resource="${from}"/></cc:License>`)(
	rights('http://x.lt/l')(text));
const CC = 'http://creativecommons.org/', RS = 'http://rightsstatements.org/vocab/';
const full = '<dc:title>A</dc:title><dc:type>x</dc:type>';

const kinds = {
	'no title': without('dc:title'), 'no description': without('dc:description'),
	'neither': without('dc:title', 'dc:description'),
	'title of white space': (t) => instead('dc:title', '<dc:title> \n</dc:title>')(without('dc:description')(t)),
	'title in CDATA': (t) => instead('dc:title', '<dc:title><![CDATA[A]]></dc:title>')(without('dc:description')(t)),
	'title behind a comment': (t) => instead('dc:title', '<dc:title> <!-- x -->A</dc:title>')(without('dc:description')(t)),
	'title as link': (t) => instead('dc:title', '<dc:title rdf:resource="http://x.lt/"/>')(without('dc:description')(t)),
	'description as link': (t) => inside('edm:ProvidedCHO', '<dc:description rdf:resource="http://x.lt/"/>')(without('dc:title', 'dc:description')(t)),
	'description of a no-break space': (t) => inside('edm:ProvidedCHO', '<dc:description>\u00a0</dc:description>')(without('dc:title', 'dc:description')(t)),
	'about nothing': without(...about),
	'about nothing but coverage': (t) => inside('edm:ProvidedCHO', '<dc:coverage>x</dc:coverage>')(without(...about)(t)),
	'an empty subject': (t) => inside('edm:ProvidedCHO', '<dc:subject/>')(without(...about)(t)),
	'a subject that is an empty link': (t) => inside('edm:ProvidedCHO', '<dc:subject rdf:resource=""/>')(without(...about)(t)),
	'no language': without('dc:language'), 'an empty language': instead('dc:language', '<dc:language/>'),
	'TEXT without language': (t) => instead('edm:type', '<edm:type>TEXT</edm:type>')(without('dc:language')(t)),
	'a kind with spaces': (t) => instead('edm:type', '<edm:type> TEXT</edm:type>')(without('dc:language')(t)),
	'no kind': without('edm:type'),
	'not shown': without('edm:isShownAt', 'edm:isShownBy'),
	'shown in words': (t) => instead('edm:isShownAt', '<edm:isShownAt>here</edm:isShownAt>')(without('edm:isShownBy')(t)),
	'only a page': without('edm:isShownBy'), 'only an image': without('edm:isShownAt'),
	'no holder': without('edm:dataProvider'), 'an empty holder': instead('edm:dataProvider', '<edm:dataProvider/>'),
	'a holder of spaces': instead('edm:dataProvider', '<edm:dataProvider>  </edm:dataProvider>'),
	'a second, empty holder': inside('ore:Aggregation', '<edm:dataProvider/>'),
	'no provider': without('edm:provider'), 'an empty provider': instead('edm:provider', '<edm:provider xml:lang="lt"></edm:provider>'),
	'a second, empty provider': inside('ore:Aggregation', '<edm:provider/>'),
	'no rights': without('edm:rights'), 'rights in words': instead('edm:rights', '<edm:rights>free</edm:rights>'),
	'rights by https': rights('https://creativecommons.org/publicdomain/mark/1.0/'),
	'rights without slash': rights(`${CC}publicdomain/mark/1.0`), 'rights with a space': rights(` ${CC}publicdomain/mark/1.0/`),
	'rights of an old licence': rights(`${CC}licenses/by-nc/2.5/`), 'rights of a port': rights(`${CC}licenses/by/3.0/ee/`),
	'rights of a port that is none': rights(`${CC}licenses/by/3.0/lt/`), 'rights of version 2.1': rights(`${CC}licenses/by/2.1/`),
	'rights of version 5': rights(`${CC}licenses/by/5.0/`), 'rights of a port of 4.0': rights(`${CC}licenses/by/4.0/de/`),
	'rights that Europeana leaves out': rights(`${RS}NoC-US/1.0/`), 'rights unknown': rights(`${RS}UND/1.0/`),
	'rights with capitals': rights(`${CC}licenses/BY/4.0/`), 'rights with more behind': rights(`${CC}licenses/by/4.0/x/y/`),
	'rights CC0': rights(`${CC}publicdomain/zero/1.0/`), 'rights InC': rights(`${RS}InC/1.0/`), 'rights empty': rights(''),
	'a licence of its own': licence(`${RS}NoC-NC/1.0/`), 'a licence of its own, wrong': licence(`${RS}UND/1.0/`),
	'rights of an image': web('<edm:rights rdf:resource="http://x.lt/"/>'), 'rights of an image in words': web('<edm:rights>x</edm:rights>'),
	'an empty tongue': once('dc:title', '<dc:title xml:lang="">A</dc:title>'),
	'an empty tongue elsewhere': inside('edm:ProvidedCHO', '<dc:creator xml:lang="">A</dc:creator>'),
	'an empty link': inside('edm:ProvidedCHO', '<dc:relation rdf:resource=""/>'),
	'an empty link in the aggregation': inside('ore:Aggregation', '<edm:hasView rdf:resource=""/>'),
	'link and words': inside('edm:ProvidedCHO', '<dc:relation rdf:resource="http://x.lt/">x</dc:relation>'),
	'link and a space': inside('edm:ProvidedCHO', '<dc:relation rdf:resource="http://x.lt/"> </dc:relation>'),
	'link and a comment': inside('edm:ProvidedCHO', '<dc:relation rdf:resource="http://x.lt/"><!-- x --></dc:relation>'),
	'a part in words': web('<dcterms:hasPart>x</dcterms:hasPart>'), 'a part as link': web('<dcterms:hasPart rdf:resource="http://x.lt/"/>'),
	'part of words': web('<dcterms:isPartOf>x</dcterms:isPartOf>'),
	'a source type': web('<schema:digitalSourceType rdf:resource="https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/>'),
	'no source type': web('<schema:digitalSourceType rdf:resource="https://cv.iptc.org/newscodes/digitalsourcetype/x"/>'),
	'a source type in words': web('<schema:digitalSourceType>x</schema:digitalSourceType>'),
	'a usage': web('<edm:intendedUsage rdf:resource="http://data.europeana.eu/vocabulary/usageArea/Art"/>'),
	'no usage': web('<edm:intendedUsage rdf:resource="http://data.europeana.eu/vocabulary/usageArea/art"/>'),
	'two objects': atEnd(`<edm:ProvidedCHO ${NS} rdf:about="http://x.lt/2">${full}</edm:ProvidedCHO>`),
	'no object': without('edm:ProvidedCHO'), 'no aggregation': without('ore:Aggregation'),
	'two aggregations': atEnd(`<ore:Aggregation ${NS} rdf:about="http://x.lt/2"/>`),
	'a proxy': proxy(`${full}<edm:type>IMAGE</edm:type>`), 'a proxy without kind': proxy(full),
	'a proxy of Europeana': proxy(`${full}<edm:europeanaProxy>true</edm:europeanaProxy>`),
	'a proxy of Europeana with kind': proxy(`${full}<edm:europeanaProxy>true</edm:europeanaProxy><edm:type>IMAGE</edm:type>`),
	'an empty proxy': proxy('<edm:type>TEXT</edm:type>'),
	'nothing': (t) => t,
};

// count records, each with one fault: every kind on records spread over all of them.
export function faults(records, count) {
	const names = Object.keys(kinds);
	return Array.from({ length: count }, (_, i) => {
		const name = names[i % names.length];
		return { name, text: kinds[name](records[(i * 7919) % records.length]) };
	});
}
