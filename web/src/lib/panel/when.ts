import { localeTag } from '#lib/texts.svelte.ts';

/** "1/12 21:05" */
export const when = (at: string): string =>
  new Intl.DateTimeFormat(localeTag(), {
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
