package audit_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"integrador/internal/domain/audit"
)

func entries() *rapid.Generator[audit.Entry] {
	text := rapid.StringMatching(`[a-zñ:,0-9|-]{0,12}`)
	return rapid.Custom(func(t *rapid.T) audit.Entry {
		return audit.Entry{
			ID: rapid.Int64Range(1, 1e6).Draw(t, "id"), TenantID: 1, UserID: rapid.Ptr(rapid.Int64(), true).Draw(t, "user"),
			UserEmail: rapid.Ptr(text, true).Draw(t, "email"), EntityType: text.Draw(t, "type"), Action: text.Draw(t, "action"),
			OldValues: rapid.Ptr(text, true).Draw(t, "old"), NewValues: rapid.Ptr(text, true).Draw(t, "new"),
			RequestID: rapid.Ptr(text, true).Draw(t, "request"), CreatedAt: time.UnixMicro(rapid.Int64Range(0, 1e15).Draw(t, "at")),
			BranchID: rapid.Ptr(rapid.Int64Range(1, 9), true).Draw(t, "branch"),
		}
	})
}

func seal(list []audit.Entry) ([]audit.Link, audit.Head) {
	var head audit.Head
	links := make([]audit.Link, len(list))
	for i, e := range list {
		hash := head.Seal(e, audit.WithBranch)
		links[i] = audit.Link{Seq: head.Seq + 1, Previous: head.Hash, Hash: hash, Format: audit.WithBranch, Entry: &e}
		head = audit.Head{Seq: head.Seq + 1, Hash: hash}
	}
	return links, head
}

func verify(links []audit.Link, head audit.Head) error {
	var v audit.Verifier
	for _, l := range links {
		if err := v.Next(l); err != nil {
			return err
		}
	}
	return v.CheckEnd(head)
}

// harm is one way to falsify a chain at i.
var harm = map[string]func(links []audit.Link, i int) []audit.Link{
	"altered": func(links []audit.Link, i int) []audit.Link {
		e := *links[i].Entry
		e.Action += "x"
		links[i].Entry = &e
		return links
	},
	"emptied": func(links []audit.Link, i int) []audit.Link {
		e := *links[i].Entry
		none, nothing := e.NewValues == nil, ""
		e.NewValues = nil
		if none {
			e.NewValues = &nothing
		}
		links[i].Entry = &e
		return links
	},
	"moved in time": func(links []audit.Link, i int) []audit.Link {
		e := *links[i].Entry
		e.CreatedAt = e.CreatedAt.Add(time.Microsecond)
		links[i].Entry = &e
		return links
	},
	"moved to another branch": func(links []audit.Link, i int) []audit.Link {
		e, other := *links[i].Entry, int64(10)
		e.BranchID = &other
		links[i].Entry = &e
		return links
	},
	"sealed as if without its branch": func(links []audit.Link, i int) []audit.Link {
		links[i].Format = audit.WithoutBranch
		return links
	},
	"entry removed": func(links []audit.Link, i int) []audit.Link { links[i].Entry = nil; return links },
	"link removed":  func(links []audit.Link, i int) []audit.Link { return append(links[:i:i], links[i+1:]...) },
	"repeated": func(links []audit.Link, i int) []audit.Link {
		return append(links[:i+1:i+1], links[i:]...)
	},
	"swapped": func(links []audit.Link, i int) []audit.Link {
		j := (i + 1) % len(links)
		links[i], links[j] = links[j], links[i]
		return links
	},
	"entries swapped": func(links []audit.Link, i int) []audit.Link {
		j := (i + 1) % len(links)
		links[i].Entry, links[j].Entry = links[j].Entry, links[i].Entry
		return links
	},
}

func TestChangeOfOneLinkIsDetected(t *testing.T) {
	t.Parallel()
	for name, do := range harm {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				list := rapid.SliceOfNDistinct(entries(), 2, 12, func(e audit.Entry) int64 { return e.ID }).Draw(t, "entries")
				links, head := seal(list)
				if err := verify(links, head); err != nil {
					t.Fatalf("a sound chain: %v", err)
				}
				links = do(links, rapid.IntRange(0, len(links)-1).Draw(t, "at"))
				if verify(links, head) == nil {
					t.Fatal("nothing was found")
				}
			})
		})
	}
}

// TestChainContinuesAfterLinksWithoutBranch: they say nothing of the branch, and
// those after them do.
func TestChainContinuesAfterLinksWithoutBranch(t *testing.T) {
	t.Parallel()
	branch := int64(3)
	var v audit.Verifier
	for i, format := range []audit.Format{audit.WithoutBranch, audit.WithoutBranch, audit.WithBranch} {
		e := audit.Entry{ID: int64(i + 1), TenantID: 1, BranchID: &branch}
		require.NoError(t, v.Next(audit.Link{Seq: v.Seq + 1, Previous: v.Hash, Hash: v.Seal(e, format), Format: format, Entry: &e}))
	}
}

// TestRewrittenChainIsDetectedByCheckpoints: whoever can write everything
// can seal everything again; only a head that was stored elsewhere shows it.
func TestRewrittenChainIsDetectedByCheckpoints(t *testing.T) {
	t.Parallel()
	list := make([]audit.Entry, 5)
	for i := range list {
		list[i] = audit.Entry{ID: int64(i + 1), TenantID: 1, Action: fmt.Sprint(i)}
	}
	links, _ := seal(list)
	kept := audit.Head{Seq: 3, Hash: links[2].Hash}
	list[1].Action = "other"
	forged, head := seal(list)
	require.NoError(t, verify(forged, head))
	require.Error(t, audit.CheckNoted(map[int64]string{3: forged[2].Hash}, kept))
	require.NoError(t, audit.CheckNoted(map[int64]string{3: links[2].Hash}, kept))
}
