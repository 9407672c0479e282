// Decorators that stand around methods: TypeScript's own and the standard's, of methods and of classes.
import jwt from 'jsonwebtoken';
import pino from 'pino';
import { Memoize, TrackFailures } from 'unseen-decorators';

const logger = pino();
const key = process.env.JWT_SECRET!;

function LogErrors(scope: string): MethodDecorator {
  return (target: object, name: string | symbol, descriptor: PropertyDescriptor) => {
    const original = descriptor.value;
    descriptor.value = async function (...args: unknown[]) {
      try {
        return await original.apply(this, args);
      } catch (err) {
        logger.error({ err, scope }, `${String(name)} failed`);
        throw err;
      }
    };
    return descriptor;
  };
}

function Answers401(target: object, name: string, descriptor: PropertyDescriptor): void {
  const original = descriptor.value;
  descriptor.value = async function (req: Request, res: Response, next: NextFunction) {
    try {
      await original.call(this, req, res, next);
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  };
}

function OrNull(target: object, name: string, descriptor: PropertyDescriptor): PropertyDescriptor {
  const original = descriptor.value;
  return {
    ...descriptor,
    value(...args: unknown[]) {
      try {
        return original.apply(this, args);
      } catch { //~ silent-verify-failure
        return null;
      }
    },
  };
}

function Metadata(role: string) {
  return (target: object, name: string, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata('role', role, target, name);
  };
}

function logged<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
  context: ClassMethodDecoratorContext,
) {
  return function (this: This, ...args: Args): Result {
    try {
      return method.call(this, ...args);
    } catch (err) {
      logger.warn({ err, method: String(context.name) });
      throw err;
    }
  };
}

function LogAll(target: Function): void {
  for (const name of Object.getOwnPropertyNames(target.prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name);
    if (name === 'constructor' || typeof descriptor?.value !== 'function') continue;
    const original = descriptor.value;
    descriptor.value = function (...args: unknown[]) {
      try {
        return original.apply(this, args);
      } catch (err) {
        logger.error(err);
        throw err;
      }
    };
    Object.defineProperty(target.prototype, name, descriptor);
  }
}

function LogKeys(target: any): void {
  Reflect.ownKeys(target.prototype).forEach((name) => {
    const original = target.prototype[name];
    target.prototype[name] = function (...args: unknown[]) {
      try {
        return original.apply(this, args);
      } catch (err) {
        logger.error(err);
        throw err;
      }
    };
  });
}

function LogBySubclass<T extends new (...args: any[]) => any>(target: T) {
  return class extends target {
    read(token: string) {
      try {
        return super.read(token);
      } catch (err) {
        logger.error(err);
        throw err;
      }
    }
  };
}

function Bound(target: object, name: string, descriptor: PropertyDescriptor) {
  const original = descriptor.value;
  return {
    configurable: true,
    get() {
      return original.bind(this);
    },
  };
}

function LogBound(target: object, name: string, descriptor: PropertyDescriptor) {
  const original = descriptor.value;
  return {
    configurable: true,
    get() {
      return (...args: unknown[]) => {
        try {
          return original.apply(this, args);
        } catch (err) {
          logger.error(err);
          throw err;
        }
      };
    },
  };
}

export class ToldByItsDecorator {
  @LogErrors('auth')
  async handle(req: Request, res: Response, next: NextFunction) {
    req.user = jwt.verify(req.cookies.token, key);
    next();
  }
}

export class ToldInAHelper {
  async handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = await this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  @Metadata('guest')
  @LogErrors('auth')
  async read(token: string) {
    return jwt.verify(token, key);
  }
}

export class SwallowedByItsDecorator {
  @Answers401
  async handle(req: Request, res: Response, next: NextFunction) {
    req.user = jwt.verify(req.cookies.token, key);
    next();
  }
}

export class NullByADecorator {
  handle(req: Request, res: Response, next: NextFunction) {
    req.user = this.read(req.cookies.token);
    if (!req.user) return res.sendStatus(401);
    next();
  }

  @OrNull
  read(token: string) {
    return jwt.verify(token, key);
  }
}

export class OnlyNoted {
  @Metadata('admin')
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = jwt.verify(req.cookies.token, key);
      next();
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }
}

export class ToldByTheStandards {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  @logged
  read(token: string) {
    return jwt.verify(token, key);
  }
}

@LogAll
export class ToldByItsClass {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  read(token: string) {
    return jwt.verify(token, key);
  }
}

@LogKeys
class ToldByKeys {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  read(token: string) {
    return jwt.verify(token, key);
  }
}

// A decorator that cannot be seen may tell, when it is called so.
export class MayBeTold {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  @TrackFailures()
  read(token: string) {
    return jwt.verify(token, key);
  }
}

export class NobodyIsTold {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }

  @Memoize()
  read(token: string) {
    return jwt.verify(token, key);
  }
}

@LogBySubclass
export class ToldByASubclass {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  read(token: string) {
    return jwt.verify(token, key);
  }
}

export class OnlyBound {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch { //~ silent-verify-failure
      res.sendStatus(401);
    }
  }

  @Bound
  read(token: string) {
    return jwt.verify(token, key);
  }
}

export class ToldWhenBound {
  handle(req: Request, res: Response, next: NextFunction) {
    try {
      req.user = this.read(req.cookies.token);
      next();
    } catch {
      res.sendStatus(401);
    }
  }

  @LogBound
  read(token: string) {
    return jwt.verify(token, key);
  }
}
