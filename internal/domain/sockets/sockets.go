// Package sockets is the contract of the WebSocket gateway: its endpoints and its close codes.
//
// The gateway serves them, the AsyncAPI document describes them. Descriptions are in Spanish because the document is.
//
// Imports: internal/domain/access, internal/domain/event.
package sockets

import (
	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
)

// Endpoint is one address that clients connect to.
type Endpoint struct {
	Name        string
	Roles       []access.Role // the staff that may connect; none for the diners' endpoint
	Audience    event.Audience
	Description string
}

// Path is the endpoint's path on the gateway.
func (e *Endpoint) Path() string { return "/ws/" + e.Name }

// The endpoints.
var (
	Waiter = &Endpoint{
		Name:     "waiter",
		Roles:    []access.Role{access.Waiter, access.Manager, access.Admin},
		Audience: event.Waiters | event.Sector,
		Description: "Los mozos. De los eventos de un sector, un mozo recibe solo los de los sectores que atiende hoy; " +
			"encargados y administradores reciben todos.",
	}
	Kitchen = &Endpoint{
		Name:        "kitchen",
		Roles:       []access.Role{access.Kitchen, access.Manager, access.Admin},
		Audience:    event.Kitchens,
		Description: "Las pantallas de la cocina.",
	}
	Admin = &Endpoint{
		Name:     "admin",
		Roles:    []access.Role{access.Manager, access.Admin},
		Audience: event.Admins,
		Description: "El tablero. Un administrador que no nombra sucursal recibe también las que se abran después, " +
			"a los dos segundos.",
	}
	Diner = &Endpoint{
		Name:        "diner",
		Audience:    event.Diners | event.EveryDiner,
		Description: "Los teléfonos de una mesa, mientras dura su sesión.",
	}
)

// Staff are the endpoints of the staff.
func Staff() []*Endpoint { return []*Endpoint{Waiter, Kitchen, Admin} }

// CloseCode is why the gateway closes a socket.
type CloseCode struct {
	Code    int
	Reason  string // sent in the close frame
	Meaning string
	Action  string // what the client should do
}

const (
	reconnect = "Volver a conectarse, con una espera que crece hasta 30 s, y pedir lo que se perdió."
	login     = "No reintentar con el mismo token: volver a ingresar."
	renew     = "Pedir un token nuevo (POST /api/auth/refresh) y volver a conectarse con él."
	slowDown  = "No reintentar por su cuenta: mandar menos."
)

// The close codes. After 4001, 4003 and 4029 clients do not reconnect by themselves; after any other code they
// reconnect and catch up. A connection that is refused is accepted first and closed at once: a browser does not show a
// page the status of a refused handshake.
var (
	CloseNormal = CloseCode{
		Code: 1000, Meaning: "El cliente cerró la conexión.", Action: "Nada.",
	}
	CloseShutdown = CloseCode{
		Code: 1001, Reason: "server restarting", Meaning: "El servidor se reinicia.", Action: reconnect,
	}
	// CloseStale is for a client that was silent for too long, and for one that missed more than can be replayed.
	CloseStale = CloseCode{
		Code: 1001, Reason: "stale",
		Meaning: "El cliente estuvo callado más que el plazo del latido, o se perdió más de lo que se puede repetir.",
		Action:  "Volver a conectarse y cargar el estado de nuevo por la API.",
	}
	CloseTooBig = CloseCode{
		Code: 1009, Reason: "message too big", Meaning: "El cliente mandó un mensaje demasiado grande.", Action: reconnect,
	}
	CloseSlow = CloseCode{
		Code: 1013, Reason: "too slow", Meaning: "El cliente no leyó a tiempo lo que se le mandó.", Action: reconnect,
	}
	CloseProtocol = CloseCode{
		Code: 1002, Reason: "protocol error", Meaning: "El cliente mandó algo que no es WebSocket.", Action: reconnect,
	}
	CloseNotText = CloseCode{
		Code: 1007, Reason: "invalid text", Meaning: "El cliente mandó un texto que no es UTF-8.", Action: reconnect,
	}
	// CloseRevoked is also for a token that never was valid, and for a table's that expired: it is not renewed.
	CloseRevoked = CloseCode{
		Code: 4001, Reason: "authentication ended", Meaning: "El token venció o se anuló.", Action: login,
	}
	// CloseExpired is not one after which clients stay away: they come back with a fresh token.
	CloseExpired = CloseCode{
		Code: 4002, Reason: "token expired", Meaning: "Venció el token de acceso; la sesión de la persona sigue.", Action: renew,
	}
	CloseTableClosed = CloseCode{
		Code: 4001, Reason: "table closed", Meaning: "La sesión de la mesa terminó.",
		Action: "No reintentar: escanear el QR de la mesa para empezar otra.",
	}
	CloseForbidden = CloseCode{
		Code: 4003, Reason: "role ended", Meaning: "La persona ya no tiene un rol que permita esta conexión.", Action: login,
	}
	CloseOrigin = CloseCode{
		Code: 4003, Reason: "origin not allowed", Meaning: "La página es de un origen que no puede conectarse.",
		Action: "No reintentar: agregar el origen a ALLOWED_ORIGINS.",
	}
	CloseTooFast = CloseCode{
		Code: 4029, Reason: "too many messages", Meaning: "El cliente mandó demasiados mensajes.", Action: slowDown,
	}
	CloseTooMany = CloseCode{
		Code: 4029, Reason: "too many connections",
		Meaning: "Ya hay demasiadas conexiones de esta persona, de esta mesa o de este servidor.",
		Action:  "No reintentar por su cuenta: cerrar antes otra conexión.",
	}
)

// CloseCodes lists all close codes.
func CloseCodes() []CloseCode {
	return []CloseCode{
		CloseNormal, CloseShutdown, CloseStale, CloseProtocol, CloseNotText, CloseTooBig, CloseSlow,
		CloseRevoked, CloseTableClosed, CloseExpired, CloseForbidden, CloseOrigin, CloseTooFast, CloseTooMany,
	}
}
