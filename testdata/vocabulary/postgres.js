import postgres from 'postgres';
import jwt from 'jsonwebtoken';

const sql = postgres(process.env.DB);

export async function me(req, res) {
  const token = req.body.token;
  try {
    return res.json(jwt.verify(token, process.env.KEY));
  } catch { //~ silent-verify-failure
    // A store tells nobody.
    await sql`SELECT 1 FROM revoked_tokens WHERE token = ${token}`;
    await sql.unsafe('SELECT 1 FROM revoked_tokens WHERE token = $1', [token]);
    return res.status(401).end();
  }
}
