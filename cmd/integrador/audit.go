package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"integrador/internal/app"
	"integrador/internal/platform/postgres/dbgen"
)

func newAudit() *cobra.Command {
	cmd := &cobra.Command{Use: "audit", Short: "El registro de auditoría: verificarlo, contarlo, leerlo"}
	cmd.PersistentFlags().Int64("tenant", 0, "número del restaurante; 0: todos")
	jsonFlag(cmd.PersistentFlags())
	cmd.AddCommand(newAuditVerify(), newAuditStats(), newAuditQuery())
	return cmd
}

var errAuditBroken = errors.New("hay registros que no cierran: alguien los cambió por fuera de la aplicación. " +
	"No toques la base: compará con un respaldo y con los puntos de control")

func newAuditVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "Recorre la cadena entera; sale con 1 si algo fue alterado, borrado o movido", Args: cobra.NoArgs,
		Example: "  integrador audit verify\n  AUDIT_CHECKPOINT_DIR=/var/lib/integrador/audit integrador audit verify --tenant 1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			reports, err := app.VerifyAudit(cmd.Context(), cfg, tenantFlag(cmd), func(tenant string, done, all int64) {
				fmt.Fprintf(cmd.ErrOrStderr(), "\r%s: %d de %d", tenant, done, all)
				if done == all {
					fmt.Fprintln(cmd.ErrOrStderr())
				}
			})
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				err = writeJSON(cmd, reports)
			}
			broken := false
			for _, r := range reports {
				broken = broken || r.Broken != nil || r.Unsealed > 0
				if !asJSON(cmd) {
					fmt.Fprintln(cmd.OutOrStdout(), verdict(r))
				}
			}
			if broken {
				return errAuditBroken
			}
			return err
		},
	}
}

func verdict(r app.TenantAudit) string {
	switch {
	case r.Broken != nil:
		return fmt.Sprintf("%-24s ROTO en el %v", r.Tenant, r.Broken)
	case r.Unsealed > 0:
		return fmt.Sprintf("%-24s ROTO: %d entradas sin sello", r.Tenant, r.Unsealed)
	case r.Seq == 0:
		return fmt.Sprintf("%-24s sin entradas todavía", r.Tenant)
	}
	return fmt.Sprintf("%-24s íntegro: %d entradas, %d puntos de control comparados, última %.12s…", r.Tenant, r.Seq, r.Compared, r.Hash)
}

func newAuditStats() *cobra.Command {
	return &cobra.Command{
		Use: "stats", Short: "Cuenta qué se hizo y desde cuándo", Args: cobra.NoArgs, Example: "  integrador audit stats --tenant 1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			stats, err := app.AuditStats(cmd.Context(), cfg, tenantFlag(cmd))
			if err != nil || asJSON(cmd) {
				return errors.Join(err, writeJSON(cmd, stats))
			}
			for _, s := range stats {
				fmt.Fprintf(cmd.OutOrStdout(), "%s (%d)\n", s.Tenant, s.TenantID)
				for _, c := range s.Counts {
					fmt.Fprintf(cmd.OutOrStdout(), "  %-16s %-24s %8d   %s → %s\n", c.EntityType, c.Action, c.Entries,
						c.FirstAt.Format(time.DateOnly), c.LastAt.Format(time.DateOnly))
				}
			}
			return nil
		},
	}
}

func newAuditQuery() *cobra.Command {
	var entity, action, user string
	var id int64
	var since time.Duration
	var limit int32
	cmd := &cobra.Command{
		Use: "query", Short: "Lee el registro de un restaurante, lo último primero", Args: cobra.NoArgs,
		Example: "  integrador audit query --tenant 1 --entity product --id 12\n  integrador audit query --tenant 1 --user ana@demo.com --since 24h",
		RunE: func(cmd *cobra.Command, _ []string) error {
			tenant := tenantFlag(cmd)
			if tenant == 0 {
				return errors.New("decí de qué restaurante con --tenant; los números están en: integrador audit stats")
			}
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			p := dbgen.AuditEntriesParams{TenantID: tenant, EntityType: some(entity), Action: some(action), UserEmail: some(user), EntityID: some(id), MaxRows: limit}
			if since > 0 {
				from := time.Now().Add(-since)
				p.Since = &from
			}
			rows, err := app.AuditEntries(cmd.Context(), cfg, p)
			if err != nil || asJSON(cmd) {
				return errors.Join(err, writeJSON(cmd, rows))
			}
			for _, r := range rows {
				fmt.Fprintln(cmd.OutOrStdout(), auditLine(r))
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&entity, "entity", "", "tipo: product, payment, user…")
	f.Int64Var(&id, "id", 0, "número de la entidad")
	f.StringVar(&action, "action", "", "qué se hizo: UPDATE, LOGIN, PAYMENT_APPROVED…")
	f.StringVar(&user, "user", "", "correo de quien lo hizo")
	f.DurationVar(&since, "since", 0, "desde hace cuánto: 90m, 24h")
	f.Int32Var(&limit, "limit", 50, "cuántas, como mucho")
	return cmd
}

func auditLine(r app.AuditEntry) string {
	who := "sistema"
	switch {
	case r.UserEmail != nil:
		who = *r.UserEmail
	case r.UserID != nil:
		who = fmt.Sprintf("persona %d", *r.UserID)
	}
	what := r.EntityType
	if r.EntityID != nil {
		what = fmt.Sprintf("%s %d", what, *r.EntityID)
	}
	line := fmt.Sprintf("%s  %-20s %-22s %s", r.CreatedAt.Local().Format(time.DateTime), r.Action, what, who)
	if r.OldValues != nil || r.NewValues != nil {
		line += fmt.Sprintf("\n    %s → %s", shown(r.OldValues), shown(r.NewValues))
	}
	return line
}

func shown(values json.RawMessage) string {
	if values == nil {
		return "—"
	}
	return string(values)
}

// some gives nil for a flag that was not set.
func some[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}

func tenantFlag(cmd *cobra.Command) int64 { n, _ := cmd.Flags().GetInt64("tenant"); return n }

func jsonFlag(f *pflag.FlagSet) { f.Bool("json", false, "escribe JSON, para otros programas") }

func asJSON(cmd *cobra.Command) bool { yes, _ := cmd.Flags().GetBool("json"); return yes }

func writeJSON(cmd *cobra.Command, v any) error {
	encoder := json.NewEncoder(cmd.OutOrStdout())
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
