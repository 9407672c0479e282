const { PrismaClient } = require('@prisma/client');
const edge = require('@prisma/client/edge');
const jwt = require('jsonwebtoken');

const prisma = new PrismaClient();
exports.other = new edge.PrismaClient();
const model = prisma.revokedToken;

exports.me = async (req, res) => {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await model.findFirst({ where: { token } });
    await model.findFirstOrThrow({ where: { token } });
    await model.findUnique({ where: { token } });
    await model.findUniqueOrThrow({ where: { token } });
    await model.findMany({ where: { token } });
    await model.groupBy({ where: { token } });
    await model.count({ where: { token } });
    await model.create({ where: { token } });
    await model.createMany({ where: { token } });
    await model.createManyAndReturn({ where: { token } });
    await model.upsert({ where: { token } });
    await model.update({ where: { token } });
    await model.updateMany({ where: { token } });
    await model.updateManyAndReturn({ where: { token } });
    await model.delete({ where: { token } });
    await model.deleteMany({ where: { token } });
    await prisma.revokedToken.findUnique({ where: { token } });
    await prisma.$queryRaw`SELECT 1 FROM revoked_tokens WHERE token = ${token}`;
    await prisma.$queryRawUnsafe('SELECT 1 FROM revoked_tokens');
    await prisma.$executeRaw`DELETE FROM revoked_tokens`;
    await prisma.$executeRawUnsafe('DELETE FROM revoked_tokens');
    return res.status(401).end();
  }
};
