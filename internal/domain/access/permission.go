package access

// Permission is a right of an API key. A key has no role: it reads what its permissions
// name, in its branches.
type Permission string

// The permissions.
const (
	ReadMenu    Permission = "menu:read"    // catalogue, prices, allergens
	ReadFloor   Permission = "floor:read"   // branches, sectors, tables
	ReadOrders  Permission = "orders:read"  // open rounds
	ReadReports Permission = "reports:read" // sales
)

// Permissions lists all permissions.
var Permissions = []Permission{ReadMenu, ReadFloor, ReadOrders, ReadReports}
