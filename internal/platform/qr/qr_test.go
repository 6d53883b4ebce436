package qr

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const link = "https://menu.ejemplo.com/join/centro/INT-01"

func TestPNG(t *testing.T) {
	t.Parallel()
	raw, err := PNG(link, 512)
	require.NoError(t, err)
	image, err := png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	assert.Equal(t, 512, image.Bounds().Dx())
	assert.Equal(t, 512, image.Bounds().Dy())
	uri, err := DataURI(link, 256)
	require.NoError(t, err)
	assert.True(t, strings.HasPrefix(uri, "data:image/png;base64,"))
	_, err = PNG(strings.Repeat("x", 4000), 512)
	require.Error(t, err, "no code holds that much")
}

// TestSVGMatchesPNG compares the two module by module.
func TestSVGMatchesPNG(t *testing.T) {
	t.Parallel()
	drawn, err := SVG(link)
	require.NoError(t, err)
	require.NoError(t, xml.Unmarshal([]byte(drawn), new(struct{})))
	var size int
	_, after, _ := strings.Cut(drawn, `viewBox="0 0 `)
	_, err = fmt.Sscan(after, &size)
	require.NoError(t, err)

	dark := map[[2]int]bool{}
	_, path, _ := strings.Cut(drawn, `fill="#000" d="`)
	path, _, _ = strings.Cut(path, `"`)
	for rect := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var x, y, width int
		_, err := fmt.Sscanf(rect, "M%d %dh%d", &x, &y, &width)
		require.NoError(t, err, rect)
		for i := range width {
			dark[[2]int{x + i, y}] = true
		}
	}
	raw, err := PNG(link, size) // one pixel a module
	require.NoError(t, err)
	image, err := png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	require.Equal(t, size, image.Bounds().Dx())
	for y := range size {
		for x := range size {
			r, _, _, _ := image.At(x, y).RGBA()
			require.Equal(t, r == 0, dark[[2]int{x, y}], "module %d, %d", x, y)
		}
	}
}
