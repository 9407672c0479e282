// Nothing is refused where nothing is checked.
import jwtDecode from 'jwt-decode';
import { InvalidTokenError } from 'jwt-decode';
import * as reader from 'jwt-decode';

export function old(req, res) {
  try {
    res.json(jwtDecode(req.cookies.token));
  } catch {
    res.sendStatus(400);
  }
}

export function now(req, res) {
  try {
    res.json(reader.jwtDecode(req.cookies.token));
  } catch (err) {
    res.sendStatus(err instanceof InvalidTokenError ? 400 : 500);
  }
}
