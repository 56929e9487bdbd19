-- SPDX-License-Identifier: Apache-2.0
-- 004: sets are three trees: institutions ("institution" is all that have one),
-- kinds ("kind" is everything), and the collections.  Records that are there
-- already join the new sets under the datestamps that they have: nothing of them
-- has changed, and nobody has harvested those sets before.

-- A collection "kind" from before makes room, with all below it: it is "kind-" now,
-- or has as many dashes as no other collection has.
CREATE TABLE kind_before AS
WITH RECURSIVE tried(spec) AS (
	SELECT 'kind-'
	UNION ALL SELECT t.spec || '-' FROM tried t JOIN collection c ON c.spec = t.spec)
SELECT max(spec) AS spec FROM tried;
UPDATE collection SET spec = (SELECT b.spec FROM kind_before b) || substr(spec, 5)
WHERE spec = 'kind' OR spec GLOB 'kind:*';
UPDATE harvest_set SET spec = (SELECT b.spec FROM kind_before b) || substr(spec, 5)
WHERE spec = 'kind' OR spec GLOB 'kind:*';
UPDATE record SET sets = trim(replace(replace(' ' || sets || ' ',
	' kind ', ' ' || b.spec || ' '), ' kind:', ' ' || b.spec || ':'))
FROM kind_before b WHERE ' ' || sets || ' ' GLOB '* kind[ :]*';
DROP TABLE kind_before;

ALTER TABLE harvest_set ADD COLUMN kind INTEGER;	-- of objects; -1: each
CREATE UNIQUE INDEX harvest_set_kind ON harvest_set (kind);
INSERT INTO harvest_set (spec, kind) VALUES ('institution', NULL), ('kind', -1), ('kind:text', 0),
	('kind:image', 1), ('kind:sound', 2), ('kind:video', 3), ('kind:3d', 4);

INSERT INTO record_set
SELECT m.format, (SELECT id FROM harvest_set WHERE spec = 'institution'), m.datestamp, m.record
FROM harvest_set s JOIN record_set m ON m.harvest_set = s.id
WHERE s.institution IS NOT NULL;
INSERT INTO record_set
SELECT r.format, s.id, r.datestamp, r.id FROM record r
JOIN object o ON o.id = r.object JOIN harvest_set s ON s.kind = o.kind
WHERE r.state < 2;
UPDATE record SET sets = sets || iif(sets = '', '', ' ') || (
	SELECT s.spec FROM object o JOIN harvest_set s ON s.kind = o.kind WHERE o.id = record.object)
WHERE state < 2;

-- Its object's, which never changes: so a page of a list asks one table less.
ALTER TABLE record ADD COLUMN identifier TEXT NOT NULL DEFAULT '';
UPDATE record SET identifier = (SELECT o.identifier FROM object o WHERE o.id = record.object);
-- A harvester asks for one record after another by them.
CREATE INDEX record_identifier ON record (identifier, format);
