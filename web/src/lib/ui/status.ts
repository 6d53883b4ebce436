import ChefHat from '@lucide/svelte/icons/chef-hat';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import ConciergeBell from '@lucide/svelte/icons/concierge-bell';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Inbox from '@lucide/svelte/icons/inbox';
import Smartphone from '@lucide/svelte/icons/smartphone';
import type { Component } from 'svelte';
import * as t from '#texts/common';

/** What a line or a round is going through. WAITING: it is safe on this phone and nowhere else yet. */
export type LineStatus =
  | 'WAITING'
  | 'PENDING'
  | 'CONFIRMED'
  | 'SUBMITTED'
  | 'IN_KITCHEN'
  | 'READY'
  | 'SERVED'
  | 'CANCELED'
  | 'DRAFT';

interface Look {
  /** Names the tokens --{tone}-ink and --{tone}-tint. */
  tone: 'waiting' | 'pending' | 'received' | 'kitchen' | 'ready' | 'served' | 'danger';
  icon: Component;
  word: () => string;
}

const received: Look = { tone: 'received', icon: Inbox, word: t.statusReceived };
const pending: Look = { tone: 'pending', icon: Hourglass, word: t.statusPending };

/** Colour, shape and word of every state. Badges and legends read the same table. */
export const looks: Record<LineStatus, Look> = {
  WAITING: { tone: 'waiting', icon: Smartphone, word: t.statusWaiting },
  DRAFT: pending,
  PENDING: pending,
  CONFIRMED: received,
  SUBMITTED: received,
  IN_KITCHEN: { tone: 'kitchen', icon: ChefHat, word: t.statusInKitchen },
  READY: { tone: 'ready', icon: ConciergeBell, word: t.statusReady },
  SERVED: { tone: 'served', icon: CircleCheck, word: t.statusServed },
  CANCELED: { tone: 'danger', icon: CircleX, word: t.statusCanceled },
};
