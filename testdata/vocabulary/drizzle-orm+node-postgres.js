import { drizzle } from 'drizzle-orm/node-postgres';
import { drizzle as d1 } from 'drizzle-orm/postgres-js';
import { drizzle as d2 } from 'drizzle-orm/mysql2';
import { drizzle as d3 } from 'drizzle-orm/better-sqlite3';
import { drizzle as d4 } from 'drizzle-orm/libsql';
import { drizzle as d5 } from 'drizzle-orm/neon-http';
import { drizzle as d6 } from 'drizzle-orm/neon-serverless';
import { drizzle as d7 } from 'drizzle-orm/vercel-postgres';
import { drizzle as d8 } from 'drizzle-orm/pglite';
import { drizzle as d9 } from 'drizzle-orm/d1';
import { eq } from 'drizzle-orm';
import { visits } from './schema.js';
import jwt from 'jsonwebtoken';

export const others = [d1, d2, d3, d4, d5, d6, d7, d8, d9];
const db = drizzle(process.env.DB);
const table = db.query.visits;
const update = db.update(visits);

export async function me(req, res) {
  const { id, token } = req.body;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await db.select().from(visits).where(eq(visits.id, id));
    await db.selectDistinct().from(visits);
    await table.findFirst({ where: eq(visits.id, id) });
    await table.findMany();
    await db.$count(visits);
    await db.insert(visits).values({ id });
    await db.update(visits).set({ id });
    await update.set({ id }).where(eq(visits.id, id));
    await db.delete(visits).where(eq(visits.id, id));
    await db.execute('SELECT 1 FROM visits');
    return res.status(401).end();
  }
}
