package seed

// grilled is what all meats of the grill have in common.
func grilled(name, text string, d dish) dish {
	d.name, d.text = name, text
	d.methods, d.flavors = []string{"A la parrilla"}, []string{"Salado", "Umami"}
	d.diet |= noGluten | noDairy | keto
	d.ingredients = append(d.ingredients, "Sal parrillera", "Chimichurri")
	d.without = append(d.without, "Sal", "Chimichurri")
	d.with = append(d.with, "Papas fritas")
	d.withCost, d.prep = 480_000, 5
	return d
}

func meats() []dish {
	return []dish{
		grilled("Bife de chorizo", "400 gramos de novillo, a la leña, al punto que pidas. Sale con ensalada o papas.", dish{
			price: 2_490_000, diet: celiac, cook: 18, textures: []string{"Tierno"}, ingredients: []string{"Bife de chorizo"},
			featured: true, popular: true, badge: "El más pedido", seal: "Sin TACC",
		}),
		grilled("Asado de tira", "Tres costillas del centro, cocción lenta y fuego manso.", dish{
			price: 2_190_000, diet: celiac, cook: 25, textures: []string{"Firme", "Tierno"}, ingredients: []string{"Costilla vacuna"}, popular: true, seal: "Sin TACC",
		}),
		grilled("Entraña", "Fina y jugosa, sellada a fuego fuerte, con limón.", dish{
			price: 2_590_000, cook: 14, textures: []string{"Tierno"}, ingredients: []string{"Entraña", "Limón"},
		}),
		grilled("Vacío", "Cortado al hilo, con su costra dorada.", dish{
			price: 2_250_000, cook: 25, textures: []string{"Tierno", "Crujiente"}, ingredients: []string{"Vacío"},
		}),
		grilled("Pollo a la parrilla", "Medio pollo deshuesado, marinado en limón y ajo.", dish{
			price: 1_690_000, cook: 25, textures: []string{"Tierno"}, ingredients: []string{"Pollo", "Limón"},
		}),
		{
			name: "Milanesa napolitana", text: "Nalga rebozada, salsa de tomate, jamón, muzzarella gratinada y papas fritas.", price: 1_890_000,
			contains: "GHL", may: "T", methods: []string{"Frito", "Al horno"}, oil: true, prep: 6, cook: 16, flavors: []string{"Salado", "Umami"},
			textures: []string{"Crujiente", "Cremoso"}, popular: true,
			ingredients: []string{"Nalga vacuna", "Pan rallado", "Huevo", "Muzzarella", "Jamón cocido", "Tomate", "Papa"},
			without:     []string{"Jamón"}, with: []string{"Huevo frito"}, withCost: 160_000, never: []string{"Rebozado"},
		},
		{
			name: "Milanesa con papas fritas", text: "Nalga rebozada, frita en el momento, con papas cortadas a mano.", price: 1_650_000,
			contains: "GH", may: "LT", diet: noDairy, methods: []string{"Frito"}, oil: true, prep: 6, cook: 12, flavors: []string{"Salado"},
			textures: []string{"Crujiente"}, ingredients: []string{"Nalga vacuna", "Pan rallado", "Huevo", "Papa"},
			with: []string{"Huevo frito"}, withCost: 160_000, never: []string{"Rebozado"},
		},
	}
}

// boiled is what all pastas have in common.
func boiled(name, text string, d dish) dish {
	d.name, d.text = name, text
	d.methods, d.prep, d.cook = []string{"Hervido"}, 5, 12
	d.flavors = []string{"Salado", "Umami"}
	d.with, d.withCost = []string{"Queso rallado"}, 80_000
	d.warning = "La pasta se hace a diario en una cocina que trabaja con harina de trigo y huevo."
	return d
}

func pastas() []dish {
	return []dish{
		boiled("Sorrentinos de jamón y queso", "Ocho sorrentinos caseros con salsa a elección: fileto, crema o mixta.", dish{
			price: 1_590_000, contains: "GHL", textures: []string{"Cremoso", "Tierno"}, ingredients: []string{"Masa de pasta fresca", "Jamón cocido", "Muzzarella", "Tomate"},
		}),
		boiled("Ñoquis con bolognesa", "Ñoquis de papa con salsa de carne cocida tres horas. Los 29, con billete bajo el plato.", dish{
			price: 1_390_000, contains: "GH", may: "LA", textures: []string{"Suave", "Tierno"}, ingredients: []string{"Papa", "Harina de trigo", "Carne picada", "Tomate", "Zanahoria"},
		}),
		boiled("Ravioles de ricota", "De ricota y nuez moscada, con salsa de tomate y albahaca.", dish{
			price: 1_490_000, contains: "GHL", may: "F", diet: vegetarian, textures: []string{"Suave", "Cremoso"}, seal: "Vegetariano",
			ingredients: []string{"Ricota", "Masa de pasta fresca", "Tomate", "Albahaca"},
		}),
		boiled("Tallarines con tuco", "Tallarines al huevo con el tuco de la abuela.", dish{
			price: 1_250_000, contains: "GH", may: "A", diet: vegetarian | noDairy, textures: []string{"Firme"}, ingredients: []string{"Masa de pasta fresca", "Tomate", "Cebolla", "Zanahoria"},
		}),
	}
}

func salads() []dish {
	return []dish{
		{
			name: "Ensalada César", text: "Lechuga, pollo a la plancha, croutones, parmesano y aderezo de la casa.", price: 1_290_000,
			contains: "GHL", may: "PT", methods: []string{"A la plancha"}, prep: 8, cook: 6, flavors: []string{"Salado", "Umami"}, textures: []string{"Crujiente"},
			ingredients: []string{"Lechuga", "Pollo", "Pan", "Queso parmesano", "Aderezo César"}, without: []string{"Croutones", "Pollo"},
		},
		{
			name: "Ensalada mixta", text: "Lechuga, tomate y cebolla de la huerta, con oliva y vinagre aparte.", price: 750_000,
			may: "S", diet: vegetarian | vegan | noGluten | noDairy | celiac | keto | lowSodium, prep: 6, flavors: []string{"Ácido"}, textures: []string{"Crujiente"},
			ingredients: []string{"Lechuga", "Tomate", "Cebolla", "Aceite de oliva"}, without: []string{"Cebolla", "Sal"}, seal: "Vegano", with: []string{"Huevo duro"}, withCost: 120_000,
		},
		{
			name: "Ensalada caprese", text: "Tomate, muzzarella fresca y albahaca con oliva virgen extra.", price: 990_000,
			contains: "L", diet: vegetarian | noGluten | keto, prep: 6, flavors: []string{"Salado", "Ácido"}, textures: []string{"Suave"},
			ingredients: []string{"Tomate", "Muzzarella", "Albahaca", "Aceite de oliva"}, seal: "Vegetariano",
		},
	}
}
