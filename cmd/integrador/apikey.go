package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"integrador/internal/domain/access"
	"integrador/internal/operator"
	"integrador/internal/operator/apikeys"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
	"integrador/internal/platform/token"
)

func newAPIKey() *cobra.Command {
	cmd := withJSON(&cobra.Command{
		Use: "apikey", Short: "Las claves de los programas de un restaurante",
		Long: "Una clave lee lo que sus permisos nombran, en sus sucursales. Su valor se muestra una sola vez; " +
			"acá solo queda su huella.",
	})
	cmd.PersistentFlags().String("tenant", "", "restaurante (slug), si hay varios")
	cmd.PersistentFlags().String("by", "", "correo del administrador en cuyo nombre se hace; vacío: el primero")
	cmd.AddCommand(newAPIKeyList(), newAPIKeyCreate(), newAPIKeyRotate(), newAPIKeyRevoke())
	return cmd
}

func newAPIKeyList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Lista las claves, sin sus valores", Args: cobra.NoArgs,
		Example: "  integrador apikey list --tenant buen-sabor",
		RunE: withKeys(func(cmd *cobra.Command, _ []string, keys apikeys.Keys) error {
			all, err := keys.List(cmd.Context(), text(cmd, "tenant"))
			return show(cmd, err, all, func(out io.Writer) {
				for _, k := range all {
					fmt.Fprintf(out, "%-6d %-24s %-18s %-40s %s\n",
						k.ID, k.Name, token.APIKeyPrefix+k.Lookup, strings.Join(k.Permissions, " "), keyState(k))
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "%d claves.\n", len(all))
			})
		}),
	}
}

func keyState(k operator.APIKey) string {
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
	var r apikeys.Request
	var life time.Duration
	cmd := &cobra.Command{
		Use: "create", Short: "Crea una clave y muestra su valor esta única vez", Args: cobra.NoArgs,
		Example: "  integrador apikey create --tenant buen-sabor --name Fiscal --permission reports:read --expires 8760h\n" +
			"  integrador apikey create --tenant buen-sabor --name Salón --permission orders:read --branch centro\n" +
			"  integrador apikey create --tenant buen-sabor --name Balanza --permission menu:read --signed",
		RunE: withKeys(func(cmd *cobra.Command, _ []string, keys apikeys.Keys) error {
			if life > 0 {
				r.ExpiresAt = new(time.Now().Add(life))
			}
			created, err := keys.Create(cmd.Context(), keyAdmin(cmd), r)
			return showKey(cmd, err, created, "")
		}),
	}
	f := cmd.Flags()
	f.StringVar(&r.Name, "name", "", "para qué programa es")
	f.StringArrayVar(&r.Permissions, "permission", nil,
		fmt.Sprintf("qué puede leer, de %s; se puede repetir", access.Permissions))
	f.StringArrayVar(&r.Branches, "branch", nil, "sucursal (slug); sin ninguna, todas")
	f.BoolVar(&r.Signed, "signed", false,
		"sus pedidos tienen que venir firmados: muestra también, esta única vez, el secreto con que firma")
	f.DurationVar(&life, "expires", 0, "cuánto vale, como 720h; 0: hasta que se anule")
	return cmd
}

func newAPIKeyRotate() *cobra.Command {
	return &cobra.Command{
		Use: "rotate <número>", Short: "Reemplaza una clave; la anterior vale un día más", Args: cobra.ExactArgs(1),
		Example: "  integrador apikey rotate 3 --tenant buen-sabor",
		RunE: withKeys(func(cmd *cobra.Command, args []string, keys apikeys.Keys) error {
			id, err := keyID(args[0])
			if err != nil {
				return err
			}
			created, err := keys.Rotate(cmd.Context(), keyAdmin(cmd), id)
			return showKey(cmd, err, created, fmt.Sprintf(" Reemplaza a la %d, que vale 24 horas más.", id))
		}),
	}
}

func newAPIKeyRevoke() *cobra.Command {
	return &cobra.Command{
		Use: "revoke <número>", Short: "Anula una clave en el acto", Args: cobra.ExactArgs(1),
		Example: "  integrador apikey revoke 3 --tenant buen-sabor",
		RunE: withKeys(func(cmd *cobra.Command, args []string, keys apikeys.Keys) error {
			id, err := keyID(args[0])
			if err != nil {
				return err
			}
			err = keys.Revoke(cmd.Context(), keyAdmin(cmd), id)
			return showText(cmd, err, map[string]any{"id": id, "revoked": true}, "La clave %d ya no abre nada.", id)
		}),
	}
}

// withKeys gives a command the API keys.
func withKeys(run func(cmd *cobra.Command, args []string, keys apikeys.Keys) error) runner {
	return withStore(func(cmd *cobra.Command, args []string, cfg config.Config, store *postgres.Store) error {
		box, err := cfg.Credentials.Box()
		if err != nil {
			return err
		}
		return run(cmd, args, apikeys.Keys{Store: store, Box: box})
	})
}

func keyID(arg string) (int64, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q no es el número de una clave: están en integrador apikey list", arg)
	}
	return id, nil
}

func keyAdmin(cmd *cobra.Command) apikeys.Admin {
	return apikeys.Admin{Tenant: text(cmd, "tenant"), Email: text(cmd, "by")}
}

func showKey(cmd *cobra.Command, err error, k apikeys.Created, more string) error {
	sentence := fmt.Sprintf("Clave %d, que no se vuelve a mostrar:\n%s\n", k.ID, k.Key)
	if k.SigningSecret != nil {
		sentence += fmt.Sprintf("Secreto con que firma sus pedidos, que tampoco:\n%s\n", *k.SigningSecret)
	}
	return showText(cmd, err, k, "%sVa en la cabecera X-API-Key.%s", sentence, more)
}
