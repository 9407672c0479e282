const mongoose = require('mongoose');
const jwt = require('jsonwebtoken');

const model = mongoose.model('RevokedToken', new mongoose.Schema({ token: String }));

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await model.exists({ token });
    await model.findById({ token });
    await model.findOne({ token });
    await model.aggregate({ token });
    await model.distinct({ token });
    await model.find({ token });
    await model.count({ token });
    await model.countDocuments({ token });
    await model.estimatedDocumentCount({ token });
    await model.bulkSave({ token });
    await model.create({ token });
    await model.insertMany({ token });
    await model.insertOne({ token });
    await model.bulkWrite({ token });
    await model.replaceOne({ token });
    await model.update({ token });
    await model.updateMany({ token });
    await model.updateOne({ token });
    await model.findByIdAndUpdate({ token });
    await model.findOneAndReplace({ token });
    await model.findOneAndUpdate({ token });
    await model.deleteMany({ token });
    await model.deleteOne({ token });
    await model.remove({ token });
    await model.findByIdAndDelete({ token });
    await model.findByIdAndRemove({ token });
    await model.findOneAndDelete({ token });
    await model.findOneAndRemove({ token });
    const document = new model({ token });
    await document.save();
    await document.replaceOne();
    await document.update();
    await document.updateOne();
    await document.deleteOne();
    await document.remove();
    return res.status(401).end();
  }
};
