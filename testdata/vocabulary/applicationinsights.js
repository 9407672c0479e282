// What the client tracks of a failure is told; what it tracks of requests is not.
const jwt = require('jsonwebtoken');
const appInsights = require('applicationinsights');

appInsights.setup().start();
const client = appInsights.defaultClient;

exports.exception = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.trackException({ exception: err });
    res.sendStatus(401);
  }
};

exports.event = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.trackEvent({ name: 'refused' });
    res.sendStatus(401);
  }
};

exports.trace = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.trackTrace({ message: err.message });
    res.sendStatus(401);
  }
};

exports.metric = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    client.trackMetric({ name: 'refused', value: 1 });
    res.sendStatus(401);
  }
};

exports.own = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new appInsights.TelemetryClient().trackException({ exception: err });
    res.sendStatus(401);
  }
};

exports.chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    appInsights.defaultClient.trackException({ exception: err });
    res.sendStatus(401);
  }
};

exports.nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    client.trackRequest({ name: 'verify', resultCode: '401' });
    client.trackDependency({ name: 'verify' });
    client.trackPageView({ name: 'login' });
    client.trackAvailability({ name: 'auth' });
    client.addTelemetryProcessor(() => true);
    client.clearTelemetryProcessors();
    client.flush();
    client.shutdown();
    appInsights.setup();
    appInsights.start();
    res.sendStatus(401);
  }
};
