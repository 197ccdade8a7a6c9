-- Rows count who can still be reached; they are made anew at the next start.
UPDATE position SET rows_stale = 1;
