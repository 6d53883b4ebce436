import { Problem } from '#lib/client/index.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import * as t from '#texts/floor';

/** Does something that needs an answer now, and says what went wrong; false: it did. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (problem) {
    const known = problem instanceof Problem && problem.status > 0;
    toast(known ? problem.message : t.needsConnection(), { kind: 'error' });
    return false;
  }
}
