-- Rows say what of a success case may be told and what changed last, and marketing has rows of its own; all of them are
-- made anew at the next start, and who sees what with them.
UPDATE position SET rows_stale = 1;
