-- SPDX-License-Identifier: Apache-2.0
-- 007: how an object wants to be shown, where its source says so; what is known of
-- files that play; issues of serials.  What was taken in before gets these when its
-- source is taken in again.

-- Of most objects nothing is said, and they have no row.
CREATE TABLE object_view (
	object		INTEGER PRIMARY KEY REFERENCES object,
	direction	TEXT NOT NULL,		-- IIIF's viewingDirection; '': left-to-right
	behavior	TEXT NOT NULL,		-- paged, individuals …; '': as its kind is
	start_page	INTEGER NOT NULL	-- a number; 0: the first
);
CREATE TABLE page_view (
	object		INTEGER NOT NULL REFERENCES object,
	number		INTEGER NOT NULL,
	behavior	TEXT NOT NULL,		-- non-paged, facing-pages
	PRIMARY KEY (object, number)
) WITHOUT ROWID;
-- Other images of the same page, beside the one that is shown first.
CREATE TABLE page_choice (
	object		INTEGER NOT NULL REFERENCES object,
	number		INTEGER NOT NULL,
	place		INTEGER NOT NULL,
	image		INTEGER NOT NULL REFERENCES image,
	label		TEXT NOT NULL,
	PRIMARY KEY (object, number, place)
) WITHOUT ROWID;

ALTER TABLE file ADD COLUMN hash TEXT NOT NULL DEFAULT '';		-- of its content
ALTER TABLE file ADD COLUMN duration INTEGER NOT NULL DEFAULT 0;	-- ms; 0: it does not play, or nobody knows
ALTER TABLE file ADD COLUMN width INTEGER NOT NULL DEFAULT 0;		-- of a film, pixels
ALTER TABLE file ADD COLUMN height INTEGER NOT NULL DEFAULT 0;

-- What appears in issues, and these by their day (date_key of object).
CREATE TABLE serial (
	id		INTEGER PRIMARY KEY,
	identifier	TEXT NOT NULL UNIQUE,
	title		TEXT NOT NULL UNIQUE,
	lang		TEXT NOT NULL
);
CREATE TABLE serial_issue (
	serial		INTEGER NOT NULL REFERENCES serial,
	date_key	INTEGER NOT NULL,
	object		INTEGER NOT NULL REFERENCES object,
	PRIMARY KEY (serial, date_key, object)
) WITHOUT ROWID;
CREATE INDEX serial_issue_object ON serial_issue (object);
