package postgres

import (
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

// A sealed secret (secretbox) can be opened with the same binding only.

// TokenBinding is the binding of a provider token.
func TokenBinding(tenant, seller int64, field string) string {
	return fmt.Sprintf("provider_connection/%d/%d/%s", tenant, seller, field)
}

// SecretBinding is the binding of a connection's signing secret.
func SecretBinding(tenant, seller int64, label string) string {
	return fmt.Sprintf("connection_secret/%d/%d/%s", tenant, seller, label)
}

// AttemptBinding is the binding of a secret of an attempt to connect.
func AttemptBinding(attempt uuid.UUID, field string) string {
	return "connection_attempt/" + attempt.String() + "/" + field
}

// APIKeyBinding is the binding of an API key's signing secret.
func APIKeyBinding(lookup string) string { return "api-key/" + lookup + "/signing" }

// FactorBinding is the binding of a person's second factor.
func FactorBinding(user int64) string {
	return "app_user/" + strconv.FormatInt(user, 10) + "/totp_secret"
}
