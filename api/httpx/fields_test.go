package httpx

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"integrador/internal/domain/money"
)

type dish struct {
	Name  string
	Notes *string
	Image *string
	Tags  []string
}

func TestApplyChangesWhatWasSent(t *testing.T) {
	t.Parallel()
	type update struct {
		Name  Patch[string]   `json:"name"`
		Notes Patch[string]   `json:"notes"`
		Image Patch[ImageURL] `json:"image"`
		Tags  Patch[[]string] `json:"tags"`
		Other Patch[bool]     `apply:"-" json:"other"`
	}
	type emptying struct {
		Tags Patch[[]string] `apply:"null" json:"tags"`
	}
	old := func() *dish { return &dish{"Flan", new("casero"), new("https://a.example/f.jpg"), []string{"dulce"}} }
	read := func(body string, into any) { require.NoError(t, decode([]byte(body), into)) }

	row, body := old(), update{}
	read(`{}`, &body)
	Apply(row, body)
	assert.Equal(t, old(), row)

	read(`{"name":null,"notes":null,"image":"","tags":null}`, &body)
	Apply(row, body)
	assert.Equal(t, &dish{Name: "Flan", Tags: []string{"dulce"}}, row)

	read(`{"name":"Budín","notes":"x","image":"https://b.example/","tags":["a","b"]}`, &body)
	Apply(row, body)
	assert.Equal(t, &dish{"Budín", new("x"), new("https://b.example/"), []string{"a", "b"}}, row)

	var empties emptying
	read(`{"tags":null}`, &empties)
	Apply(row, empties)
	assert.Empty(t, row.Tags)
}

func TestABodyThatDoesNotFitItsRowPanics(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "struct { Nmae httpx.Patch[string] }.Nmae does not fit httpx.dish",
		func() { Apply(&dish{}, struct{ Nmae Patch[string] }{}) })
	assert.Panics(t, func() { Apply(&dish{}, struct{ Name Patch[int] }{}) })
	assert.Panics(t, func() { CopyWith[dish](struct{ Name, Notes string }{}, "Tags", []string{}) })
}

func TestRowsAreCopiedByName(t *testing.T) {
	t.Parallel()
	type row struct {
		Id     int64
		Day    time.Time
		Sector string
		Cents  int64
		Parts  json.RawMessage
	}
	type wire struct {
		ID     int64
		Day    string
		Sector *string
		Cents  money.Cents
		Parts  []string
		Extra  string `copy:"-"`
	}
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	out, err := Rows[wire]([]row{{1, day, "", 5, []byte(`["a"]`)}, {2, day, "Patio", 6, []byte(`[]`)}}, nil)
	require.NoError(t, err)
	assert.Equal(t, []wire{
		{ID: 1, Day: "2026-03-01", Cents: 5, Parts: []string{"a"}},
		{ID: 2, Day: "2026-03-01", Sector: new("Patio"), Cents: 6, Parts: []string{}},
	}, out)
	_, err = Rows[wire]([]row{{Parts: []byte(`{`)}}, nil)
	require.Error(t, err)
	assert.Panics(t, func() { _, _ = Rows[wire]([]struct{ ID int64 }{}, nil) })

	made := CopyWith[struct {
		TenantID int64
		Image    *string
		IsActive bool
	}](struct {
		Image    *ImageURL
		IsActive *bool
	}{new(ImageURL("")), new(true)}, "TenantID", int64(7))
	assert.Nil(t, made.Image)
	assert.True(t, made.IsActive)
	assert.EqualValues(t, 7, made.TenantID)
}
