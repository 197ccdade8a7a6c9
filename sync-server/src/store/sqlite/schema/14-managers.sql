-- Managers hold what other departments added about the customers of their team: who sees what is settled anew at the
-- next start.
UPDATE position SET rows_stale = 1;
