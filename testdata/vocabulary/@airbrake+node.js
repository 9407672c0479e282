// A notice is told unless the options forbid it.
const jwt = require('jsonwebtoken');
const { Notifier } = require('@airbrake/node');

const notifier = new Notifier({ projectId: 1, projectKey: 'key' });
const muted = new Notifier({ projectId: 1, projectKey: 'key', errorNotifications: false });

exports.told = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    notifier.notify(err);
    res.sendStatus(401);
  }
};

exports.awaited = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await notifier.notify({ error: err, context: { component: 'auth' } });
    res.sendStatus(401);
  }
};

exports.mutedNotice = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    muted.notify(err);
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    notifier.addFilter((notice) => notice);
    notifier.addPerformanceFilter((metric) => metric);
    notifier.scope();
    notifier.setActiveScope({});
    notifier.flush();
    notifier.close();
    res.sendStatus(401);
  }
};
