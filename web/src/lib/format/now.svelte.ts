// One clock for a whole screen: whatever shows how long something takes reads it.
import { createSubscriber } from 'svelte/reactivity';

const ticking = createSubscriber((update) => {
  const timer = setInterval(update, 1000);
  return () => clearInterval(timer);
});

/** The time in milliseconds; what reads it is drawn again every second. */
export function now(): number {
  ticking();
  return Date.now();
}
