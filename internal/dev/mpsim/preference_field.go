package mpsim

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode"
)

func readDescriptor(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.Descriptor) != nil {
		return errors.New("statement_descriptor invalid")
	}
	if runes := []rune(p.Descriptor); len(runes) > longestDescriptor {
		p.Descriptor = string(runes[:longestDescriptor])
	}
	return nil
}

func readPayer(_ *Server, p *preference, raw json.RawMessage) error {
	if raw[0] != '{' {
		return errors.New("payer invalid")
	}
	p.Payer = raw
	return nil
}

func readMarketplaceFee(_ *Server, p *preference, raw json.RawMessage) error {
	fee, ok := parsePesos(raw)
	if !ok || fee < 0 {
		return errors.New("marketplace_fee invalid")
	}
	p.MarketplaceFee = fee
	return nil
}

func readPurpose(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.Purpose) != nil || (p.Purpose != "" && p.Purpose != "wallet_purchase" && p.Purpose != "onboarding_credits") {
		return errors.New("purpose invalid")
	}
	return nil
}

func readAdditionalInfo(_ *Server, p *preference, raw json.RawMessage) error {
	if json.Unmarshal(raw, &p.AdditionalInfo) != nil {
		return errors.New("additional_info invalid")
	}
	return nil
}

func readMetadata(_ *Server, p *preference, raw json.RawMessage) error {
	var sent object
	if json.Unmarshal(raw, &sent) != nil {
		return errors.New("metadata invalid")
	}
	p.Metadata = object{}
	for key, value := range sent {
		p.Metadata[snakeCase(key)] = value
	}
	return nil
}

// snakeCase renames a key as it comes back in payments: tableId becomes table_id.
func snakeCase(key string) string {
	var out strings.Builder
	for i, r := range key {
		if unicode.IsUpper(r) && i > 0 {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}
