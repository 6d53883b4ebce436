import { newKey } from '#lib/client/index.ts';

const KEY = 'integrador.device';
let inMemory: string | undefined;

/** The name of this device, made up at its first visit: the API recognises a phone by it. */
export function deviceId(): string {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored) return stored;
    const made = inMemory ?? newKey();
    localStorage.setItem(KEY, made);
    return made;
  } catch {
    return (inMemory ??= newKey()); // storage is switched off
  }
}
