package mpsim

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"
)

// The topics of notifications.
const (
	topicPayment     = "payment"
	topicOrder       = "merchant_order"
	topicChargeback  = "topic_chargebacks_wh"
	topicFraud       = "stop_delivery_op_wh" // never repeated
	topicApplication = "mp-connect"
)

// notice is the body of a webhook.
type notice struct {
	Action   string     `json:"action"`
	Version  string     `json:"api_version"`
	Data     noticeData `json:"data"`
	Created  string     `json:"date_created"`
	ID       any        `json:"id"` // the notification's, a number or a string
	LiveMode bool       `json:"live_mode"`
	Type     string     `json:"type"`
	UserID   int64      `json:"user_id"`
}

type noticeData struct {
	ID        string `json:"id"`
	PaymentID int64  `json:"payment_id,omitempty"` // of a chargeback
}

// announce queues the notifications of a change to p. The caller holds the lock.
func (s *Server) announce(p *payment, action string) {
	for _, d := range s.messages(p, action) {
		s.queue(d)
	}
}

// messages are what one change sets off. A preference's own address without
// source_news also gets the old IPN, as a real payment was seen to: order,
// payment, webhook, order again.
func (s *Server) messages(p *payment, action string) []delivery {
	preference := s.state.Preferences[p.PreferenceID]
	webhook := delivery{Topic: topicPayment, Action: action, DataID: strconv.FormatInt(p.ID, 10), PaymentID: p.ID}
	target, err := url.Parse(preference.NotificationURL)
	if preference.NotificationURL == "" || err != nil || target.Query().Get("source_news") == "webhooks" {
		return []delivery{s.addressed(webhook, preference)}
	}
	payment, order := webhook, delivery{Topic: topicOrder, DataID: orderNumber(preference), PaymentID: p.ID}
	payment.IPN, order.IPN = true, true
	burst := []delivery{payment, webhook}
	if action == "payment.created" {
		burst = []delivery{order, payment, webhook, order}
	}
	if target.Query().Get("source_news") == "ipn" {
		burst = slices.DeleteFunc(burst, func(d delivery) bool { return !d.IPN })
	}
	for i := range burst {
		burst[i] = s.addressed(burst[i], preference)
	}
	return burst
}

// addressed fills in where a notification about a preference goes and who signs.
func (s *Server) addressed(d delivery, p *preference) delivery {
	d.SellerID, d.ClientID, d.Reference = p.CollectorID, p.ClientID, p.ExternalReference
	d.Target = p.NotificationURL
	if app := s.state.Apps[p.ClientID]; d.Target == "" && app != nil {
		d.Target = app.WebhookURL
	}
	return d
}

// notifyChargeback notifies the application's address, where topics can be chosen;
// a preference's own address receives only payments.
func (s *Server) notifyChargeback(p *payment, c *chargeback) {
	preference := s.state.Preferences[p.PreferenceID]
	d := s.addressed(delivery{
		Topic: topicChargeback, Action: "chargeback.updated", DataID: strconv.FormatInt(c.ID, 10), PaymentID: p.ID,
	}, preference)
	d.Target = ""
	if app := s.state.Apps[preference.ClientID]; app != nil {
		d.Target = app.WebhookURL
	}
	s.queue(d)
}

// notifyApplication notifies an application of what a seller allowed it.
func (s *Server) notifyApplication(app *application, sellerID int64, action string) {
	s.queue(delivery{
		Topic: topicApplication, Action: action, DataID: app.ClientID, SellerID: sellerID, ClientID: app.ClientID,
		Target: app.WebhookURL,
	})
}

// queue numbers a notification, applies the rules to it and puts it in the queue. The
// caller holds the lock.
func (s *Server) queue(d delivery) {
	if d.Target == "" {
		return
	}
	s.state.Last.Notification++
	d.NotificationID, d.RequestID, d.State = s.state.Last.Notification, uuid.NewString(), waiting
	d.Created = s.now()
	d.NextAt = d.Created
	for _, one := range s.applyRules(d) {
		s.enqueue(one)
	}
}

func (s *Server) enqueue(d delivery) *delivery {
	s.state.Last.Delivery++
	d.ID = s.state.Last.Delivery
	s.state.Deliveries = append(s.state.Deliveries, &d)
	s.keep(change{Delivery: &d})
	s.forgetOld()
	s.wakeSender()
	return &d
}

// body is what is sent, byte for byte.
func (d *delivery) body(textID bool) ([]byte, error) {
	if d.IPN {
		resource := d.DataID
		if d.Topic == topicOrder {
			resource = "https://api.mercadolibre.com/merchant_orders/" + d.DataID
		}
		return json.Marshal(struct {
			Resource string `json:"resource"`
			Topic    string `json:"topic"`
		}{resource, d.Topic})
	}
	data := noticeData{ID: d.DataID}
	if d.Topic == topicChargeback {
		data.PaymentID = d.PaymentID
	}
	var id any = d.NotificationID
	if textID {
		id = strconv.FormatInt(d.NotificationID, 10)
	}
	return json.Marshal(notice{
		Action: d.Action, Version: "v1", Data: data, Created: d.Created.Format("2006-01-02T15:04:05Z"),
		ID: id, Type: d.Topic, UserID: d.SellerID,
	})
}

// address adds what Mercado Pago adds to the query that was there.
func (d *delivery) address() (string, error) {
	target, err := url.Parse(d.Target)
	if err != nil {
		return "", err
	}
	added := "data.id=" + url.QueryEscape(d.DataID) + "&type=" + d.Topic
	if d.IPN {
		added = "topic=" + d.Topic + "&id=" + url.QueryEscape(d.DataID)
	}
	if target.RawQuery != "" {
		added = target.RawQuery + "&" + added
	}
	target.RawQuery = added
	return target.String(), nil
}
