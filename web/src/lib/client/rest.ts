import createClient, { type Client } from 'openapi-fetch';
import { Problem, problemOf, unreachable } from './problem.ts';
import type { paths } from './types.ts';

/** Where tokens come from. Both functions may be asked again at any time. */
export interface Credentials {
  /** The header that says who asks, or none. */
  headers(): Record<string, string>;
  /** Gets a fresh token after a 401; false: there is none, the person has to come in again. */
  renew?(): Promise<boolean>;
}

export interface RestOptions {
  /** Address of the API; "" is the page's own origin. */
  base?: string;
  credentials?: Credentials;
  /** Sent with every request: X-Device-Id, Accept-Language … */
  headers?: () => Record<string, string>;
  fetch?: typeof fetch;
  /** How often a request is repeated that was turned away with 429 or 503; 3 by default. */
  retries?: number;
  /** The longest Retry-After that is waited for, in seconds; 20 by default. */
  maxWait?: number;
  /** How long an answer is waited for, in milliseconds; 15,000 by default. */
  timeout?: number;
}

export type Rest = Client<paths>;

export const idempotencyHeader = 'X-Idempotency-Key';

/** A new idempotency key. */
export const newKey = (): string =>
  globalThis.crypto.randomUUID?.() ??
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16)).join('');

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * One method per HTTP verb, typed by the OpenAPI document. Requests are repeated after 429,
 * and after 503 if repeating them is harmless; after 401 they are repeated with a fresh token.
 */
export function createRest(options: RestOptions = {}): Rest {
  return createClient<paths>({
    baseUrl: options.base || (globalThis.location?.origin ?? ''),
    credentials: 'same-origin',
    fetch: (request) => send(request, options),
  });
}

async function send(request: Request, options: RestOptions): Promise<Response> {
  const { retries = 3, maxWait = 20, credentials } = options;
  let renewed = false;
  for (let attempt = 0; ; attempt++) {
    const response = await once(request, options);
    if (response.status === 401 && credentials?.renew && !renewed) {
      renewed = true;
      if (await credentials.renew()) continue;
    }
    const wait = Number(response.headers.get('Retry-After') ?? 1);
    if (attempt >= retries || !repeatable(request, response) || !(wait <= maxWait)) return response;
    await pause(Math.max(wait, 0.2) * 1000);
  }
}

function repeatable(request: Request, response: Response): boolean {
  if (response.status === 429) return true;
  const harmless = request.method === 'GET' || request.headers.has(idempotencyHeader);
  return response.status === 503 && harmless;
}

async function once(request: Request, options: RestOptions): Promise<Response> {
  const again = new Request(request.clone(), {
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(options.timeout ?? 15_000)]),
  });
  const headers = { ...options.headers?.(), ...options.credentials?.headers() };
  for (const [name, value] of Object.entries(headers)) again.headers.set(name, value);
  try {
    return await (options.fetch ?? fetch)(again);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw unreachable(cause);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a 2xx answer; every other answer is thrown as a Problem. */
export async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch((cause: unknown) => {
    throw cause instanceof Problem || (cause as Error)?.name === 'AbortError' ? cause : unreachable(cause);
  });
  if (!response.ok) throw problemOf(response, error);
  return data as T;
}
