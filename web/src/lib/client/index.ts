export { Problem, type FieldProblem } from './problem';
export {
  createRest,
  idempotencyHeader,
  newKey,
  ok,
  type Credentials,
  type Rest,
  type RestOptions,
} from './rest';
export {
  EventSocket,
  defaultBackoff,
  type Ending,
  type SocketKind,
  type SocketOptions,
  type SocketState,
} from './socket';
export { Outbox, type Command, type Outcome, type OutboxOptions } from './outbox';
export type { Entity, Event, Events, EventType, Schema, paths } from './types';
