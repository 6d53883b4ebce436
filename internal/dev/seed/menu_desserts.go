package seed

func iceCreams() []dish {
	return []dish{
		{
			name: "Helado 2 bochas", text: "Artesanal: dulce de leche, chocolate, vainilla o frutilla.", price: 590_000,
			contains: "L", may: "HFM", diet: vegetarian | noGluten, prep: 3, flavors: []string{"Dulce"}, textures: []string{"Cremoso", "Suave"},
			ingredients: []string{"Helado de crema"}, with: []string{"Salsa de chocolate"}, withCost: 90_000, seal: "Vegetariano",
		},
		{
			name: "Copa helada", text: "Tres bochas, crema, nueces tostadas y salsa de chocolate caliente.", price: 850_000,
			contains: "LF", may: "HM", diet: vegetarian, prep: 6, flavors: []string{"Dulce", "Amargo"}, textures: []string{"Cremoso", "Crujiente"},
			ingredients: []string{"Helado de crema", "Crema de leche", "Nueces", "Cacao"}, without: []string{"Crema"}, never: []string{"Nueces"},
		},
	}
}

func cakes() []dish {
	return []dish{
		{
			name: "Flan casero", text: "Doce yemas, caramelo oscuro y la pregunta de siempre: ¿con dulce de leche, con crema o mixto?", price: 620_000,
			contains: "HL", diet: vegetarian | noGluten, methods: []string{"Al horno"}, prep: 3, cook: 0, flavors: []string{"Dulce"}, textures: []string{"Cremoso", "Suave"},
			ingredients: []string{"Huevo", "Leche", "Azúcar", "Dulce de leche"}, without: []string{"Crema", "Dulce de leche"}, featured: true, badge: "Receta de la abuela", seal: "Vegetariano",
		},
		{
			name: "Tiramisú", text: "Vainillas embebidas en café, mascarpone y cacao amargo.", price: 790_000,
			contains: "GHL", may: "S", diet: vegetarian, prep: 3, flavors: []string{"Dulce", "Amargo"}, textures: []string{"Cremoso", "Suave"},
			ingredients: []string{"Queso mascarpone", "Vainillas", "Café", "Cacao"}, warning: "Lleva café y un toque de licor.",
		},
		{
			name: "Brownie con helado", text: "Brownie tibio de chocolate y nueces con una bocha de americana.", price: 890_000,
			contains: "GHLF", may: "M", diet: vegetarian, methods: []string{"Al horno"}, prep: 6, cook: 4, flavors: []string{"Dulce", "Amargo"}, textures: []string{"Tierno", "Cremoso"},
			ingredients: []string{"Cacao", "Harina de trigo", "Nueces", "Huevo", "Helado de crema"}, never: []string{"Nueces"}, popular: true,
		},
		{
			name: "Panqueques con dulce de leche", text: "Dos, quemados al azúcar, con dulce de leche repostero.", price: 690_000,
			contains: "GHL", diet: vegetarian, methods: []string{"A la plancha"}, prep: 4, cook: 6, flavors: []string{"Dulce"}, textures: []string{"Suave", "Tierno"},
			ingredients: []string{"Dulce de leche", "Harina de trigo", "Huevo", "Leche"}, with: []string{"Bocha de helado"}, withCost: 190_000,
		},
	}
}
