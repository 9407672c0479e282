// A metric that is put is told.
import jwt from 'jsonwebtoken';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';

const cloudwatch = new CloudWatch({});

export const put = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await cloudwatch.putMetricData({ Namespace: 'auth', MetricData: [{ MetricName: 'refused', Value: 1 }] });
    res.sendStatus(401);
  }
};

export const nothing = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    await cloudwatch.describeAlarms({});
    await cloudwatch.getMetricData({});
    await cloudwatch.getMetricStatistics({});
    await cloudwatch.listMetrics({});
    await cloudwatch.putMetricAlarm({});
    res.sendStatus(401);
  }
};
