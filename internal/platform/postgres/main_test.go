package postgres_test

import (
	"testing"

	"integrador/internal/dev/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }
