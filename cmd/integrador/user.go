package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/platform/postgres"
)

func newUser() *cobra.Command {
	cmd := &cobra.Command{
		Use: "user", Short: "El personal: listar, crear, contraseñas, roles, bajas",
		Long: "Cada cambio queda en la auditoría, hecho por \"cli\", y termina en el acto las sesiones de la persona.",
	}
	cmd.PersistentFlags().String("tenant", "", "restaurante (slug), si hay varios")
	jsonFlag(cmd.PersistentFlags())
	cmd.AddCommand(newUserList(), newUserCreate(), newUserPassword(), newUserActive("deactivate", "Deja a una persona afuera, en el acto", false),
		newUserActive("activate", "Vuelve a dejar entrar a una persona", true), newUserRoles())
	return cmd
}

func newUserList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Lista al personal", Args: cobra.NoArgs, Example: "  integrador user list --tenant buen-sabor",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			users, err := app.Users(cmd.Context(), cfg, text(cmd, "tenant"))
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, users)
			}
			for _, u := range users {
				name, state := strings.TrimSpace(u.FirstName+" "+u.LastName), ""
				if !u.IsActive {
					state = "  (de baja)"
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%-6d %-12s %-30s %-20s %s%s\n", u.ID, u.TenantSlug, u.Email, name, strings.Join(u.Roles, " "), state)
			}
			return nil
		},
	}
}

func newUserCreate() *cobra.Command {
	var u postgres.NewUser
	var roles []string
	cmd := &cobra.Command{
		Use: "create <correo>", Short: "Crea una persona; sin --password-stdin le inventa una contraseña y la muestra esta única vez", Args: cobra.ExactArgs(1),
		Example: "  integrador user create sofia@ejemplo.com --tenant buen-sabor --role WAITER@centro --role MANAGER@godoy-cruz\n" +
			"  pass sofia | integrador user create sofia@ejemplo.com --password-stdin",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			u.Email = args[0]
			if !strings.Contains(u.Email, "@") {
				return fmt.Errorf("%q no es un correo", u.Email)
			}
			secret, made, err := passwordOf(cmd)
			if err != nil {
				return err
			}
			id, err := app.CreateUser(cmd.Context(), cfg, text(cmd, "tenant"), u, secret, roles)
			if err != nil {
				return err
			}
			return tellUser(cmd, fmt.Sprintf("%s es la persona %d.", u.Email, id), map[string]any{"id": id, "email": u.Email}, made)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&roles, "role", nil, "rol en una sucursal, como WAITER@centro; se puede repetir")
	f.StringVar(&u.FirstName, "first-name", "", "nombre")
	f.StringVar(&u.LastName, "last-name", "", "apellido")
	passwordFlag(cmd)
	return cmd
}

func newUserPassword() *cobra.Command {
	cmd := &cobra.Command{
		Use: "set-password <correo>", Short: "Cambia la contraseña de una persona y termina sus sesiones", Args: cobra.ExactArgs(1),
		Example: "  integrador user set-password ana@demo.com\n  pass ana | integrador user set-password ana@demo.com --password-stdin",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			secret, made, err := passwordOf(cmd)
			if err != nil {
				return err
			}
			if err := app.SetPassword(cmd.Context(), cfg, which(cmd, args), secret); err != nil {
				return err
			}
			return tellUser(cmd, args[0]+" tiene otra contraseña y sus sesiones terminaron.", map[string]any{"email": args[0]}, made)
		},
	}
	passwordFlag(cmd)
	return cmd
}

func newUserActive(use, short string, active bool) *cobra.Command {
	return &cobra.Command{
		Use: use + " <correo>", Short: short, Args: cobra.ExactArgs(1), Example: "  integrador user " + use + " ana@demo.com",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if err := app.SetActive(cmd.Context(), cfg, which(cmd, args), active); err != nil {
				return err
			}
			done := "quedó de baja y sus sesiones terminaron."
			if active {
				done = "puede volver a entrar."
			}
			return tellUser(cmd, args[0]+" "+done, map[string]any{"email": args[0], "is_active": active}, "")
		},
	}
}

func newUserRoles() *cobra.Command {
	return &cobra.Command{
		Use: "roles <correo> [ROL@sucursal…]", Short: "Deja a una persona con estos roles y ningún otro; sin ninguno se los quita todos", Args: cobra.MinimumNArgs(1),
		Example: "  integrador user roles ana@demo.com WAITER@centro MANAGER@godoy-cruz",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if err := app.SetRoles(cmd.Context(), cfg, which(cmd, args), args[1:]); err != nil {
				return err
			}
			return tellUser(cmd, fmt.Sprintf("%s tiene ahora %d roles; tiene que ingresar de nuevo.", args[0], len(args)-1), map[string]any{"email": args[0], "roles": args[1:]}, "")
		},
	}
}

func which(cmd *cobra.Command, args []string) app.WhichUser {
	return app.WhichUser{Email: args[0], Tenant: text(cmd, "tenant")}
}

func text(cmd *cobra.Command, flag string) string { v, _ := cmd.Flags().GetString(flag); return v }

func passwordFlag(cmd *cobra.Command) {
	cmd.Flags().Bool("password-stdin", false, "lee la contraseña de la entrada: un argumento lo vería toda la máquina")
}

// passwordOf reads a password, or makes one up, which has then to be shown.
func passwordOf(cmd *cobra.Command) (secret, made string, err error) {
	if given, _ := cmd.Flags().GetBool("password-stdin"); !given {
		made = rand.Text()[:16]
		return made, made, nil
	}
	line, err := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), 1<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", "", fmt.Errorf("leer la contraseña: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), "", nil
}

func tellUser(cmd *cobra.Command, sentence string, of map[string]any, made string) error {
	if asJSON(cmd) {
		if made != "" {
			of["password"] = made
		}
		return writeJSON(cmd, of)
	}
	if made != "" {
		sentence += "\nContraseña, que no se vuelve a mostrar: " + made
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), sentence)
	return err
}
