package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"integrador/internal/operator/people"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

func newUser() *cobra.Command {
	cmd := withJSON(&cobra.Command{
		Use: "user", Short: "El personal: listar, crear, contraseñas, roles, bajas",
		Long: "Cada cambio queda en la auditoría, hecho por \"cli\", y termina en el acto las sesiones de la persona.",
	})
	cmd.PersistentFlags().String("tenant", "", "restaurante (slug), si hay varios")
	cmd.AddCommand(newUserList(), newUserCreate(), newUserPassword(), newUserRoles(),
		newUserActive("deactivate", "Deja a una persona afuera, en el acto", false),
		newUserActive("activate", "Vuelve a dejar entrar a una persona", true))
	return cmd
}

func newUserList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Lista al personal", Args: cobra.NoArgs, Example: "  integrador user list --tenant buen-sabor",
		RunE: withStore(func(cmd *cobra.Command, _ []string, _ config.Config, store *postgres.Store) error {
			users, err := people.List(cmd.Context(), store, text(cmd, "tenant"))
			return show(cmd, err, users, func(out io.Writer) {
				for _, u := range users {
					name, state := strings.TrimSpace(u.FirstName+" "+u.LastName), ""
					if !u.IsActive {
						state = "  (de baja)"
					}
					fmt.Fprintf(out, "%-6d %-12s %-30s %-20s %s%s\n",
						u.ID, u.TenantSlug, u.Email, name, strings.Join(u.Roles, " "), state)
				}
			})
		}),
	}
}

func newUserCreate() *cobra.Command {
	var u postgres.NewUser
	var roles []string
	cmd := &cobra.Command{
		Use: "create <correo>", Args: cobra.ExactArgs(1),
		Short: "Crea una persona; sin --password-stdin le inventa una contraseña y la muestra esta única vez",
		Example: "  integrador user create sofia@ejemplo.com --role WAITER@centro --role MANAGER@godoy-cruz\n" +
			"  pass sofia | integrador user create sofia@ejemplo.com --password-stdin",
		RunE: withStore(func(cmd *cobra.Command, args []string, _ config.Config, store *postgres.Store) error {
			u.Email = args[0]
			if !strings.Contains(u.Email, "@") {
				return fmt.Errorf("%q no es un correo", u.Email)
			}
			secret, generated, err := readPassword(cmd)
			if err != nil {
				return err
			}
			id, err := people.Create(cmd.Context(), store, text(cmd, "tenant"), u, secret, roles)
			sentence := fmt.Sprintf("%s es la persona %d.", u.Email, id)
			return showUser(cmd, err, map[string]any{"id": id, "email": u.Email}, generated, sentence)
		}),
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
		Use: "set-password <correo>", Args: cobra.ExactArgs(1),
		Short: "Cambia la contraseña de una persona y termina sus sesiones",
		Example: "  integrador user set-password ana@demo.com\n" +
			"  pass ana | integrador user set-password ana@demo.com --password-stdin",
		RunE: withStore(func(cmd *cobra.Command, args []string, _ config.Config, store *postgres.Store) error {
			secret, generated, err := readPassword(cmd)
			if err != nil {
				return err
			}
			err = people.SetPassword(cmd.Context(), store, userRef(cmd, args), secret)
			sentence := args[0] + " tiene otra contraseña y sus sesiones terminaron."
			return showUser(cmd, err, map[string]any{"email": args[0]}, generated, sentence)
		}),
	}
	passwordFlag(cmd)
	return cmd
}

func newUserActive(use, short string, active bool) *cobra.Command {
	return &cobra.Command{
		Use: use + " <correo>", Short: short, Args: cobra.ExactArgs(1),
		Example: "  integrador user " + use + " ana@demo.com",
		RunE: withStore(func(cmd *cobra.Command, args []string, _ config.Config, store *postgres.Store) error {
			err := people.SetActive(cmd.Context(), store, userRef(cmd, args), active)
			sentence := args[0] + " quedó de baja y sus sesiones terminaron."
			if active {
				sentence = args[0] + " puede volver a entrar."
			}
			return showUser(cmd, err, map[string]any{"email": args[0], "is_active": active}, "", sentence)
		}),
	}
}

func newUserRoles() *cobra.Command {
	return &cobra.Command{
		Use: "roles <correo> [ROL@sucursal…]", Args: cobra.MinimumNArgs(1),
		Short:   "Deja a una persona con estos roles y ningún otro; sin ninguno se los quita todos",
		Example: "  integrador user roles ana@demo.com WAITER@centro MANAGER@godoy-cruz",
		RunE: withStore(func(cmd *cobra.Command, args []string, _ config.Config, store *postgres.Store) error {
			err := people.SetRoles(cmd.Context(), store, userRef(cmd, args), args[1:])
			sentence := fmt.Sprintf("%s tiene ahora %d roles; tiene que ingresar de nuevo.", args[0], len(args)-1)
			return showUser(cmd, err, map[string]any{"email": args[0], "roles": args[1:]}, "", sentence)
		}),
	}
}

func userRef(cmd *cobra.Command, args []string) people.Ref {
	return people.Ref{Email: args[0], Tenant: text(cmd, "tenant")}
}

func passwordFlag(cmd *cobra.Command) {
	cmd.Flags().Bool("password-stdin", false, "lee la contraseña de la entrada: un argumento lo vería toda la máquina")
}

// readPassword reads a password, or generates one, which has to be shown.
func readPassword(cmd *cobra.Command) (secret, generated string, err error) {
	if given, _ := cmd.Flags().GetBool("password-stdin"); !given {
		generated = rand.Text()[:16]
		return generated, generated, nil
	}
	line, err := bufio.NewReader(io.LimitReader(cmd.InOrStdin(), 1<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", "", fmt.Errorf("leer la contraseña: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), "", nil
}

func showUser(cmd *cobra.Command, err error, value map[string]any, generated, sentence string) error {
	if generated != "" {
		value["password"] = generated
		sentence += "\nContraseña, que no se vuelve a mostrar: " + generated
	}
	return showText(cmd, err, value, "%s", sentence)
}
