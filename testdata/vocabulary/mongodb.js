const { MongoClient } = require('mongodb');
const jwt = require('jsonwebtoken');

const db = new MongoClient(process.env.MONGO).db();
const collection = db.collection('visits');

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await collection.findOne({ id });
    await collection.aggregate({ id });
    await collection.distinct({ id });
    await collection.find({ id });
    await collection.count({ id });
    await collection.countDocuments({ id });
    await collection.estimatedDocumentCount({ id });
    await collection.insert({ id });
    await collection.insertMany({ id });
    await collection.insertOne({ id });
    await collection.bulkWrite({ id });
    await collection.replaceOne({ id });
    await collection.update({ id });
    await collection.updateMany({ id });
    await collection.updateOne({ id });
    await collection.findOneAndReplace({ id });
    await collection.findOneAndUpdate({ id });
    await collection.deleteMany({ id });
    await collection.deleteOne({ id });
    await collection.remove({ id });
    await collection.findOneAndDelete({ id });
    return res.status(401).end();
  }
};

const listed = db.collection('blacklisted_tokens');

exports.silent = async (req, res, next) => {
  if (await listed.findOne({ token: req.token })) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  if (await db.collection('revoked_tokens').countDocuments({ token: req.token })) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.revoke = async (req, res) => {
  await listed.insertOne({ token: req.token }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.acceptAgain = async (req, res) => {
  await listed.deleteOne({ token: req.params.token });
  res.sendStatus(204);
};
