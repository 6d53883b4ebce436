import { createRest, idempotencyHeader, newKey, ok, Problem, type RestOptions } from '@integrador/client';
import { expect, test } from 'vitest';

function rest(answers: (() => Response)[], more: RestOptions = {}) {
  const requests: Request[] = [];
  const api = createRest({
    base: 'https://salon.example',
    fetch: (request) => {
      requests.push(request as Request);
      return Promise.resolve((answers.shift() ?? (() => Response.json({})))());
    },
    ...more,
  });
  return { api, requests };
}
const busy = (status: number) => () => Response.json({ code: 'busy' }, { status, headers: { 'Retry-After': '0' } });
const submit = (api: ReturnType<typeof createRest>, headers: Record<string, string> = {}) =>
  ok(api.POST('/api/diner/rounds/submit', { body: { items: [{ product_id: 3, qty: 2 }] }, headers }));

test('a problem is thrown with its reason, sentence and fields', async () => {
  const body = {
    code: 'validation_error',
    detail: [{ loc: ['body', 'items', 0, 'qty'], msg: 'Tiene que ser 1 o más.', type: 'value_error' }],
    request_id: 'r-1',
  };
  const { api } = rest([() => Response.json(body, { status: 422 })]);
  const problem = (await submit(api).catch((e: unknown) => e)) as Problem;
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({
    status: 422,
    code: 'validation_error',
    message: 'Tiene que ser 1 o más.',
    fields: [{ field: 'items.0.qty', message: 'Tiene que ser 1 o más.' }],
    requestId: 'r-1',
    temporary: false,
  });
});

test('no answer is a problem with status 0', async () => {
  const { api } = rest([], { fetch: () => Promise.reject(new TypeError('offline')) });
  await expect(ok(api.GET('/api/health'))).rejects.toMatchObject({ status: 0, code: 'network', temporary: true });
});

test('429 is repeated; 503 only where repeating is harmless', async () => {
  const limited = rest([busy(429), busy(429)]);
  await submit(limited.api);
  expect(limited.requests).toHaveLength(3);

  const bare = rest([busy(503)]);
  await expect(submit(bare.api)).rejects.toMatchObject({ status: 503 });
  expect(bare.requests).toHaveLength(1);

  const keyed = rest([busy(503)]);
  await submit(keyed.api, { [idempotencyHeader]: newKey() });
  expect(keyed.requests.map((r) => r.headers.get(idempotencyHeader))).toHaveLength(2);
  expect(await keyed.requests[1]?.json()).toEqual({ items: [{ product_id: 3, qty: 2 }] });
});

test('after 401 the request goes once more with the fresh token', async () => {
  let token = 'old';
  const { api, requests } = rest([() => Response.json({}, { status: 401 })], {
    credentials: {
      headers: () => ({ Authorization: `Bearer ${token}` }),
      renew: () => ((token = 'fresh'), Promise.resolve(true)),
    },
  });
  await submit(api);
  expect(requests.map((r) => r.headers.get('Authorization'))).toEqual(['Bearer old', 'Bearer fresh']);
});
