import { newKey, type Schema } from '#lib/client/index.ts';

// What a guest decides about the bill. The amount that is charged is always the API's: what is worked out here is only
// a guess to show before it answers.

export type Check = Schema<'CheckDetailOutput'>;
export type Ask = Schema<'MercadoPagoPreferenceRequest'>;
export type Way = 'CONSUMPTION' | 'EQUAL' | 'ITEMS' | 'AMOUNT';

export interface Choice {
  way: Way;
  people: number;
  /** Units by item of the check. */
  units: Record<number, number>;
  /** undefined: no amount was typed. */
  amount?: number;
  /** Nobody is made to give one: it starts at 0. */
  tip: number;
}

const chosen = (choice: Choice) => Object.entries(choice.units).filter(([, qty]) => qty > 0);

/** About what the choice comes to; never more than nobody is paying. */
export function estimate(check: Check, choice: Choice, me: number | undefined, diners: number[]): number {
  return Math.min(part(check, choice, me, diners), check.available_cents);
}

function part(check: Check, choice: Choice, me: number | undefined, diners: number[]): number {
  const owed = (fits: (item: Check['items'][number]) => boolean) =>
    check.items.filter(fits).reduce((sum, item) => sum + item.remaining_cents, 0);
  switch (choice.way) {
    case 'CONSUMPTION': {
      const shared = owed((i) => i.diner_id === null || !diners.includes(i.diner_id));
      return owed((i) => i.diner_id === me) + Math.ceil(shared / Math.max(diners.length, 1));
    }
    case 'EQUAL':
      return Math.ceil(check.total_cents / choice.people);
    case 'ITEMS':
      return check.items.reduce(
        (sum, i) => sum + Math.ceil((i.subtotal_cents * (choice.units[i.item_id] ?? 0)) / i.qty),
        0,
      );
    case 'AMOUNT':
      return choice.amount ?? 0;
  }
}

/** Why the choice cannot be paid as it is; undefined: it can. */
export function missing(check: Check, choice: Choice): 'items' | 'amount' | 'too-much' | undefined {
  if (choice.way === 'ITEMS' && !chosen(choice).length) return 'items';
  if (choice.way !== 'AMOUNT') return undefined;
  if (!choice.amount) return 'amount';
  return choice.amount > check.available_cents ? 'too-much' : undefined;
}

export function ask(check: Check, choice: Choice, me: number | undefined): Ask {
  const common = { check_id: check.id, diner_id: me, split: choice.way, tip_cents: choice.tip };
  switch (choice.way) {
    case 'CONSUMPTION':
      return common;
    case 'EQUAL':
      return { ...common, people: choice.people };
    case 'ITEMS':
      return { ...common, item_units: chosen(choice).map(([id, qty]) => ({ item_id: Number(id), qty })) };
    case 'AMOUNT':
      return { ...common, amount_cents: choice.amount };
  }
}

/** A tip of so many hundredths, in whole pesos. */
export const tipOf = (cents: number, percent: number): number => Math.round((cents * percent) / 10_000) * 100;

/** The bill's three parts, which always are its total. */
export const parts = (check: Check) => ({
  paid: check.paid_cents,
  paying: check.remaining_cents - check.available_cents,
  free: check.available_cents,
});

export const paying = (check: Check) => check.intents.filter((intent) => intent.status === 'OPEN');

/** A request for a page of Mercado Pago that has no answer yet, with the key that it was sent with. */
export interface Attempt {
  sessionId: number;
  body: Ask;
  key: string;
}

const ATTEMPT = 'integrador.attempt';
let last: Attempt | undefined; // for devices whose storage is full or switched off

/**
 * The same attempt as long as the same thing is asked for and no answer came, so that a second tap or a lost answer
 * never holds two parts. It is on the device before it is sent: whoever reloads finds the part that is held again.
 */
export function attemptTo(sessionId: number, body: Ask): Attempt {
  const before = storedAttempt(sessionId);
  if (before && JSON.stringify(before.body) === JSON.stringify(body)) return before;
  last = { sessionId, body, key: newKey() };
  store(ATTEMPT, last);
  return last;
}

export const storedAttempt = (sessionId: number): Attempt | undefined =>
  stored<Attempt>(ATTEMPT, sessionId) ?? (last?.sessionId === sessionId ? last : undefined);

export function forgetAttempt(): void {
  last = undefined;
  safely(() => localStorage.removeItem(ATTEMPT));
}

/** A page of Mercado Pago that this phone opened. */
export interface Checkout {
  paymentId: number;
  sessionId: number;
  dinerId?: number;
  address: string;
  amountCents: number;
  tipCents: number;
}

const CHECKOUT = 'integrador.checkout';

export const storeCheckout = (checkout: Checkout) => store(CHECKOUT, checkout);

export const storedCheckout = (sessionId: number) => stored<Checkout>(CHECKOUT, sessionId);

/** Whoever comes back without what was stored is told how the bill stands. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

const store = (key: string, value: unknown) =>
  void safely(() => localStorage.setItem(key, JSON.stringify(value)));

function stored<T extends { sessionId: number }>(key: string, sessionId: number): T | undefined {
  const found = safely(() => JSON.parse(localStorage.getItem(key) ?? 'null') as T | null);
  return found?.sessionId === sessionId ? found : undefined;
}

export type Outcome = 'verifying' | 'approved' | 'rejected';

/**
 * What the restaurant's books say of a checkout. The address that Mercado Pago returned to decides nothing: who comes
 * back by "failure" may pay with another card on the same page, and that is a payment of its own with a later number.
 */
export function outcome(answer: Schema<'ReturnResponse'>, checkout: Checkout | undefined): Outcome {
  const first = answer.payments.find((p) => p.id === checkout?.paymentId);
  if (checkout && answer.payments.some((p) => p.status === 'APPROVED' && pays(p, checkout)))
    return 'approved';
  if (first?.status === 'REJECTED') return answer.looked ? 'rejected' : 'verifying';
  if (!first && answer.check_status === 'PAID') return 'approved';
  return 'verifying';
}

const pays = (payment: Schema<'PaymentOutput'>, checkout: Checkout) =>
  payment.id === checkout.paymentId ||
  (payment.id > checkout.paymentId &&
    payment.diner_id === (checkout.dinerId ?? null) &&
    payment.amount_cents + payment.tip_cents === checkout.amountCents + checkout.tipCents);
