// None of the words by which files with checks are known: only what is declared makes it one.
exports.opened = (req, res) => { try { vault.open(req.headers.x); } catch { res.sendStatus(401); } }; //~ silent-verify-failure
