package app

import (
	"maps"

	"integrador/api"
	"integrador/internal/platform/config"
)

// limitsOf are the default limits, with those of the configuration in place of theirs.
func limitsOf(r config.RateLimits) api.Limits {
	l := api.DefaultLimits()
	l.PerAddressFactor, l.LoginTries, l.LoginWindow = r.PerAddressFactor, r.Login, r.LoginWindow.Duration()
	maps.Copy(l.PerMinute, map[api.Limit]int{
		api.LimitLogin:         r.Login,
		api.LimitRefresh:       r.Refresh,
		api.LimitLogout:        r.Logout,
		api.LimitTableSession:  r.TableSession,
		api.LimitDinerRegister: r.DinerRegister,
		api.LimitRoundSubmit:   r.RoundSubmit,
		api.LimitServiceCall:   r.ServiceCall,
		api.LimitCart:          r.Cart,
		api.LimitCartChange:    r.CartChange,
		api.LimitCheckRequest:  r.CheckRequest,
		api.LimitCash:          r.Cash,
		api.LimitMPPreference:  r.MPPreference,
		api.LimitMenu:          r.Menu,
		api.LimitWebhook:       r.Webhook,
		api.LimitConnection:    r.Connection,
		api.LimitTwoFactor:     r.TwoFactor,
		api.LimitChat:          r.Chat,
	})
	return l
}
