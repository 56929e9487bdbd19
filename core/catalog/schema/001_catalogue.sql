-- SPDX-License-Identifier: Apache-2.0
-- 001: the catalogue.  Times are UTC seconds since 1970; "identifier" is what
-- the public sees, "id" stays inside.

CREATE TABLE meta (
	id		INTEGER PRIMARY KEY CHECK (id = 1),
	generation	INTEGER NOT NULL,	-- raised by each transaction that changes anything
	batch		INTEGER NOT NULL,	-- generation at the end of the last whole batch; -1: one is open
	datestamp	INTEGER NOT NULL,	-- the latest given to a record; never falls
	search_rules	TEXT NOT NULL		-- how the words of "search" were made (terms.h)
);
INSERT INTO meta VALUES (1, 0, 0, 0, '');

-- Who and where ------------------------------------------------------------

CREATE TABLE institution (
	id		INTEGER PRIMARY KEY,
	code		TEXT NOT NULL UNIQUE,
	url		TEXT NOT NULL DEFAULT '',
	logo		TEXT NOT NULL DEFAULT '',
	uri		TEXT NOT NULL DEFAULT '',
	object_count	INTEGER NOT NULL DEFAULT 0	-- living; kept by triggers
);

CREATE TABLE collection (
	id		INTEGER PRIMARY KEY,
	spec		TEXT NOT NULL UNIQUE,
	parent		INTEGER REFERENCES collection,
	object_count	INTEGER NOT NULL DEFAULT 0	-- living, with those below; by triggers
);
CREATE INDEX collection_parent ON collection (parent, spec);

-- Texts by language.  use 1: name of an institution, 2: name of a collection,
-- 3: description of a collection.
CREATE TABLE label (
	use		INTEGER NOT NULL,
	owner		INTEGER NOT NULL,
	place		INTEGER NOT NULL,
	lang		TEXT NOT NULL,
	text		TEXT NOT NULL,
	PRIMARY KEY (use, owner, place)
) WITHOUT ROWID;

-- What can be harvested by itself: an institution or a collection.
CREATE TABLE harvest_set (
	id		INTEGER PRIMARY KEY,
	spec		TEXT NOT NULL UNIQUE,
	institution	INTEGER UNIQUE REFERENCES institution,
	collection	INTEGER UNIQUE REFERENCES collection
);

-- Objects ------------------------------------------------------------------

CREATE TABLE object (
	id		INTEGER PRIMARY KEY,
	identifier	TEXT NOT NULL UNIQUE,
	institution	INTEGER REFERENCES institution,
	kind		INTEGER NOT NULL,
	access		INTEGER NOT NULL,	-- 0 open, 1 embargo, 2 metadata
	embargo_until	INTEGER NOT NULL,	-- 0: none
	created		INTEGER NOT NULL,
	changed		INTEGER NOT NULL,
	is_deleted	INTEGER NOT NULL,
	page_count	INTEGER NOT NULL,
	rights		TEXT NOT NULL,
	thumbnail	TEXT NOT NULL,
	language	TEXT NOT NULL,
	title_key	TEXT NOT NULL,		-- orders as a Lithuanian index does
	date_key	INTEGER NOT NULL	-- YYYYMMDD of its first date; 99999999: undated
);
CREATE INDEX object_title ON object (title_key, id) WHERE is_deleted = 0;
CREATE INDEX object_date ON object (date_key, id) WHERE is_deleted = 0;
CREATE INDEX object_newest ON object (created, id) WHERE is_deleted = 0;
CREATE INDEX object_kind ON object (kind, institution) WHERE is_deleted = 0;
CREATE INDEX object_institution ON object (institution, created, id) WHERE is_deleted = 0;

CREATE TABLE description (
	object		INTEGER PRIMARY KEY REFERENCES object,
	xml		TEXT NOT NULL,
	title		TEXT NOT NULL,		-- what is searched as title
	about		TEXT NOT NULL		-- and as everything else of it
);

-- What an object was made from; only ingest reads it.
CREATE TABLE origin (
	object		INTEGER PRIMARY KEY REFERENCES object,
	source		TEXT NOT NULL,
	digest		TEXT NOT NULL,
	content		TEXT NOT NULL		-- hash of all that was written
);
CREATE INDEX origin_source ON origin (source);

-- Deepest memberships, and those with every collection above.
CREATE TABLE object_collection (
	object		INTEGER NOT NULL REFERENCES object,
	collection	INTEGER NOT NULL REFERENCES collection,
	PRIMARY KEY (object, collection)
) WITHOUT ROWID;
CREATE TABLE object_below (
	collection	INTEGER NOT NULL REFERENCES collection,
	object		INTEGER NOT NULL REFERENCES object,
	PRIMARY KEY (collection, object)
) WITHOUT ROWID;
CREATE INDEX object_below_object ON object_below (object);

CREATE TRIGGER object_below_more AFTER INSERT ON object_below BEGIN
	UPDATE collection SET object_count = object_count + 1 WHERE id = NEW.collection;
END;
CREATE TRIGGER object_below_less AFTER DELETE ON object_below BEGIN
	UPDATE collection SET object_count = object_count - 1 WHERE id = OLD.collection;
END;
CREATE TRIGGER object_made AFTER INSERT ON object BEGIN
	UPDATE institution SET object_count = object_count + 1
	WHERE id = NEW.institution AND NEW.is_deleted = 0;
END;
CREATE TRIGGER object_moved AFTER UPDATE OF institution, is_deleted ON object BEGIN
	UPDATE institution SET object_count = object_count - 1
	WHERE id = OLD.institution AND OLD.is_deleted = 0;
	UPDATE institution SET object_count = object_count + 1
	WHERE id = NEW.institution AND NEW.is_deleted = 0;
END;

-- Pages, images, text ------------------------------------------------------

CREATE TABLE image (
	id		INTEGER PRIMARY KEY,
	identifier	TEXT NOT NULL UNIQUE,
	width		INTEGER NOT NULL,
	height		INTEGER NOT NULL,
	changed		INTEGER NOT NULL,
	version		TEXT NOT NULL,
	access_path	TEXT NOT NULL,		-- relative to the data folder
	master_path	TEXT NOT NULL,
	master_hash	TEXT NOT NULL,
	master_bytes	INTEGER NOT NULL,
	media_type	TEXT NOT NULL
);
-- Several objects may show one image; the first of them owns it.
CREATE TABLE object_image (
	object		INTEGER NOT NULL REFERENCES object,
	image		INTEGER NOT NULL REFERENCES image,
	PRIMARY KEY (object, image)
) WITHOUT ROWID;
CREATE INDEX object_image_image ON object_image (image, object);

CREATE TABLE page (
	id		INTEGER PRIMARY KEY,
	object		INTEGER NOT NULL REFERENCES object,
	number		INTEGER NOT NULL,
	label		TEXT NOT NULL,
	image		INTEGER REFERENCES image,
	has_text	INTEGER NOT NULL,
	UNIQUE (object, number)
);
CREATE INDEX page_image ON page (image);
CREATE TABLE page_text (
	page		INTEGER PRIMARY KEY REFERENCES page,
	text		TEXT NOT NULL,
	words		BLOB NOT NULL		-- words.h
);

CREATE TABLE object_range (
	object		INTEGER NOT NULL REFERENCES object,
	number		INTEGER NOT NULL,
	parent		INTEGER NOT NULL,
	label		TEXT NOT NULL,
	type		TEXT NOT NULL,
	PRIMARY KEY (object, number)
) WITHOUT ROWID;
CREATE TABLE range_part (
	object		INTEGER NOT NULL REFERENCES object,
	number		INTEGER NOT NULL,
	place		INTEGER NOT NULL,
	page		INTEGER NOT NULL,
	x		INTEGER NOT NULL,
	y		INTEGER NOT NULL,
	w		INTEGER NOT NULL,
	h		INTEGER NOT NULL,
	PRIMARY KEY (object, number, place)
) WITHOUT ROWID;

CREATE TABLE file (
	object		INTEGER NOT NULL REFERENCES object,
	name		TEXT NOT NULL,
	path		TEXT NOT NULL,
	media_type	TEXT NOT NULL,
	use		TEXT NOT NULL,
	bytes		INTEGER NOT NULL,
	PRIMARY KEY (object, name)
) WITHOUT ROWID;

-- Records ------------------------------------------------------------------

CREATE TABLE record_format (
	id		INTEGER PRIMARY KEY,
	prefix		TEXT NOT NULL UNIQUE,
	schema		TEXT NOT NULL,
	ns		TEXT NOT NULL
);

-- state 0: published, 1: deleted (for ever, or until it comes back), 2: withheld
-- and never published.  A deleted record keeps the sets it was last seen in.
CREATE TABLE record (
	id		INTEGER PRIMARY KEY,
	object		INTEGER NOT NULL REFERENCES object,
	format		INTEGER NOT NULL REFERENCES record_format,
	datestamp	INTEGER NOT NULL,
	state		INTEGER NOT NULL,
	sets		TEXT NOT NULL,		-- deepest specs, parted by spaces
	withheld	TEXT NOT NULL,		-- why, when it is
	UNIQUE (object, format)
);
CREATE TABLE record_xml (
	record		INTEGER PRIMARY KEY REFERENCES record,
	xml		TEXT NOT NULL
);

-- A listed record in each of its sets and all sets above, and in the whole list
-- (harvest_set 0), in keyset order.  Also the whole list is here and not an index
-- on record: SQLite seeks by (datestamp, rowid) only where the rowid is a column
-- like others, and a second may hold a third of all records.
CREATE TABLE record_set (
	format		INTEGER NOT NULL,
	harvest_set	INTEGER NOT NULL,
	datestamp	INTEGER NOT NULL,
	record		INTEGER NOT NULL REFERENCES record,
	PRIMARY KEY (format, harvest_set, datestamp, record)
) WITHOUT ROWID;
CREATE INDEX record_set_record ON record_set (record);

-- How many those are.
CREATE TABLE record_count (
	format		INTEGER NOT NULL,
	harvest_set	INTEGER NOT NULL,
	count		INTEGER NOT NULL,
	PRIMARY KEY (format, harvest_set)
) WITHOUT ROWID;

CREATE TRIGGER record_set_more AFTER INSERT ON record_set BEGIN
	INSERT INTO record_count VALUES (NEW.format, NEW.harvest_set, 1)
	ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER record_set_less AFTER DELETE ON record_set BEGIN
	UPDATE record_count SET count = count - 1
	WHERE format = OLD.format AND harvest_set = OLD.harvest_set;
END;
-- A harvester that has seen a record must always be told of its end.
CREATE TRIGGER record_is_kept BEFORE DELETE ON record BEGIN
	SELECT RAISE(ABORT, 'records are never deleted, only marked');
END;
CREATE TRIGGER record_stays_listed BEFORE UPDATE OF state ON record
WHEN OLD.state < 2 AND NEW.state = 2 BEGIN
	SELECT RAISE(ABORT, 'a record that was published cannot be hidden, only deleted');
END;

-- What happened, in order.  kind as enum vt_change: 1 created, 2 updated, 3 deleted.
CREATE TABLE change (
	id		INTEGER PRIMARY KEY AUTOINCREMENT,
	time		INTEGER NOT NULL,
	object		INTEGER NOT NULL REFERENCES object,
	kind		INTEGER NOT NULL
);
CREATE INDEX change_object ON change (object);
CREATE TRIGGER change_is_kept BEFORE DELETE ON change BEGIN
	SELECT RAISE(ABORT, 'the list of changes is only added to');
END;
CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN
	SELECT RAISE(ABORT, 'the list of changes is only added to');
END;

-- Search -------------------------------------------------------------------

-- One row an object.  "text" holds what the access policy may hide: whoever
-- asks this index must leave that column out for objects that are not open.
CREATE VIEW search_source (id, title, about, text) AS
SELECT d.object, d.title, d.about,
    coalesce((SELECT group_concat(label, char(10)) FROM (
	SELECT r.label FROM object_range r WHERE r.object = d.object ORDER BY r.number)), '')
    || char(10) ||
    coalesce((SELECT group_concat(text, char(10)) FROM (
	SELECT t.text FROM page p JOIN page_text t ON t.page = p.id
	WHERE p.object = d.object ORDER BY p.number)), '')
FROM description d;

CREATE VIRTUAL TABLE search USING fts5(title, about, text,
	content = 'search_source', content_rowid = 'id', tokenize = 'vartai');
