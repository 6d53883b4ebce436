package mpsim

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// kind says how sure the real behaviour is.
type kind string

const (
	choice   kind = "choice"     // nobody outside knows, or the sources disagree
	departs  kind = "difference" // it is known, and the simulator does otherwise
	left     kind = "missing"    // the real service has it and the simulator does not
	optional kind = "adjustable" // nobody knows, and a setting gives the other reading
)

// difference is one thing in which the simulator may not be the real service.
type difference struct {
	topic string
	kind  kind
	says  string
}

// differences are all that are known. docs/simulator-differences.md is written
// from this table.
var differences = []difference{
	{"Preferences", choice, "Creating twice with one X-Idempotency-Key creates two: no reference documents the key for this call, though every SDK sends one."},
	{"Preferences", choice, "`init_point` leads to the simulator and `sandbox_init_point` is the same; the real ones lead to mercadopago.com.ar."},
	{"Preferences", departs, "The `dev` profile takes http and addresses of this machine in back_urls and notification_url; `strict` drops the former in silence and refuses the latter, as the service does."},
	{"Preferences", choice, "http back_urls are dropped before auto_return is looked at, which is why they answer invalid_auto_return."},
	{"Preferences", choice, "auto_return may be `approved` or `all`, and only approved payments go back on their own with either: the sources disagree on the second."},
	{"Preferences", choice, "statement_descriptor is cut at 13 characters: the sources say 13, 16 and 22."},
	{"Preferences", choice, "At most 500 items, a quantity of 10,000 and a price of $ 1,000,000,000: the real limits depend on the account and are not published."},
	{"Preferences", choice, "`PUT …/expire` is only in the OpenAPI document; here it closes the preference at once."},
	{"Preferences", choice, "Another seller's answers 404; it might be 403."},
	{"Preferences", left, "No tracks, differential pricing, shipments, coupons or processing modes: they are ignored without an error."},
	{"Payments", optional, "Another seller's payment answers 404 code 2000; with `forbid_foreign`, 403 code 4. The sources say both."},
	{"Payments", optional, "A new payment is visible at once; `visible_after_ms` and `searchable_after_ms` delay GET and search. The real lag is not documented."},
	{"Payments", optional, "The fee is 5 %, just a number and nobody's tariff; `fee_basis_points` changes it. There are no withholdings or taxes."},
	{"Payments", choice, "The holder UNSU is refused with cc_rejected_other_reason and TEST is approved: no source gives their codes."},
	{"Payments", choice, "money_release_date is the date of approval; the real one depends on the contract."},
	{"Payments", choice, "Two changes within a millisecond get different values of date_last_updated, in order."},
	{"Payments", choice, "A rejected payment never revives: the next try is another payment of the same preference."},
	{"Payments", choice, "binary_mode turns what would be pending into rejected and offers no cash vouchers."},
	{"Payments", left, "Only payments of Checkout Pro: nothing is created by POST /v1/payments, there are no captures or instalments, and the currency is always ARS."},
	{"Payments", choice, "A cash voucher expires after 3 days and whatever else is pending after 30; the real voucher's life depends on the method and on date_of_expiration."},
	{"Search", choice, "The highest limit is 100 and the longest range 366 days (error 9062); sort and criteria may be left out, though the OpenAPI document requires them."},
	{"Refunds", optional, "The same key with another amount answers 409 idempotency_key_already_used; a key is remembered for 24 hours (`refund_key_hours`). No source gives the time for refunds."},
	{"Refunds", choice, "More than what is left answers 400 code 2085, and no balance 400 code 2032: the real codes are not known."},
	{"Refunds", optional, "They are immediate; with `refunds_in_process` they wait for the operator, and without X-Render-In-Process-Refunds they answer 400."},
	{"Refunds", departs, "Real test accounts were answered 403 by the PolicyAgent when refunding by API; here it works, and the fault `403_policy` imitates it."},
	{"Chargebacks", choice, "The names of their fields come from two sources that do not agree: both are given. Until it is decided, coverage_applied is null."},
	{"Chargebacks", left, "No documents can be uploaded."},
	{"Merchant orders", choice, "They are computed from the preference and its payments; order_status uses the words of the reference, not those of the OpenAPI document."},
	{"Notifications", optional, "Retries follow the table of 15 min, 30 min, 6 h, 48 h and 96 h; `retry_table` picks another of the published ones or one of your own."},
	{"Notifications", optional, "Each retry is signed anew under the same x-request-id; with `keep_signature` it repeats the first signature. What the real ones do is not known."},
	{"Notifications", choice, "ts is in milliseconds of the machine's clock even when the simulator's was moved: whoever validates has no other."},
	{"Notifications", choice, "The secret is that of the application that created the preference, with tokens of OAuth, too."},
	{"Notifications", choice, "live_mode of the notification is always false, as in the official sample; the payment's tells the truth."},
	{"Notifications", choice, "Without source_news a new payment sends four messages (IPN of the order, IPN of the payment, webhook, IPN of the order), as was seen once; a change sends the IPN of the payment and the webhook."},
	{"Notifications", choice, "The signature of an IPN cannot be validated: it uses a key that nobody has."},
	{"Notifications", choice, "Chargebacks are told to the application's address only, because topics are chosen there; a preference's own hears of them as payment.updated. Their action is called chargeback.updated."},
	{"Notifications", departs, "Only addresses of this machine and private ones are notified: the simulator is no way to reach others."},
	{"OAuth", optional, "After a refresh the earlier access token works until it expires; `revoke_on_refresh` ends it. The refresh token always stops working."},
	{"OAuth", choice, "Errors answer 400; a client without client_id is known by the application's own access token, as the Go SDK does it."},
	{"OAuth", choice, "data.id of mp-connect is the client_id. Saying no goes back with error=access_denied."},
	{"OAuth", departs, "The consent page asks for no password: the seller is chosen. In the `dev` profile an application without redirect_uris may return to any address of this machine."},
	{"Pay page", departs, "It asks for no card number or document: a test card is chosen, and the holder's name that decides the result."},
	{"Pay page", choice, "A link that was paid can be paid again, with a warning; one form sent twice pays once."},
	{"Pay page", choice, "It goes back on its own after 5 seconds; the real one may take 40."},
	{"Errors", choice, "An expired or revoked token answers 401 code 7, as one that never was. It might be a 403 of the PolicyAgent."},
	{"Errors", choice, "There is no rate limit: the real one is not published. The fault `429` imitates one."},
	{"Errors", choice, "The bodies of internal_error, service_unavailable and the HTML of 502 are samples: the real ones vary."},
	{"Control API", departs, "It listens wherever the simulator does and is guarded by its token alone."},
}

// Differences is docs/simulator-differences.md: what is known of how the simulator
// differs from Mercado Pago, and every status that each call may give.
func Differences() string {
	var out strings.Builder
	out.WriteString("# Where the simulator is not Mercado Pago\n\n")
	out.WriteString("`make generate` writes this from the tables of internal/dev/mpsim. A *choice* is something that nobody outside Mercado Pago knows, or\n" +
		"on which the sources disagree; *adjustable* is the same with a setting for the other reading; a *difference* is known; what is\n" +
		"*missing* is not there.\n\n")
	out.WriteString("| about | kind | what the simulator does |\n|---|---|---|\n")
	for _, d := range differences {
		fmt.Fprintf(&out, "| %s | %s | %s |\n", d.topic, d.kind, d.says)
	}
	out.WriteString("\n## The calls\n\nNone answers with a status that is not here; 401 goes for all but the last one.\n\n| call | statuses | who says that it exists |\n|---|---|---|\n")
	for _, e := range endpoints {
		statuses := make([]string, len(e.statuses))
		for i, status := range e.statuses {
			statuses[i] = strconv.Itoa(status)
		}
		fmt.Fprintf(&out, "| `%s %s` | %s | %s |\n", e.method, e.path, strings.Join(statuses, ", "), e.source)
	}
	out.WriteString("\n## What can go wrong\n\n")
	fmt.Fprintf(&out, "- Sample answers (`preset`): %s.\n", strings.Join(slices.Sorted(maps.Keys(presets)), ", "))
	fmt.Fprintf(&out, "- Bodies of a wrong type (`wrong_type`): %s.\n", strings.Join(slices.Sorted(maps.Keys(spoilers)), ", "))
	fmt.Fprintf(&out, "- Notifications (`mode`): %s.\n", strings.Join(ruleModes, ", "))
	fmt.Fprintf(&out, "- Chaos profiles: %s.\n", strings.Join(slices.Sorted(maps.Keys(profiles)), ", "))
	return out.String()
}
