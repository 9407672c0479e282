const express = require('express');
const { guard } = require('./lib/guard');
const { slow } = require('./lib/limits');
const app = express();
app.use(slow, guard({ key: 'k' })); //~ silent-verify-failure
app.use((error, req, res, next) => { res.sendStatus(401); });
app.listen(3000);
