package app

import (
	"integrador/api"
	"integrador/internal/config"
)

func limitsOf(r config.RateLimits) api.Limits {
	return api.Limits{
		PerMinute: map[api.Limit]int{
			api.LimitLogin: r.Login, api.LimitRefresh: r.Refresh, api.LimitLogout: r.Logout, api.LimitTableSession: r.TableSession,
			api.LimitDinerRegister: r.DinerRegister, api.LimitRoundSubmit: r.RoundSubmit, api.LimitServiceCall: r.ServiceCall,
			api.LimitCart: r.Cart, api.LimitCheckRequest: r.CheckRequest, api.LimitCash: r.Cash,
			api.LimitMPPreference: r.MPPreference, api.LimitMenu: r.Menu,
		},
		PerAddressFactor: r.PerAddressFactor, LoginTries: r.Login, LoginWindow: r.LoginWindow.Duration(),
	}
}
