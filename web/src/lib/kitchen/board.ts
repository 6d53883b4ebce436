import type { Event, Schema } from '#lib/client/index.ts';

// What the kitchen's screen knows: its tickets, one for each round. Everything here is pure. An event says that a round
// changed and not what is in it, so folding one may name rounds that have to be read again. A ticket only moves
// forward, whatever comes late or twice; what was struck out or cancelled stays until a cook has acknowledged it.

type Round = Schema<'RoundOutput'>;

const order = ['SUBMITTED', 'IN_KITCHEN', 'READY', 'SERVED', 'CANCELED'] as const;
export type Status = (typeof order)[number];

export interface Line {
  id: number;
  productId: number;
  name: string;
  qty: number;
  notes: string | null;
  /** Struck out, and no cook has acknowledged it. */
  voided: boolean;
}

export interface Ticket {
  id: number;
  number: number;
  table: string;
  status: Status;
  /** When the kitchen got it. */
  since: string;
  readyAt?: string;
  /** Of the whole round. */
  notes: string | null;
  lines: Line[];
}

export type Board = Readonly<Record<number, Ticket>>;

export interface Folded {
  board: Board;
  /** Rounds that have to be read; 'all': what the kitchen has to cook has to be read. */
  stale: number[] | 'all';
}

export const emptyBoard: Board = {};
export const isoNow = (): string => new Date().toISOString();
const rank = (status: Status) => order.indexOf(status);
const toCook = (ticket: Ticket) => ticket.status === 'SUBMITTED' || ticket.status === 'IN_KITCHEN';
const isDone = (ticket: Ticket) => ticket.status === 'READY' || ticket.status === 'SERVED';

/** Folds one event in. */
export function fold(board: Board, event: Event): Folded {
  switch (event.type) {
    case 'ROUND_SUBMITTED':
      return reached(board, event.entity.round_id, 'SUBMITTED', event.ts);
    case 'ROUND_IN_KITCHEN':
      return reached(board, event.entity.round_id, 'IN_KITCHEN', event.ts);
    case 'ROUND_READY':
      return reached(board, event.entity.round_id, 'READY', event.ts);
    case 'ROUND_SERVED':
      return { board: advance(board, event.entity.round_id, 'SERVED', event.ts), stale: [] };
    case 'ROUND_CANCELED':
      return { board: advance(board, event.entity.round_id, 'CANCELED', event.ts), stale: [] };
    case 'ROUND_ITEM_VOIDED':
      return voided(board, event.entity);
    case 'ROUND_ITEM_DELETED':
      return { board, stale: board[event.entity.round_id] ? [event.entity.round_id] : [] };
    case 'TABLE_TRANSFERRED':
      return { board, stale: 'all' };
    default:
      return { board, stale: [] };
  }
}

function reached(board: Board, id: number, status: Status, at: string): Folded {
  return board[id] ? { board: advance(board, id, status, at), stale: [] } : { board, stale: [id] };
}

function voided(
  board: Board,
  entity: { round_id: number; item_id: number; round_canceled: boolean },
): Folded {
  const ticket = board[entity.round_id];
  if (!ticket) return { board, stale: [] };
  if (!ticket.lines.some((line) => line.id === entity.item_id)) return { board, stale: [ticket.id] };
  const lines = ticket.lines.map((line) => (line.id === entity.item_id ? { ...line, voided: true } : line));
  const status = entity.round_canceled ? 'CANCELED' : ticket.status;
  return { board: { ...board, [ticket.id]: { ...ticket, lines, status } }, stale: [] };
}

/** Moves a ticket forward; a step that it has passed already changes nothing. */
export function advance(board: Board, id: number, to: Status, at: string): Board {
  const ticket = board[id];
  if (!ticket || rank(to) <= rank(ticket.status)) return board;
  const readyAt = to === 'READY' || to === 'SERVED' ? (ticket.readyAt ?? at) : ticket.readyAt;
  return { ...board, [id]: { ...ticket, status: to, readyAt } };
}

/** Takes back a step that nobody but this screen knows of. */
export function retreat(board: Board, id: number, to: Status): Board {
  const ticket = board[id];
  return ticket ? { ...board, [id]: { ...ticket, status: to, readyAt: undefined } } : board;
}

/** Puts in a round as it was read; exact: its status is taken as read, though the ticket was further already. */
export function put(board: Board, round: Round, exact = false): Board {
  const status = order.find((known) => known === round.status);
  if (!status) return board; // it waits for a waiter's approval
  const known = board[round.id];
  const ticket: Ticket = {
    id: round.id,
    number: round.round_number,
    table: round.table_code ?? '',
    status: !known || exact || rank(status) > rank(known.status) ? status : known.status,
    since: round.submitted_at ?? round.created_at,
    readyAt: round.ready_at ?? known?.readyAt,
    notes: round.notes,
    lines: linesOf(round, known),
  };
  if (isDone(ticket)) ticket.readyAt ??= isoNow();
  return known && same(known, ticket) ? board : { ...board, [round.id]: ticket };
}

/** A line that the round no longer has was struck out; one that was struck out does not come back. */
function linesOf(round: Round, known: Ticket | undefined): Line[] {
  const before = new Map(known?.lines.map((line) => [line.id, line]));
  const read = round.items.map((item) => ({
    id: item.id,
    productId: item.product_id,
    name: item.product_name,
    qty: item.qty,
    notes: item.notes,
    voided: before.get(item.id)?.voided ?? false,
  }));
  const missing = (known?.lines ?? []).filter((line) => !round.items.some((item) => item.id === line.id));
  return [...read, ...missing.map((line) => ({ ...line, voided: true }))].sort((a, b) => a.id - b.id);
}

const same = (a: Ticket, b: Ticket) => JSON.stringify(a) === JSON.stringify(b);

/** Puts in all rounds that are to be cooked. What is known and not among them has to be read: it went elsewhere. */
export function merge(board: Board, rounds: Round[]): Folded {
  const read = new Set(rounds.map((round) => round.id));
  const gone = Object.values(board).filter((t) => (toCook(t) || t.status === 'READY') && !read.has(t.id));
  return {
    board: rounds.reduce((merged, round) => put(merged, round), board),
    stale: gone.map((ticket) => ticket.id),
  };
}

/** Takes a ticket out that no longer exists. */
export function remove(board: Board, id: number): Board {
  const { [id]: _gone, ...rest } = board;
  return rest;
}

/** A cook has seen what was struck out or cancelled. */
export function acknowledge(board: Board, id: number): Board {
  const ticket = board[id];
  if (!ticket) return board;
  if (ticket.status === 'CANCELED') return remove(board, id);
  return { ...board, [id]: { ...ticket, lines: ticket.lines.filter((line) => !line.voided) } };
}

export const needsAcknowledgement = (ticket: Ticket): boolean =>
  ticket.status === 'CANCELED' || ticket.lines.some((line) => line.voided);

const remembered = 30;

/** Forgets what was ready long ago. */
export function prune(board: Board): Board {
  const old = finished(board).slice(remembered);
  return old.filter((t) => t.status === 'SERVED').reduce((left, t) => remove(left, t.id), board);
}

const by = (key: (ticket: Ticket) => string) => (a: Ticket, b: Ticket) =>
  key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id;

/** What is on the board: what is to be cooked and what was cancelled meanwhile, the oldest first. */
export const onBoard = (board: Board): Ticket[] =>
  Object.values(board)
    .filter((ticket) => toCook(ticket) || ticket.status === 'CANCELED' || lateVoid(ticket))
    .sort(by((ticket) => ticket.since));

/** Struck out although it stands at the pass: somebody has to take it off the tray. */
const lateVoid = (ticket: Ticket) => ticket.status === 'READY' && ticket.lines.some((line) => line.voided);

/** What waits at the pass, the longest waiting first. */
export const atThePass = (board: Board): Ticket[] =>
  Object.values(board)
    .filter((ticket) => ticket.status === 'READY')
    .sort(by((ticket) => ticket.readyAt ?? ''));

/** What was ready, the latest first. */
export const finished = (board: Board): Ticket[] =>
  Object.values(board)
    .filter(isDone)
    .sort(by((ticket) => ticket.readyAt ?? ''))
    .reverse();

/** The lines that a cook has ticked off. */
export type Done = Readonly<Record<number, boolean>>;

export interface Total {
  productId: number;
  name: string;
  qty: number;
}

/** How many of each dish are still to be made: what is open, without the lines that are done. */
export function totals(board: Board, done: Done): Total[] {
  const sums = new Map<number, Total>();
  for (const line of Object.values(board)
    .filter(toCook)
    .flatMap((ticket) => ticket.lines)) {
    if (line.voided || done[line.id]) continue;
    const sum = sums.get(line.productId) ?? { productId: line.productId, name: line.name, qty: 0 };
    sums.set(line.productId, { ...sum, qty: sum.qty + line.qty });
  }
  return [...sums.values()].sort((a, b) => b.qty - a.qty || a.name.localeCompare(b.name));
}

export type News = 'new' | 'changed' | 'cancelled';

/** What a cook has to hear of: the most urgent difference between two boards. */
export function newsOf(before: Board, after: Board): News | undefined {
  let found: News | undefined;
  for (const ticket of Object.values(after)) {
    const known = before[ticket.id];
    if (known === ticket) continue;
    if (known && isCancelled(known, ticket)) return 'cancelled';
    if (!known && ticket.status === 'SUBMITTED') found = 'new';
    if (known && isChanged(known, ticket)) found ??= 'changed';
  }
  return found;
}

const isCancelled = (before: Ticket, after: Ticket) =>
  (after.status === 'CANCELED' && before.status !== 'CANCELED') || struck(after) > struck(before);

const struck = (ticket: Ticket) => ticket.lines.filter((line) => line.voided).length;

const isChanged = (before: Ticket, after: Ticket) =>
  before.table !== after.table || before.notes !== after.notes || after.lines.length > before.lines.length;

const allergic = /al[eé]rgi|cel[ií]ac|intoleran|sin (tacc|gluten)|an[ae]fil|allerg|coeliac/i;

/** Whether a note speaks of what could harm somebody. It is only shown louder: every note is shown. */
export const isAllergy = (note: string | null): boolean => note !== null && allergic.test(note);
