import { createRest, ok, Problem, type Rest, type Schema } from '#lib/client/index.ts';
import { deviceId } from './device.ts';

// Who works at this device. The access token is in memory only; the refresh token is in a cookie that no script
// reads, and brings a new access token after a reload.

export type User = Schema<'UserInfo'>;

class Staff {
  user = $state.raw<User>();
  /** Whether it is known if somebody is signed in. */
  ready = $state(false);
  #access: string | undefined;
  #renewing: Promise<boolean> | undefined;

  /** REST in this person's name. */
  readonly api: Rest = createRest({
    headers: () => ({ 'X-Device-Id': deviceId() }),
    credentials: {
      headers: (): Record<string, string> =>
        this.#access ? { Authorization: `Bearer ${this.#access}` } : {},
      renew: () => this.renew(),
    },
  });

  token = (): string | undefined => this.#access;

  has(...roles: string[]): boolean {
    return roles.some((role) => this.user?.roles.includes(role));
  }

  /** Signs in; false: the second factor's code is needed. Throws a Problem when refused. */
  async signIn(email: string, password: string, code: string): Promise<boolean> {
    const totp = code.trim(); // a pasted code brings its spaces along
    const body = { email: email.trim(), password, ...(totp ? { totp_code: totp } : {}) };
    const answer = await ok(createRest().POST('/api/auth/login', { body }));
    if (answer.requires_2fa) return false;
    this.#access = answer.access_token;
    this.user = answer.user;
    this.ready = true;
    return true;
  }

  /** After a reload: whoever was signed in still is. */
  async restore(): Promise<void> {
    if (this.ready) return;
    if (await this.renew().catch(() => false)) {
      this.user = (await ok(this.api.GET('/api/auth/me'))).user;
    }
    this.ready = true;
  }

  /** Gets a new access token; false: nobody is signed in any more. Throws if nobody answers. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(): Promise<boolean> {
    try {
      this.#access = (await ok(createRest().POST('/api/auth/refresh', {}))).access_token;
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.temporary) throw problem;
      this.#forget();
      return false;
    }
  }

  async signOut(): Promise<void> {
    await ok(this.api.POST('/api/auth/logout')).catch(() => undefined);
    this.#forget();
  }

  #forget(): void {
    this.#access = undefined;
    this.user = undefined;
  }
}

export const staff = new Staff();
