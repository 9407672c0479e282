//! The words by which names tell tokens, and functions what they leave of them.
//!
//! In: nothing. Out: lists. What they mean for a value is `leaks_read`'s business.

/// What names of tokens begin with; any other word makes it another thing.
pub(super) const BEFORE_TOKEN: [&str; 28] = [
    "refresh",
    "access",
    "auth",
    "authentication",
    "bearer",
    "id",
    "jwt",
    "session",
    "new",
    "old",
    "current",
    "user",
    "raw",
    "my",
    "login",
    "admin",
    "client",
    "presented",
    "received",
    "given",
    "stored",
    "existing",
    "incoming",
    "signed",
    "rotated",
    "api",
    "the",
    "provided",
];
/// Of these, what makes a name speak for itself.
pub(super) const STRONG: [&str; 9] =
    ["refresh", "access", "auth", "authentication", "bearer", "id", "jwt", "session", "signed"];
/// One word for what is written as two.
pub(super) const JOINED: [&str; 5] = ["refreshtoken", "accesstoken", "authtoken", "jwttoken", "idtoken"];
/// Verbs of functions that give a token whole.
pub(super) const GIVING: [&str; 14] = [
    "get", "generate", "create", "sign", "issue", "make", "extract", "fetch", "read", "build", "new", "find", "encode",
    "mint",
];
/// Words of functions that leave something of what they are given, or nothing.
pub(super) const CUTTING: [&str; 31] = [
    "hash",
    "hashed",
    "digest",
    "sha256",
    "md5",
    "hmac",
    "mask",
    "masked",
    "redact",
    "redacted",
    "sanitize",
    "sanitise",
    "scrub",
    "truncate",
    "encrypt",
    "obfuscate",
    "shorten",
    "preview",
    "length",
    "slice",
    "substring",
    "substr",
    "is",
    "has",
    "verify",
    "decode",
    "parse",
    "check",
    "validate",
    "count",
    "fingerprint",
];
/// Methods that leave the text whole, but for what surrounds the token.
pub(super) const KEEPING_METHODS: [&str; 9] =
    ["split", "replace", "replaceAll", "trim", "trimStart", "trimEnd", "toString", "pop", "join"];
/// Functions that give a text of the whole.
pub(super) const KEEPING_FUNCTIONS: [&str; 6] =
    ["String", "stringify", "inspect", "format", "decodeURIComponent", "encodeURIComponent"];
