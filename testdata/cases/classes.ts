// Methods that call each other, fields, and what TypeScript adds around an expression.
import jwt, { type JwtPayload } from 'jsonwebtoken';
import pino from 'pino';

export class SilentGuard {
  private readonly key: string = process.env.JWT_SECRET!;

  handle(req: Request, res: Response, next: NextFunction): void {
    const payload = this.read(req.cookies['token'] as string);
    if (!payload) {
      res.sendStatus(401);
      return;
    }
    next();
  }

  private read(token: string): JwtPayload | null {
    try {
      return jwt.verify(token, this.key) as JwtPayload;
    } catch { //~ silent-verify-failure
      return null;
    }
  }
}

export class LoudGuard {
  private logger = pino();

  handle = (req: Request, res: Response, next: NextFunction) => {
    try {
      req.user = <JwtPayload>jwt.verify(req.cookies.token!, process.env.JWT_SECRET!);
      next();
    } catch (err) {
      this.logger.warn({ err }, 'token refused');
      res.sendStatus(401);
    }
  };
}
