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
)

// parrot is a Model that says what it is told to. It remembers what it was asked.
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
func (p *parrot) Model() string                  { return "loro" }

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
func newChat(t *testing.T, change ...func(*Options)) *office {
	t.Helper()
	o := newOffice(t, change...)
	o.exec(t, carte)
	for _, tenant := range []int64{tenantID, canaryTenantID} {
		_, err := o.store.KeepProductTexts(t.Context(), tenant, nil)
		require.NoError(t, err)
	}
	return o
}

func (o *office) ask(t *testing.T, question string, who headers) reply {
	t.Helper()
	a := o.call(t, post, "/api/chat", map[string]any{"question": question}, who).want(t, 200, "")
	fields(t, a.body, "answer", "sources", "confidence", "mode")
	require.NotContains(t, a.text, "canary")
	return a
}

func TestAGuestAsksTheMenu(t *testing.T) {
	t.Parallel()
	o := newChat(t)
	guest := o.seated(t, "ana")
	a := o.ask(t, "¿Qué MILANÉSAS tienen?", guest)
	assert.Equal(t, "search", a.body["mode"])
	assert.Contains(t, a.body["answer"], "Milanesa — $ 8.500,00. Contiene gluten.")
	assert.Contains(t, a.body["answer"], "Respuesta de la búsqueda")
	assert.EqualValues(t, 1, a.body["confidence"])
	o.exec(t, `INSERT INTO product_rag_config (tenant_id, product_id, custom_disclaimer) SELECT 1, id, 'Consultá por trazas' FROM product WHERE name = 'Milanesa'`)
	o.exec(t, `INSERT INTO product_warning (tenant_id, product_id, text) SELECT 1, id, 'Sale muy caliente.' FROM product WHERE name = 'Milanesa'`)
	assert.Contains(t, o.ask(t, "la milanesa", guest).body["answer"], "Contiene gluten. Sale muy caliente. Consultá por trazas.")
	source := a.body["sources"].([]any)[0].(map[string]any)
	fields(t, source, "id", "title", "score", "source")
	assert.Equal(t, "product", source["source"])

	assert.Contains(t, o.ask(t, "algo con dulce de leche", guest).body["answer"], "Flan — $ 3.200,00. No tiene alérgenos declarados")
	assert.Contains(t, o.ask(t, "sopa", guest).body["answer"], "(hoy no queda)")
	assert.Contains(t, o.ask(t, "hay cochera?", guest).body["answer"], "Hay cochera propia")
	assert.Contains(t, o.ask(t, "chivito", guest).body["answer"], "No encontré nada", "another branch's dish is not told")
	assert.Contains(t, o.ask(t, "chivito", o.at(t, northSeat, "leo")).body["answer"], "Chivito")
	assert.Contains(t, o.ask(t, "la terraza", guest).body["answer"], "No encontré nada", "nor another branch's notes")
	nothing := o.ask(t, "de la que el y no", guest)
	assert.EqualValues(t, 0, nothing.body["confidence"])
	assert.Equal(t, []any{}, nothing.body["sources"])
	for _, odd := range []string{"'; DROP TABLE product; --", "a & b | c ! (d)", "https://x/y?a=1&b=2 milanesa", "%_\\", "🙂🙂"} {
		o.ask(t, odd, guest)
	}
	assert.Contains(t, o.ask(t, "milanesa", o.waiter).body["answer"], "Milanesa", "the staff may ask, too")
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM chat_log WHERE question = 'sopa' AND branch_id = 10 AND table_session_id = 5000 AND mode = 'search'`))
	assert.Equal(t, 1, o.count(t, `SELECT count(*) FROM chat_log WHERE user_id = 303`))
}

func TestAllergensAreTheLedgers(t *testing.T) {
	t.Parallel()
	p := &parrot{says: "La milanesa no contiene gluten, comé tranquilo."}
	o := newChat(t, func(op *Options) { op.Model = p })
	guest := o.seated(t, "ana")
	a := o.ask(t, "¿La milanesa tiene gluten?", guest)
	assert.Contains(t, a.body["answer"], "• Milanesa — $ 8.500,00. Contiene gluten.")
	assert.Contains(t, a.body["answer"], "puede reaccionar también a centeno")
	assert.NotContains(t, a.body["answer"], "Sopa")
	assert.Contains(t, o.ask(t, "¿el flan tiene gluten?", guest).body["answer"], "No hay nada declarado sobre gluten: eso no asegura que no tenga.")
	for _, question := range []string{"soy celíaca, ¿qué puedo comer?", "algo sin TACC", "soy alérgico al trigo"} {
		text := o.ask(t, question, guest).body["answer"]
		assert.Contains(t, text, "Con gluten declarado: Milanesa.", question)
		assert.Contains(t, text, "Puede haber gluten en: Sopa.", question)
		assert.NotContains(t, text, "Chivito", question)
	}
	assert.Empty(t, p.heard, "no model is asked about what somebody may not eat")
	a = o.ask(t, "contame de la milanesa", guest)
	assert.Len(t, p.heard, 1)
	assert.Equal(t, "search", a.body["mode"], "nor believed")
	assert.NotContains(t, a.body["answer"], "tranquilo")
}

func TestAModelWordsWhatItMay(t *testing.T) {
	t.Parallel()
	p := &parrot{says: "La milanesa sale con papas fritas."}
	o := newChat(t, func(op *Options) { op.Model = p })
	guest := o.seated(t, "ana")
	a := o.ask(t, "contame de la milanesa", guest)
	assert.Equal(t, "model", a.body["mode"])
	assert.Contains(t, a.body["answer"], "sale con papas fritas.\nAlérgenos declarados:\n• Milanesa. Contiene gluten.")
	assert.Contains(t, a.body["answer"], "modelo de lenguaje")
	assert.Contains(t, p.heard[0], "Nalga empanada")
	assert.NotContains(t, p.heard[0], "canary")
	assert.NotContains(t, p.heard[0], "Chivito")
	p.err = errors.New("gone")
	assert.Equal(t, "search", o.ask(t, "contame de la milanesa", guest).body["mode"])
	o.ask(t, "unicornios", guest)
	assert.Len(t, p.heard, 2, "where nothing was found there is nothing to word")

	h := o.call(t, get, "/api/rag/health", nil, nil).want(t, 200, "")
	fields(t, h.body, "status", "ollama_available", "embed_model", "chat_model")
	assert.Equal(t, "loro", h.body["chat_model"])
	p.silent = true
	assert.Equal(t, "degraded", o.call(t, get, "/api/rag/health", nil, nil).want(t, 200, "").body["status"])
}

func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	o := newChat(t, func(op *Options) { op.Limits.PerMinute[LimitChat] = 5 })
	guest := o.seated(t, "ana")
	ask := func(branch any, who headers) reply {
		return o.call(t, post, "/api/chat", map[string]any{"question": "milanesa", "branch_id": branch}, who)
	}
	ask(nil, nil).want(t, 401, "")
	ask(nil, o.at(t, closedSeat, "ana")).want(t, 401, "")
	ask(branchID, guest).want(t, 200, "")
	ask(otherBranchID, guest).want(t, 403, "branch_forbidden")
	ask(canaryBranchID, guest).want(t, 403, "branch_forbidden")
	ask(otherBranchID, o.waiter).want(t, 403, "branch_forbidden")
	ask(otherBranchID, o.admin).want(t, 200, "")
	ask(canaryBranchID, o.admin).want(t, 404, "branch_not_found")
	o.call(t, post, "/api/chat", map[string]any{"question": "x"}, guest).want(t, 422, "validation_error")
	for range 2 {
		ask(nil, guest)
	}
	ask(nil, guest).want(t, 429, "rate_limited")
}

func TestPromotionsAreToldWhileTheyAreOn(t *testing.T) {
	t.Parallel()
	o := newChat(t)
	guest := o.seated(t, "ana")
	zone, err := time.LoadLocation("America/Argentina/Mendoza")
	require.NoError(t, err)
	here := o.clock.now().In(zone)
	promotion := func(name string, day time.Time, items ...int64) {
		list := []map[string]any{}
		for _, i := range items {
			list = append(list, map[string]any{"product_id": i})
		}
		o.make(t, promotionsPath, map[string]any{
			"name": name, "price_cents": 100_000, "start_date": day.Format(time.DateOnly), "end_date": day.Format(time.DateOnly),
			"branch_ids": []int{branchID}, "items": list,
		})
	}
	promotion("Combo de hoy", here, milanesaID)
	promotion("Combo de mañana", here.AddDate(0, 0, 1), milanesaID)
	promotion("Combo del norte", here, northOnlyID)
	text := o.ask(t, "¿hay promociones?", guest).body["answer"]
	assert.Contains(t, text, "Combo de hoy — $ 1.000,00")
	assert.NotContains(t, text, "Combo de mañana")
	assert.NotContains(t, text, "Combo del norte", "what it offers is not listed here")
}

func TestTheChatLearns(t *testing.T) {
	t.Parallel()
	o := newChat(t)
	guest := o.seated(t, "ana")
	o.call(t, post, "/api/admin/rag/ingest", map[string]any{"content": "Aceptamos perros en la vereda."}, o.manager).want(t, 403, "")
	o.call(t, post, "/api/admin/rag/ingest", map[string]any{"content": "corto"}, o.admin).want(t, 422, "validation_error")
	o.call(t, post, "/api/admin/rag/ingest", map[string]any{"content": "Aceptamos perros.", "branch_id": canaryBranchID}, o.admin).want(t, 400, "branch_not_found")
	a := o.call(t, post, "/api/admin/rag/ingest", map[string]any{"content": "Aceptamos perros en la vereda.", "title": "Mascotas", "source": "product"}, o.admin).want(t, 201, "")
	fields(t, a.body, "id", "title", "content_preview", "source")
	assert.Contains(t, o.ask(t, "puedo ir con mi perro?", guest).body["answer"], "Mascotas: Aceptamos perros en la vereda.")

	o.exec(t, `UPDATE product SET description = 'Con quinoto' WHERE id = 301`)
	assert.Contains(t, o.ask(t, "quinoto", guest).body["answer"], "No encontré nada")
	a = o.call(t, post, "/api/admin/rag/ingest-products", nil, o.admin).want(t, 200, "")
	fields(t, a.body, "documents_created", "message")
	assert.EqualValues(t, 1, a.body["documents_created"])
	assert.Contains(t, o.ask(t, "quinoto", guest).body["answer"], "Flan")
	o.exec(t, `UPDATE product SET description = 'Con kinotos' WHERE id = 301`)
	o.call(t, patch, categoriesPath+"/50", map[string]any{"name": "Clásicos"}, o.admin).want(t, 200, "")
	assert.Contains(t, o.ask(t, "kinotos", guest).body["answer"], "Flan", "after a change of the menu it reads it again")
	assert.Contains(t, o.ask(t, "clasicos", guest).body["answer"], "Flan")

	o.exec(t, cookbook)
	id := o.make(t, recipesPath, with(recipeBody, "description", "Con ralladura de bergamota."))
	at := fmt.Sprintf("%s/%d", recipesPath, id)
	ingested := o.call(t, post, at+"/ingest", nil, o.manager).want(t, 200, "")
	assert.Equal(t, true, ingested.body["is_ingested"])
	require.NotNil(t, ingested.body["last_ingested_at"])
	assert.Contains(t, o.ask(t, "bergamota", guest).body["answer"], "No encontré nada", "nothing on the menu is made by it")
	o.call(t, patch, at, map[string]any{"product_id": milanesaID}, o.manager).want(t, 200, "")
	assert.Contains(t, o.ask(t, "bergamota", guest).body["answer"], "Milanesa — $ 8.500,00")
	assert.Contains(t, o.ask(t, "secreto del chef", guest).body["answer"], "No encontré nada", "how it is done stays in the kitchen")
	o.call(t, patch, at, map[string]any{"description": "Con ralladura de yuzu."}, o.manager).want(t, 200, "")
	assert.Contains(t, o.ask(t, "yuzu", guest).body["answer"], "Milanesa", "a change is ingested")
	derived := map[string]any{"name": "Escalope", "category_id": 50}
	o.call(t, post, at+"/derive-product", derived, o.manager).want(t, 201, "")
	assert.Contains(t, o.ask(t, "escalope", guest).body["answer"], "Escalope — $ 9.000,00. Contiene gluten.", "a derived product is learnt at once")
	o.call(t, del, at, nil, o.manager).want(t, 204, "")
	a = o.ask(t, "yuzu", guest)
	assert.NotContains(t, a.body["answer"], "Milanesa", "the deleted recipe leads nowhere")
	o.exec(t, `UPDATE branch_product SET is_active = false WHERE product_id = 301`)
	assert.Contains(t, o.ask(t, "kinotos", guest).body["answer"], "No encontré nada", "what is not listed any more is not told")
}

func TestHealthWithoutAModel(t *testing.T) {
	t.Parallel()
	o := newHouse(t, nil)
	var h HealthResponse
	require.NoError(t, json.Unmarshal([]byte(o.call(t, get, "/api/rag/health", nil, nil).want(t, 200, "").text), &h))
	require.Equal(t, HealthResponse{Status: "healthy", EmbedModel: "postgresql-spanish"}, h)
}
