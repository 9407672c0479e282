// What typedi's container holds, by name and by class; fields and parameters that it fills in.
import express from 'express';
import jwt from 'jsonwebtoken';
import pino from 'pino';
import Default, { Container, Inject, Service } from 'typedi';

const app = express();
const key = process.env.JWT_SECRET!;

@Service()
class Quiet {
  verify(token: string) {
    return jwt.verify(token, key);
  }
}

@Service()
class Loud {
  verify(token: string) {
    try {
      return jwt.verify(token, key);
    } catch (err) {
      pino().warn({ err }, 'token refused');
      throw err;
    }
  }
}

@Service()
class Controller {
  @Inject()
  private quiet: Quiet;

  @Inject('loud')
  private loud: any;

  constructor(@Inject(() => Loud) private other: any) {}

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

  toldToo = (req, res) => {
    try {
      res.json(this.other.verify(req.cookies.token));
    } catch {
      res.sendStatus(401);
    }
  };
}

Container.set('loud', new Loud());
Default.of('other').set('quiet', new Quiet());

const controller = Container.get(Controller);
app.get('/silent', controller.silent);
app.get('/told', controller.told);
app.get('/told/too', controller.toldToo);
app.get('/quiet', (req, res) => {
  try {
    res.json(Container.get<Quiet>('quiet').verify(req.cookies.token));
  } catch { //~ silent-verify-failure
    res.sendStatus(401);
  }
});
app.listen(3000);
