package event

// Entity is told of ENTITY_CREATED and ENTITY_UPDATED.
type Entity struct {
	EntityType string `json:"entity_type"` // a name of catalog's kinds
	EntityID   int64  `json:"entity_id"`
	EntityName string `json:"entity_name"`
}

// EntityBack is told of ENTITY_CREATED where a restoration brought back several of
// one type: the first of them is the entity.
type EntityBack struct {
	Entity
	AffectedEntities []Affected `json:"affected_entities"` // the others
}

// EntityGone is told of ENTITY_DELETED.
type EntityGone struct {
	Entity
	AffectedEntities []Affected `json:"affected_entities"` // what went along; the first of them, if they are many
}

// Cascade is told of CASCADE_DELETE. Affected and AffectedEntities are the same
// list: clients read the one or the other.
type Cascade struct {
	EntityGone
	Affected      []Affected `json:"affected"`
	AffectedCount int        `json:"affected_count"` // of all that went along
}

// Affected is an entity that went along with another.
type Affected struct {
	Type string `json:"type"`
	ID   int64  `json:"id"`
	Name string `json:"name"`
}
