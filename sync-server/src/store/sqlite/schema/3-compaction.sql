-- Every hash ever accepted, so that nothing is accepted twice, also when its change has left the log.
CREATE TABLE accepted (
    hash BLOB PRIMARY KEY,
    doc BLOB NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO accepted (hash, doc, seq) SELECT hash, doc, seq FROM changes ORDER BY hash;

-- The log: changes that are in no snapshot yet, and of the others the newest ones of each document. `size` counts the
-- bytes of the chunk; where fewer stand here, they are deflated. Its hash is unique in `accepted`.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    doc BLOB NOT NULL,
    hash BLOB NOT NULL,
    device BLOB NOT NULL,
    user BLOB,
    received_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO log (seq, doc, hash, device, user, received_at, size, bytes)
    SELECT seq, doc, hash, device, user, received_at, length(bytes), bytes FROM changes;
DROP TABLE changes;
ALTER TABLE log RENAME TO changes;
CREATE INDEX changes_of_document ON changes (doc, seq);

-- The last number whose change left the log.
ALTER TABLE documents ADD COLUMN trimmed INTEGER NOT NULL DEFAULT 0;
