package seed

import "fmt"

// Guide is what a visitor needs to try the demo: whom to sign in as, and which tables there are.
type Guide struct {
	Restaurant string       `json:"restaurant"`
	Branch     string       `json:"branch"` // as in the tables' addresses
	BranchName string       `json:"branch_name"`
	Tables     []GuideTable `json:"tables"`
	Logins     []GuideLogin `json:"logins"`
}

// GuideTable is a table of the demo.
type GuideTable struct {
	Code   string `json:"code"`
	Sector string `json:"sector"`
	Seats  int    `json:"seats"`
}

// GuideLogin is a member of the demo's staff.
type GuideLogin struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// VisitorsGuide describes the branch that visitors see first.
func VisitorsGuide() Guide {
	r := buenSabor()
	at := r.branches[0]
	g := Guide{Restaurant: r.name, Branch: at.slug, BranchName: at.name}
	for _, s := range at.sectors {
		for i, seats := range s.seats {
			g.Tables = append(g.Tables, GuideTable{Code: fmt.Sprintf("%s-%02d", s.prefix, i+1), Sector: s.name, Seats: seats})
		}
	}
	for _, p := range r.people {
		if p.roles[0].branch == at.slug {
			g.Logins = append(g.Logins, GuideLogin{
				Name: p.first + " " + p.last, Role: p.roles[0].role, Email: p.email, Password: p.password,
			})
		}
	}
	return g
}
