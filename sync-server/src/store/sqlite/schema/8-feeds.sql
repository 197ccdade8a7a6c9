-- The private address of a person's calendar feed: one at a time, known only to who fetches it.
CREATE TABLE feeds (
    token BLOB PRIMARY KEY,
    user BLOB NOT NULL UNIQUE REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
