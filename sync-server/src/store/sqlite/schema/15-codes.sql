-- Rows carry a print of the credit code, by which duplicates are found: they are made anew at the next start.
UPDATE position SET rows_stale = 1;
