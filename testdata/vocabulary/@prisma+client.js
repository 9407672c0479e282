const { PrismaClient } = require('@prisma/client');
const edge = require('@prisma/client/edge');
const jwt = require('jsonwebtoken');

const prisma = new PrismaClient();
exports.other = new edge.PrismaClient();
const model = prisma.visit;

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await model.findFirst({ where: { id } });
    await model.findFirstOrThrow({ where: { id } });
    await model.findUnique({ where: { id } });
    await model.findUniqueOrThrow({ where: { id } });
    await model.findMany({ where: { id } });
    await model.groupBy({ where: { id } });
    await model.count({ where: { id } });
    await model.create({ where: { id } });
    await model.createMany({ where: { id } });
    await model.createManyAndReturn({ where: { id } });
    await model.upsert({ where: { id } });
    await model.update({ where: { id } });
    await model.updateMany({ where: { id } });
    await model.updateManyAndReturn({ where: { id } });
    await model.delete({ where: { id } });
    await model.deleteMany({ where: { id } });
    await prisma.visit.findUnique({ where: { id } });
    await prisma.$queryRaw`SELECT 1 FROM visits WHERE id = ${id}`;
    await prisma.$queryRawUnsafe('SELECT 1 FROM visits');
    await prisma.$executeRaw`DELETE FROM visits`;
    await prisma.$executeRawUnsafe('DELETE FROM visits');
    return res.status(401).end();
  }
};

exports.silent = async (req, res, next) => {
  const revoked = await prisma.revokedToken.findUnique({ where: { token: req.token } });
  if (revoked) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  if (await prisma.revokedToken.count({ where: { jti: req.user.jti } })) {
    console.warn('revoked token', { jti: req.user.jti, ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.refresh = async (req, res) => {
  const stored = await prisma.refreshToken.findUnique({ where: { token: req.body.refreshToken } });
  if (!stored || stored.revokedAt) { //~ unlogged-revoked-token
    return res.sendStatus(401);
  }
  console.info('refreshed', { user: stored.userId });
  res.json({ token: jwt.sign({ id: stored.userId }, process.env.KEY) });
};

exports.raw = async (req, res, next) => {
  const rows = await prisma.$queryRaw`SELECT 1 FROM revoked_tokens WHERE token = ${req.token}`;
  if (rows.length > 0) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.revoke = async (req, res) => {
  await prisma.revokedToken.create({ data: { token: req.token } }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logout = async (req, res) => {
  await prisma.refreshToken.updateMany({ where: { userId: req.user.id }, data: { revoked: true } }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await prisma.refreshToken.deleteMany({ where: { userId: req.user.id } });
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

exports.changePassword = async (req, res) => {
  await prisma.user.update({ where: { id: req.user.id }, data: { tokenVersion: { increment: 1 } } }); //~ unlogged-revocation
  res.sendStatus(204);
};
