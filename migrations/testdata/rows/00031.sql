-- then
SELECT recipe_id IS NULL AND NOT inherits_from_recipe FROM product WHERE id = 31;
