-- +goose Up
-- What the Dashboard says of a product beyond what guests read: the recipe it comes from, and how carefully an answer about it
-- has to be given.
ALTER TABLE product ADD COLUMN recipe_id bigint, ADD COLUMN inherits_from_recipe boolean NOT NULL DEFAULT false;
CREATE INDEX product_recipe ON product (tenant_id, recipe_id) WHERE recipe_id IS NOT NULL;

CREATE TABLE product_rag_config (
  product_id bigint PRIMARY KEY,
  tenant_id bigint NOT NULL,
  risk_level text NOT NULL DEFAULT 'low' CHECK (risk_level IN ('low', 'medium', 'high')),
  custom_disclaimer text,
  highlight_allergens boolean NOT NULL DEFAULT true,
  FOREIGN KEY (tenant_id, product_id) REFERENCES product (tenant_id, id)
);

-- Whoever reads a product reads its prices and what else is said of it.
CREATE INDEX branch_product_product ON branch_product (product_id);
CREATE INDEX product_allergen_product ON product_allergen (product_id);
CREATE INDEX product_modification_product ON product_modification (product_id);
CREATE INDEX product_warning_product ON product_warning (product_id);
CREATE INDEX product_tenant ON product (tenant_id, id) WHERE deleted_at IS NULL;

-- +goose Down
DROP INDEX product_tenant, product_warning_product, product_modification_product, product_allergen_product, branch_product_product;
DROP TABLE product_rag_config;
DROP INDEX product_recipe;
ALTER TABLE product DROP COLUMN inherits_from_recipe, DROP COLUMN recipe_id;
