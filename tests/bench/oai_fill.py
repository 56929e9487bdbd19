#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills a catalogue that an ingest has made with generated objects, each with a
record in oai_dc and one in edm, straight by SQL: oai_fill.py CATALOG.DB OBJECTS.

The identifiers are g-1 ... g-OBJECTS.  30 % of the records carry one second, 10 %
(a package, as it were) were changed later; 2 % are deleted.  Twenty institutions with packages of 500, all kinds,
two collections below one."""
import os
import re
import sqlite3
import sys

path, count = sys.argv[1], int(sys.argv[2])
BASE = "\x01"		# where the public address goes
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ '
    'http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><dc:title xml:lang="lt">Ąžuolynės gatvė pavasarį, atvirukas @</dc:title>'
    '<dc:title xml:lang="en">Oak grove street in spring, postcard @</dc:title><dc:creator>Žemaitytė, Šarūnė</dc:creator>'
    '<dc:subject xml:lang="lt">fotografijos</dc:subject><dc:subject xml:lang="lt">Panevėžys</dc:subject>'
    '<dc:subject xml:lang="en">photographs</dc:subject><dc:description xml:lang="lt">Fotografija: siaurojo geležinkelio '
    'traukinys stotyje prieš šventes; ąčęėįšųūž. Nr. @, Aukštaitijos apylinkės.</dc:description><dc:date>1925-08-16</dc:date>'
    '<dc:type>Image</dc:type><dc:identifier>%/objects/g-@</dc:identifier><dc:identifier>g-@</dc:identifier>'
    '<dc:source xml:lang="lt">Nemunėlio slėnio biblioteka</dc:source><dc:source xml:lang="en">Nemunėlis Valley Library</dc:source>'
    '<dc:language>lt</dc:language><dc:relation>%/iiif/presentation/g-@/manifest</dc:relation><dc:coverage>Anykščiai</dc:coverage>'
    '<dc:rights>http://creativecommons.org/publicdomain/mark/1.0/</dc:rights></oai_dc:dc>')
EDM = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="http://www.europeana.eu/schemas/edm/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:ore="http://www.openarchives.org/ore/terms/" xmlns:skos="http://www.w3.org/2004/02/skos/core#" '
    'xmlns:svcs="http://rdfs.org/sioc/services#" xmlns:doap="http://usefulinc.com/ns/doap#" '
    'xmlns:wgs84="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.w3.org/1999/02/22-rdf-syntax-ns# http://www.europeana.eu/schemas/edm/EDM.xsd">'
    '<edm:ProvidedCHO rdf:about="%/objects/g-@#cho"><dc:creator>Žemaitytė, Šarūnė</dc:creator><dc:date>1925-08-16</dc:date>'
    '<dc:description xml:lang="lt">Fotografija: siaurojo geležinkelio traukinys stotyje prieš šventes; ąčęėįšųūž. Nr. @, '
    'Aukštaitijos apylinkės.</dc:description><dc:identifier>g-@</dc:identifier><dc:language>lt</dc:language>'
    '<dc:subject xml:lang="lt">fotografijos</dc:subject><dc:subject xml:lang="en">photographs</dc:subject>'
    '<dc:title xml:lang="lt">Ąžuolynės gatvė pavasarį, atvirukas @</dc:title><dc:title xml:lang="en">Oak grove street in '
    'spring, postcard @</dc:title><dc:type>IMAGE</dc:type><dcterms:issued rdf:resource="%/objects/g-@#time-1925"/>'
    '<dcterms:spatial rdf:resource="%/objects/g-@#place-55.5256_25.1025"/><edm:type>IMAGE</edm:type></edm:ProvidedCHO>'
    '<edm:WebResource rdf:about="%/iiif/3/g-@.1/full/max/0/default.jpg">'
    '<edm:rights rdf:resource="http://creativecommons.org/publicdomain/mark/1.0/"/>'
    '<dcterms:isReferencedBy rdf:resource="%/iiif/presentation/g-@/manifest"/><svcs:has_service rdf:resource="%/iiif/3/g-@.1"/>'
    '</edm:WebResource><edm:Place rdf:about="%/objects/g-@#place-55.5256_25.1025"><wgs84:lat>55.5256</wgs84:lat>'
    '<wgs84:long>25.1025</wgs84:long><skos:prefLabel xml:lang="lt">Anykščiai</skos:prefLabel></edm:Place>'
    '<edm:TimeSpan rdf:about="%/objects/g-@#time-1925"><skos:prefLabel>1925-08-16</skos:prefLabel><edm:begin>1925-08-16</edm:begin>'
    '<edm:end>1925-08-16</edm:end></edm:TimeSpan><ore:Aggregation rdf:about="%/objects/g-@#aggregation">'
    '<edm:aggregatedCHO rdf:resource="%/objects/g-@#cho"/><edm:dataProvider xml:lang="lt">Nemunėlio slėnio biblioteka</edm:dataProvider>'
    '<edm:isShownAt rdf:resource="%/objects/g-@"/><edm:isShownBy rdf:resource="%/iiif/3/g-@.1/full/max/0/default.jpg"/>'
    '<edm:object rdf:resource="%/iiif/3/g-@.1/full/!400,400/0/default.jpg"/><edm:provider>Nemunėlio slėnio biblioteka</edm:provider>'
    '<edm:rights rdf:resource="http://creativecommons.org/publicdomain/mark/1.0/"/></ore:Aggregation>'
    '<svcs:Service rdf:about="%/iiif/3/g-@.1"><dcterms:conformsTo rdf:resource="http://iiif.io/api/image"/>'
    '<doap:implements rdf:resource="http://iiif.io/api/image/3/level2.json"/></svcs:Service></rdf:RDF>')
WINDOWS = os.path.join(os.path.dirname(__file__), "../../core/catalog/schema/010_windows.sql")
FIRST = 1700000000	# the first datestamp
TRIGGERS = ("record_set_more", "object_made", "object_below_more")

db = sqlite3.connect(path, isolation_level=None)
db.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;"
                 "PRAGMA temp_store = MEMORY;")
db.execute("BEGIN")
kept = [sql for (sql,) in db.execute(
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name IN (%s)" % ",".join("?" * len(TRIGGERS)), TRIGGERS)]
for name in TRIGGERS:
    db.execute("DROP TRIGGER " + name)
object0 = db.execute("SELECT coalesce(max(id), 0) FROM object").fetchone()[0]
record0 = db.execute("SELECT coalesce(max(id), 0) FROM record").fetchone()[0]
prefixes = [(1, "oai_dc", DC), (2, "edm", EDM)]
formats = {p: db.execute("SELECT id FROM record_format WHERE prefix = ?", (p,)).fetchone()[0] for _, p, _ in prefixes}

for i in range(20):
    code = "LT-G%02d" % i
    owner = db.execute("INSERT INTO institution (code) VALUES (?)", (code,)).lastrowid
    db.execute("INSERT INTO harvest_set (spec, institution) VALUES (?, ?)", ("institution:" + code, owner))
parent = None
for spec in ("sukurti", "sukurti:atvirukai"):
    parent = db.execute("INSERT INTO collection (spec, parent) VALUES (?, ?)", (spec, parent)).lastrowid
    db.execute("INSERT INTO harvest_set (spec, collection) VALUES (?, ?)", (spec, parent))

# i, datestamp, deleted?, institution, kind, in the collection?
db.execute("""CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
SELECT i, ?2 + CASE WHEN i BETWEEN ?1 / 10 AND ?1 / 5 THEN ?1 + i WHEN i BETWEEN ?1 / 2 AND ?1 / 2 + ?1 / 3 THEN ?1 / 2 ELSE i END AS t,
i % 50 = 0 AS gone, i / 500 % 20 AS place, i % 5 AS kind, i % 5 < 2 AS inside FROM n""", (count, FIRST))
db.execute("""INSERT INTO object (id, identifier, institution, kind, access, embargo_until, created, changed, is_deleted, page_count,
rights, thumbnail, language, title_key, date_key)
SELECT ?1 + i, 'g-' || i, (SELECT id FROM institution WHERE code = printf('LT-G%02d', place)), kind, 0, 0, t, t, gone, 0, '', '', '', '', 0 FROM n""",
           (object0,))
# Both of an object beside each other, as an ingest writes them.
db.execute("""INSERT INTO record (id, object, format, datestamp, state, sets, withheld, identifier)
SELECT ?1 + 2 * i + f.column1 - 2, ?2 + i, f.column2, t, gone, printf('institution:LT-G%02d', place)
|| iif(inside, ' sukurti:atvirukai', '') || ' ' || (SELECT spec FROM harvest_set WHERE kind = n.kind), '', 'g-' || i
FROM n, (VALUES (1, ?3), (2, ?4)) f""", (record0, object0, formats["oai_dc"], formats["edm"]))
db.execute("""INSERT INTO record_xml (record, xml)
SELECT ?1 + 2 * i + f.column1 - 2, replace(replace(f.column2, '%', ?2), '@', i) FROM n, (VALUES (1, ?3), (2, ?4)) f WHERE NOT gone""",
           (record0, BASE, DC, EDM))
for place, prefix, xml in prefixes:
    for chosen, where in (("0", "1"), ("(SELECT id FROM harvest_set WHERE spec = 'institution')", "1"),
                          ("(SELECT s.id FROM harvest_set s WHERE s.spec = printf('institution:LT-G%02d', place))", "1"),
                          ("(SELECT s.id FROM harvest_set s WHERE s.kind = n.kind)", "1"),
                          ("(SELECT id FROM harvest_set WHERE spec = 'sukurti')", "inside"),
                          ("(SELECT id FROM harvest_set WHERE spec = 'sukurti:atvirukai')", "inside")):
        db.execute("INSERT INTO record_set SELECT ?1, %s AS s, t, ?2 + 2 * i + ?3 - 2 FROM n WHERE %s ORDER BY s, t, 4" % (chosen, where),
                   (formats[prefix], record0, place))
# As the migration that made this table fills it.
db.execute("DELETE FROM record_block")
db.execute(re.search(r"^INSERT INTO record_block.*?;$", open(WINDOWS, encoding="utf-8").read(), re.M | re.S).group())
for sql in kept:
    db.execute(sql)
db.execute("UPDATE meta SET generation = generation + 1, batch = generation + 1, state = randomblob(16), "
           "datestamp = max(datestamp, (SELECT max(datestamp) FROM record_set))")
db.execute("COMMIT")
db.execute("PRAGMA journal_mode = WAL")
db.close()
