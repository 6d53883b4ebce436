import Ban from '@lucide/svelte/icons/ban';
import BellRing from '@lucide/svelte/icons/bell-ring';
import ChefHat from '@lucide/svelte/icons/chef-hat';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import ConciergeBell from '@lucide/svelte/icons/concierge-bell';
import Footprints from '@lucide/svelte/icons/footprints';
import Hourglass from '@lucide/svelte/icons/hourglass';
import ReceiptText from '@lucide/svelte/icons/receipt-text';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import type { Doing } from '#lib/floor/floor.ts';

/** Colour and shape of what a table is doing; doingText has the word. */
export const doingLooks: Record<Doing, { tone: string; icon: Component }> = {
  calls: { tone: 'danger', icon: BellRing },
  ready: { tone: 'ready', icon: ConciergeBell },
  confirm: { tone: 'pending', icon: Hourglass },
  paid: { tone: 'served', icon: CircleCheck },
  bill: { tone: 'received', icon: ReceiptText },
  coming: { tone: 'received', icon: Footprints },
  kitchen: { tone: 'kitchen', icon: ChefHat },
  seated: { tone: 'waiting-tone', icon: Users },
  free: { tone: '', icon: CircleDashed },
  out: { tone: '', icon: Ban },
};
