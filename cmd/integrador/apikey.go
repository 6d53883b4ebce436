package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/app"
	"integrador/internal/domain/access"
	"integrador/internal/platform/token"
)

func newAPIKey() *cobra.Command {
	cmd := &cobra.Command{
		Use: "apikey", Short: "Las claves de los programas de un restaurante",
		Long: "Una clave lee lo que sus permisos nombran, en sus sucursales. Su valor se muestra una sola vez; acá solo queda su huella.",
	}
	cmd.PersistentFlags().String("tenant", "", "restaurante (slug), si hay varios")
	cmd.PersistentFlags().String("by", "", "correo del administrador en cuyo nombre se hace; vacío: el primero")
	jsonFlag(cmd.PersistentFlags())
	cmd.AddCommand(newAPIKeyList(), newAPIKeyCreate(), newAPIKeyRotate(), newAPIKeyRevoke())
	return cmd
}

func newAPIKeyList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Lista las claves, sin sus valores", Args: cobra.NoArgs, Example: "  integrador apikey list --tenant buen-sabor",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			keys, err := app.APIKeys(cmd.Context(), cfg, text(cmd, "tenant"))
			if err != nil {
				return err
			}
			if asJSON(cmd) {
				return writeJSON(cmd, keys)
			}
			for _, k := range keys {
				fmt.Fprintf(cmd.OutOrStdout(), "%-6d %-24s %-18s %-40s %s\n", k.ID, k.Name, token.APIKeyPrefix+k.Lookup, strings.Join(k.Permissions, " "), lifeOf(k))
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%d claves.\n", len(keys))
			return nil
		},
	}
}

func lifeOf(k app.APIKey) string {
	used := "sin usar"
	if k.LastUsedAt != nil {
		used = "usada " + k.LastUsedAt.Local().Format(time.DateTime)
	}
	switch {
	case k.RevokedAt != nil:
		return "anulada " + k.RevokedAt.Local().Format(time.DateTime)
	case k.ExpiresAt != nil:
		return used + ", vence " + k.ExpiresAt.Local().Format(time.DateTime)
	}
	return used
}

func newAPIKeyCreate() *cobra.Command {
	var w app.KeyWish
	var life time.Duration
	cmd := &cobra.Command{
		Use: "create", Short: "Crea una clave y muestra su valor esta única vez", Args: cobra.NoArgs,
		Example: "  integrador apikey create --tenant buen-sabor --name Facturación --permission reports:read --permission orders:read --branch centro --expires 8760h\n" +
			"  integrador apikey create --tenant buen-sabor --name Balanza --permission menu:read --signed",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := settings()
			if err != nil {
				return err
			}
			if life > 0 {
				w.ExpiresAt = new(time.Now().Add(life))
			}
			made, err := app.CreateAPIKey(cmd.Context(), cfg, inName(cmd), w)
			if err != nil {
				return err
			}
			return tellKey(cmd, made, "")
		},
	}
	f := cmd.Flags()
	f.StringVar(&w.Name, "name", "", "para qué programa es")
	f.StringArrayVar(&w.Permissions, "permission", nil, fmt.Sprintf("qué puede leer, de %s; se puede repetir", access.Permissions))
	f.StringArrayVar(&w.Branches, "branch", nil, "sucursal (slug); sin ninguna, todas")
	f.BoolVar(&w.Signed, "signed", false, "sus pedidos tienen que venir firmados: muestra también, esta única vez, el secreto con que firma")
	f.DurationVar(&life, "expires", 0, "cuánto vale, como 720h; 0: hasta que se anule")
	return cmd
}

func newAPIKeyRotate() *cobra.Command {
	return &cobra.Command{
		Use: "rotate <número>", Short: "Reemplaza una clave; la anterior vale un día más", Args: cobra.ExactArgs(1), Example: "  integrador apikey rotate 3 --tenant buen-sabor",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withKey(args[0], func(id int64) error {
				cfg, _, err := settings()
				if err != nil {
					return err
				}
				made, err := app.RotateAPIKey(cmd.Context(), cfg, inName(cmd), id)
				if err != nil {
					return err
				}
				return tellKey(cmd, made, fmt.Sprintf(" Reemplaza a la %d, que vale 24 horas más.", id))
			})
		},
	}
}

func newAPIKeyRevoke() *cobra.Command {
	return &cobra.Command{
		Use: "revoke <número>", Short: "Anula una clave en el acto", Args: cobra.ExactArgs(1), Example: "  integrador apikey revoke 3 --tenant buen-sabor",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withKey(args[0], func(id int64) error {
				cfg, _, err := settings()
				if err != nil {
					return err
				}
				if err := app.RevokeAPIKey(cmd.Context(), cfg, inName(cmd), id); err != nil {
					return err
				}
				if asJSON(cmd) {
					return writeJSON(cmd, map[string]any{"id": id, "revoked": true})
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "La clave %d ya no abre nada.\n", id)
				return err
			})
		},
	}
}

func withKey(arg string, do func(id int64) error) error {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		return fmt.Errorf("%q no es el número de una clave: están en integrador apikey list", arg)
	}
	return do(id)
}

func inName(cmd *cobra.Command) app.InName {
	return app.InName{Tenant: text(cmd, "tenant"), Email: text(cmd, "by")}
}

func tellKey(cmd *cobra.Command, made app.NewKey, more string) error {
	if asJSON(cmd) {
		return writeJSON(cmd, made)
	}
	text := fmt.Sprintf("Clave %d, que no se vuelve a mostrar:\n%s\n", made.ID, made.Key)
	if made.SigningSecret != nil {
		text += fmt.Sprintf("Secreto con que firma sus pedidos, que tampoco:\n%s\n", *made.SigningSecret)
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s%s\n", text, "Va en la cabecera X-API-Key."+more)
	return err
}
