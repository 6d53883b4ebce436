export { Problem, type FieldProblem } from './problem.ts';
export {
  createRest,
  idempotencyHeader,
  newKey,
  ok,
  type Credentials,
  type Rest,
  type RestOptions,
} from './rest.ts';
export {
  EventSocket,
  defaultBackoff,
  type Ending,
  type SocketKind,
  type SocketOptions,
  type SocketState,
} from './socket.ts';
export { Outbox, type Command, type Outcome, type OutboxOptions } from './outbox.ts';
export type { Entity, Event, Events, EventType, Schema, paths } from './types.ts';
