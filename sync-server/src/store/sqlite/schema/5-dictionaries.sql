-- What snapshots and changes are deflated with: a piece of this workspace's documents, made once there are some. It never
-- leaves the store. 0 stands for none.
CREATE TABLE dictionaries (
    number INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO dictionaries (number, bytes) VALUES (0, x'');

ALTER TABLE changes ADD COLUMN dictionary INTEGER NOT NULL DEFAULT 0;
-- `size` counts the bytes of the snapshot; where fewer stand here, they are deflated.
CREATE TABLE packed (
    doc BLOB PRIMARY KEY,
    seq INTEGER NOT NULL,
    dictionary INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO packed (doc, seq, dictionary, size, bytes) SELECT doc, seq, 0, length(bytes), bytes FROM snapshots;
DROP TABLE snapshots;
ALTER TABLE packed RENAME TO snapshots;
