-- SPDX-License-Identifier: Apache-2.0
-- 009: what objects can be narrowed down by, in a form that is read in one go
-- (facets.h).  Filled by the program itself, at once and whenever its rules are
-- others than those that these were made by.

CREATE TABLE facet_value (
	id		INTEGER PRIMARY KEY,	-- its last three bits: which facet
	facet		INTEGER NOT NULL,
	key		TEXT NOT NULL,
	lt		TEXT NOT NULL DEFAULT '',	-- names, of places only
	en		TEXT NOT NULL DEFAULT '',
	UNIQUE (facet, key)
);
CREATE TABLE facet_block (
	id		INTEGER PRIMARY KEY,	-- of its objects' ids, the bits above the lowest
	data		BLOB NOT NULL
);
CREATE TABLE facet_rules (
	version		INTEGER NOT NULL
);
INSERT INTO facet_rules VALUES (0);
