import { localeTag } from '#lib/texts.svelte.ts';

/** "1/12/26" of "2026-12-01": a day of the calendar, the same one wherever it is read. */
export const calendarDay = (date: string): string =>
  new Intl.DateTimeFormat(localeTag(), { dateStyle: 'short', timeZone: 'UTC' }).format(new Date(date));

/** "1/12 21:05" */
export const when = (at: string): string =>
  new Intl.DateTimeFormat(localeTag(), {
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
