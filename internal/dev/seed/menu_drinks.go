package seed

// fullMenu is the menu of Buen Sabor.
func fullMenu() []category {
	return []category{
		{"Bebidas", "🥤", []part{{"Gaseosas", sodas()}, {"Jugos", juices()}, {"Cervezas", beers()}, {"Vinos", wines()}}},
		{"Entradas", "🥟", []part{{"Empanadas", empanadas()}, {"Picadas", picadas()}}},
		{"Principales", "🥩", []part{{"Carnes", meats()}, {"Pastas", pastas()}, {"Ensaladas", salads()}}},
		{"Postres", "🍮", []part{{"Helados", iceCreams()}, {"Tortas", cakes()}}},
	}
}

// drink suits everybody unless a dish says otherwise.
const drink = vegetarian | vegan | noGluten | noDairy | celiac

func sodas() []dish {
	soda := func(name, text string) dish {
		return dish{
			name: name, text: text, price: 280_000, diet: drink, prep: 1, flavors: []string{"Dulce"}, ingredients: []string{"Gaseosa"},
			without: []string{"Hielo"}, with: []string{"Rodaja de limón"},
		}
	}
	return []dish{
		soda("Coca-Cola 500ml", "Botella bien fría, con hielo y limón si querés. También hay sin azúcar."),
		soda("Sprite 500ml", "Lima-limón bien fría."),
		soda("Fanta 500ml", "Naranja bien fría."),
		{
			name: "Agua mineral 500ml", text: "De manantial mendocino, con o sin gas.", price: 220_000, diet: drink | keto | lowSodium, prep: 1,
			ingredients: []string{"Agua mineral"}, with: []string{"Rodaja de limón"},
		},
	}
}

func juices() []dish {
	return []dish{
		{
			name: "Jugo de naranja", text: "Exprimido en el momento, medio litro. Sin azúcar agregada.", price: 420_000, diet: drink | lowSodium, prep: 4,
			flavors: []string{"Dulce", "Ácido"}, ingredients: []string{"Naranja"}, without: []string{"Hielo"}, badge: "Natural",
		},
		{
			name: "Limonada", text: "Limón, menta fresca y jengibre. Jarra de medio litro.", price: 390_000, diet: drink | lowSodium, prep: 4,
			flavors: []string{"Ácido", "Dulce"}, ingredients: []string{"Limón", "Menta", "Azúcar"}, without: []string{"Azúcar", "Menta"}, popular: true,
		},
	}
}

func beers() []dish {
	return []dish{
		{
			name: "Quilmes 500ml", text: "Rubia, porrón helado.", price: 450_000, contains: "G", diet: vegetarian | vegan | noDairy, prep: 1,
			flavors: []string{"Amargo"}, ingredients: []string{"Cerveza"}, warning: "Hecha con cebada: no es apta para celíacos. Venta a mayores de 18 años.",
		},
		{
			name: "Patagonia Amber Lager", text: "Roja maltosa de 730 ml, para compartir.", price: 720_000, contains: "G", diet: vegetarian | vegan | noDairy, prep: 1,
			flavors: []string{"Amargo", "Dulce"}, ingredients: []string{"Cerveza"}, warning: "Hecha con cebada: no es apta para celíacos. Venta a mayores de 18 años.",
		},
	}
}

func wines() []dish {
	return []dish{
		{
			name: "Malbec Reserva", text: "Luján de Cuyo, doce meses en roble. Ciruela, violetas y taninos suaves. Botella de 750 ml.", price: 2_150_000,
			contains: "S", diet: drink, prep: 2, flavors: []string{"Ácido", "Amargo"}, textures: []string{"Suave"}, ingredients: []string{"Uva malbec"},
			seal: "Vino de Mendoza", warning: "Venta a mayores de 18 años.",
		},
		{
			name: "Torrontés", text: "Valle de Uco, floral y seco, servido a 8 grados. Botella de 750 ml.", price: 1_790_000,
			contains: "S", diet: drink, prep: 2, flavors: []string{"Ácido", "Dulce"}, textures: []string{"Suave"}, ingredients: []string{"Uva torrontés"},
			warning: "Venta a mayores de 18 años.",
		},
	}
}
