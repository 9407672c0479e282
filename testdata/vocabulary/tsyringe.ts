// What tsyringe's container holds, by key, by class and by what a constructor asks for.
import express from 'express';
import jwt from 'jsonwebtoken';
import pino from 'pino';
import { container, inject, injectable, singleton } from 'tsyringe';

const app = express();
const key = process.env.JWT_SECRET!;

interface Verifier {
  verify(token: string): unknown;
}

class Loud implements Verifier {
  private log = pino();

  verify(token: string) {
    try {
      return jwt.verify(token, key);
    } catch (err) {
      this.log.warn({ err }, 'token refused');
      throw err;
    }
  }
}

class Quiet implements Verifier {
  verify(token: string) {
    return jwt.verify(token, key);
  }
}

@injectable()
class ByToken {
  constructor(@inject('quiet') private verifier: Verifier, @inject('loud') private loud: Verifier) {}

  quiet = (req, res) => {
    try {
      res.json(this.verifier.verify(req.cookies.token));
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

@singleton()
class ByType {
  constructor(private loud: Loud) {}

  handle(req, res) {
    try {
      res.json(this.loud.verify(req.cookies.token));
    } catch {
      res.sendStatus(401);
    }
  }
}

container.register('quiet', { useClass: Quiet });
container.register('made', { useFactory: () => new Quiet() }).register('value', { useValue: new Quiet() });
container.registerSingleton('loud', Loud).registerInstance('instance', new Quiet()).registerType('type', Quiet);
const child = container.createChildContainer();

const byToken = container.resolve(ByToken);
app.get('/quiet', byToken.quiet);
app.get('/told', byToken.told);
const byType = container.resolve(ByType);
app.get('/type', (req, res) => byType.handle(req, res));

app.get('/made', (req, res) => {
  try {
    res.json(container.resolve<Verifier>('made').verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/value', (req, res) => {
  try {
    res.json(container.resolve<Verifier>('value').verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/instance', (req, res) => {
  try {
    res.json(child.resolve<Verifier>('instance').verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.get('/type', (req, res) => {
  try {
    res.json(container.resolve<Verifier>('type').verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.listen(3000);
