package httpx

import "github.com/danielgtaylor/huma/v2"

// The tags that the operations are grouped by in the OpenAPI document.
const (
	TagHealth      = "Estado del servicio"
	TagAuth        = "Ingreso del personal"
	TagPublic      = "Menú público"
	TagTable       = "Mesa y comensales"
	TagOrder       = "Carrito y rondas"
	TagCustomer    = "Clientes"
	TagKitchen     = "Cocina"
	TagFloor       = "Salón"
	TagBilling     = "Cuenta y pagos"
	TagMercadoPago = "Mercado Pago"
	TagCash        = "Caja y propinas"
	TagBranch      = "Restaurante y sucursales"
	TagStaff       = "Personal"
	TagMenu        = "Carta"
	TagRecipe      = "Ingredientes y recetas"
	TagStock       = "Depósito"
	TagReservation = "Reservas y envíos"
	TagReport      = "Informes e impresos"
	TagAudit       = "Auditoría y recuperación"
	TagProgram     = "Integraciones"
)

// tags describes them, in the order in which the document shows them.
func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: TagAuth, Description: "Entrar, renovar la sesión de trabajo, salir y el segundo factor."},
		{Name: TagPublic, Description: "Lo que cualquiera puede leer: sucursales, menú, alérgenos y productos."},
		{Name: TagTable, Description: "Abrir la mesa con su código QR, sumarse, llamar al mozo y opinar."},
		{Name: TagOrder, Description: "El carrito que la mesa comparte y las rondas que manda a la cocina."},
		{Name: TagCustomer, Description: "Clientes que quieren ser recordados, sus dispositivos y el chat de la carta."},
		{Name: TagKitchen, Description: "Rondas y comandas que la cocina prepara, y la disponibilidad de los productos."},
		{Name: TagFloor, Description: "El trabajo de quien atiende mesas: mesas, llamados, rondas, cuentas y cobros."},
		{Name: TagBilling, Description: "Pedir la cuenta, pagarla, devolver un pago y liberar la mesa."},
		{Name: TagMercadoPago, Description: "Cobrar con Mercado Pago: la conexión de la cuenta, los pagos y los avisos."},
		{Name: TagCash, Description: "Aperturas, movimientos y cierres de caja; propinas y cómo se reparten."},
		{Name: TagBranch, Description: "El restaurante, sus sucursales, sectores y mesas, con sus códigos QR."},
		{Name: TagStaff, Description: "Las personas que trabajan en el restaurante, sus roles y los sectores que atienden."},
		{
			Name:        TagMenu,
			Description: "Categorías, productos, alérgenos, opciones, promociones y lo que cada sucursal no ofrece.",
		},
		{Name: TagRecipe, Description: "Ingredientes, recetas y los textos con los que responde el chat de la carta."},
		{Name: TagStock, Description: "Insumos, movimientos, desperdicio, alertas, costos y proveedores."},
		{Name: TagReservation, Description: "Reservas de mesas y pedidos para llevar o para enviar."},
		{Name: TagReport, Description: "Ventas, pedidos, comandas, cuentas y el informe del día, para leer o imprimir."},
		{Name: TagAudit, Description: "Quién cambió qué, los datos personales y la restauración de lo borrado."},
		{Name: TagProgram, Description: "Claves de programas y avisos a otros sistemas."},
		{Name: TagHealth, Description: "Si el proceso y aquello de lo que depende funcionan."},
	}
}
