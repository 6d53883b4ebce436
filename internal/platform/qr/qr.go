// Package qr draws QR codes as PNG, SVG or data URI.
//
// Imports: none of this module.
package qr

import (
	"encoding/base64"
	"fmt"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// A quarter of a code may be dirty and it can still be read.
const recovery = qrcode.High

// PNG draws text as a square image, the quiet zone included.
func PNG(text string, pixels int) ([]byte, error) {
	code, err := qrcode.New(text, recovery)
	if err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err) // the library does not quote the text
	}
	image, err := code.PNG(pixels)
	if err != nil {
		return nil, fmt.Errorf("encode a QR code: %w", err)
	}
	return image, nil
}

// SVG draws text as an image without a fixed size: one unit is one module.
func SVG(text string) (string, error) {
	code, err := qrcode.New(text, recovery)
	if err != nil {
		return "", fmt.Errorf("draw a QR code: %w", err)
	}
	modules := code.Bitmap() // with the quiet zone
	var path strings.Builder
	for y, row := range modules {
		drawRow(&path, y, row)
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="%[2]s"/></svg>`, len(modules), path.String()), nil
}

// drawRow writes each run of dark modules as one rectangle.
func drawRow(path *strings.Builder, y int, row []bool) {
	for x := 0; x < len(row); x++ {
		start := x
		for x < len(row) && row[x] {
			x++
		}
		if x > start {
			fmt.Fprintf(path, "M%d %dh%dv1h-%dz", start, y, x-start, x-start)
		}
	}
}

// DataURI is PNG as the source of an <img>.
func DataURI(text string, pixels int) (string, error) {
	image, err := PNG(text, pixels)
	if err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(image), nil
}
