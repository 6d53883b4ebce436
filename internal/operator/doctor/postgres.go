package doctor

import (
	"context"
	"fmt"
	"slices"
	"time"

	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

// Limits of what is well.
const (
	oldestPostgres = 150000 // NULLS NOT DISTINCT
	clockTolerance = 2 * time.Second
	unpublishedFor = 30 * time.Second
)

func (d Doctor) postgres(ctx context.Context) (r Report) {
	began := time.Now()
	if err := d.Store.Ping(ctx); err != nil {
		return Report{areaPostgres.wrong("Fijate que esté en marcha y que DATABASE_URL sea la suya; en desarrollo: make run.",
			"no contesta: %v", err)}
	}
	r = append(r, areaPostgres.ok("contesta en %d ms", time.Since(began).Milliseconds()))
	server, err := d.Store.ServerState(ctx)
	if err != nil {
		return append(r, unreadable(areaPostgres, err))
	}
	r = append(r,
		judgeServer(server, time.Now(), int(d.Config.Postgres.MaxConnections), d.Config.Environment.Production())...)
	schema, err := d.Store.SchemaState(ctx)
	if err != nil {
		return append(r, unreadable(areaPostgres, err))
	}
	r = append(r, judgeSchema(schema, d.Migrations)...)
	if len(schema.Applied) == 0 {
		return r // an empty database has nothing to check
	}
	return append(r, d.ledger(ctx)...)
}

func unreadable(a area, err error) Finding {
	return a.wrong("Mirá el error; si es de permisos, corré integrador db-migrate con DATABASE_OWNER_URL.",
		"no se pudo revisar: %v", err)
}

func judgeServer(s postgres.ServerState, now time.Time, pool int, production bool) (r Report) {
	if s.Version < oldestPostgres {
		r = append(r, areaPostgres.wrong("Pasá a PostgreSQL 16.", "es la versión %d: hace falta 15 o más", s.Version/10000))
	} else {
		r = append(r, areaPostgres.ok("es la versión %d.%d", s.Version/10000, s.Version%10000))
	}
	if off := s.Now.Sub(now).Abs(); off > clockTolerance {
		r = append(r, areaPostgres.wrong("Sincronizá los relojes (chrony o systemd-timesyncd): "+
			"de ellos dependen los tokens y el orden de lo que se cuenta.",
			"su reloj y el de esta máquina difieren en %s", off.Round(100*time.Millisecond)))
	} else {
		r = append(r, areaPostgres.ok("su reloj y el de esta máquina coinciden"))
	}
	switch left := s.MaxConnections - s.Connections; {
	case left <= s.MaxConnections/10:
		r = append(r, areaPostgres.wrong("Subí max_connections o bajá DATABASE_MAX_CONNECTIONS; ante la duda, "+
			"mirá quién las tiene en pg_stat_activity.",
			"quedan %d conexiones de %d", left, s.MaxConnections))
	case left < pool:
		r = append(r, areaPostgres.advice("Otro proceso no podría abrir todas las suyas: subí max_connections.",
			"quedan %d conexiones de %d, y un proceso puede usar %d", left, s.MaxConnections, pool))
	default:
		r = append(r, areaPostgres.ok("quedan %d conexiones de %d", left, s.MaxConnections))
	}
	switch {
	case s.Replicas > 0 || s.ArchiveMode != "off":
		r = append(r, areaPostgres.ok("hay copia: %d réplicas, archivado de WAL %s", s.Replicas, s.ArchiveMode))
	case production:
		r = append(r, areaPostgres.advice("Es el único dato que no se puede rehacer: poné una réplica o archivado de WAL, "+
			"y probá restaurar un respaldo.",
			"no se ve ninguna réplica ni archivado de WAL"))
	}
	return r
}

func judgeSchema(s postgres.SchemaState, known []int64) (r Report) {
	without := func(all, those []int64) []int64 {
		return slices.DeleteFunc(slices.Clone(all), func(v int64) bool { return slices.Contains(those, v) })
	}
	switch missing, unknown := without(known, s.Applied), without(s.Applied, known); {
	case len(s.Applied) == 0:
		return Report{areaPostgres.wrong("integrador db-migrate, y en desarrollo después integrador db-seed.",
			"la base está vacía")}
	case len(missing) > 0:
		r = append(r, areaPostgres.wrong("integrador db-migrate, antes de arrancar procesos de esta versión.",
			"le faltan migraciones: %v", missing))
	case len(unknown) > 0:
		r = append(r, areaPostgres.wrong("Actualizá este programa: la base ya es de una versión más nueva.",
			"tiene migraciones que este programa no conoce: %v", unknown))
	default:
		r = append(r, areaPostgres.ok("las migraciones están al día (%d)", s.Applied[len(s.Applied)-1]))
	}
	if s.Rewrites {
		return append(r, areaPostgres.wrong("Que los procesos entren con un usuario miembro de integrador_app, "+
			"y solo db-migrate con el dueño (DATABASE_OWNER_URL).",
			"el usuario %s puede cambiar o borrar la auditoría", s.Role))
	}
	return append(r, areaPostgres.ok("el usuario %s no puede tocar la auditoría", s.Role))
}

// ledger checks waiting work, the audit chain and unsettled money.
func (d Doctor) ledger(ctx context.Context) (r Report) {
	waiting, err := d.Store.DoctorBacklog(ctx)
	if err != nil {
		return Report{unreadable(areaLedger, err)}
	}
	r = judgeBacklog(waiting)
	chains, err := d.Store.DoctorAudit(ctx)
	if err != nil {
		return append(r, unreadable(areaLedger, err))
	}
	r = append(r, judgeAudit(chains)...)
	stuck, err := d.Store.DoctorMoney(ctx)
	if err != nil {
		return append(r, unreadable(areaMoney, err))
	}
	return append(r, judgeMoney(stuck)...)
}

func judgeBacklog(b dbgen.DoctorBacklogRow) (r Report) {
	if b.Dead > 0 {
		r = append(r, areaLedger.wrong("Mirá por qué y reintentalos con integrador dlq-process; si son de otro sistema, "+
			"descartalos.",
			"%d avisos de Mercado Pago agotaron sus reintentos", b.Dead))
	} else {
		r = append(r, areaLedger.ok("ningún aviso de Mercado Pago agotó sus reintentos"))
	}
	if b.LateNotices > 0 {
		r = append(r, areaLedger.wrong("Fijate que corra un worker y que Mercado Pago conteste.",
			"%d avisos de Mercado Pago esperan hace más de 15 minutos", b.LateNotices))
	}
	oldest := time.Duration(b.OldestSeconds * float64(time.Second)).Round(time.Second)
	if b.Unpublished > 0 && oldest > unpublishedFor {
		return append(r, areaLedger.wrong("Los publica el worker: fijate que corra uno y que Redis conteste.",
			"%d eventos sin publicar, el más viejo desde hace %s", b.Unpublished, oldest))
	}
	return append(r, areaLedger.ok("los eventos se publican (%d en camino)", b.Unpublished))
}

func judgeMoney(m dbgen.DoctorMoneyRow) (r Report) {
	if m.FailedRefunds > 0 {
		r = append(r, areaMoney.wrong("Es plata de un comensal. Buscalas en «sin resolver» (GET /api/billing/unsettled): "+
			"volvé a pedir cada una, o devolvela en la caja o desde el panel de Mercado Pago.",
			"Mercado Pago rechazó %d devoluciones que se le deben a alguien", m.FailedRefunds))
	} else {
		r = append(r, areaMoney.ok("ninguna devolución rechazada"))
	}
	if m.Quarantined > 0 {
		return append(r, areaMoney.advice("Mirá el motivo de cada uno en «sin resolver» (GET /api/billing/unsettled); "+
			"si son de un comensal, devolvelos desde el panel de Mercado Pago de la cuenta que los cobró.",
			"%d pagos del último mes en cuarentena: entraron y no se acreditaron a ninguna cuenta", m.Quarantined))
	}
	return append(r, areaMoney.ok("ningún pago en cuarentena en el último mes"))
}

func judgeAudit(chains []dbgen.DoctorAuditRow) (r Report) {
	entries := int64(0)
	for _, c := range chains {
		entries += c.Seq
		if !c.EndsWell || c.Unsealed > 0 {
			remedy := fmt.Sprintf("No toques la base. "+
				"Corré integrador audit verify --tenant %d y compará con un respaldo.", c.ID)
			r = append(r, areaLedger.wrong(remedy,
				"la auditoría de %s no cierra (%d entradas sin sello)", c.Name, c.Unsealed))
		}
	}
	if len(r) > 0 {
		return r
	}
	return Report{areaLedger.ok("la cadena de auditoría cierra (%d entradas; entera: integrador audit verify)", entries)}
}
