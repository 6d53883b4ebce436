// Who signed in last at this device, so that only the password is asked.

const KEY = 'integrador.floor.email';

export function rememberedEmail(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function rememberEmail(email: string): void {
  try {
    localStorage.setItem(KEY, email);
  } catch {
    // It is asked again.
  }
}
