const mysql = require('mysql');
const jwt = require('jsonwebtoken');

const connection = mysql.createPool(process.env.DB);

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    connection.query('SELECT 1 FROM revoked_tokens WHERE token = ?', [token], () => {});
    return res.status(401).end();
  }
};
