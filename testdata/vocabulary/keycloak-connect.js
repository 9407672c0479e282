// What is checked by hand gives nothing or rejects.
const express = require('express');
const Keycloak = require('keycloak-connect');

const keycloak = new Keycloak({}, { realm: 'own' });
const manager = keycloak.grantManager;

exports.givesNothing = async (req, res, next) => {
  const token = await manager.validateAccessToken(req.cookies.token);
  if (!token) return res.sendStatus(401); //~ silent-verify-failure
  next();
};

exports.rejects = async (req, res, next) => {
  try {
    req.user = await manager.validateToken(req.app.locals.parse(req.cookies.token), 'Bearer');
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.rejectsGrants = async (req, res, next) => {
  try {
    req.user = await manager.validateGrant(req.kauth.grant);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.rejectsTexts = async (req, res, next) => {
  try {
    req.user = await manager.createGrant(req.cookies.grant);
    next();
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
};

exports.told = async (req, res, next) => {
  try {
    req.user = await keycloak.grantManager.createGrant(req.cookies.grant);
    next();
  } catch (err) {
    console.warn('refused', err.message);
    res.sendStatus(401);
  }
};

const app = express();
app.use(keycloak.middleware(), keycloak.checkSso());
app.get('/admin', keycloak.protect('realm:admin'), keycloak.enforcer('users:read'), (req, res) => res.json([]));
module.exports.app = app;
