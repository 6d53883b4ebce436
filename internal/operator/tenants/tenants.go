// Package tenants creates restaurants, each with its first branch and its first ADMIN.
//
// Imports: internal/platform/password, internal/platform/postgres.
package tenants

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"integrador/internal/platform/password"
	"integrador/internal/platform/postgres"
)

// Create checks a restaurant and creates it. secret is the password of its ADMIN.
func Create(ctx context.Context, store *postgres.Store, n postgres.NewTenant, secret string) (id int64, err error) {
	if err := check(n); err != nil {
		return 0, err
	}
	if err := checkSecret(secret, n); err != nil {
		return 0, err
	}
	if n.Admin.PasswordHash, err = password.Hash(secret); err != nil {
		return 0, err
	}
	return store.CreateTenant(ctx, n)
}

var slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// mostLetters is how long a name or an address's part may be, as in the API.
const mostLetters = 100

func check(n postgres.NewTenant) error {
	for what, name := range map[string]string{"el restaurante": n.Name, "la sucursal": n.BranchName} {
		if strings.TrimSpace(name) == "" || len([]rune(name)) > mostLetters {
			return fmt.Errorf("%s necesita un nombre de hasta %d letras", what, mostLetters)
		}
	}
	for flag, text := range map[string]string{"--slug": n.Slug, "--branch-slug": n.BranchSlug} {
		if !slug.MatchString(text) || len(text) < 2 || len(text) > 60 {
			return fmt.Errorf("%s va en las direcciones: minúsculas, números y guiones, como buen-sabor (decía %q)", flag, text)
		}
	}
	if _, err := time.LoadLocation(n.Timezone); err != nil || n.Timezone == "" || n.Timezone == "Local" {
		return fmt.Errorf("no conocemos la zona horaria %q; probá con America/Argentina/Mendoza", n.Timezone)
	}
	if at, err := mail.ParseAddress(n.Admin.Email); err != nil || at.Address != n.Admin.Email {
		return fmt.Errorf("%q no es un correo", n.Admin.Email)
	}
	return nil
}

// Who administers a restaurant can redirect its money, so the password is held to more than that of other staff.
const (
	shortest     = 10
	fewestOfThem = 5 // different characters
)

// wellKnown are those of the demo and of every list of stolen ones, as parts of a password.
var wellKnown = []string{
	"admin123", "manager123", "kitchen123", "waiter123", "password", "contrase", "12345678", "qwerty", "integrador", "restaurante",
}

func checkSecret(secret string, n postgres.NewTenant) error {
	if len(secret) < shortest || len(secret) > password.MaxBytes {
		return fmt.Errorf("la contraseña de quien administra tiene que tener entre %d y %d bytes", shortest, password.MaxBytes)
	}
	small := strings.ToLower(secret)
	local, _, _ := strings.Cut(strings.ToLower(n.Admin.Email), "@")
	guessable := append([]string{n.Slug, n.BranchSlug, strings.ToLower(n.Name)}, wellKnown...)
	if len(local) > 2 {
		guessable = append(guessable, local)
	}
	different := map[rune]bool{}
	for _, r := range secret {
		different[r] = true
	}
	if len(different) < fewestOfThem || slices.ContainsFunc(guessable, func(part string) bool { return strings.Contains(small, part) }) {
		return errors.New("la contraseña se adivina: no uses el nombre del restaurante, el correo, una secuencia ni una muy conocida; " +
			"sin --password-stdin se inventa una")
	}
	return nil
}
