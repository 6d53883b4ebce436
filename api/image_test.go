package api

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
)

func TestAnImageComesFromTheOpenInternet(t *testing.T) {
	t.Parallel()
	o := newAdmin(t)
	with := func(image any) map[string]any {
		return map[string]any{"branch_id": apitest.BranchID, "name": "Guarniciones", "image": image}
	}
	for image, kind := range map[string]string{
		"http://169.254.169.254/latest/": "url_inside", "http://0x7f.1/": "url_inside", "http://[::ffff:127.0.0.1]/": "url_inside",
		"file:///etc/passwd": "url_scheme", "https://a:b@ejemplo.com/": "url_user", "https://ejemplo.com:6379/": "url_port",
	} {
		a := o.Call(t, "POST", "/api/admin/categories", with(image), o.Admin).Want(t, 422, "validation_error")
		require.Equal(t, kind, firstWrong(a)["type"])
		require.Equal(t, []any{"body", "image"}, firstWrong(a)["loc"])
	}
	for _, elsewhere := range []string{"//ejemplo.com/x.jpg", "/\\ejemplo.com/x.jpg", "/a/../b.svg", "/", "/a b.svg", "x.svg"} {
		o.Call(t, "POST", "/api/admin/categories", with(elsewhere), o.Admin).Want(t, 422, "validation_error")
	}
	own := o.Make(t, "/api/admin/categories", map[string]any{"branch_id": apitest.BranchID, "name": "Postres de la casa", "image": "/dev/pictures/flan-casero.svg"})
	require.Equal(t, "/dev/pictures/flan-casero.svg",
		o.Call(t, "GET", fmt.Sprintf("/api/admin/categories/%d", own), nil, o.Admin).Want(t, 200, "").Body["image"], "a path of this server")
	id := o.Make(t, "/api/admin/categories", with("https://images.unsplash.com/papas.jpg"))
	at := fmt.Sprintf("%s/%d", "/api/admin/categories", id)
	a := o.Call(t, "PATCH", at, map[string]any{"image": "http://10.0.0.1/"}, o.Admin).Want(t, 422, "validation_error")
	require.Equal(t, []any{"body", "image"}, firstWrong(a)["loc"])
	require.Equal(t, "https://images.unsplash.com/papas.jpg", o.Call(t, "PATCH", at, map[string]any{"order": 3}, o.Admin).Want(t, 200, "").Body["image"])
	require.Nil(t, o.Call(t, "PATCH", at, map[string]any{"image": ""}, o.Admin).Want(t, 200, "").Body["image"], "an empty address is none")
}

// firstWrong is the first thing that a 422 finds wrong.
func firstWrong(a apitest.Reply) map[string]any { return a.Body["detail"].([]any)[0].(map[string]any) }
