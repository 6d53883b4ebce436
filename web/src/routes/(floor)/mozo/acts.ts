import type { Floor } from '#lib/floor/floor.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import * as common from '#texts/common';
import * as t from '#texts/floor';

// What is done with one tap and taken back with another.

interface Round {
  id: number;
  round_number: number;
}

const undoable = (text: string, undo: () => Promise<boolean>) =>
  toast(text, { action: { label: common.undo(), run: () => void undo() } });

export async function resolve(floor: Floor, callId: number): Promise<void> {
  undoable(t.resolved(), await floor.resolve(callId));
}

export async function serve(floor: Floor, round: Round): Promise<void> {
  const undo = await floor.moveRound(round.id, 'SERVED', `READY ${round.id}`);
  undoable(t.served({ number: round.round_number }), undo);
}

export async function confirm(floor: Floor, round: Round): Promise<void> {
  const undo = await floor.moveRound(round.id, 'CONFIRMED', `PENDING ${round.id}`);
  undoable(t.confirmed({ number: round.round_number }), undo);
}

export async function toKitchen(floor: Floor, round: Round): Promise<void> {
  undoable(t.sentToKitchen({ number: round.round_number }), await floor.moveRound(round.id, 'SUBMITTED'));
}
