// Command reset deletes the data of the local services that live in the given
// directory, if none of them is running. `make reset` calls it.
//
// Imports: internal/dev/devservices.
package main

import (
	"fmt"
	"os"

	"integrador/internal/dev/devservices"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "uso: reset CARPETA")
		os.Exit(2)
	}
	if err := devservices.Reset(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "reset:", err)
		os.Exit(1)
	}
	fmt.Println("Listo: la próxima vez el restaurante de demostración se crea de nuevo.")
}
