// One evening at one table, with real browsers and the whole product, whose processes are killed meanwhile. It is
// started by TestEveningInBrowser (make test/browser), which gives it a product of its own:
//
//   ORIGIN, SIMULATOR   the screens and the simulator of Mercado Pago
//   CONTROL             POST /kill/{role} is kill -9, POST /start/{role} brings the process back
//   PICTURES            where the pictures of every step go
//
// Every wait is for something that is seen, with a deadline.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { Guest } from './guest.mjs';
import { KitchenScreen, signInAt, Staff, until } from './staff.mjs';
import { Watch } from './watch.mjs';

const { ORIGIN: origin, SIMULATOR: simulator, CONTROL: control, PICTURES: folder } = process.env;
const began = Date.now();
const watch = new Watch({ origins: [origin, simulator], folder });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

async function step(what, work) {
  const from = Date.now();
  try {
    await work();
  } catch (problem) {
    await watch.photographFailure();
    throw new Error(`${what}: ${problem.message}`, { cause: problem });
  } finally {
    console.log(
      `${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what} (${Date.now() - from} ms)`,
    );
  }
}

const process_ = (act, role) =>
  fetch(`${control}/${act}/${role}`, { method: 'POST' }).then((r) => assert(r.ok));
const kill = (role) => process_('kill', role);
const start = (role) => process_('start', role);
const wellAgain = (path) => until(`${path} is well`, async () => (await fetch(origin + path)).ok, 60);

try {
  await evening();
  assert.deepEqual(watch.complaints, []);
  console.log(`the evening took ${((Date.now() - began) / 1000).toFixed(0)} s`);
} catch (problem) {
  console.error(problem);
  if (watch.complaints.length) console.error(watch.complaints.join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
}

async function evening() {
  const kitchen = await Staff.signIn(origin, 'kitchen@demo.com', 'kitchen123');
  const waiter = await Staff.signIn(origin, 'waiter@demo.com', 'waiter123');
  const menu = await kitchen.get('/api/public/menu/centro');
  const dishes = menu.categories.flatMap((c) => c.products).filter((p) => p.is_available);
  const [starter, main, side, dessert] = dishes;
  const { branch_id } = menu;
  const ours = async () =>
    (await waiter.get(`/api/waiter/tables?branch_id=${branch_id}`)).find((t) => t.code === 'INT-05');
  const table = await ours();
  const session = () => waiter.get(`/api/waiter/tables/${table.table_id}/session`);
  const rounds = async () => (await session()).rounds.toSorted((a, b) => a.round_number - b.round_number);
  const round = async (number) => (await rounds()).find((r) => r.round_number === number);

  let ana, beto;
  await step('scan and join', async () => {
    ana = await Guest.sitDown(browser, watch, { name: 'Ana', address: `${origin}/t/centro/INT-05` });
    await watch.look('join', [ana.page]);
    await ana.enter();
    beto = await Guest.sitDown(browser, watch, {
      name: 'Beto',
      address: `${origin}/table/${table.table_id}/join`,
    });
    await beto.enter();
    await watch.look('menu', [beto.page]);
  });

  let board;
  await step('the kitchen signs in', async () => {
    const address = (path) => `${origin}${path}`;
    board = new KitchenScreen(
      await signInAt(browser, watch, {
        who: 'kitchen',
        address: address('/cocina'),
        email: 'kitchen@demo.com',
        password: 'kitchen123',
        viewport: { width: 1280, height: 800 },
      }),
    );
    await board.page.getByRole('button', { name: 'Totales' }).waitFor();
    await watch.look('signed in', [board.page]);
  });

  await step('one cart from two phones', async () => {
    await ana.add(starter, { more: 1, note: 'Sin picante, por favor' });
    await beto.add(main);
    await Promise.all([ana.open('Pedido'), beto.open('Pedido')]);
    await ana.line(main).waitFor();
    await beto.line(starter).getByText('Sin picante, por favor').waitFor();
    await watch.look('cart', [ana.page]);
  });

  await step('the first round, as far as the kitchen', async () => {
    await ana.sendRound();
    await ana.sees(1, 'Recibido');
    await beto.sees(1, 'Recibido');
    await beto.line(main).waitFor({ state: 'detached' });
    await board.tap(1, 'Empezar');
    await beto.sees(1, 'En cocina');
    await watch.look('in kitchen', [beto.page, board.page]);
  });

  await step('API and worker die between an order and the kitchen', () =>
    watch.duringFaults(async () => {
      await beto.add(side);
      await ana.line(side).waitFor();
      await Promise.all([kill('api'), kill('worker')]);
      await beto.sendRound();
      await beto.queuedRounds().waitFor();
      await watch.look('waits on the phone', [beto.page]);
      await Promise.all([start('api'), start('worker')]);
      await wellAgain('/api/health/detailed');
      await beto.sees(2, 'Recibido');
      await beto.queuedRounds().waitFor({ state: 'detached' });
      await ana.sees(2, 'Recibido');
      assert.deepEqual(
        (await rounds()).map((r) => r.round_number),
        [1, 2],
      );
    }),
  );

  await step('the gateway dies while the kitchen goes on', () =>
    watch.duringFaults(async () => {
      await kill('gateway');
      await ana.text(/Sin conexión, datos de las/).waitFor();
      await watch.look('without events', [ana.page]);
      await kitchen.move(await round(1), 'READY');
      await kitchen.move(await round(2), 'IN_KITCHEN');
      await start('gateway');
      for (const guest of [ana, beto]) {
        await guest.sees(1, 'Listo');
        await guest.sees(2, 'En cocina');
        await guest.text(/Sin conexión, datos de las/).waitFor({ state: 'hidden' });
      }
    }),
  );

  await step('ten minutes without a network, and three rounds', () =>
    watch.duringFaults(async () => {
      await beto.context.setOffline(true);
      await beto.text(/Sin conexión, datos de las/).waitFor();
      for (const dish of [main, side, starter]) {
        await beto.add(dish);
        await beto.sendRound();
      }
      await kitchen.move(await round(2), 'READY');
      await ana.sees(2, 'Listo');
      await beto.page.clock.runFor('10:00');
      assert.equal(await beto.queuedRounds().count(), 3);
      await beto.sees(2, 'En cocina'); // what it knew
      assert.equal((await rounds()).length, 2);
      await watch.look('ten minutes later', [beto.page]);
      await beto.context.setOffline(false);
      for (const n of [3, 4, 5]) await beto.sees(n, 'Recibido');
      await beto.sees(2, 'Listo');
      await beto.queuedRounds().first().waitFor({ state: 'detached' });
      assert.deepEqual(
        (await rounds()).slice(2).map((r) => r.items.map((i) => `${i.qty} ${i.product_name}`)),
        [main, side, starter].map((dish) => [`1 ${dish.name}`]),
      );
    }),
  );

  const payload = '"><img src=x onerror="window.pwned=1">';
  await step('what a guest types is text', async () => {
    const name = `<b onclick=pwned()>X</b>${payload}`.slice(0, 50);
    const other = await Guest.sitDown(browser, watch, {
      name,
      who: 'typist',
      address: `${origin}/t/centro/INT-05`,
    });
    await other.enter();
    await other.add(dessert, { note: payload });
    for (const guest of [ana, beto, other]) {
      await guest.open('Pedido');
      await guest.line(dessert).getByText(payload).waitFor();
      await guest.text(name).waitFor();
    }
    await watch.look('typed', [beto.page]);
    await other.sendRound();
    await ana.sees(6, 'Recibido');
    await ana.round(6).getByText(payload).waitFor();
    await board.ticket(6).getByText(payload).waitFor();
    await watch.look('typed for the kitchen', [board.page]);
  });

  await step('ready and served', async () => {
    for (const r of await rounds()) {
      const path = ['SUBMITTED', 'IN_KITCHEN', 'READY', 'SERVED'];
      for (const next of path.slice(path.indexOf(r.status) + 1))
        await (next === 'SERVED' ? waiter : kitchen).move(r, next);
    }
    for (const guest of [ana, beto])
      for (const { round_number } of await rounds()) await guest.sees(round_number, 'Servido');
    await watch.look('served', [ana.page]);
  });

  await step('call and answer', async () => {
    await ana.button('Llamar').click();
    await ana.button('Que venga el mozo').click();
    await beto.text('Mozo notificado').waitFor();
    const calls = `/api/waiter/service-calls?branch_id=${branch_id}`;
    const call = await until('the call arrives', async () =>
      (await waiter.get(calls)).find((c) => c.table_id === table.table_id),
    );
    await waiter.send('POST', `/api/waiter/service-calls/${call.id}/acknowledge`);
    for (const guest of [ana, beto]) await guest.text('Mozo en camino').waitFor();
    await watch.look('coming', [beto.page]);
    await waiter.send('POST', `/api/waiter/service-calls/${call.id}/resolve`);
    await ana.text('Mozo en camino').waitFor({ state: 'hidden' });
  });

  await step('one pays with Mercado Pago', async () => {
    await Promise.all([ana.open('Cuenta'), beto.open('Cuenta')]);
    await ana.button('Pedir la cuenta').click();
    const asking = ana.page.getByRole('dialog', { name: '¿Pedimos la cuenta?' });
    await asking.getByRole('button', { name: 'Pedir la cuenta' }).click();
    await asking.waitFor({ state: 'hidden' });
    await ana.text('¿Qué parte pagás?').waitFor();
    await beto.text('¿Qué parte pagás?').waitFor();
    await watch.look('bill', [ana.page]);
    await ana.button('10 %').click();
    await ana.button('Ver cuánto pago').click();
    await ana.text('Te guardamos esta parte').waitFor();
    await beto.text(/Ana está pagando/).waitFor();
    await watch.look('held', [ana.page, beto.page]);
    await ana.page.getByRole('link', { name: 'Ir a Mercado Pago' }).click();
    await ana.page.waitForURL(`${simulator}/**`);
    await ana.button(/^Pagar/, false).click();
    await ana.page.getByRole('link', { name: 'Volver al sitio' }).click();
    await ana.text('Pago confirmado').waitFor();
    await watch.look('paid', [ana.page]);
  });

  await step('the other pays in cash', async () => {
    await beto.text(/Ana está pagando/).waitFor({ state: 'hidden' });
    await beto.button('Llamar al mozo para pagar').click();
    await beto.text('Le avisamos al mozo').waitFor();
    const { session_id } = await session();
    const { check_id } = await waiter.send('POST', `/api/waiter/sessions/${session_id}/check`);
    const { paid_cents, available_cents: amount_cents } = await waiter.get(`/api/billing/check/${check_id}`);
    assert(paid_cents > 0 && amount_cents > 0);
    await waiter.send('POST', '/api/billing/cash/pay', { check_id, amount_cents });
    await beto.text('¡Gracias! La cuenta está paga').waitFor();
    await beto.page.getByRole('radio', { name: '4 estrellas' }).check({ force: true });
    await beto.page.getByLabel(/Algo para contarnos/).fill(payload);
    await watch.look('all paid', [beto.page]);
    await beto.button('Enviar opinión').click();
    await beto.text('¡Gracias por tu opinión!').waitFor();
  });

  await step('the table is free', async () => {
    await waiter.send('POST', `/api/billing/tables/${table.table_id}/clear`);
    await beto.text('La mesa ya cerró').waitFor();
    assert.equal(await until('the table is free', async () => (await ours()).status === 'FREE'), true);
    await watch.look('closed', [beto.page]);
  });
}
