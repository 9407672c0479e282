const { DataSource } = require('typeorm');
const jwt = require('jsonwebtoken');

const source = new DataSource({ type: 'postgres' });
const manager = source.manager;
const repository = source.getRepository('Visit');

exports.me = async (req, res) => {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await repository.findOne({ where: { id } });
    await repository.findOneBy({ where: { id } });
    await repository.findOneByOrFail({ where: { id } });
    await repository.findOneOrFail({ where: { id } });
    await repository.preload({ where: { id } });
    await repository.exist({ where: { id } });
    await repository.exists({ where: { id } });
    await repository.existsBy({ where: { id } });
    await repository.find({ where: { id } });
    await repository.findBy({ where: { id } });
    await repository.count({ where: { id } });
    await repository.countBy({ where: { id } });
    await repository.insert({ where: { id } });
    await repository.save({ where: { id } });
    await repository.upsert({ where: { id } });
    await repository.decrement({ where: { id } });
    await repository.increment({ where: { id } });
    await repository.recover({ where: { id } });
    await repository.restore({ where: { id } });
    await repository.update({ where: { id } });
    await repository.clear({ where: { id } });
    await repository.delete({ where: { id } });
    await repository.remove({ where: { id } });
    await repository.softDelete({ where: { id } });
    await repository.softRemove({ where: { id } });
    await manager.findOne('Visit', { where: { id } });
    await manager.findOneBy('Visit', { where: { id } });
    await manager.findOneByOrFail('Visit', { where: { id } });
    await manager.findOneOrFail('Visit', { where: { id } });
    await manager.preload('Visit', { where: { id } });
    await manager.exist('Visit', { where: { id } });
    await manager.exists('Visit', { where: { id } });
    await manager.existsBy('Visit', { where: { id } });
    await manager.find('Visit', { where: { id } });
    await manager.findBy('Visit', { where: { id } });
    await manager.count('Visit', { where: { id } });
    await manager.countBy('Visit', { where: { id } });
    await manager.insert('Visit', { where: { id } });
    await manager.save('Visit', { where: { id } });
    await manager.upsert('Visit', { where: { id } });
    await manager.decrement('Visit', { where: { id } });
    await manager.increment('Visit', { where: { id } });
    await manager.recover('Visit', { where: { id } });
    await manager.restore('Visit', { where: { id } });
    await manager.update('Visit', { where: { id } });
    await manager.delete('Visit', { where: { id } });
    await manager.remove('Visit', { where: { id } });
    await manager.softDelete('Visit', { where: { id } });
    await manager.softRemove('Visit', { where: { id } });
    const builder = repository.createQueryBuilder('v');
    builder.addSelect('v.id = :id', { id });
    builder.andWhere('v.id = :id', { id });
    builder.cache('v.id = :id', { id });
    builder.from('v.id = :id', { id });
    builder.groupBy('v.id = :id', { id });
    builder.innerJoin('v.id = :id', { id });
    builder.innerJoinAndSelect('v.id = :id', { id });
    builder.leftJoin('v.id = :id', { id });
    builder.leftJoinAndSelect('v.id = :id', { id });
    builder.limit('v.id = :id', { id });
    builder.offset('v.id = :id', { id });
    builder.orWhere('v.id = :id', { id });
    builder.orderBy('v.id = :id', { id });
    builder.select('v.id = :id', { id });
    builder.setParameter('v.id = :id', { id });
    builder.setParameters('v.id = :id', { id });
    builder.skip('v.id = :id', { id });
    builder.take('v.id = :id', { id });
    builder.where('v.id = :id', { id });
    builder.withDeleted('v.id = :id', { id });
    builder.into('v.id = :id', { id });
    builder.set('v.id = :id', { id });
    builder.values('v.id = :id', { id });
    builder.insert('v.id = :id', { id });
    builder.update('v.id = :id', { id });
    builder.delete('v.id = :id', { id });
    builder.softDelete('v.id = :id', { id });
    await builder.getOne();
    await builder.getOneOrFail();
    await builder.getRawOne();
    await builder.getMany();
    await builder.getRawMany();
    await builder.getCount();
    await builder.getExists();
    await builder.execute();
    await manager.query('SELECT 1 FROM visits');
    await repository.query('SELECT 1 FROM visits');
    await source.query('SELECT 1 FROM visits');
    return res.status(401).end();
  }
};

const listed = source.getRepository('BlacklistedToken');
const refreshTokens = source.getRepository('RefreshToken');

exports.silent = async (req, res, next) => {
  if (await listed.existsBy({ token: req.token })) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.told = async (req, res, next) => {
  if (await listed.findOneBy({ token: req.token })) {
    console.warn('revoked token', { ip: req.ip });
    return res.sendStatus(401);
  }
  next();
};

exports.built = async (req, res, next) => {
  const row = await source
    .getRepository('RevokedToken')
    .createQueryBuilder('t')
    .where('t.token = :token', { token: req.token })
    .getOne();
  if (row) return res.sendStatus(401); //~ unlogged-revoked-token
  next();
};

exports.refresh = async (req, res) => {
  const stored = await refreshTokens.findOne({ where: { token: req.body.refreshToken } });
  if (!stored) return res.sendStatus(401); //~ unlogged-revoked-token
  console.info('refreshed', { user: stored.userId });
  res.json({ token: jwt.sign({ id: stored.userId }, process.env.KEY) });
};

exports.revoke = async (req, res) => {
  await listed.save({ token: req.token }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logout = async (req, res) => {
  await refreshTokens.delete({ token: req.body.refreshToken }); //~ unlogged-revocation
  res.sendStatus(204);
};

exports.logoutTold = async (req, res) => {
  await refreshTokens.update({ token: req.body.refreshToken }, { revoked: true });
  console.info('logged out', { user: req.user.id });
  res.sendStatus(204);
};

exports.acceptAgain = async (req, res) => {
  await listed.delete({ token: req.params.token });
  res.sendStatus(204);
};
