package postgres

import (
	"context"
	"encoding/json"
	"fmt"
)

// recipeColumns are the columns of a recipe that people edit. Their names are those of
// the API, so that a recipe is passed as one JSON object.
const recipeColumns = `name, description, short_description, image, product_id, subcategory_id, cuisine_type,
  difficulty, prep_time_minutes, cook_time_minutes, servings, calories_per_serving, ingredients,
  preparation_steps, chef_notes, presentation_tips, storage_instructions, dietary_tags, flavors, textures,
  cooking_methods, uses_oil, is_celiac_safe, allergen_notes, modifications, warnings, cost_cents,
  suggested_price_cents, yield_quantity, yield_unit, portion_size, risk_level, custom_rag_disclaimer`

// InsertRecipe inserts a recipe of a branch and returns its ID. recipe has a JSON member
// for each column.
func (tx *Tx) InsertRecipe(ctx context.Context, tenant, branch int64, recipe any) (id int64, err error) {
	raw, err := json.Marshal(recipe)
	if err != nil {
		return 0, fmt.Errorf("encode a recipe: %w", err)
	}
	err = tx.QueryRow(ctx, `INSERT INTO recipe (tenant_id, branch_id, `+recipeColumns+`)
SELECT $1, $2, `+recipeColumns+` FROM jsonb_populate_record(NULL::recipe, $3) RETURNING id`,
		tenant, branch, raw).Scan(&id)
	return id, err
}

// UpdateRecipe updates all editable columns of a recipe.
func (tx *Tx) UpdateRecipe(ctx context.Context, tenant, id int64, recipe any) error {
	raw, err := json.Marshal(recipe)
	if err != nil {
		return fmt.Errorf("encode a recipe: %w", err)
	}
	_, err = tx.Exec(ctx, `
UPDATE recipe SET (`+recipeColumns+`) = (SELECT `+recipeColumns+` FROM jsonb_populate_record(NULL::recipe, $3))
WHERE tenant_id = $1 AND id = $2`, tenant, id, raw)
	return err
}
