-- SPDX-License-Identifier: Apache-2.0
-- 011: where the places of facets are, for maps; filled as facets are (009), anew by
-- the next writer, since the rules that they were made by are others now.

ALTER TABLE facet_value ADD COLUMN has_point INTEGER NOT NULL DEFAULT 0;
ALTER TABLE facet_value ADD COLUMN latitude INTEGER NOT NULL DEFAULT 0;	-- millionths of a degree
ALTER TABLE facet_value ADD COLUMN longitude INTEGER NOT NULL DEFAULT 0;
