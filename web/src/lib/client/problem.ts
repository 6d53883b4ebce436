/** A field that the API did not accept. */
export interface FieldProblem {
  field: string;
  message: string;
}

/**
 * What went wrong with a request. `status` is 0 and `code` is "network" if no answer came:
 * then nobody knows whether the request was carried out.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FieldProblem[] = [],
    readonly requestId?: string,
    /** Seconds that the API asks to wait. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  /** Whether the same request may succeed later, without anybody changing it. */
  get temporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

interface Detail {
  loc?: unknown[];
  msg?: string;
}

/** Reads the problem out of an answer that is none of 2xx. */
export function problemOf(response: Response, body: unknown): Problem {
  const { code, detail, request_id, retry_after } = (body ?? {}) as Record<string, unknown>;
  const fields = Array.isArray(detail)
    ? (detail as Detail[]).map((d) => ({ field: (d.loc ?? []).slice(1).join('.'), message: d.msg ?? '' }))
    : [];
  const message = typeof detail === 'string' ? detail : fields.map((f) => f.message).join(' ');
  const wait = Number(retry_after ?? response.headers.get('Retry-After') ?? NaN);
  return new Problem(
    response.status,
    typeof code === 'string' ? code : `http_${response.status}`,
    message,
    fields,
    typeof request_id === 'string' ? request_id : (response.headers.get('X-Request-ID') ?? undefined),
    Number.isFinite(wait) ? wait : undefined,
  );
}

export const unreachable = (cause: unknown): Problem => {
  const problem = new Problem(0, 'network', 'No hay conexión con el restaurante.');
  problem.cause = cause;
  return problem;
};
