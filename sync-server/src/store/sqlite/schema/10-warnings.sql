-- Rows have what warns of losing a customer; they are made anew at the next start.
UPDATE position SET rows_stale = 1;
