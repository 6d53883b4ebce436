package demo

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"
)

// furnish makes the sectors and their tables.
func (f *office) furnish(ctx context.Context) error {
	err := f.act(ctx, "La divide en sectores", func(ctx context.Context) error {
		for _, s := range []struct{ name, prefix string }{{"Salón", "SAL"}, {"Vereda", "VER"}} {
			id, err := f.create(ctx, "sector", "/api/admin/sectors", fields{"branch_id": f.branch.ID, "name": s.name, "prefix": s.prefix})
			if err != nil {
				return err
			}
			f.sectors[s.prefix] = id
		}
		return nil
	})
	if err != nil {
		return err
	}
	return f.act(ctx, "Pone diez mesas de una vez", func(ctx context.Context) error {
		var out struct {
			Count  int `json:"created_count"`
			Tables []struct {
				ID   int64  `json:"id"`
				Code string `json:"code"`
			} `json:"tables"`
		}
		f.paper.mark()
		err := f.admin.post(ctx, "/api/admin/tables/batch", fields{"branch_id": f.branch.ID, "tables": []fields{
			{"sector_id": f.sectors["SAL"], "count": 6, "capacity": 4}, {"sector_id": f.sectors["VER"], "count": 4, "capacity": 2},
		}}, &out)
		if err != nil {
			return err
		}
		if out.Count != 10 || len(out.Tables) != 10 || out.Tables[0].Code != "SAL-01" || out.Tables[9].Code != "VER-04" {
			return fmt.Errorf("tenían que ser SAL-01 a SAL-06 y VER-01 a VER-04: %+v", out)
		}
		var notices []notice
		for _, t := range out.Tables {
			made := thing{"table", t.ID}
			notices = append(notices, notice{"ENTITY_CREATED", made})
			f.deeds = append(f.deeds, deed{"CREATE", made, f.admin.email})
			f.ours[made] = true
			f.tables = append(f.tables, table{ID: t.ID, Code: t.Code})
		}
		_, err = f.hears(ctx, notices...)
		return err
	})
}

// hire takes a manager, two waiters and a cook, who play the dinner.
func (f *office) hire(ctx context.Context) error {
	return f.act(ctx, "Toma una encargada, dos mozos y un cocinero", func(ctx context.Context) error {
		for _, p := range []struct {
			name, first, last, role string
			as                      *login
			id                      *int64
		}{
			{"encargada", "Marta", "Ibáñez", "MANAGER", &f.crew.admin, nil},
			{"mozo", "Julián", "Sosa", "WAITER", &f.crew.waiter, &f.waiterID},
			{"moza", "Camila", "Ríos", "WAITER", nil, &f.otherWaiterID},
			{"cocinero", "Beto", "Aguirre", "KITCHEN", &f.crew.cook, nil},
		} {
			as := f.newLogin(p.name)
			id, err := f.create(ctx, "staff", "/api/admin/staff", fields{
				"email": as.email, "password": as.password, "first_name": p.first, "last_name": p.last,
				"branch_roles": []fields{{"branch_id": f.branch.ID, "role": p.role}},
			})
			if err != nil {
				return err
			}
			if p.as != nil {
				*p.as = as
			}
			if p.id != nil {
				*p.id = id
			}
		}
		return nil
	})
}

// here is the clock of the new branch: Argentina keeps it all year.
var here = time.FixedZone("America/Argentina/Buenos_Aires", -3*60*60)

// assign gives every sector a waiter, for today and, since midnight may come
// during the dinner, for tomorrow.
func (f *office) assign(ctx context.Context) error {
	return f.act(ctx, "Asigna el salón a Julián y la vereda a Camila", func(ctx context.Context) error {
		for _, day := range []time.Time{time.Now(), time.Now().Add(24 * time.Hour)} {
			var out struct {
				Created []struct {
					ID int64 `json:"id"`
				} `json:"assignments"`
			}
			f.paper.mark()
			date := day.In(here).Format(time.DateOnly)
			err := f.admin.post(ctx, "/api/admin/assignments/bulk", fields{"branch_id": f.branch.ID, "assignment_date": date, "assignments": []fields{
				{"sector_id": f.sectors["SAL"], "waiter_ids": []int64{f.waiterID}}, {"sector_id": f.sectors["VER"], "waiter_ids": []int64{f.otherWaiterID}},
			}}, &out)
			if err != nil {
				return err
			}
			if len(out.Created) != 2 {
				return fmt.Errorf("tenían que ser dos asignaciones y fueron %d", len(out.Created))
			}
			for _, a := range out.Created {
				f.deeds = append(f.deeds, deed{"CREATE", thing{"sector_assignment", a.ID}, f.admin.email})
			}
			// One event tells of the day.
			if _, err := f.hears(ctx, notice{"ENTITY_CREATED", thing{"sector_assignment", out.Created[0].ID}}); err != nil {
				return err
			}
		}
		return f.seeAssignments(ctx)
	})
}

func (f *office) seeAssignments(ctx context.Context) error {
	var day struct {
		Sectors []struct {
			Prefix  string `json:"sector_prefix"`
			Waiters []struct {
				ID   int64  `json:"id"`
				Name string `json:"name"`
			} `json:"waiters"`
		} `json:"sectors"`
		Unassigned []any `json:"unassigned_waiters"`
	}
	path := fmt.Sprintf("/api/admin/assignments?branch_id=%d&assignment_date=%s", f.branch.ID, time.Now().In(here).Format(time.DateOnly))
	if err := f.admin.get(ctx, path, &day); err != nil {
		return err
	}
	want := map[string]int64{"SAL": f.waiterID, "VER": f.otherWaiterID}
	for _, s := range day.Sectors {
		if len(s.Waiters) != 1 || s.Waiters[0].ID != want[s.Prefix] {
			return fmt.Errorf("el sector %s tenía que ser de la persona %d: %+v", s.Prefix, want[s.Prefix], s.Waiters)
		}
		f.paper.say("%s: %s", s.Prefix, s.Waiters[0].Name)
	}
	if len(day.Sectors) != 2 || len(day.Unassigned) != 0 {
		return fmt.Errorf("tenían que ser dos sectores y nadie libre: %+v", day)
	}
	return nil
}

// fetchQR gets what is printed for the first table. The dinner sits down by it.
func (f *office) fetchQR(ctx context.Context) error {
	return f.act(ctx, "Baja el código QR de "+f.tables[0].Code, func(ctx context.Context) error {
		var code struct {
			URL string `json:"url"`
			PNG string `json:"png"`
		}
		if err := f.admin.get(ctx, fmt.Sprintf("/api/admin/tables/%d/qr-url", f.tables[0].ID), &code); err != nil {
			return err
		}
		if want := "/join/" + f.Branch + "/" + f.tables[0].Code; !strings.HasSuffix(code.URL, want) {
			return fmt.Errorf("el código tenía que llevar a …%s y lleva a %s", want, code.URL)
		}
		var image []byte
		if err := f.admin.get(ctx, code.PNG, &image); err != nil {
			return err
		}
		if !bytes.HasPrefix(image, []byte("\x89PNG\r\n")) {
			return fmt.Errorf("%s no es una imagen PNG", code.PNG)
		}
		f.paper.say("lleva a %s; la imagen pesa %d bytes", code.URL, len(image))
		return nil
	})
}
