-- SPDX-License-Identifier: Apache-2.0
-- 003: a name for what the catalogue holds.  The generation counts, and a copy or
-- a restored backup that is ingested into counts on with other contents; the
-- state is drawn from chance with each generation, so two catalogues of the same
-- state hold the same, wherever they are.

ALTER TABLE meta ADD COLUMN state BLOB NOT NULL DEFAULT x'';
UPDATE meta SET state = randomblob(16);
