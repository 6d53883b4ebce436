package app

import (
	"maps"

	"integrador/api/httpx"
	"integrador/internal/platform/config"
)

// limitsOf are the default limits, with those of the configuration in place of theirs.
func limitsOf(r config.RateLimits) httpx.Limits {
	l := httpx.DefaultLimits()
	l.PerAddressFactor, l.LoginTries, l.LoginWindow = r.PerAddressFactor, r.Login, r.LoginWindow.Duration()
	maps.Copy(l.PerMinute, map[httpx.Limit]int{
		httpx.LimitLogin:         r.Login,
		httpx.LimitRefresh:       r.Refresh,
		httpx.LimitLogout:        r.Logout,
		httpx.LimitTableSession:  r.TableSession,
		httpx.LimitDinerRegister: r.DinerRegister,
		httpx.LimitRoundSubmit:   r.RoundSubmit,
		httpx.LimitServiceCall:   r.ServiceCall,
		httpx.LimitCart:          r.Cart,
		httpx.LimitCartChange:    r.CartChange,
		httpx.LimitCheckRequest:  r.CheckRequest,
		httpx.LimitCash:          r.Cash,
		httpx.LimitMPPreference:  r.MPPreference,
		httpx.LimitMenu:          r.Menu,
		httpx.LimitWebhook:       r.Webhook,
		httpx.LimitConnection:    r.Connection,
		httpx.LimitTwoFactor:     r.TwoFactor,
		httpx.LimitChat:          r.Chat,
	})
	return l
}
