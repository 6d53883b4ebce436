package config

import "os"

// Given reports whether the process's environment names a variable. A service
// whose address is given is used; one whose address is not may be started.
func Given(name string) bool { return os.Getenv(name) != "" }
