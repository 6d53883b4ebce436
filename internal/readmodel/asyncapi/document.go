// Package asyncapi writes the AsyncAPI 3 document of the WebSocket gateway, from the catalogue of events and the
// contract of the sockets, and serves it with a page that shows it. Payload schemas come from the Go types of the
// payloads. The committed copy is api/asyncapi.json. Its texts are in Spanish, like the OpenAPI document's.
//
// Imports: internal/domain/access, internal/domain/event, internal/domain/sockets.
package asyncapi

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"integrador/internal/domain/access"
	"integrador/internal/domain/event"
	"integrador/internal/domain/sockets"
)

// Version is the document's version. A change that breaks clients needs a new major version.
const Version = "1.0.0"

type object = map[string]any

// Document returns the document as indented JSON.
func Document() ([]byte, error) {
	schemas, messages := components()
	out, err := json.MarshalIndent(object{
		"asyncapi": "3.0.0",
		"info": object{
			"title":       "Integrador: eventos",
			"version":     Version,
			"description": introduction,
		},
		"defaultContentType": "application/json",
		"servers": object{
			"gateway":  object{"host": "localhost:8001", "protocol": "ws", "description": "Los WebSockets."},
			"catch-up": object{"host": "localhost:8001", "protocol": "http", "description": "Lo perdido, por HTTP."},
		},
		"channels":      channels(),
		"operations":    operations(),
		"x-close-codes": closeCodes(),
		"components": object{
			"schemas":  schemas,
			"messages": messages,
			"securitySchemes": object{
				"staffToken": object{
					"type": "httpApiKey", "in": "query", "name": "token",
					"description": "El token de acceso que da POST /api/auth/login.",
				},
				"tableToken": object{
					"type": "httpApiKey", "in": "query", "name": "table_token",
					"description": "El token que recibe un teléfono al escanear el QR de su mesa.",
				},
			},
		},
	}, "", "  ")
	return append(out, '\n'), err
}

const introduction = "Los eventos del salón, a medida que ocurren. Cada evento confirmado llega una vez a cada " +
	"socket al que le toca. Los WebSockets están en el puerto del gateway y también en el de la API.\n\n" +
	"**Si no se puede entrar.** La conexión se acepta y se cierra enseguida con el código que dice por qué: un navegador no " +
	"le muestra a la página el estado HTTP de una conexión rechazada. Después de 4001, 4003 y 4029 no hay que reintentar; " +
	"4002 dice que venció el token de acceso: se pide uno nuevo y se vuelve. Si el servidor no puede atender, contesta 503.\n\n" +
	"**Latido.** El cliente manda `{\"type\":\"ping\"}` cada 30 segundos y espera `{\"type\":\"pong\"}`; si el servidor " +
	"no recibe nada durante 60 segundos, cierra.\n\n" +
	"**Después de un corte.** El cliente se vuelve a conectar y pide lo perdido. Un teléfono manda en `since_seq` " +
	"el último `seq` que recibió (los `seq` crecen, pero un teléfono no recibe todos: que falte uno no es una pérdida); el personal usa `/ws/catchup` con el momento del último evento. Si ya no se puede " +
	"repetir todo (más de 300 eventos o de 24 horas), la respuesta lo dice y el cliente carga su estado de nuevo por la API."

func ref(path ...string) object { return object{"$ref": "#/" + strings.Join(path, "/")} }

// allEndpoints are the sockets' endpoints, the staff's first.
func allEndpoints() []*sockets.Endpoint { return append(sockets.Staff(), sockets.Diner) }

// received are the events that an endpoint receives.
func received(e *sockets.Endpoint) (out []event.Description) {
	for _, d := range event.Catalogue() {
		if event.AudienceOf(d.Type)&e.Audience != 0 {
			out = append(out, d)
		}
	}
	return out
}

// parameter is a parameter of a URL's query.
type parameter struct {
	name, typ, description string
	required               bool
}

func query(parameters ...parameter) object {
	properties, required := object{}, []string{}
	for _, p := range parameters {
		properties[p.name] = object{"type": p.typ, "description": p.description}
		if p.required {
			required = append(required, p.name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required}
}

var (
	staffToken = parameter{"token", "string", "El token de acceso.", true}
	tableToken = parameter{"table_token", "string", "El token de mesa.", true}
	branchID   = parameter{"branch_id", "integer", "Una sola sucursal; sin él, todas las del token.", false}
	sinceSeq   = parameter{"since_seq", "integer", "El último seq que se recibió; repite lo que vino después.", false}
)

func queryOf(e *sockets.Endpoint) object {
	if e == sockets.Diner {
		return query(tableToken, sinceSeq)
	}
	return query(staffToken, branchID)
}

// The client's and the gateway's own messages, by endpoint.
func fromClient(e *sockets.Endpoint) []string {
	if e == sockets.Diner {
		return []string{"ping"}
	}
	return []string{"ping", "refresh_sectors"}
}

func fromGateway(e *sockets.Endpoint) []string {
	if e == sockets.Diner {
		return []string{"pong", "resync"}
	}
	return []string{"pong", "sectors_updated"}
}

func sent(e *sockets.Endpoint) []string {
	names := fromGateway(e)
	for _, d := range received(e) {
		names = append(names, string(d.Type))
	}
	return names
}

func channels() object {
	out := object{}
	for _, e := range allEndpoints() {
		messages := object{}
		for _, name := range append(fromClient(e), sent(e)...) {
			messages[name] = ref("components", "messages", name)
		}
		out[e.Name] = object{
			"address":     e.Path(),
			"title":       e.Path(),
			"description": e.Description + rolesOf(e),
			"servers":     []object{ref("servers", "gateway")},
			"messages":    messages,
			"bindings":    object{"ws": object{"method": "GET", "query": queryOf(e)}},
		}
	}
	for name, c := range catchUps {
		out[name] = object{
			"address":     c.path,
			"title":       c.path,
			"description": c.description,
			"servers":     []object{ref("servers", "catch-up")},
			"messages": object{
				"request": object{"payload": object{"type": "null"}},
				"missed":  ref("components", "messages", "missed"),
			},
		}
	}
	return out
}

func rolesOf(e *sockets.Endpoint) string {
	if len(e.Roles) == 0 {
		return " Entra quien tiene el token de la mesa."
	}
	roles := make([]string, len(e.Roles))
	for i, r := range e.Roles {
		roles[i] = string(r)
	}
	return " Entran " + strings.Join(roles, ", ") + "."
}

func securityOf(e *sockets.Endpoint) []object {
	if e == sockets.Diner {
		return []object{ref("components", "securitySchemes", "tableToken")}
	}
	return []object{ref("components", "securitySchemes", "staffToken")}
}

// catchUps return what was missed, over HTTP.
var catchUps = map[string]struct {
	path, description string
	endpoint          *sockets.Endpoint // whose token it takes
	query             object
}{
	"catchup": {
		path:        "/ws/catchup",
		description: "Lo que el personal se perdió en una sucursal, por HTTP GET.",
		endpoint:    sockets.Admin,
		query: query(
			staffToken,
			parameter{"branch_id", "integer", "La sucursal.", true},
			parameter{"since", "number", "El momento del último evento, en segundos desde 1970.", true},
			parameter{"socket", "string", "waiter, kitchen o admin; sin él, el del rol más alto.", false},
		),
	},
	"catchup-session": {
		path:        "/ws/catchup/session",
		description: "Lo que un teléfono se perdió de su mesa, por HTTP GET. Se pide con since_seq o con since.",
		endpoint:    sockets.Diner,
		query: query(
			tableToken,
			sinceSeq,
			parameter{"since", "number", "El momento del último evento, en segundos desde 1970.", false},
			parameter{"session_id", "integer", "La sesión; tiene que ser la del token.", false},
		),
	},
}

func operations() object {
	out := object{}
	for _, e := range allEndpoints() {
		refs := func(names []string) (list []object) {
			for _, name := range names {
				list = append(list, ref("channels", e.Name, "messages", name))
			}
			return list
		}
		out["send-"+e.Name] = object{
			"action":   "send",
			"channel":  ref("channels", e.Name),
			"summary":  "Lo que el servidor manda por " + e.Path() + ".",
			"security": securityOf(e),
			"messages": refs(sent(e)),
		}
		out["receive-"+e.Name] = object{
			"action":   "receive",
			"channel":  ref("channels", e.Name),
			"summary":  "Lo que el cliente puede mandar por " + e.Path() + ". Lo demás se ignora.",
			"security": securityOf(e),
			"messages": refs(fromClient(e)),
		}
	}
	for name, c := range catchUps {
		out["request-"+name] = object{
			"action":   "receive",
			"channel":  ref("channels", name),
			"summary":  c.description,
			"security": securityOf(c.endpoint),
			"messages": []object{ref("channels", name, "messages", "request")},
			"bindings": object{"http": object{"method": "GET", "query": c.query}},
			"reply": object{
				"channel":  ref("channels", name),
				"messages": []object{ref("channels", name, "messages", "missed")},
			},
		}
	}
	return out
}

func closeCodes() (out []object) {
	for _, c := range sockets.CloseCodes() {
		out = append(out, object{"code": c.Code, "reason": c.Reason, "meaning": c.Meaning, "action": c.Action})
	}
	return out
}

// components are the schemas and messages. Every message is here once; channels refer to it.
func components() (schemas object, messages object) {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	messages = ownMessages()
	for _, d := range event.Catalogue() {
		messages[string(d.Type)] = eventMessage(d, registry)
	}
	registry.Schema(reflect.TypeFor[event.Envelope](), true, "")
	schemas = object{}
	for name, s := range registry.Map() {
		s.AdditionalProperties = nil // clients have to accept new properties
		schemas[name] = s
	}
	delete(registry.Map()["Envelope"].Properties, "traceparent") // it ends at the gateway
	return schemas, messages
}

func eventMessage(d event.Description, registry huma.Registry) object {
	var entities []any
	var examples []object
	described := map[reflect.Type]bool{}
	for _, payload := range d.Payloads {
		if kind := reflect.TypeOf(payload); !described[kind] {
			described[kind] = true
			entities = append(entities, registry.Schema(kind, true, ""))
		}
		examples = append(examples, object{"payload": example(d.Type, payload)})
	}
	entity := entities[0]
	if len(entities) > 1 {
		entity = object{"anyOf": entities}
	}
	return object{
		"name":    string(d.Type),
		"title":   string(d.Type),
		"summary": d.Summary,
		"payload": object{"allOf": []any{
			ref("components", "schemas", "Envelope"),
			object{"type": "object", "properties": object{"type": object{"const": string(d.Type)}, "entity": entity}},
		}},
		"examples": examples,
	}
}

// example is an event as a client receives it.
func example(t event.Type, payload any) event.Event {
	e := event.Event{
		ID:        81_220,
		TenantID:  1,
		BranchID:  1,
		Type:      t,
		Entity:    event.Body(payload),
		Actor:     access.BySystem,
		At:        time.Date(2026, 3, 14, 21, 30, 0, 0, time.UTC),
		RequestID: "0d5c1f6e",
	}
	if event.AudienceOf(t)&(event.Diners|event.Sector) != 0 {
		table, session, sector := int64(14), int64(2207), int64(3)
		e.TableID, e.SessionID, e.SectorID, e.Seq = &table, &session, &sector, 31
	}
	if event.AudienceOf(t) == event.Diners {
		e.Actor = access.Actor{Role: access.Diner, DinerID: 88}
	}
	return e
}

// ownMessages are those that are no events.
func ownMessages() object {
	own := func(name, summary string, payload any, example any) object {
		return object{
			"name": name, "title": name, "summary": summary, "payload": payload, "examples": []object{{"payload": example}},
		}
	}
	typed := func(name string, more object) object {
		properties, required := object{"type": object{"const": name}}, []string{"type"}
		for key, schema := range more {
			properties[key] = schema
			required = append(required, key)
		}
		return object{"type": "object", "properties": properties, "required": required}
	}
	number := object{"type": "integer", "description": "El estado a cargar es el de este número o uno posterior."}
	missed := object{
		"type":     "object",
		"required": []string{"events", "count", "reload"},
		"properties": object{
			"events": object{"type": "array", "items": ref("components", "schemas", "Envelope")},
			"count":  object{"type": "integer"},
			"reload": object{"type": "boolean", "description": "true: ya no se puede repetir todo; hay que cargar el estado."},
		},
	}
	return object{
		"ping": own(
			"ping", "El latido del cliente. También vale el texto ping.", typed("ping", nil), object{"type": "ping"},
		),
		"pong": own("pong", "La respuesta al latido.", typed("pong", nil), object{"type": "pong"}),
		"refresh_sectors": own(
			"refresh_sectors", "Un mozo pide que sus sectores de hoy valgan ya.", typed("refresh_sectors", nil),
			object{"type": "refresh_sectors"},
		),
		"sectors_updated": own(
			"sectors_updated", "Los sectores que el mozo atiende hoy, como texto.",
			object{"type": "string", "pattern": "^sectors_updated:([0-9]+(,[0-9]+)*)?$"}, "sectors_updated:1,2",
		),
		"resync": own(
			"resync", "No se puede repetir lo perdido: hay que cargar el estado por la API.",
			typed("resync", object{"seq": number}), object{"type": "resync", "seq": 301},
		),
		"missed": own(
			"missed", "Lo perdido, en orden.", missed, object{
				"events": []any{example(event.RoundReady, event.Round{RoundID: 4102, RoundNumber: 2})},
				"count":  1,
				"reload": false,
			},
		),
	}
}
