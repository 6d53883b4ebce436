package seed

// topic is something that guests ask about and that is not on the menu.
type topic struct{ title, text string }

var topics = []topic{
	{"Alergias", "Antes de pedir, contale al mozo tu alergia o intolerancia: la cocina trabaja con harina, huevo, leche y frutos secos en las mismas mesadas."},
	{"Con chicos", "Hay sillas altas, cambiador y porciones para chicos de las pastas y la milanesa."},
	{"Estacionamiento", "Cochera propia a media cuadra, sin cargo para quien viene a comer."},
	{"Mascotas", "Los perros son bienvenidos en la terraza, con agua y sombra."},
	{"Medios de pago", "Efectivo, tarjetas y Mercado Pago. Cada comensal puede pagar su parte desde el teléfono."},
	{"Vinos", "La carta es de bodegas de Mendoza; por descorche de una botella propia se cobra un recargo, que dice el mozo."},
}

// knowledge is what the chat of a restaurant can find: its menu, and its topics.
func (w *writer) knowledge(about []topic) {
	var rows [][]any
	for _, t := range about {
		rows = append(rows, []any{t.title, t.text, "casa"})
	}
	w.copy("knowledge_document", []string{"title", "content", "source"}, rows)
	if w.err == nil {
		_, w.err = w.tx.KeepProductTexts(w.ctx, w.tenant, nil)
	}
}
