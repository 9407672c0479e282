// Runs whole Express applications for real and says who heard of each refused token.
//
// Started with the folder of the installed packages. Reads one job a line: {"files": {path: text}, "entry", "express":
// "four" | "fourWithAsyncErrors" | "five", "requests": [{"verb", "url", "stray"}], "choices": n}; answers each, in order, with one line: {"tally",
// "strays", "ambiguous", "hung", "fault"}. Every request is sent over HTTP once for each kind of refusal and each choice of
// n query parameters. It knows nothing of the analyzer.
'use strict';

// Before Express is loaded: the application must believe that it is in production, and remarks of packages about
// themselves tell nobody of a token.
process.env.NODE_ENV = 'production';
process.noDeprecation = true;

const fs = require('node:fs');
const http = require('node:http');
const readline = require('node:readline');
const { Ledger } = require('./ledger.js');
const { Loader } = require('./loader.js');

const MISTAKES = [TypeError, ReferenceError, RangeError, SyntaxError];
const KINDS = ['forged', 'early', 'expired'];
/** What a project's own access log prints. */
const ACCESS = /^(?:GET|POST|DELETE) \//;
/** Turns of the event loop in which nothing happens, after which a request without an answer will never have one. */
const PATIENCE = 24;
/** Turns that are left to whoever speaks after the answer: Express prints in a later turn. */
const AFTERWARDS = 4;

const ledger = new Ledger();
let application = null;
let settled = null;
let fault = null;

/** Such an error is a mistake in a generated program; what becomes of it says nothing of the token. */
function taken(error) {
  if (MISTAKES.some((type) => error instanceof type)) fault ??= `${error.name}: ${error.message}`;
}

const loader = new Loader(process.argv[2], ledger, taken);

/** What a person sees: whatever reaches the two streams of the process, of whoever wrote it. */
function watch(stream) {
  stream.write = (chunk, encoding, done) => {
    const text = String(chunk);
    // As in `taken`, for an error that only the framework saw.
    if (/^(?:Uncaught )?(?:TypeError|ReferenceError|RangeError|SyntaxError)\b/.test(text)) fault ??= text.split('\n')[0];
    if (ACCESS.test(text)) ledger.remark();
    else ledger.signal(true);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
}

/** Nobody caught it: the project's own listeners are asked as Node.js asks them, otherwise Node.js prints it. */
function escaped(error, event) {
  const listeners = loader.listeners(event);
  if (listeners.length > 0) {
    for (const listener of listeners) listener(error, Promise.resolve());
    return;
  }
  if (event === 'unhandledRejection') {
    escaped(error, 'uncaughtException');
    return;
  }
  process.stderr.write(`${error && error.stack ? error.stack : error}\n`);
}

process.on('unhandledRejection', (error) => escaped(error, 'unhandledRejection'));
process.on('uncaughtException', (error) => escaped(error, 'uncaughtException'));

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Waits until the request is answered and nobody speaks any more; says whether it was answered. */
async function settle(res) {
  for (let idle = 0; idle < PATIENCE && !res.writableEnded; idle += 1) await turn();
  const answered = res.writableEnded;
  for (let turns = 0; turns < AFTERWARDS; turns += 1) await turn();
  return answered;
}

const server = http.createServer((req, res) => {
  try {
    application(req, res);
  } catch (error) {
    fault ??= `Express throws ${error.name}: ${error.message}`;
  }
  settle(res).then((answered) => {
    if (!answered) req.socket.destroy();
    settled(answered);
  });
});
server.keepAliveTimeout = 0;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Sends one request; gives whether it was answered, once everything that follows from it is over. */
async function send(verb, path) {
  const over = new Promise((resolve) => {
    settled = resolve;
  });
  const { port } = server.address();
  const headers = { authorization: 'Bearer header.payload.signature', cookie: 'token=header.payload.signature' };
  const gone = new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, method: verb, path, headers, agent }, (response) => {
      response.resume();
      response.on('close', resolve);
    });
    request.on('error', resolve);
    request.end();
  });
  const answered = await over;
  await gone;
  return answered;
}

async function runAll({ files, entry, express, requests, choices }) {
  const tallies = { routes: new Map(), strays: new Map() };
  let ambiguous = false;
  let hung = 0;
  fault = null;
  try {
    ledger.reset('forged');
    application = loader.load(files, entry, express);
    for (const { verb, url, stray } of requests) {
      for (let choice = 0; choice < 2 ** choices; choice += 1) {
        const chosen = [];
        for (let bit = 0; bit < choices; bit += 1) {
          if (choice & (1 << bit)) chosen.push(`c${bit}=1`);
        }
        for (const kind of KINDS) {
          ledger.reset(kind);
          const before = fault;
          const answered = await send(verb, chosen.length > 0 ? `${url}?${chosen.join('&')}` : url);
          // What comes to no route may be handed to what was never meant for it.
          if (stray && fault !== before) {
            fault = before;
            continue;
          }
          if (ledger.failures === 0) continue;
          if (!answered) hung += 1;
          // The same token refused twice: the rules do not say which of the two stories counts.
          ambiguous ||= ledger.failures > 1 || ledger.ambiguous();
          const tally = stray ? tallies.strays : tallies.routes;
          const key = `${kind} ${ledger.outcome()}`;
          tally.set(key, (tally.get(key) ?? 0) + 1);
        }
      }
    }
  } catch (error) {
    fault ??= `${error.name}: ${error.message}`;
  } finally {
    loader.unload();
  }
  const list = (tally) => [...tally].map(([key, runs]) => [...key.split(' '), runs]);
  return { tally: list(tallies.routes), strays: list(tallies.strays), ambiguous, hung, fault };
}

async function main() {
  watch(process.stdout);
  watch(process.stderr);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const answer = await runAll(JSON.parse(line));
    // Past the watched stream.
    fs.writeSync(1, `${JSON.stringify(answer)}\n`);
  }
  agent.destroy();
  server.close();
}

main().catch((error) => {
  fs.writeSync(2, `${error.stack}\n`);
  process.exit(1);
});
