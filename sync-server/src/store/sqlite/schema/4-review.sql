-- Decisions on held changes, with their number in the log.
CREATE TABLE reviews (
    device BLOB NOT NULL,
    hash BLOB NOT NULL,
    seq INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    by BLOB NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (device, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_by_number ON reviews (device, seq);

-- The audit trail. Each hash is over its line and the hash before; nothing here is ever changed or deleted.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    user BLOB,
    device BLOB,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END;
