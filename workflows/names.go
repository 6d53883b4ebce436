package workflows

import (
	"fmt"
	"strconv"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"

	"integrador/internal/domain/tablesession"
)

// TaskQueue is where workers take the floor's work from, unless configured
// otherwise. Payments have their own so that a slow provider holds up nobody.
const TaskQueue = "table-sessions"

// PaymentsQueue is the task queue of calls to the provider.
func PaymentsQueue(queue string) string { return queue + "-payments" }

// The workflows' names.
const (
	tableSession  = "TableSession"
	paymentWatch  = "PaymentWatch"
	webhookNotice = "WebhookNotice"
	connection    = "ProviderConnection"
	refund        = "Refund"
)

// openTable is the update that opens a session or joins the one there is; every
// other update is named by its command in dining.
const openTable = "open_table"

// What a payment watch understands: the update looks for money at once and waits
// for what is found; the signal, of the session's, says that nobody should pay any more.
const (
	lookNow   = "look_now"
	closePage = "let_go"
)

// sessionQuery shows the live state to an operator.
const sessionQuery = "sitting"

// SessionID names the workflow of a table's session.
func SessionID(table int64) string { return "table-session/" + strconv.FormatInt(table, 10) }

// TableOf is the table that a workflow ID names.
func TableOf(workflowID string) (int64, error) {
	n, found := strings.CutPrefix(workflowID, "table-session/")
	if !found {
		return 0, fmt.Errorf("%q names no table", workflowID)
	}
	return strconv.ParseInt(n, 10, 64)
}

// WatchID names the workflow that looks for a payment.
func WatchID(payment int64) string { return "payment-watch/" + strconv.FormatInt(payment, 10) }

// RefundID names the workflow of a refund.
func RefundID(refund int64) string { return "refund/" + strconv.FormatInt(refund, 10) }

// NoticeID names the workflow of a webhook notice.
func NoticeID(notice int64) string { return "mercadopago-notice/" + strconv.FormatInt(notice, 10) }

// ConnectionID names the workflow of a restaurant's link to its account.
func ConnectionID(tenant int64) string {
	return "mercadopago-connection/" + strconv.FormatInt(tenant, 10)
}

// The updates of a connection.
const (
	connectUpdate    = "connect"
	disconnectUpdate = "disconnect"
)

// The search attributes by which operators find a session.
var (
	attrTenant  = temporal.NewSearchAttributeKeyInt64("TenantId")
	attrBranch  = temporal.NewSearchAttributeKeyInt64("BranchId")
	attrTable   = temporal.NewSearchAttributeKeyKeyword("TableCode")
	attrSession = temporal.NewSearchAttributeKeyInt64("SessionId")
	attrStatus  = temporal.NewSearchAttributeKeyKeyword("SessionStatus")
)

// Message is what an update carries.
type Message[C tablesession.Command] struct {
	tablesession.Envelope
	Command C `json:"command"`
}

// SearchAttributes are the names and types that a Temporal namespace must know.
func SearchAttributes() map[string]enumspb.IndexedValueType {
	return map[string]enumspb.IndexedValueType{
		attrTenant.GetName(): attrTenant.GetValueType(), attrBranch.GetName(): attrBranch.GetValueType(),
		attrTable.GetName(): attrTable.GetValueType(), attrSession.GetName(): attrSession.GetValueType(),
		attrStatus.GetName(): attrStatus.GetValueType(),
	}
}
