-- SPDX-License-Identifier: Apache-2.0
-- 006: the words of an object's texts, for completing what is typed: some in a row,
-- in the order in which they read folded (vocabulary.h).

CREATE TABLE vocabulary (
	object		INTEGER NOT NULL REFERENCES object,
	first		TEXT NOT NULL,		-- folded
	terms		BLOB NOT NULL,
	PRIMARY KEY (object, first)
) WITHOUT ROWID;
