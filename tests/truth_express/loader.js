// Loads a generated application from memory, with the real Express and with jsonwebtoken and loggers played.
//
// Three instances serve all applications of a process: Express 4, Express 5, and another Express 4, since the package
// express-async-errors changes the one that it finds for good.
'use strict';

const path = require('node:path');
const vm = require('node:vm');
const { createRequire } = require('node:module');
const { played } = require('./played.js');

const posix = path.posix;
/** Where a program takes an error in. */
const TAKES = /\bcatch \(err\) \{|\(err(?:, \w+)*\) (?:=> )?\{/g;

class Loader {
  /** `taken` is told of every error that a program takes in. */
  constructor(folder, ledger, taken) {
    this.taken = taken;
    this.require = createRequire(path.join(folder, 'package.json'));
    this.versions = { four: this.require('express'), five: this.require('express5') };
    for (const file of Object.keys(this.require.cache)) {
      if (file.includes(`${path.sep}node_modules${path.sep}`)) delete this.require.cache[file];
    }
    this.require('express-async-errors');
    this.versions.fourWithAsyncErrors = this.require('express');
    for (const express of Object.values(this.versions)) {
      // Applications listen nowhere: they are given their requests.
      const listens = (app) => {
        this.application = app;
      };
      express.application.listen = function listen(...args) {
        listens(this);
        const done = args[args.length - 1];
        if (typeof done === 'function') done();
        return { on() {}, close() {} };
      };
    }
    this.played = played(ledger);
  }

  /** Evaluates an application from its entry and gives what it listens with. */
  load(files, entry, express) {
    this.files = files;
    this.express = this.versions[express];
    this.modules = new Map();
    this.application = null;
    this.events = new Map();
    const process = {
      env: { NODE_ENV: 'production', JWT_SECRET: 'k', PORT: '3000' },
      on: (event, listener) => {
        this.events.set(event, [...this.listeners(event), listener]);
        return process;
      },
      exit() {},
    };
    this.process = process;
    this.evaluate(entry);
    if (!this.application) throw new TypeError('the application does not listen');
    return this.application;
  }

  unload() {
    this.events = new Map();
  }

  listeners(event) {
    return this.events?.get(event) ?? [];
  }

  evaluate(file) {
    const known = this.modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    this.modules.set(file, module);
    const names = ['exports', 'require', 'module', 'process', 'taken'];
    const text = this.files[file].replace(TAKES, '$& taken(err);');
    const run = vm.compileFunction(`'use strict';\n${text}`, names, { filename: file });
    run.call(module.exports, module.exports, (name) => this.resolve(file, name), module, this.process, this.taken);
    return module.exports;
  }

  resolve(from, name) {
    if (!name.startsWith('.')) return this.package(name.replace(/^node:/, ''));
    const base = posix.join(posix.dirname(from), name);
    const file = [base, `${base}.js`, posix.join(base, 'index.js')].find((file) => file in this.files);
    if (!file) throw new ReferenceError(`no file for ${name} in ${from}`);
    return this.evaluate(file);
  }

  package(name) {
    if (name === 'express') return this.express;
    if (name === 'express-async-errors' && this.express === this.versions.fourWithAsyncErrors) return {};
    if (['express-async-handler', 'http-errors'].includes(name)) return this.require(name);
    if (['util', 'http', 'path'].includes(name)) return require(`node:${name}`);
    const stub = this.played[name];
    if (!stub) throw new ReferenceError(`nobody plays ${name}`);
    return stub;
  }
}

module.exports = { Loader };
