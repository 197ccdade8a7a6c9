-- The key of the seals; drawn when the database is opened the first time.
ALTER TABLE position ADD COLUMN seal_key BLOB;

-- Whether this database was ever put in place from a backup: devices may then know more than it does.
ALTER TABLE position ADD COLUMN restored INTEGER NOT NULL DEFAULT 0;
