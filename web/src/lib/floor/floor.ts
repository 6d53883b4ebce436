import type { Event, Schema } from '#lib/client/index.ts';

// What a waiter's phone knows of the floor: the tables and the calls as REST has them, with the events folded in that
// came since. Folding is pure. What an event tells of something known changes the state at once; what is new, and money
// that is only hinted at, has to be read again.

export type Card = Schema<'TableCard'>;
export type Call = Schema<'ServiceCallOutput'>;
export type OpenRound = Schema<'OpenRound'>;

export interface FloorState {
  cards: Card[];
  calls: Call[];
}

export type Part = 'cards' | 'calls';

export interface Folded {
  state: FloorState;
  /** What has to be read again. */
  stale: Part[];
}

export const emptyFloor: FloorState = { cards: [], calls: [] };

/** Folds one event in. Doing it twice changes nothing. */
export function fold(state: FloorState, event: Event): Folded {
  switch (event.type) {
    case 'ROUND_CONFIRMED':
      return round(state, event, 'CONFIRMED');
    case 'ROUND_SUBMITTED':
      return round(state, event, 'SUBMITTED');
    case 'ROUND_IN_KITCHEN':
      return round(state, event, 'IN_KITCHEN');
    case 'ROUND_READY':
      return round(state, event, 'READY');
    case 'ROUND_SERVED':
      return { state: withoutRound(state, event.entity.round_id), stale: [] };
    case 'ROUND_CANCELED':
      return { state: withoutRound(state, event.entity.round_id), stale: ['cards'] };
    case 'SERVICE_CALL_CREATED':
      return { state, stale: state.calls.some((c) => c.id === event.entity.call_id) ? [] : ['calls'] };
    case 'SERVICE_CALL_ACKED':
      return { state: acknowledged(state, event), stale: [] };
    case 'SERVICE_CALL_CLOSED':
      return {
        state: { ...state, calls: state.calls.filter((c) => c.id !== event.entity.call_id) },
        stale: [],
      };
    case 'CHECK_REQUESTED':
    case 'CHECK_UPDATED':
    case 'CHECK_PAID':
    case 'PAYMENT_APPROVED': {
      const { total_cents, paid_cents } = event.entity;
      return { state: changed(state, event, { total_cents, paid_cents }), stale: ['cards'] };
    }
    case 'TABLE_CLEARED':
      return { state: freed(state, event), stale: ['cards'] };
    case 'TABLE_TRANSFERRED':
      return { state, stale: ['cards', 'calls'] };
    case 'ROUND_PENDING':
    case 'ROUND_ITEM_VOIDED':
    case 'ROUND_ITEM_DELETED':
    case 'PAYMENT_REFUNDED':
    case 'CHECK_WITHDRAWN':
    case 'TABLE_SESSION_STARTED':
    case 'TABLE_STATUS_CHANGED':
      return { state, stale: ['cards'] };
    default:
      return { state, stale: [] };
  }
}

const steps: OpenRound['status'][] = ['PENDING', 'CONFIRMED', 'SUBMITTED', 'IN_KITCHEN', 'READY'];
const rank = (status: OpenRound['status']) => steps.indexOf(status);

const eachCard = (state: FloorState, change: (card: Card) => Card): FloorState => ({
  ...state,
  cards: state.cards.map(change),
});

/** A round only moves forward: an event that is older than what was read does not take it back. */
function round(state: FloorState, event: Event<'ROUND_READY'>, status: OpenRound['status']): Folded;
function round(state: FloorState, event: Event, status: OpenRound['status']): Folded;
function round(state: FloorState, event: Event, status: OpenRound['status']): Folded {
  const { round_id: id } = event.entity as { round_id: number };
  const card = state.cards.find((c) => c.session_id === event.session_id);
  const known = card?.rounds.find((r) => r.round_id === id);
  if (!known) return { state, stale: ['cards'] };
  if (rank(status) <= rank(known.status)) return { state, stale: [] };
  // The kitchen has had it since it was sent, and the guest waits since then.
  const since = status === 'IN_KITCHEN' ? known.since : event.ts;
  const rounds = card!.rounds.map((r) => (r === known ? { ...r, status, since } : r));
  return { state: eachCard(state, (c) => (c === card ? { ...c, rounds } : c)), stale: [] };
}

const withoutRound = (state: FloorState, id: number): FloorState =>
  eachCard(state, (card) =>
    card.rounds.some((r) => r.round_id === id)
      ? { ...card, rounds: card.rounds.filter((r) => r.round_id !== id) }
      : card,
  );

const changed = (state: FloorState, event: Event, change: Partial<Card>): FloorState =>
  eachCard(state, (card) => (card.session_id === event.session_id ? { ...card, ...change } : card));

const acknowledged = (state: FloorState, event: Event<'SERVICE_CALL_ACKED'>): FloorState => ({
  ...state,
  calls: state.calls.map((call) =>
    call.id === event.entity.call_id && call.status === 'OPEN'
      ? { ...call, status: 'ACKED', acked_at: event.ts, acked_by_user_id: event.actor.user_id ?? null }
      : call,
  ),
});

const freed = (state: FloorState, event: Event<'TABLE_CLEARED'>): FloorState => ({
  cards: changed(state, event, {
    status: 'FREE',
    session_id: null,
    opened_at: null,
    rounds: [],
    diner_count: 0,
    total_cents: 0,
    paid_cents: 0,
    check_status: null,
  }).cards,
  calls: state.calls.filter((call) => call.session_id !== event.session_id),
});

/** What a table is doing, the most urgent thing first. */
export type Doing =
  'calls' | 'ready' | 'confirm' | 'paid' | 'bill' | 'coming' | 'kitchen' | 'seated' | 'free' | 'out';

export function doing(card: Card, calls: Call[]): Doing {
  const own = calls.filter((call) => call.table_id === card.table_id);
  const some = (...statuses: OpenRound['status'][]) => card.rounds.some((r) => statuses.includes(r.status));
  if (card.status === 'OUT_OF_SERVICE') return 'out';
  if (own.some((call) => call.status === 'OPEN')) return 'calls';
  if (some('READY')) return 'ready';
  if (some('PENDING')) return 'confirm';
  if (card.check_status === 'PAID') return 'paid';
  if (card.check_status && card.check_status !== 'OPEN') return 'bill'; // OPEN: it was taken back
  if (own.length) return 'coming';
  if (some('CONFIRMED', 'SUBMITTED', 'IN_KITCHEN')) return 'kitchen';
  return card.session_id ? 'seated' : 'free';
}

/** Something that somebody has to do at a table now. */
export interface Alert {
  key: string;
  kind: 'call' | 'ready' | 'confirm';
  tableId: number;
  code: string;
  since: string;
  callId?: number;
  callType?: Call['type'];
  roundId?: number;
  roundNumber?: number;
}

/** What waits, the longest waiting first: rounds of my tables, and all calls of the branch that I am told of. */
export function alerts(state: FloorState, mine: (card: Card) => boolean): Alert[] {
  const calls = state.calls
    .filter((call) => call.status === 'OPEN' && state.cards.some((c) => c.table_id === call.table_id))
    .map((call): Alert => ({
      key: `call ${call.id}`,
      kind: 'call',
      tableId: call.table_id ?? 0,
      code: call.table_code ?? '',
      since: call.created_at,
      callId: call.id,
      callType: call.type,
    }));
  const rounds = state.cards.filter(mine).flatMap((card) =>
    card.rounds
      .filter((r) => r.status === 'READY' || r.status === 'PENDING')
      .map((r): Alert => ({
        key: `${r.status} ${r.round_id}`,
        kind: r.status === 'READY' ? 'ready' : 'confirm',
        tableId: card.table_id,
        code: card.code,
        since: r.since,
        roundId: r.round_id,
        roundNumber: r.round_number,
      })),
  );
  return [...calls, ...rounds].sort((a, b) => a.since.localeCompare(b.since));
}

/** Whether an event has to be heard: new work, or a reminder of work that nobody did. */
export const rings = (event: Event): boolean =>
  ['SERVICE_CALL_CREATED', 'ROUND_READY', 'ROUND_PENDING', 'CHECK_REQUESTED'].includes(event.type);
