package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/operator"
	"integrador/internal/operator/auditlog"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func newAudit() *cobra.Command {
	cmd := withJSON(&cobra.Command{Use: "audit", Short: "El registro de auditoría: verificarlo, contarlo, leerlo"})
	cmd.PersistentFlags().Int64("tenant", 0, "número del restaurante; 0: todos")
	cmd.AddCommand(newAuditVerify(), newAuditStats(), newAuditQuery())
	return cmd
}

var errAuditBroken = errors.New("hay registros que no cierran: alguien los cambió por fuera de la aplicación. " +
	"No toques la base: compará con un respaldo y con los puntos de control")

func newAuditVerify() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Args: cobra.NoArgs,
		Short: "Recorre la cadena entera; sale con 1 si algo fue alterado, borrado o movido",
		Example: "  integrador audit verify\n" +
			"  AUDIT_CHECKPOINT_DIR=/var/lib/integrador/audit integrador audit verify --tenant 1",
		RunE: withStore(func(cmd *cobra.Command, _ []string, cfg config.Config, store *postgres.Store) error {
			checkpoints, err := app.AuditCheckpoints(cfg.Audit.Checkpoints)
			if err != nil {
				return err
			}
			progress := func(name string, done, all int64) {
				fmt.Fprintf(cmd.ErrOrStderr(), "\r%s: %d de %d", name, done, all)
				if done == all {
					fmt.Fprintln(cmd.ErrOrStderr())
				}
			}
			verified, err := auditlog.Verify(cmd.Context(), store, checkpoints, auditTenant(cmd), progress)
			return showVerified(cmd, err, verified)
		}),
	}
}

func showVerified(cmd *cobra.Command, err error, all []auditlog.Verification) error {
	err = show(cmd, err, all, func(out io.Writer) {
		for _, v := range all {
			fmt.Fprintf(out, "%-24s %s\n", v.Tenant, verdict(v))
		}
	})
	for _, v := range all {
		if err == nil && (v.Broken != nil || v.Unsealed > 0) {
			return errAuditBroken
		}
	}
	return err
}

func verdict(v auditlog.Verification) string {
	switch {
	case v.Broken != nil:
		return fmt.Sprintf("ROTO en el %v", v.Broken)
	case v.Unsealed > 0:
		return fmt.Sprintf("ROTO: %d entradas sin sello", v.Unsealed)
	case v.Seq == 0:
		return "sin entradas todavía"
	}
	return fmt.Sprintf("íntegro: %d entradas, %d puntos de control comparados, última %.12s…",
		v.Seq, v.Compared, v.Hash)
}

func newAuditStats() *cobra.Command {
	return &cobra.Command{
		Use: "stats", Short: "Cuenta qué se hizo y desde cuándo", Args: cobra.NoArgs,
		Example: "  integrador audit stats --tenant 1",
		RunE: withStore(func(cmd *cobra.Command, _ []string, _ config.Config, store *postgres.Store) error {
			stats, err := auditlog.Count(cmd.Context(), store, auditTenant(cmd))
			return show(cmd, err, stats, func(out io.Writer) {
				for _, s := range stats {
					fmt.Fprintf(out, "%s (%d)\n", s.Tenant, s.TenantID)
					for _, c := range s.Counts {
						fmt.Fprintf(out, "  %-16s %-24s %8d   %s → %s\n", c.EntityType, c.Action, c.Entries,
							c.FirstAt.Format(time.DateOnly), c.LastAt.Format(time.DateOnly))
					}
				}
			})
		}),
	}
}

func newAuditQuery() *cobra.Command {
	var id int64
	var since time.Duration
	var limit int32
	cmd := &cobra.Command{
		Use: "query", Short: "Lee el registro de un restaurante, lo último primero", Args: cobra.NoArgs,
		Example: "  integrador audit query --tenant 1 --entity product --id 12\n" +
			"  integrador audit query --tenant 1 --user ana@demo.com --since 24h",
		RunE: withStore(func(cmd *cobra.Command, _ []string, _ config.Config, store *postgres.Store) error {
			p := dbgen.AuditEntriesParams{
				TenantID:   auditTenant(cmd),
				EntityType: operator.Optional(text(cmd, "entity")),
				Action:     operator.Optional(text(cmd, "action")),
				UserEmail:  operator.Optional(text(cmd, "user")),
				EntityID:   operator.Optional(id),
				MaxRows:    limit,
			}
			if p.TenantID == 0 {
				return errors.New("decí de qué restaurante con --tenant; los números están en: integrador audit stats")
			}
			if since > 0 {
				p.Since = new(time.Now().Add(-since))
			}
			entries, err := auditlog.Entries(cmd.Context(), store, p)
			return show(cmd, err, entries, func(out io.Writer) {
				for _, e := range entries {
					fmt.Fprintln(out, auditLine(e))
				}
			})
		}),
	}
	f := cmd.Flags()
	f.String("entity", "", "tipo: product, payment, user…")
	f.Int64Var(&id, "id", 0, "número de la entidad")
	f.String("action", "", "qué se hizo: UPDATE, LOGIN, PAYMENT_APPROVED…")
	f.String("user", "", "correo de quien lo hizo")
	f.DurationVar(&since, "since", 0, "desde hace cuánto: 90m, 24h")
	f.Int32Var(&limit, "limit", 50, "cuántas, como mucho")
	return cmd
}

func auditLine(e operator.AuditEntry) string {
	who := "sistema"
	switch {
	case e.UserEmail != nil:
		who = *e.UserEmail
	case e.UserID != nil:
		who = fmt.Sprintf("persona %d", *e.UserID)
	}
	what := e.EntityType
	if e.EntityID != nil {
		what = fmt.Sprintf("%s %d", what, *e.EntityID)
	}
	line := fmt.Sprintf("%s  %-20s %-22s %s", e.CreatedAt.Local().Format(time.DateTime), e.Action, what, who)
	if e.OldValues != nil || e.NewValues != nil {
		line += fmt.Sprintf("\n    %s → %s", orDash(e.OldValues), orDash(e.NewValues))
	}
	return line
}

func orDash(values json.RawMessage) string {
	if values == nil {
		return "—"
	}
	return string(values)
}

func auditTenant(cmd *cobra.Command) int64 { n, _ := cmd.Flags().GetInt64("tenant"); return n }
