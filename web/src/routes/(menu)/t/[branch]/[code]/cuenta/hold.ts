import { Problem } from '#lib/client/index.ts';
import { forgetAttempt, storeCheckout, type Attempt, type Checkout } from '#lib/menu/bill.ts';
import type { Table } from '#lib/session/table.svelte.ts';

/** Asks for the page of Mercado Pago of an attempt; asking again with the same attempt gives the same page. */
export async function hold(table: Table, { body, key }: Attempt): Promise<Checkout> {
  try {
    const answer = await table.startPayment(body, key);
    const checkout: Checkout = {
      paymentId: answer.payment_id,
      sessionId: table.seat.sessionId,
      dinerId: table.dinerId,
      address: answer.init_point,
      amountCents: answer.amount_cents,
      tipCents: answer.tip_cents,
    };
    storeCheckout(checkout);
    forgetAttempt();
    return checkout;
  } catch (problem) {
    if (problem instanceof Problem && !problem.temporary) forgetAttempt();
    throw problem;
  }
}
