import { createRest, ok } from '#lib/client/index.ts';

/** The demo restaurant, as the server describes it in development. */
export interface DemoGuide {
  restaurant: string;
  branch: string;
  branch_name: string;
  tables: { code: string; sector: string; seats: number }[];
  logins: {
    name: string;
    role: 'ADMIN' | 'MANAGER' | 'KITCHEN' | 'WAITER';
    email: string;
    password: string;
  }[];
}

/** null where there is no demo restaurant. */
export async function readGuide(): Promise<DemoGuide | null> {
  const health = await ok(createRest().GET('/api/health')).catch(() => undefined);
  if (health?.environment !== 'development') return null;
  const response = await fetch('/dev/guide.json').catch(() => undefined);
  return response?.ok ? ((await response.json()) as DemoGuide) : null;
}
