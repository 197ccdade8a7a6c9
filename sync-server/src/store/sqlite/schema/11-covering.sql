-- A download walks what a person may see from the newest to the oldest, page by page, and counts what is still to come:
-- the index answers both by itself.
DROP INDEX access_by_change;
CREATE INDEX access_by_change ON access (user, last_seq, level, since, reason) WHERE level > 0;
