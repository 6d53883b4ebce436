package api

import ()

type m = map[string]any
