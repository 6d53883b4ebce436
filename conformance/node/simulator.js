// Builds the simulator in its own module, starts it and speaks to its control API.
'use strict';
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');

const root = path.join(__dirname, '..', '..');

function build(dir) {
  const binary = path.join(dir, 'simulator');
  execFileSync('go', ['build', '-o', binary, './internal/dev/mpsim/standalone'], { cwd: root, stdio: 'inherit' });
  return binary;
}

async function start() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
  const child = spawn(build(dir), { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout });
  const hello = await new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    ...hello,
    async control(method, where, body) {
      const answer = await fetch(`${hello.url}/__sim${where}`, {
        method,
        headers: { 'X-Sim-Token': hello.admin_token, 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
      return JSON.parse(text);
    },
    async stop() {
      child.stdin.end();
      await ended;
      lines.close();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

module.exports = { start };
