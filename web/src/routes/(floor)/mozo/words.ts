import type { Alert, Doing } from '#lib/floor/floor.ts';
import { minutesSince } from '#lib/format/time.ts';
import * as t from '#texts/floor';

export function alertText({ kind, callType, code: table, roundNumber = 0 }: Alert): string {
  if (kind === 'ready') return t.alertReady({ number: roundNumber, table });
  if (kind === 'confirm') return t.alertConfirm({ number: roundNumber, table });
  return callType === 'PAYMENT_HELP' ? t.alertBill({ table }) : t.alertCall({ table });
}

export const doingText: Record<Doing, () => string> = {
  calls: t.doingCalls,
  ready: t.doingReady,
  confirm: t.doingConfirm,
  paid: t.doingPaid,
  bill: t.doingBill,
  coming: t.doingComing,
  kitchen: t.doingKitchen,
  seated: t.doingSeated,
  free: t.doingFree,
  out: t.doingOut,
};

/** "34 min", "1 h 5 min". */
export function howLong(since: string, now: number): string {
  const minutes = minutesSince(since, now);
  return minutes < 60
    ? t.minutes({ count: minutes })
    : t.hours({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
