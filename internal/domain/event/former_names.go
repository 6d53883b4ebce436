package event

// Former names of payloads.
type (
	RoundItemGone = DeletedItem
	RoundItemVoid = VoidedItem
	CartItemGone  = RemovedCartItem
	CartEmpty     = ClearedCart
	EntityGone    = DeletedEntity
)
