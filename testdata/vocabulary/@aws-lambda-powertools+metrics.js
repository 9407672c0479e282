// A metric that is added is told; a dimension is not.
import jwt from 'jsonwebtoken';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const metrics = new Metrics({ namespace: 'auth' });

export const added = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.addMetric('refused', MetricUnit.Count, 1);
    res.sendStatus(401);
  }
};

export const single = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.singleMetric().addMetric('refused', MetricUnit.Count, 1);
    res.sendStatus(401);
  }
};

export const chained = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    metrics.addDimension('route', 'me')
      .addDimensions({})
      .addMetadata('reason', err.message)
      .setTimestamp(0)
      .addMetric('refused', MetricUnit.Count, 1);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    metrics.addDimension('refused', 'yes');
    metrics.addDimensions({ refused: 'yes' });
    metrics.addMetadata('reason', err.message);
    metrics.setDefaultDimensions({});
    metrics.setFunctionName('auth');
    metrics.setTimestamp(0);
    metrics.singleMetric();
    metrics.captureColdStartMetric();
    metrics.publishStoredMetrics();
    metrics.clearDimensions();
    metrics.clearMetadata();
    res.sendStatus(401);
  }
};
