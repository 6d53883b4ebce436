package seed

// recipe is how the kitchen cooks a dish.
type recipe struct {
	dish, short, difficulty string
	prep, cook, servings    int // minutes and portions
	cost                    int64
	lines                   []recipeLine
	steps                   []string
	notes                   string
	calories                int
}

// recipeLine is an ingredient of the pantry with its quantity, written as the API writes it.
type recipeLine struct {
	name, quantity, unit string
}

var recipes = []recipe{
	{
		dish: "Empanada de carne", short: "La mendocina, al horno de barro.", difficulty: "MEDIUM", prep: 60, cook: 12, servings: 24,
		cost: 1_560_000, calories: 310,
		lines: []recipeLine{
			{"Carne picada", "1000", "g"},
			{"Cebolla", "1200", "g"},
			{"Aceitunas", "24", "u"},
			{"Ají molido", "10", "g"},
			{"Tapa de empanada", "24", "u"},
		},
		steps: []string{
			"Rehogar la cebolla cortada fina en grasa, a fuego lento, hasta que quede transparente.",
			"Sumar la carne cortada a cuchillo, el ají molido y el comino; apagar apenas cambia de color.",
			"Enfriar el relleno una noche en la heladera.",
			"Armar con aceituna y huevo duro, repulgar y hornear a fuego fuerte hasta dorar.",
		},
		notes: "El relleno se arma frío: si está tibio, la tapa se abre en el horno.",
	},
	{
		dish: "Milanesa napolitana", short: "Nalga rebozada y gratinada.", difficulty: "EASY", prep: 20, cook: 16, servings: 1,
		cost: 690_000, calories: 980,
		lines: []recipeLine{
			{"Nalga vacuna", "250", "g"},
			{"Huevo", "1", "u"},
			{"Pan rallado", "80", "g"},
			{"Jamón cocido", "40", "g"},
			{"Muzzarella", "90", "g"},
			{"Tomate", "80", "g"},
			{"Papa", "250", "g"},
		},
		steps: []string{
			"Pasar la carne por huevo batido con ajo y perejil, y por pan rallado, dos veces.",
			"Freír hasta dorar y escurrir.",
			"Cubrir con salsa, jamón y muzzarella; gratinar hasta que burbujee.",
			"Servir con papas recién fritas y orégano.",
		},
		notes: "Se fríe en aceite que también usa harina: no hay versión sin TACC.",
	},
	{
		dish: "Ñoquis con bolognesa", short: "De papa, con salsa de tres horas.", difficulty: "MEDIUM", prep: 50, cook: 180, servings: 8,
		cost: 3_280_000, calories: 720,
		lines: []recipeLine{
			{"Papa", "2000", "g"},
			{"Harina de trigo", "500", "g"},
			{"Carne picada", "1000", "g"},
			{"Tomate", "1500", "g"},
			{"Zanahoria", "200", "g"},
		},
		steps: []string{
			"Hervir las papas con piel, pisarlas calientes y dejarlas entibiar.",
			"Unir con la harina y un huevo sin amasar de más; marcar los ñoquis con el tenedor.",
			"Dorar la carne con la zanahoria, sumar el tomate y cocinar tres horas a fuego mínimo.",
			"Hervir los ñoquis hasta que floten y saltearlos en la salsa.",
		},
		notes: "Los 29 se prepara el doble.",
	},
	{
		dish: "Flan casero", short: "Doce yemas y caramelo oscuro.", difficulty: "EASY", prep: 20, cook: 70, servings: 10,
		cost: 1_450_000, calories: 380,
		lines: []recipeLine{{"Leche", "1000", "ml"}, {"Huevo", "12", "u"}, {"Azúcar", "350", "g"}, {"Dulce de leche", "300", "g"}},
		steps: []string{
			"Hacer el caramelo oscuro y cubrir el molde.",
			"Entibiar la leche con vainilla y mezclarla con las yemas y el azúcar, sin batir.",
			"Hornear a baño María hasta que apenas tiemble el centro.",
			"Enfriar ocho horas antes de desmoldar.",
		},
		notes: "Batir hace burbujas: se mezcla con cuchara de madera.",
	},
	{
		dish: "Provoleta", short: "Provolone a la parrilla, con costra.", difficulty: "EASY", prep: 5, cook: 8, servings: 2,
		cost: 390_000, calories: 540,
		lines: []recipeLine{
			{"Queso provolone", "200", "g"}, {"Orégano", "2", "g"}, {"Ají molido", "2", "g"}, {"Aceite de oliva", "10", "ml"},
		},
		steps: []string{
			"Secar la rodaja al aire una hora, para que haga costra.",
			"Sellar de los dos lados sobre hierro muy caliente.",
			"Terminar con orégano, ají molido y oliva.",
		},
		notes: "Sale en su plancha: avisar que quema.",
	},
}

// promotion is a set of dishes with a name. What the restaurant asks for it is what its dishes
// cost: the bill charges every dish at the menu's price, and the demo advertises nothing else.
type promotion struct {
	name, text, start, end string // "HH:MM"
	items                  []promotionItem
}

type promotionItem struct {
	dish     string
	quantity int64
}

var promotions = []promotion{
	{
		name: "Mediodía en Buen Sabor", text: "Milanesa con papas, gaseosa y flan, de lunes a lunes.", start: "11:30", end: "15:30",
		items: []promotionItem{{"Milanesa con papas fritas", 1}, {"Coca-Cola 500ml", 1}, {"Flan casero", 1}},
	},
	{
		name: "Noche de empanadas", text: "Una docena de carne y una botella de Malbec Reserva.", start: "19:00", end: "01:00",
		items: []promotionItem{{"Empanada de carne", 12}, {"Malbec Reserva", 1}},
	},
	{
		name: "Parrillada para dos", text: "Bife de chorizo, asado de tira, provoleta y ensalada mixta.", start: "00:00", end: "23:59",
		items: []promotionItem{{"Bife de chorizo", 1}, {"Asado de tira", 1}, {"Provoleta", 1}, {"Ensalada mixta", 1}},
	},
}

// reservation is a table that somebody keeps, some days after the demo is seeded.
type reservation struct {
	inDays, minutes, guests           int
	at, name, phone, table, notes, is string
}

var reservations = []reservation{
	{0, 120, 6, "21:30", "Familia Bustos", "+54 261 555-0311", "INT-03", "Cumpleaños: traen la torta.", "CONFIRMED"},
	{0, 90, 2, "22:00", "Carolina Estrella", "+54 261 555-0312", "", "", "PENDING"},
	{1, 120, 8, "13:00", "Bodega Los Toneles", "+54 261 555-0313", "INT-05", "Factura A. Una persona celíaca.", "CONFIRMED"},
	{1, 90, 4, "21:00", "Diego Ponce", "+54 261 555-0314", "TER-01", "Con perro, en la terraza.", "CONFIRMED"},
	{3, 90, 2, "20:30", "Valeria Ríos", "+54 261 555-0315", "BAR-01", "", "PENDING"},
	{4, 120, 6, "21:30", "Nadia Ferrer", "+54 261 555-0316", "TER-03", "Silla alta para un bebé.", "CONFIRMED"},
	{5, 90, 4, "22:00", "Hernán Salas", "+54 261 555-0317", "INT-01", "", "CANCELED"},
}
