// What is noted of one request: that the token was refused, and who heard of it since.
'use strict';

class Ledger {
  reset(kind) {
    this.kind = kind;
    this.failures = 0;
    this.forget();
  }

  forget() {
    this.told = false;
    this.debug = false;
    this.remarked = false;
  }

  /** What was said before the refusal says nothing of it. */
  failed() {
    this.failures += 1;
    this.forget();
  }

  /** Somebody is told; `kept` is whether production keeps what is said. */
  signal(kept) {
    if (this.failures === 0) return;
    if (kept) this.told = true;
    else this.debug = true;
  }

  /** A line for each request, of no token: the rules do not say what it is when it follows a refusal. */
  remark() {
    if (this.failures > 0) this.remarked = true;
  }

  ambiguous() {
    return this.remarked && !this.told;
  }

  outcome() {
    if (this.told) return 'told';
    return this.debug ? 'debug' : 'silent';
  }
}

module.exports = { Ledger };
