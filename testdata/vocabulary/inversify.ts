// What inversify's container is told to hold under its identifiers.
import express from 'express';
import { Container, inject, injectable } from 'inversify';
import jwt from 'jsonwebtoken';
import pino from 'pino';

const app = express();
const TYPES = { Quiet: Symbol.for('Quiet'), Loud: Symbol.for('Loud'), Value: Symbol('value'), Made: Symbol('made') };

interface Verifier {
  verify(token: string): unknown;
}

@injectable()
class Quiet implements Verifier {
  verify(token: string) {
    return jwt.verify(token, process.env.JWT_SECRET!);
  }
}

@injectable()
class Loud implements Verifier {
  verify(token: string) {
    try {
      return jwt.verify(token, process.env.JWT_SECRET!);
    } catch (err) {
      pino().warn({ err }, 'token refused');
      throw err;
    }
  }
}

@injectable()
class Controller {
  constructor(@inject(TYPES.Quiet) private quiet: Verifier, @inject(TYPES.Loud) private loud: Verifier) {}

  silent = (req, res) => {
    try {
      res.json(this.quiet.verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  };

  told = (req, res) => {
    try {
      res.json(this.loud.verify(req.cookies.token));
    } catch {
      res.sendStatus(401);
    }
  };
}

const container = new Container();
const binding = container.bind<Verifier>(TYPES.Loud);
binding.to(Loud).inSingletonScope();
container.bind<Verifier>(TYPES.Quiet).to(Quiet);
container.bind<Verifier>(TYPES.Value).toConstantValue(new Quiet());
container.rebind<Verifier>(TYPES.Made).toDynamicValue(() => new Quiet());
container.bind(Controller).toSelf();

const controller = container.get(Controller);
app.get('/silent', controller.silent);
app.get('/told', controller.told);
app.get('/value', (req, res) => {
  try {
    res.json(container.get<Verifier>(TYPES.Value).verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/made', (req, res) => {
  try {
    res.json(container.get<Verifier>(TYPES.Made).verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.listen(3000);
