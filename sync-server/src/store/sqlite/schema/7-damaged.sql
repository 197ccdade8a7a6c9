-- What could not be read any more, as it stood: snapshots have no number of a change. Kept for whoever can read more of it.
CREATE TABLE damaged (
    epoch BLOB NOT NULL,
    doc BLOB NOT NULL,
    seq INTEGER,
    dictionary INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
