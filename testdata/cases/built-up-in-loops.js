// What loops build up, on the way of a failure: it comes to rest, and the way is followed to its end.
const express = require('express');
const jwt = require('jsonwebtoken');
const app = express();

function summary(tables, columns) {
  let text = '';
  let seen = {};
  let names = [];
  for (const table of tables) {
    if (table.wide) text += `table ${table.name}: ${table.width}`;
    if (table.old) seen = { ...seen, last: table.name };
    if (table.named) names = [...names, table.name];
    for (const column of columns) {
      if (column.odd) text += `column ${column.name}`;
      if (column.long) text = text + column.width;
    }
  }
  return { text, seen, names };
}

app.use((req, res, next) => {
  try {
    req.user = jwt.verify(req.token, process.env.KEY);
    next();
  } catch { //~ silent-verify-failure
    res.locals.summary = summary(req.tables, req.columns);
    res.sendStatus(401);
  }
});
app.listen(80);
