package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"integrador/client"
)

// furnish puts tables into a branch, and the canary into the other restaurant.
func (h *house) furnish(ctx context.Context) error {
	err := h.pool.QueryRow(ctx, `SELECT id, tenant_id FROM branch WHERE slug = 'centro'`).Scan(&h.branch, &h.tenant)
	if err != nil {
		return fmt.Errorf("find the branch: %w", err)
	}
	rows, err := h.pool.Query(ctx, `
INSERT INTO restaurant_table (tenant_id, branch_id, code, capacity, sector_id)
SELECT $1, $2, 'C-' || n, 12, (SELECT min(id) FROM branch_sector WHERE branch_id = $2) FROM generate_series(1, $3) n RETURNING id, code`,
		h.tenant, h.branch, h.plan.tables)
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	h.tables, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p place, err error) { return p, row.Scan(&p.id, &p.code) })
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	rows, err = h.pool.Query(ctx, `SELECT product_id, price_cents FROM branch_product WHERE branch_id = $1 AND is_available ORDER BY product_id LIMIT 8`, h.branch)
	if err != nil {
		return fmt.Errorf("read the menu: %w", err)
	}
	h.dishes, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d dish, err error) { return d, row.Scan(&d.id, &d.cents) })
	if err != nil {
		return fmt.Errorf("read the menu: %w", err)
	}
	_, err = h.pool.Exec(ctx, `UPDATE product SET name = name || ' `+canary+`' WHERE tenant_id <> $1`, h.tenant)
	if err == nil {
		_, err = h.pool.Exec(ctx, `UPDATE restaurant_table SET code = code || '`+canary+`' WHERE tenant_id <> $1`, h.tenant)
	}
	if err != nil {
		return fmt.Errorf("mark the other restaurant: %w", err)
	}
	return nil
}

// hire logs in everybody who works here, while all is well.
func (h *house) hire(ctx context.Context) error {
	for role, login := range map[string][2]string{
		"admin": {"admin@demo.com", "admin123"}, "manager": {"manager@demo.com", "manager123"}, "kitchen": {"kitchen@demo.com", "kitchen123"},
		"waiter": {"waiter@demo.com", "waiter123"}, "stranger": {"admin@laesquina.com", "admin123"},
	} {
		as, err := insist(ctx, func(ctx context.Context) (*client.Client, error) { return h.visitor().LogIn(ctx, login[0], login[1]) })
		if err != nil {
			return fmt.Errorf("log %s in: %w", role, err)
		}
		h.staff[role] = h.visitor().WithAccessToken(as.Token()) // one that is refused stays refused
	}
	h.journal.foreign = h.staff["stranger"].Token()
	return nil
}
