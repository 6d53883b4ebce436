package seed

import "embed"

// Pictures are the drawings of the demo's dishes, below PicturesFolder. They come from the product's own origin, so
// that a page of the demo asks nobody else for anything. Restaurants enter addresses of their own pictures, which lie
// elsewhere, so the pages' policy goes on allowing those.
//
//go:embed pictures/*.svg
var Pictures embed.FS

// PicturesFolder is where Pictures has them, and what follows /dev/ in their address.
const PicturesFolder = "pictures/"

// pictureOf is a dish's picture.
func pictureOf(d dish) *string {
	file, drawn := pictures[d.name]
	if !drawn {
		return nil
	}
	address := "/dev/" + PicturesFolder + file + ".svg"
	return &address
}

var pictures = map[string]string{
	"Coca-Cola 500ml":               "cola",
	"Sprite 500ml":                  "lima-limon",
	"Fanta 500ml":                   "naranja-gaseosa",
	"Agua mineral 500ml":            "agua-mineral",
	"Pomelo 500ml":                  "pomelo",
	"Jugo de naranja":               "jugo-de-naranja",
	"Limonada":                      "limonada",
	"Quilmes 500ml":                 "cerveza-rubia",
	"Patagonia Amber Lager":         "cerveza-roja",
	"Malbec Reserva":                "vino-tinto",
	"Torrontés":                     "vino-blanco",
	"Empanada de carne":             "empanada-de-carne",
	"Empanada de pollo":             "empanada-de-pollo",
	"Empanada de jamón y queso":     "empanada-de-jamon-y-queso",
	"Empanada de verdura":           "empanada-de-verdura",
	"Picada para 2":                 "picada",
	"Tabla de quesos":               "tabla-de-quesos",
	"Provoleta":                     "provoleta",
	"Bife de chorizo":               "bife-de-chorizo",
	"Asado de tira":                 "asado-de-tira",
	"Entraña":                       "entrana",
	"Vacío":                         "vacio",
	"Pollo a la parrilla":           "pollo-a-la-parrilla",
	"Milanesa napolitana":           "milanesa-napolitana",
	"Milanesa con papas fritas":     "milanesa-con-papas",
	"Sorrentinos de jamón y queso":  "sorrentinos",
	"Ñoquis con bolognesa":          "noquis-con-bolognesa",
	"Ravioles de ricota":            "ravioles-de-ricota",
	"Tallarines con tuco":           "tallarines-con-tuco",
	"Ensalada César":                "ensalada-cesar",
	"Ensalada mixta":                "ensalada-mixta",
	"Ensalada caprese":              "ensalada-caprese",
	"Helado 2 bochas":               "helado-dos-bochas",
	"Copa helada":                   "copa-helada",
	"Flan casero":                   "flan-casero",
	"Tiramisú":                      "tiramisu",
	"Brownie con helado":            "brownie-con-helado",
	"Panqueques con dulce de leche": "panqueques-con-dulce-de-leche",
	"Muzzarella":                    "pizza-muzzarella",
	"Fugazzeta rellena":             "fugazzeta",
}
