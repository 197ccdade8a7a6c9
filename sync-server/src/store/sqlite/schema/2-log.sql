-- Where the log stands. One line.
CREATE TABLE position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch BLOB NOT NULL,
    seq INTEGER NOT NULL,
    digest_key BLOB NOT NULL
) STRICT;

-- Every accepted change, for ever.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY,
    doc BLOB NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    device BLOB NOT NULL,
    user BLOB,
    received_at INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX changes_of_document ON changes (doc, seq);

-- Heads are sorted hashes of 32 bytes, deputies sorted ids of 10 bytes, one after the other.
CREATE TABLE documents (
    doc BLOB PRIMARY KEY,
    heads BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    owner BLOB,
    deputies BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A snapshot holds every change of its document up to `seq`.
CREATE TABLE snapshots (
    doc BLOB PRIMARY KEY,
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE rows (
    doc BLOB NOT NULL,
    audience INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (doc, audience)
) STRICT;
CREATE UNIQUE INDEX rows_by_number ON rows (seq);

-- Who may see what. `last_seq` repeats the document's, so that a pull walks what changed for one user and nothing else.
CREATE TABLE access (
    user BLOB NOT NULL,
    doc BLOB NOT NULL,
    level INTEGER NOT NULL,
    since INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    PRIMARY KEY (user, doc)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_of_document ON access (doc);
CREATE INDEX access_by_number ON access (user, since);
CREATE INDEX access_by_change ON access (user, last_seq) WHERE level > 0;

CREATE TABLE pins (
    device BLOB NOT NULL,
    doc BLOB NOT NULL,
    wanted INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (device, doc)
) STRICT, WITHOUT ROWID;

-- What was not accepted, raw, for review.
CREATE TABLE held (
    number INTEGER PRIMARY KEY,
    device BLOB NOT NULL,
    hash BLOB NOT NULL,
    doc BLOB NOT NULL,
    reason INTEGER NOT NULL,
    user BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    heads BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (device, hash)
) STRICT;
CREATE INDEX held_by_hash ON held (hash);

CREATE TABLE syncs (
    device BLOB PRIMARY KEY,
    user BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The workspace document's directory, as CBOR, to be read without opening it.
CREATE TABLE members (
    user BLOB PRIMARY KEY,
    member BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE digests (
    user BLOB PRIMARY KEY,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
