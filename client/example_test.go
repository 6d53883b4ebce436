package client_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"integrador/client"
)

// A diner sits down, orders a dish and follows the table until it is closed.
func Example() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt) //nolint:forbidigo // an example has no caller
	defer stop()
	c := client.New(client.Config{API: "http://localhost:8000", Gateway: "ws://localhost:8001"})
	seat, err := c.OpenTableSession(ctx, 12)
	if err != nil {
		fmt.Println(err) //nolint:forbidigo // an example prints
		return
	}
	phone := c.WithTableToken(seat.TableToken).WithDevice("ana's phone")
	socket := phone.Listen(ctx, client.Subscription{
		Kind:    client.DinerSocket,
		OnEvent: func(e client.Event) { fmt.Println(e.Seq, e.Type) }, //nolint:forbidigo // as above
	})
	defer socket.Close()
	_, err = phone.SubmitRound(ctx, client.SubmitRoundRequest{Items: []client.RoundItemInput{{ProductID: 3, Qty: 2}}})
	if client.HasCode(err, "product_unavailable") {
		fmt.Println("sin stock") //nolint:forbidigo // as above
	}
	<-socket.Done() // the table was closed
}

// A waiter logs in and lists the tables. An expired access token renews itself.
func ExampleClient_LogIn() {
	ctx := context.Background() //nolint:forbidigo // an example has no caller
	c := client.New(client.Config{API: "http://localhost:8000"})
	waiter, err := c.LogIn(ctx, "waiter@demo.com", "waiter123")
	if err != nil {
		fmt.Println(err) //nolint:forbidigo // an example prints
		return
	}
	tables, err := waiter.ListFloorTables(ctx, client.ListFloorTablesQuery{BranchID: 1})
	if err != nil {
		fmt.Println(client.StatusOf(err), err) //nolint:forbidigo // as above
		return
	}
	for _, t := range tables {
		fmt.Println(t.Code, t.Status) //nolint:forbidigo // as above
	}
}
