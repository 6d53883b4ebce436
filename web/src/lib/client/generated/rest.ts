// Written by scripts/generate.mjs: change its source, not this file.
export interface paths {
    "/api/admin/allergen_cross_reactions/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreAllergenCrossReaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/allergens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los alérgenos del restaurante con sus reacciones cruzadas. */
        get: operations["listAllergens"];
        put?: never;
        /** Crea un alérgeno. */
        post: operations["createAllergen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/allergens/cross-reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las reacciones cruzadas entre alérgenos. */
        get: operations["listCrossReactions"];
        put?: never;
        /** Anota una reacción cruzada. */
        post: operations["createCrossReaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/allergens/cross-reactions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Borra una reacción cruzada; se puede restaurar. */
        delete: operations["deleteCrossReaction"];
        options?: never;
        head?: never;
        /** Cambia una reacción cruzada. */
        patch: operations["updateCrossReaction"];
        trace?: never;
    };
    "/api/admin/allergens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra un alérgeno. */
        get: operations["getAllergen"];
        put?: never;
        post?: never;
        /** Borra un alérgeno de la carta; se puede restaurar. */
        delete: operations["deleteAllergen"];
        options?: never;
        head?: never;
        /** Cambia un alérgeno. */
        patch: operations["updateAllergen"];
        trace?: never;
    };
    "/api/admin/allergens/{id}/cascade-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué se borraría junto con algo. */
        get: operations["previewDeletionOfAllergen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/allergens/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreAllergen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las claves de programas, sin sus valores. */
        get: operations["listAPIKeys"];
        put?: never;
        /** Crea una clave para un programa. Su valor se muestra esta única vez. */
        post: operations["createAPIKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Anula una clave en el acto. */
        delete: operations["revokeAPIKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reemplaza una clave. La anterior vale un día más. */
        post: operations["rotateAPIKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra quién atiende cada sector de una sucursal un día, y quién queda libre. */
        get: operations["listAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/assignments-bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Quita todas las asignaciones de una sucursal un día. */
        delete: operations["deleteAssignments"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/assignments/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asigna mozos a sectores; lo que ya estaba asignado se saltea. Rige enseguida. */
        post: operations["createAssignments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/assignments/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Copia las asignaciones de un día a otro: las que todavía se pueden cumplir. */
        post: operations["copyAssignments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/assignments/{assignment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Quita a un mozo de un sector. */
        delete: operations["deleteAssignment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra quién cambió qué, lo último primero. Un encargado ve lo de sus sucursales y lo propio. */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/branch_products/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreBranchProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/branch_sectors/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreBranchSectors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/branches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista tus sucursales; quien es ADMIN ve todas. */
        get: operations["listBranches"];
        put?: never;
        /** Crea una sucursal. Quien es ADMIN trabaja en ella enseguida. */
        post: operations["createBranch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/branches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una sucursal. */
        get: operations["getBranch"];
        put?: never;
        post?: never;
        /** Borra una sucursal sin mesas abiertas, con todo lo suyo; se puede restaurar. */
        delete: operations["deleteBranch"];
        options?: never;
        head?: never;
        /** Cambia una sucursal, o cómo atiende su salón las mesas que se abran desde ahora. */
        patch: operations["updateBranch"];
        trace?: never;
    };
    "/api/admin/branches/{id}/cascade-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué se borraría junto con algo. */
        get: operations["previewDeletionOfBranch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/branches/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreBranch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/cash/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cierra una caja con lo que se contó; dice cuánto falta o sobra. */
        post: operations["closeCashDrawer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/cash/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** La caja abierta de la sucursal. */
        get: operations["getCurrentCashDrawer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/cash/movement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Anota dinero que entra a una caja o sale de ella. */
        post: operations["recordCashMovement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/cash/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Abre una caja con el efectivo que tiene. */
        post: operations["openCashDrawer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/cash/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Las cajas de la sucursal, de la última a la primera. */
        get: operations["listCashDrawers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/cash/sessions/{session_id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Una caja con todos sus movimientos. */
        get: operations["getCashDrawerSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/catalogs/cooking-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las formas de cocción. */
        get: operations["listCookingMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/catalogs/cuisine-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los tipos de cocina. */
        get: operations["listCuisineTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/catalogs/flavor-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los sabores. */
        get: operations["listFlavorProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/catalogs/texture-profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las texturas. */
        get: operations["listTextureProfiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las categorías de tus sucursales, en el orden de la carta. */
        get: operations["listCategories"];
        put?: never;
        /** Crea una categoría. Sin orden, va al final. */
        post: operations["createCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una categoría. */
        get: operations["getCategory"];
        put?: never;
        post?: never;
        /** Borra una categoría con sus subcategorías y productos; se puede restaurar. */
        delete: operations["deleteCategory"];
        options?: never;
        head?: never;
        /** Cambia una categoría. */
        patch: operations["updateCategory"];
        trace?: never;
    };
    "/api/admin/categories/{id}/cascade-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué se borraría junto con algo. */
        get: operations["previewDeletionOfCategory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/categories/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreCategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/customizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las opciones con las que se personaliza un plato. */
        get: operations["listCustomizations"];
        put?: never;
        /** Crea una opción. */
        post: operations["createCustomization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/customizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una opción. */
        get: operations["getCustomization"];
        /** Cambia una opción. Lo que no se manda queda como está. */
        put: operations["updateCustomization"];
        post?: never;
        /** Borra una opción; se puede restaurar. */
        delete: operations["deleteCustomization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/customizations/{id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ofrece una opción en estos productos y en ningún otro. */
        put: operations["setCustomizationProducts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/customizations/{id}/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ofrece una opción en un producto. */
        post: operations["addCustomizationToProduct"];
        /** Deja de ofrecer una opción en un producto. */
        delete: operations["removeCustomizationFromProduct"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/customizations/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreCustomization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/data-export/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta el registro de auditoría entre dos días, con cada dato que cambió. */
        get: operations["exportAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/data-export/customer/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exporta todo lo que se sabe de un cliente. */
        get: operations["exportCustomer"];
        put?: never;
        post?: never;
        /** Borra de los datos quién fue un cliente; sus consumos quedan, sin nombre. */
        delete: operations["anonymizeCustomer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/delivery/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los pedidos para llevar y para enviar, los últimos primero. */
        get: operations["listDeliveryOrders"];
        put?: never;
        /** Toma un pedido, a los precios de la sucursal. */
        post: operations["createDeliveryOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/delivery/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra un pedido para llevar o para enviar. */
        get: operations["getDeliveryOrder"];
        /** Cambia los datos de un pedido. */
        put: operations["updateDeliveryOrder"];
        post?: never;
        /** Borra un pedido; se puede restaurar. */
        delete: operations["deleteDeliveryOrder"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/delivery/orders/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Dice adónde se lleva un pedido. */
        patch: operations["assignDeliveryOrder"];
        trace?: never;
    };
    "/api/admin/delivery/orders/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Mueve un pedido a su próximo estado. */
        patch: operations["updateDeliveryOrderStatus"];
        trace?: never;
    };
    "/api/admin/delivery_orders/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreDeliveryOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/exclusions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué categorías y subcategorías no se ofrecen en qué sucursales. */
        get: operations["listExclusions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/exclusions/categories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra en qué sucursales no se ofrece una categoría. */
        get: operations["getCategoryExclusion"];
        /** Dice en qué sucursales no se ofrece una categoría; en las demás se ofrece. */
        put: operations["setCategoryExclusion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/exclusions/subcategories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra en qué sucursales no se ofrece una subcategoría. */
        get: operations["getSubcategoryExclusion"];
        /** Dice en qué sucursales no se ofrece una subcategoría; en las demás se ofrece. */
        put: operations["setSubcategoryExclusion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredient_groups/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreIngredientGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los ingredientes del restaurante con sus componentes. */
        get: operations["listIngredients"];
        put?: never;
        /** Crea un ingrediente. */
        post: operations["createIngredient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredients/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los grupos de ingredientes. */
        get: operations["listIngredientGroups"];
        put?: never;
        /** Crea un grupo de ingredientes. */
        post: operations["createIngredientGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra un ingrediente. */
        get: operations["getIngredient"];
        put?: never;
        post?: never;
        /** Borra un ingrediente con sus componentes; se puede restaurar. */
        delete: operations["deleteIngredient"];
        options?: never;
        head?: never;
        /** Cambia un ingrediente. */
        patch: operations["updateIngredient"];
        trace?: never;
    };
    "/api/admin/ingredients/{id}/cascade-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué se borraría junto con algo. */
        get: operations["previewDeletionOfIngredient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredients/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreIngredient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredients/{id}/sub": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agrega un componente a un ingrediente. */
        post: operations["createSubIngredient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/ingredients/{id}/sub/{sub_ingredient_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Saca un componente de un ingrediente; se puede restaurar. */
        delete: operations["deleteSubIngredient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los avisos del depósito, los últimos primero. */
        get: operations["listStockAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/alerts/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mira el depósito y lista los avisos que siguen en pie. */
        post: operations["checkStock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/alerts/{alert_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Toma nota de un aviso. */
        patch: operations["acknowledgeStockAlert"];
        trace?: never;
    };
    "/api/admin/inventory/food-cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué parte del precio se va en ingredientes, según el último cálculo. */
        get: operations["listFoodCosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/food-cost/calculate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calcula lo que cuestan las recetas con los costos del depósito. */
        post: operations["calculateFoodCosts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suma o resta de un insumo. */
        post: operations["createStockMovement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista lo que hay en el depósito. */
        get: operations["listStockItems"];
        put?: never;
        /** Agrega un insumo al depósito. */
        post: operations["createStockItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/stock/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra un insumo del depósito. */
        get: operations["getStockItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Cambia los datos de un insumo; la cantidad cambia con movimientos. */
        patch: operations["updateStockItem"];
        trace?: never;
    };
    "/api/admin/inventory/stock/{id}/movements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra cómo cambió la cantidad de un insumo. */
        get: operations["listStockMovements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/inventory/waste": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista lo que se tiró, lo último primero. */
        get: operations["listWaste"];
        put?: never;
        /** Anota lo que se tiró, y lo resta. */
        post: operations["createWaste"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/knowledge_documents/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreKnowledgeDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mercadopago/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice con qué cuenta de Mercado Pago cobra el restaurante y si funciona. */
        get: operations["getMercadoPagoConnection"];
        put?: never;
        post?: never;
        /** Desconecta la cuenta y olvida sus credenciales. */
        delete: operations["disconnectMercadoPago"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mercadopago/connection/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Da la dirección donde conectar la cuenta; hay que abrirla en el mismo navegador. */
        post: operations["authorizeMercadoPago"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mercadopago/connection/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las claves de avisos de la cuenta conectada, sin mostrarlas. */
        get: operations["listWebhookSecrets"];
        put?: never;
        /** Agrega una clave de avisos, o cambia la de esa etiqueta. */
        post: operations["setWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/mercadopago/connection/secrets/{secret_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Dice desde cuándo una clave de avisos ya no vale. */
        patch: operations["retireWebhookSecret"];
        trace?: never;
    };
    "/api/admin/mercadopago/connection/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Conecta la cuenta de una credencial pegada, después de probarla. */
        post: operations["connectMercadoPagoByToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las rondas en curso, las más viejas primero. */
        get: operations["listOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/orders/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cuenta las rondas en curso por estado. */
        get: operations["getOrderStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/product_allergens/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreProductAllergen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los productos con su precio en cada sucursal y sus alérgenos. */
        get: operations["listProducts"];
        put?: never;
        /** Crea un producto con sus precios, alérgenos y perfiles. */
        post: operations["createProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/products/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra un producto con todo lo que se sabe de él. */
        get: operations["getProduct"];
        put?: never;
        post?: never;
        /** Borra un producto; se puede restaurar. */
        delete: operations["deleteProduct"];
        options?: never;
        head?: never;
        /** Cambia un producto. Cada lista que se manda reemplaza a la que había. */
        patch: operations["updateProduct"];
        trace?: never;
    };
    "/api/admin/products/{id}/cascade-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué se borraría junto con algo. */
        get: operations["previewDeletionOfProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/products/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las promociones de tus sucursales. */
        get: operations["listPromotions"];
        put?: never;
        /** Crea una promoción. Sin sucursales no se ofrece en ninguna. */
        post: operations["createPromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/promotions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una promoción. */
        get: operations["getPromotion"];
        put?: never;
        post?: never;
        /** Borra una promoción; se puede restaurar. */
        delete: operations["deletePromotion"];
        options?: never;
        head?: never;
        /** Cambia una promoción de tus sucursales. */
        patch: operations["updatePromotion"];
        trace?: never;
    };
    "/api/admin/promotions/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restorePromotion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rag/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agrega un texto que el chat puede encontrar, de una sucursal o de todas. */
        post: operations["ingestText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/rag/ingest-products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vuelve a leer todos los productos para el chat. Ocurre también solo, con cada cambio de un producto, una categoría o un ingrediente. */
        post: operations["ingestProducts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/receipts/customer-receipt/{check_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** La cuenta de una mesa, para imprimir en 80 mm. */
        get: operations["printCustomerReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/receipts/daily-report/{branch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** El informe de un día de una sucursal, para imprimir en A4. */
        get: operations["printDailyReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/receipts/kitchen-ticket/{round_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** La comanda de una ronda, para imprimir en 80 mm. */
        get: operations["printKitchenTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/recipes/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreRecipe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reports/daily-sales": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ventas por día, también los días sin ventas. */
        get: operations["listDailySales"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reports/orders-by-hour": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pedidos por hora del día. */
        get: operations["listOrdersByHour"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Resume las ventas de un período. */
        get: operations["getSalesSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reports/top-products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Los productos más vendidos. */
        get: operations["listTopProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reports/waiter-performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lo que atendió y vendió cada persona del salón. */
        get: operations["listWaiterPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las reservas, en el orden en que llegan. */
        get: operations["listReservations"];
        put?: never;
        /** Anota una reserva; dos no comparten mesa a la misma hora. */
        post: operations["createReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una reserva. */
        get: operations["getReservation"];
        put?: never;
        post?: never;
        /** Borra una reserva; se puede restaurar. */
        delete: operations["deleteReservation"];
        options?: never;
        head?: never;
        /** Cambia una reserva que no terminó. */
        patch: operations["updateReservation"];
        trace?: never;
    };
    "/api/admin/reservations/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/reservations/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Mueve una reserva a su próximo estado. */
        patch: operations["updateReservationStatus"];
        trace?: never;
    };
    "/api/admin/restaurant_tables/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreRestaurantTables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los sectores de tus sucursales, y los que son de todas. */
        get: operations["listSectors"];
        put?: never;
        /** Crea un sector. Sin sucursal es de todas, y lo crea quien es ADMIN. */
        post: operations["createSector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sectors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Borra un sector sin mesas; se puede restaurar. */
        delete: operations["deleteSector"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sectors/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreSector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista el personal; quien es MANAGER ve a quienes trabajan en las sucursales que maneja. */
        get: operations["listStaff"];
        put?: never;
        /** Suma a una persona con sus roles por sucursal. */
        post: operations["createStaffMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/staff/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra a una persona. */
        get: operations["getStaffMember"];
        put?: never;
        post?: never;
        /** Borra a una persona y cierra sus sesiones; se puede restaurar. */
        delete: operations["deleteStaffMember"];
        options?: never;
        head?: never;
        /** Cambia a una persona. Otros roles, otra contraseña o la baja cierran sus sesiones. */
        patch: operations["updateStaffMember"];
        trace?: never;
    };
    "/api/admin/staff/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/stock_items/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreStockItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/sub_ingredients/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreSubIngredient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/subcategories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las subcategorías de tus sucursales, en el orden de la carta. */
        get: operations["listSubcategories"];
        put?: never;
        /** Crea una subcategoría. Sin orden, va al final. */
        post: operations["createSubcategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/subcategories/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una subcategoría. */
        get: operations["getSubcategory"];
        put?: never;
        post?: never;
        /** Borra una subcategoría con sus productos; se puede restaurar. */
        delete: operations["deleteSubcategory"];
        options?: never;
        head?: never;
        /** Cambia una subcategoría. */
        patch: operations["updateSubcategory"];
        trace?: never;
    };
    "/api/admin/subcategories/{id}/cascade-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra qué se borraría junto con algo. */
        get: operations["previewDeletionOfSubcategory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/subcategories/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreSubcategory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/suppliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los proveedores. */
        get: operations["listSuppliers"];
        put?: never;
        /** Anota un proveedor. */
        post: operations["createSupplier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/suppliers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra un proveedor. */
        get: operations["getSupplier"];
        put?: never;
        post?: never;
        /** Borra un proveedor; se puede restaurar. */
        delete: operations["deleteSupplier"];
        options?: never;
        head?: never;
        /** Cambia un proveedor. */
        patch: operations["updateSupplier"];
        trace?: never;
    };
    "/api/admin/suppliers/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreSupplier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las mesas de tus sucursales y en qué van sus rondas. */
        get: operations["listTables"];
        put?: never;
        /** Crea una mesa. */
        post: operations["createTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Crea varias mesas por sector, numeradas a continuación de las que hay. Todas o ninguna. */
        post: operations["createTables"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables/qr-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Arma la hoja para imprimir los códigos QR de una sucursal, o de un sector suyo. */
        get: operations["printTableQRSheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una mesa. */
        get: operations["getTable"];
        put?: never;
        post?: never;
        /** Borra una mesa donde no hay nadie; se puede restaurar. */
        delete: operations["deleteTable"];
        options?: never;
        head?: never;
        /** Cambia una mesa; sin nadie sentado, también la pone y la saca de servicio. */
        patch: operations["updateTable"];
        trace?: never;
    };
    "/api/admin/tables/{id}/qr-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice adónde lleva el código QR de una mesa. */
        get: operations["getTableQRURL"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables/{id}/qr.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dibuja el código QR de una mesa como PNG. */
        get: operations["getTableQRPNG"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables/{id}/qr.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dibuja el código QR de una mesa como SVG. */
        get: operations["getTableQRSVG"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tables/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tenant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra el restaurante. */
        get: operations["getTenant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Cambia el restaurante. */
        patch: operations["updateTenant"];
        trace?: never;
    };
    "/api/admin/tip-pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los repartos de propinas de tus sucursales. */
        get: operations["listTipPools"];
        put?: never;
        /** Crea un reparto de propinas; sus porcentajes suman 100. */
        post: operations["createTipPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tip-pools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Cambia un reparto de propinas. */
        put: operations["updateTipPool"];
        post?: never;
        /** Borra un reparto de propinas; lo que se repartió con él queda. */
        delete: operations["deleteTipPool"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tip_pools/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreTipPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Las propinas, de la última a la primera. */
        get: operations["listTips"];
        put?: never;
        /** Anota una propina que no vino con un pago. */
        post: operations["recordTip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tips/distribute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reparte una propina, una sola vez, entre quienes trabajan en la sucursal. */
        post: operations["distributeTip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/tips/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cuánto entró en propinas, por medio de pago y por persona. */
        get: operations["getTipReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/users/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista qué programas del restaurante escuchan sus eventos. */
        get: operations["listWebhooks"];
        put?: never;
        /** Suscribe un programa a los eventos, desde ahora. El secreto con que se firman se muestra esta única vez. */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una suscripción. */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Borra una suscripción. */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /** Cambia una suscripción, la pausa o la reanuda. */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/api/admin/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista lo que se le entregó, lo último primero. */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Vuelve a entregar desde una posición o un momento. */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/webhooks/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Restaura algo borrado, con todo lo que se borró con ello y nada más. */
        post: operations["restoreWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/2fa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Desactiva la verificación en dos pasos, con un código. */
        delete: operations["disableTwoFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/2fa/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Empieza a activar la verificación en dos pasos: da la clave para la aplicación, esta única vez. */
        post: operations["setUpTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/2fa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Activa la verificación en dos pasos con el primer código. */
        post: operations["verifyTwoFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Entra con correo y contraseña. */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cierra la sesión en todos los dispositivos de la persona. */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice quién es la persona y qué puede. */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cambia un token de renovación, de la cookie o del cuerpo, por un par nuevo. */
        post: operations["refreshToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/cash/pay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Anota un pago en efectivo. */
        post: operations["recordCashPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/check/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pide la cuenta de la mesa; pedirla otra vez devuelve la misma. */
        post: operations["requestCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/check/{check_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una cuenta con sus pagos. */
        get: operations["getCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/check/{check_id}/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice qué debe cada comensal de la cuenta. */
        get: operations["listCheckBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/mercadopago/preference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pide la página de Mercado Pago donde pagar lo que falta, o la parte de un comensal. */
        post: operations["createPreference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/mercadopago/preference/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Deja de pagar una parte de la cuenta, para que la pague otra persona. */
        delete: operations["cancelPreference"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/mercadopago/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Quien vuelve de Mercado Pago pregunta cómo quedó: se busca el pago en el momento. */
        post: operations["returnFromMercadoPago"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/mercadopago/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recibe los avisos de Mercado Pago, firmados con x-signature. */
        post: operations["receiveMercadoPagoWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/payments/{payment_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suelta la parte de la cuenta que alguien fue a pagar y no pagó. */
        post: operations["cancelPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/payments/{payment_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Devuelve un pago, entero o en parte, también después de cerrar la mesa. */
        post: operations["refundPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/payments/{payment_id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pregunta a Mercado Pago por un pago ahora mismo y anota lo que haya. */
        post: operations["verifyPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/tables/{table_id}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Libera una mesa cuya cuenta está paga, o en la que no hay nadie. */
        post: operations["clearTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/billing/unsettled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** El dinero que alguien tiene que mirar: sin asignar, por devolver, en disputa, en cuarentena. */
        get: operations["listUnsettledMoney"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Responde una pregunta sobre la carta de la sucursal. */
        post: operations["askMenuChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lo que sabemos de quien tiene el dispositivo. */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Cambia lo que sabemos de quien tiene el dispositivo. */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/api/customer/recognize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice si el dispositivo es de alguien conocido. */
        get: operations["recognizeCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recuerda a quien tiene el dispositivo, si quiere. */
        post: operations["registerCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Qué ofrecerle a quien tiene el dispositivo. */
        get: operations["listSuggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/cart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** El carrito que la mesa comparte, con su versión. */
        get: operations["getCart"];
        put?: never;
        post?: never;
        /** Vacía el carrito. */
        delete: operations["clearCart"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/cart/add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dice cuánto de un producto quiere un comensal: fija la cantidad, no suma. */
        post: operations["setCartItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/cart/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Saca una línea del carrito. */
        delete: operations["deleteCartItem"];
        options?: never;
        head?: never;
        /** Cambia una línea del carrito. */
        patch: operations["updateCartItem"];
        trace?: never;
    };
    "/api/diner/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** La cuenta de la mesa. */
        get: operations["getSessionCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/device/{device_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Las visitas de un dispositivo al restaurante. */
        get: operations["listDeviceVisits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/device/{device_id}/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cómo filtró el menú un dispositivo la última vez. */
        get: operations["getDevicePreferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** La opinión de la mesa, una vez. */
        post: operations["submitFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Recuerda cómo un comensal filtra el menú. */
        patch: operations["updateDinerPreferences"];
        trace?: never;
    };
    "/api/diner/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suma a un comensal a la mesa. El mismo local_id es el mismo comensal. */
        post: operations["registerDiner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/rounds/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Manda una ronda a la cocina. */
        post: operations["submitRound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/service-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Llama a alguien a la mesa. Un llamado igual que nadie atendió se repite, no se duplica. */
        post: operations["createServiceCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/session/{session_id}/diners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Quiénes están en la mesa. */
        get: operations["listSessionDiners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/session/{session_id}/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lo que la mesa pidió. */
        get: operations["listSessionRounds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/diner/session/{session_id}/total": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cuánto va gastando la mesa y cuánto pagó. */
        get: operations["getSessionTotal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice si el proceso está en pie. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/detailed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice cómo están las partes de las que depende; 503 si alguna falla. */
        get: operations["getDetailedHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice de quién es una clave y qué puede. */
        get: operations["getAPIKeyIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/estimated-wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Estima cuánto tardaría un pedido hecho ahora. */
        get: operations["getEstimatedWait"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/products/{product_id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Dice si hoy hay un producto. */
        patch: operations["updateProductAvailability"];
        trace?: never;
    };
    "/api/kitchen/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las rondas que la cocina tiene que preparar; primero la que más espera. */
        get: operations["listKitchenRounds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/rounds/{round_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una ronda. */
        get: operations["getRound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/rounds/{round_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pasa una ronda al estado que sigue. */
        post: operations["updateRoundStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/rounds/{round_id}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reparte una ronda en comandas por estación. */
        post: operations["createKitchenTickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las comandas sin entregar, por estación. */
        get: operations["listKitchenTickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/tickets/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una comanda. */
        get: operations["getKitchenTicket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen/tickets/{ticket_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Pasa una comanda al estado que sigue. */
        patch: operations["updateKitchenTicketStatus"];
        trace?: never;
    };
    "/api/mercadopago/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Recibe a quien vuelve de Mercado Pago de conectar la cuenta, y le cuenta cómo salió. */
        get: operations["completeMercadoPagoAuthorization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/branches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Las sucursales en actividad. */
        get: operations["listPublicBranches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/menu/{branch_slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** El menú de una sucursal. */
        get: operations["getPublicMenu"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/menu/{branch_slug}/allergens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Los alérgenos que el menú informa, con sus reacciones cruzadas. */
        get: operations["listPublicAllergens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/menu/{branch_slug}/products/{product_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Un producto del menú. */
        get: operations["getPublicProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/public/menu/{branch_slug}/products/{product_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Todo lo que se sabe de un producto del menú. */
        get: operations["getPublicProductDetails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rag/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice si el chat cuenta con un modelo de lenguaje. */
        get: operations["getMenuChatHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las recetas de tus sucursales. */
        get: operations["listRecipes"];
        put?: never;
        /** Escribe una receta. */
        post: operations["createRecipe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipes/categories/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las categorías de la carta que tienen recetas. */
        get: operations["listRecipeCategories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra una receta. */
        get: operations["getRecipe"];
        put?: never;
        post?: never;
        /** Borra una receta; sus productos quedan y se puede restaurar. */
        delete: operations["deleteRecipe"];
        options?: never;
        head?: never;
        /** Cambia una receta. Los productos que heredan de ella cambian sus alérgenos con ella. */
        patch: operations["updateRecipe"];
        trace?: never;
    };
    "/api/recipes/{id}/derive-product": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hace de una receta un producto de la carta. Sin precios, el sugerido, en la sucursal de la receta. */
        post: operations["createProductFromRecipe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipes/{id}/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deja que el chat encuentre lo que de una receta puede saber un comensal. */
        post: operations["ingestRecipe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recipes/{id}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los productos de una receta. */
        get: operations["listRecipeProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tables/code/{table_code}/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sienta a quien escaneó el código de una mesa de una sucursal. */
        post: operations["openTableSessionByCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tables/{table_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Una mesa, como la muestra el salón. */
        get: operations["getTableSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tables/{table_id}/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sienta a quien escaneó el código de una mesa. */
        post: operations["openTableSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/branches/{branch_id}/menu": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra el menú de una sucursal para tomar pedidos. */
        get: operations["getWaiterMenu"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/my-assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los sectores que la persona atiende un día. */
        get: operations["listMyAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/my-tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las mesas de los sectores que la persona atiende un día; sin ninguno, todas las de sus sucursales. */
        get: operations["listMyTables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/notifications/subscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Guarda dónde recibe notificaciones el navegador de la persona. */
        post: operations["subscribeToNotifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/notifications/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Olvida dónde recibía notificaciones el navegador. */
        delete: operations["unsubscribeFromNotifications"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/payments/manual": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Anota un pago hecho en la mesa. */
        post: operations["recordManualPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/rounds/items/{item_id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Anula un ítem que la cocina ya tiene. */
        patch: operations["voidRoundItem"];
        trace?: never;
    };
    "/api/waiter/rounds/{round_id}/items/{item_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Borra un ítem que la cocina todavía no vio. */
        delete: operations["deleteRoundItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/service-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista los llamados que nadie resolvió; primero el que más espera. */
        get: operations["listServiceCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/service-calls/{call_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Avisa que la persona va a la mesa. */
        post: operations["acknowledgeServiceCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/service-calls/{call_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Da el llamado por resuelto. */
        post: operations["resolveServiceCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/sessions/{session_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pide la cuenta de la mesa; pedirla otra vez devuelve la misma. */
        post: operations["requestCheckForSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/sessions/{session_id}/discount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Descuenta parte de la cuenta. */
        post: operations["applyDiscount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/sessions/{session_id}/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Toma un pedido de la mesa. */
        post: operations["submitRoundForSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/sessions/{session_id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Resume una sesión en números. */
        get: operations["getSessionSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lista las mesas que la persona atiende hoy; un encargado las ve todas. */
        get: operations["listFloorTables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/tables/{table_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Abre una mesa libre. */
        post: operations["activateTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/tables/{table_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cierra una mesa que pagó y la deja libre. */
        post: operations["closeTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/tables/{table_id}/move-to/{target_table_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Muda una sesión a otra mesa libre de la sucursal. */
        post: operations["moveTableSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/tables/{table_id}/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Muestra la sesión abierta de una mesa. */
        get: operations["getTableSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/tables/{table_id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pasa una mesa a otra persona. */
        post: operations["transferTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/waiter/verify-branch-assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dice si la persona puede trabajar hoy en una sucursal. */
        get: operations["verifyBranchAssignment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/mercadopago/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recibe los avisos de Mercado Pago a la cuenta conectada de un restaurante. */
        post: operations["receiveConnectionWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        APIKeyCreate: {
            /** @description null, o sin mandar: todas. */
            branch_ids?: number[] | null;
            /** Format: date-time */
            expires_at?: string | null;
            /** @example Sistema de facturación */
            name: string;
            permissions: ("menu:read" | "floor:read" | "orders:read" | "reports:read")[];
            /** @default false */
            require_signature: boolean;
        };
        APIKeyCreated: {
            /** @description null: todas las sucursales. */
            branch_ids: number[];
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            created_by_id: number;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: int64 */
            id: number;
            key: string;
            /**
             * Format: date-time
             * @description Al minuto.
             */
            last_used_at: string | null;
            name: string;
            permissions: string[];
            /** @description Cómo empieza la clave, para reconocerla. */
            prefix: string;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: int64 */
            rotated_from: number | null;
            /** @description Sus pedidos tienen que venir firmados. */
            signed: boolean;
            /** @description Con qué firma sus pedidos, si tiene que firmarlos. */
            signing_secret: string | null;
            /** Format: int64 */
            tenant_id: number;
        };
        APIKeyOutput: {
            /** @description null: todas las sucursales. */
            branch_ids: number[];
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            created_by_id: number;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: int64 */
            id: number;
            /**
             * Format: date-time
             * @description Al minuto.
             */
            last_used_at: string | null;
            name: string;
            permissions: string[];
            /** @description Cómo empieza la clave, para reconocerla. */
            prefix: string;
            /** Format: date-time */
            revoked_at: string | null;
            /** Format: int64 */
            rotated_from: number | null;
            /** @description Sus pedidos tienen que venir firmados. */
            signed: boolean;
            /** Format: int64 */
            tenant_id: number;
        };
        ActiveOrderOutput: {
            /** Format: int64 */
            branch_id: number;
            branch_name: string;
            /** Format: int64 */
            id: number;
            items: components["schemas"]["OrderItemOutput"][];
            /** Format: int64 */
            round_number: number;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "PENDING" | "CONFIRMED" | "SUBMITTED" | "IN_KITCHEN" | "READY" | "SERVED" | "CANCELED";
            /** Format: date-time */
            submitted_at: string | null;
            table_code: string | null;
            /** Format: int64 */
            table_id: number | null;
            /** Format: int64 */
            total_cents: number;
        };
        AddToCartRequest: {
            /** Format: int64 */
            diner_id?: number;
            notes?: string;
            /** Format: int64 */
            product_id: number;
            /**
             * Format: int64
             * @default 1
             */
            quantity: number;
        };
        Affected: {
            /** Format: int64 */
            id: number;
            name: string;
            type: string;
        };
        AffectedEntity: {
            /** Format: int64 */
            id: number;
            name: string;
        };
        AllergenCreate: {
            description?: string | null;
            /** @example 🌾 */
            icon?: string | null;
            /** @default true */
            is_active: boolean | null;
            /** @default false */
            is_mandatory: boolean;
            /** @example Gluten */
            name: string;
            /**
             * @default moderate
             * @enum {string}
             */
            severity: "mild" | "moderate" | "severe" | "critical";
        };
        AllergenInfo: {
            icon: string | null;
            /** Format: int64 */
            id: number;
            name: string;
        };
        AllergenOutput: {
            cross_reactions: components["schemas"]["CrossReactionInfo"][];
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            /** @description La ley manda declararlo. */
            is_mandatory: boolean;
            name: string;
            severity: string;
            /** Format: int64 */
            tenant_id: number;
        };
        AllergenPresenceInput: {
            /**
             * Format: int64
             * @example 1
             */
            allergen_id: number;
            /**
             * @default contains
             * @enum {string}
             */
            presence_type: "contains" | "may_contain" | "free_from";
            /**
             * @default standard
             * @enum {string}
             */
            risk_level: "low" | "standard" | "high";
        };
        AllergenPresenceOutput: {
            allergen_icon: string | null;
            /** Format: int64 */
            allergen_id: number;
            allergen_name: string;
            /** @enum {string} */
            presence_type: "contains" | "may_contain" | "free_from";
            risk_level: string;
        };
        AllergenUpdate: {
            description?: string | null;
            icon?: string | null;
            is_active?: boolean | null;
            is_mandatory?: boolean | null;
            name?: string | null;
            /** @enum {string|null} */
            severity?: "mild" | "moderate" | "severe" | "critical" | null;
        };
        AnonymizeOutput: {
            /** Format: int64 */
            customer_id: number;
            fields_anonymized: string[];
            message: string;
            status: string;
            /** Format: int64 */
            visits_feedback_anonymized: number;
        };
        ApplyDiscountRequest: {
            /** @description PERCENT (de 1 a 100) o AMOUNT (centavos, hasta el total). */
            discount_type: string;
            reason: string;
            /** Format: int64 */
            value: number;
        };
        ApplyDiscountResponse: {
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            discount_amount_cents: number;
            discount_type: string;
            /** Format: int64 */
            discount_value: number;
            message: string;
            /** Format: int64 */
            new_total_cents: number;
            /** Format: int64 */
            old_total_cents: number;
            /** Format: int64 */
            session_id: number;
            success: boolean;
        };
        AssignableWaiter: {
            email: string;
            /** Format: int64 */
            id: number;
            name: string;
        };
        AssignedWaiter: {
            /** Format: int64 */
            assignment_id: number;
            email: string;
            /** Format: int64 */
            id: number;
            name: string;
            /** @description Sin turno: todo el día. */
            shift: string | null;
        };
        AuditChange: {
            new: unknown;
            old: unknown;
        };
        AuditExport: {
            action: string;
            changes: {
                [key: string]: components["schemas"]["AuditChange"];
            };
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            entity_id: number | null;
            entity_type: string;
            /** Format: int64 */
            id: number;
            ip_address: string | null;
            new_values: {
                [key: string]: unknown;
            };
            old_values: {
                [key: string]: unknown;
            };
            user_email: string | null;
            /** Format: int64 */
            user_id: number | null;
        };
        AuditLogOutput: {
            action: string;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            entity_id: number | null;
            entity_type: string;
            /** Format: int64 */
            id: number;
            ip_address: string | null;
            new_values: {
                [key: string]: unknown;
            };
            old_values: {
                [key: string]: unknown;
            };
            /** Format: int64 */
            tenant_id: number;
            user_agent: string | null;
            user_email: string | null;
            /** Format: int64 */
            user_id: number | null;
        };
        BranchAssignmentOverview: {
            /** Format: date */
            assignment_date: string;
            /** Format: int64 */
            branch_id: number;
            branch_name: string;
            sectors: components["schemas"]["SectorWithWaiters"][];
            shift: string | null;
            unassigned_waiters: components["schemas"]["AssignableWaiter"][];
        };
        BranchAssignmentVerifyOutput: {
            /** Format: date */
            assignment_date: string;
            /** Format: int64 */
            branch_id: number;
            branch_name: string | null;
            is_assigned: boolean;
            message: string;
            sectors: components["schemas"]["SectorAssignmentOutput"][];
        };
        BranchCreate: {
            /** @example San Martín 1200, Mendoza */
            address?: string | null;
            /** @example 00:30 */
            closing_time?: string | null;
            /** @default true */
            is_active: boolean;
            /** @example Sucursal Norte */
            name: string;
            /** @example 11:00 */
            opening_time?: string | null;
            /** @example +54 261 555-0101 */
            phone?: string | null;
            /**
             * @description Va en la dirección de la carta y en los códigos QR impresos.
             * @example norte
             */
            slug: string;
            /** @default America/Argentina/Mendoza */
            timezone: string;
        };
        BranchOutput: {
            address: string | null;
            /** @description Recordatorios hasta que un llamado suena en toda la sucursal. */
            call_escalation_after: number;
            call_reminder_seconds: number;
            closing_time: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            idle_close_minutes: number;
            is_active: boolean;
            name: string;
            opening_time: string | null;
            /**
             * @description Qué se hace con lo que llega de más por Mercado Pago: REFUND lo devuelve solo, CREDIT lo deja a favor de la mesa hasta que alguien decida.
             * @enum {string}
             */
            overpayment_policy: "REFUND" | "CREDIT";
            phone: string | null;
            ready_reminder_seconds: number;
            /** @description Las rondas de los comensales esperan que un mozo las confirme. */
            round_approval: boolean;
            slug: string;
            /** @description Escanear una mesa libre no la abre: la habilita un mozo. */
            staff_opens_tables: boolean;
            /** Format: int64 */
            tenant_id: number;
            timezone: string;
            /**
             * Format: int64
             * @description Hasta cuánto puede deber una mesa por lo que piden los comensales; lo que pide un mozo no tiene tope. null: sin tope.
             */
            unpaid_cap_cents: number | null;
        };
        BranchPriceInput: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            /** @default true */
            is_available: boolean | null;
            /**
             * Format: int64
             * @example 850000
             */
            price_cents: number;
        };
        BranchPriceOutput: {
            /** Format: int64 */
            branch_id: number;
            is_available: boolean;
            /** Format: int64 */
            price_cents: number;
        };
        BranchRole: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            branch_name?: string;
            /**
             * @example WAITER
             * @enum {string}
             */
            role: "WAITER" | "KITCHEN" | "MANAGER" | "ADMIN";
        };
        BranchSectorCreate: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id?: number | null;
            /** @example Terraza */
            name: string;
            /** @example TER */
            prefix: string;
        };
        BranchSectorOutput: {
            /**
             * Format: int64
             * @description Sin sucursal, el sector es de todas.
             */
            branch_id: number | null;
            display_order: number;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            is_global: boolean;
            name: string;
            /** @description Con qué empiezan los códigos de sus mesas. */
            prefix: string;
            /** Format: int64 */
            tenant_id: number;
        };
        BranchUpdate: {
            /** @example San Martín 1200, Mendoza */
            address?: string | null;
            call_escalation_after?: number | null;
            call_reminder_seconds?: number | null;
            /** @example 00:30 */
            closing_time?: string | null;
            idle_close_minutes?: number | null;
            is_active?: boolean | null;
            /** @example Sucursal Norte */
            name?: string | null;
            /** @example 11:00 */
            opening_time?: string | null;
            /** @enum {string|null} */
            overpayment_policy?: "REFUND" | "CREDIT" | null;
            phone?: string | null;
            ready_reminder_seconds?: number | null;
            round_approval?: boolean | null;
            /** @example norte */
            slug?: string | null;
            staff_opens_tables?: boolean | null;
            /** @example America/Argentina/Mendoza */
            timezone?: string | null;
            /** Format: int64 */
            unpaid_cap_cents?: number | null;
        };
        CartItemOutput: {
            diner_color: string;
            /** Format: int64 */
            diner_id: number;
            diner_name: string;
            /** Format: int64 */
            item_id: number;
            notes: string | null;
            /** Format: int64 */
            price_cents: number;
            /** Format: int64 */
            product_id: number;
            product_image: string | null;
            product_name: string;
            /** Format: int64 */
            quantity: number;
        };
        CartOutput: {
            items: components["schemas"]["CartItemOutput"][];
            /** Format: int64 */
            version: number;
        };
        CashMovement: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at: string;
            description: string | null;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            movement_type: "SALE" | "TIP" | "DEPOSIT" | "REFUND" | "WITHDRAWAL" | "EXPENSE" | "TIP_OUT";
            payment_method: string;
            /** Format: int64 */
            reference_id: number | null;
            reference_type: string | null;
        };
        CashPaymentRequest: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            diner_id?: number | null;
            /**
             * Format: int64
             * @description Propina, además de amount_cents.
             */
            tip_cents?: number;
        };
        CashSession: {
            /** Format: int64 */
            actual_amount_cents: number | null;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            cash_register_id: number;
            /** Format: date-time */
            closed_at: string | null;
            /**
             * Format: int64
             * @description Contado menos esperado.
             */
            difference_cents: number | null;
            /** Format: int64 */
            expected_amount_cents: number | null;
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** Format: date-time */
            opened_at: string;
            /** Format: int64 */
            opening_amount_cents: number;
            register_name: string;
            /** @enum {string} */
            status: "OPEN" | "CLOSED";
        };
        CashSummary: {
            /** Format: int64 */
            actual_amount_cents: number | null;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            cash_register_id: number;
            /** Format: date-time */
            closed_at: string | null;
            /**
             * Format: int64
             * @description Contado menos esperado.
             */
            difference_cents: number | null;
            /** Format: int64 */
            expected_amount_cents: number | null;
            /**
             * Format: int64
             * @description Efectivo que debería haber en el cajón ahora.
             */
            expected_so_far_cents: number;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            movement_count: number;
            movements: components["schemas"]["CashMovement"][];
            notes: string | null;
            /** Format: date-time */
            opened_at: string;
            /** Format: int64 */
            opening_amount_cents: number;
            register_name: string;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "OPEN" | "CLOSED";
            totals_by_method: {
                [key: string]: number;
            };
            totals_by_type: {
                [key: string]: number;
            };
        };
        CategoryCreate: {
            /** Format: int64 */
            branch_id: number;
            icon?: string | null;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string;
            /** @default true */
            is_active: boolean | null;
            /** @example Postres */
            name: string;
            order?: number | null;
        };
        CategoryExclusionSummary: {
            /** Format: int64 */
            category_id: number;
            category_name: string;
            excluded_branch_ids: number[];
        };
        CategoryOutput: {
            /** Format: int64 */
            branch_id: number;
            icon: string | null;
            /** Format: int64 */
            id: number;
            image: string | null;
            is_active: boolean;
            name: string;
            order: number;
            /** Format: int64 */
            tenant_id: number;
        };
        CategoryUpdate: {
            icon?: string | null;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string | null;
            is_active?: boolean | null;
            name?: string | null;
            order?: number | null;
        };
        ChatRequest: {
            /**
             * Format: int64
             * @description Para el personal; en la mesa, la de la mesa.
             * @example 1
             */
            branch_id?: number | null;
            /** @example ¿La milanesa tiene gluten? */
            question: string;
        };
        ChatResponse: {
            answer: string;
            /** @description De 0 a 1: qué parte de la pregunta se encontró. */
            confidence: number;
            /**
             * @description Quién redactó: la búsqueda o un modelo de lenguaje.
             * @enum {string}
             */
            mode: "search" | "model";
            sources: components["schemas"]["ChatSource"][];
        };
        ChatSource: {
            /** Format: int64 */
            id: number;
            score: number;
            source: string | null;
            title: string | null;
        };
        CheckDetailOutput: {
            /**
             * Format: int64
             * @description Lo que falta y nadie está pagando en este momento.
             */
            available_cents: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** @description Las partes que alguien está pagando en este momento. */
            intents: components["schemas"]["IntentOutput"][];
            items: components["schemas"]["CheckItemOutput"][];
            /** Format: int64 */
            paid_cents: number;
            payments: components["schemas"]["PaymentOutput"][];
            /** Format: int64 */
            remaining_cents: number;
            /** @enum {string} */
            status: "OPEN" | "REQUESTED" | "IN_PAYMENT" | "PAID" | "FAILED";
            table_code: string | null;
            /**
             * Format: int64
             * @description Propinas recibidas; no son parte de la cuenta.
             */
            tip_cents: number;
            /** Format: int64 */
            total_cents: number;
        };
        CheckItemOutput: {
            /** Format: int64 */
            diner_id: number | null;
            /** Format: int64 */
            item_id: number;
            notes: string | null;
            product_name: string;
            /** Format: int64 */
            qty: number;
            /**
             * Format: int64
             * @description Lo que falta pagar de este renglón, con los descuentos hechos.
             */
            remaining_cents: number;
            /** Format: int64 */
            round_number: number;
            /** Format: int64 */
            subtotal_cents: number;
            /** Format: int64 */
            unit_price_cents: number;
        };
        ClearTableResponse: {
            /** @enum {string} */
            status: "FREE" | "ACTIVE" | "PAYING" | "OUT_OF_SERVICE";
            /** Format: int64 */
            table_id: number;
        };
        CloseSessionRequest: {
            /** Format: int64 */
            actual_amount_cents: number;
            notes?: string | null;
            /** Format: int64 */
            session_id: number;
        };
        CookingInfoInput: {
            /** @example 20 */
            cook_time_minutes?: number | null;
            cooking_method_ids?: number[];
            /** @example 15 */
            prep_time_minutes?: number | null;
            /** @default false */
            uses_oil: boolean;
        };
        CookingInfoOutput: {
            cook_time_minutes: number | null;
            cooking_method_ids: number[];
            prep_time_minutes: number | null;
            uses_oil: boolean;
        };
        CookingMethodOutput: {
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
        };
        CreateServiceCallRequest: {
            /**
             * @default WAITER_CALL
             * @enum {string}
             */
            type: "WAITER_CALL" | "PAYMENT_HELP" | "OTHER";
        };
        CrossReactionCreate: {
            /** Format: int64 */
            allergen_id: number;
            /** Format: int64 */
            cross_reacts_with_id: number;
            notes?: string | null;
            /**
             * @default medium
             * @enum {string}
             */
            probability: "low" | "medium" | "high";
        };
        CrossReactionInfo: {
            /** Format: int64 */
            cross_reacts_with_id: number;
            cross_reacts_with_name: string;
            /** Format: int64 */
            id: number;
            notes: string | null;
            probability: string;
        };
        CrossReactionOutput: {
            /** Format: int64 */
            allergen_id: number;
            allergen_name: string;
            /** Format: int64 */
            cross_reacts_with_id: number;
            cross_reacts_with_name: string;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            notes: string | null;
            probability: string;
            /** Format: int64 */
            tenant_id: number;
        };
        CrossReactionUpdate: {
            notes?: string | null;
            /** @enum {string|null} */
            probability?: "low" | "medium" | "high" | null;
        };
        CuisineTypeOutput: {
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
        };
        CurrentCashResponse: {
            /** @description La caja abierta, o null. */
            session: unknown;
        };
        CustomerOutput: {
            /** Format: int64 */
            avg_ticket_cents: number;
            consent_marketing: boolean;
            consent_remember: boolean;
            dietary_preferences: string[];
            email: string | null;
            excluded_allergen_ids: number[];
            excluded_cooking_methods: string[];
            favorite_product_ids: number[];
            /** Format: date-time */
            first_visit_at: string;
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            last_visit_at: string;
            name: string | null;
            phone: string | null;
            segment: string | null;
            /** Format: int64 */
            tenant_id: number;
            /** Format: int64 */
            total_spent_cents: number;
            /** Format: int64 */
            total_visits: number;
        };
        CustomerRecognizeResponse: {
            /** Format: int64 */
            anonymous_visit_count: number;
            /** Format: int64 */
            customer_id: number | null;
            customer_name: string | null;
            /** Format: date-time */
            last_visit: string | null;
            recognized: boolean;
            should_prompt_optin: boolean;
            /** Format: int64 */
            visit_count: number;
        };
        CustomerRegisterRequest: {
            ai_personalization_enabled?: boolean;
            birthday_day?: number;
            birthday_month?: number;
            consent_marketing?: boolean;
            consent_remember?: boolean;
            data_consent?: boolean;
            device_id: string;
            dietary_preferences?: string[];
            email?: string;
            excluded_allergen_ids?: number[];
            excluded_cooking_methods?: string[];
            marketing_consent?: boolean;
            name?: string;
            phone?: string;
        };
        CustomerSuggestionsOutput: {
            /** Format: int64 */
            customer_id: number | null;
            device_id: string;
            favorites: components["schemas"]["FavoriteProductOutput"][];
            last_ordered: components["schemas"]["FavoriteProductOutput"][];
            recommendations: components["schemas"]["FavoriteProductOutput"][];
        };
        CustomerUpdateRequest: {
            consent_marketing?: boolean;
            dietary_preferences?: string[];
            email?: string;
            excluded_allergen_ids?: number[];
            excluded_cooking_methods?: string[];
            name?: string;
            phone?: string;
        };
        CustomizationOptionCreate: {
            /** @example Cocción */
            category?: string | null;
            /**
             * Format: int64
             * @default 0
             * @example 0
             */
            extra_cost_cents: number;
            /** @example A punto */
            name: string;
            /**
             * @default 0
             * @example 2
             */
            order: number;
        };
        CustomizationOptionLinkRequest: {
            /**
             * @example [
             *       18,
             *       19
             *     ]
             */
            product_ids: number[];
        };
        CustomizationOptionOutput: {
            category: string | null;
            /** Format: int64 */
            extra_cost_cents: number;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
            order: number;
            product_ids: number[];
            /** Format: int64 */
            tenant_id: number;
        };
        CustomizationOptionUpdate: {
            /** @example Cocción */
            category?: string | null;
            /**
             * Format: int64
             * @example 0
             */
            extra_cost_cents?: number | null;
            /** @example Bien cocido */
            name?: string | null;
            /** @example 3 */
            order?: number | null;
        };
        DailySalesOutput: {
            /** Format: int64 */
            avg_order_cents: number;
            /** @example 2026-11-21 */
            date: string;
            /** Format: int64 */
            order_count: number;
            /** Format: int64 */
            total_sales_cents: number;
        };
        DeleteRoundItemResponse: {
            /** Format: int64 */
            item_id: number;
            message: string;
            /** Format: int64 */
            remaining_items: number;
            round_deleted: boolean;
            /** Format: int64 */
            round_id: number;
            success: boolean;
        };
        DeliveryAssignInfo: {
            customer_phone?: string | null;
            delivery_address?: string | null;
            delivery_instructions?: string | null;
            delivery_lat?: number | null;
            delivery_lng?: number | null;
        };
        DeliveryOrderCreate: {
            customer_email?: string | null;
            /** @example Lucía Funes */
            customer_name: string;
            /** @example 261 555-0101 */
            customer_phone: string;
            /** @example San Martín 1234, 2.º B */
            delivery_address?: string | null;
            delivery_instructions?: string | null;
            delivery_lat?: number | null;
            delivery_lng?: number | null;
            /** Format: date-time */
            estimated_delivery_at?: string | null;
            /** Format: date-time */
            estimated_ready_at?: string | null;
            items: components["schemas"]["DeliveryOrderItemInput"][];
            notes?: string | null;
            /** @enum {string} */
            order_type: "TAKEOUT" | "DELIVERY";
            /** @enum {string|null} */
            payment_method?: "CASH" | "CARD" | "MP" | "TRANSFER" | null;
        };
        DeliveryOrderItem: {
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            qty: number;
            /** Format: int64 */
            unit_price_cents: number;
        };
        DeliveryOrderItemInput: {
            notes?: string | null;
            /** Format: int64 */
            product_id: number;
            /** @default 1 */
            qty: number;
        };
        DeliveryOrderOutput: {
            /** Format: int64 */
            branch_id: number;
            /** Format: date-time */
            created_at: string;
            customer_email: string | null;
            customer_name: string;
            customer_phone: string;
            delivery_address: string | null;
            delivery_instructions: string | null;
            delivery_lat: number | null;
            delivery_lng: number | null;
            /** Format: date-time */
            estimated_delivery_at: string | null;
            /** Format: date-time */
            estimated_ready_at: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            is_paid: boolean;
            items: components["schemas"]["DeliveryOrderItem"][];
            notes: string | null;
            /** @enum {string} */
            order_type: "TAKEOUT" | "DELIVERY";
            payment_method: string | null;
            /** @enum {string} */
            status: "RECEIVED" | "PREPARING" | "READY" | "OUT_FOR_DELIVERY" | "DELIVERED" | "PICKED_UP" | "CANCELED";
            /** Format: int64 */
            tenant_id: number;
            /** Format: int64 */
            total_cents: number;
            /** Format: date-time */
            updated_at: string;
        };
        DeliveryOrderStatusUpdate: {
            /**
             * @example PREPARING
             * @enum {string}
             */
            status: "RECEIVED" | "PREPARING" | "READY" | "OUT_FOR_DELIVERY" | "DELIVERED" | "PICKED_UP" | "CANCELED";
        };
        DeliveryOrderUpdate: {
            customer_email?: string | null;
            customer_name?: string | null;
            customer_phone?: string | null;
            delivery_address?: string | null;
            delivery_instructions?: string | null;
            delivery_lat?: number | null;
            delivery_lng?: number | null;
            /** Format: date-time */
            estimated_delivery_at?: string | null;
            /** Format: date-time */
            estimated_ready_at?: string | null;
            is_paid?: boolean | null;
            notes?: string | null;
            /** @enum {string|null} */
            payment_method?: "CASH" | "CARD" | "MP" | "TRANSFER" | null;
        };
        Dependency: {
            /** Format: int64 */
            latency_ms: number;
            /** @enum {string} */
            status: "healthy" | "unhealthy";
        };
        DeriveProductInput: {
            branch_prices?: components["schemas"]["DerivedPrice"][] | null;
            /**
             * Format: int64
             * @example 3
             */
            category_id: number;
            /** @example Milanesa napolitana para dos */
            name: string;
            /**
             * Format: int64
             * @example 7
             */
            subcategory_id?: number | null;
        };
        DeriveProductOutput: {
            /** Format: int64 */
            category_id: number;
            /** Format: int64 */
            id: number;
            inherits_from_recipe: boolean;
            message: string;
            name: string;
            /** Format: int64 */
            recipe_id: number;
            recipe_name: string;
            /** Format: int64 */
            subcategory_id: number | null;
        };
        DerivedPrice: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            /**
             * @default true
             * @example true
             */
            is_available: boolean | null;
            /**
             * Format: int64
             * @example 1100000
             */
            price_cents: number;
        };
        DeviceHistoryOutput: {
            device_id: string;
            /** Format: date-time */
            first_visit: string | null;
            /** Format: date-time */
            last_visit: string | null;
            /** Format: int64 */
            total_spent_cents: number;
            /** Format: int64 */
            total_visits: number;
            visits: components["schemas"]["DeviceVisitOutput"][];
        };
        DevicePreferencesOutput: {
            device_id: string;
            has_preferences: boolean;
            implicit_preferences: components["schemas"]["ImplicitPreferencesData"];
            /** Format: date-time */
            last_updated: string | null;
            /** Format: int64 */
            visit_count: number;
        };
        DeviceVisitOutput: {
            /** Format: int64 */
            branch_id: number;
            branch_name: string | null;
            /** Format: int64 */
            diner_id: number;
            diner_name: string;
            /** Format: int64 */
            items_ordered: number;
            /** Format: int64 */
            session_id: number;
            /** Format: int64 */
            total_spent_cents: number;
            /** Format: date-time */
            visited_at: string;
        };
        DietaryProfileInput: {
            /** @default false */
            is_celiac_safe: boolean;
            /** @default false */
            is_dairy_free: boolean;
            /** @default false */
            is_gluten_free: boolean;
            /** @default false */
            is_keto: boolean;
            /** @default false */
            is_low_sodium: boolean;
            /** @default false */
            is_vegan: boolean;
            /** @default false */
            is_vegetarian: boolean;
        };
        DinerBalance: {
            /** Format: int64 */
            diner_id: number | null;
            diner_name: string;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            remaining_cents: number;
            /** Format: int64 */
            total_cents: number;
        };
        DinerOutput: {
            color: string;
            device_id: string | null;
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            joined_at: string;
            local_id: string | null;
            name: string;
            /** Format: int64 */
            session_id: number;
        };
        DisputedPayment: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            check_id: number;
            detail: string | null;
            /** Format: int64 */
            payment_id: number;
            /** Format: int64 */
            session_id: number;
            table_code: string;
            /** Format: date-time */
            updated_at: string;
        };
        DistributeTipRequest: {
            /** Format: int64 */
            pool_id: number;
            /** Format: int64 */
            tip_id: number;
        };
        EstimatedWaitResponse: {
            /** Format: int64 */
            estimated_minutes: number;
            /** Format: int64 */
            queue_size: number;
        };
        ExclusionBulkUpdate: {
            /**
             * @example [
             *       2
             *     ]
             */
            excluded_branch_ids: number[];
        };
        ExclusionOverview: {
            category_exclusions: components["schemas"]["CategoryExclusionSummary"][];
            subcategory_exclusions: components["schemas"]["SubcategoryExclusionSummary"][];
        };
        FavoriteProductOutput: {
            /** Format: int64 */
            id: number;
            image: string | null;
            /** Format: date-time */
            last_ordered: string | null;
            name: string;
            /** Format: int64 */
            times_ordered: number;
        };
        FeedbackRequest: {
            comment?: string;
            /** Format: int64 */
            rating: number;
        };
        FeedbackResponse: {
            comment: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            rating: number;
            /** Format: int64 */
            session_id: number;
        };
        FlavorProfileOutput: {
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
        };
        FoodCostReportItem: {
            /** @description 0 si no hay precio. */
            food_cost_percent: number;
            /** Format: int64 */
            product_id: number | null;
            product_name: string | null;
            /** Format: int64 */
            recipe_id: number;
            recipe_name: string;
            /**
             * Format: int64
             * @description El de hoy en la sucursal de la receta; null si no se vende.
             */
            selling_price_cents: number | null;
            /** Format: int64 */
            total_cost_cents: number;
            /** @description Ingredientes sin costo conocido: el total no los cuenta. */
            unpriced_ingredients: string[];
        };
        GenerateTicketsRequest: {
            /** Format: int64 */
            priority?: number;
            station_mapping?: {
                [key: string]: string;
            };
        };
        GenerateTicketsResponse: {
            /** Format: int64 */
            round_id: number;
            tickets: components["schemas"]["KitchenTicketOutput"][];
            /** Format: int64 */
            tickets_created: number;
        };
        HealthOutputBody: {
            environment: string;
            service: string;
            /** @enum {string} */
            status: "healthy";
        };
        HealthReport: {
            circuit_breakers: {
                [key: string]: unknown;
            };
            dependencies: {
                [key: string]: components["schemas"]["Dependency"];
            };
            environment: string;
            service: string;
            /** @enum {string} */
            status: "healthy" | "degraded";
            webhook_retry: components["schemas"]["WebhookRetry"];
        };
        HealthResponse: {
            /** @description Vacío si no hay modelo. */
            chat_model: string;
            embed_model: string;
            ollama_available: boolean;
            /**
             * @description degraded: hay un modelo configurado y no contesta; responde la búsqueda.
             * @enum {string}
             */
            status: "healthy" | "degraded";
        };
        HourlyOrdersOutput: {
            /** Format: int64 */
            hour: number;
            /** Format: int64 */
            order_count: number;
        };
        ImplicitPreferencesData: {
            cross_reactions_enabled: boolean;
            dietary_preferences: string[];
            excluded_allergen_ids: number[];
            excluded_cooking_methods: string[];
            strictness: string;
        };
        ImplicitPreferencesInput: {
            cross_reactions_enabled?: boolean;
            dietary_preferences?: string[];
            excluded_allergen_ids?: number[];
            excluded_cooking_methods?: string[];
            /** @default strict */
            strictness: string;
        };
        IngestProductsResponse: {
            documents_created: number;
            message: string;
        };
        IngestResponse: {
            content_preview: string;
            /** Format: int64 */
            id: number;
            source: string | null;
            title: string | null;
        };
        IngestTextRequest: {
            /**
             * Format: int64
             * @description Sin ella, de todas las sucursales.
             * @example 1
             */
            branch_id?: number | null;
            /** @example Tenemos sillas altas para chicos y cambiador. */
            content: string;
            /** @example preguntas frecuentes */
            source?: string | null;
            /** @example Con chicos */
            title?: string | null;
        };
        IngredientCreate: {
            /** @example El de la casa, picado a cuchillo. */
            description?: string | null;
            /**
             * Format: int64
             * @example 4
             */
            group_id?: number | null;
            /**
             * @default false
             * @example true
             */
            is_processed: boolean;
            /** @example Chimichurri */
            name: string;
        };
        IngredientGroupCreate: {
            /** @example Lo que se usa de a pizcas. */
            description?: string | null;
            /** @example 🧂 */
            icon?: string | null;
            /** @example Condimentos */
            name: string;
        };
        IngredientGroupOutput: {
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
        };
        IngredientItem: {
            /**
             * Format: int64
             * @example 12
             */
            ingredient_id?: number | null;
            /** @example Nalga */
            name: string;
            /** @example Cortada fina. */
            notes?: string | null;
            /** @example 400 */
            quantity: string;
            /** @example g */
            unit: string;
        };
        IngredientOutput: {
            /** Format: date-time */
            created_at: string;
            description: string | null;
            /** Format: int64 */
            group_id: number | null;
            group_name: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            /** @description Llega hecho de otras cosas: sus componentes. */
            is_processed: boolean;
            name: string;
            sub_ingredients: components["schemas"]["SubIngredientOutput"][];
            /** Format: int64 */
            tenant_id: number;
        };
        IngredientUpdate: {
            /** @example Con ají molido. */
            description?: string | null;
            /**
             * Format: int64
             * @example 4
             */
            group_id?: number | null;
            /** @example true */
            is_active?: boolean | null;
            /** @example true */
            is_processed?: boolean | null;
            /** @example Chimichurri picante */
            name?: string | null;
        };
        IntegrationOutput: {
            branch_ids: number[];
            name: string;
            /** Format: int64 */
            tenant_id: number;
        };
        IntentOutput: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            diner_id: number | null;
            diner_name: string | null;
            /** Format: date-time */
            expires_at: string;
            item_ids: number[];
            /** Format: int64 */
            payment_id: number;
            /** Format: int64 */
            people: number;
            /** @enum {string} */
            split: "REST" | "OWN" | "CONSUMPTION" | "EQUAL" | "ITEMS" | "AMOUNT";
            /** @enum {string} */
            status: "OPEN" | "PAID" | "EXPIRED" | "CANCELED" | "FAILED";
            /** Format: int64 */
            tip_cents: number;
        };
        KitchenTicketItemOutput: {
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            qty: number;
            /** Format: int64 */
            round_item_id: number;
            /** @enum {string} */
            status: "PENDING" | "IN_PROGRESS" | "READY";
        };
        KitchenTicketOutput: {
            /** Format: date-time */
            completed_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            delivered_at: string | null;
            /** Format: int64 */
            id: number;
            items: components["schemas"]["KitchenTicketItemOutput"][];
            notes: string | null;
            /** Format: int64 */
            priority: number;
            /** Format: int64 */
            round_id: number;
            /** Format: int64 */
            round_number: number;
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            station: "BAR" | "HOT_KITCHEN" | "COLD_KITCHEN" | "GRILL" | "PASTRY" | "OTHER";
            /** @enum {string} */
            status: "PENDING" | "IN_PROGRESS" | "READY" | "DELIVERED";
            table_code: string | null;
            /** Format: int64 */
            table_id: number | null;
        };
        KitchenTicketsByStation: {
            station: string;
            tickets: components["schemas"]["KitchenTicketOutput"][];
        };
        ListTicketsResponse: {
            stations: components["schemas"]["KitchenTicketsByStation"][];
        };
        LoginRequest: {
            /** Format: email */
            email: string;
            password: string;
            /** @description El código de la aplicación, si la persona usa verificación en dos pasos. */
            totp_code?: string | null;
        };
        LoginWithRefreshResponse: {
            access_token: string;
            /**
             * Format: int64
             * @description Segundos.
             */
            expires_in: number;
            refresh_token: string;
            requires_2fa: boolean;
            /** @enum {string} */
            token_type: "Bearer";
            user: components["schemas"]["UserInfo"];
        };
        LogoutResponse: {
            message: string;
            success: boolean;
        };
        ManualPaymentRequest: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** @enum {string} */
            manual_method: "CASH" | "CARD_PHYSICAL" | "TRANSFER_EXTERNAL" | "OTHER_MANUAL";
            notes?: string | null;
            /**
             * Format: int64
             * @description Propina, además de amount_cents.
             */
            tip_cents?: number;
        };
        ManualPaymentResponse: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            check_paid_cents: number;
            /** Format: int64 */
            check_remaining_cents: number;
            /** @enum {string} */
            check_status: "OPEN" | "REQUESTED" | "IN_PAYMENT" | "PAID" | "FAILED";
            /** Format: int64 */
            check_total_cents: number;
            /** @enum {string} */
            manual_method: "CASH" | "CARD_PHYSICAL" | "TRANSFER_EXTERNAL" | "OTHER_MANUAL";
            /** @enum {string} */
            payment_category: "DIGITAL" | "MANUAL";
            /** Format: int64 */
            payment_id: number;
            /** @enum {string} */
            registered_by: "SYSTEM" | "DINER" | "WAITER";
            /** Format: int64 */
            registered_by_waiter_id: number;
            /** @enum {string} */
            status: "PENDING" | "APPROVED" | "REJECTED";
            /** Format: int64 */
            tip_cents: number;
        };
        MeOutputBody: {
            branch_ids: number[];
            email: string;
            /** Format: int64 */
            id: number;
            roles: string[];
            /** Format: int64 */
            tenant_id: number;
            user: components["schemas"]["UserInfo"];
        };
        MercadoPagoAuthorizeOutput: {
            authorization_url: string;
            /** Format: date-time */
            expires_at: string;
        };
        MercadoPagoConnectionOutput: {
            /** @description Si se puede conectar desde Mercado Pago; si no, pegando la credencial. */
            can_authorize: boolean;
            collects: boolean;
            /** Format: date-time */
            connected_at: string | null;
            /** Format: date-time */
            expires_at: string | null;
            live_mode: boolean | null;
            message: string;
            /** @enum {string|null} */
            mode: "OAUTH" | "PASTED" | null;
            /** @description La dirección de avisos que va en el panel de la aplicación, si la credencial fue pegada. */
            notifications_url: string | null;
            /** Format: date-time */
            renews_at: string | null;
            seller_name: string | null;
            /** Format: int64 */
            seller_user_id: number | null;
            /**
             * @description NEEDS_RECONNECT: la cuenta ya no acepta lo que se le pide; hay que conectarla de nuevo.
             * @enum {string}
             */
            status: "ACTIVE" | "NEEDS_RECONNECT" | "DISCONNECTED";
            /** @description Motivo, en una palabra: unauthorized, deauthorized, expired o renewal_refused; vacío si no hay. */
            status_reason: string;
        };
        MercadoPagoPreferenceRequest: {
            /** Format: int64 */
            amount_cents?: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            diner_id?: number | null;
            item_ids?: number[];
            /** @description Pagar solo lo propio; lo compartido queda para la mesa. */
            own_part?: boolean;
            /** Format: int64 */
            people?: number;
            /**
             * @description REST: todo lo que nadie está pagando. OWN: lo propio. CONSUMPTION: lo propio y una parte igual de lo compartido. EQUAL: una de people partes iguales. ITEMS: los renglones item_ids. AMOUNT: amount_cents.
             * @enum {string}
             */
            split?: "REST" | "OWN" | "CONSUMPTION" | "EQUAL" | "ITEMS" | "AMOUNT";
            /**
             * Format: int64
             * @description Propina, además de la parte de la cuenta.
             */
            tip_cents?: number;
        };
        MercadoPagoPreferenceResponse: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            expires_at: string | null;
            init_point: string;
            /** Format: int64 */
            payment_id: number;
            preference_id: string;
            sandbox_init_point: string;
            /** Format: int64 */
            tip_cents: number;
        };
        MercadoPagoTokenRequest: {
            /** @description El access token de producción de tu aplicación. */
            access_token: string;
            /** @description La clave secreta de sus webhooks. */
            webhook_secret?: string | null;
        };
        ModificationInput: {
            /** @example remove */
            action: string;
            /**
             * Format: int64
             * @default 0
             */
            extra_cost_cents: number;
            /** @default true */
            is_allowed: boolean | null;
            /** @example cebolla */
            item: string;
        };
        ModificationItem: {
            /** @example remove */
            action: string;
            /** @example true */
            allowed?: boolean;
            /** @example Jamón */
            item: string;
        };
        ModificationOutput: {
            action: string;
            /** Format: int64 */
            extra_cost_cents: number;
            is_allowed: boolean;
            item: string;
        };
        MoveTableResponse: {
            message: string;
            /** Format: int64 */
            session_id: number;
            source_table_code: string;
            /** Format: int64 */
            source_table_id: number;
            success: boolean;
            target_table_code: string;
            /** Format: int64 */
            target_table_id: number;
        };
        MyAssignmentsOutput: {
            /** Format: date */
            assignment_date: string;
            sector_ids: number[];
            sectors: components["schemas"]["SectorAssignmentOutput"][];
            /** Format: int64 */
            waiter_id: number;
        };
        MyTable: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            capacity: number;
            code: string;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            sector_id: number | null;
            sector_name: string | null;
            status: string;
            /** Format: int64 */
            table_id: number;
        };
        OpenRefund: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            check_id: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            kind: string;
            /** Format: int64 */
            payment_id: number;
            reason: string | null;
            /** Format: int64 */
            session_id: number;
            status: string;
            table_code: string;
        };
        OpenSessionRequest: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            opening_amount_cents: number;
            /** @default Caja Principal */
            register_name: string;
        };
        OpenSessionResponse: {
            /** Format: int64 */
            cash_register_id: number;
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            opened_at: string;
            /** Format: int64 */
            opening_amount_cents: number;
            /** @enum {string} */
            status: "OPEN" | "CLOSED";
        };
        OrderItemOutput: {
            diner_name: string | null;
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            qty: number;
            /** Format: int64 */
            unit_price_cents: number;
        };
        OrderStatsOutput: {
            /** Format: int64 */
            in_kitchen: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            ready: number;
            /** Format: int64 */
            total_active: number;
        };
        PaymentOutput: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            diner_id: number | null;
            disputed: boolean;
            /** Format: int64 */
            id: number;
            method: string;
            /** @enum {string} */
            provider: "CASH" | "MERCADO_PAGO";
            /** Format: int64 */
            refunded_cents: number;
            /** @enum {string} */
            status: "PENDING" | "APPROVED" | "REJECTED";
            /** Format: int64 */
            tip_cents: number;
        };
        PaymentResponse: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            check_paid_cents: number;
            /** @enum {string} */
            check_status: "OPEN" | "REQUESTED" | "IN_PAYMENT" | "PAID" | "FAILED";
            /** Format: int64 */
            check_total_cents: number;
            /** Format: int64 */
            payment_id: number;
            /** @enum {string} */
            provider: "CASH" | "MERCADO_PAGO";
            /** @enum {string} */
            status: "PENDING" | "APPROVED" | "REJECTED";
            /** Format: int64 */
            tip_cents: number;
        };
        PreparationStep: {
            /** @example Pasar la carne por huevo y pan rallado. */
            instruction: string;
            /** @example 1 */
            step: number;
            /** @example 10 */
            time_minutes?: number | null;
        };
        Problem: {
            /** @description El motivo, para programas. */
            code: string;
            /** @description Una frase en español; en 422 de validación, la lista de los datos que están mal. */
            detail: unknown;
            /** @description El X-Request-ID del pedido, para quien pregunte por él. */
            request_id?: string;
            /** @description Segundos que conviene esperar. */
            retry_after?: number;
        };
        ProductCookingOutput: {
            /** Format: int64 */
            cook_time_minutes: number | null;
            methods: string[];
            /** Format: int64 */
            prep_time_minutes: number | null;
            uses_oil: boolean;
        };
        ProductCreate: {
            allergen_ids?: number[];
            allergens?: components["schemas"]["AllergenPresenceInput"][];
            /** @example Nuevo */
            badge?: string | null;
            branch_prices?: components["schemas"]["BranchPriceInput"][];
            /**
             * Format: int64
             * @example 1
             */
            category_id: number;
            cooking_info?: components["schemas"]["CookingInfoInput"];
            /** @example Con papas fritas */
            description?: string | null;
            dietary_profile?: components["schemas"]["DietaryProfileInput"];
            /** @default false */
            featured: boolean;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string;
            ingredients?: components["schemas"]["ProductIngredientInput"][];
            /** @default false */
            inherits_from_recipe: boolean;
            /** @default true */
            is_active: boolean | null;
            modifications?: components["schemas"]["ModificationInput"][];
            /** @example Milanesa napolitana */
            name: string;
            /** @default false */
            popular: boolean;
            rag_config?: components["schemas"]["RAGConfigInput"];
            /** Format: int64 */
            recipe_id?: number | null;
            /** @example Casero */
            seal?: string | null;
            sensory_profile?: components["schemas"]["SensoryProfileInput"];
            /**
             * Format: int64
             * @example 1
             */
            subcategory_id?: number | null;
            warnings?: components["schemas"]["WarningInput"][];
        };
        ProductDetail: {
            /** @description Los que contiene. */
            allergen_ids: number[];
            allergens: components["schemas"]["AllergenPresenceOutput"][];
            badge: string | null;
            branch_prices: components["schemas"]["BranchPriceOutput"][];
            /** Format: int64 */
            category_id: number;
            cooking_info: components["schemas"]["CookingInfoOutput"];
            /** Format: date-time */
            created_at: string;
            description: string | null;
            dietary_profile: components["schemas"]["DietaryProfileInput"];
            featured: boolean;
            /** Format: int64 */
            id: number;
            image: string | null;
            ingredients: components["schemas"]["ProductIngredientOutput"][];
            inherits_from_recipe: boolean;
            is_active: boolean;
            modifications: components["schemas"]["ModificationOutput"][];
            name: string;
            popular: boolean;
            rag_config: components["schemas"]["RAGConfigOutput"];
            /** Format: int64 */
            recipe_id: number | null;
            recipe_name: string | null;
            seal: string | null;
            sensory_profile: components["schemas"]["SensoryProfileOutput"];
            /** Format: int64 */
            subcategory_id: number | null;
            /** Format: int64 */
            tenant_id: number;
            warnings: components["schemas"]["WarningOutput"][];
        };
        ProductDietaryOutput: {
            is_celiac_safe: boolean;
            is_dairy_free: boolean;
            is_gluten_free: boolean;
            is_keto: boolean;
            is_low_sodium: boolean;
            is_vegan: boolean;
            is_vegetarian: boolean;
        };
        ProductIngredientInput: {
            /**
             * Format: int64
             * @example 1
             */
            ingredient_id: number;
            /** @default false */
            is_main: boolean;
            notes?: string | null;
        };
        ProductIngredientOutput: {
            /** Format: int64 */
            ingredient_id: number;
            ingredient_name: string;
            is_main: boolean;
            notes: string | null;
        };
        ProductOutput: {
            /** @description Los que contiene. */
            allergen_ids: number[];
            allergens: components["schemas"]["AllergenPresenceOutput"][];
            badge: string | null;
            branch_prices: components["schemas"]["BranchPriceOutput"][];
            /** Format: int64 */
            category_id: number;
            /** Format: date-time */
            created_at: string;
            description: string | null;
            featured: boolean;
            /** Format: int64 */
            id: number;
            image: string | null;
            inherits_from_recipe: boolean;
            is_active: boolean;
            name: string;
            popular: boolean;
            /** Format: int64 */
            recipe_id: number | null;
            recipe_name: string | null;
            seal: string | null;
            /** Format: int64 */
            subcategory_id: number | null;
            /** Format: int64 */
            tenant_id: number;
        };
        ProductUpdate: {
            allergen_ids?: number[] | null;
            allergens?: components["schemas"]["AllergenPresenceInput"][] | null;
            badge?: string | null;
            branch_prices?: components["schemas"]["BranchPriceInput"][] | null;
            /** Format: int64 */
            category_id?: number | null;
            cooking_info?: {
                /** @example 20 */
                cook_time_minutes?: number | null;
                cooking_method_ids?: number[];
                /** @example 15 */
                prep_time_minutes?: number | null;
                /** @default false */
                uses_oil: boolean;
            } | null;
            description?: string | null;
            dietary_profile?: {
                /** @default false */
                is_celiac_safe: boolean;
                /** @default false */
                is_dairy_free: boolean;
                /** @default false */
                is_gluten_free: boolean;
                /** @default false */
                is_keto: boolean;
                /** @default false */
                is_low_sodium: boolean;
                /** @default false */
                is_vegan: boolean;
                /** @default false */
                is_vegetarian: boolean;
            } | null;
            featured?: boolean | null;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string | null;
            ingredients?: components["schemas"]["ProductIngredientInput"][] | null;
            inherits_from_recipe?: boolean | null;
            is_active?: boolean | null;
            modifications?: components["schemas"]["ModificationInput"][] | null;
            /** @example Milanesa a caballo */
            name?: string | null;
            popular?: boolean | null;
            rag_config?: {
                custom_disclaimer?: string | null;
                /** @default true */
                highlight_allergens: boolean | null;
                /**
                 * @default low
                 * @enum {string}
                 */
                risk_level: "low" | "medium" | "high";
            } | null;
            /** Format: int64 */
            recipe_id?: number | null;
            seal?: string | null;
            sensory_profile?: {
                flavor_ids?: number[];
                texture_ids?: number[];
            } | null;
            /** Format: int64 */
            subcategory_id?: number | null;
            warnings?: components["schemas"]["WarningInput"][] | null;
        };
        PromotionCreate: {
            /**
             * @example [
             *       1
             *     ]
             */
            branch_ids?: number[];
            /** @example Docena y cerveza. */
            description?: string | null;
            /**
             * Format: date
             * @example 2026-03-31
             */
            end_date: string;
            /**
             * @default 23:59
             * @example 01:00
             */
            end_time: string;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string;
            /**
             * @default true
             * @example true
             */
            is_active: boolean | null;
            items?: components["schemas"]["PromotionItem"][];
            /** @example Noche de empanadas */
            name: string;
            /**
             * Format: int64
             * @example 1450000
             */
            price_cents: number;
            /** @example combo */
            promotion_type_id?: string | null;
            /**
             * Format: date
             * @example 2026-03-01
             */
            start_date: string;
            /**
             * @default 00:00
             * @example 20:00
             */
            start_time: string;
        };
        PromotionItem: {
            /**
             * Format: int64
             * @example 18
             */
            product_id: number;
            /**
             * @default 1
             * @example 2
             */
            quantity: number;
        };
        PromotionOutput: {
            branch_ids: number[];
            /** Format: date-time */
            created_at: string;
            description: string | null;
            /** @description El último día. */
            end_date: string;
            /** @description El último minuto. Antes de start_time: pasa la medianoche. */
            end_time: string;
            /** Format: int64 */
            id: number;
            image: string | null;
            is_active: boolean;
            items: components["schemas"]["PromotionItem"][];
            name: string;
            /** Format: int64 */
            price_cents: number;
            promotion_type_id: string | null;
            /** @description AAAA-MM-DD, en la hora de la sucursal. */
            start_date: string;
            /** @description HH:MM, en la hora de la sucursal. */
            start_time: string;
            /** Format: int64 */
            tenant_id: number;
            /** Format: date-time */
            updated_at: string | null;
        };
        PromotionUpdate: {
            /**
             * @example [
             *       1
             *     ]
             */
            branch_ids?: number[] | null;
            /** @example Docena y cerveza. */
            description?: string | null;
            /**
             * Format: date
             * @example 2026-04-30
             */
            end_date?: string | null;
            /** @example 23:30 */
            end_time?: string | null;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string | null;
            /** @example true */
            is_active?: boolean | null;
            items?: components["schemas"]["PromotionItem"][] | null;
            /** @example Noche de empanadas */
            name?: string | null;
            /**
             * Format: int64
             * @example 1590000
             */
            price_cents?: number | null;
            /** @example combo */
            promotion_type_id?: string | null;
            /**
             * Format: date
             * @example 2026-03-01
             */
            start_date?: string | null;
            /** @example 19:00 */
            start_time?: string | null;
        };
        PublicAllergenInfoOutput: {
            icon: string | null;
            /** Format: int64 */
            id: number;
            name: string;
        };
        PublicAllergenPublicOutput: {
            cross_reactions: components["schemas"]["PublicCrossReactionPublicOutput"][];
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_mandatory: boolean;
            name: string;
            severity: string;
        };
        PublicBranchPublicOutput: {
            address: string | null;
            /** Format: int64 */
            id: number;
            name: string;
            slug: string;
        };
        PublicCategoryCompactOutput: {
            /** Format: int64 */
            id: number;
            name: string;
            products: components["schemas"]["PublicProductCompactOutput"][];
        };
        PublicCategoryOutput: {
            icon: string | null;
            /** Format: int64 */
            id: number;
            image: string | null;
            name: string;
            /** Format: int64 */
            order: number;
            products: components["schemas"]["PublicProductOutput"][];
            subcategories: components["schemas"]["PublicSubcategoryOutput"][];
        };
        PublicCrossReactionPublicOutput: {
            /** Format: int64 */
            cross_reacts_with_id: number;
            cross_reacts_with_name: string;
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** @enum {string} */
            probability: "low" | "medium" | "high";
        };
        PublicIngredientOutput: {
            group_name: string | null;
            /** Format: int64 */
            id: number;
            is_main: boolean;
            is_processed: boolean;
            name: string;
            notes: string | null;
            sub_ingredients: components["schemas"]["PublicSubIngredientOutput"][];
        };
        PublicMenuCompactOutput: {
            /** Format: int64 */
            branch_id: number;
            branch_name: string;
            categories: components["schemas"]["PublicCategoryCompactOutput"][];
            /** Format: int64 */
            total_products: number;
        };
        PublicMenuOutput: {
            /** Format: int64 */
            branch_id: number;
            branch_name: string;
            branch_slug: string;
            categories: components["schemas"]["PublicCategoryOutput"][];
        };
        PublicModificationOutput: {
            action: string;
            /** Format: int64 */
            extra_cost_cents: number;
            /** Format: int64 */
            id: number;
            is_allowed: boolean;
            item: string;
        };
        PublicProductAllergensOutput: {
            contains: components["schemas"]["PublicAllergenInfoOutput"][];
            free_from: components["schemas"]["PublicAllergenInfoOutput"][];
            may_contain: components["schemas"]["PublicAllergenInfoOutput"][];
        };
        PublicProductCompactOutput: {
            allergen_icons: string[];
            /** Format: int64 */
            category_id: number;
            category_name: string;
            description: string | null;
            /** Format: int64 */
            id: number;
            is_available: boolean;
            name: string;
            /** Format: int64 */
            price_cents: number;
            /** Format: int64 */
            subcategory_id: number | null;
            subcategory_name: string | null;
        };
        PublicProductCompleteOutput: {
            allergens: components["schemas"]["PublicProductAllergensOutput"];
            badge: string | null;
            /** Format: int64 */
            category_id: number;
            cooking: components["schemas"]["PublicProductCookingOutput"];
            description: string | null;
            dietary: components["schemas"]["PublicProductDietaryOutput"];
            featured: boolean;
            /** Format: int64 */
            id: number;
            image: string | null;
            ingredients: components["schemas"]["PublicIngredientOutput"][];
            is_available: boolean;
            modifications: components["schemas"]["PublicModificationOutput"][];
            name: string;
            popular: boolean;
            /** Format: int64 */
            price_cents: number;
            sensory: components["schemas"]["PublicSensoryOutput"];
            /** Format: int64 */
            subcategory_id: number | null;
            warnings: components["schemas"]["PublicWarningOutput"][];
        };
        PublicProductCookingOutput: {
            /** Format: int64 */
            cook_time_minutes: number | null;
            methods: string[];
            /** Format: int64 */
            prep_time_minutes: number | null;
            uses_oil: boolean;
        };
        PublicProductDietaryOutput: {
            is_celiac_safe: boolean;
            is_dairy_free: boolean;
            is_gluten_free: boolean;
            is_keto: boolean;
            is_low_sodium: boolean;
            is_vegan: boolean;
            is_vegetarian: boolean;
        };
        PublicProductOutput: {
            allergen_ids: number[];
            allergens: components["schemas"]["PublicProductAllergensOutput"];
            badge: string | null;
            /** Format: int64 */
            category_id: number;
            cooking: components["schemas"]["ProductCookingOutput"];
            description: string | null;
            dietary: components["schemas"]["ProductDietaryOutput"];
            featured: boolean;
            /** Format: int64 */
            id: number;
            image: string | null;
            is_available: boolean;
            name: string;
            popular: boolean;
            /** Format: int64 */
            price_cents: number;
            seal: string | null;
            /** Format: int64 */
            subcategory_id: number | null;
        };
        PublicSensoryOutput: {
            flavors: string[];
            textures: string[];
        };
        PublicSubIngredientOutput: {
            /** Format: int64 */
            id: number;
            name: string;
        };
        PublicSubcategoryOutput: {
            /** Format: int64 */
            id: number;
            image: string | null;
            name: string;
            /** Format: int64 */
            order: number;
        };
        PublicWarningOutput: {
            /** Format: int64 */
            id: number;
            severity: string;
            text: string;
        };
        PushSubscription: {
            /** @example https://fcm.googleapis.com/fcm/send/abc123 */
            endpoint: string;
            keys?: {
                [key: string]: string;
            };
        };
        QRUrlResponse: {
            /** Format: int64 */
            branch_id: number;
            branch_slug: string;
            /** @description Dónde está la imagen, en esta API. */
            png: string;
            svg: string;
            table_code: string;
            /** Format: int64 */
            table_id: number;
            /** @description Lo que dice el código. */
            url: string;
        };
        QuarantinedPayment: {
            /** Format: int64 */
            amount_cents: number;
            external_id: string;
            /** Format: date-time */
            first_seen: string;
            /** Format: date-time */
            last_seen: string;
            reason: string;
            reference: string | null;
        };
        RAGConfigInput: {
            custom_disclaimer?: string | null;
            /** @default true */
            highlight_allergens: boolean | null;
            /**
             * @default low
             * @enum {string}
             */
            risk_level: "low" | "medium" | "high";
        };
        RAGConfigOutput: {
            custom_disclaimer: string | null;
            highlight_allergens: boolean;
            risk_level: string;
        };
        RecipeCostOutput: {
            /** Format: date-time */
            calculated_at: string;
            food_cost_percent: number;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            product_id: number | null;
            /** Format: int64 */
            recipe_id: number;
            /** Format: int64 */
            tenant_id: number;
            /** Format: int64 */
            total_cost_cents: number;
            unpriced_ingredients: string[];
        };
        RecipeCreate: {
            /**
             * @example [
             *       1,
             *       3
             *     ]
             */
            allergen_ids?: number[] | null;
            /** @example Se fríe junto con rabas. */
            allergen_notes?: string | null;
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            /** @example 850 */
            calories_per_serving?: number | null;
            /** @example Freír en dos tandas. */
            chef_notes?: string | null;
            /** @example 15 */
            cook_time_minutes?: number | null;
            /**
             * @example [
             *       "Frito"
             *     ]
             */
            cooking_methods?: string[] | null;
            /**
             * Format: int64
             * @example 420000
             */
            cost_cents?: number | null;
            /** @example Argentina */
            cuisine_type?: string | null;
            /** @example Consultá al mozo por trazas. */
            custom_rag_disclaimer?: string | null;
            /** @example Nalga empanada con salsa, jamón y mozzarella. */
            description?: string | null;
            /**
             * @example [
             *       "Sin frutos secos"
             *     ]
             */
            dietary_tags?: string[] | null;
            /** @example MEDIUM */
            difficulty?: string | null;
            /**
             * @example [
             *       "Salado"
             *     ]
             */
            flavors?: string[] | null;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string;
            ingredients?: components["schemas"]["IngredientItem"][] | null;
            /** @example false */
            is_celiac_safe?: boolean;
            modifications?: components["schemas"]["ModificationItem"][] | null;
            /** @example Milanesa napolitana */
            name: string;
            /** @example 350 g */
            portion_size?: string | null;
            /** @example 20 */
            prep_time_minutes?: number | null;
            preparation_steps?: components["schemas"]["PreparationStep"][] | null;
            /** @example Con orégano al final. */
            presentation_tips?: string | null;
            /**
             * Format: int64
             * @description El producto que esta receta cocina.
             * @example 23
             */
            product_id?: number | null;
            /**
             * @default low
             * @example medium
             * @enum {string}
             */
            risk_level: "low" | "medium" | "high";
            /** @example 2 */
            servings?: number | null;
            /** @example La clásica, para compartir. */
            short_description?: string | null;
            /** @example Empanada y cruda, dos días de heladera. */
            storage_instructions?: string | null;
            /**
             * Format: int64
             * @example 7
             */
            subcategory_id?: number | null;
            /**
             * Format: int64
             * @example 1100000
             */
            suggested_price_cents?: number | null;
            /**
             * @example [
             *       "Crujiente"
             *     ]
             */
            textures?: string[] | null;
            /** @example true */
            uses_oil?: boolean;
            /**
             * @example [
             *       "Sale muy caliente"
             *     ]
             */
            warnings?: string[] | null;
            /** @example 2 */
            yield_quantity?: string | null;
            /** @example porciones */
            yield_unit?: string | null;
        };
        RecipeOutput: {
            /**
             * @example [
             *       1,
             *       3
             *     ]
             */
            allergen_ids?: number[] | null;
            /** @example Se fríe junto con rabas. */
            allergen_notes?: string | null;
            allergens: components["schemas"]["AllergenInfo"][];
            /** Format: int64 */
            branch_id: number;
            branch_name: string | null;
            /** @example 850 */
            calories_per_serving?: number | null;
            /** Format: int64 */
            category_id: number | null;
            category_name: string | null;
            /** @example Freír en dos tandas. */
            chef_notes?: string | null;
            /** @example 15 */
            cook_time_minutes?: number | null;
            /**
             * @example [
             *       "Frito"
             *     ]
             */
            cooking_methods?: string[] | null;
            /**
             * Format: int64
             * @example 420000
             */
            cost_cents?: number | null;
            /** Format: date-time */
            created_at: string;
            created_by_email: string | null;
            /** @example Argentina */
            cuisine_type?: string | null;
            /** @example Consultá al mozo por trazas. */
            custom_rag_disclaimer?: string | null;
            /** @example Nalga empanada con salsa, jamón y mozzarella. */
            description?: string | null;
            /**
             * @example [
             *       "Sin frutos secos"
             *     ]
             */
            dietary_tags?: string[] | null;
            /** @example MEDIUM */
            difficulty?: string | null;
            /**
             * @example [
             *       "Salado"
             *     ]
             */
            flavors?: string[] | null;
            /** Format: int64 */
            id: number;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string;
            ingredients?: components["schemas"]["IngredientItem"][] | null;
            is_active: boolean;
            /** @example false */
            is_celiac_safe?: boolean;
            /** @description Quien pregunta en el chat puede encontrarla. */
            is_ingested: boolean;
            /** Format: date-time */
            last_ingested_at: string | null;
            modifications?: components["schemas"]["ModificationItem"][] | null;
            /** @example Milanesa napolitana */
            name: string;
            /** @example 350 g */
            portion_size?: string | null;
            /** @example 20 */
            prep_time_minutes?: number | null;
            preparation_steps?: components["schemas"]["PreparationStep"][] | null;
            /** @example Con orégano al final. */
            presentation_tips?: string | null;
            /**
             * Format: int64
             * @description El producto que esta receta cocina.
             * @example 23
             */
            product_id?: number | null;
            product_name: string | null;
            /**
             * @default low
             * @example medium
             * @enum {string}
             */
            risk_level: "low" | "medium" | "high";
            /** @example 2 */
            servings?: number | null;
            /** @example La clásica, para compartir. */
            short_description?: string | null;
            /** @example Empanada y cruda, dos días de heladera. */
            storage_instructions?: string | null;
            /**
             * Format: int64
             * @example 7
             */
            subcategory_id?: number | null;
            subcategory_name: string | null;
            /**
             * Format: int64
             * @example 1100000
             */
            suggested_price_cents?: number | null;
            /** Format: int64 */
            tenant_id: number;
            /**
             * @example [
             *       "Crujiente"
             *     ]
             */
            textures?: string[] | null;
            total_time_minutes: number | null;
            /** @example true */
            uses_oil?: boolean;
            /**
             * @example [
             *       "Sale muy caliente"
             *     ]
             */
            warnings?: string[] | null;
            /** @example 2 */
            yield_quantity?: string | null;
            /** @example porciones */
            yield_unit?: string | null;
        };
        RecipeProduct: {
            /** Format: int64 */
            category_id: number;
            category_name: string;
            /** @description Se hizo a partir de la receta; si no, la receta se escribió para él. */
            derived: boolean;
            /** Format: int64 */
            id: number;
            inherits_from_recipe: boolean;
            is_active: boolean;
            name: string;
            /** Format: int64 */
            subcategory_id: number | null;
        };
        RecordMovementRequest: {
            /** Format: int64 */
            amount_cents: number;
            description?: string | null;
            /**
             * @description Entran SALE, TIP y DEPOSIT; salen las demás.
             * @enum {string}
             */
            movement_type: "SALE" | "TIP" | "DEPOSIT" | "REFUND" | "WITHDRAWAL" | "EXPENSE" | "TIP_OUT";
            /** @description Solo CASH cambia lo que hay en el cajón. */
            payment_method: string;
            /** Format: int64 */
            reference_id?: number | null;
            reference_type?: string | null;
            /** Format: int64 */
            session_id: number;
        };
        RecordMovementResponse: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at: string;
            description: string | null;
            /** Format: int64 */
            id: number;
            movement_type: string;
            payment_method: string;
        };
        RecordTipRequest: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            check_id?: number | null;
            payment_method: string;
            /** Format: int64 */
            table_session_id?: number | null;
            /** Format: int64 */
            waiter_id?: number | null;
        };
        RecordTipResponse: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            payment_method: string;
            /** Format: int64 */
            waiter_id: number | null;
        };
        RefreshTokenRequest: {
            refresh_token: string;
        };
        RefundOutput: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at: string | null;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            kind: "OVERPAY" | "DECISION";
            /** Format: int64 */
            payment_id: number;
            reason: string | null;
            /** @enum {string} */
            status: "REQUESTED" | "DONE" | "FAILED";
        };
        RefundRequest: {
            /** Format: int64 */
            amount_cents?: number;
            reason: string;
        };
        RefundResponse: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            check_paid_cents: number;
            /** @enum {string} */
            check_status: "OPEN" | "REQUESTED" | "IN_PAYMENT" | "PAID" | "FAILED";
            /** Format: int64 */
            check_total_cents: number;
            /** Format: int64 */
            payment_id: number;
            /** @enum {string} */
            provider: "CASH" | "MERCADO_PAGO";
            /** @description Todas las devoluciones de la cuenta; REQUESTED está en camino. */
            refunds: components["schemas"]["RefundOutput"][];
            /** @enum {string} */
            status: "PENDING" | "APPROVED" | "REJECTED";
            /** Format: int64 */
            tip_cents: number;
        };
        RegisterDinerRequest: {
            color: string;
            device_fingerprint?: string;
            device_id?: string;
            local_id?: string;
            name: string;
        };
        ReportsSummaryOutput: {
            /** Format: int64 */
            avg_order_value_cents: number;
            /**
             * Format: int64
             * @description De 0 a 23; la primera, si hay varias.
             */
            busiest_hour: number | null;
            /** Format: int64 */
            total_orders: number;
            /** Format: int64 */
            total_revenue_cents: number;
            /**
             * Format: int64
             * @description Mesas que pidieron algo.
             */
            total_sessions: number;
        };
        RequestCheckResponse: {
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            paid_cents: number;
            /** @enum {string} */
            status: "OPEN" | "REQUESTED" | "IN_PAYMENT" | "PAID" | "FAILED";
            /** Format: int64 */
            total_cents: number;
        };
        ReservationCreate: {
            /** Format: int64 */
            branch_id: number;
            customer_email?: string | null;
            /** @example Familia Suárez */
            customer_name: string;
            customer_phone?: string | null;
            /** @default 90 */
            duration_minutes: number;
            notes?: string | null;
            /** @example 4 */
            party_size: number;
            /**
             * Format: date
             * @example 2026-12-24
             */
            reservation_date: string;
            /** @example 21:30 */
            reservation_time: string;
            /** Format: int64 */
            table_id?: number | null;
        };
        ReservationOutput: {
            /** Format: int64 */
            branch_id: number;
            /** Format: date-time */
            created_at: string;
            customer_email: string | null;
            customer_name: string;
            customer_phone: string | null;
            duration_minutes: number;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            notes: string | null;
            party_size: number;
            reservation_date: string;
            reservation_time: string;
            /** @enum {string} */
            status: "PENDING" | "CONFIRMED" | "SEATED" | "COMPLETED" | "CANCELED" | "NO_SHOW";
            /** Format: int64 */
            table_id: number | null;
            /** Format: int64 */
            tenant_id: number;
            /** Format: date-time */
            updated_at: string;
        };
        ReservationStatusUpdate: {
            /**
             * @example CONFIRMED
             * @enum {string}
             */
            status: "PENDING" | "CONFIRMED" | "SEATED" | "COMPLETED" | "CANCELED" | "NO_SHOW";
        };
        ReservationUpdate: {
            customer_email?: string | null;
            customer_name?: string | null;
            customer_phone?: string | null;
            duration_minutes?: number | null;
            notes?: string | null;
            party_size?: number | null;
            /** Format: date */
            reservation_date?: string | null;
            /** @example 21:30 */
            reservation_time?: string | null;
            /** Format: int64 */
            table_id?: number | null;
        };
        RestoreOutput: {
            /** @description Lo que volvió con ello; los primeros 200. */
            affected_entities: components["schemas"]["Affected"][];
            /** Format: int64 */
            entity_id: number;
            entity_type: string;
            message: string;
            success: boolean;
        };
        ReturnRequest: {
            external_reference?: string;
        };
        ReturnResponse: {
            /** Format: int64 */
            check_id: number | null;
            check_status: string | null;
            looked: boolean;
            /** Format: int64 */
            paid_cents: number;
            payments: components["schemas"]["PaymentOutput"][];
            /** Format: int64 */
            remaining_cents: number;
            /** Format: int64 */
            total_cents: number;
        };
        ReversedCheck: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            reversed_cents: number;
            /** Format: int64 */
            session_id: number;
            table_code: string;
            /** Format: date-time */
            updated_at: string;
        };
        RoundDetail: {
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            items: components["schemas"]["RoundItemDetail"][];
            /** Format: int64 */
            round_number: number;
            status: string;
            /** Format: date-time */
            submitted_at: string | null;
        };
        RoundItemDetail: {
            category_name: string | null;
            diner_color: string | null;
            /** Format: int64 */
            diner_id: number | null;
            diner_name: string | null;
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            qty: number;
            /** Format: int64 */
            unit_price_cents: number;
        };
        RoundItemInput: {
            /** Format: int64 */
            diner_id?: number;
            notes?: string;
            /** Format: int64 */
            product_id: number;
            /** Format: int64 */
            qty: number;
        };
        RoundItemOutput: {
            /** Format: int64 */
            id: number;
            notes: string | null;
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            qty: number;
            /** Format: int64 */
            unit_price_cents: number;
        };
        RoundOutput: {
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            items: components["schemas"]["RoundItemOutput"][];
            /** Format: int64 */
            round_number: number;
            /** @enum {string} */
            status: "PENDING" | "CONFIRMED" | "DRAFT" | "SUBMITTED" | "IN_KITCHEN" | "READY" | "SERVED" | "CANCELED";
            /** Format: date-time */
            submitted_at: string | null;
            table_code: string | null;
            /** Format: int64 */
            table_id: number | null;
        };
        SectorAssignment: {
            /**
             * Format: int64
             * @example 1
             */
            sector_id: number;
            /**
             * @example [
             *       3,
             *       4
             *     ]
             */
            waiter_ids: number[];
        };
        SectorAssignmentOutput: {
            /** Format: date */
            assignment_date: string;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            sector_id: number;
            sector_name: string;
            sector_prefix: string;
            shift: string | null;
        };
        SectorWithWaiters: {
            /** Format: int64 */
            sector_id: number;
            sector_name: string;
            sector_prefix: string;
            waiters: components["schemas"]["AssignedWaiter"][];
        };
        SensoryProfileInput: {
            flavor_ids?: number[];
            texture_ids?: number[];
        };
        SensoryProfileOutput: {
            flavor_ids: number[];
            texture_ids: number[];
        };
        ServiceCallOutput: {
            /** Format: date-time */
            acked_at: string | null;
            /** Format: int64 */
            acked_by_user_id: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            session_id: number | null;
            /** @enum {string} */
            status: "OPEN" | "ACKED" | "CLOSED";
            table_code: string | null;
            /** Format: int64 */
            table_id: number | null;
            /** @enum {string} */
            type: "WAITER_CALL" | "PAYMENT_HELP" | "OTHER";
        };
        SessionTotal: {
            /** Format: int64 */
            check_id: number | null;
            check_status: string | null;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            session_id: number;
            /** Format: int64 */
            total_cents: number;
        };
        StaffCheck: {
            /**
             * Format: int64
             * @description Lo que falta y nadie está pagando en este momento.
             */
            available_cents: number;
            /** Format: date-time */
            created_at: string;
            disputed: boolean;
            /** Format: int64 */
            id: number;
            intents: components["schemas"]["IntentOutput"][];
            /** Format: int64 */
            paid_cents: number;
            payments: components["schemas"]["PaymentOutput"][];
            refunds: components["schemas"]["RefundOutput"][];
            /** Format: int64 */
            remaining_cents: number;
            /** Format: int64 */
            reversed_cents: number;
            /** Format: int64 */
            session_id: number;
            status: string;
            /** Format: int64 */
            tip_cents: number;
            /** Format: int64 */
            total_cents: number;
            /** Format: int64 */
            unallocated_cents: number;
        };
        StaffCreate: {
            branch_roles?: components["schemas"]["BranchRole"][];
            dni?: string | null;
            /**
             * Format: email
             * @example ana@buensabor.example
             */
            email: string;
            /** @example Ana */
            first_name?: string | null;
            /** @example 2026-03-01 */
            hire_date?: string | null;
            /** @default true */
            is_active: boolean;
            /** @example Paz */
            last_name?: string | null;
            /** @example una clave larga */
            password: string;
            phone?: string | null;
        };
        StaffOutput: {
            branch_roles: components["schemas"]["BranchRole"][];
            /** Format: date-time */
            created_at: string;
            dni: string | null;
            email: string;
            first_name: string | null;
            hire_date: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            last_name: string | null;
            phone: string | null;
            /** Format: int64 */
            tenant_id: number;
        };
        StaffUpdate: {
            branch_roles?: components["schemas"]["BranchRole"][] | null;
            dni?: string | null;
            /**
             * Format: email
             * @example ana@buensabor.example
             */
            email?: string | null;
            /** @example Ana */
            first_name?: string | null;
            hire_date?: string | null;
            is_active?: boolean | null;
            last_name?: string | null;
            password?: string | null;
            phone?: string | null;
            /**
             * @description Desactiva su verificación en dos pasos y cierra sus sesiones.
             * @default false
             */
            reset_two_factor: boolean;
        };
        StatusOutputBody: {
            status: string;
        };
        StockAlertOutput: {
            /** Format: date-time */
            acknowledged_at: string | null;
            /** Format: int64 */
            acknowledged_by_id: number | null;
            /** @enum {string} */
            alert_type: "LOW_STOCK" | "OUT_OF_STOCK" | "OVERSTOCK";
            /** Format: int64 */
            branch_id: number;
            /** Format: date-time */
            created_at: string;
            /** @description La cantidad al avisar. */
            current_qty: number;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            status: "ACTIVE" | "ACKNOWLEDGED" | "RESOLVED";
            /** Format: int64 */
            stock_item_id: number;
            /** Format: int64 */
            tenant_id: number;
            threshold_qty: number;
        };
        StockItemCreate: {
            /** Format: int64 */
            branch_id: number;
            /**
             * Format: int64
             * @default 0
             */
            cost_per_unit_cents: number;
            /** @default 0 */
            current_qty: number;
            /** Format: int64 */
            ingredient_id: number;
            location?: string | null;
            max_level?: number | null;
            /** @default 0 */
            min_level: number;
            /** @example kg */
            unit: string;
        };
        StockItemOutput: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            cost_per_unit_cents: number;
            /** Format: date-time */
            created_at: string;
            current_qty: number;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ingredient_id: number;
            is_active: boolean;
            /** Format: date-time */
            last_restock_at: string | null;
            location: string | null;
            max_level: number | null;
            min_level: number;
            /** Format: int64 */
            tenant_id: number;
            unit: string;
        };
        StockItemUpdate: {
            /** Format: int64 */
            cost_per_unit_cents?: number | null;
            location?: string | null;
            max_level?: number | null;
            min_level?: number | null;
            unit?: string | null;
        };
        StockMovementCreate: {
            /**
             * @default ADJUSTMENT
             * @enum {string}
             */
            movement_type: "ADJUSTMENT" | "PURCHASE" | "SALE" | "WASTE" | "TRANSFER" | "RETURN";
            /** @example -2.5 */
            qty_change: number;
            reason?: string | null;
            /** Format: int64 */
            stock_item_id: number;
        };
        StockMovementOutput: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            cost_per_unit_cents: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            movement_type: string;
            /** Format: int64 */
            performed_by_id: number | null;
            qty_after: number;
            qty_before: number;
            qty_change: number;
            reason: string | null;
            /** Format: int64 */
            reference_id: number | null;
            reference_type: string | null;
            /** Format: int64 */
            stock_item_id: number;
            /** Format: int64 */
            tenant_id: number;
        };
        SubIngredientCreate: {
            /** @example Fresco. */
            description?: string | null;
            /** @example Perejil */
            name: string;
        };
        SubIngredientOutput: {
            description: string | null;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            ingredient_id: number;
            is_active: boolean;
            name: string;
        };
        SubcategoryCreate: {
            /**
             * Format: int64
             * @example 1
             */
            category_id: number;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string;
            /** @default true */
            is_active: boolean | null;
            /** @example Helados */
            name: string;
            /** @example 1 */
            order?: number | null;
        };
        SubcategoryExclusionSummary: {
            /** Format: int64 */
            category_id: number;
            category_name: string;
            excluded_branch_ids: number[];
            /** Format: int64 */
            subcategory_id: number;
            subcategory_name: string;
        };
        SubcategoryOutput: {
            /** Format: int64 */
            category_id: number;
            /** Format: int64 */
            id: number;
            image: string | null;
            is_active: boolean;
            name: string;
            order: number;
            /** Format: int64 */
            tenant_id: number;
        };
        SubcategoryUpdate: {
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            image?: string | null;
            is_active?: boolean | null;
            /** @example Helados artesanales */
            name?: string | null;
            order?: number | null;
        };
        SubmitRoundRequest: {
            items: components["schemas"]["RoundItemInput"][];
        };
        SubmitRoundResponse: {
            /** Format: int64 */
            round_id: number;
            /** Format: int64 */
            round_number: number;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "PENDING" | "CONFIRMED" | "DRAFT" | "SUBMITTED" | "IN_KITCHEN" | "READY" | "SERVED" | "CANCELED";
        };
        SuccessOutput: {
            success: boolean;
        };
        SupplierCreate: {
            address?: string | null;
            contact_name?: string | null;
            email?: string | null;
            /** @example Frigorífico del Sur */
            name: string;
            notes?: string | null;
            phone?: string | null;
        };
        SupplierOutput: {
            address: string | null;
            contact_name: string | null;
            /** Format: date-time */
            created_at: string;
            email: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
            notes: string | null;
            phone: string | null;
            /** Format: int64 */
            tenant_id: number;
        };
        SupplierUpdate: {
            address?: string | null;
            contact_name?: string | null;
            email?: string | null;
            name?: string | null;
            notes?: string | null;
            phone?: string | null;
        };
        TableBulkCreate: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            tables: components["schemas"]["TableBulkItem"][];
        };
        TableBulkItem: {
            /** @example 4 */
            capacity: number;
            /** @example 10 */
            count: number;
            /**
             * Format: int64
             * @example 1
             */
            sector_id: number;
        };
        TableBulkResult: {
            /** Format: int64 */
            created_count: number;
            tables: components["schemas"]["TableOutput"][];
        };
        TableCard: {
            active_service_call_ids: number[];
            check_status: string | null;
            code: string;
            confirmed_by_name: string | null;
            /** Format: int64 */
            open_rounds: number;
            /** Format: int64 */
            pending_calls: number;
            /** Format: int64 */
            sector_id: number | null;
            sector_name: string | null;
            /** Format: int64 */
            session_id: number | null;
            /** @enum {string} */
            status: "FREE" | "ACTIVE" | "PAYING" | "OUT_OF_SERVICE";
            /** Format: int64 */
            table_id: number;
        };
        TableCreate: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            /** @default 4 */
            capacity: number;
            /**
             * @description Va en el código QR: sin espacios ni barras.
             * @example TER-07
             */
            code: string;
            /** @default true */
            is_active: boolean;
            /**
             * @description El nombre de un sector de la sucursal lo asigna.
             * @example Terraza
             */
            sector?: string | null;
            /** Format: int64 */
            sector_id?: number | null;
        };
        TableOutput: {
            active_round_statuses: {
                [key: string]: string;
            };
            /** Format: int64 */
            branch_id: number;
            capacity: number;
            code: string;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            sector: string | null;
            /** Format: int64 */
            sector_id: number | null;
            /** @enum {string} */
            status: "FREE" | "ACTIVE" | "PAYING" | "OUT_OF_SERVICE";
            /** Format: int64 */
            tenant_id: number;
        };
        TableSessionDetail: {
            check_status: string | null;
            diners: components["schemas"]["DinerOutput"][];
            /** Format: date-time */
            opened_at: string;
            /** Format: int64 */
            paid_cents: number;
            rounds: components["schemas"]["RoundDetail"][];
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "OPEN" | "PAYING" | "CLOSED";
            table_code: string;
            /** Format: int64 */
            table_id: number;
            /** Format: int64 */
            total_cents: number;
        };
        TableSessionResponse: {
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "OPEN" | "PAYING" | "CLOSED";
            table_code: string;
            /** Format: int64 */
            table_id: number;
            table_token: string;
        };
        TableUpdate: {
            /** @example 6 */
            capacity?: number | null;
            /** @example TER-07 */
            code?: string | null;
            is_active?: boolean | null;
            /** @example Terraza */
            sector?: string | null;
            /** Format: int64 */
            sector_id?: number | null;
            /**
             * @example OUT_OF_SERVICE
             * @enum {string|null}
             */
            status?: "FREE" | "ACTIVE" | "PAYING" | "OUT_OF_SERVICE" | null;
        };
        TakenBackAllOutput: {
            /** Format: int64 */
            deleted_count: number;
            message: string;
        };
        TakenBackOutput: {
            /** Format: int64 */
            id: number;
            message: string;
        };
        TenantOutput: {
            /** Format: date-time */
            created_at: string;
            description: string | null;
            /** Format: int64 */
            id: number;
            logo: string | null;
            name: string;
            slug: string;
            theme_color: string;
        };
        TenantUpdate: {
            /** @example Cocina argentina desde 1998 */
            description?: string | null;
            /**
             * @description Dirección http o https de una imagen en Internet.
             * @example https://images.ejemplo.com/milanesa.jpg
             */
            logo?: string | null;
            /** @example Buen Sabor */
            name?: string | null;
            /** @example #f97316 */
            theme_color?: string | null;
        };
        TextureProfileOutput: {
            description: string | null;
            icon: string | null;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            name: string;
        };
        Tip: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            check_id: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            payment_method: string;
            /** Format: int64 */
            table_session_id: number | null;
            /** Format: int64 */
            waiter_id: number | null;
        };
        TipPoolCreate: {
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            /** @example 25 */
            kitchen_percent: number;
            /** @example Salón y cocina */
            name: string;
            /**
             * @description Para quien trabaja en la sucursal y no es del salón ni de la cocina.
             * @example 5
             */
            other_percent: number;
            /** @example 70 */
            waiter_percent: number;
        };
        TipPoolOutput: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            kitchen_percent: number;
            name: string;
            other_percent: number;
            waiter_percent: number;
        };
        TipPoolResponse: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            id: number;
            kitchen_percent: number;
            name: string;
            other_percent: number;
            waiter_percent: number;
        };
        TipPoolUpdate: {
            kitchen_percent?: number | null;
            name?: string | null;
            other_percent?: number | null;
            waiter_percent?: number | null;
        };
        TipReport: {
            /** Format: int64 */
            branch_id: number;
            by_method: {
                [key: string]: number;
            };
            by_waiter: components["schemas"]["WaiterTips"][];
            /** Format: int64 */
            tip_count: number;
            /** Format: int64 */
            total_cents: number;
        };
        TipShare: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            id: number;
            /** @enum {string} */
            role: "WAITER" | "KITCHEN" | "OTHER";
            /** Format: int64 */
            user_id: number;
        };
        ToggleAvailabilityRequest: {
            is_available: boolean;
        };
        ToggleAvailabilityResponse: {
            /** Format: int64 */
            branch_id: number;
            is_available: boolean;
            /** Format: int64 */
            product_id: number;
        };
        TokenRefreshResponse: {
            access_token: string;
            /**
             * Format: int64
             * @description Segundos.
             */
            expires_in: number;
            refresh_token: string;
            /** @enum {string} */
            token_type: "Bearer";
        };
        TopProductOutput: {
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** Format: int64 */
            quantity_sold: number;
            /** Format: int64 */
            total_revenue_cents: number;
        };
        TransferWaiterRequest: {
            /** Format: int64 */
            target_waiter_id: number;
        };
        TransferWaiterResponse: {
            message: string;
            /** Format: int64 */
            new_waiter_id: number;
            /** Format: int64 */
            previous_waiter_id: number | null;
            /** Format: int64 */
            session_id: number;
            success: boolean;
            table_code: string;
            /** Format: int64 */
            table_id: number;
        };
        TwoFactorDisableRequest: {
            /** @example 123456 */
            code: string;
        };
        TwoFactorSetupResponse: {
            otpauth_url: string;
            /** @description El código QR como imagen (data:). */
            qr_url: string;
            secret: string;
        };
        TwoFactorStatusResponse: {
            enabled: boolean;
            message: string;
        };
        TwoFactorVerifyRequest: {
            /** @example 123456 */
            code: string;
        };
        UnallocatedPayment: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            check_id: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            payment_id: number;
            provider: string;
            /** Format: int64 */
            session_id: number;
            table_code: string;
            /** Format: int64 */
            unallocated_cents: number;
        };
        Unsettled: {
            disputed: components["schemas"]["DisputedPayment"][];
            quarantined: components["schemas"]["QuarantinedPayment"][];
            refunds: components["schemas"]["OpenRefund"][];
            reversed: components["schemas"]["ReversedCheck"][];
            unallocated: components["schemas"]["UnallocatedPayment"][];
        };
        UpdateCartItemRequest: {
            notes?: string;
            /** Format: int64 */
            quantity: number;
        };
        UpdatePreferencesRequest: {
            implicit_preferences: components["schemas"]["ImplicitPreferencesInput"];
        };
        UpdatePreferencesResponse: {
            device_id: string | null;
            /** Format: int64 */
            diner_id: number;
            implicit_preferences: components["schemas"]["ImplicitPreferencesData"];
            /** Format: date-time */
            updated_at: string;
        };
        UpdateRoundStatusRequest: {
            reason?: string;
            /** @enum {string} */
            status: "CONFIRMED" | "SUBMITTED" | "IN_KITCHEN" | "READY" | "SERVED" | "CANCELED";
        };
        UpdateTicketStatusRequest: {
            /** @enum {string} */
            status: "IN_PROGRESS" | "READY" | "DELIVERED";
        };
        UserInfo: {
            branch_ids: number[];
            email: string;
            /** Format: int64 */
            id: number;
            roles: string[];
            /** Format: int64 */
            tenant_id: number;
        };
        VoidRoundItemRequest: {
            reason: string;
        };
        VoidRoundItemResponse: {
            is_voided: boolean;
            /** Format: int64 */
            item_id: number;
            message: string;
            round_canceled: boolean;
            /** Format: int64 */
            round_id: number;
            success: boolean;
            void_reason: string;
        };
        WaiterActivateTableRequest: {
            /** Format: int64 */
            diner_count: number;
            notes?: string | null;
        };
        WaiterActivateTableResponse: {
            /** Format: int64 */
            diner_count: number;
            /** Format: date-time */
            opened_at: string;
            /** @enum {string} */
            opened_by: "DINER" | "WAITER";
            /** Format: int64 */
            opened_by_waiter_id: number;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "OPEN" | "PAYING" | "CLOSED";
            table_code: string;
            /** Format: int64 */
            table_id: number;
        };
        WaiterCloseTableRequest: {
            force?: boolean;
        };
        WaiterCloseTableResponse: {
            /** Format: date-time */
            closed_at: string;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            session_status: "OPEN" | "PAYING" | "CLOSED";
            table_code: string;
            /** Format: int64 */
            table_id: number;
            /** @enum {string} */
            table_status: "FREE" | "ACTIVE" | "PAYING" | "OUT_OF_SERVICE";
            /** Format: int64 */
            total_cents: number;
        };
        WaiterPerformanceOutput: {
            avg_response_time_seconds: number;
            /** @description De que se pidió a que se sirvió. */
            avg_service_time_minutes: number;
            /** Format: int64 */
            total_revenue_cents: number;
            /** Format: int64 */
            total_rounds_processed: number;
            /**
             * Format: int64
             * @description Llamados que tomó.
             */
            total_service_calls: number;
            /** Format: int64 */
            total_tables_served: number;
            /**
             * Format: int64
             * @description 0: las propinas no se registran.
             */
            total_tips_cents: number;
            /** Format: int64 */
            user_id: number;
            user_name: string;
        };
        WaiterRequestCheckResponse: {
            /** Format: int64 */
            check_id: number;
            /**
             * Format: int64
             * @description Renglones de la cuenta.
             */
            items_count: number;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "OPEN" | "REQUESTED" | "IN_PAYMENT" | "PAID" | "FAILED";
            /** Format: int64 */
            total_cents: number;
        };
        WaiterRoundItemInput: {
            /** Format: int64 */
            diner_index?: number | null;
            notes?: string | null;
            /** Format: int64 */
            product_id: number;
            /** Format: int64 */
            qty: number;
        };
        WaiterSectorAssignmentOutput: {
            /** Format: date */
            assignment_date: string;
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            id: number;
            is_active: boolean;
            /** Format: int64 */
            sector_id: number;
            sector_name: string;
            sector_prefix: string;
            shift: string | null;
            /** Format: int64 */
            tenant_id: number;
            waiter_email: string;
            /** Format: int64 */
            waiter_id: number;
            waiter_name: string;
        };
        WaiterSectorBulkAssignment: {
            /**
             * Format: date
             * @example 2026-03-01
             */
            assignment_date: string;
            assignments: components["schemas"]["SectorAssignment"][];
            /**
             * Format: int64
             * @example 1
             */
            branch_id: number;
            /**
             * @example NIGHT
             * @enum {string|null}
             */
            shift?: "MORNING" | "AFTERNOON" | "NIGHT" | null;
        };
        WaiterSectorBulkResult: {
            assignments: components["schemas"]["WaiterSectorAssignmentOutput"][];
            /** Format: int64 */
            created_count: number;
            /** Format: int64 */
            skipped_count: number;
        };
        WaiterSessionSummaryOutput: {
            /** Format: int64 */
            assigned_waiter_id: number | null;
            check_status: string | null;
            /** Format: int64 */
            diner_count: number;
            is_hybrid: boolean;
            /** Format: date-time */
            opened_at: string;
            /** @enum {string} */
            opened_by: "DINER" | "WAITER";
            /** Format: int64 */
            opened_by_waiter_id: number | null;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            rounds_count: number;
            /** Format: int64 */
            session_id: number;
            /** @enum {string} */
            status: "OPEN" | "PAYING" | "CLOSED";
            table_code: string;
            /** Format: int64 */
            table_id: number;
            /** Format: int64 */
            total_cents: number;
        };
        WaiterSubmitRoundRequest: {
            items: components["schemas"]["WaiterRoundItemInput"][];
            notes?: string | null;
        };
        WaiterSubmitRoundResponse: {
            /**
             * Format: int64
             * @description Renglones de la ronda.
             */
            items_count: number;
            /** Format: int64 */
            round_id: number;
            /** Format: int64 */
            round_number: number;
            /** Format: int64 */
            session_id: number;
            status: string;
            /** @enum {string} */
            submitted_by: "DINER" | "WAITER";
            /** Format: int64 */
            submitted_by_waiter_id: number;
            /** Format: int64 */
            total_cents: number;
        };
        WaiterTips: {
            /** Format: int64 */
            tip_count: number;
            /** Format: int64 */
            total_cents: number;
            /** Format: int64 */
            waiter_id: number | null;
        };
        WarningInput: {
            /** @default info */
            severity: string;
            /** @example Puede contener espinas. */
            text: string;
        };
        WarningOutput: {
            severity: string;
            text: string;
        };
        WasteLogCreate: {
            /** @example 0.5 */
            qty: number;
            /** @example Se venció */
            reason: string;
            /** Format: int64 */
            stock_item_id: number;
        };
        WasteLogOutput: {
            /** Format: int64 */
            branch_id: number;
            /** Format: int64 */
            cost_cents: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            id: number;
            /** Format: date-time */
            logged_at: string;
            /** Format: int64 */
            logged_by_id: number | null;
            qty: number;
            reason: string;
            /** Format: int64 */
            stock_item_id: number;
            /** Format: int64 */
            tenant_id: number;
        };
        WebhookCreate: {
            /** Format: int64 */
            branch_id?: number | null;
            /**
             * @example [
             *       "CHECK_PAID"
             *     ]
             */
            event_types?: string[];
            /** @example Tablero de la casa central */
            name: string;
            /**
             * Format: uri
             * @example https://ejemplo.com.ar/eventos
             */
            url: string;
        };
        WebhookCreated: {
            /**
             * Format: int64
             * @description Cuántas posiciones le faltan.
             */
            behind: number;
            /**
             * Format: int64
             * @description null: todas las sucursales.
             */
            branch_id: number | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description La posición hasta la que oyó.
             */
            cursor: number;
            /** @description Vacío: todos. */
            event_types: string[];
            /** Format: date-time */
            failing_since: string | null;
            /** Format: int64 */
            id: number;
            last_error: string | null;
            name: string;
            signing_secret: string;
            /** @enum {string} */
            status: "ACTIVE" | "PAUSED" | "FAILED";
            /** Format: int64 */
            tenant_id: number;
            url: string;
        };
        WebhookDelivery: {
            /** Format: date-time */
            delivered_at: string;
            duration_ms: number;
            error: string | null;
            events: number;
            /** Format: int64 */
            first_position: number;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            last_position: number;
            /** @description null: no contestó. */
            status_code: number | null;
        };
        WebhookOutput: {
            /**
             * Format: int64
             * @description Cuántas posiciones le faltan.
             */
            behind: number;
            /**
             * Format: int64
             * @description null: todas las sucursales.
             */
            branch_id: number | null;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description La posición hasta la que oyó.
             */
            cursor: number;
            /** @description Vacío: todos. */
            event_types: string[];
            /** Format: date-time */
            failing_since: string | null;
            /** Format: int64 */
            id: number;
            last_error: string | null;
            name: string;
            /** @enum {string} */
            status: "ACTIVE" | "PAUSED" | "FAILED";
            /** Format: int64 */
            tenant_id: number;
            url: string;
        };
        WebhookReplay: {
            /** Format: int64 */
            from_position?: number | null;
            /** Format: date-time */
            since?: string | null;
        };
        WebhookResponse: {
            /** @description pending: lo que se sepa del pago se aplica después de responder. */
            payment_status?: string;
            reason?: string;
            /** @enum {string} */
            status: "processed" | "ignored" | "queued_for_retry";
        };
        WebhookRetry: {
            /** Format: int64 */
            dead_letter_count: number;
            /** Format: int64 */
            pending_count: number;
            /** @enum {string} */
            status: "healthy" | "unhealthy";
        };
        WebhookSecretOutput: {
            active: boolean;
            /** Format: date-time */
            active_from: string;
            /** Format: int64 */
            id: number;
            label: string;
            /**
             * Format: date-time
             * @description Desde entonces ya no vale.
             */
            retired_at: string | null;
        };
        WebhookSecretRequest: {
            /** @description Cómo la vas a reconocer: actual, anterior, prueba. */
            label: string;
            /** Format: date-time */
            retired_at?: string | null;
            secret: string;
        };
        WebhookSecretRetirement: {
            /** Format: date-time */
            retired_at: string;
        };
        WebhookUpdate: {
            event_types?: string[] | null;
            name?: string | null;
            /** @enum {string|null} */
            status?: "ACTIVE" | "PAUSED" | null;
            url?: string | null;
        };
    };
    responses: {
        /** @description El proveedor de pagos falló. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "mercadopago_error",
                 *       "detail": "Mercado Pago dio una respuesta inesperada.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Ahora no se puede. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "session_not_open",
                 *       "detail": "La cuenta ya fue pedida: no se puede pedir más en esta mesa.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Choca con lo que ya hay. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "table_reserved",
                 *       "detail": "La mesa ya está reservada a esa hora.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No tiene permiso. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "role_forbidden",
                 *       "detail": "Tu rol no permite hacer esto.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Los datos no sirven. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "validation_error",
                 *       "detail": [
                 *         {
                 *           "type": "missing",
                 *           "loc": [
                 *             "body",
                 *             "items"
                 *           ],
                 *           "msg": "Falta este dato.",
                 *           "input": null
                 *         }
                 *       ],
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No existe, o no es de este restaurante. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "not_found",
                 *       "detail": "No lo encontramos.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Lo que cualquier operación de este tipo puede responder:
         *
         *     - 403: origin_forbidden
         *     - 404: not_found
         *     - 408: body_timeout
         *     - 413: body_too_large
         *     - 415: unsupported_media_type
         *     - 422: validation_error
         *     - 500: internal_error
         *     - 503: timeout, overloaded, database_unavailable, ledger_unavailable, floor_unavailable, floor_busy, table_turning_over, answer_late
         */
        Public: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "validation_error",
                 *       "detail": [
                 *         {
                 *           "type": "missing",
                 *           "loc": [
                 *             "body",
                 *             "items"
                 *           ],
                 *           "msg": "Falta este dato.",
                 *           "input": null
                 *         }
                 *       ],
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Lo que cualquier operación de este tipo puede responder:
         *
         *     - 401: not_authenticated, token_missing, token_expired, token_invalid, token_revoked, api_key_invalid, signature_missing, signature_version, signature_stale, signature_wrong, signature_repeated
         *     - 403: role_forbidden, branch_forbidden, permission_missing, origin_forbidden
         *     - 404: not_found
         *     - 408: body_timeout
         *     - 413: body_too_large
         *     - 415: unsupported_media_type
         *     - 422: validation_error
         *     - 500: internal_error
         *     - 503: timeout, overloaded, database_unavailable, ledger_unavailable, floor_unavailable, floor_busy, table_turning_over, answer_late
         */
        Staff: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "validation_error",
                 *       "detail": [
                 *         {
                 *           "type": "missing",
                 *           "loc": [
                 *             "body",
                 *             "items"
                 *           ],
                 *           "msg": "Falta este dato.",
                 *           "input": null
                 *         }
                 *       ],
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Lo que cualquier operación de este tipo puede responder:
         *
         *     - 401: table_token_missing, token_expired, token_invalid, session_closed, session_not_here
         *     - 403: origin_forbidden
         *     - 404: not_found
         *     - 408: body_timeout
         *     - 413: body_too_large
         *     - 415: unsupported_media_type
         *     - 422: validation_error
         *     - 500: internal_error
         *     - 503: timeout, overloaded, database_unavailable, ledger_unavailable, floor_unavailable, floor_busy, table_turning_over, answer_late
         */
        Table: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "validation_error",
                 *       "detail": [
                 *         {
                 *           "type": "missing",
                 *           "loc": [
                 *             "body",
                 *             "items"
                 *           ],
                 *           "msg": "Falta este dato.",
                 *           "input": null
                 *         }
                 *       ],
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Demasiados pedidos seguidos: `rate_limited`; Retry-After dice cuándo volver. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "rate_limited",
                 *       "detail": "Demasiados intentos. Probá de nuevo en 30 segundos.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No sabemos quién lo pide. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "token_expired",
                 *       "detail": "La sesión venció. Volvé a ingresar.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Ahora no podemos; Retry-After dice cuándo volver. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "code": "timeout",
                 *       "detail": "Tardamos demasiado en responder. Probá de nuevo.",
                 *       "request_id": "018f2b8e-7b1a-7c3e-9a55-2f1f3f1f7d10"
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
         * @example ana-ronda-1
         */
        "X-Idempotency-Key": string;
        /**
         * @description Sin ella, hoy en cada sucursal.
         * @example 2026-03-01
         */
        assignment_date: string;
        /** @example 2026-03-01 */
        "assignment_date-2": string;
        /** @example 1 */
        branch_id: number;
        /** @example 1 */
        "branch_id-2": number;
        /**
         * @description Una sucursal; sin ella, todas las tuyas.
         * @example 1
         */
        "branch_id-3": number;
        /** @example 1 */
        "branch_id-4": number;
        /** @example 1 */
        "branch_id-5": number;
        /** @example centro */
        branch_slug: string;
        /** @example 1 */
        call_id: number;
        /** @example 1 */
        category_id: number;
        /** @example 1 */
        check_id: number;
        /** @example 1 */
        customer_id: number;
        /**
         * @description AAAA-MM-DD
         * @example 2026-03-01
         */
        date_from: string;
        /**
         * @description AAAA-MM-DD
         * @example 2026-03-01
         */
        date_to: string;
        /**
         * @description Cuántos días, contando hoy.
         * @example 30
         */
        days: number;
        /**
         * @description El dispositivo; sin él, el del encabezado X-Device-Id.
         * @example telefono-de-ana
         */
        device_id: string;
        /** @example telefono-de-ana */
        "device_id-2": string;
        /**
         * @description csv: una planilla para Excel, con punto y coma y coma decimal.
         * @example json
         */
        format: "json" | "csv";
        /** @example 1 */
        id: number;
        /**
         * @description También lo borrado.
         * @example true
         */
        include_deleted: boolean;
        /** @example 1 */
        item_id: number;
        /**
         * @description Cuántas filas, como mucho.
         * @example 50
         */
        limit: number;
        /**
         * @description Cuántas filas, como mucho.
         * @example 100
         */
        "limit-2": number;
        /** @example 200 */
        "limit-3": number;
        /**
         * @description Cuántas filas saltear.
         * @example 0
         */
        offset: number;
        /** @example 0 */
        "offset-2": number;
        /** @example 1 */
        payment_id: number;
        /** @example 1 */
        product_id: number;
        /** @example 1 */
        round_id: number;
        /** @example 1 */
        session_id: number;
        /** @example MORNING */
        shift: "MORNING" | "AFTERNOON" | "NIGHT";
        /** @example 1 */
        table_id: number;
        /** @example 1 */
        ticket_id: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    restoreAllergenCrossReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listAllergens: {
        parameters: {
            query?: {
                /** @example true */
                mandatory_only?: boolean;
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllergenOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllergenCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllergenOutput"];
                };
            };
            /** @description allergen_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listCrossReactions: {
        parameters: {
            query?: {
                /** @example 1 */
                allergen_id?: number;
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrossReactionOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createCrossReaction: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CrossReactionCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrossReactionOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    deleteCrossReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    updateCrossReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CrossReactionUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrossReactionOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllergenOutput"];
                };
            };
            /** @description allergen_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description allergen_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AllergenUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllergenOutput"];
                };
            };
            /** @description allergen_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    previewDeletionOfAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["AffectedEntity"][];
                    };
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description allergen_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listAPIKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["APIKeyOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createAPIKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["APIKeyCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["APIKeyCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    revokeAPIKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description api_key_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    rotateAPIKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["APIKeyCreated"];
                };
            };
            /** @description api_key_revoked */
            400: components["responses"]["BadRequest"];
            /** @description api_key_rotated */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listAssignments: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
                /** @example 2026-03-01 */
                assignment_date: components["parameters"]["assignment_date-2"];
                /** @example MORNING */
                shift?: components["parameters"]["shift"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchAssignmentOverview"];
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteAssignments: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
                /** @example 2026-03-01 */
                assignment_date: components["parameters"]["assignment_date-2"];
                /** @example MORNING */
                shift?: components["parameters"]["shift"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenBackAllOutput"];
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    createAssignments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaiterSectorBulkAssignment"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterSectorBulkResult"];
                };
            };
            /** @description not_a_waiter_here, sector_not_in_branch */
            400: components["responses"]["BadRequest"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    copyAssignments: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
                /** @example 2026-03-01 */
                from_date: string;
                /** @example 2026-03-01 */
                to_date: string;
                /** @example MORNING */
                shift?: components["parameters"]["shift"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterSectorBulkResult"];
                };
            };
            /** @description same_day */
            400: components["responses"]["BadRequest"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteAssignment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                assignment_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenBackOutput"];
                };
            };
            /** @description assignment_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @example product */
                entity_type?: string;
                /** @example 1 */
                entity_id?: number;
                /** @example UPDATE */
                action?: string;
                /** @example 1 */
                user_id?: number;
                /**
                 * @description Entradas más viejas que esta: las páginas no se corren cuando llegan nuevas.
                 * @example 1
                 */
                before_id?: number;
                /** @example 100 */
                limit?: number;
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLogOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreBranchProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    restoreBranchSectors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listBranches: {
        parameters: {
            query?: {
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createBranch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BranchCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchOutput"];
                };
            };
            /** @description branch_slug_taken */
            409: components["responses"]["Conflict"];
            /** @description timezone_unknown; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    getBranch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchOutput"];
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteBranch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description last_admin, sitting_open */
            400: components["responses"]["BadRequest"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateBranch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BranchUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchOutput"];
                };
            };
            /** @description last_admin, sitting_open */
            400: components["responses"]["BadRequest"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            /** @description branch_slug_taken */
            409: components["responses"]["Conflict"];
            /** @description timezone_unknown; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    previewDeletionOfBranch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["AffectedEntity"][];
                    };
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreBranch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    closeCashDrawer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseSessionRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashSession"];
                };
            };
            /** @description cash_session_closed */
            400: components["responses"]["BadRequest"];
            /** @description cash_session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getCurrentCashDrawer: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentCashResponse"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    recordCashMovement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordMovementRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordMovementResponse"];
                };
            };
            /** @description cash_session_closed */
            400: components["responses"]["BadRequest"];
            /** @description cash_session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    openCashDrawer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenSessionRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenSessionResponse"];
                };
            };
            /** @description cash_register_open */
            400: components["responses"]["BadRequest"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listCashDrawers: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashSession"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getCashDrawerSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CashSummary"];
                };
            };
            /** @description cash_session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listCookingMethods: {
        parameters: {
            query?: {
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 100
                 */
                limit?: components["parameters"]["limit-2"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CookingMethodOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listCuisineTypes: {
        parameters: {
            query?: {
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 100
                 */
                limit?: components["parameters"]["limit-2"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CuisineTypeOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listFlavorProfiles: {
        parameters: {
            query?: {
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 100
                 */
                limit?: components["parameters"]["limit-2"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlavorProfileOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listTextureProfiles: {
        parameters: {
            query?: {
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 100
                 */
                limit?: components["parameters"]["limit-2"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextureProfileOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listCategories: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createCategory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    deleteCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    updateCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CategoryUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryOutput"];
                };
            };
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    previewDeletionOfCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["AffectedEntity"][];
                    };
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreCategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            /** @description not_deleted */
            400: components["responses"]["BadRequest"];
            /** @description category_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listCustomizations: {
        parameters: {
            query?: {
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 200
                 */
                limit?: number;
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomizationOptionOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createCustomization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomizationOptionCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomizationOptionOutput"];
                };
            };
            /** @description customization_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getCustomization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomizationOptionOutput"];
                };
            };
            /** @description customization_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateCustomization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomizationOptionUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomizationOptionOutput"];
                };
            };
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    deleteCustomization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    setCustomizationProducts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomizationOptionLinkRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomizationOptionOutput"];
                };
            };
            /** @description product_not_found */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    addCustomizationToProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
                /** @example 1 */
                product_id: components["parameters"]["product_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description product_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    removeCustomizationFromProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
                /** @example 1 */
                product_id: components["parameters"]["product_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description customization_not_linked */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    restoreCustomization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    exportAuditLog: {
        parameters: {
            query?: {
                /** @example texto */
                entity_type?: string;
                /** @example 2026-03-01 */
                date_from?: string;
                /**
                 * @description Inclusive. Los días son los de la primera sucursal.
                 * @example 2026-03-01
                 */
                date_to?: string;
                /** @example 100 */
                limit?: number;
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditExport"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    exportCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                customer_id: components["parameters"]["customer_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description customer_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    anonymizeCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                customer_id: components["parameters"]["customer_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnonymizeOutput"];
                };
            };
            /** @description customer_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listDeliveryOrders: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /** @example RECEIVED */
                status?: "RECEIVED" | "PREPARING" | "READY" | "OUT_FOR_DELIVERY" | "DELIVERED" | "PICKED_UP" | "CANCELED";
                /** @example TAKEOUT */
                type?: "TAKEOUT" | "DELIVERY";
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOrderOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createDeliveryOrder: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryOrderCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOrderOutput"];
                };
            };
            /** @description address_required, branch_not_found, product_unavailable */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    getDeliveryOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOrderOutput"];
                };
            };
            /** @description delivery_order_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateDeliveryOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryOrderUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOrderOutput"];
                };
            };
            /** @description address_required */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    deleteDeliveryOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    assignDeliveryOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryAssignInfo"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOrderOutput"];
                };
            };
            /** @description delivery_order_over */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    updateDeliveryOrderStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryOrderStatusUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOrderOutput"];
                };
            };
            /** @description not_for_delivery, wrong_transition */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    restoreDeliveryOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listExclusions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExclusionOverview"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getCategoryExclusion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryExclusionSummary"];
                };
            };
            /** @description category_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    setCategoryExclusion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExclusionBulkUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryExclusionSummary"];
                };
            };
            /** @description branch_not_found */
            400: components["responses"]["BadRequest"];
            /** @description category_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getSubcategoryExclusion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubcategoryExclusionSummary"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    setSubcategoryExclusion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExclusionBulkUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubcategoryExclusionSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description subcategory_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    restoreIngredientGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listIngredients: {
        parameters: {
            query?: {
                /** @example 1 */
                group_id?: number;
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 100
                 */
                limit?: components["parameters"]["limit-2"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngredientOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngredientCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngredientOutput"];
                };
            };
            /** @description ingredient_group_not_found */
            400: components["responses"]["BadRequest"];
            /** @description ingredient_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listIngredientGroups: {
        parameters: {
            query?: {
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngredientGroupOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createIngredientGroup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngredientGroupCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngredientGroupOutput"];
                };
            };
            /** @description ingredient_group_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngredientOutput"];
                };
            };
            /** @description ingredient_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    updateIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngredientUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngredientOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description ingredient_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    previewDeletionOfIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["AffectedEntity"][];
                    };
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    createSubIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubIngredientCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubIngredientOutput"];
                };
            };
            /** @description ingredient_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteSubIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
                /** @example 1 */
                sub_ingredient_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sub_ingredient_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listStockAlerts: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /** @example ACTIVE */
                status_filter?: "ACTIVE" | "ACKNOWLEDGED" | "RESOLVED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockAlertOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    checkStock: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockAlertOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    acknowledgeStockAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                alert_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockAlertOutput"];
                };
            };
            /** @description stock_alert_noted */
            400: components["responses"]["BadRequest"];
            /** @description stock_alert_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listFoodCosts: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /** @example 200 */
                limit?: components["parameters"]["limit-3"];
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoodCostReportItem"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    calculateFoodCosts: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeCostOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createStockMovement: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockMovementCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockMovementOutput"];
                };
            };
            /** @description no_change, stock_insufficient */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    listStockItems: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /** @example 200 */
                limit?: components["parameters"]["limit-3"];
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockItemOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createStockItem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockItemCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockItemOutput"];
                };
            };
            /** @description ingredient_not_found */
            400: components["responses"]["BadRequest"];
            /** @description stock_item_exists */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getStockItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockItemOutput"];
                };
            };
            /** @description stock_item_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateStockItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockItemUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockItemOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    listStockMovements: {
        parameters: {
            query?: {
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StockMovementOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listWaste: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /** @example 200 */
                limit?: components["parameters"]["limit-3"];
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WasteLogOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createWaste: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WasteLogCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WasteLogOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    restoreKnowledgeDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getMercadoPagoConnection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MercadoPagoConnectionOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    disconnectMercadoPago: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    authorizeMercadoPago: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MercadoPagoAuthorizeOutput"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    listWebhookSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    setWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSecretRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretOutput"][];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    retireWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                secret_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSecretRetirement"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretOutput"][];
                };
            };
            /** @description mercadopago_not_connected */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    connectMercadoPagoByToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MercadoPagoTokenRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MercadoPagoConnectionOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    listOrders: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description Un estado de ronda, en mayúsculas o minúsculas.
                 * @example texto
                 */
                status_filter?: string;
                /** @example 200 */
                limit?: components["parameters"]["limit-3"];
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActiveOrderOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getOrderStats: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderStatsOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreProductAllergen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listProducts: {
        parameters: {
            query?: {
                /** @example 1 */
                category_id?: components["parameters"]["category_id"];
                /**
                 * @description Sólo los que se venden en esa sucursal.
                 * @example 1
                 */
                branch_id?: number;
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createProduct: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductDetail"];
                };
            };
            /** @description allergen_contradicted, allergen_not_found, branch_not_found, category_not_found, cooking_method_not_found, flavor_not_found, ingredient_not_found, ingredient_repeated, price_repeated, recipe_not_found, subcategory_elsewhere, subcategory_not_found, texture_not_found */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    getProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductDetail"];
                };
            };
            /** @description product_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description product_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProductUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductDetail"];
                };
            };
            /** @description allergen_contradicted, allergen_not_found, branch_not_found, category_not_found, cooking_method_not_found, flavor_not_found, ingredient_not_found, ingredient_repeated, price_repeated, recipe_not_found, subcategory_elsewhere, subcategory_not_found, texture_not_found */
            400: components["responses"]["BadRequest"];
            /** @description product_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    previewDeletionOfProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["AffectedEntity"][];
                    };
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            /** @description deleted_with_another */
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listPromotions: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createPromotion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromotionCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionOutput"];
                };
            };
            /** @description branch_not_found, product_not_found, product_twice, promotion_ends_before_start */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    getPromotion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionOutput"];
                };
            };
            /** @description promotion_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deletePromotion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    updatePromotion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromotionUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    restorePromotion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    ingestText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestTextRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestResponse"];
                };
            };
            /** @description branch_not_found */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    ingestProducts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestProductsResponse"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    printCustomerReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                check_id: components["parameters"]["check_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Security-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    printDailyReport: {
        parameters: {
            query?: {
                /**
                 * @description Un día de la sucursal; sin él, hoy.
                 * @example 2026-03-01
                 */
                report_date?: string;
            };
            header?: never;
            path: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-4"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Security-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    printKitchenTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                round_id: components["parameters"]["round_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Security-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description round_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    restoreRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listDailySales: {
        parameters: {
            query?: {
                /**
                 * @description Una sucursal; sin ella, todas las tuyas.
                 * @example 1
                 */
                branch_id?: components["parameters"]["branch_id-3"];
                /**
                 * @description Cuántos días, contando hoy.
                 * @example 30
                 */
                days?: components["parameters"]["days"];
                /**
                 * @description csv: una planilla para Excel, con punto y coma y coma decimal.
                 * @example json
                 */
                format?: components["parameters"]["format"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailySalesOutput"][];
                    "text/csv": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listOrdersByHour: {
        parameters: {
            query?: {
                /**
                 * @description Una sucursal; sin ella, todas las tuyas.
                 * @example 1
                 */
                branch_id?: components["parameters"]["branch_id-3"];
                /**
                 * @description Cuántos días, contando hoy.
                 * @example 30
                 */
                days?: components["parameters"]["days"];
                /**
                 * @description csv: una planilla para Excel, con punto y coma y coma decimal.
                 * @example json
                 */
                format?: components["parameters"]["format"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HourlyOrdersOutput"][];
                    "text/csv": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getSalesSummary: {
        parameters: {
            query?: {
                /**
                 * @description Una sucursal; sin ella, todas las tuyas.
                 * @example 1
                 */
                branch_id?: components["parameters"]["branch_id-3"];
                /**
                 * @description Cuántos días, contando hoy.
                 * @example 30
                 */
                days?: components["parameters"]["days"];
                /**
                 * @description csv: una planilla para Excel, con punto y coma y coma decimal.
                 * @example json
                 */
                format?: components["parameters"]["format"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportsSummaryOutput"];
                    "text/csv": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listTopProducts: {
        parameters: {
            query?: {
                /**
                 * @description Una sucursal; sin ella, todas las tuyas.
                 * @example 1
                 */
                branch_id?: components["parameters"]["branch_id-3"];
                /**
                 * @description Cuántos días, contando hoy.
                 * @example 30
                 */
                days?: components["parameters"]["days"];
                /**
                 * @description csv: una planilla para Excel, con punto y coma y coma decimal.
                 * @example json
                 */
                format?: components["parameters"]["format"];
                /** @example 10 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopProductOutput"][];
                    "text/csv": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listWaiterPerformance: {
        parameters: {
            query?: {
                /**
                 * @description Una sucursal; sin ella, todas las tuyas.
                 * @example 1
                 */
                branch_id?: components["parameters"]["branch_id-3"];
                /**
                 * @description Cuántos días, contando hoy.
                 * @example 30
                 */
                days?: components["parameters"]["days"];
                /**
                 * @description csv: una planilla para Excel, con punto y coma y coma decimal.
                 * @example json
                 */
                format?: components["parameters"]["format"];
                /**
                 * @description Primer día; con él, days no cuenta.
                 * @example 2026-03-01
                 */
                date_from?: string;
                /**
                 * @description Último día; sin él, hoy.
                 * @example 2026-03-01
                 */
                date_to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterPerformanceOutput"][];
                    "text/csv": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            /** @description period_invalid; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    listReservations: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description Un día, en la hora de la sucursal.
                 * @example 2026-03-01
                 */
                date?: string;
                /** @example PENDING */
                status?: "PENDING" | "CONFIRMED" | "SEATED" | "COMPLETED" | "CANCELED" | "NO_SHOW";
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createReservation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReservationCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationOutput"];
                };
            };
            /** @description day_over, table_not_found, table_of_another_branch */
            400: components["responses"]["BadRequest"];
            /** @description table_reserved */
            409: components["responses"]["Conflict"];
            /** @description hour_invalid; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    getReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationOutput"];
                };
            };
            /** @description reservation_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    updateReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReservationUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationOutput"];
                };
            };
            /** @description reservation_over */
            400: components["responses"]["BadRequest"];
            /** @description table_reserved */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    restoreReservation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description table_reserved */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    updateReservationStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReservationStatusUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReservationOutput"];
                };
            };
            /** @description wrong_transition */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    restoreRestaurantTables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listSectors: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchSectorOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createSector: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BranchSectorCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchSectorOutput"];
                };
            };
            /** @description branch_not_found */
            400: components["responses"]["BadRequest"];
            /** @description global_sector; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description sector_prefix_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    deleteSector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sector_has_tables */
            400: components["responses"]["BadRequest"];
            /** @description global_sector; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description sector_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    restoreSector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listStaff: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createStaffMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOutput"];
                };
            };
            /** @description branch_not_found, branch_roles_required */
            400: components["responses"]["BadRequest"];
            /** @description admin_role_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description email_taken */
            409: components["responses"]["Conflict"];
            /** @description password_unfit; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    getStaffMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOutput"];
                };
            };
            /** @description staff_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Staff"];
        };
    };
    deleteStaffMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description last_admin */
            400: components["responses"]["BadRequest"];
            /** @description staff_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateStaffMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffOutput"];
                };
            };
            /** @description last_admin */
            400: components["responses"]["BadRequest"];
            /** @description admin_role_forbidden, staff_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description staff_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    restoreStaff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description email_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    restoreStockItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    restoreSubIngredient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listSubcategories: {
        parameters: {
            query?: {
                /** @example 1 */
                category_id?: components["parameters"]["category_id"];
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubcategoryOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createSubcategory: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubcategoryCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubcategoryOutput"];
                };
            };
            /** @description category_not_found */
            400: components["responses"]["BadRequest"];
            /** @description subcategory_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getSubcategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubcategoryOutput"];
                };
            };
            /** @description subcategory_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteSubcategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description subcategory_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateSubcategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubcategoryUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubcategoryOutput"];
                };
            };
            /** @description subcategory_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    previewDeletionOfSubcategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["AffectedEntity"][];
                    };
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    restoreSubcategory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listSuppliers: {
        parameters: {
            query?: {
                /** @example 200 */
                limit?: components["parameters"]["limit-3"];
                /** @example 0 */
                offset?: components["parameters"]["offset-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createSupplier: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplierCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierOutput"];
                };
            };
            /** @description supplier_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getSupplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierOutput"];
                };
            };
            /** @description supplier_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteSupplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    updateSupplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupplierUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierOutput"];
                };
            };
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    restoreSupplier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listTables: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createTable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableOutput"];
                };
            };
            /** @description branch_not_found, sector_of_another_branch */
            400: components["responses"]["BadRequest"];
            /** @description table_code_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    createTables: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableBulkCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableBulkResult"];
                };
            };
            /** @description batch_too_big, sector_not_found, sector_of_another_branch */
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    printTableQRSheet: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
                /** @example 1 */
                sector_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Security-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableOutput"];
                };
            };
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description sitting_open */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    updateTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableOutput"];
                };
            };
            /** @description sitting_open, table_status_follows_sitting */
            400: components["responses"]["BadRequest"];
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getTableQRURL: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QRUrlResponse"];
                };
            };
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getTableQRPNG: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getTableQRSVG: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    restoreTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    updateTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listTipPools: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TipPoolOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createTipPool: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TipPoolCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TipPoolResponse"];
                };
            };
            /** @description branch_not_found, tip_pool_not_whole */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    updateTipPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TipPoolUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TipPoolResponse"];
                };
            };
            /** @description tip_pool_not_whole */
            400: components["responses"]["BadRequest"];
            /** @description tip_pool_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteTipPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description tip_pool_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    restoreTipPool: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listTips: {
        parameters: {
            query?: {
                /**
                 * @description AAAA-MM-DD
                 * @example 2026-03-01
                 */
                date_from?: components["parameters"]["date_from"];
                /**
                 * @description AAAA-MM-DD
                 * @example 2026-03-01
                 */
                date_to?: components["parameters"]["date_to"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id-5"];
                /** @example 1 */
                waiter_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tip"][];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    recordTip: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordTipRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordTipResponse"];
                };
            };
            /** @description tip_elsewhere */
            400: components["responses"]["BadRequest"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    distributeTip: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DistributeTipRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TipShare"][];
                };
            };
            /** @description tip_distributed, tip_pool_elsewhere, tip_pool_nobody, tip_returned */
            400: components["responses"]["BadRequest"];
            /** @description tip_not_found, tip_pool_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getTipReport: {
        parameters: {
            query: {
                /**
                 * @description AAAA-MM-DD
                 * @example 2026-03-01
                 */
                date_from?: components["parameters"]["date_from"];
                /**
                 * @description AAAA-MM-DD
                 * @example 2026-03-01
                 */
                date_to?: components["parameters"]["date_to"];
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TipReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    restoreUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookCreated"];
                };
            };
            /** @description branch_not_found */
            400: components["responses"]["BadRequest"];
            /** @description unknown_event_type, url_inside, url_scheme; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOutput"];
                };
            };
            /** @description webhook_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Staff"];
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookUpdate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Staff"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"][];
                };
            };
            /** @description webhook_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOutput"];
                };
            };
            /** @description replay_from_missing; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    restoreWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    disableTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorDisableRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactorStatusResponse"];
                };
            };
            /** @description two_factor_disabled */
            400: components["responses"]["BadRequest"];
            /** @description totp_invalid; y lo de default */
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    setUpTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactorSetupResponse"];
                };
            };
            /** @description two_factor_enabled */
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    verifyTwoFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoFactorVerifyRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TwoFactorStatusResponse"];
                };
            };
            /** @description two_factor_not_set_up */
            400: components["responses"]["BadRequest"];
            /** @description totp_invalid; y lo de default */
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "admin@demo.com",
                 *       "password": "admin123"
                 *     }
                 */
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoginWithRefreshResponse"];
                };
            };
            /** @description invalid_credentials, totp_invalid */
            401: components["responses"]["Unauthorized"];
            /** @description no_branch; y lo de default */
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogoutResponse"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeOutputBody"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                /** @example texto */
                refresh_token?: string;
            };
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshTokenRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenRefreshResponse"];
                };
            };
            /** @description refresh_invalid, refresh_reused */
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    recordCashPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount_cents": 11000,
                 *       "check_id": 1,
                 *       "tip_cents": 1100
                 *     }
                 */
                "application/json": components["schemas"]["CashPaymentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentResponse"];
                };
            };
            /** @description diner_not_here */
            400: components["responses"]["BadRequest"];
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            /** @description idempotency_key_reused; y lo de default */
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Staff"];
        };
    };
    requestCheck: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestCheckResponse"];
                };
            };
            /** @description nothing_to_charge */
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    getCheck: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                check_id: components["parameters"]["check_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffCheck"];
                };
            };
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listCheckBalances: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                check_id: components["parameters"]["check_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DinerBalance"][];
                };
            };
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Table"];
        };
    };
    createPreference: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "check_id": 1,
                 *       "diner_id": 1,
                 *       "own_part": true,
                 *       "tip_cents": 240
                 *     }
                 */
                "application/json": components["schemas"]["MercadoPagoPreferenceRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MercadoPagoPreferenceResponse"];
                };
            };
            /** @description check_paid, diner_not_here, diner_unknown */
            400: components["responses"]["BadRequest"];
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            /** @description part_being_paid */
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            /** @description mercadopago_error */
            502: components["responses"]["BadGateway"];
            /** @description mercadopago_disconnected, mercadopago_not_configured, mercadopago_unavailable; y lo de default */
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Table"];
        };
    };
    cancelPreference: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                payment_id: components["parameters"]["payment_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description not_your_payment; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description payment_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Table"];
        };
    };
    returnFromMercadoPago: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReturnRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnResponse"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    receiveMercadoPagoWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookResponse"];
                };
            };
            /** @description signature_invalid */
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            /** @description webhook_not_configured; y lo de default */
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Public"];
        };
    };
    cancelPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                payment_id: components["parameters"]["payment_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description payment_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    refundPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                payment_id: components["parameters"]["payment_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount_cents": 1200,
                 *       "reason": "Se cobró una empanada de más."
                 *     }
                 */
                "application/json": components["schemas"]["RefundRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundResponse"];
                };
            };
            /** @description reason_required, refund_exceeds_payment */
            400: components["responses"]["BadRequest"];
            /** @description payment_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    verifyPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                payment_id: components["parameters"]["payment_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentResponse"];
                };
            };
            /** @description not_a_checkout */
            400: components["responses"]["BadRequest"];
            /** @description payment_not_found */
            404: components["responses"]["NotFound"];
            502: components["responses"]["BadGateway"];
            default: components["responses"]["Staff"];
        };
    };
    clearTable: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClearTableResponse"];
                };
            };
            /** @description check_unpaid */
            400: components["responses"]["BadRequest"];
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listUnsettledMoney: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id-5"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unsettled"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    askMenuChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChatRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatResponse"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description not_authenticated; y lo de default */
            401: components["responses"]["Unauthorized"];
            /** @description branch_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    getCustomer: {
        parameters: {
            query?: {
                /**
                 * @description El dispositivo; sin él, el del encabezado X-Device-Id.
                 * @example telefono-de-ana
                 */
                device_id?: components["parameters"]["device_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerOutput"];
                };
            };
            /** @description device_id_required */
            400: components["responses"]["BadRequest"];
            /** @description customer_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Table"];
        };
    };
    updateCustomer: {
        parameters: {
            query?: {
                /**
                 * @description El dispositivo; sin él, el del encabezado X-Device-Id.
                 * @example telefono-de-ana
                 */
                device_id?: components["parameters"]["device_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerUpdateRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerOutput"];
                };
            };
            /** @description device_id_required */
            400: components["responses"]["BadRequest"];
            /** @description customer_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Table"];
        };
    };
    recognizeCustomer: {
        parameters: {
            query?: {
                /**
                 * @description El dispositivo; sin él, el del encabezado X-Device-Id.
                 * @example telefono-de-ana
                 */
                device_id?: components["parameters"]["device_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerRecognizeResponse"];
                };
            };
            /** @description device_id_required */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Table"];
        };
    };
    registerCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerRegisterRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerOutput"];
                };
            };
            /** @description customer_phone_taken */
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    listSuggestions: {
        parameters: {
            query?: {
                /**
                 * @description El dispositivo; sin él, el del encabezado X-Device-Id.
                 * @example telefono-de-ana
                 */
                device_id?: components["parameters"]["device_id"];
                /**
                 * @description La sucursal; sin ella, la de la mesa.
                 * @example 1
                 */
                branch_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerSuggestionsOutput"];
                };
            };
            /** @description device_id_required */
            400: components["responses"]["BadRequest"];
            default: components["responses"]["Table"];
        };
    };
    getCart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartOutput"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    clearCart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description session_not_open */
            400: components["responses"]["BadRequest"];
            /** @description not_your_item; y lo de default */
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    setCartItem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "diner_id": 1,
                 *       "notes": "bien calientes",
                 *       "product_id": 11,
                 *       "quantity": 2
                 *     }
                 */
                "application/json": components["schemas"]["AddToCartRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartItemOutput"];
                };
            };
            /** @description no_diner, session_not_open */
            400: components["responses"]["BadRequest"];
            /** @description diner_not_found, product_not_sold */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    deleteCartItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                item_id: components["parameters"]["item_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            /** @description not_your_item; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description cart_item_not_found */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    updateCartItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                item_id: components["parameters"]["item_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "quantity": 3
                 *     }
                 */
                "application/json": components["schemas"]["UpdateCartItemRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CartItemOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            /** @description not_your_item; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description cart_item_not_found */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    getSessionCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckDetailOutput"];
                };
            };
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Table"];
        };
    };
    listDeviceVisits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example telefono-de-ana */
                device_id: components["parameters"]["device_id-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceHistoryOutput"];
                };
            };
            default: components["responses"]["Table"];
        };
    };
    getDevicePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example telefono-de-ana */
                device_id: components["parameters"]["device_id-2"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicePreferencesOutput"];
                };
            };
            default: components["responses"]["Table"];
        };
    };
    submitFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "comment": "Las empanadas, como las de antes.",
                 *       "rating": 5
                 *     }
                 */
                "application/json": components["schemas"]["FeedbackRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedbackResponse"];
                };
            };
            /** @description feedback_given */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Table"];
        };
    };
    updateDinerPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePreferencesRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatePreferencesResponse"];
                };
            };
            /** @description diner_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Table"];
        };
    };
    registerDiner: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "color": "#E11D48",
                 *       "device_id": "telefono-de-ana",
                 *       "local_id": "telefono-de-ana",
                 *       "name": "Ana"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterDinerRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DinerOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    submitRound: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "diner_id": 1,
                 *           "notes": "para Ana",
                 *           "product_id": 11,
                 *           "qty": 2
                 *         },
                 *         {
                 *           "product_id": 23,
                 *           "qty": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["SubmitRoundRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitRoundResponse"];
                };
            };
            /** @description diner_not_here, items_out_of_range, product_unavailable, session_not_open */
            400: components["responses"]["BadRequest"];
            /** @description unpaid_cap_reached */
            409: components["responses"]["Conflict"];
            /** @description idempotency_key_reused; y lo de default */
            422: components["responses"]["Invalid"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    createServiceCall: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "WAITER_CALL"
                 *     }
                 */
                "application/json": components["schemas"]["CreateServiceCallRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceCallOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Table"];
        };
    };
    listSessionDiners: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DinerOutput"][];
                };
            };
            /** @description session_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Table"];
        };
    };
    listSessionRounds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoundOutput"][];
                };
            };
            /** @description session_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Table"];
        };
    };
    getSessionTotal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionTotal"];
                };
            };
            /** @description session_forbidden; y lo de default */
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Table"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOutputBody"];
                };
            };
            default: components["responses"]["Public"];
        };
    };
    getDetailedHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
            default: components["responses"]["Public"];
        };
    };
    getAPIKeyIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getEstimatedWait: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EstimatedWaitResponse"];
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Public"];
        };
    };
    updateProductAvailability: {
        parameters: {
            query?: {
                /**
                 * @description Sin él, la primera de tus sucursales que lo vende.
                 * @example 1
                 */
                branch_id?: number;
            };
            header?: never;
            path: {
                /** @example 1 */
                product_id: components["parameters"]["product_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "is_available": false
                 *     }
                 */
                "application/json": components["schemas"]["ToggleAvailabilityRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToggleAvailabilityResponse"];
                };
            };
            /** @description product_not_sold */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listKitchenRounds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoundOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getRound: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                round_id: components["parameters"]["round_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoundOutput"];
                };
            };
            /** @description round_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateRoundStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                round_id: components["parameters"]["round_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "status": "CONFIRMED"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateRoundStatusRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoundOutput"];
                };
            };
            /** @description session_closed, wrong_transition */
            400: components["responses"]["BadRequest"];
            /** @description round_not_found */
            404: components["responses"]["NotFound"];
            /** @description idempotency_key_reused; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    createKitchenTickets: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                round_id: components["parameters"]["round_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GenerateTicketsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GenerateTicketsResponse"];
                };
            };
            /** @description tickets_exist */
            400: components["responses"]["BadRequest"];
            /** @description round_not_found */
            404: components["responses"]["NotFound"];
            /** @description station_unknown; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    listKitchenTickets: {
        parameters: {
            query?: {
                /** @example BAR */
                station?: "BAR" | "HOT_KITCHEN" | "COLD_KITCHEN" | "GRILL" | "PASTRY" | "OTHER";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListTicketsResponse"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getKitchenTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                ticket_id: components["parameters"]["ticket_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitchenTicketOutput"];
                };
            };
            /** @description ticket_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateKitchenTicketStatus: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                ticket_id: components["parameters"]["ticket_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateTicketStatusRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitchenTicketOutput"];
                };
            };
            /** @description wrong_transition */
            400: components["responses"]["BadRequest"];
            /** @description ticket_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    completeMercadoPagoAuthorization: {
        parameters: {
            query?: {
                /** @example texto */
                state?: string;
                /** @example INT-01 */
                code?: string;
                /** @example texto */
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: {
                /** @example texto */
                mercadopago_connect?: string;
            };
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    listPublicBranches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicBranchPublicOutput"][];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    getPublicMenu: {
        parameters: {
            query?: never;
            header?: {
                /** @example texto */
                "If-None-Match"?: string;
            };
            path: {
                /** @example centro */
                branch_slug: components["parameters"]["branch_slug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicMenuOutput"];
                };
            };
            /** @description El menú es el que ya tenés. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    listPublicAllergens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example centro */
                branch_slug: components["parameters"]["branch_slug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicAllergenPublicOutput"][];
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    getPublicProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example centro */
                branch_slug: components["parameters"]["branch_slug"];
                /** @example 1 */
                product_id: components["parameters"]["product_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicProductOutput"];
                };
            };
            /** @description branch_not_found, product_not_sold */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    getPublicProductDetails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example centro */
                branch_slug: components["parameters"]["branch_slug"];
                /** @example 1 */
                product_id: components["parameters"]["product_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicProductCompleteOutput"];
                };
            };
            /** @description product_not_sold */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    getMenuChatHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthResponse"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    listRecipes: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
                /**
                 * @description El nombre de una categoría de la carta.
                 * @example texto
                 */
                category?: string;
                /**
                 * @description También lo borrado.
                 * @example true
                 */
                include_deleted?: components["parameters"]["include_deleted"];
                /**
                 * @description Cuántas filas, como mucho.
                 * @example 50
                 */
                limit?: components["parameters"]["limit"];
                /**
                 * @description Cuántas filas saltear.
                 * @example 0
                 */
                offset?: components["parameters"]["offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    createRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecipeCreate"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeOutput"];
                };
            };
            /** @description allergen_not_found, branch_not_found, ingredient_not_found, product_not_found, recipe_costs_more, subcategory_of_another_branch */
            400: components["responses"]["BadRequest"];
            /** @description recipe_name_taken */
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    listRecipeCategories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    getRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeOutput"];
                };
            };
            /** @description recipe_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description recipe_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    updateRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @example [
                     *       1,
                     *       3
                     *     ]
                     */
                    allergen_ids?: number[] | null;
                    /** @example Se fríe junto con rabas. */
                    allergen_notes?: string | null;
                    /** @example 850 */
                    calories_per_serving?: number | null;
                    /** @example Freír en dos tandas. */
                    chef_notes?: string | null;
                    /** @example 15 */
                    cook_time_minutes?: number | null;
                    /**
                     * @example [
                     *       "Frito"
                     *     ]
                     */
                    cooking_methods?: string[] | null;
                    /**
                     * Format: int64
                     * @example 420000
                     */
                    cost_cents?: number | null;
                    /** @example Argentina */
                    cuisine_type?: string | null;
                    /** @example Consultá al mozo por trazas. */
                    custom_rag_disclaimer?: string | null;
                    /** @example Nalga empanada con salsa, jamón y mozzarella. */
                    description?: string | null;
                    /**
                     * @example [
                     *       "Sin frutos secos"
                     *     ]
                     */
                    dietary_tags?: string[] | null;
                    /** @example MEDIUM */
                    difficulty?: string | null;
                    /**
                     * @example [
                     *       "Salado"
                     *     ]
                     */
                    flavors?: string[] | null;
                    /**
                     * @description Dirección http o https de una imagen en Internet.
                     * @example https://images.ejemplo.com/milanesa.jpg
                     */
                    image?: string | null;
                    ingredients?: components["schemas"]["IngredientItem"][] | null;
                    /** @example false */
                    is_celiac_safe?: boolean | null;
                    modifications?: components["schemas"]["ModificationItem"][] | null;
                    /** @example Milanesa napolitana */
                    name?: string | null;
                    /** @example 350 g */
                    portion_size?: string | null;
                    /** @example 20 */
                    prep_time_minutes?: number | null;
                    preparation_steps?: components["schemas"]["PreparationStep"][] | null;
                    /** @example Con orégano al final. */
                    presentation_tips?: string | null;
                    /**
                     * Format: int64
                     * @description El producto que esta receta cocina.
                     * @example 23
                     */
                    product_id?: number | null;
                    /**
                     * @example medium
                     * @enum {string|null}
                     */
                    risk_level?: "low" | "medium" | "high" | null;
                    /** @example 2 */
                    servings?: number | null;
                    /** @example La clásica, para compartir. */
                    short_description?: string | null;
                    /** @example Empanada y cruda, dos días de heladera. */
                    storage_instructions?: string | null;
                    /**
                     * Format: int64
                     * @example 7
                     */
                    subcategory_id?: number | null;
                    /**
                     * Format: int64
                     * @example 1100000
                     */
                    suggested_price_cents?: number | null;
                    /**
                     * @example [
                     *       "Crujiente"
                     *     ]
                     */
                    textures?: string[] | null;
                    /** @example true */
                    uses_oil?: boolean | null;
                    /**
                     * @example [
                     *       "Sale muy caliente"
                     *     ]
                     */
                    warnings?: string[] | null;
                    /** @example 2 */
                    yield_quantity?: string | null;
                    /** @example porciones */
                    yield_unit?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeOutput"];
                };
            };
            400: components["responses"]["BadRequest"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    createProductFromRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeriveProductInput"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeriveProductOutput"];
                };
            };
            /** @description branch_priced_twice, category_not_found, subcategory_of_another_category */
            400: components["responses"]["BadRequest"];
            /** @description recipe_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    ingestRecipe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listRecipeProducts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipeProduct"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    openTableSessionByCode: {
        parameters: {
            query?: {
                /**
                 * @description La sucursal. Sin ella, el código tiene que ser único entre todas.
                 * @example centro
                 */
                branch_slug?: string;
            };
            header?: never;
            path: {
                /** @example INT-01 */
                table_code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSessionResponse"];
                };
            };
            /** @description table_out_of_service */
            400: components["responses"]["BadRequest"];
            /** @description branch_required, table_not_found */
            404: components["responses"]["NotFound"];
            /** @description table_not_activated */
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    getTableSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableCard"];
                };
            };
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    openTableSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSessionResponse"];
                };
            };
            /** @description table_out_of_service */
            400: components["responses"]["BadRequest"];
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            /** @description table_not_activated */
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            default: components["responses"]["Public"];
        };
    };
    getWaiterMenu: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-4"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicMenuCompactOutput"];
                };
            };
            /** @description branch_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listMyAssignments: {
        parameters: {
            query?: {
                /**
                 * @description Sin ella, hoy en cada sucursal.
                 * @example 2026-03-01
                 */
                assignment_date?: components["parameters"]["assignment_date"];
                /** @example MORNING */
                shift?: components["parameters"]["shift"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAssignmentsOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    listMyTables: {
        parameters: {
            query?: {
                /**
                 * @description Sin ella, hoy en cada sucursal.
                 * @example 2026-03-01
                 */
                assignment_date?: components["parameters"]["assignment_date"];
                /** @example MORNING */
                shift?: components["parameters"]["shift"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyTable"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    subscribeToNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushSubscription"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusOutputBody"];
                };
            };
            /** @description keys_too_long; y lo de default */
            422: components["responses"]["Invalid"];
            default: components["responses"]["Staff"];
        };
    };
    unsubscribeFromNotifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushSubscription"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusOutputBody"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    recordManualPayment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "amount_cents": 11000,
                 *       "check_id": 1,
                 *       "manual_method": "CARD_PHYSICAL"
                 *     }
                 */
                "application/json": components["schemas"]["ManualPaymentRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualPaymentResponse"];
                };
            };
            /** @description amount_exceeds_remaining, check_paid */
            400: components["responses"]["BadRequest"];
            /** @description check_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    voidRoundItem: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                item_id: components["parameters"]["item_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Se cayó el plato."
                 *     }
                 */
                "application/json": components["schemas"]["VoidRoundItemRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoidRoundItemResponse"];
                };
            };
            /** @description item_voided, reason_required */
            400: components["responses"]["BadRequest"];
            /** @description item_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    deleteRoundItem: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                round_id: components["parameters"]["round_id"];
                /** @example 1 */
                item_id: components["parameters"]["item_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteRoundItemResponse"];
                };
            };
            /** @description round_in_kitchen */
            400: components["responses"]["BadRequest"];
            /** @description item_not_found, round_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listServiceCalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceCallOutput"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    acknowledgeServiceCall: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceCallOutput"];
                };
            };
            /** @description call_already_acked */
            400: components["responses"]["BadRequest"];
            /** @description call_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    resolveServiceCall: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceCallOutput"];
                };
            };
            /** @description call_closed */
            400: components["responses"]["BadRequest"];
            /** @description call_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    requestCheckForSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterRequestCheckResponse"];
                };
            };
            /** @description nothing_to_charge, session_closed */
            400: components["responses"]["BadRequest"];
            /** @description session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    applyDiscount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "discount_type": "PERCENT",
                 *       "reason": "Esperaron la comida.",
                 *       "value": 10
                 *     }
                 */
                "application/json": components["schemas"]["ApplyDiscountRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplyDiscountResponse"];
                };
            };
            /** @description discount_out_of_range, discount_type_unknown, reason_required */
            400: components["responses"]["BadRequest"];
            /** @description check_not_found, session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    submitRoundForSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "product_id": 17,
                 *           "qty": 1
                 *         }
                 *       ],
                 *       "notes": "al medio"
                 *     }
                 */
                "application/json": components["schemas"]["WaiterSubmitRoundRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterSubmitRoundResponse"];
                };
            };
            /** @description product_unavailable */
            400: components["responses"]["BadRequest"];
            /** @description active_session_not_found, session_not_found */
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Staff"];
        };
    };
    getSessionSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                session_id: components["parameters"]["session_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterSessionSummaryOutput"];
                };
            };
            /** @description session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    listFloorTables: {
        parameters: {
            query?: {
                /** @example 1 */
                branch_id?: components["parameters"]["branch_id"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableCard"][];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    activateTable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "diner_count": 2,
                 *       "notes": "Cumpleaños"
                 *     }
                 */
                "application/json": components["schemas"]["WaiterActivateTableRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterActivateTableResponse"];
                };
            };
            /** @description table_not_free, table_out_of_service, table_taken */
            400: components["responses"]["BadRequest"];
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    closeTable: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "force": false
                 *     }
                 */
                "application/json": components["schemas"]["WaiterCloseTableRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterCloseTableResponse"];
                };
            };
            /** @description check_unpaid, table_without_session */
            400: components["responses"]["BadRequest"];
            /** @description force_needs_admin; y lo de default */
            403: components["responses"]["Forbidden"];
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    moveTableSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
                /** @example 1 */
                target_table_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoveTableResponse"];
                };
            };
            /** @description other_branch, same_table, table_not_free, table_without_session */
            400: components["responses"]["BadRequest"];
            /** @description table_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    getTableSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TableSessionDetail"];
                };
            };
            /** @description session_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    transferTable: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Una clave propia por pedido: repetirla devuelve lo que resultó la primera vez.
                 * @example ana-ronda-1
                 */
                "X-Idempotency-Key"?: components["parameters"]["X-Idempotency-Key"];
            };
            path: {
                /** @example 1 */
                table_id: components["parameters"]["table_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferWaiterRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferWaiterResponse"];
                };
            };
            /** @description same_waiter, table_without_session, waiter_elsewhere */
            400: components["responses"]["BadRequest"];
            /** @description table_not_found, waiter_not_found */
            404: components["responses"]["NotFound"];
            default: components["responses"]["Staff"];
        };
    };
    verifyBranchAssignment: {
        parameters: {
            query: {
                /** @example 1 */
                branch_id: components["parameters"]["branch_id-2"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BranchAssignmentVerifyOutput"];
                };
            };
            default: components["responses"]["Staff"];
        };
    };
    receiveConnectionWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example texto */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookResponse"];
                };
            };
            /** @description signature_invalid */
            401: components["responses"]["Unauthorized"];
            /** @description webhook_unknown */
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            /** @description webhook_not_configured; y lo de default */
            503: components["responses"]["Unavailable"];
            default: components["responses"]["Public"];
        };
    };
}
