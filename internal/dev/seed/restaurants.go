package seed

const mendoza = "America/Argentina/Mendoza"

// restaurants are the tenants of the demo: the restaurant that visitors see, with a
// second branch, and another tenant's, whose data must never show.
func restaurants() []restaurant { return []restaurant{buenSabor(), laEsquina()} }

func buenSabor() restaurant {
	return restaurant{
		name: "Buen Sabor", slug: "buen-sabor", color: "#f97316",
		text:   "Parrilla y cocina casera de Mendoza, desde 1987. Carnes a leña, pastas del día y vinos de la zona.",
		topics: topics,
		branches: []branch{
			{
				name: "Sucursal Centro", slug: "centro", address: "Av. San Martín 1245, Mendoza", phone: "+54 261 420-1245",
				zone: mendoza, opens: "11:30", closes: "01:00",
				sectors: []sector{
					{name: "Interior", prefix: "INT", seats: []int{4, 4, 6, 2, 8}},
					{name: "Terraza", prefix: "TER", seats: []int{4, 4, 6}},
					{name: "Barra", prefix: "BAR", seats: []int{2, 2}},
				},
				menu: fullMenu(), office: true,
			},
			{
				name: "Sucursal Godoy Cruz", slug: "godoy-cruz", address: "Paso de los Andes 830, Godoy Cruz", phone: "+54 261 424-0830",
				zone: mendoza, opens: "12:00", closes: "00:00",
				sectors: []sector{
					{name: "Interior", prefix: "INT", seats: []int{4, 4, 6}},
					{name: "Terraza", prefix: "TER", seats: []int{4}},
				},
				menu: pick(fullMenu(), "Coca-Cola 500ml", "Agua mineral 500ml", "Limonada", "Quilmes 500ml", "Malbec Reserva",
					"Empanada de carne", "Empanada de jamón y queso", "Provoleta", "Bife de chorizo", "Vacío", "Milanesa con papas fritas",
					"Ñoquis con bolognesa", "Ensalada mixta", "Flan casero"),
			},
		},
		people: []person{
			{"admin@demo.com", "admin123", "Laura", "Giménez", "+54 261 555-0101", "1998-04-01", []branchRole{{"centro", "ADMIN", nil}, {"godoy-cruz", "ADMIN", nil}}},
			{"manager@demo.com", "manager123", "Martín", "Sosa", "+54 261 555-0102", "2011-09-12", []branchRole{{"centro", "MANAGER", nil}}},
			{"kitchen@demo.com", "kitchen123", "Rosa", "Quiroga", "+54 261 555-0103", "2006-03-20", []branchRole{{"centro", "KITCHEN", nil}}},
			{"waiter@demo.com", "waiter123", "Juan", "Pereyra", "+54 261 555-0104", "2019-11-04", []branchRole{{"centro", "WAITER", []string{"INT", "TER"}}}},
			{"ana@demo.com", "ana123", "Ana", "Molina", "+54 261 555-0105", "2023-02-15", []branchRole{{"centro", "WAITER", []string{"INT"}}}},
			{"alberto.cortez@demo.com", "waiter123", "Alberto", "Cortez", "+54 261 555-0106", "2024-08-01", []branchRole{{"centro", "WAITER", []string{"BAR", "TER"}}}},
			{"manager.godoycruz@demo.com", "manager123", "Cecilia", "Funes", "+54 261 555-0107", "2017-06-05", []branchRole{{"godoy-cruz", "MANAGER", nil}}},
			{"kitchen.godoycruz@demo.com", "kitchen123", "Omar", "Videla", "+54 261 555-0108", "2017-06-12", []branchRole{{"godoy-cruz", "KITCHEN", nil}}},
			{"waiter.godoycruz@demo.com", "waiter123", "Sofía", "Lucero", "+54 261 555-0109", "2025-01-20", []branchRole{{"godoy-cruz", "WAITER", []string{"INT", "TER"}}}},
		},
	}
}

func laEsquina() restaurant {
	return restaurant{
		name: "La Esquina de Palermo", slug: "la-esquina", color: "#0f766e",
		text: "Pizza al molde y a la piedra en Palermo, con muzzarella de la buena.",
		branches: []branch{{
			name: "La Esquina Palermo", slug: "la-esquina-palermo", address: "Gurruchaga 1802, Buenos Aires", phone: "+54 11 4831-1802",
			zone: "America/Argentina/Buenos_Aires", opens: "18:00", closes: "01:30",
			sectors: []sector{{name: "Salón", prefix: "SAL", seats: []int{4, 4, 2}}, {name: "Vereda", prefix: "VER", seats: []int{2, 2}}},
			menu:    pizzeria(),
		}},
		people: []person{
			{"admin@laesquina.com", "admin123", "Graciela", "Conti", "+54 11 5555-0201", "2009-05-18", []branchRole{{"la-esquina-palermo", "ADMIN", nil}}},
			{"kitchen@laesquina.com", "kitchen123", "Nicolás", "Ferro", "+54 11 5555-0202", "2014-10-06", []branchRole{{"la-esquina-palermo", "KITCHEN", nil}}},
			{"waiter@laesquina.com", "waiter123", "Bruno", "Acosta", "+54 11 5555-0203", "2022-12-01", []branchRole{{"la-esquina-palermo", "WAITER", []string{"SAL", "VER"}}}},
		},
	}
}

func pizzeria() []category {
	return []category{
		{"Pizzas", "🍕", []part{{"Al molde", []dish{
			{
				name: "Muzzarella", text: "Masa alta, salsa de tomate casera, muzzarella y aceitunas verdes. Ocho porciones.", price: 1_590_000,
				contains: "GL", diet: vegetarian, methods: []string{"Al horno"}, prep: 5, cook: 12, flavors: []string{"Salado", "Umami"},
				textures: []string{"Cremoso", "Crujiente"}, ingredients: []string{"Harina de trigo", "Muzzarella", "Tomate", "Aceitunas"}, popular: true,
			},
			{
				name: "Fugazzeta rellena", text: "Doble masa rellena de muzzarella, cubierta de cebolla dorada al horno.", price: 2_090_000,
				contains: "GL", diet: vegetarian, methods: []string{"Al horno"}, prep: 8, cook: 18, flavors: []string{"Salado", "Dulce"},
				textures: []string{"Cremoso"}, ingredients: []string{"Harina de trigo", "Muzzarella", "Cebolla"}, featured: true,
			},
		}}}},
		{"Bebidas", "🥤", []part{{"Sin alcohol", []dish{
			{name: "Agua mineral 500ml", text: "Con o sin gas.", price: 220_000, diet: vegetarian | vegan | noGluten | noDairy | celiac | keto | lowSodium, prep: 1},
			{name: "Pomelo 500ml", text: "Gaseosa de pomelo bien fría.", price: 290_000, diet: vegetarian | vegan | noGluten | noDairy, prep: 1, flavors: []string{"Dulce", "Amargo"}},
		}}}},
	}
}
