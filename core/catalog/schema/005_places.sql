-- SPDX-License-Identifier: Apache-2.0
-- 005: the search index holds places.  A row is an object's titles and description
-- (and the names of its parts, as "text"), or the text of one of its pages; its rowid
-- is object.search_row, and that with the page's number added (gather.h).  One word of a page is one
-- place, with its forms (term_forms.h), so that a place leads to a box (words.h).
-- The index holds no texts: page_text and description do, and who takes a row out
-- of it gives it what was put in.  "text" is the first column, for the index notes each
-- change to another.  It is empty now; the rules of before in "meta" make
-- the writer fill it as it opens.

DROP TABLE search;
DROP VIEW search_source;
CREATE VIRTUAL TABLE search USING fts5(text, title, about, content = '', tokenize = 'vartai');
UPDATE meta SET search_rules = '';

-- Objects stand one behind the other in the index, so that a row tells its object, and
-- rows that have a word lie close together.  0: it is not in it.
ALTER TABLE object ADD COLUMN search_row INTEGER NOT NULL DEFAULT 0;
CREATE INDEX object_search_row ON object (search_row) WHERE search_row > 0;

-- In which spelling a page's words were put in: enum vt_term_spelling.
ALTER TABLE page_text ADD COLUMN spelling INTEGER NOT NULL DEFAULT 0;
