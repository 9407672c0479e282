const { MongoClient } = require('mongodb');
const jwt = require('jsonwebtoken');

const db = new MongoClient(process.env.MONGO).db();
const collection = db.collection('revoked_tokens');

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await collection.findOne({ token });
    await collection.aggregate({ token });
    await collection.distinct({ token });
    await collection.find({ token });
    await collection.count({ token });
    await collection.countDocuments({ token });
    await collection.estimatedDocumentCount({ token });
    await collection.insert({ token });
    await collection.insertMany({ token });
    await collection.insertOne({ token });
    await collection.bulkWrite({ token });
    await collection.replaceOne({ token });
    await collection.update({ token });
    await collection.updateMany({ token });
    await collection.updateOne({ token });
    await collection.findOneAndReplace({ token });
    await collection.findOneAndUpdate({ token });
    await collection.deleteMany({ token });
    await collection.deleteOne({ token });
    await collection.remove({ token });
    await collection.findOneAndDelete({ token });
    return res.status(401).end();
  }
};
