package api

import "github.com/danielgtaylor/huma/v2"

// The tags that the operations are grouped by in the OpenAPI document.
const (
	tagHealth      = "Estado del servicio"
	tagAuth        = "Ingreso del personal"
	tagPublic      = "Menú público"
	tagTable       = "Mesa y comensales"
	tagOrder       = "Carrito y rondas"
	tagCustomer    = "Clientes"
	tagKitchen     = "Cocina"
	tagFloor       = "Salón"
	tagBilling     = "Cuenta y pagos"
	tagMercadoPago = "Mercado Pago"
	tagCash        = "Caja y propinas"
	tagBranch      = "Restaurante y sucursales"
	tagStaff       = "Personal"
	tagMenu        = "Carta"
	tagRecipe      = "Ingredientes y recetas"
	tagStock       = "Depósito"
	tagReservation = "Reservas y envíos"
	tagReport      = "Informes e impresos"
	tagAudit       = "Auditoría y recuperación"
	tagProgram     = "Integraciones"
)

// tags describes them, in the order in which the document shows them.
func tags() []*huma.Tag {
	return []*huma.Tag{
		{Name: tagAuth, Description: "Entrar, renovar la sesión de trabajo, salir y el segundo factor."},
		{Name: tagPublic, Description: "Lo que cualquiera puede leer: sucursales, menú, alérgenos y productos."},
		{Name: tagTable, Description: "Abrir la mesa con su código QR, sumarse, llamar al mozo y opinar."},
		{Name: tagOrder, Description: "El carrito que la mesa comparte y las rondas que manda a la cocina."},
		{Name: tagCustomer, Description: "Clientes que quieren ser recordados, sus dispositivos y el chat de la carta."},
		{Name: tagKitchen, Description: "Rondas y comandas que la cocina prepara, y la disponibilidad de los productos."},
		{Name: tagFloor, Description: "El trabajo de quien atiende mesas: mesas, llamados, rondas, cuentas y cobros."},
		{Name: tagBilling, Description: "Pedir la cuenta, pagarla, devolver un pago y liberar la mesa."},
		{Name: tagMercadoPago, Description: "Cobrar con Mercado Pago: la conexión de la cuenta, los pagos y los avisos."},
		{Name: tagCash, Description: "Aperturas, movimientos y cierres de caja; propinas y cómo se reparten."},
		{Name: tagBranch, Description: "El restaurante, sus sucursales, sectores y mesas, con sus códigos QR."},
		{Name: tagStaff, Description: "Las personas que trabajan en el restaurante, sus roles y los sectores que atienden."},
		{Name: tagMenu, Description: "Categorías, productos, alérgenos, opciones, promociones y lo que cada sucursal no ofrece."},
		{Name: tagRecipe, Description: "Ingredientes, recetas y los textos con los que responde el chat de la carta."},
		{Name: tagStock, Description: "Insumos, movimientos, desperdicio, alertas, costos y proveedores."},
		{Name: tagReservation, Description: "Reservas de mesas y pedidos para llevar o para enviar."},
		{Name: tagReport, Description: "Ventas, pedidos, comandas, cuentas y el informe del día, para leer o imprimir."},
		{Name: tagAudit, Description: "Quién cambió qué, los datos personales y la restauración de lo borrado."},
		{Name: tagProgram, Description: "Claves de programas y avisos a otros sistemas."},
		{Name: tagHealth, Description: "Si el proceso y aquello de lo que depende funcionan."},
	}
}
