package config

// RateLimits are requests per minute. Each limit is per person (a token, or an
// e-mail when logging in). A restaurant's guests share one public address, so
// an address has PerAddressFactor times the limit.
type RateLimits struct {
	Login         int     `env:"LOGIN_RATE_LIMIT" envDefault:"5" about:"intentos de entrada por LOGIN_RATE_WINDOW"`
	LoginWindow   Seconds `env:"LOGIN_RATE_WINDOW" envDefault:"60" about:"ventana de LOGIN_RATE_LIMIT, en segundos"`
	Refresh       int     `env:"RATE_LIMIT_REFRESH" envDefault:"5" about:"renovar el token"`
	Logout        int     `env:"RATE_LIMIT_LOGOUT" envDefault:"10" about:"salir"`
	TableSession  int     `env:"RATE_LIMIT_TABLE_SESSION" envDefault:"30" about:"abrir o retomar una mesa"`
	DinerRegister int     `env:"RATE_LIMIT_DINER_REGISTER" envDefault:"20" about:"sumarse a la mesa"`
	RoundSubmit   int     `env:"RATE_LIMIT_ROUND_SUBMIT" envDefault:"10" about:"enviar una ronda"`
	ServiceCall   int     `env:"RATE_LIMIT_SERVICE_CALL" envDefault:"10" about:"llamar al mozo"`
	Cart          int     `env:"RATE_LIMIT_CART" envDefault:"60" about:"leer el carrito"`
	CartChange    int     `env:"RATE_LIMIT_CART_CHANGE" envDefault:"60" about:"agregar, cambiar o quitar algo del carrito"`
	CheckRequest  int     `env:"RATE_LIMIT_CHECK_REQUEST" envDefault:"10" about:"pedir la cuenta"`
	Cash          int     `env:"RATE_LIMIT_CASH" envDefault:"20" about:"cobrar en efectivo"`
	MPPreference  int     `env:"RATE_LIMIT_MP_PREFERENCE" envDefault:"5" about:"iniciar un pago con Mercado Pago"`
	Webhook       int     `env:"RATE_LIMIT_WEBHOOK" envDefault:"600" about:"avisos de Mercado Pago, por dirección"`
	Connection    int     `env:"RATE_LIMIT_CONNECTION" envDefault:"20" about:"conectar o desconectar la cuenta de Mercado Pago"`
	TwoFactor     int     `env:"RATE_LIMIT_TWO_FACTOR" envDefault:"5" about:"probar un código de verificación en dos pasos"`
	Menu          int     `env:"RATE_LIMIT_MENU" envDefault:"100" about:"leer el menú público"`
	Chat          int     `env:"RATE_LIMIT_CHAT" envDefault:"20" about:"preguntar en el chat"`

	PerAddressFactor int `env:"RATE_LIMIT_PER_ADDRESS_FACTOR" envDefault:"30" about:"cuántas personas puede haber detrás de una IP: multiplica cada límite"`
}

// PerAddress is the limit of an address, given that of one person.
func (r RateLimits) PerAddress(perPerson int) int { return perPerson * r.PerAddressFactor }
