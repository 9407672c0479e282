// A report is told; what would go out with a later one is not.
const jwt = require('jsonwebtoken');
const raygun = require('raygun');

const client = new raygun.Client().init({ apiKey: 'key' });

exports.sent = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.send(err);
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.setVersion('1').onBeforeSend((payload) => payload).groupingKey(() => 'auth').send(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    client.addBreadcrumb('refused');
    client.clearBreadcrumbs();
    client.setTags(['auth']);
    client.setVersion('1');
    client.onBeforeSend((payload) => payload);
    client.groupingKey(() => 'auth');
    res.sendStatus(401);
  }
};
