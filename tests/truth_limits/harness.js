// Runs whole Express applications for real, tries a route with token after token, and says whether that is limited.
//
// Started with the folder of the installed packages. Reads one job a line: {"files": {path: text}, "express": "express" |
// "express5", "urls", "field"}; answers each with one line: {"ways": [{"bad", "good"}], "fault"}, where a way is a URL, and each
// kind of token is "limited", "open" or "unreached". It knows nothing of the analyzer.
'use strict';

process.env.NODE_ENV = 'production';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const readline = require('node:readline');
const vm = require('node:vm');
const { createRequire } = require('node:module');

const packages = createRequire(path.join(process.argv[2], 'package.json'));
const jsonwebtoken = packages('jsonwebtoken');
const ENV = { NODE_ENV: 'production', TOKEN_SECRET: 'of the token', ACCESS_SECRET: 'of the access', PORT: '3000' };
/** More than any limit allows, twice over, since a limiter may count what another one refuses; and how many of the last have
 * to be refused. */
const ATTEMPTS = 13;
const LAST = 2;
/** Turns of the event loop after which a request without an answer will never have one. */
const PATIENCE = 40;
const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];

const turn = () => new Promise((resolve) => setImmediate(resolve));
let application = null;
let fault = null;
/** What happened to the request under way. */
let looked = null;

// What packages and applications print is nobody's business here, unless it is a mistake in a generated program that only the
// framework saw.
function printed(text) {
  if (/^(?:TypeError|ReferenceError|RangeError|SyntaxError)\b/.test(text)) fault ??= text.split('\n')[0];
  return true;
}
for (const method of ['log', 'info', 'warn', 'error', 'debug']) console[method] = (...said) => printed(String(said[0]));
process.stderr.write = (chunk) => printed(String(chunk));
process.on('unhandledRejection', (error) => {
  if (MISTAKES.some((type) => error instanceof type)) fault ??= `${error.name}: ${error.message}`;
});
process.on('uncaughtException', (error) => {
  fault ??= `uncaught ${error.name}: ${error.message}`;
});

const jwt = {
  ...jsonwebtoken,
  verify(token, secret, ...rest) {
    looked[secret === ENV.TOKEN_SECRET ? 'token' : 'access'] += 1;
    return jsonwebtoken.verify(token, secret, ...rest);
  },
};

function load(files, express) {
  const modules = new Map();
  const framework = packages(express);
  let listening = null;
  framework.application.listen = function listen() {
    listening = this;
  };
  const find = (from, name) => {
    if (!name.startsWith('.')) {
      if (name === 'express') return framework;
      return name === 'jsonwebtoken' ? jwt : packages(name);
    }
    const file = path.posix.join(path.posix.dirname(from), name);
    if (!(file in files)) throw new ReferenceError(`no file for ${name} in ${from}`);
    return evaluate(file);
  };
  const evaluate = (file) => {
    if (modules.has(file)) return modules.get(file).exports;
    const module = { exports: {} };
    modules.set(file, module);
    const run = vm.compileFunction(`'use strict';\n${files[file]}`, ['exports', 'require', 'module', 'process'], {
      filename: file,
    });
    run.call(module.exports, module.exports, (name) => find(file, name), module, { env: ENV });
    return module.exports;
  };
  evaluate('app.js');
  if (!listening) throw new TypeError('the application does not listen');
  return listening;
}

const server = http.createServer((req, res) => {
  application(req, res);
});
server.keepAliveTimeout = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One try; null when it is never answered. */
function send(url, body, access) {
  return new Promise((resolve) => {
    let over = false;
    const done = (answer) => {
      over = true;
      resolve(answer);
    };
    const { port } = server.address();
    const headers = { 'content-type': 'application/json', 'x-access': access };
    const options = { host: '127.0.0.1', port, method: 'POST', path: url, headers, agent };
    const request = http.request(options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => done({ status: response.statusCode, text }));
    });
    request.on('error', () => done(null));
    request.end(JSON.stringify(body));
    (async () => {
      const began = Date.now();
      for (let idle = 0; !over && (idle < PATIENCE || Date.now() - began < 400); idle += 1) await turn();
      if (!over) request.destroy();
    })();
  });
}

/** What a refusal by a limiter is: the token was not looked at, and nothing else refused it. */
function isLimited({ status, text, token, access }) {
  if (token > 0) return false;
  if (status === 429 || text.includes('slow down')) return true;
  return access === 0 && status >= 400 && status !== 404;
}

async function tryOut(job, url, good) {
  application = load(job.files, job.express);
  const tries = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const sign = (secret) => jsonwebtoken.sign({ id: 7, attempt }, secret);
    looked = { token: 0, access: 0 };
    // What is tried is the token that the route is about: a guard before it is given a good one of its own.
    const token = sign(good ? ENV.TOKEN_SECRET : 'something else');
    const answer = await send(url, { [job.field]: token }, sign(ENV.ACCESS_SECRET));
    if (!answer) throw new TypeError(`POST ${url} is never answered`);
    // Counts are taken back after the answer.
    await turn();
    await turn();
    tries.push({ ...answer, ...looked });
  }
  if (tries.slice(-LAST).every(isLimited)) return 'limited';
  const reached = tries.some(({ token, access }) => token > 0 || access > 0);
  if (good && !tries.some(({ status, token }) => token > 0 && (status < 300 || status === 429))) return 'unreached';
  return reached ? 'open' : 'unreached';
}

async function runAll(job) {
  const ways = [];
  fault = null;
  try {
    for (const url of job.urls) ways.push({ bad: await tryOut(job, url, false), good: await tryOut(job, url, true) });
  } catch (error) {
    fault ??= `${error.name}: ${error.message}`;
  }
  return { ways, fault };
}

async function main() {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const answer = await runAll(JSON.parse(line));
    fs.writeSync(1, `${JSON.stringify(answer)}\n`);
  }
  agent.destroy();
  server.close();
}

main().then(() => process.exit(0));
