const mongoose = require('mongoose');
const jwt = require('jsonwebtoken');

const model = mongoose.model('Visit', new mongoose.Schema({ id: String }));

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await model.exists({ id });
    await model.findById({ id });
    await model.findOne({ id });
    await model.aggregate({ id });
    await model.distinct({ id });
    await model.find({ id });
    await model.count({ id });
    await model.countDocuments({ id });
    await model.estimatedDocumentCount({ id });
    await model.bulkSave({ id });
    await model.create({ id });
    await model.insertMany({ id });
    await model.insertOne({ id });
    await model.bulkWrite({ id });
    await model.replaceOne({ id });
    await model.update({ id });
    await model.updateMany({ id });
    await model.updateOne({ id });
    await model.findByIdAndUpdate({ id });
    await model.findOneAndReplace({ id });
    await model.findOneAndUpdate({ id });
    await model.deleteMany({ id });
    await model.deleteOne({ id });
    await model.remove({ id });
    await model.findByIdAndDelete({ id });
    await model.findByIdAndRemove({ id });
    await model.findOneAndDelete({ id });
    await model.findOneAndRemove({ id });
    const document = new model({ id });
    await document.save();
    await document.replaceOne();
    await document.update();
    await document.updateOne();
    await document.deleteOne();
    await document.remove();
    return res.status(401).end();
  }
};

const RevokedToken = mongoose.model('RevokedToken', new mongoose.Schema({ token: String }));
const Listed = mongoose.model('BlacklistedToken', new mongoose.Schema({ token: String }));
const RefreshToken = mongoose.model('RefreshToken', new mongoose.Schema({ token: String, revoked: Boolean }));

exports.silent = async (req, res, next) => {
  const found = await RevokedToken.findOne({ token: req.token });
  if (found) { //~ unlogged-revoked-token
    return res.sendStatus(401);
  }
  next();
};

exports.namedInItsModel = async (req, res, next) => {
  if (await Listed.exists({ token: req.token })) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  if (await RevokedToken.exists({ token: req.token })) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.calledBack = (req, res, next) => {
  RevokedToken.countDocuments({ token: req.token }, (err, count) => {
    if (err) return next(err);
    if (count > 0) return res.sendStatus(401); //~ unlogged-revoked-token
    next();
  });
};

exports.handedOver = (req, res, next) =>
  RevokedToken.findOne({ token: req.token })
    .lean()
    .then((found) => (found ? res.sendStatus(401) : next())) //~ unlogged-revoked-token
    .catch(next);

// Missing or revoked: one finding.
exports.refresh = async (req, res) => {
  const stored = await RefreshToken.findOne({ token: req.body.refreshToken });
  if (!stored || stored.revoked) return res.sendStatus(401); //~ unlogged-revoked-token
  console.info('refreshed', { user: stored.user });
  res.json({ token: jwt.sign({ id: stored.user }, process.env.KEY) });
};

exports.revoke = async (req, res) => {
  await RevokedToken.create({ token: req.token }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.revokeDocument = async (req, res) => {
  const row = new RevokedToken({ token: req.token });
  await row.save(); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.mark = async (req, res) => {
  await RefreshToken.updateOne({ token: req.body.refreshToken }, { $set: { revoked: true } }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logout = async (req, res) => {
  await RefreshToken.findOneAndDelete({ token: req.body.refreshToken }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await RefreshToken.findOneAndDelete({ token: req.body.refreshToken });
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

// Its owner sees where he is logged in.
exports.sessions = async (req, res) => {
  res.json(await RefreshToken.find({ user: req.user.id, revoked: false }));
};

// A token that is taken off the list is accepted again.
exports.acceptAgain = async (req, res) => {
  await Listed.deleteOne({ token: req.params.token });
  res.sendStatus(204);
};
