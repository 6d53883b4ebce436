package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnImageComesFromTheOpenInternet(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	with := func(image any) map[string]any {
		return map[string]any{"branch_id": branchID, "name": "Guarniciones", "image": image}
	}
	for image, kind := range map[string]string{
		"http://169.254.169.254/latest/": "url_inside", "http://0x7f.1/": "url_inside", "http://[::ffff:127.0.0.1]/": "url_inside",
		"file:///etc/passwd": "url_scheme", "https://a:b@ejemplo.com/": "url_user", "https://ejemplo.com:6379/": "url_port",
	} {
		a := o.call(t, post, categoriesPath, with(image), o.admin).want(t, 422, "validation_error")
		require.Equal(t, kind, firstWrong(a)["type"])
		require.Equal(t, []any{"body", "image"}, firstWrong(a)["loc"])
	}
	id := o.make(t, categoriesPath, with("https://images.unsplash.com/papas.jpg"))
	at := fmt.Sprintf("%s/%d", categoriesPath, id)
	a := o.call(t, patch, at, map[string]any{"image": "http://10.0.0.1/"}, o.admin).want(t, 422, "validation_error")
	require.Equal(t, []any{"body", "image"}, firstWrong(a)["loc"])
	require.Equal(t, "https://images.unsplash.com/papas.jpg", o.call(t, patch, at, map[string]any{"order": 3}, o.admin).want(t, 200, "").body["image"])
	require.Nil(t, o.call(t, patch, at, map[string]any{"image": ""}, o.admin).want(t, 200, "").body["image"], "an empty address is none")
}

// firstWrong is the first thing that a 422 finds wrong.
func firstWrong(a reply) map[string]any { return a.body["detail"].([]any)[0].(map[string]any) }
