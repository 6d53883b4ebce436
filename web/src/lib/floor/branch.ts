// The branch where this device works: whoever signs in again is asked no more.

export interface Branch {
  id: number;
  name: string;
}

const KEY = 'integrador.floor.branch';

export function rememberedBranch(): Branch | undefined {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Branch | null;
    return stored ?? undefined;
  } catch {
    return undefined;
  }
}

export function rememberBranch(branch: Branch | undefined): void {
  try {
    if (branch) localStorage.setItem(KEY, JSON.stringify(branch));
    else localStorage.removeItem(KEY);
  } catch {
    // It is asked again after a reload.
  }
}
