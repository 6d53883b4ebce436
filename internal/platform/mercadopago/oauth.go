package mercadopago

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"integrador/internal/domain/payments"
)

// Application is the platform's application at Mercado Pago, to which sellers connect.
type Application struct {
	ClientID     string
	ClientSecret Secret
	RedirectURL  string // exactly as registered there
	AuthURL      string // "https://auth.mercadopago.com"
}

// Connector links sellers to an application: OAuth with PKCE. It is safe for
// concurrent use.
type Connector struct {
	app    Application
	client *Client // carries no token of its own
}

// Grant is the tokens of a seller who authorized the application.
type Grant struct {
	Access, Refresh Secret
	SellerID        int64
	Live            bool
	ExpiresIn       time.Duration // 0 if unknown
}

// Account is the account that a token belongs to.
type Account struct {
	ID       int64
	Nickname string
	Site     string // "MLA" is Argentina
	Test     bool   // a test account
}

// CodeInvalidGrant is the Code of a refresh token or authorization code that was used,
// has expired or was revoked.
const CodeInvalidGrant = "invalid_grant"

// NewConnector returns a connector, or an error saying what is wrong with the
// configuration. Without a ClientID it can only look up accounts.
func NewConnector(config Config, app Application) (*Connector, error) {
	client, err := newClient(config, Connection{})
	if err != nil {
		return nil, err
	}
	if app.ClientID != "" {
		u, err := url.Parse(app.AuthURL)
		if err != nil || !absolute(u, config.AllowInsecure) {
			return nil, errors.New("mercado pago authorization url must be https")
		}
	}
	app.AuthURL = strings.TrimRight(app.AuthURL, "/")
	return &Connector{app: app, client: client}, nil
}

// OAuth reports whether sellers can be sent to authorize.
func (c *Connector) OAuth() bool { return c.app.ClientID != "" }

// AuthorizeURL is where a seller's browser is sent. It contains the state and the hash
// of the verifier that Exchange will send.
func (c *Connector) AuthorizeURL(state, verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"client_id":             {c.app.ClientID},
		"response_type":         {"code"},
		"platform_id":           {"mp"},
		"state":                 {state},
		"redirect_uri":          {c.app.RedirectURL},
		"code_challenge":        {base64.RawURLEncoding.EncodeToString(sum[:])},
		"code_challenge_method": {"S256"},
	}
	return c.app.AuthURL + "/authorization?" + query.Encode()
}

// Exchange exchanges an authorization code, which works once, for tokens.
func (c *Connector) Exchange(ctx context.Context, code, verifier string) (Grant, error) {
	return c.token(ctx, "exchange code", map[string]string{
		"grant_type": "authorization_code", "code": code, "redirect_uri": c.app.RedirectURL, "code_verifier": verifier,
	})
}

// Refresh exchanges a refresh token for new tokens. The old one stops working, and if
// the response is lost the connection is lost too; so the call is not retried.
func (c *Connector) Refresh(ctx context.Context, refresh Secret) (Grant, error) {
	return c.token(ctx, "refresh token", map[string]string{
		"grant_type":    "refresh_token",
		"refresh_token": refresh.Reveal(),
	})
}

func (c *Connector) token(ctx context.Context, op string, body map[string]string) (Grant, error) {
	body["client_id"], body["client_secret"] = c.app.ClientID, c.app.ClientSecret.Reveal()
	var grant Grant
	err := c.client.do(ctx, call{
		op: op, method: http.MethodPost, path: "/oauth/token", body: body, timeout: readTimeout, once: true,
		accept: func(body []byte) (err error) {
			grant, err = parseGrant(body)
			return err
		},
	})
	return grant, redactSent(err, body)
}

func parseGrant(body []byte) (Grant, error) {
	var wire struct {
		Access    text            `json:"access_token"`
		Refresh   text            `json:"refresh_token"`
		UserID    number          `json:"user_id"`
		ExpiresIn number          `json:"expires_in"`
		LiveMode  json.RawMessage `json:"live_mode"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return Grant{}, errors.New("tokens that cannot be read") // the cause might quote them
	}
	if wire.Access == "" || wire.UserID <= 0 {
		return Grant{}, errors.New("a grant without token or seller")
	}
	return Grant{
		Access: Secret(wire.Access), Refresh: Secret(wire.Refresh), SellerID: int64(wire.UserID),
		Live: optional[bool](wire.LiveMode), ExpiresIn: time.Duration(max(wire.ExpiresIn, 0)) * time.Second,
	}, nil
}

// redactSent removes the secrets that were sent from an error whose response quoted
// them.
func redactSent(err error, sent map[string]string) error {
	failure, ok := errors.AsType[*payments.Error](err)
	if !ok {
		return err
	}
	for _, name := range []string{"client_secret", "code", "code_verifier", "refresh_token"} {
		if secret := sent[name]; secret != "" {
			failure.Message = strings.ReplaceAll(failure.Message, secret, "[redacted]")
			failure.Code = strings.ReplaceAll(failure.Code, secret, "[redacted]")
		}
	}
	return failure
}

// Account reads the account that a token belongs to.
func (c *Connector) Account(ctx context.Context, token Secret) (Account, error) {
	var account Account
	err := c.client.With(token).do(ctx, call{
		op: "read account", method: http.MethodGet, path: "/users/me", timeout: readTimeout,
		accept: func(body []byte) error {
			var wire struct {
				ID       number          `json:"id"`
				Nickname text            `json:"nickname"`
				Site     text            `json:"site_id"`
				Tags     json.RawMessage `json:"tags"`
			}
			if err := json.Unmarshal(body, &wire); err != nil {
				return err
			}
			if wire.ID <= 0 {
				return errors.New("an account without id")
			}
			account = Account{ID: int64(wire.ID), Nickname: clip(string(wire.Nickname), 100), Site: string(wire.Site)}
			for _, tag := range optional[[]string](wire.Tags) {
				account.Test = account.Test || tag == "test_user"
			}
			return nil
		},
	})
	return account, err
}
