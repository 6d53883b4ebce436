package demo

// section is a category of the menu.
type section struct {
	id         int64
	icon, name string
	parts      []part
}

// part is a subcategory.
type part struct {
	id     int64
	name   string
	plates []plate
}

// plate is a product, with the allergens that it contains, by their names.
type plate struct {
	id        int64
	name      string
	price     int64 // cents
	about     string
	allergens []string
}

// newCard is the menu of the new branch: thirty products. The last category is
// the one that is deleted and restored.
func newCard() []section {
	return []section{
		{icon: "🥟", name: "Para empezar", parts: []part{
			{name: "Empanadas", plates: []plate{
				{name: "Empanada de carne cortada a cuchillo", price: 210_000, about: "Frita en grasa, con huevo y aceituna.", allergens: []string{"Gluten", "Huevos"}},
				{name: "Empanada de humita", price: 195_050, about: "Choclo, queso y albahaca, al horno.", allergens: []string{"Gluten", "Lácteos"}},
				{name: "Empanada de matambre y muzzarella", price: 225_000, allergens: []string{"Gluten", "Lácteos"}},
			}},
			{name: "Picadas", plates: []plate{
				{name: "Provoleta con orégano", price: 890_000, about: "A la chapa, con tomate confitado.", allergens: []string{"Lácteos"}},
				{name: "Buñuelos de acelga", price: 640_000, about: "Con alioli.", allergens: []string{"Gluten", "Huevos"}},
				{name: "Vitel toné", price: 980_000, allergens: []string{"Huevos", "Pescado"}},
			}},
		}},
		{icon: "🥩", name: "De la parrilla", parts: []part{
			{name: "Cortes", plates: []plate{
				{name: "Bife de chorizo", price: 2_150_000, about: "Cuatrocientos gramos, con papas rejilla."},
				{name: "Entraña", price: 2_340_090, about: "Con chimichurri de la casa."},
				{name: "Asado de tira", price: 1_980_000},
				{name: "Vacío del fino", price: 1_890_000},
			}},
			{name: "Achuras", plates: []plate{
				{name: "Mollejas al limón", price: 1_450_000},
				{name: "Chinchulines trenzados", price: 920_000},
				{name: "Morcilla vasca", price: 480_000, about: "Con nueces y pasas.", allergens: []string{"Frutos secos"}},
			}},
		}},
		{icon: "🍝", name: "De la cocina", parts: []part{
			{name: "Pastas", plates: []plate{
				{name: "Sorrentinos de jamón y queso", price: 1_390_035, about: "Con salsa rosa.", allergens: []string{"Gluten", "Huevos", "Lácteos"}},
				{name: "Ñoquis de papa con estofado", price: 1_250_000, about: "Los 29 y todos los días.", allergens: []string{"Gluten", "Huevos", "Apio"}},
				{name: "Tallarines al huevo con pesto", price: 1_180_000, allergens: []string{"Gluten", "Huevos", "Lácteos", "Frutos secos"}},
			}},
			{name: "Platos del día", plates: []plate{
				{name: "Milanesa napolitana con fritas", price: 1_690_000, about: "De nalga, para dos.", allergens: []string{"Gluten", "Huevos", "Lácteos"}},
				{name: "Pastel de papa", price: 1_120_000, allergens: []string{"Huevos", "Lácteos"}},
				{name: "Merluza a la romana", price: 1_340_000, allergens: []string{"Gluten", "Huevos", "Pescado"}},
			}},
		}},
		{icon: "🍷", name: "Para beber", parts: []part{
			{name: "Vinos", plates: []plate{
				{name: "Malbec de Luján de Cuyo", price: 1_760_000, allergens: []string{"Sulfitos"}},
				{name: "Torrontés de Cafayate", price: 1_540_000, allergens: []string{"Sulfitos"}},
			}},
			{name: "Sin alcohol", plates: []plate{
				{name: "Soda de sifón", price: 180_025},
				{name: "Pomelada con menta", price: 320_000},
			}},
			{name: "Aperitivos", plates: []plate{
				{name: "Vermut con soda", price: 420_000, allergens: []string{"Sulfitos"}},
				{name: "Fernet con cola", price: 510_000},
			}},
		}},
		{icon: "🍮", name: "Postres", parts: []part{
			{name: "De siempre", plates: []plate{
				{name: "Flan con dulce de leche", price: 560_000, about: "Con crema, si querés.", allergens: []string{"Huevos", "Lácteos"}},
				{name: "Queso y dulce de batata", price: 490_000, allergens: []string{"Lácteos"}},
				{name: "Budín de pan", price: 520_000, allergens: []string{"Gluten", "Huevos", "Lácteos"}},
			}},
			{name: "Helados", plates: []plate{
				{name: "Don Pedro", price: 680_000, about: "Con whisky y nueces.", allergens: []string{"Lácteos", "Frutos secos"}},
				{name: "Almendrado", price: 610_000, allergens: []string{"Lácteos", "Frutos secos"}},
			}},
		}},
	}
}

// plates are all that a section sells.
func (s section) plates() (all []plate) {
	for _, p := range s.parts {
		all = append(all, p.plates...)
	}
	return all
}
