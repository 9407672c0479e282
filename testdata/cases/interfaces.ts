// Interfaces and abstract classes that only one class of the project has, and such that several have.
import jwt from 'jsonwebtoken';
import pino from 'pino';

const key = process.env.JWT_SECRET!;

interface OnlyQuiet {
  verify(token: string): unknown;
}

interface OnlyLoud {
  verify(token: string): unknown;
}

interface Several {
  read(token: string): unknown;
}

abstract class Store {
  abstract payload(token: string): unknown;

  accepts(token: string): boolean {
    return Boolean(this.payload(token));
  }
}

class Quiet implements OnlyQuiet {
  verify(token: string) {
    return jwt.verify(token, key);
  }
}

class Loud implements OnlyLoud {
  verify(token: string) {
    try {
      return jwt.verify(token, key);
    } catch (err) {
      pino().warn({ err }, 'token refused');
      throw err;
    }
  }
}

class One implements Several {
  read(token: string) {
    return jwt.verify(token, key);
  }
}

class Other implements Several {
  read(token: string) {
    return null;
  }
}

class TokenStore extends Store {
  payload(token: string) {
    return jwt.verify(token, key);
  }
}

export class Controller {
  constructor(
    private readonly quiet: OnlyQuiet,
    private readonly loud: OnlyLoud,
    private readonly several: Several,
    private readonly store: Store,
  ) {}

  silent(req: Request, res: Response) {
    try {
      res.json(this.quiet.verify(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }

  told(req: Request, res: Response) {
    try {
      res.json(this.loud.verify(req.cookies.token));
    } catch {
      res.sendStatus(401);
    }
  }

  open(req: Request, res: Response) {
    try {
      res.json(this.several.read(req.cookies.token));
    } catch {
      res.sendStatus(401);
    }
  }

  stored(req: Request, res: Response) {
    try {
      res.json(this.store.accepts(req.cookies.token));
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }
}
