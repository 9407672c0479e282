// Runs programs for real and says what became of the refused token in each run.
//
// Reads one job a line: {"files": [{"path", "runnable"}], "dimensions": [{"path": ["query", "c0"], "values": ["x",
// "y"]}]}; answers each, in order, with one line: {"tally": [[kind, outcome, runs]], "ambiguous", "fault"}. The first
// file is the one that is started. Each handler that it registers runs once for every choice of the dimensions' values
// on the request and every kind of refusal. The harness plays Express: what is thrown, rejected or given to `next` is
// printed. It knows nothing of the analyzer.
'use strict';

const { posix } = require('node:path');
const readline = require('node:readline');
const { KINDS, requireFor, consoleFor, response } = require('./stubs.js');

const immediate = setImmediate;
const FAULTS = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * The refusals of a run: the first one's kind, that of all later ones, and how the run is labelled. A loop over keys
 * may meet several kinds; those runs come last, and only where the check is made more than once.
 */
const SEQUENCES = [];
for (const kind of Object.keys(KINDS)) SEQUENCES.push([kind, kind, kind]);
for (const first of Object.keys(KINDS)) {
  for (const later of Object.keys(KINDS)) {
    if (first !== later) SEQUENCES.push([first, later, later === 'expired' ? 'mixedexpired' : 'mixed']);
  }
}

/** What is noted of one run. Signals before the last refusal are forgotten when it comes. */
class Ledger {
  reset() {
    this.checks = 0;
    this.failures = 0;
    this.pending = 0;
    // Of which refusal the code that runs now is a consequence, when it was put off; null outside of such code.
    this.since = null;
    this.forget();
  }

  forget() {
    this.told = false;
    this.debug = false;
    // Signals that were put off before the refusal and came after it: rules do not settle whether those count.
    this.lateTold = false;
    this.lateDebug = false;
  }

  reached() {
    this.checks += 1;
  }

  failed() {
    this.failures += 1;
    this.forget();
  }

  signal(kept) {
    if (this.failures === 0) return;
    const late = this.since !== null && this.since < this.failures;
    if (kept) {
      this.lateTold = true;
      this.told ||= !late;
    } else {
      this.lateDebug = true;
      this.debug ||= !late;
    }
  }

  /** Runs `work` in a later turn of the event loop, and keeps the run open until then. */
  later(work) {
    this.pending += 1;
    immediate(() => {
      this.pending -= 1;
      work();
    });
  }

  /** `work`, marked as put off now. */
  deferred(work) {
    const since = this.failures;
    return () => {
      const before = this.since;
      this.since = since;
      try {
        work();
      } finally {
        this.since = before;
      }
    };
  }

  outcome() {
    return read(this.told, this.debug);
  }

  ambiguous() {
    return this.outcome() !== read(this.lateTold, this.lateDebug);
  }
}

function read(told, debug) {
  if (told) return 'told';
  return debug ? 'debug' : 'silent';
}

const ledger = new Ledger();
let fault = null;
let makeRefusal = KINDS.forged;

/** An error that nobody in the program took: the framework or the process prints it. */
function printed(error) {
  if (FAULTS.some((type) => error instanceof type)) fault ??= `${error.name}: ${error.message}`;
  ledger.signal(true);
}

process.on('unhandledRejection', printed);
process.on('uncaughtException', printed);

function next(error) {
  if (error && error !== 'route' && error !== 'router') printed(error);
}

/** Evaluates a program's files, from the first one on, and gives the handlers that are registered. */
function load(files) {
  const handlers = [];
  const packages = requireFor(ledger, () => makeRefusal(), (registered) => {
    if (typeof registered !== 'function') throw new TypeError('what is registered is no function');
    handlers.push(registered);
  });
  const globals = {
    console: consoleFor(ledger),
    process: {
      env: { NODE_ENV: 'production', JWT_SECRET: 'k' },
      nextTick: (work) => process.nextTick(ledger.deferred(work)),
    },
    setImmediate: (work) => ledger.later(ledger.deferred(work)),
    queueMicrotask: (work) => queueMicrotask(ledger.deferred(work)),
  };
  const loaded = new Map();
  const evaluate = ({ path, runnable }) => {
    if (loaded.has(path)) return loaded.get(path).exports;
    const module = { exports: {} };
    loaded.set(path, module);
    const require = (name) => {
      const found = name.startsWith('.') ? resolve(files, path, name) : undefined;
      return found ? evaluate(found) : packages(name);
    };
    const scope = { ...globals, module, exports: module.exports, require };
    const names = Object.keys(scope);
    new Function(...names, `'use strict';\n${runnable}`)(...names.map((name) => scope[name]));
    return module.exports;
  };
  evaluate(files[0]);
  if (handlers.length === 0) throw new TypeError('the program registers no handler');
  return handlers;
}

function resolve(files, from, name) {
  const path = posix.join(posix.dirname(from), name);
  return files.find((file) => [path, `${path}.js`, `${path}/index.js`].includes(file.path));
}

function request(dimensions, choice) {
  const req = { headers: {}, cookies: {}, query: {}, flags: {}, body: {}, ip: '203.0.113.7' };
  dimensions.forEach(({ path, values }, index) => {
    let owner = req;
    for (const step of path.slice(0, -1)) owner = owner[step];
    owner[path[path.length - 1]] = structuredClone(values[choice[index]]) ?? undefined;
  });
  return req;
}

/** Every choice of one value for each dimension, counting up. */
function* choices(dimensions) {
  const choice = dimensions.map(() => 0);
  for (;;) {
    yield choice;
    let index = 0;
    while (index < choice.length && choice[index] + 1 === dimensions[index].values.length) {
      choice[index] = 0;
      index += 1;
    }
    if (index === choice.length) return;
    choice[index] += 1;
  }
}

async function settle() {
  for (let turns = 0; turns < 64; turns += 1) {
    const idle = ledger.pending === 0;
    await new Promise((resolve) => immediate(resolve));
    if (idle && ledger.pending === 0) return;
  }
  fault ??= 'the run does not end';
}

async function run(handler, req) {
  ledger.reset();
  let returned;
  try {
    returned = handler(req, response(), next);
  } catch (error) {
    printed(error);
  }
  if (returned instanceof Promise) returned.then(undefined, printed);
  await settle();
}

async function runAll({ files, dimensions }) {
  fault = null;
  const tally = new Map();
  let ambiguous = false;
  try {
    ledger.reset();
    for (const handler of load(files)) {
      for (const choice of choices(dimensions)) {
        let repeated = false;
        for (const [first, later, label] of SEQUENCES) {
          if (first !== later && !repeated) continue;
          makeRefusal = () => (ledger.failures === 1 ? KINDS[first]() : KINDS[later]());
          await run(handler, request(dimensions, choice));
          // A check that is reached is refused in the end.
          if (ledger.checks !== ledger.failures) fault ??= 'a check did not fail';
          if (ledger.failures === 0) continue;
          repeated ||= ledger.failures > 1;
          ambiguous ||= ledger.ambiguous();
          const key = `${label} ${ledger.outcome()}`;
          tally.set(key, (tally.get(key) ?? 0) + 1);
        }
      }
    }
  } catch (error) {
    fault ??= `${error.name}: ${error.message}`;
  }
  return { tally: [...tally].map(([key, runs]) => [...key.split(' '), runs]), ambiguous, fault };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const answer = await runAll(JSON.parse(line));
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

main();
