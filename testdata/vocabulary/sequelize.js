const { Sequelize, DataTypes } = require('sequelize');
const jwt = require('jsonwebtoken');

const sequelize = new Sequelize(process.env.DB);
const model = sequelize.define('RevokedToken', { token: DataTypes.STRING });

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await model.findByPk({ where: { token } });
    await model.findOne({ where: { token } });
    await model.findAll({ where: { token } });
    await model.count({ where: { token } });
    await model.bulkCreate({ where: { token } });
    await model.create({ where: { token } });
    await model.findOrCreate({ where: { token } });
    await model.findCreateFind({ where: { token } });
    await model.upsert({ where: { token } });
    await model.decrement({ where: { token } });
    await model.increment({ where: { token } });
    await model.restore({ where: { token } });
    await model.update({ where: { token } });
    await model.destroy({ where: { token } });
    await model.truncate({ where: { token } });
    const instance = model.build({ token });
    await instance.save();
    await instance.decrement();
    await instance.increment();
    await instance.restore();
    await instance.update();
    await instance.destroy();
    await sequelize.query('SELECT 1 FROM revoked_tokens WHERE token = ?', { replacements: [token] });
    return res.status(401).end();
  }
};
