-- then
SELECT unpaid_cap_cents IS NULL AND NOT staff_opens_tables FROM branch WHERE id = 10;
