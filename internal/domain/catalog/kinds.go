package catalog

// The kinds. Owners come before what they own.
var (
	Branch = &Kind{
		Name: "branch", Plural: "branches", Table: "branch", Title: "name", Branch: "id", OnMenu: true,
		Missing: missing("branch_not_found", "No encontramos esa sucursal."),
	}
	Staff = &Kind{
		Name: "staff", Plural: "staff", Table: "app_user", Title: "email",
		Missing: missing("staff_not_found", "No encontramos a esa persona."),
	}
	Sector = &Kind{
		Name: "sector", Plural: "sectors", Table: "branch_sector", Title: "name", Branch: "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("sector_not_found", "No encontramos ese sector."),
	}
	Table = &Kind{
		Name: "table", Plural: "tables", Table: "restaurant_table", Title: "code", Branch: "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("table_not_found", "No encontramos esa mesa."),
	}
	Category = &Kind{
		Name: "category", Plural: "categories", Table: "category", Title: "name", Branch: "branch_id", OnMenu: true,
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("category_not_found", "No encontramos esa categoría."),
	}
	Subcategory = &Kind{
		Name: "subcategory", Plural: "subcategories", Table: "subcategory", Title: "name", InOwnersBranch: true, OnMenu: true,
		Owners:  []Owner{{Category, "category_id"}},
		Missing: missing("subcategory_not_found", "No encontramos esa subcategoría."),
	}
	Product = &Kind{
		Name: "product", Plural: "products", Table: "product", Title: "name", OnMenu: true,
		Owners:  []Owner{{Category, "category_id"}, {Subcategory, "subcategory_id"}},
		Missing: missing("product_not_found", "No encontramos ese producto."),
	}
	BranchProduct = &Kind{
		Name: "branch_product", Plural: "branch_products", Table: "branch_product", Branch: "branch_id", OnMenu: true,
		Called:  []Owner{{Product, "product_id"}, {Branch, "branch_id"}},
		Owners:  []Owner{{Product, "product_id"}, {Branch, "branch_id"}},
		Missing: missing("branch_product_not_found", "El producto no se vende en esa sucursal."),
	}
	Allergen = &Kind{
		Name: "allergen", Plural: "allergens", Table: "allergen", Title: "name", OnMenu: true,
		Missing: missing("allergen_not_found", "No encontramos ese alérgeno."),
	}
	ProductAllergen = &Kind{
		Name: "product_allergen", Plural: "product_allergens", Table: "product_allergen", OnMenu: true,
		Called:  []Owner{{Product, "product_id"}, {Allergen, "allergen_id"}},
		Owners:  []Owner{{Product, "product_id"}, {Allergen, "allergen_id"}},
		Missing: missing("product_allergen_not_found", "El producto no tiene ese alérgeno."),
	}
	CrossReaction = &Kind{
		Name: "allergen_cross_reaction", Plural: "allergen_cross_reactions", Table: "allergen_cross_reaction", OnMenu: true,
		Called:  []Owner{{Allergen, "allergen_id"}, {Allergen, "cross_reacts_with_id"}},
		Owners:  []Owner{{Allergen, "allergen_id"}, {Allergen, "cross_reacts_with_id"}},
		Missing: missing("cross_reaction_not_found", "No encontramos esa reacción cruzada."),
	}
	Reservation = &Kind{
		Name: "reservation", Plural: "reservations", Table: "reservation", Title: "customer_name", Branch: "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("reservation_not_found", "No encontramos esa reserva."),
	}
	DeliveryOrder = &Kind{
		Name:    "delivery_order",
		Plural:  "delivery_orders",
		Table:   "delivery_order",
		Title:   "customer_name",
		Branch:  "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("delivery_order_not_found", "No encontramos ese pedido."),
	}
	Supplier = &Kind{
		Name: "supplier", Plural: "suppliers", Table: "supplier", Title: "name",
		Missing: missing("supplier_not_found", "No encontramos ese proveedor."),
	}
	TipPool = &Kind{
		Name: "tip_pool", Plural: "tip_pools", Table: "tip_pool", Title: "name", Branch: "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("tip_pool_not_found", "No encontramos ese reparto de propinas."),
	}
	IngredientGroup = &Kind{
		Name: "ingredient_group", Plural: "ingredient_groups", Table: "ingredient_group", Title: "name", OnMenu: true,
		Missing: missing("ingredient_group_not_found", "No encontramos ese grupo de ingredientes."),
	}
	Ingredient = &Kind{
		Name: "ingredient", Plural: "ingredients", Table: "ingredient", Title: "name", OnMenu: true,
		Missing: missing("ingredient_not_found", "No encontramos ese ingrediente."),
	}
	StockItem = &Kind{
		Name: "stock_item", Plural: "stock_items", Table: "stock_item", Branch: "branch_id",
		Called:  []Owner{{Ingredient, "ingredient_id"}, {Branch, "branch_id"}},
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("stock_item_not_found", "No encontramos ese insumo en el depósito."),
	}
	SubIngredient = &Kind{
		Name: "sub_ingredient", Plural: "sub_ingredients", Table: "sub_ingredient", Title: "name", OnMenu: true,
		Owners:  []Owner{{Ingredient, "ingredient_id"}},
		Missing: missing("sub_ingredient_not_found", "No encontramos ese componente."),
	}
	Recipe = &Kind{
		Name: "recipe", Plural: "recipes", Table: "recipe", Title: "name", Branch: "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("recipe_not_found", "No encontramos esa receta."),
	}
	Promotion = &Kind{
		Name: "promotion", Plural: "promotions", Table: "promotion", Title: "name", OnMenu: true,
		Missing: missing("promotion_not_found", "No encontramos esa promoción."),
	}
	Customization = &Kind{
		Name: "customization", Plural: "customizations", Table: "customization_option", Title: "name",
		Missing: missing("customization_not_found", "No encontramos esa opción."),
	}
	KnowledgeDocument = &Kind{
		Name:    "knowledge_document",
		Plural:  "knowledge_documents",
		Table:   "knowledge_document",
		Title:   "title",
		Branch:  "branch_id",
		Owners:  []Owner{{Branch, "branch_id"}},
		Missing: missing("knowledge_document_not_found", "No encontramos ese texto."),
	}
)

// Webhook is a subscription of a restaurant's own program to its events.
var Webhook = &Kind{
	Name: "webhook", Plural: "webhooks", Table: "webhook_subscription", Title: "name", Branch: "branch_id",
	Owners:  []Owner{{Branch, "branch_id"}},
	Missing: missing("webhook_not_found", "No encontramos esa suscripción."),
}

// Kinds lists all kinds.
var Kinds = []*Kind{
	Branch, Staff, Sector, Table, Category, Subcategory, Product, BranchProduct,
	Allergen, ProductAllergen, CrossReaction,
	Webhook,
	Reservation, DeliveryOrder, Supplier, StockItem, TipPool,
	IngredientGroup, Ingredient, SubIngredient, Recipe, Promotion, Customization, KnowledgeDocument,
}

// aliases are other words for a kind in paths, with its plural.
var aliases = map[string]string{"users": "staff", "restaurant_tables": "tables", "branch_sectors": "sectors"}
