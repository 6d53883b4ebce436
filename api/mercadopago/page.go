package mercadopago

import (
	"bytes"
	"html/template"
)

var result = template.Must(template.New("result").Parse(`<!doctype html>
<html lang="es-AR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{.Title}}</title>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
</main>
</body>
</html>
`))

// resultPage is a page that says one thing, without script, style or link.
func resultPage(title, text string) []byte {
	var page bytes.Buffer
	if err := result.Execute(&page, struct{ Title, Text string }{title, text}); err != nil {
		panic("result page: " + err.Error()) // only a fault of the template does this
	}
	return page.Bytes()
}
