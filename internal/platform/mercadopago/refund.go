package mercadopago

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"integrador/internal/domain/money"
	"integrador/internal/domain/payments"
)

// keyNamespace is the namespace of the idempotency keys. If it changed, a refund that is
// being retried could be made twice.
var keyNamespace = uuid.MustParse("5b1f0c52-7c0d-4c39-9d2e-3f6f5a2c8e11")

type wireRefund struct {
	ID        number  `json:"id"`
	PaymentID number  `json:"payment_id"`
	Amount    *amount `json:"amount"`
	Status    text    `json:"status"`
	Reason    text    `json:"reason"`
	Created   instant `json:"date_created"`
}

func (w wireRefund) refund() payments.Refund {
	refund := payments.Refund{
		ID: int64(w.ID), PaymentID: int64(w.PaymentID),
		Status: string(w.Status), Reason: string(w.Reason), Created: w.Created.Time,
	}
	if w.Amount != nil {
		refund.Amount = money.Cents(*w.Amount)
	}
	return refund
}

func refunds(wire []wireRefund) []payments.Refund {
	list := make([]payments.Refund, len(wire))
	for i, one := range wire {
		list[i] = one.refund()
	}
	return list
}

// check refuses a refund other than the requested one; want nil means the rest of the
// payment.
func (w wireRefund) check(payment int64, want *money.Cents) error {
	switch {
	case w.ID <= 0 || w.Amount == nil || w.Status == "":
		return errors.New("refund without id, amount or status")
	case w.PaymentID != 0 && int64(w.PaymentID) != payment:
		return fmt.Errorf("asked to refund payment %d, got %d", payment, w.PaymentID)
	case want != nil && money.Cents(*w.Amount) != *want:
		return fmt.Errorf("asked to refund %d cents, got %d", *want, *w.Amount)
	}
	return nil
}

// RefundPayment refunds with an idempotency key made of the payment and the caller's
// key, so that retries from any process are the same refund.
func (c *Client) RefundPayment(ctx context.Context, id int64, cents *money.Cents, key string) (payments.Refund, error) {
	const op = "refund payment"
	request := struct {
		Amount *amount `json:"amount,omitempty"`
	}{(*amount)(cents)}
	if key == "" || (cents != nil && *cents <= 0) {
		return payments.Refund{}, invalid(op, "a refund needs a key, and an amount above zero or none")
	}
	var wire wireRefund
	err := c.do(ctx, call{
		op:     op,
		method: http.MethodPost,
		path:   paymentPath(id) + "/refunds",
		body:   request,
		header: map[string]string{
			"X-Idempotency-Key":           refundKey(id, key),
			"X-Render-In-Process-Refunds": "true", // otherwise a refund in process looks like a refusal
		},
		timeout: refundTimeout,
		accept: func(body []byte) error {
			wire = wireRefund{}
			if err := json.Unmarshal(body, &wire); err != nil {
				return err
			}
			return wire.check(id, cents)
		},
	})
	if err != nil {
		return payments.Refund{}, err
	}
	return wire.refund(), nil
}

func refundKey(payment int64, key string) string {
	return idempotencyKey(fmt.Sprintf("refund:%d:%s", payment, key))
}

// idempotencyKey is the same for the same operation, in every process.
func idempotencyKey(operation string) string {
	return uuid.NewSHA1(keyNamespace, []byte(operation)).String()
}

// ListRefunds lists the refunds of a payment, oldest first.
func (c *Client) ListRefunds(ctx context.Context, id int64) ([]payments.Refund, error) {
	var wire []wireRefund
	err := c.do(ctx, call{
		op:      "list refunds",
		method:  http.MethodGet,
		path:    paymentPath(id) + "/refunds",
		timeout: readTimeout,
		accept: func(body []byte) error {
			wire = nil
			if err := json.Unmarshal(body, &wire); err != nil {
				return err
			}
			for _, one := range wire {
				if err := one.check(id, nil); err != nil {
					return err
				}
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	return refunds(wire), nil
}

func invalid(op, message string) error {
	return &payments.Error{Op: op, Kind: payments.Invalid, Message: message}
}
