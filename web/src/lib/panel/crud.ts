import { idempotencyHeader, newKey, ok, type paths } from '#lib/client/index.ts';
import { staff } from '#lib/session/staff.svelte.ts';

// Things that the panel administers have the same five operations. Their addresses differ in one word only, which
// TypeScript checks here, once, so that a page needs no client of its own.

/** The word in the address: those kinds that are listed, and changed or deleted by their id. */
export type Kind = {
  [P in keyof paths]: P extends `/api/admin/${infer K}/{id}`
    ? `/api/admin/${K}` extends keyof paths
      ? K
      : never
    : never;
}[keyof paths];

/** A row of the list. */
export type Row<K extends Kind> = paths[`/api/admin/${K}`] extends {
  get: { responses: { 200: { content: { 'application/json': (infer R)[] } } } };
}
  ? R
  : never;

export type Body = Record<string, unknown>;

/** What goes with something that is deleted: names by kind. */
export type Preview = Record<string, { id: number; name: string }[]>;

type Answer = Promise<{ data?: unknown; response: Response }>;
type Call = (path: string, init?: { params?: object; body?: Body; headers?: object }) => Answer;

export const keyed = () => ({ [idempotencyHeader]: newKey() });

const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  more: { query?: Body; body?: Body } = {},
) => {
  const send = staff.api[method] as unknown as Call;
  const { query, body } = more;
  return ok<unknown>(send(path, { params: { query }, body, headers: method === 'GET' ? {} : keyed() }));
};

export const list = <K extends Kind>(kind: K, query: Body = {}) =>
  call('GET', `/api/admin/${kind}`, { query }) as Promise<Row<K>[]>;
/** The whole list, page by page. */
export async function listAll<K extends Kind>(kind: K, query: Body = {}): Promise<Row<K>[]> {
  const all: Row<K>[] = [];
  for (;;) {
    const page = await list(kind, { ...query, limit: pageSize, offset: all.length });
    all.push(...page);
    if (page.length < pageSize) return all;
  }
}

const pageSize = 200;

export const create = (kind: Kind, body: Body) => call('POST', `/api/admin/${kind}`, { body });
export const update = (kind: Kind, id: number, body: Body) =>
  call('PATCH', `/api/admin/${kind}/${id}`, { body });
export const remove = (kind: Kind, id: number) => call('DELETE', `/api/admin/${kind}/${id}`);
/** What only who administers the restaurant deletes; a manager is not offered it. */
const forAdmins: Kind[] = ['categories', 'subcategories', 'staff', 'promotions', 'allergens', 'branches'];
export const mayDelete = (kind: Kind) => staff.has('ADMIN') || !forAdmins.includes(kind);

/** Brings back what was deleted, with what went along. */
export const restore = (kind: Kind, id: number) =>
  call('POST', `/api/admin/${kind.replace(/-/g, '_')}/${id}/restore`);
export const preview = (kind: Kind, id: number) =>
  call('GET', `/api/admin/${kind}/${id}/cascade-preview`) as Promise<Preview>;
