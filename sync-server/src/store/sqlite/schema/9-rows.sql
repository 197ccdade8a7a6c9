-- Rows made by an earlier program lack what lists are told by now; they are made anew at the next start.
UPDATE position SET rows_stale = 1;
