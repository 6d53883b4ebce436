// Loaded before anything else: from here on this process can only connect to this
// machine. Names are not looked up, except localhost.
'use strict';
const dns = require('node:dns');
const net = require('node:net');

const OUTSIDE = 'conformance: no call leaves this machine';

function isLoopback(host) {
  return host === undefined || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function refuse(host) {
  return Object.assign(new Error(`${OUTSIDE}: ${host}`), { code: 'EOUTSIDE' });
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guarded(...args) {
  // net.connect hands over its arguments as one normalized list.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const host = typeof first === 'object' && first !== null ? first.host : typeof second === 'string' ? second : undefined;
  const path = typeof first === 'object' && first !== null ? first.path : undefined;
  if (path === undefined && !isLoopback(host)) {
    process.nextTick(() => this.destroy(refuse(host)));
    return this;
  }
  return connect.apply(this, args);
};

for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  const original = dns[name];
  dns[name] = function guarded(host, ...rest) {
    if (isLoopback(host)) return original.call(dns, host, ...rest);
    return rest[rest.length - 1](refuse(host));
  };
}

module.exports = { OUTSIDE };
