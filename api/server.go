package api

import (
	"log/slog"
	"net/http"

	"integrador/api/audit"
	"integrador/api/auth"
	"integrador/api/billing"
	"integrador/api/cash"
	"integrador/api/catalogue"
	"integrador/api/diner"
	"integrador/api/dispatch"
	"integrador/api/entity"
	"integrador/api/floor"
	"integrador/api/httpx"
	"integrador/api/integration"
	"integrador/api/inventory"
	"integrador/api/kitchen"
	"integrador/api/mercadopago"
	"integrador/api/recipe"
	"integrador/api/report"
	"integrador/api/reservation"
	"integrador/api/staff"
	"integrador/api/venue"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/publicurl"
	"integrador/internal/platform/telemetry"
	"integrador/internal/readmodel/asyncapi"
	"integrador/internal/readmodel/menu"
)

// Options are the parts and settings of a Server.
type Options struct {
	httpx.Options
	Sessions dispatch.Sessions
	// Events publishes what the API itself commits; nil leaves that to the relay.
	Events dispatch.Events
	// Menu serves the public menus; nil makes one over Store and Redis.
	Menu        *menu.Cache
	MercadoPago mercadopago.Settings
	// MenuURL is the diners' application, without a slash at the end: QR codes lead there.
	MenuURL string
	// Model words the chat's answers; nil: the search does.
	Model diner.Model
	// Subscriptions serves the restaurants' own programs; nil leaves that to a worker's start.
	Subscriptions integration.Subscriptions
	// Receivers refuses addresses to which no event may be sent; nil refuses all but public ones.
	Receivers func(url string) error
	Cookie    httpx.Cookie
}

// Server is the HTTP interface of one process.
type Server struct {
	*httpx.API
}

func (o Options) withDefaults() Options {
	o.Options = o.Options.WithDefaults()
	if o.Receivers == nil {
		o.Receivers = publicurl.Check
	}
	if o.Cookie.SameSite == 0 {
		o.Cookie.SameSite = http.SameSiteLaxMode
	}
	if o.Menu == nil && o.Redis != nil {
		o.Menu = menu.NewCache(menu.NewReader(o.Store), o.Redis, o.Log)
	}
	return o
}

// New builds a server and starts nothing. It fails on an origin or a proxy that is none.
func New(o Options) (*Server, error) {
	o = o.withDefaults()
	o.Registry.MustRegister(telemetry.PoolCollector(o.Store.Stat))
	api, err := httpx.New(o.Options)
	if err != nil {
		return nil, err
	}
	s := &Server{API: api}
	s.register(o)
	pages, err := asyncapi.Handlers()
	if err != nil {
		return nil, err
	}
	s.ServePages(pages)
	return s, api.Finish(o.Registry)
}

// Document is the OpenAPI document in JSON. It runs no query on store.
func Document(store *postgres.Store) ([]byte, error) {
	s, err := New(Options{Options: httpx.Options{Store: store, Log: slog.New(slog.DiscardHandler)}})
	if err != nil {
		return nil, err
	}
	return s.API.Document(), nil
}

// register registers every audience.
func (s *Server) register(o Options) {
	reader := menu.NewReader(o.Store)
	publisher := &dispatch.Publisher{Events: o.Events, Menus: o.Menu, Log: o.Log}
	dispatcher := dispatch.NewDispatcher(o.Sessions, o.Store, s.Auth.LiveSessions)
	writer := entity.NewWriter(o.Store, publisher, o.Log)

	writer.Register(s.API.Tagged(httpx.TagAudit))
	payments := &mercadopago.Handlers{
		Store:    o.Store,
		Sessions: o.Sessions,
		Settings: o.MercadoPago,
		Cookie:   o.Cookie,
		Registry: o.Registry,
		Log:      o.Log,
		Now:      o.Now,
	}
	payments.Register(s.API)
	logins := &auth.Handlers{
		Store: o.Store, Keys: o.Keys, Auth: s.Auth, Limiter: s.Limiter, Writer: writer, Vault: o.Vault, Cookie: o.Cookie, Log: o.Log, Now: o.Now,
	}
	payments.Prove = logins.Prove
	logins.Register(s.API)
	(&diner.Handlers{
		Store: o.Store, Keys: o.Keys, Sessions: o.Sessions, Dispatcher: dispatcher, Publisher: publisher,
		Menu: reader, MenuCache: o.Menu, Model: o.Model, Log: o.Log, Now: o.Now,
	}).Register(s.API)
	(&floor.Handlers{Store: o.Store, Sessions: o.Sessions, Dispatcher: dispatcher, Menu: reader, Now: o.Now}).Register(s.API)
	(&kitchen.Handlers{Store: o.Store, Dispatcher: dispatcher, Publisher: publisher, Now: o.Now}).Register(s.API)
	(&billing.Handlers{
		Store: o.Store, Sessions: o.Sessions, Dispatcher: dispatcher, Publisher: publisher, Collects: payments.CheckCollects, Log: o.Log,
	}).Register(s.API)
	(&cash.Handlers{Store: o.Store, Writer: writer}).Register(s.API)
	(&venue.Handlers{Store: o.Store, Writer: writer, MenuURL: o.MenuURL}).Register(s.API)
	(&staff.Handlers{Store: o.Store, Writer: writer, Auth: s.Auth, Now: o.Now}).Register(s.API)
	(&catalogue.Handlers{Store: o.Store, Writer: writer}).Register(s.API)
	(&recipe.Handlers{Store: o.Store, Writer: writer}).Register(s.API)
	(&inventory.Handlers{Store: o.Store, Writer: writer}).Register(s.API)
	(&reservation.Handlers{Store: o.Store, Writer: writer, Now: o.Now}).Register(s.API)
	(&report.Handlers{Store: o.Store, Now: o.Now}).Register(s.API)
	(&audit.Handlers{Store: o.Store, Writer: writer}).Register(s.API)
	(&integration.Handlers{
		Store: o.Store, Writer: writer, Vault: o.Vault, Receivers: o.Receivers, Subscriptions: o.Subscriptions, Now: o.Now,
	}).Register(s.API)
}
