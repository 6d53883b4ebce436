import type { components as rest, paths } from './generated/rest.ts';
import type { components as events } from './generated/events.ts';

export type { paths };

/** A schema of the OpenAPI document: Schema<'RoundOutput'>. */
export type Schema<Name extends keyof rest['schemas']> = rest['schemas'][Name];

/** The events by their type. */
export type Events = events['schemas']['Events'];
export type EventType = keyof Events;

/** An event of one type, or any event. */
export type Event<Type extends EventType = EventType> = { [T in EventType]: Events[T] }[Type];

/** What an event of this type tells. */
export type Entity<Type extends EventType> = Events[Type]['entity'];
