// Log events that are put are told.
import jwt from 'jsonwebtoken';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';

const logs = new CloudWatchLogs({});
const to = { logGroupName: 'auth', logStreamName: 'auth' };

export const put = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await logs.putLogEvents({ ...to, logEvents: [{ message: 'refused', timestamp: 0 }] });
    res.sendStatus(401);
  }
};

export const nothing = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    await logs.createLogGroup(to);
    await logs.createLogStream(to);
    await logs.describeLogGroups({});
    await logs.describeLogStreams(to);
    await logs.filterLogEvents(to);
    await logs.getLogEvents(to);
    await logs.putRetentionPolicy({ ...to, retentionInDays: 1 });
    res.sendStatus(401);
  }
};
