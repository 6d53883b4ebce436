package seed

func empanadas() []dish {
	baked := dish{
		price: 240_000, contains: "G", methods: []string{"Al horno"}, prep: 3, cook: 12, flavors: []string{"Salado"},
		textures: []string{"Crujiente", "Tierno"}, without: []string{"Aceitunas"},
	}
	beef, chicken, ham, greens := baked, baked, baked, baked

	beef.name, beef.featured = "Empanada de carne", true
	beef.text = "A la mendocina: carne cortada a cuchillo, mucha cebolla, huevo, aceituna y comino. La unidad, al horno de barro."
	beef.may, beef.diet, beef.badge = "H", noDairy, "La de la casa"
	beef.ingredients = []string{"Carne picada", "Tapa de empanada", "Cebolla", "Aceitunas", "Ají molido"}

	chicken.name = "Empanada de pollo"
	chicken.text = "Pollo desmenuzado, cebolla de verdeo y morrón asado. La unidad."
	chicken.may, chicken.diet = "H", noDairy
	chicken.ingredients = []string{"Pollo", "Tapa de empanada", "Cebolla"}

	ham.name, ham.contains, ham.without = "Empanada de jamón y queso", "GL", nil
	ham.text = "Jamón cocido y muzzarella que se estira. La unidad."
	ham.ingredients, ham.textures = []string{"Muzzarella", "Jamón cocido", "Tapa de empanada"}, []string{"Crujiente", "Cremoso"}

	greens.name, greens.price, greens.contains, greens.without = "Empanada de verdura", 220_000, "GH", nil
	greens.text = "Acelga, cebolla, huevo y nuez moscada. La unidad."
	greens.may, greens.diet, greens.seal = "L", vegetarian, "Vegetariano"
	greens.ingredients = []string{"Acelga", "Tapa de empanada", "Cebolla", "Huevo"}

	return []dish{beef, chicken, ham, greens}
}

func picadas() []dish {
	return []dish{
		{
			name: "Picada para 2", text: "Jamón crudo, salame de la Colonia, bondiola, tres quesos, aceitunas, escabeche y pan casero.", price: 2_790_000,
			contains: "GL", may: "FS", prep: 12, flavors: []string{"Salado", "Umami"}, textures: []string{"Firme", "Cremoso"},
			ingredients: []string{"Salame", "Bondiola", "Jamón cocido", "Queso provolone", "Aceitunas", "Pan"}, with: []string{"Pan sin TACC"}, withCost: 160_000,
			without: []string{"Aceitunas"}, badge: "Para compartir",
		},
		{
			name: "Tabla de quesos", text: "Provolone, azul, parmesano y de cabra, con nueces aparte y dulce de membrillo.", price: 2_250_000,
			contains: "L", may: "F", diet: vegetarian | noGluten | keto, prep: 10, flavors: []string{"Salado", "Umami"}, textures: []string{"Firme", "Cremoso"},
			ingredients: []string{"Queso provolone", "Queso azul", "Queso parmesano", "Nueces"}, without: []string{"Nueces"}, seal: "Vegetariano",
		},
		{
			name: "Provoleta", text: "Provolone a la parrilla con orégano, ají molido y aceite de oliva. Llega burbujeando, con pan aparte.", price: 980_000,
			contains: "L", may: "G", diet: vegetarian | noGluten | keto, methods: []string{"A la parrilla"}, oil: true, prep: 3, cook: 8,
			flavors: []string{"Salado", "Umami"}, textures: []string{"Cremoso", "Crujiente"}, featured: true, seal: "Vegetariano",
			ingredients: []string{"Queso provolone", "Orégano", "Ají molido", "Aceite de oliva"}, with: []string{"Tomates asados"}, withCost: 150_000,
			warning: "La provoleta no lleva gluten, pero sale con pan: pedila sin pan si sos celíaco.",
		},
	}
}
