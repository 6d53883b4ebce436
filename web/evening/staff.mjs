// What kitchen, waiter and manager do, over REST.
export class Staff {
  static async signIn(origin, email, password) {
    const staff = new Staff(origin, {});
    const { access_token } = await staff.send('POST', '/api/auth/login', { email, password });
    return new Staff(origin, { Authorization: `Bearer ${access_token}` });
  }

  constructor(origin, headers) {
    Object.assign(this, { origin, headers });
  }

  async send(method, path, body) {
    const response = await fetch(this.origin + path, {
      method,
      headers: {
        ...this.headers,
        'Content-Type': 'application/json',
        ...(method === 'GET' ? {} : { 'X-Idempotency-Key': crypto.randomUUID() }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  }

  get = (path) => this.send('GET', path);

  move = (round, status) => this.send('POST', `/api/kitchen/rounds/${round.id}/status`, { status });
}

/** A staff member's screen, signed in as they do it. */
export async function signInAt(browser, watch, { who, address, email, password, ...screen }) {
  const context = await browser.newContext({ locale: 'es-AR', ...screen });
  context.setDefaultTimeout(30_000);
  await context.clock.install();
  const page = await context.newPage();
  watch.page(page, who);
  await page.goto(address);
  await page.getByLabel('Correo').fill(email);
  await page.getByLabel('Contraseña').fill(password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  return page;
}

/** The kitchen's screen. What is tapped is told after the seconds in which it can be undone. */
export class KitchenScreen {
  constructor(page) {
    this.page = page;
  }

  ticket = (round) => this.page.getByRole('article', { name: new RegExp(`INT-05.*Ronda ${round}\\b`) });

  async tap(round, act) {
    await this.ticket(round).getByRole('button', { name: act, exact: true }).click();
    await this.page
      .getByText(/Deshacer/)
      .first()
      .waitFor();
    await this.page.clock.fastForward('00:15');
  }
}

/** Asks until the answer is the one that is waited for. What is unreachable meanwhile is asked again. */
export async function until(what, ask, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (let last; ; await new Promise((next) => setTimeout(next, 100))) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (problem) {
      last = problem;
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s; last: ${last}`);
  }
}
