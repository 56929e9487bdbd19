-- SPDX-License-Identifier: Apache-2.0
-- 002: each search asks when the next embargo ends.

CREATE INDEX object_embargo ON object (embargo_until) WHERE access = 1 AND is_deleted = 0;
