package demo

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"integrador/client"
)

// createTables makes the sectors and their tables.
func (a *adminRun) createTables(ctx context.Context) error {
	err := a.act(ctx, "La divide en sectores", func(ctx context.Context) error {
		for _, s := range []struct{ name, prefix string }{{"Salón", "SAL"}, {"Vereda", "VER"}} {
			a.transcript.mark()
			made, err := a.admin.CreateSector(ctx,
				client.BranchSectorCreate{BranchID: &a.branch.ID, Name: s.name, Prefix: s.prefix})
			if err := a.created(ctx, "sector", made.ID, err); err != nil {
				return err
			}
			a.sectors[s.prefix] = made.ID
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.act(ctx, "Pone diez mesas de una vez", func(ctx context.Context) error {
		a.transcript.mark()
		out, err := a.admin.CreateTables(ctx, client.TableBulkCreate{BranchID: a.branch.ID, Tables: []client.TableBulkItem{
			{SectorID: a.sectors["SAL"], Count: 6, Capacity: 4}, {SectorID: a.sectors["VER"], Count: 4, Capacity: 2},
		}})
		if err != nil {
			return err
		}
		if out.CreatedCount != 10 || len(out.Tables) != 10 || out.Tables[0].Code != "SAL-01" ||
			out.Tables[9].Code != "VER-04" {
			return fmt.Errorf("tenían que ser SAL-01 a SAL-06 y VER-01 a VER-04: %+v", out)
		}
		var notices []notice
		for _, t := range out.Tables {
			notices = append(notices, notice{"ENTITY_CREATED", entity{"table", t.ID}})
			a.note(a.admin, "CREATE", entity{"table", t.ID})
		}
		a.tables = out.Tables
		_, err = a.receives(ctx, notices...)
		return err
	})
}

// hire takes a manager, two waiters and a cook, who play the dinner.
func (a *adminRun) hire(ctx context.Context) error {
	return a.act(ctx, "Toma una encargada, dos mozos y un cocinero", func(ctx context.Context) error {
		for _, p := range []struct {
			name, first, last, role string
			as                      *login
			id                      *int64
		}{
			{"encargada", "Marta", "Ibáñez", "MANAGER", &a.staff.admin, nil},
			{"mozo", "Julián", "Sosa", "WAITER", &a.staff.waiter, &a.waiterID},
			{"moza", "Camila", "Ríos", "WAITER", nil, &a.otherWaiterID},
			{"cocinero", "Beto", "Aguirre", "KITCHEN", &a.staff.cook, nil},
		} {
			as := a.newLogin(p.name)
			a.transcript.mark()
			made, err := a.admin.CreateStaffMember(ctx, client.StaffCreate{
				Email: as.email, Password: as.password, FirstName: &p.first, LastName: &p.last,
				BranchRoles: []client.BranchRole{{BranchID: a.branch.ID, Role: p.role}},
			})
			if err := a.created(ctx, "staff", made.ID, err); err != nil {
				return err
			}
			if p.as != nil {
				*p.as = as
			}
			if p.id != nil {
				*p.id = made.ID
			}
		}
		return nil
	})
}

// here is the clock of the new branch: Argentina keeps it all year.
var here = time.FixedZone("America/Argentina/Buenos_Aires", -3*60*60)

// assign gives every sector a waiter, for today and, since midnight may come
// during the dinner, for tomorrow.
func (a *adminRun) assign(ctx context.Context) error {
	return a.act(ctx, "Asigna el salón a Julián y la vereda a Camila", func(ctx context.Context) error {
		for _, day := range []time.Time{time.Now(), time.Now().Add(24 * time.Hour)} {
			a.transcript.mark()
			out, err := a.admin.CreateAssignments(ctx, client.WaiterSectorBulkAssignment{
				BranchID: a.branch.ID, AssignmentDate: day.In(here).Format(time.DateOnly),
				Assignments: []client.SectorAssignment{
					{SectorID: a.sectors["SAL"], WaiterIDs: []int64{a.waiterID}},
					{SectorID: a.sectors["VER"], WaiterIDs: []int64{a.otherWaiterID}},
				},
			})
			if err != nil {
				return err
			}
			if len(out.Assignments) != 2 {
				return fmt.Errorf("tenían que ser dos asignaciones y fueron %d", len(out.Assignments))
			}
			for _, made := range out.Assignments {
				a.changes = append(a.changes, change{"CREATE", entity{"sector_assignment", made.ID}, a.admin.email})
			}
			// One event stands for the day.
			if _, err := a.receives(ctx, notice{"ENTITY_CREATED", entity{"sector_assignment", out.Assignments[0].ID}}); err != nil {
				return err
			}
		}
		return a.seeAssignments(ctx)
	})
}

func (a *adminRun) seeAssignments(ctx context.Context) error {
	day, err := a.admin.ListAssignments(ctx, client.ListAssignmentsQuery{
		BranchID: a.branch.ID, AssignmentDate: time.Now().In(here).Format(time.DateOnly),
	})
	if err != nil {
		return err
	}
	want := map[string]int64{"SAL": a.waiterID, "VER": a.otherWaiterID}
	for _, s := range day.Sectors {
		if len(s.Waiters) != 1 || s.Waiters[0].ID != want[s.SectorPrefix] {
			return fmt.Errorf("el sector %s tenía que ser de la persona %d: %+v", s.SectorPrefix, want[s.SectorPrefix], s.Waiters)
		}
		a.transcript.say("%s: %s", s.SectorPrefix, s.Waiters[0].Name)
	}
	if len(day.Sectors) != 2 || len(day.UnassignedWaiters) != 0 {
		return fmt.Errorf("tenían que ser dos sectores y nadie libre: %+v", day)
	}
	return nil
}

// fetchQR gets what is printed for the first table. The dinner sits down by it.
func (a *adminRun) fetchQR(ctx context.Context) error {
	return a.act(ctx, "Baja el código QR de "+a.tables[0].Code, func(ctx context.Context) error {
		code, err := a.admin.GetTableQRURL(ctx, a.tables[0].ID)
		if err != nil {
			return err
		}
		if want := "/join/" + a.Branch + "/" + a.tables[0].Code; !strings.HasSuffix(code.URL, want) {
			return fmt.Errorf("el código tenía que llevar a …%s y lleva a %s", want, code.URL)
		}
		var image []byte
		if err := a.admin.Call(ctx, http.MethodGet, code.PNG, nil, &image); err != nil {
			return err
		}
		if !bytes.HasPrefix(image, []byte("\x89PNG\r\n")) {
			return fmt.Errorf("%s no es una imagen PNG", code.PNG)
		}
		a.transcript.say("lleva a %s; la imagen pesa %d bytes", code.URL, len(image))
		return nil
	})
}
