package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"integrador/internal/domain/access"
	"integrador/internal/domain/money"
	"integrador/internal/domain/tablesession"
	"integrador/internal/platform/postgres"
	"integrador/internal/readmodel"
)

func (s *Server) paymentRoutes(r router) {
	handle(r, operation{
		ID: "verifyPayment", Method: http.MethodPost, Path: billingPath + "/payments/{payment_id}/verify", Access: staff(floorRoles...),
		Summary: "Pregunta a Mercado Pago por un pago ahora mismo y anota lo que haya.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound, http.StatusBadGateway},
	}, s.verifyPayment)
	handle(r, operation{
		ID: "cancelPayment", Method: http.MethodPost, Path: billingPath + "/payments/{payment_id}/cancel", Access: staff(floorRoles...),
		Summary: "Suelta la parte de la cuenta que alguien fue a pagar y no pagó.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.cancelPayment)
	handle(r, operation{
		ID: "refundPayment", Method: http.MethodPost, Path: billingPath + "/payments/{payment_id}/refund", Access: staff(managingRoles...),
		Summary: "Devuelve un pago, entero o en parte, también después de cerrar la mesa.",
		Errors:  []int{http.StatusBadRequest, http.StatusNotFound},
	}, s.refundPayment)
	handle(r, operation{
		ID: "listUnsettledMoney", Method: http.MethodGet, Path: billingPath + "/unsettled", Access: staff(managingRoles...).inBranch("branch_id"),
		Summary: "El dinero que alguien tiene que mirar: sin asignar, por devolver, en disputa, en cuarentena.",
	}, s.unsettled)
}

type paymentInput struct {
	PaymentPath
	Keyed
}

// verifyPayment is the operator's button. What it answers is what the books say
// after the provider was asked.
func (s *Server) verifyPayment(ctx context.Context, in *paymentInput) (*paymentOutput, error) {
	who := access.StaffFrom(ctx)
	p, err := s.store.PaymentFor(ctx, who, in.PaymentID)
	if err != nil {
		return nil, err
	}
	if err := s.look(ctx, who.TenantID, p.ID); err != nil {
		return nil, err
	}
	return s.payment(ctx, who.TenantID, p.ID)
}

func (s *Server) payment(ctx context.Context, tenant, payment int64) (*paymentOutput, error) {
	row, err := s.store.PaymentReceipt(ctx, payment, tenant)
	return &paymentOutput{paymentOf(row)}, postgres.Fault(err)
}

func (s *Server) cancelPayment(ctx context.Context, in *paymentInput) (*paymentOutput, error) {
	who := access.StaffFrom(ctx)
	p, err := s.store.PaymentFor(ctx, who, in.PaymentID)
	if err != nil {
		return nil, err
	}
	at := place{branch: p.BranchID, table: p.TableID, session: p.SessionID}
	if _, err := s.send(ctx, fromStaff(ctx, at, floorRoles, in.Keyed), tablesession.CancelIntent{IntentID: p.ID}); err != nil {
		return nil, err
	}
	return s.payment(ctx, who.TenantID, p.ID)
}

// RefundRequest asks for money of a payment to be given back. No amount is all
// that is left of it.
type RefundRequest struct {
	AmountCents money.Cents `json:"amount_cents" required:"false" minimum:"0"`
	Reason      string      `json:"reason" maxLength:"500"`
}

type refundInput struct {
	PaymentPath
	Keyed
	Body RefundRequest
}

// RefundResponse tells what was asked for, and what became of it so far.
type RefundResponse struct {
	PaymentResponse
	Refunds []readmodel.RefundOutput `json:"refunds" doc:"Todas las devoluciones de la cuenta; REQUESTED está en camino."`
}

type refundOutput struct {
	Body RefundResponse
}

func (s *Server) refundPayment(ctx context.Context, in *refundInput) (*refundOutput, error) {
	who := access.StaffFrom(ctx)
	p, err := s.store.PaymentFor(ctx, who, in.PaymentID)
	if err != nil {
		return nil, err
	}
	command := tablesession.RequestRefund{PaymentID: p.ID, Cents: in.Body.AmountCents, Reason: strings.TrimSpace(in.Body.Reason)}
	if err := s.refund(ctx, p, in.Keyed, command); err != nil {
		return nil, err
	}
	row, err := s.store.PaymentReceipt(ctx, p.ID, who.TenantID)
	if err != nil {
		return nil, postgres.Fault(err)
	}
	check, err := readmodel.CheckForStaff(ctx, s.store, who, p.CheckID)
	return &refundOutput{RefundResponse{paymentOf(row), check.Refunds}}, err
}

// refund goes through the session while it lives, and straight to the ledger when
// the table has gone home.
func (s *Server) refund(ctx context.Context, p postgres.PaymentRef, key Keyed, command tablesession.RequestRefund) error {
	e := fromStaff(ctx, place{branch: p.BranchID, table: p.TableID, session: p.SessionID}, managingRoles, key)
	if p.SessionStatus != string(tablesession.Closed) {
		_, err := s.send(ctx, e, command)
		return err
	}
	hash, err := e.hash(command)
	if err != nil {
		return err
	}
	env := tablesession.Envelope{SessionID: p.SessionID, Key: key.Key, Hash: hash, By: e.by, Request: requestFrom(ctx).id}
	late, err := s.store.RecordLate(ctx, postgres.RefOf(e.tenant, p), env, command, fmt.Sprintf("refund:%s", requestFrom(ctx).id))
	if err != nil {
		return err
	}
	s.announce(ctx, late.Events...)
	for _, o := range late.Session.RefundOrders() {
		if err := s.sessions.StartRefund(ctx, o); err != nil {
			s.log.WarnContext(ctx, "refund waits for the sweep", "refund_id", o.RefundID, "error", err)
		}
	}
	return nil
}

type unsettledInput struct {
	BranchID int64 `query:"branch_id" minimum:"0"`
}

type unsettledOutput struct {
	Body readmodel.Unsettled
}

func (s *Server) unsettled(ctx context.Context, in *unsettledInput) (*unsettledOutput, error) {
	all, err := readmodel.UnsettledMoney(ctx, s.store, access.StaffFrom(ctx), optional(in.BranchID))
	return &unsettledOutput{all}, err
}
