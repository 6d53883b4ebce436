// What just happened, said once. A success goes by itself and may be undone; an error stays until it is closed.

export interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'error' | 'info';
  action?: { label: string; run: () => void };
}

const list = $state<Toast[]>([]);
let last = 0;

export const toasts = (): Toast[] => list;

export function dismiss(id: number): void {
  const at = list.findIndex((toast) => toast.id === id);
  if (at >= 0) list.splice(at, 1);
}

/** Shows a toast; it goes after some seconds unless it is an error. */
export function toast(
  text: string,
  more: Partial<Omit<Toast, 'id' | 'text'>> & { seconds?: number } = {},
): number {
  const { seconds = more.action ? 5 : 3.5, kind = 'done', action } = more;
  const id = ++last;
  list.push({ id, text, kind, action });
  if (list.length > 3) list.shift();
  if (kind !== 'error') setTimeout(() => dismiss(id), seconds * 1000);
  return id;
}
