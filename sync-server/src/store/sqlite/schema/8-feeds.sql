-- The private address of a person's calendar feed: one at a time, known only to who fetches it.
CREATE TABLE feeds (
    token BLOB PRIMARY KEY,
    user BLOB NOT NULL UNIQUE REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows made by an earlier program lack what lists are told by now; they are made anew at the next start.
ALTER TABLE position ADD COLUMN rows_stale INTEGER NOT NULL DEFAULT 0;
UPDATE position SET rows_stale = 1;
