// Command standalone runs the Mercado Pago simulator alone, for the clients in
// conformance/: it listens on a free port of this machine only, prints where and
// with which credentials as one line of JSON, and ends when its input does.
//
// Imports: internal/dev/mpsim.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"integrador/internal/dev/mpsim"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "standalone:", err)
		os.Exit(1)
	}
}

// hello is what whoever started the simulator has to know.
type hello struct {
	URL           string `json:"url"`
	AccessToken   string `json:"access_token"`
	AdminToken    string `json:"admin_token"`
	WebhookSecret string `json:"webhook_secret"`
	SellerID      int64  `json:"seller_id"`
	ClientID      string `json:"client_id"`
	ClientSecret  string `json:"client_secret"`
}

func run(input io.Reader, output io.Writer) error {
	ctx, stop := context.WithCancel(context.Background()) //nolint:forbidigo // this is main
	defer stop()
	said := hello{ //nolint:gosec // they open nothing but this simulator
		AccessToken: "APP_USR-conformance", AdminToken: "conformance", WebhookSecret: "whsec_sim_0123456789abcdef", SellerID: 724484980,
		ClientID: mpsim.DefaultClientID, ClientSecret: mpsim.DefaultClientSecret,
	}
	sim, err := mpsim.New(mpsim.Config{
		Token: said.AccessToken, SellerID: said.SellerID, WebhookSecret: said.WebhookSecret, AdminToken: said.AdminToken, Profile: mpsim.Dev,
	})
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: sim.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with the process
	delivering := make(chan error, 1)
	go func() { delivering <- sim.Run(ctx) }()

	said.URL = "http://" + listener.Addr().String()
	if err := json.NewEncoder(output).Encode(said); err != nil { //nolint:gosec // whoever started it needs them
		return err
	}
	_, err = io.Copy(io.Discard, input)
	stop()
	return errors.Join(err, server.Close(), <-delivering)
}
