exports.slow = (req, res, next) => next();
