package staff

import (
	"context"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
)

func (h *Handlers) updateStaff(ctx context.Context, in *httpx.BodyByID[StaffUpdate]) (*httpx.Body[StaffOutput], error) {
	u := &staffChange{asked: in.Body}
	if in.Body.Password.Value != nil {
		hash, err := hashed(*in.Body.Password.Value)
		if err != nil {
			return nil, err
		}
		u.hash = &hash
	}
	changed, err := employee.Update(ctx, h.Writer, in.ID, func(c *entity.Change, row StaffOutput) error {
		ended, err := u.apply(ctx, c, row)
		if err != nil || !ended {
			return err
		}
		return c.RevokeTokens(ctx, postgres.Person{TenantID: row.TenantID, UserID: row.ID}, h.Now())
	})
	if err != nil {
		return nil, err
	}
	h.Auth.People.Forget(postgres.Person{TenantID: changed.Body.TenantID, UserID: in.ID})
	return httpx.Answer(u.may.show(changed.Body)), nil
}

// staffChange is one change of a person.
type staffChange struct {
	asked StaffUpdate
	hash  *string // of the new password, if there is one
	may   authority
}

// apply makes the change, and reports whether the person's tokens have to end.
func (u *staffChange) apply(ctx context.Context, c *entity.Change, row StaffOutput) (ends bool, err error) {
	if u.may, err = authorityOf(ctx, c.Queries, c.Who); err != nil {
		return false, err
	}
	held, err := c.RolesOfUser(ctx, row.ID, row.TenantID)
	if err != nil {
		return false, err
	}
	before := row
	httpx.Apply(&row, u.asked)
	row.Email = normal(row.Email)
	login := u.hash != nil || u.asked.ResetTwoFactor || row.Email != before.Email || row.IsActive != before.IsActive
	if err := u.may.mayChange(held, login); err != nil {
		return false, err
	}
	err = entity.Save(ctx, c, c.UpdateStaff, row)
	if err != nil {
		return false, err
	}
	roles, err := u.changeRoles(ctx, c, row.ID, held)
	if err != nil {
		return false, err
	}
	if err := u.changeSecrets(ctx, c, row); err != nil {
		return false, err
	}
	left := before.IsActive && !row.IsActive
	if (roles || left) && isAdmin(held) {
		err = c.RequireAdminRemains(ctx, dbgen.CountAdminsParams{TenantID: row.TenantID})
	}
	return roles || left || u.hash != nil || u.asked.ResetTwoFactor, err
}

func isAdmin(held []dbgen.RolesOfUserRow) bool {
	for _, r := range held {
		if access.Role(r.Role) == access.Admin {
			return true
		}
	}
	return false
}

func (u *staffChange) changeRoles(
	ctx context.Context, c *entity.Change, id int64, held []dbgen.RolesOfUserRow,
) (bool, error) {
	asked := u.asked.BranchRoles
	if !asked.Sent || asked.Value == nil {
		return false, nil
	}
	return replaceRoles(ctx, c, u.may, id, held, *asked.Value)
}

func (u *staffChange) changeSecrets(ctx context.Context, c *entity.Change, row StaffOutput) error {
	if u.hash != nil {
		err := c.SetPassword(ctx, dbgen.SetPasswordParams{Password: *u.hash, ID: row.ID, TenantID: row.TenantID})
		if err != nil {
			return err
		}
		if err := auditStaff(ctx, c, row.ID, passwordChange, nil, nil); err != nil {
			return err
		}
	}
	if !u.asked.ResetTwoFactor {
		return nil
	}
	if err := c.DropSecondFactor(ctx, row.ID, row.TenantID); err != nil {
		return err
	}
	return auditStaff(ctx, c, row.ID, factorReset, nil, nil)
}
