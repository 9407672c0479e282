// Loggers with the levels for command lines: `help` and `data` are louder than `info`, `prompt` and `input` quieter.
const jwt = require('jsonwebtoken');
const winston = require('winston');

const transports = [new winston.transports.Console()];
const logger = winston.createLogger({ levels: winston.config.cli.levels, transports });

exports.help = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.help(err.message);
    res.sendStatus(401);
  }
};

exports.data = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) {
    logger.data(err.message);
    res.sendStatus(401);
  }
};

exports.prompt = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.prompt(err.message);
    res.sendStatus(401);
  }
};

exports.input = (req, res) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
    res.json(req.user);
  } catch (err) { //~ silent-verify-failure
    logger.input(err.message);
    res.sendStatus(401);
  }
};
