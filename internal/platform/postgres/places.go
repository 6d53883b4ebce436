package postgres

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

// A sealed secret opens only for the place it was sealed for. These name them.

// TokenPlace is where a token belongs in the vault's eyes.
func TokenPlace(tenant, seller int64, field string) string {
	return fmt.Sprintf("provider_connection/%d/%d/%s", tenant, seller, field)
}

// SecretPlace is where a connection's signing secret belongs.
func SecretPlace(tenant, seller int64, label string) string {
	return fmt.Sprintf("connection_secret/%d/%d/%s", tenant, seller, label)
}

// AttemptPlace is where a secret of an attempt to connect belongs.
func AttemptPlace(attempt uuid.UUID, field string) string {
	return "connection_attempt/" + attempt.String() + "/" + field
}

// APIKeyPlace is where the signing secret of a program's key belongs.
func APIKeyPlace(lookup string) string { return "api-key/" + lookup + "/signing" }

// FactorPlace is where a person's second factor belongs.
func FactorPlace(user int64) string {
	return "app_user/" + strconv.FormatInt(user, 10) + "/totp_secret"
}
