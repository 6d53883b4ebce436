package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"integrador/client"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres/dbgen"
)

// largeMenu is a restaurant of its own, with 500 products.
type largeMenu struct {
	tenant, branch, product int64
	admin                   *client.Client
}

const (
	largeMenuProducts = 500
	largeMenuSlug     = "carta"
)

// largeMenuSample is one repetition, turn by turn: each pair of figures was taken one
// right after the other, so that what else the machine does falls on both.
type largeMenuSample struct {
	list, listSQL       []time.Duration // sorted
	rebuild, rebuildSQL []time.Duration
}

// measureProducts compares the Dashboard's list of products, and a menu that a
// change of price made old, with the statements that they send, rows read and
// nothing done with them.
func (bm *benchmark) measureProducts(ctx context.Context, r *results) error {
	c, err := bm.seedLargeMenu(ctx)
	if err != nil {
		return err
	}
	for n := range bm.repetitions {
		var s largeMenuSample
		for end := time.Now().Add(2 * bm.plan.cell); time.Now().Before(end) && ctx.Err() == nil; {
			if err := bm.turn(ctx, c, &s); err != nil {
				return err
			}
		}
		for _, all := range [][]time.Duration{s.list, s.listSQL, s.rebuild, s.rebuildSQL} {
			slices.Sort(all)
		}
		r.largeMenu = append(r.largeMenu, s)
		bm.say("vuelta %d, %d productos: lista p99 %s ms, su SQL %s ms; menú rehecho p99 %s ms, su SQL %s ms", n+1,
			largeMenuProducts,
			ms(quantile(s.list, 0.99)), ms(quantile(s.listSQL, 0.99)), ms(quantile(s.rebuild, 0.99)), ms(quantile(s.rebuildSQL, 0.99)))
	}
	return nil
}

// turn takes each figure once.
func (bm *benchmark) turn(ctx context.Context, c largeMenu, s *largeMenuSample) error {
	api, q := bm.ports.url(bm.ports.api), dbgen.New(bm.pool)
	for _, one := range []struct {
		into *[]time.Duration
		do   func() error
	}{
		{&s.list, func() error {
			var raw []byte // decoding is not the server's work
			return c.admin.Call(ctx, http.MethodGet, fmt.Sprintf("/api/admin/products?limit=%d", largeMenuProducts), nil, &raw)
		}},
		{&s.listSQL, func() error {
			rows, err := q.Products(ctx, dbgen.ProductsParams{TenantID: c.tenant, MaxRows: largeMenuProducts})
			return enough(len(rows), err)
		}},
		{nil, func() error { return reprice(ctx, c, len(s.list)) }},
		{&s.rebuild, func() error { return bm.get(ctx, api+"/api/public/menu/"+largeMenuSlug).err() }},
		{&s.rebuildSQL, func() error {
			rows, err := q.PublicMenu(ctx, largeMenuSlug)
			return enough(len(rows), err)
		}},
	} {
		began := time.Now()
		if err := one.do(); err != nil {
			return err
		}
		if one.into != nil {
			*one.into = append(*one.into, time.Since(began))
		}
	}
	return nil
}

func enough(rows int, err error) error {
	if err == nil && rows != largeMenuProducts {
		err = fmt.Errorf("%d products of %d", rows, largeMenuProducts)
	}
	return err
}

// reprice changes a price, which drops the menu.
func reprice(ctx context.Context, c largeMenu, cents int) error {
	prices := []client.BranchPriceInput{{BranchID: c.branch, PriceCents: int64(1 + cents)}}
	_, err := c.admin.UpdateProduct(ctx, c.product, client.ProductUpdate{BranchPrices: client.Set(prices)})
	return err
}

func (bm *benchmark) seedLargeMenu(ctx context.Context) (c largeMenu, err error) {
	var person int64
	err = bm.pool.QueryRow(ctx, `
WITH t AS (INSERT INTO tenant (name, slug) VALUES ('Carta', $1) RETURNING id),
b AS (INSERT INTO branch (tenant_id, name, slug) SELECT id, 'Carta', $1 FROM t RETURNING id, tenant_id),
u AS (INSERT INTO app_user (tenant_id, email, password) SELECT id, 'carta@demo.com', '-' FROM t RETURNING id, tenant_id),
r AS (INSERT INTO user_branch_role (tenant_id, user_id, branch_id, role) SELECT b.tenant_id, u.id, b.id, 'ADMIN' FROM b, u),
c AS (INSERT INTO category (tenant_id, branch_id, name, "order") SELECT tenant_id, id, 'Parte ' || n, n FROM b, generate_series(1, 10) n RETURNING id, tenant_id, "order"),
p AS (INSERT INTO product (tenant_id, category_id, name, description)
  SELECT c.tenant_id, c.id, 'Plato ' || n, 'Con todo lo que lleva un plato como este' FROM generate_series(1, $2) n JOIN c ON c."order" = 1 + n % 10
  RETURNING id, tenant_id),
bp AS (INSERT INTO branch_product (tenant_id, branch_id, product_id, price_cents) SELECT p.tenant_id, b.id, p.id, 1000 FROM p, b),
a AS (INSERT INTO allergen (tenant_id, name) SELECT id, 'Alérgeno ' || n FROM t, generate_series(1, 3) n RETURNING id, tenant_id),
pa AS (INSERT INTO product_allergen (tenant_id, product_id, allergen_id) SELECT p.tenant_id, p.id, a.id FROM p, a)
SELECT b.tenant_id, b.id, (SELECT min(id) FROM p), u.id FROM b, u`, largeMenuSlug, largeMenuProducts).Scan(&c.tenant, &c.branch, &c.product, &person)
	if err != nil {
		return c, fmt.Errorf("create the large menu: %w", err)
	}
	issued, err := bm.keys.IssueAccess(access.Staff{
		UserID: person, TenantID: c.tenant, Email: "carta@demo.com", BranchIDs: []int64{c.branch}, Roles: []access.Role{access.Admin},
	})
	if err != nil {
		return c, fmt.Errorf("issue a token to the admin: %w", err)
	}
	c.admin = bm.sdk().WithAccessToken(issued.Token)
	return c, bm.vacuum(ctx)
}

func (r *results) largeMenuTargets() []target {
	if len(r.largeMenu) == 0 {
		return nil
	}
	ratios := make([]float64, len(r.largeMenu))
	for i, s := range r.largeMenu {
		ratios[i] = over(quantile(s.list, 0.99), quantile(s.listSQL, 0.99))
	}
	return []target{{what: fmt.Sprintf("p99 de listar %d productos ÷ su SQL", largeMenuProducts), value: median(ratios), limit: 4}}
}

// LargeMenu is the table of product lists and rebuilt menus.
func (r *results) LargeMenu() string {
	t := table{head: []string{"", "p50 ms", "p95 ms", "p99 ms", "su SQL p50", "p95", "p99 ms", "p99 ÷ SQL"}}
	for _, line := range []struct {
		what    string
		of, sql func(largeMenuSample) []time.Duration
	}{
		{"lista del Dashboard", func(s largeMenuSample) []time.Duration { return s.list }, func(s largeMenuSample) []time.Duration { return s.listSQL }},
		{"menú rehecho", func(s largeMenuSample) []time.Duration { return s.rebuild }, func(s largeMenuSample) []time.Duration { return s.rebuildSQL }},
	} {
		if len(r.largeMenu) == 0 {
			continue
		}
		cells := []string{line.what}
		for _, of := range []func(largeMenuSample) []time.Duration{line.of, line.sql} {
			for _, q := range []float64{0.5, 0.95, 0.99} {
				cells = append(cells, ms(medianOf(r.largeMenu,
					func(s largeMenuSample) time.Duration { return quantile(of(s), q) })))
			}
		}
		times := medianOf(r.largeMenu, func(s largeMenuSample) float64 { return over(quantile(line.of(s), 0.99), quantile(line.sql(s), 0.99)) })
		t.add(append(cells, decimal(times, 2))...)
	}
	return t.String()
}
