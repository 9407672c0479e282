// A claim that is not there is no refused token.
const express = require('express');
const jwtAuthz = require('express-jwt-authz');

const app = express();
app.get('/read', jwtAuthz(['read:users'], { failWithError: true }), (req, res) => res.json([]));
module.exports = app;
