// Mercado Pago's npm SDK against the simulator: what it creates, reads, finds and
// refunds, and whether it accepts a notification as it arrived.
'use strict';
const assert = require('node:assert/strict');
const http = require('node:http');
const { after, before, test } = require('node:test');

const { OUTSIDE } = require('./guard.js');
const { start } = require('./simulator.js');
// The SDK has no public base URL: this path is private, hence the pinned version.
const { AppConfig } = require('mercadopago/dist/utils/config');
const sdk = require('mercadopago');

let sim;
let shop;
const arrived = [];
let notify = () => {};

before(async () => {
  assert.equal(AppConfig.SDK_VERSION, '3.6.1');
  sim = await start();
  AppConfig.BASE_URL = sim.url;
  shop = http.createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      arrived.push({ headers: request.headers, query: new URL(request.url, 'http://shop').searchParams, body: JSON.parse(body) });
      response.end('ok');
      notify();
    });
  });
  await new Promise((resolve) => { shop.listen(0, '127.0.0.1', resolve); });
});

after(async () => {
  const calls = await sim.control('GET', '/requests');
  const own = calls.filter((call) => (call.user_agent || '').includes('MercadoPago Node.js SDK'));
  await sim.stop();
  shop.close();
  assert.ok(own.length > 0, 'the simulator received no call of the SDK: whom did it talk to?');
});

// One configuration for each call: this version keeps an idempotency key that was
// given once for every later call of the same one.
function config(token = sim.access_token) {
  return new sdk.MercadoPagoConfig({ accessToken: token, options: { timeout: 5000 } });
}

async function nextNotification() {
  const deadline = Date.now() + 20000;
  while (arrived.length === 0) {
    assert.ok(Date.now() < deadline, 'no notification arrived');
    await new Promise((resolve) => {
      notify = resolve;
      setTimeout(resolve, 1000);
    });
  }
  return arrived.shift();
}

test('create, pay, read, search, refund twice with one key', async () => {
  const { port } = shop.address();
  const made = await new sdk.Preference(config()).create({
    body: {
      items: [
        { id: 'cuenta', title: 'Mesa 12', quantity: 1, unit_price: 20000.5, currency_id: 'ARS' },
        { id: 'propina', title: 'Propina', quantity: 1, unit_price: 2000, currency_id: 'ARS' },
      ],
      external_reference: 'node_flow',
      notification_url: `http://127.0.0.1:${port}/hook?source_news=webhooks`,
      metadata: { tableId: 12 },
    },
  });
  assert.equal(made.collector_id, sim.seller_id);
  assert.equal(made.items.length, 2);
  assert.equal((await new sdk.Preference(config()).get({ preferenceId: made.id })).id, made.id);

  const paid = await sim.control('POST', `/preferences/${made.id}/pay`, {});
  const read = await new sdk.Payment(config()).get({ id: paid.id });
  assert.equal(read.status, 'approved');
  assert.equal(read.transaction_amount, 22000.5);
  assert.deepEqual(read.metadata, { table_id: 12 });
  assert.equal(read.external_reference, 'node_flow');

  const found = await new sdk.Payment(config()).search({
    options: { external_reference: 'node_flow', sort: 'date_created', criteria: 'desc' },
  });
  assert.equal(found.paging.total, 1);
  assert.equal(found.results[0].id, paid.id);

  const key = 'a2b6b8ce-1c3e-5f5e-8a52-6a3d1b1e0001';
  const refund = () => new sdk.PaymentRefund(config()).create({
    payment_id: paid.id, body: { amount: 500.25 }, requestOptions: { idempotencyKey: key },
  });
  const first = await refund();
  const again = await refund();
  assert.equal(first.id, again.id);
  assert.equal(first.amount, 500.25);
  const all = await new sdk.PaymentRefund(config()).list({ payment_id: paid.id });
  assert.equal(all.length, 1);
  assert.equal((await new sdk.Payment(config()).get({ id: paid.id })).transaction_amount_refunded, 500.25);

  const calls = await sim.control('GET', '/requests?method=POST');
  assert.equal(calls.filter((call) => call.idempotency_key === key).length, 2, 'the key went out twice');
});

test('the validator accepts a delivery as it arrived, and no other', async () => {
  const seen = await nextNotification();
  const validate = (change) => sdk.WebhookSignatureValidator.validate({
    xSignature: seen.headers['x-signature'], xRequestId: seen.headers['x-request-id'], dataId: seen.query.get('data.id'),
    secret: sim.webhook_secret, ...change,
  });
  validate({});
  assert.equal(seen.query.get('data.id'), seen.body.data.id);
  assert.throws(() => validate({ dataId: '1' }), sdk.InvalidWebhookSignatureError);
  assert.throws(() => validate({ secret: 'other' }), sdk.InvalidWebhookSignatureError);
});

test('an account is connected, refreshed and taken back', async () => {
  const back = 'http://localhost:5176/conectado';
  const page = new sdk.OAuth(config()).getAuthorizationURL({ options: { client_id: sim.client_id, redirect_uri: back, state: 's' } });
  const { location } = await sim.control('POST', '/authorize', { url: page });
  const code = new URL(location).searchParams.get('code');
  const credentials = { client_id: sim.client_id, client_secret: sim.client_secret };
  const granted = await new sdk.OAuth(config()).create({ body: { ...credentials, code, redirect_uri: back } });
  assert.equal(granted.user_id, sim.seller_id);
  const rotated = await new sdk.OAuth(config()).refresh({ body: { ...credentials, refresh_token: granted.refresh_token } });
  assert.notEqual(rotated.refresh_token, granted.refresh_token);
  await assert.rejects(new sdk.OAuth(config()).refresh({ body: { ...credentials, refresh_token: granted.refresh_token } }));
  assert.equal((await new sdk.User(config(rotated.access_token)).get()).id, sim.seller_id);
  await sim.control('POST', `/sellers/${sim.seller_id}/deauthorize`, {});
  await assert.rejects(new sdk.User(config(rotated.access_token)).get());
});

test('the rest is read', async () => {
  const made = await new sdk.Preference(config()).create({
    body: { items: [{ id: 'cuenta', title: 'Mesa 3', quantity: 1, unit_price: 100 }], external_reference: 'node_rest' },
  });
  const waiting = await sim.control('POST', `/preferences/${made.id}/pay`, { outcome: 'CONT' });
  assert.equal((await new sdk.Payment(config()).cancel({ id: waiting.id })).status, 'cancelled');
  const paid = await sim.control('POST', `/preferences/${made.id}/pay`, {});
  const orders = await new sdk.MerchantOrder(config()).search({ options: { preference_id: made.id } });
  assert.equal(orders.elements[0].order_status, 'paid');
  await sim.control('POST', `/payments/${paid.id}/transition`, { status: 'charged_back' });
  const disputes = await new sdk.Chargeback(config()).search({ options: { payment_id: paid.id } });
  assert.equal(disputes.results[0].payment_id, paid.id);
  assert.ok((await new sdk.PaymentMethod(config()).get()).length >= 10);
  await assert.rejects(new sdk.Payment(config()).get({ id: 999999999999 }), (error) => error.status === 404);
});

test('nothing leaves this machine', async () => {
  for (const address of ['https://api.mercadopago.com/users/me', 'http://203.0.113.9/']) {
    await assert.rejects(fetch(address), (error) => String(error.cause).includes(OUTSIDE));
  }
});
