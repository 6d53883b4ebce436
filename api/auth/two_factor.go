package auth

import (
	"context"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"

	"integrador/api/entity"
	"integrador/api/httpx"
	"integrador/internal/domain/access"
	"integrador/internal/domain/fault"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/postgres/dbgen"
	"integrador/internal/platform/qr"
	"integrador/internal/platform/secretbox"
	"integrador/internal/platform/totp"
)

const twoFactorPath = authPath + "/2fa"

// factorQRPixels is the side of the QR code that an authenticator reads from a screen.
const factorQRPixels = 360

var (
	errNoSuchUser    = fault.New(fault.NotFound, "user_not_found", "No encontramos tu usuario.")
	errFactorOn      = fault.New(fault.Conflict, "two_factor_enabled", "La verificación en dos pasos ya está activada.")
	errFactorOff     = fault.New(fault.Refused, "two_factor_disabled", "La verificación en dos pasos no está activada.")
	errFactorUnknown = fault.New(fault.Refused, "two_factor_not_set_up", "Empezá por escanear el código con tu aplicación.")
	errCode          = fault.New(fault.Unauthenticated, "totp_invalid", "El código no es correcto, o ya se usó. Esperá el siguiente.")
)

func (h *Handlers) twoFactorRoutes(api *httpx.API) {
	httpx.Route(api, "POST "+twoFactorPath+"/setup", "setUpTwoFactor",
		"Empieza a activar la verificación en dos pasos: da la clave para la aplicación, esta única vez.", httpx.Staff(),
		h.setUpFactor, httpx.LimitTwoFactor, httpx.Fails{404, 409})
	httpx.Route(api, "POST "+twoFactorPath+"/verify", "verifyTwoFactor",
		"Activa la verificación en dos pasos con el primer código.", httpx.Staff(), h.verifyFactor, httpx.LimitTwoFactor,
		httpx.Fails{400, 404, 409})
	httpx.Route(api, "DELETE "+twoFactorPath+"/disable", "disableTwoFactor",
		"Desactiva la verificación en dos pasos, con un código.", httpx.Staff(), h.disableFactor, httpx.Succeeds(200),
		httpx.LimitTwoFactor, httpx.Fails{400, 404})
}

// TwoFactorSetupResponse is what the person's app is given, once.
type TwoFactorSetupResponse struct {
	Secret     string `json:"secret"`
	OTPAuthURL string `json:"otpauth_url"`
	QRURL      string `json:"qr_url" doc:"El código QR como imagen (data:)."`
}

type setUpFactorOutput struct{ Body TwoFactorSetupResponse }

// setUpFactor draws a secret that counts from its first code on. Doing it again
// before that replaces it.
func (h *Handlers) setUpFactor(ctx context.Context, _ *struct{}) (*setUpFactorOutput, error) {
	out := &setUpFactorOutput{}
	err := h.withFactor(ctx, func(c *entity.Change, f dbgen.SecondFactorRow) error {
		if f.TotpConfirmedAt != nil {
			return errFactorOn
		}
		tenant, err := c.TenantByID(ctx, c.Who.TenantID)
		if err != nil {
			return err
		}
		key, err := totp.New(tenant.Name, f.Email)
		if err != nil {
			return err
		}
		out.Body = TwoFactorSetupResponse{Secret: key.Secret, OTPAuthURL: key.URL}
		if out.Body.QRURL, err = qr.DataURI(key.URL, factorQRPixels); err != nil {
			return err
		}
		kept := h.seal(key.Secret, c.Who.UserID)
		err = c.OfferSecondFactor(ctx, dbgen.OfferSecondFactorParams{Secret: &kept, UserID: c.Who.UserID, TenantID: c.Who.TenantID})
		if err != nil {
			return err
		}
		return h.auditAccess(ctx, c.Tx, "2FA_SETUP", c.Who)
	})
	return out, err
}

// TwoFactorVerifyRequest shows a code.
type TwoFactorVerifyRequest struct {
	Code string `json:"code" minLength:"6" maxLength:"10" example:"123456"`
}

// TwoFactorDisableRequest shows a code.
type TwoFactorDisableRequest struct {
	Code string `json:"code" minLength:"6" maxLength:"10" example:"123456"`
}

// TwoFactorStatusResponse says whether the second factor is asked for.
type TwoFactorStatusResponse struct {
	Enabled bool   `json:"enabled"`
	Message string `json:"message"`
}

type factorStatusOutput struct{ Body TwoFactorStatusResponse }

type verifyFactorInput struct{ Body TwoFactorVerifyRequest }

func (h *Handlers) verifyFactor(ctx context.Context, in *verifyFactorInput) (*factorStatusOutput, error) {
	err := h.withFactor(ctx, func(c *entity.Change, f dbgen.SecondFactorRow) error {
		switch {
		case f.TotpConfirmedAt != nil:
			return errFactorOn
		case f.TotpSecret == nil:
			return errFactorUnknown
		}
		step, err := h.checkCode(f, c.Who.UserID, in.Body.Code)
		if err != nil {
			return err
		}
		at := h.Now()
		err = c.ConfirmSecondFactor(ctx, dbgen.ConfirmSecondFactorParams{At: &at, Step: step, UserID: c.Who.UserID, TenantID: c.Who.TenantID})
		if err != nil {
			return err
		}
		return h.auditAccess(ctx, c.Tx, "2FA_ENABLED", c.Who)
	})
	return &factorStatusOutput{TwoFactorStatusResponse{true, "Activaste la verificación en dos pasos."}}, err
}

type disableFactorInput struct{ Body TwoFactorDisableRequest }

func (h *Handlers) disableFactor(ctx context.Context, in *disableFactorInput) (*factorStatusOutput, error) {
	err := h.withFactor(ctx, func(c *entity.Change, f dbgen.SecondFactorRow) error {
		if f.TotpConfirmedAt == nil {
			return errFactorOff
		}
		if _, err := h.checkCode(f, c.Who.UserID, in.Body.Code); err != nil {
			return err
		}
		if err := c.DropSecondFactor(ctx, c.Who.UserID, c.Who.TenantID); err != nil {
			return err
		}
		return h.auditAccess(ctx, c.Tx, "2FA_DISABLED", c.Who)
	})
	return &factorStatusOutput{TwoFactorStatusResponse{false, "Desactivaste la verificación en dos pasos."}}, err
}

// withFactor runs do with what is kept of the person's second factor, locked.
func (h *Handlers) withFactor(ctx context.Context, do func(*entity.Change, dbgen.SecondFactorRow) error) error {
	return h.Writer.Write(ctx, func(c *entity.Change) error {
		f, err := c.SecondFactor(ctx, c.Who.UserID, c.Who.TenantID)
		if errors.Is(err, pgx.ErrNoRows) {
			return errNoSuchUser
		}
		if err != nil {
			return err
		}
		return do(c, f)
	})
}

// proveLogin asks who has shown a password for a code as well. It reports that
// none was sent: then the client asks the person. Guesses are counted for the
// person, from whatever address they come.
func (h *Handlers) proveLogin(ctx context.Context, who access.Staff, code *string) (due bool, err error) {
	if code == nil || *code == "" {
		return true, nil
	}
	if err := h.Limiter.AdmitPerson(ctx, httpx.LimitTwoFactor, "u"+strconv.FormatInt(who.UserID, 10)); err != nil {
		return false, err
	}
	err = h.Store.InTx(ctx, func(tx *postgres.Tx) error { return h.takeCode(ctx, tx, who, *code) })
	if !errors.Is(err, errCode) {
		return false, postgres.Fault(err)
	}
	audited := h.Store.InTx(ctx, func(tx *postgres.Tx) error { return h.auditAccess(ctx, tx, "LOGIN_FAILED", who) })
	return false, errors.Join(err, audited)
}

var errCodeDue = fault.New(fault.Forbidden, "totp_required", "Para esto hace falta el código de tu verificación en dos pasos.")

// Prove asks a person whose second factor is on for a code, before something that deserves one.
func (h *Handlers) Prove(ctx context.Context, code string) error {
	who := access.StaffFrom(ctx)
	var isOn bool
	err := h.Store.InTx(ctx, func(tx *postgres.Tx) error {
		f, err := tx.SecondFactor(ctx, who.UserID, who.TenantID)
		isOn = err == nil && f.TotpConfirmedAt != nil
		return err
	})
	if err != nil || !isOn {
		return postgres.Fault(err)
	}
	due, err := h.proveLogin(ctx, who, &code)
	if due {
		return errCodeDue
	}
	return err
}

// takeCode uses a code up: the row is locked, so it is taken once.
func (h *Handlers) takeCode(ctx context.Context, tx *postgres.Tx, who access.Staff, code string) error {
	f, err := tx.SecondFactor(ctx, who.UserID, who.TenantID)
	if err != nil || f.TotpConfirmedAt == nil {
		return err
	}
	step, err := h.checkCode(f, who.UserID, code)
	if err != nil {
		return err
	}
	return tx.TakeSecondFactorStep(ctx, dbgen.TakeSecondFactorStepParams{Step: step, UserID: who.UserID, TenantID: who.TenantID})
}

// awaitingCode is the answer to a password that does not suffice.
func awaitingCode(who access.Staff) *loginOutput {
	user := UserInfo{ID: who.UserID, Email: who.Email, TenantID: who.TenantID, BranchIDs: []int64{}, Roles: []access.Role{}}
	return &loginOutput{Body: LoginWithRefreshResponse{TokenType: "Bearer", User: user, Requires2FA: true}}
}

func (h *Handlers) checkCode(f dbgen.SecondFactorRow, user int64, code string) (step int64, err error) {
	secret, err := h.unseal(*f.TotpSecret, user)
	if err != nil {
		return 0, err
	}
	step, ok := totp.Check(secret, code, h.Now(), f.TotpLastStep)
	if !ok {
		return 0, errCode
	}
	return step, nil
}

func (h *Handlers) seal(secret string, user int64) string {
	if h.Vault == nil {
		return secret
	}
	return h.Vault.Seal(secret, postgres.FactorBinding(user))
}

// unseal also reads what was kept before there was a vault.
func (h *Handlers) unseal(kept string, user int64) (string, error) {
	if h.Vault == nil || !secretbox.IsSealed(kept) {
		return kept, nil
	}
	return h.Vault.Open(kept, postgres.FactorBinding(user))
}
