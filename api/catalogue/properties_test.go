package catalogue

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/api/apitest"
	"integrador/internal/domain/money"
)

// TestAPriceThatIsSetIsThePriceThatIsRead, in each branch and to the cent,
// whatever the product is called.
func TestAPriceThatIsSetIsThePriceThatIsRead(t *testing.T) {
	t.Parallel()
	o := newAdmin(t).StockPantry(t)
	name := rapid.StringMatching(`[A-Za-zÀ-ÿ0-9ñÑ"'<&;%\\(🍕][A-Za-zÀ-ÿ0-9ñÑ "'<&;%\\(🍕]{0,60}[A-Za-zÀ-ÿ0-9ñÑ"'<&;%\\(🍕]`)
	cents := rapid.Int64Range(0, 100_000_000_000)
	rapid.Check(t, func(r *rapid.T) {
		want := map[int64]money.Cents{}
		body := m{"name": name.Draw(r, "name"), "category_id": 50}
		var prices []m
		for _, branch := range rapid.SliceOfNDistinct(rapid.SampledFrom([]int64{
			apitest.BranchID, apitest.OtherBranchID,
		}), 0, 2, rapid.ID).Draw(r, "branches") {
			price := cents.Draw(r, "price")
			want[branch] = money.Cents(price)
			prices = append(prices, m{"branch_id": branch, "price_cents": price})
		}
		body["branch_prices"] = prices
		id := o.Make(t, "/api/admin/products", body)
		read := o.Call(t, "GET", at("/api/admin/products", id), nil, o.Admin).Want(t, 200, "")
		got := map[int64]money.Cents{}
		for _, each := range read.Body["branch_prices"].([]any) {
			price := each.(map[string]any)
			got[int64(price["branch_id"].(float64))] = money.Cents(price["price_cents"].(float64))
		}
		require.Equal(r, want, got)
		require.Equal(r, body["name"], read.Body["name"])
		o.Call(t, "DELETE", at("/api/admin/products", id), nil, o.Admin).Want(t, 204, "")
	})
}
