package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"integrador/client"
)

// seedData puts tables into a branch, and the canary into the other restaurant.
func (cl *cluster) seedData(ctx context.Context) error {
	err := cl.pool.QueryRow(ctx, `SELECT id, tenant_id FROM branch WHERE slug = 'centro'`).Scan(&cl.branch, &cl.tenant)
	if err != nil {
		return fmt.Errorf("find the branch: %w", err)
	}
	rows, err := cl.pool.Query(ctx, `
INSERT INTO restaurant_table (tenant_id, branch_id, code, capacity, sector_id)
SELECT $1, $2, 'C-' || n, 12, (SELECT min(id) FROM branch_sector WHERE branch_id = $2) FROM generate_series(1, $3) n RETURNING id, code`,
		cl.tenant, cl.branch, cl.plan.tables)
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	cl.tables, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p table, err error) {
		return p, row.Scan(&p.id, &p.code)
	})
	if err != nil {
		return fmt.Errorf("put up tables: %w", err)
	}
	rows, err = cl.pool.Query(ctx, `SELECT product_id, price_cents FROM branch_product WHERE branch_id = $1 AND is_available ORDER BY product_id LIMIT 8`, cl.branch)
	if err != nil {
		return fmt.Errorf("read the menu: %w", err)
	}
	cl.dishes, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d dish, err error) {
		return d, row.Scan(&d.id, &d.cents)
	})
	if err != nil {
		return fmt.Errorf("read the menu: %w", err)
	}
	_, err = cl.pool.Exec(ctx, `UPDATE product SET name = name || ' `+canary+`' WHERE tenant_id <> $1`, cl.tenant)
	if err == nil {
		_, err = cl.pool.Exec(ctx, `UPDATE restaurant_table SET code = code || '`+canary+`' WHERE tenant_id <> $1`, cl.tenant)
	}
	if err != nil {
		return fmt.Errorf("mark the other restaurant: %w", err)
	}
	return nil
}

// logInStaff logs in everybody who works here, while all is well.
func (cl *cluster) logInStaff(ctx context.Context) error {
	for role, login := range map[string][2]string{
		"admin": {"admin@demo.com", "admin123"}, "manager": {"manager@demo.com", "manager123"}, "kitchen": {"kitchen@demo.com", "kitchen123"},
		"waiter": {"waiter@demo.com", "waiter123"}, "stranger": {"admin@laesquina.com", "admin123"},
	} {
		as, err := insist(ctx, func(ctx context.Context) (*client.Client, error) {
			return cl.visitor().LogIn(ctx, login[0], login[1])
		})
		if err != nil {
			return fmt.Errorf("log %s in: %w", role, err)
		}
		cl.staff[role] = cl.visitor().WithAccessToken(as.Token()) // one that is refused stays refused
	}
	cl.journal.foreign = cl.staff["stranger"].Token()
	return nil
}
