// Package publicurl protects against server-side request forgery: it refuses web
// addresses that lead into an internal network. People write such addresses for images
// and for webhooks.
//
// Check looks at an address as written. What its host name resolves to can change, so
// requests to it are made with Client, which checks the address that it connects to.
//
// Imports: internal/domain/fault.
package publicurl
