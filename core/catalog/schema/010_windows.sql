-- SPDX-License-Identifier: Apache-2.0
-- 010: how many records a window of a list has, without looking at each of them.  A
-- list (a format and a set) is cut into blocks of about a thousand records.  A block
-- begins at "first" and reaches to where the next one begins; none of its records is
-- later than "last".  It takes in records until it is full and their second is over:
-- so before "last" it has about a thousand at most, and in that second any number.
-- A window is whole blocks and a part of one at either edge, where at most what comes
-- before "last" is looked at.  What lists have in all is in the blocks, too.

DROP TRIGGER record_set_more;
DROP TRIGGER record_set_less;
DROP TABLE record_count;

CREATE TABLE record_block (
	format		INTEGER NOT NULL,
	harvest_set	INTEGER NOT NULL,
	first		INTEGER NOT NULL,
	last		INTEGER NOT NULL,
	count		INTEGER NOT NULL,	-- never 0: such a block is gone
	PRIMARY KEY (format, harvest_set, first)
) WITHOUT ROWID;

INSERT INTO record_block
SELECT format, harvest_set, min(datestamp), max(datestamp), sum(n) FROM (
	SELECT format, harvest_set, datestamp, n, (sum(n) OVER (
		PARTITION BY format, harvest_set ORDER BY datestamp) - n) / 1000 AS block
	FROM (SELECT format, harvest_set, datestamp, count(*) AS n FROM record_set GROUP BY 1, 2, 3))
GROUP BY format, harvest_set, block;

-- Datestamps only grow, so nearly always it is the last block or a new one.  Any other
-- order is counted as rightly.
CREATE TRIGGER record_set_more AFTER INSERT ON record_set BEGIN
	INSERT INTO record_block VALUES (NEW.format, NEW.harvest_set,
		coalesce((SELECT b.first FROM (SELECT first, last, count FROM record_block
			WHERE format = NEW.format AND harvest_set = NEW.harvest_set
			AND first <= NEW.datestamp ORDER BY first DESC LIMIT 1) b
			WHERE b.count < 1000 OR b.last >= NEW.datestamp), NEW.datestamp),
		NEW.datestamp, 1)
	ON CONFLICT DO UPDATE SET count = count + 1, last = max(last, excluded.last);
END;
CREATE TRIGGER record_set_less AFTER DELETE ON record_set BEGIN
	UPDATE record_block SET count = count - 1
	WHERE format = OLD.format AND harvest_set = OLD.harvest_set
	AND first = (SELECT first FROM record_block
		WHERE format = OLD.format AND harvest_set = OLD.harvest_set
		AND first <= OLD.datestamp ORDER BY first DESC LIMIT 1);
END;
CREATE TRIGGER record_set_moved AFTER UPDATE ON record_set BEGIN
	UPDATE record_block SET count = count - 1
	WHERE format = OLD.format AND harvest_set = OLD.harvest_set
	AND first = (SELECT first FROM record_block
		WHERE format = OLD.format AND harvest_set = OLD.harvest_set
		AND first <= OLD.datestamp ORDER BY first DESC LIMIT 1);
	INSERT INTO record_block VALUES (NEW.format, NEW.harvest_set,
		coalesce((SELECT b.first FROM (SELECT first, last, count FROM record_block
			WHERE format = NEW.format AND harvest_set = NEW.harvest_set
			AND first <= NEW.datestamp ORDER BY first DESC LIMIT 1) b
			WHERE b.count < 1000 OR b.last >= NEW.datestamp), NEW.datestamp),
		NEW.datestamp, 1)
	ON CONFLICT DO UPDATE SET count = count + 1, last = max(last, excluded.last);
END;
CREATE TRIGGER record_block_empty AFTER UPDATE OF count ON record_block WHEN NEW.count = 0 BEGIN
	DELETE FROM record_block WHERE format = NEW.format AND harvest_set = NEW.harvest_set
	AND first = NEW.first;
END;
