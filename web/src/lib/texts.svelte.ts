// The language of this device, and what the generated texts choose by. A text that is
// read in a template changes with the language at once.

export const languages = { es: 'Español', en: 'English', pt: 'Português' } as const;
export type Language = keyof typeof languages;

const KEY = 'integrador.language';
const order = Object.keys(languages) as Language[];

function initial(): Language {
  const wanted = [stored(), ...(globalThis.navigator?.languages ?? [])];
  const known = wanted.map((tag) => tag?.slice(0, 2)).find((tag) => order.includes(tag as Language));
  return (known as Language | undefined) ?? 'es';
}

function stored(): string | null {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null; // storage is switched off
  }
}

let current = $state<Language>(initial());

export const language = (): Language => current;

/** The BCP 47 tag by which numbers and times are written. */
export const localeTag = (): string => ({ es: 'es-AR', en: 'en-US', pt: 'pt-BR' })[current];

export function setLanguage(to: Language): void {
  current = to;
  try {
    localStorage.setItem(KEY, to);
  } catch {
    // It lasts until the page is left.
  }
}

export const choose = (es: string, en: string, pt: string): string =>
  current === 'es' ? es : current === 'en' ? en : pt;

export const plural = (count: number, one: string, other: string): string =>
  new Intl.PluralRules(localeTag()).select(count) === 'one' ? one : other;
