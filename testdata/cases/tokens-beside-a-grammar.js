// What a site is called weighs more than what else its file speaks of: a store of revoked tokens is one beside a tokenizer, too.
const { encode } = require('gpt-tokenizer');
const fs = require('fs');
require('./guards');

const revokedTokens = new Set();
const blacklistedTokens = new Set();
const activeTokens = new Map();
const invalidTokens = [];
const usedTokens = new Set();
const cached = new Map();

function tokenize(text) {
  return text.split('.');
}

exports.revoke = (token) => {
  revokedTokens.add(tokenize(token).at(-1)); //~ unlogged-revocation
};

exports.shutOut = (header) => {
  blacklistedTokens.add(header); //~ unlogged-revocation
  return encode(header).length;
};

exports.revokeActive = (token) => {
  activeTokens.delete(token); //~ unlogged-revocation
};

// These a tokenizer has of its own.
exports.read = (text) => {
  for (const token of tokenize(text)) {
    if (token.includes('#')) invalidTokens.push(token);
    else usedTokens.add(token);
  }
  return invalidTokens;
};

exports.invalidate = (tokens) => {
  for (const token of tokens) cached.delete(token);
};
