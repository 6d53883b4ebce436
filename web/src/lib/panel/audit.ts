// What an entry of the audit log changed.

export interface Change {
  name: string;
  before?: string;
  after?: string;
}

type Values = Record<string, unknown> | null | undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The values that are not what they were; of something new or deleted all that it has. */
export function differences(before: Values, after: Values): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.flatMap((name): Change[] => {
    const was = before && name in before ? text(before[name]) : undefined;
    const is = after && name in after ? text(after[name]) : undefined;
    if (before && after && was === is) return [];
    return [{ name, before: was, after: is }];
  });
}
