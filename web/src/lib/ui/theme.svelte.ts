// Light or dark, on this device. An application names what it begins with.

export type Theme = 'light' | 'dark' | 'system';

const KEY = 'integrador.theme';
let chosen = $state<Theme>('system');

export const theme = (): Theme => chosen;

export function setTheme(to: Theme): void {
  chosen = to;
  try {
    localStorage.setItem(KEY, to);
  } catch {
    // It lasts until the page is left.
  }
  apply();
}

/** Applies what the device chose, or what the application begins with, and follows the system. */
export function startTheme(initial: Theme = 'system'): void {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    // Storage is switched off.
  }
  chosen = (['light', 'dark', 'system'] as const).find((t) => t === stored) ?? initial;
  dark().addEventListener('change', apply);
  apply();
}

const dark = () => matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const resolved = chosen === 'system' ? (dark().matches ? 'dark' : 'light') : chosen;
  document.documentElement.dataset.theme = resolved;
}
