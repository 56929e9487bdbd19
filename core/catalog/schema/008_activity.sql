-- SPDX-License-Identifier: Apache-2.0
-- 008: the list of changes says what each of them was to the object's manifest, which
-- not every object has: so it can be read as a list of manifests' changes, page by page
-- (IIIF Change Discovery), in places that never move.  kind 4: an embargo has ended.
-- Those that are withdrawn already were in no such list, and need not be taken out of it.

DROP TRIGGER change_stays;
ALTER TABLE change ADD COLUMN activity INTEGER;	-- enum vt_activity_type; NULL: it had no manifest
ALTER TABLE change ADD COLUMN place INTEGER;	-- among these: from 1, without a gap
UPDATE change SET activity = change.kind, place = p.place
FROM (SELECT c.id, row_number() OVER (ORDER BY c.id) AS place
	FROM change c JOIN object o ON o.id = c.object
	WHERE o.is_deleted = 0 AND (o.page_count > 0 OR EXISTS (SELECT 1 FROM file f
		WHERE f.object = o.id AND substr(f.media_type, -3) <> 'xml'))) p
WHERE p.id = change.id;
CREATE UNIQUE INDEX change_place ON change (place) WHERE place IS NOT NULL;
CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN
	SELECT RAISE(ABORT, 'the list of changes is only added to');
END;
