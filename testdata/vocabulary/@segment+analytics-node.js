// An event is told unless the options forbid it; who somebody is, is not.
import jwt from 'jsonwebtoken';
import Default, { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: 'key' });
const disabled = new Analytics({ writeKey: 'key', disable: true });

export const tracked = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    analytics.track({ userId: 'unknown', event: 'refused' });
    res.sendStatus(401);
  }
};

export const byDefault = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    new Default({ writeKey: 'key' }).track({ userId: 'unknown', event: 'refused' });
    res.sendStatus(401);
  }
};

export const disabledEvent = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    disabled.track({ userId: 'unknown', event: 'refused' });
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    analytics.identify({ userId: 'unknown' });
    analytics.alias({ userId: 'unknown', previousId: 'nobody' });
    analytics.group({ userId: 'unknown', groupId: '1' });
    analytics.page({ userId: 'unknown' });
    analytics.screen({ userId: 'unknown' });
    analytics.flush();
    analytics.closeAndFlush();
    res.sendStatus(401);
  }
};
