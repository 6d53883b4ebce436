package access

// Permission is what a restaurant's own program may do with its key. A key has no
// role: it reads what its permissions name, in its branches.
type Permission string

// The permissions.
const (
	ReadMenu    Permission = "menu:read"    // catalogue, prices, allergens
	ReadFloor   Permission = "floor:read"   // branches, sectors, tables
	ReadOrders  Permission = "orders:read"  // rounds in the making
	ReadReports Permission = "reports:read" // sales

)

// Permissions are all of them.
var Permissions = []Permission{ReadMenu, ReadFloor, ReadOrders, ReadReports}
