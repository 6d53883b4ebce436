// Package postgres is the ledger: connections and transactions, faults of broken
// constraints, the recorder and loader of table sessions, and every other write that
// takes more than one statement.
//
// Queries are the SQL files in queries/, from which sqlc (make generate) generates dbgen.
// Store and Tx embed them: a single statement is called directly. What screens read is
// in internal/readmodel.
//
// Imports: internal/domain/access, internal/domain/audit, internal/domain/billing,
// internal/domain/catalog, internal/domain/event, internal/domain/fault, internal/domain/money,
// internal/domain/payments, internal/domain/tablesession, internal/domain/timeline,
// internal/platform/postgres/dbgen.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"github.com/exaring/otelpgx"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres/dbgen"
)

// Store reads and writes the database. It is safe for concurrent use.
type Store struct {
	*dbgen.Queries
	pool conn
	ids  *idBlocks
}

// Tx is one transaction.
type Tx struct {
	*dbgen.Queries
	pgx.Tx
}

// Options limit what one process uses of PostgreSQL.
type Options struct {
	MaxConns         int32         // 0 means 20
	StatementTimeout time.Duration // 0 means 5 s
}

// Open makes a pool of connections to the database at url. It does not connect yet.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not a PostgreSQL address") // the cause would quote the password
	}
	cfg.MaxConns = 20
	if o.MaxConns > 0 {
		cfg.MaxConns = o.MaxConns
	}
	cfg.MaxConnLifetime = 30 * time.Minute
	cfg.MaxConnIdleTime = 5 * time.Minute
	cfg.HealthCheckPeriod = 15 * time.Second
	cfg.ConnConfig.ConnectTimeout = 3 * time.Second
	timeout := 5 * time.Second
	if o.StatementTimeout > 0 {
		timeout = o.StatementTimeout
	}
	cfg.ConnConfig.RuntimeParams["statement_timeout"] = fmt.Sprint(timeout.Milliseconds())
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["application_name"] = "integrador"
	cfg.AfterConnect = inUTC
	cfg.ConnConfig.Tracer = otelpgx.NewTracer(otelpgx.WithDisableSQLStatementInAttributes())
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open pool: %w", err)
	}
	return New(pool), nil
}

// inUTC makes pgx return times in UTC, whatever the local time zone is.
func inUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}

// New makes a Store on a pool that the caller closes.
func New(pool *pgxpool.Pool) *Store {
	return &Store{Queries: dbgen.New(conn{pool}), pool: conn{pool}, ids: &idBlocks{pool: pool}}
}

// Close closes all connections.
func (s *Store) Close() { s.pool.Close() }

// Ping reports whether PostgreSQL responds.
func (s *Store) Ping(ctx context.Context) error { return s.pool.Ping(ctx) }

// Stat returns the pool's state, for metrics.
func (s *Store) Stat() *pgxpool.Stat { return s.pool.Stat() }

// InTx runs do in one transaction, which is rolled back if do returns an error.
func (s *Store) InTx(ctx context.Context, do func(*Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		return do(&Tx{Queries: dbgen.New(tx), Tx: tx})
	})
}

// InTxAgain is InTx for a do that may run more than once. Two transactions that wait for each other's rows are a
// deadlock: PostgreSQL ends one, all of which is rolled back, and by the next try the other one is through.
func (s *Store) InTxAgain(ctx context.Context, do func(*Tx) error) error {
	const tries = 3
	for try := 1; ; try++ {
		err := s.InTx(ctx, do)
		var pg *pgconn.PgError
		if try == tries || !errors.As(err, &pg) || (pg.Code != deadlockDetected && pg.Code != serializationFailure) {
			return err
		}
	}
}

const (
	deadlockDetected     = "40P01"
	serializationFailure = "40001"
)

// InSnapshot runs do with a Store whose reads all see one snapshot of the database.
func (s *Store) InSnapshot(ctx context.Context, do func(*Store) error) error {
	snapshot := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, s.pool, snapshot, func(tx pgx.Tx) error {
		return do(&Store{Queries: dbgen.New(tx), pool: s.pool, ids: s.ids})
	})
}

// constraintFaults are the faults of requests that violate a constraint. A violation
// of another constraint is a bug. A test compares the names with the database.
var constraintFaults = map[string]*fault.Error{
	"table_session_one_live": fault.New(fault.Conflict, "table_taken", "La mesa ya tiene una sesión abierta."),
	"feedback_session_key":   fault.New(fault.Conflict, "feedback_given", "Ya recibimos la opinión de esta mesa."),
	"diner_local_id_key":     fault.New(fault.Conflict, "diner_exists", "Ese comensal ya está en la mesa."),
	"customer_phone_key": fault.New(fault.Conflict, "customer_phone_taken",
		"Ya hay un cliente con ese teléfono."),
	"customer_email_key": fault.New(fault.Conflict, "customer_email_taken", "Ya hay un cliente con ese correo."),
	"restaurant_table_code_key": fault.New(fault.Conflict, "table_code_taken",
		"Ya hay una mesa con ese código en la sucursal."),
	"tenant_slug_key": fault.New(fault.Conflict, "tenant_slug_taken", "Ya hay un restaurante con esa dirección (slug)."),
	"branch_slug_key": fault.New(fault.Conflict, "branch_slug_taken",
		"Ese identificador de sucursal ya está en uso."),
	"app_user_email_key":         fault.New(fault.Conflict, "email_taken", "Ya hay una persona con ese correo."),
	"kitchen_ticket_station_key": fault.New(fault.Refused, "tickets_exist", "La ronda ya tiene comandas."),
	"app_check_not_overpaid":     fault.New(fault.Refused, "overpaid", "El pago supera lo que falta pagar."),
	"payment_external_key":       fault.New(fault.Conflict, "payment_known", "Ese pago ya está registrado."),
	"branch_sector_prefix_key":   fault.New(fault.Conflict, "sector_prefix_taken", "Ya hay un sector con ese prefijo."),
	"category_name_key": fault.New(fault.Conflict, "category_name_taken",
		"Ya hay una categoría con ese nombre."),
	"allergen_name_key": fault.New(fault.Conflict, "allergen_name_taken", "Ya hay un alérgeno con ese nombre."),
	"allergen_cross_reaction_key": fault.New(fault.Conflict, "cross_reaction_exists",
		"Esa reacción cruzada ya está anotada."),
	"subcategory_name_key": fault.New(fault.Conflict, "subcategory_name_taken",
		"Ya hay una subcategoría con ese nombre."),
	"reservation_table_taken": fault.New(fault.Conflict, "table_reserved", "La mesa ya está reservada a esa hora."),
	"delivery_order_address": fault.New(fault.Refused, "address_required",
		"Para enviar el pedido hace falta la dirección."),
	"supplier_name_key": fault.New(fault.Conflict, "supplier_name_taken", "Ya hay un proveedor con ese nombre."),
	"stock_item_key": fault.New(fault.Conflict, "stock_item_exists",
		"Ese insumo ya está en el depósito de la sucursal."),
	"stock_item_not_below_zero": fault.New(fault.Refused, "stock_insufficient", "No hay tanto en el depósito."),
	"stock_item_levels":         fault.New(fault.Refused, "stock_levels", "El máximo no puede ser menor que el mínimo."),

	"ingredient_group_name_key": fault.New(fault.Conflict, "ingredient_group_name_taken",
		"Ya hay un grupo de ingredientes con ese nombre."),
	"ingredient_name_key": fault.New(fault.Conflict, "ingredient_name_taken",
		"Ya hay un ingrediente con ese nombre."),
	"recipe_name_key": fault.New(fault.Conflict, "recipe_name_taken",
		"Ya hay una receta con ese nombre en la sucursal."),
	"recipe_costs_less": fault.New(fault.Refused, "recipe_costs_more", "El costo supera el precio sugerido."),
	"promotion_ends_after_start": fault.New(fault.Refused, "promotion_ends_before_start",
		"La promoción termina antes de empezar."),
	"customization_option_name_key": fault.New(fault.Conflict, "customization_name_taken",
		"Ya hay una opción con ese nombre en su categoría."),
}

// Fault translates errors of PostgreSQL into faults: no row is NotFound, a violated
// constraint has a fault of its own, an unreachable database is Unavailable. Other
// errors are returned unchanged.
func Fault(err error) error {
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pgx.ErrNoRows):
		return fault.New(fault.NotFound, "not_found", "No lo encontramos.").Because(err)
	case errors.As(err, &pg):
		if f, ok := constraintFaults[pg.ConstraintName]; ok {
			return f.Because(err)
		}
		if pg.Code == foreignKeyViolation {
			return errNoReference.Because(err)
		}
		if isTemporary(pg.Code) {
			return errUnreachable.Because(err)
		}
	case lostConnection(err):
		return errUnreachable.Because(err)
	}
	return err
}

// errNoReference is the fault of a request that names a row of another tenant or none,
// and was not checked before.
var errNoReference = fault.New(fault.Refused, "reference_not_found", "Algo de lo que indicaste no existe.")

const foreignKeyViolation = "23503"

var errUnreachable = fault.New(fault.Unavailable, "database_unavailable",
	"No pudimos guardar el cambio. Probá de nuevo en unos segundos.").After(2)

// isTemporary reports the temporary SQLSTATE classes: connection failure (08), deadlock
// or serialization failure (40), insufficient resources (53), operator intervention or
// statement timeout (57).
func isTemporary(code string) bool {
	return len(code) == 5 && slices.Contains([]string{"08", "40", "53", "57"}, code[:2])
}

// lostConnection reports that the connection failed, not the statement.
func lostConnection(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return false // the caller's own deadline
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return pgconn.SafeToRetry(err) || errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
