import { ok, type Problem } from '#lib/client/index.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { saveAs } from './table.ts';

type Answer = Promise<{ data?: unknown; response: Response }>;

/**
 * Shows a page of the API (a receipt, a sheet of QR codes) in a window of its own. It needs the token, which is in no
 * address: so it is fetched and opened as a blob. The window is opened at once, while it still is the answer to a press.
 */
export async function openPage(answer: Answer): Promise<void> {
  const window_ = window.open('', '_blank');
  try {
    const page = (await ok(answer)) as Blob;
    const address = URL.createObjectURL(page);
    if (window_) window_.location.href = address;
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  } catch (problem) {
    window_?.close();
    toast((problem as Problem).message, { kind: 'error' });
  }
}

/** Keeps a spreadsheet that the API wrote. */
export async function keepSheet(name: string, answer: Answer): Promise<void> {
  try {
    saveAs(name, (await ok(answer)) as string);
  } catch (problem) {
    toast((problem as Problem).message, { kind: 'error' });
  }
}
