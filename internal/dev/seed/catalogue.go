package seed

// allergen is one of the fourteen that European law wants declared.
type allergen struct {
	letter               byte // short for it in a dish
	name, icon, severity string
	text                 string
}

var allergens = []allergen{
	{'G', "Gluten", "🌾", "severe", "Trigo, avena, cebada, centeno y sus derivados: panes, pastas, rebozados, cerveza."},
	{'C', "Crustáceos", "🦐", "critical", "Camarones, langostinos, cangrejos y langostas."},
	{'H', "Huevos", "🥚", "severe", "Huevos de cualquier ave y lo que se hace con ellos: mayonesa, pastas frescas, flanes."},
	{'P', "Pescado", "🐟", "severe", "Pescados y derivados, como la salsa de anchoas."},
	{'M', "Maní", "🥜", "critical", "Maní, su manteca y su aceite."},
	{'J', "Soja", "🌱", "moderate", "Porotos de soja, salsa de soja, lecitina."},
	{'L', "Lácteos", "🥛", "severe", "Leche y derivados, con su lactosa: quesos, crema, manteca, dulce de leche."},
	{'F', "Frutos secos", "🌰", "critical", "Almendras, nueces, avellanas, castañas, pistachos."},
	{'A', "Apio", "🥬", "moderate", "Tallos, hojas, semillas y raíz de apio; suele estar en caldos."},
	{'T', "Mostaza", "🟡", "moderate", "Semillas, polvo y salsa de mostaza; suele estar en aderezos."},
	{'E', "Sésamo", "⚪", "severe", "Semillas, aceite y pasta de sésamo."},
	{'S', "Sulfitos", "🍷", "moderate", "Dióxido de azufre y sulfitos, en vinos, vinagres y frutas secas."},
	{'U', "Altramuces", "🌼", "moderate", "Semillas y harina de lupino."},
	{'O', "Moluscos", "🦪", "severe", "Mejillones, almejas, calamares, pulpo."},
}

// reactions hold in both directions.
var reactions = []struct {
	a, b              byte
	probability, text string
}{
	{'M', 'U', "high", "El maní y el lupino son legumbres con proteínas muy parecidas."},
	{'M', 'F', "medium", "Muchas personas alérgicas al maní reaccionan también a frutos secos."},
	{'M', 'J', "low", "Comparten familia, pero la reacción cruzada es poco frecuente."},
	{'C', 'O', "high", "Comparten la tropomiosina."},
	{'F', 'E', "low", "Hay proteínas de reserva semejantes."},
	{'A', 'T', "low", "Se observa en personas alérgicas al polen de artemisa."},
}

// named is a row of one of the catalogues.
type named struct{ name, icon, text string }

var cookingMethods = []named{
	{"A la parrilla", "🔥", "Sobre brasas de leña."},
	{"Frito", "🍳", "En aceite caliente."},
	{"Al horno", "♨️", "Calor seco y parejo."},
	{"A la plancha", "🥘", "Sobre hierro caliente, con poca grasa."},
	{"Hervido", "🍲", "En agua o caldo."},
	{"Al vapor", "💨", "Sin contacto con el agua."},
}

var flavors = []named{
	{"Salado", "🧂", ""}, {"Dulce", "🍯", ""}, {"Ácido", "🍋", ""}, {"Amargo", "☕", ""}, {"Umami", "🍄", ""}, {"Picante", "🌶️", ""},
}

var textures = []named{{"Crujiente", "", ""}, {"Cremoso", "", ""}, {"Tierno", "", ""}, {"Firme", "", ""}, {"Suave", "", ""}}

var cuisines = []named{
	{"Argentina", "🇦🇷", "Parrilla, empanadas y guisos."},
	{"Italiana", "🇮🇹", "Pastas y salsas de la inmigración."},
	{"Mediterránea", "🫒", "Verduras, oliva y pescados."},
	{"Internacional", "🌍", "Platos de todas partes."},
}

// ingredientGroup is a group of ingredients. An ingredient that names parts is processed.
type ingredientGroup struct {
	name, icon string
	items      []ingredient
}

type ingredient struct {
	name  string
	parts []string
}

var pantries = []ingredientGroup{
	{"Carnes", "🥩", []ingredient{
		{"Bife de chorizo", nil},
		{"Costilla vacuna", nil},
		{"Entraña", nil},
		{"Vacío", nil},
		{"Pollo", nil},
		{"Nalga vacuna", nil},
		{"Carne picada", nil},
		{"Jamón cocido", []string{"Carne de cerdo", "Sal", "Conservantes"}},
		{"Salame", []string{"Carne de cerdo", "Carne vacuna", "Pimienta", "Ajo"}},
		{"Bondiola", []string{"Carne de cerdo", "Sal"}},
	}},
	{"Verduras", "🥬", []ingredient{
		{"Lechuga", nil},
		{"Tomate", nil},
		{"Cebolla", nil},
		{"Papa", nil},
		{"Acelga", nil},
		{"Zanahoria", nil},
		{"Albahaca", nil},
		{"Naranja", nil},
		{"Limón", nil},
		{"Menta", nil},
		{"Aceitunas", nil},
		{"Nueces", nil},
	}},
	{"Lácteos", "🧀", []ingredient{
		{"Muzzarella", nil},
		{"Queso provolone", nil},
		{"Ricota", nil},
		{"Queso parmesano", nil},
		{"Queso azul", nil},
		{"Queso mascarpone", nil},
		{"Crema de leche", nil},
		{"Leche", nil},
		{"Helado de crema", []string{"Leche", "Crema", "Azúcar", "Yemas"}},
		{"Dulce de leche", []string{"Leche", "Azúcar", "Bicarbonato"}},
	}},
	{"Condimentos", "🧂", []ingredient{
		{"Chimichurri", []string{"Perejil", "Ajo", "Orégano", "Vinagre", "Aceite"}},
		{"Orégano", nil},
		{"Ají molido", nil},
		{"Aceite de oliva", nil},
		{"Sal parrillera", nil},
		{"Aderezo César", []string{"Yemas", "Anchoas", "Mostaza", "Parmesano"}},
		{"Azúcar", nil},
		{"Cacao", nil},
		{"Café", nil},
		{"Huevo", nil},
	}},
	{"Harinas", "🌾", []ingredient{
		{"Harina de trigo", nil},
		{"Pan rallado", []string{"Harina de trigo", "Levadura", "Sal"}},
		{"Tapa de empanada", []string{"Harina de trigo", "Grasa vacuna", "Sal"}},
		{"Masa de pasta fresca", []string{"Harina de trigo", "Huevo"}},
		{"Vainillas", []string{"Harina de trigo", "Huevo", "Azúcar"}},
		{"Pan", []string{"Harina de trigo", "Levadura", "Sal"}},
	}},
	{"Bebidas", "🍷", []ingredient{
		{"Agua mineral", nil},
		{"Gaseosa", []string{"Agua carbonatada", "Azúcar", "Saborizantes"}},
		{"Cerveza", []string{"Agua", "Malta de cebada", "Lúpulo"}},
		{"Uva malbec", nil},
		{"Uva torrontés", nil},
	}},
}
