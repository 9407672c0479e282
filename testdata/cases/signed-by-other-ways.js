// A token is signed by what promises to, by what another handler has hung on the request, or by a method of the row.
const { promisify } = require('util');
const express = require('express');
const jwt = require('jsonwebtoken');
const mongoose = require('mongoose');

const sign = promisify(jwt.sign);
const issue = (user) => sign({ id: user.id }, process.env.JWT_SECRET, { expiresIn: '1h' });

const accountSchema = new mongoose.Schema({ name: String, password: String });
accountSchema.methods.generateToken = function () {
  return jwt.sign({ id: this.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
};
accountSchema.method('generateLoggedToken', function () {
  console.info('token issued', { user: this.id });
  return jwt.sign({ id: this.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
});
accountSchema.statics = {
  async logIn(name) {
    const account = await this.findOne({ name });
    return jwt.sign({ id: account.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
  },
};
const Account = mongoose.model('Account', accountSchema);

const guestSchema = new mongoose.Schema({ name: String });
guestSchema.methods.generateToken = function () {
  return Math.random().toString(36);
};
const Guest = mongoose.model('Guest', guestSchema);

const memberSchema = new mongoose.Schema(
  { name: String },
  {
    timestamps: true,
    methods: {
      grant() {
        return jwt.sign({ id: this.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
      },
      grantLogged() {
        console.info('token issued', { user: this.id });
        return jwt.sign({ id: this.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
      },
    },
    statics: {
      async enter(name) {
        const member = await this.findOne({ name });
        return jwt.sign({ id: member.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
      },
    },
  },
);
const Member = mongoose.model('Member', memberSchema);

const app = express();
app.use(express.json());
app.use((req, res, next) => {
  req.issueToken = (user) => jwt.sign({ id: user.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
  res.locals.issueLogged = (user) => {
    console.info('token issued', { user: user.id, ip: req.ip });
    return jwt.sign({ id: user.id }, process.env.JWT_SECRET, { expiresIn: '1h' });
  };
  next();
});

app.post('/promised/login', async (req, res) => { //~ unlogged-token-issue
  const account = await Account.findOne({ name: req.body.name });
  res.json({ token: await issue(account) });
});
app.post('/at-once/login', async (req, res) => { //~ unlogged-token-issue
  const account = await Account.findOne({ name: req.body.name });
  res.json({ token: await promisify(jwt.sign.bind(jwt))({ id: account.id }, process.env.JWT_SECRET) });
});
app.post('/row/login', async (req, res) => { //~ unlogged-token-issue
  const account = await Account.findOne({ name: req.body.name });
  if (!account) return res.sendStatus(401);
  res.json({ token: account.generateToken() });
});
app.post('/logged-row/login', async (req, res) => {
  const account = await Account.findOne({ name: req.body.name });
  res.json({ token: account.generateLoggedToken() });
});
app.post('/model/login', async (req, res) => { //~ unlogged-token-issue
  res.json({ token: await Account.logIn(req.body.name) });
});
app.post('/row/register', async (req, res) => { //~ unlogged-token-issue
  const account = new Account(req.body);
  await account.save();
  res.json({ token: account.generateToken() });
});
// A method of another model is called so, too.
app.post('/guest/login', async (req, res) => {
  const guest = await Guest.findOne({ name: req.body.name });
  res.json({ token: guest.generateToken() });
});
app.post('/request/login', async (req, res) => { //~ unlogged-token-issue
  const account = await Account.findOne({ name: req.body.name });
  res.json({ token: req.issueToken(account) });
});
app.post('/locals/login', async (req, res) => {
  const account = await Account.findOne({ name: req.body.name });
  res.json({ token: res.locals.issueLogged(account) });
});
app.post('/destructured/login', async (req, res) => { //~ unlogged-token-issue
  const account = await Account.findOne({ name: req.body.name });
  const { issueToken } = req;
  res.json({ token: issueToken(account) });
});
app.post('/parameter/login', async ({ issueToken, body }, res) => { //~ unlogged-token-issue
  res.json({ token: issueToken(await Account.findOne({ name: body.name })) });
});
app.post('/taken-from-locals/login', async (req, res) => {
  const { issueLogged } = res.locals;
  res.json({ token: issueLogged(await Account.findOne({ name: req.body.name })) });
});
// A schema may list its methods among its options.
app.post('/listed-row/login', async (req, res) => { //~ unlogged-token-issue
  const member = await Member.findOne({ name: req.body.name });
  res.json({ token: member.grant() });
});
app.post('/listed-logged-row/login', async (req, res) => {
  const member = await Member.findOne({ name: req.body.name });
  res.json({ token: member.grantLogged() });
});
app.post('/listed-model/login', async (req, res) => { //~ unlogged-token-issue
  res.json({ token: await Member.enter(req.body.name) });
});
// What is hung on something else is not meant.
app.post('/service/login', async (req, res) => {
  const account = await Account.findOne({ name: req.body.name });
  res.json({ session: account.sessions.issueToken(account) });
});
app.listen(3000);
