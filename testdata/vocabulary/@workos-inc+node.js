// An audit event is told; a schema or an export is not.
import jwt from 'jsonwebtoken';
import { WorkOS } from '@workos-inc/node';

const workos = new WorkOS('key');

export const created = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    await workos.auditLogs.createEvent('org', { action: 'token.refused' });
    res.sendStatus(401);
  }
};

export const nothing = async (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    await workos.auditLogs.createSchema({});
    await workos.auditLogs.createExport({});
    await workos.auditLogs.getExport('1');
    res.sendStatus(401);
  }
};
