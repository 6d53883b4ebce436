package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"integrador/internal/operator/tenants"
	"integrador/internal/platform/config"
	"integrador/internal/platform/postgres"
)

func newTenant() *cobra.Command {
	cmd := withJSON(&cobra.Command{
		Use: "tenant", Short: "Los restaurantes: crear uno, con su primera sucursal y quien lo administra",
	})
	cmd.AddCommand(newTenantCreate())
	return cmd
}

func newTenantCreate() *cobra.Command {
	var n postgres.NewTenant
	cmd := &cobra.Command{
		Use: "create <nombre>", Args: cobra.ExactArgs(1),
		Short: "Crea un restaurante, su primera sucursal y su primer ADMIN",
		Long: "Sin --password-stdin inventa la contraseña de quien administra y la muestra esta única vez; " +
			"una que se adivina no se acepta.\nQueda en la auditoría, hecho por \"cli\". Lo demás (mesas, carta, personal) se carga desde el panel.",
		Example: "  integrador tenant create \"El Faro\" --slug el-faro --branch Puerto --branch-slug el-faro-puerto --admin laura@ejemplo.com\n" +
			"  pass laura | integrador tenant create \"El Faro\" --slug el-faro --admin laura@ejemplo.com --password-stdin",
		RunE: withStore(func(cmd *cobra.Command, args []string, _ config.Config, store *postgres.Store) error {
			n.Name = args[0]
			if n.BranchSlug == "" {
				n.BranchSlug = n.Slug
			}
			secret, generated, err := readPassword(cmd)
			if err != nil {
				return err
			}
			id, err := tenants.Create(cmd.Context(), store, n, secret)
			sentence := fmt.Sprintf("%s es el restaurante %d, con la sucursal %s. Lo administra %s: que entre y cambie su contraseña.",
				n.Name, id, n.BranchSlug, n.Admin.Email)
			value := map[string]any{"id": id, "slug": n.Slug, "branch": n.BranchSlug, "admin": n.Admin.Email}
			return showUser(cmd, err, value, generated, sentence)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&n.Slug, "slug", "", "cómo se llama en las direcciones, como el-faro")
	f.StringVar(&n.BranchName, "branch", "Sucursal principal", "nombre de la primera sucursal")
	f.StringVar(&n.BranchSlug, "branch-slug", "", "la sucursal en las direcciones y en los QR; vacío: como --slug")
	f.StringVar(&n.Timezone, "timezone", "America/Argentina/Mendoza", "zona horaria de la sucursal")
	f.StringVar(&n.Admin.Email, "admin", "", "correo de quien administra")
	f.StringVar(&n.Admin.FirstName, "first-name", "", "su nombre")
	f.StringVar(&n.Admin.LastName, "last-name", "", "su apellido")
	passwordFlag(cmd)
	return cmd
}
