// One guest's phone: a browser context of its own, driven by what a guest sees.
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'es-AR' };

export const pesos = (cents) =>
  new Intl.NumberFormat('es-AR', {
    style: 'currency',
    currency: 'ARS',
    minimumFractionDigits: cents % 100 ? 2 : 0,
    maximumFractionDigits: cents % 100 ? 2 : 0,
  }).format(cents / 100);

export class Guest {
  static async sitDown(browser, watch, { name, address, who = name }) {
    const context = await browser.newContext(phone);
    context.setDefaultTimeout(30_000);
    await context.clock.install(); // it goes by itself, and can be made to go faster
    const page = await context.newPage();
    watch.page(page, who);
    await page.goto(address);
    await page.getByLabel('Tu nombre').fill(name);
    const guest = new Guest(context, page, name);
    guest.joining = page;
    return guest;
  }

  constructor(context, page, name) {
    Object.assign(this, { context, page, name });
  }

  async enter() {
    await this.page.getByRole('button', { name: 'Entrar a la mesa' }).click();
    await this.tab('Carta').waitFor();
  }

  tab = (name) => this.page.getByRole('navigation').getByRole('link', { name });
  button = (name, exact = true) => this.page.getByRole('button', { name, exact });
  text = (text) => this.page.getByText(text).first();

  async open(tab) {
    await this.tab(tab).click();
    await this.page.locator(`nav a[aria-current=page]`, { hasText: tab }).waitFor();
  }

  async add(dish, { more = 0, note } = {}) {
    await this.open('Carta');
    await this.page.locator('main button.card', { hasText: dish.name }).click();
    const sheet = this.page.getByRole('dialog', { name: dish.name });
    if (note) await sheet.getByLabel('Aclaración para la cocina').fill(note);
    for (let i = 0; i < more; i++) await sheet.getByRole('button', { name: 'Más' }).click();
    await sheet.getByRole('button', { name: /^Agregar/ }).click();
    await sheet.waitFor({ state: 'hidden' });
  }

  /** A line of the shared cart, by its dish. */
  line = (dish) => this.page.locator('section[aria-labelledby=cart] li', { hasText: dish.name });

  async sendRound() {
    await this.open('Pedido');
    await this.page
      .locator('main')
      .getByRole('button', { name: /^Enviar ronda/ })
      .click();
    const sheet = this.page.getByRole('dialog', { name: '¿Enviamos la ronda?' });
    await sheet.getByRole('button', { name: 'Enviar ronda' }).click();
    await sheet.waitFor({ state: 'hidden' });
  }

  round = (number) =>
    this.page.locator('section[aria-labelledby=rounds] .card', {
      has: this.page.getByRole('heading', { name: new RegExp(`^Ronda ${number}\\b`) }),
    });

  queuedRounds = () => this.page.getByRole('heading', { name: 'Ronda sin enviar' });

  /** The round's state as the page says it: in its steps, or on its badge. */
  async sees(number, word) {
    const round = this.round(number);
    await round
      .getByLabel(word, { exact: true })
      .or(round.locator('.badge', { hasText: word }))
      .waitFor();
  }
}
