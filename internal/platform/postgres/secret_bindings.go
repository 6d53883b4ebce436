package postgres

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

// A sealed secret opens only for the place it was sealed for. These name them.

// TokenBinding is where a token belongs in the vault's eyes.
func TokenBinding(tenant, seller int64, field string) string {
	return fmt.Sprintf("provider_connection/%d/%d/%s", tenant, seller, field)
}

// SecretBinding is where a connection's signing secret belongs.
func SecretBinding(tenant, seller int64, label string) string {
	return fmt.Sprintf("connection_secret/%d/%d/%s", tenant, seller, label)
}

// AttemptBinding is where a secret of an attempt to connect belongs.
func AttemptBinding(attempt uuid.UUID, field string) string {
	return "connection_attempt/" + attempt.String() + "/" + field
}

// APIKeyBinding is where the signing secret of a program's key belongs.
func APIKeyBinding(lookup string) string { return "api-key/" + lookup + "/signing" }

// FactorBinding is where a person's second factor belongs.
func FactorBinding(user int64) string {
	return "app_user/" + strconv.FormatInt(user, 10) + "/totp_secret"
}
