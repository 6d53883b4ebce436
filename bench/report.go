package main

import "fmt"
import "time"

func ms(d time.Duration) string     { return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond)) }
func mb(bytes int64) string         { return fmt.Sprintf("%d", bytes>>20) }
func (r *results) markdown() string { return "" }
