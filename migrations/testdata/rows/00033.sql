-- then
SELECT recipe_id IS NULL FROM product WHERE id = 31;
