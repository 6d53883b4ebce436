package main

import "time"

// plan is how long and how often everything is measured.
type plan struct {
	repetitions int
	cell        time.Duration // of one load on one variant
	short       time.Duration // of a cell of the menu, the kitchen and the phones
	rounds      int           // of the longest session
	crashes     int           // of the worker and of Temporal, each
	sessions    int           // open at once
	payments    int           // in cash, with open payment pages and without
}

var (
	full  = plan{repetitions: 3, cell: 4 * time.Second, short: 3 * time.Second, rounds: 1500, crashes: 3, sessions: 5000, payments: 20}
	short = plan{repetitions: 1, cell: 2 * time.Second, short: 2 * time.Second, rounds: 500, crashes: 1, sessions: 500, payments: 6}
)

// block is how many rounds of a session are compared with how many others.
const block = 100

// loads are the loads of a round, in the order in which they are reported.
var loads = []load{{sessions: 1}, {sessions: 10}, {sessions: 50}, {sessions: 200}, {perSec: 20}, {perSec: 60}}

// maxSessions is how many sessions the greatest load needs.
const maxSessions = 200

// settle is how long a process rests before its memory is read.
const settle = 10 * time.Second
