package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/api/apitest"
	"integrador/api/diner"
	"integrador/api/httpx"
)

// parrot is a Model that says what it is asked to. It remembers what it was asked.
type parrot struct {
	mu     sync.Mutex
	says   string
	err    error
	heard  []string
	silent bool
}

func (p *parrot) Answer(_ context.Context, instructions, question string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, instructions+"\n"+question)
	return p.says, p.err
}

func (p *parrot) Available(context.Context) bool { return !p.silent }

func (p *parrot) Model() string { return "loro" }

const carte = `
UPDATE product SET description = 'Nalga empanada con papas fritas' WHERE id = 300;
UPDATE product SET description = 'De huevo, con dulce de leche' WHERE id = 301;
UPDATE allergen SET description = 'Trigo, avena, cebada y centeno' WHERE id = 70;
INSERT INTO product_allergen (tenant_id, product_id, allergen_id, presence_type) VALUES (1, 302, 70, 'may_contain');
INSERT INTO knowledge_document (tenant_id, branch_id, title, content) VALUES
  (1, NULL, 'Estacionamiento', 'Hay cochera propia en la esquina, sin cargo.'),
  (1, 11, 'Terraza', 'La terraza del norte abre de noche.'),
  (2, NULL, 'canary', 'canary tiene cochera y milanesa');`

// newChat is a floor whose chat has learnt the menu.
func newChat(t *testing.T, change ...func(*Options)) *apitest.AdminFixture {
	t.Helper()
	o := newAdmin(t, change...)
	o.Exec(t, carte)
	for _, tenant := range []int64{apitest.TenantID, apitest.CanaryTenantID} {
		_, err := o.Store.KeepProductTexts(t.Context(), tenant, nil)
		require.NoError(t, err)
	}
	return o
}

func askChat(t *testing.T, o *apitest.AdminFixture, question string, who apitest.Headers) apitest.Reply {
	t.Helper()
	a := o.Call(t, "POST", "/api/chat", map[string]any{"question": question}, who).Want(t, 200, "")
	apitest.Fields(t, a.Body, "answer", "sources", "confidence", "mode")
	require.NotContains(t, a.Text, "canary")
	return a
}

func TestAGuestAsksTheMenu(t *testing.T) {
	t.Parallel()
	o := newChat(t)
	guest := o.Seated(t, "ana")
	a := askChat(t, o, "¿Qué MILANÉSAS tienen?", guest)
	assert.Equal(t, "search", a.Body["mode"])
	assert.Contains(t, a.Body["answer"], "Milanesa — $ 8.500,00. Contiene gluten.")
	assert.Contains(t, a.Body["answer"], "Respuesta de la búsqueda")
	assert.EqualValues(t, 1, a.Body["confidence"])
	o.Exec(t, `INSERT INTO product_rag_config (tenant_id, product_id, custom_disclaimer) SELECT 1, id, 'Consultá por trazas' FROM product WHERE name = 'Milanesa'`)
	o.Exec(t, `INSERT INTO product_warning (tenant_id, product_id, text) SELECT 1, id, 'Sale muy caliente.' FROM product WHERE name = 'Milanesa'`)
	assert.Contains(t, askChat(t, o, "la milanesa", guest).Body["answer"], "Contiene gluten. Sale muy caliente. Consultá por trazas.")
	source := a.Body["sources"].([]any)[0].(map[string]any)
	apitest.Fields(t, source, "id", "title", "score", "source")
	assert.Equal(t, "product", source["source"])

	assert.Contains(t, askChat(t, o, "algo con dulce de leche", guest).Body["answer"], "Flan — $ 3.200,00. No tiene alérgenos declarados")
	assert.Contains(t, askChat(t, o, "sopa", guest).Body["answer"], "(hoy no queda)")
	assert.Contains(t, askChat(t, o, "hay cochera?", guest).Body["answer"], "Hay cochera propia")
	assert.Contains(t, askChat(t, o, "chivito", guest).Body["answer"], "No encontré nada", "another branch's dish is not told")
	assert.Contains(t, askChat(t, o, "chivito", o.At(t, apitest.NorthSeat, "leo")).Body["answer"], "Chivito")
	assert.Contains(t, askChat(t, o, "la terraza", guest).Body["answer"], "No encontré nada", "nor another branch's notes")
	nothing := askChat(t, o, "de la que el y no", guest)
	assert.EqualValues(t, 0, nothing.Body["confidence"])
	assert.Equal(t, []any{}, nothing.Body["sources"])
	for _, odd := range []string{"'; DROP TABLE product; --", "a & b | c ! (d)", "https://x/y?a=1&b=2 milanesa", "%_\\", "🙂🙂"} {
		askChat(t, o, odd, guest)
	}
	assert.Contains(t, askChat(t, o, "milanesa", o.Waiter).Body["answer"], "Milanesa", "the staff may ask, too")
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM chat_log WHERE question = 'sopa' AND branch_id = 10 AND table_session_id = 5000 AND mode = 'search'`))
	assert.Equal(t, 1, o.Count(t, `SELECT count(*) FROM chat_log WHERE user_id = 303`))
}

func TestAllergensAreTheLedgers(t *testing.T) {
	t.Parallel()
	p := &parrot{says: "La milanesa no contiene gluten, comé tranquilo."}
	o := newChat(t, func(op *Options) { op.Model = p })
	guest := o.Seated(t, "ana")
	a := askChat(t, o, "¿La milanesa tiene gluten?", guest)
	assert.Contains(t, a.Body["answer"], "• Milanesa — $ 8.500,00. Contiene gluten.")
	assert.Contains(t, a.Body["answer"], "puede reaccionar también a centeno")
	assert.NotContains(t, a.Body["answer"], "Sopa")
	assert.Contains(t, askChat(t, o, "¿el flan tiene gluten?", guest).Body["answer"], "No hay nada declarado sobre gluten: eso no asegura que no tenga.")
	for _, question := range []string{"soy celíaca, ¿qué puedo comer?", "algo sin TACC", "soy alérgico al trigo"} {
		text := askChat(t, o, question, guest).Body["answer"]
		assert.Contains(t, text, "Con gluten declarado: Milanesa.", question)
		assert.Contains(t, text, "Puede haber gluten en: Sopa.", question)
		assert.NotContains(t, text, "Chivito", question)
	}
	assert.Empty(t, p.heard, "no model is asked about what somebody may not eat")
	a = askChat(t, o, "contame de la milanesa", guest)
	assert.Len(t, p.heard, 1)
	assert.Equal(t, "search", a.Body["mode"], "nor believed")
	assert.NotContains(t, a.Body["answer"], "tranquilo")
}

func TestAModelWordsWhatItMay(t *testing.T) {
	t.Parallel()
	p := &parrot{says: "La milanesa sale con papas fritas."}
	o := newChat(t, func(op *Options) { op.Model = p })
	guest := o.Seated(t, "ana")
	a := askChat(t, o, "contame de la milanesa", guest)
	assert.Equal(t, "model", a.Body["mode"])
	assert.Contains(t, a.Body["answer"], "sale con papas fritas.\nAlérgenos declarados:\n• Milanesa. Contiene gluten.")
	assert.Contains(t, a.Body["answer"], "modelo de lenguaje")
	assert.Contains(t, p.heard[0], "Nalga empanada")
	assert.NotContains(t, p.heard[0], "canary")
	assert.NotContains(t, p.heard[0], "Chivito")
	p.err = errors.New("gone")
	assert.Equal(t, "search", askChat(t, o, "contame de la milanesa", guest).Body["mode"])
	askChat(t, o, "unicornios", guest)
	assert.Len(t, p.heard, 2, "where nothing was found there is nothing to word")

	h := o.Call(t, "GET", "/api/rag/health", nil, nil).Want(t, 200, "")
	apitest.Fields(t, h.Body, "status", "ollama_available", "embed_model", "chat_model")
	assert.Equal(t, "loro", h.Body["chat_model"])
	p.silent = true
	assert.Equal(t, "degraded", o.Call(t, "GET", "/api/rag/health", nil, nil).Want(t, 200, "").Body["status"])
}

func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	o := newChat(t, func(op *Options) { op.Limits.PerMinute[httpx.LimitChat] = 5 })
	guest := o.Seated(t, "ana")
	ask := func(branch any, who apitest.Headers) apitest.Reply {
		return o.Call(t, "POST", "/api/chat", map[string]any{"question": "milanesa", "branch_id": branch}, who)
	}
	ask(nil, nil).Want(t, 401, "")
	ask(nil, o.At(t, apitest.ClosedSeat, "ana")).Want(t, 401, "")
	ask(apitest.BranchID, guest).Want(t, 200, "")
	ask(apitest.OtherBranchID, guest).Want(t, 403, "branch_forbidden")
	ask(apitest.CanaryBranchID, guest).Want(t, 403, "branch_forbidden")
	ask(apitest.OtherBranchID, o.Waiter).Want(t, 403, "branch_forbidden")
	ask(apitest.OtherBranchID, o.Admin).Want(t, 200, "")
	ask(apitest.CanaryBranchID, o.Admin).Want(t, 404, "branch_not_found")
	o.Call(t, "POST", "/api/chat", map[string]any{"question": "x"}, guest).Want(t, 422, "validation_error")
	for range 2 {
		ask(nil, guest)
	}
	ask(nil, guest).Want(t, 429, "rate_limited")
}

func TestPromotionsAreOfferedWhileTheyAreOn(t *testing.T) {
	t.Parallel()
	o := newChat(t)
	guest := o.Seated(t, "ana")
	zone, err := time.LoadLocation("America/Argentina/Mendoza")
	require.NoError(t, err)
	here := o.Clock.Now().In(zone)
	promotion := func(name string, day time.Time, items ...int64) {
		list := []map[string]any{}
		for _, i := range items {
			list = append(list, map[string]any{"product_id": i})
		}
		o.Make(t, "/api/admin/promotions", map[string]any{
			"name": name, "price_cents": apitest.MilanesaPrice, "start_date": day.Format(time.DateOnly), "end_date": day.Format(time.DateOnly),
			"branch_ids": []int{apitest.BranchID}, "items": list,
		})
	}
	promotion("Combo de hoy", here, apitest.MilanesaID)
	promotion("Combo de mañana", here.AddDate(0, 0, 1), apitest.MilanesaID)
	promotion("Combo del norte", here, apitest.NorthOnlyID)
	text := askChat(t, o, "¿hay promociones?", guest).Body["answer"]
	assert.Contains(t, text, "Combo de hoy — $ 8.500,00")
	assert.NotContains(t, text, "Combo de mañana")
	assert.NotContains(t, text, "Combo del norte", "what it offers is not listed here")
}

// TestTheChatAdvertisesWhatTheBillCharges: a promotion at a price that no bill charges is listed at what its dishes cost.
func TestTheChatAdvertisesWhatTheBillCharges(t *testing.T) {
	t.Parallel()
	p := &parrot{says: "Llevate dos milanesas."}
	o := newChat(t, func(op *Options) { op.Model = p })
	guest := o.Seated(t, "ana")
	today := o.Clock.Now().Format(time.DateOnly)
	o.Make(t, "/api/admin/promotions", map[string]any{
		"name": "Dos milanesas a $ 5.000", "description": "Por $ 5.000 las dos.", "price_cents": 500_000,
		"start_date": o.Clock.Now().AddDate(0, 0, -1).Format(time.DateOnly), "end_date": today, "branch_ids": []int{apitest.BranchID},
		"items": []map[string]any{{"product_id": apitest.MilanesaID, "quantity": 2}},
	})
	text := askChat(t, o, "¿hay promociones?", guest).Body["answer"]
	assert.Contains(t, text, "2 × Milanesa — $ 17.000,00")
	assert.NotContains(t, text, "5.000")
	for _, prompt := range p.heard {
		assert.NotContains(t, prompt, "5.000", "nor does a model get it")
	}
	guest = o.Seated(t, "ana")
	round := o.Call(t, "POST", "/api/diner/rounds/submit", map[string]any{"items": []any{map[string]any{"product_id": apitest.MilanesaID, "qty": 2}}}, guest)
	round.Want(t, 200, "")
	assert.Equal(t, 1_700_000, o.Count(t, `SELECT sum(qty * unit_price_cents)::bigint FROM round_item`))
}

func TestTheChatLearns(t *testing.T) {
	t.Parallel()
	o := newChat(t)
	guest := o.Seated(t, "ana")
	o.Call(t, "POST", "/api/admin/rag/ingest", map[string]any{"content": "Aceptamos perros en la vereda."}, o.Manager).Want(t, 403, "")
	o.Call(t, "POST", "/api/admin/rag/ingest", map[string]any{"content": "corto"}, o.Admin).Want(t, 422, "validation_error")
	o.Call(t, "POST", "/api/admin/rag/ingest", map[string]any{"content": "Aceptamos perros.", "branch_id": apitest.CanaryBranchID}, o.Admin).Want(t, 400, "branch_not_found")
	a := o.Call(t, "POST", "/api/admin/rag/ingest", map[string]any{"content": "Aceptamos perros en la vereda.", "title": "Mascotas", "source": "product"}, o.Admin).Want(t, 201, "")
	apitest.Fields(t, a.Body, "id", "title", "content_preview", "source")
	assert.Contains(t, askChat(t, o, "puedo ir con mi perro?", guest).Body["answer"], "Mascotas: Aceptamos perros en la vereda.")

	o.Exec(t, `UPDATE product SET description = 'Con quinoto' WHERE id = 301`)
	assert.Contains(t, askChat(t, o, "quinoto", guest).Body["answer"], "No encontré nada")
	a = o.Call(t, "POST", "/api/admin/rag/ingest-products", nil, o.Admin).Want(t, 200, "")
	apitest.Fields(t, a.Body, "documents_created", "message")
	assert.EqualValues(t, 1, a.Body["documents_created"])
	assert.Contains(t, askChat(t, o, "quinoto", guest).Body["answer"], "Flan")
	o.Exec(t, `UPDATE product SET description = 'Con kinotos' WHERE id = 301`)
	o.Call(t, "PATCH", "/api/admin/categories"+"/50", map[string]any{"name": "Clásicos"}, o.Admin).Want(t, 200, "")
	assert.Contains(t, askChat(t, o, "kinotos", guest).Body["answer"], "Flan", "after a change of the menu it reads it again")
	assert.Contains(t, askChat(t, o, "clasicos", guest).Body["answer"], "Flan")

	o.Exec(t, cookbook)
	id := o.Make(t, "/api/recipes", with(recipeBody, "description", "Con ralladura de bergamota."))
	at := fmt.Sprintf("%s/%d", "/api/recipes", id)
	ingested := o.Call(t, "POST", at+"/ingest", nil, o.Manager).Want(t, 200, "")
	assert.Equal(t, true, ingested.Body["is_ingested"])
	require.NotNil(t, ingested.Body["last_ingested_at"])
	assert.Contains(t, askChat(t, o, "bergamota", guest).Body["answer"], "No encontré nada", "nothing on the menu is made by it")
	o.Call(t, "PATCH", at, map[string]any{"product_id": apitest.MilanesaID}, o.Manager).Want(t, 200, "")
	assert.Contains(t, askChat(t, o, "bergamota", guest).Body["answer"], "Milanesa — $ 8.500,00")
	assert.Contains(t, askChat(t, o, "secreto del chef", guest).Body["answer"], "No encontré nada", "how it is done stays in the kitchen")
	o.Call(t, "PATCH", at, map[string]any{"description": "Con ralladura de yuzu."}, o.Manager).Want(t, 200, "")
	assert.Contains(t, askChat(t, o, "yuzu", guest).Body["answer"], "Milanesa", "a change is ingested")
	derived := map[string]any{"name": "Escalope", "category_id": 50}
	o.Call(t, "POST", at+"/derive-product", derived, o.Manager).Want(t, 201, "")
	assert.Contains(t, askChat(t, o, "escalope", guest).Body["answer"], "Escalope — $ 9.000,00. Contiene gluten.", "a derived product is learnt at once")
	o.Call(t, "DELETE", at, nil, o.Manager).Want(t, 204, "")
	a = askChat(t, o, "yuzu", guest)
	assert.NotContains(t, a.Body["answer"], "Milanesa", "the deleted recipe leads nowhere")
	o.Exec(t, `UPDATE branch_product SET is_active = false WHERE product_id = 301`)
	assert.Contains(t, askChat(t, o, "kinotos", guest).Body["answer"], "No encontré nada", "what is not listed any more is not told")
}

func TestHealthWithoutAModel(t *testing.T) {
	t.Parallel()
	o := newFixture(t)
	var h diner.HealthResponse
	require.NoError(t, json.Unmarshal([]byte(o.Call(t, "GET", "/api/rag/health", nil, nil).Want(t, 200, "").Text), &h))
	require.Equal(t, diner.HealthResponse{Status: "healthy", EmbedModel: "postgresql-spanish"}, h)
}
