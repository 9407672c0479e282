//! What names tell, and what they must not: the words of real names, and names that only look alike.

use super::{Answer, Does, NameList, WordList, has_word, is_named, split_name, store_method, store_verb, words};

fn holds(list: WordList, name: &str) -> bool {
    has_word(list, &split_name(name))
}

#[track_caller]
fn assert_holds(list: WordList, names: &[&str]) {
    for name in names {
        assert!(holds(list, name), "{name} holds no word of {list:?}");
    }
}

#[track_caller]
fn assert_lacks(list: WordList, names: &[&str]) {
    for name in names {
        assert!(!holds(list, name), "{name} holds a word of {list:?}");
    }
}

#[test]
fn whole_names_are_compared_as_they_are() {
    assert!(is_named(NameList::HttpClients, "axios"));
    assert!(is_named(NameList::HttpClients, "node:https"));
    assert!(is_named(NameList::ColumnMethods, "orderBy"));
    assert!(!is_named(NameList::ColumnMethods, "orderby"));
    assert!(!is_named(NameList::ColumnMethods, "axios"));
}

#[test]
fn names_are_cut_into_words() {
    for (name, words) in [
        ("blackListedTokens", &["black", "listed", "tokens"][..]),
        ("BLACKLISTED_TOKEN", &["blacklisted", "token"]),
        ("jwt:deny-list:", &["jwt", "deny", "list"]),
        ("JWTBlacklist", &["jwt", "blacklist"]),
        ("isJWTRevoked", &["is", "jwt", "revoked"]),
        ("revokedJTIs", &["revoked", "jtis"]),
        ("revokedJTI", &["revoked", "jti"]),
        ("hasIDsOf", &["has", "ids", "of"]),
        ("oauth2Token", &["oauth2", "token"]),
        ("2FAToken", &["2fa", "token"]),
        ("_id", &["id"]),
        ("x", &["x"]),
        ("__", &[]),
        ("", &[]),
        ("JetonRévoquéListe", &["jeton", "révoqué", "liste"]),
    ] {
        assert_eq!(split_name(name), words, "{name}");
    }
}

/// In the order of the variants, which is how the tables are asked.
#[test]
fn every_list_has_its_own_words() {
    for (place, list) in WordList::ALL.into_iter().enumerate() {
        assert_eq!(list as usize, place, "{list:?}");
        assert!(!words(list).is_empty(), "{list:?}");
    }
    assert!(words(WordList::Revoked).contains(&&["black", "list"][..]));
    assert!(words(WordList::Foreign).contains(&&["ip"][..]));
    assert!(words(WordList::Limit).contains(&&["limiter"][..]));
}

#[test]
fn what_is_revoked_is_told_from_what_is_only_used_or_invalid() {
    assert_holds(
        WordList::Revoked,
        &[
            "blacklist",
            "isTokenBlacklisted",
            "blackListedTokens",
            "BLACKLISTED_TOKEN",
            "revoked_at",
            "isRevoked",
            "revokeAllByUserId",
            "tokenRevocationStore",
            "invalidatedTokens",
            "invalidTokens",
            "denyList",
            "blocklistedJtis",
            "bannedTokens",
            "usedRefreshTokens",
            "loggedOutTokens",
        ],
    );
    assert_lacks(
        WordList::Revoked,
        &[
            "used",
            "unused",
            "unusedTokens",
            "invalid",
            "InvalidTokenError",
            "isInvalidToken",
            "isBanned",
            "unblock",
            "block",
            "blockSize",
            "blockedUsers",
            "denyAll",
            "expiredTokens",
            "banner",
            "kanban",
            "isActive",
            "logoutButton",
        ],
    );
}

#[test]
fn a_token_is_one_by_its_own_word() {
    assert_holds(
        WordList::Token,
        &["token", "refreshTokens", "decoded.jti", "JWTBlacklist", "customerRefreshToken", "refreshtoken", "hashedRt"],
    );
    assert_lacks(WordList::Token, &["tokenize", "tokenizer", "sort", "start", "broken", "key", "bearing"]);
    assert_holds(WordList::Session, &["sessions", "ssoSession", "sid", "SESSION_ID"]);
    assert_lacks(WordList::Session, &["obsession", "side", "aside", "professional"]);
}

#[test]
fn tokens_for_one_purpose_are_no_sessions() {
    assert_holds(
        WordList::OneTime,
        &[
            "passwordResetToken",
            "RESET_PASSWORD",
            "emailVerificationToken",
            "verification_token",
            "otp",
            "csrfToken",
            "inviteToken",
        ],
    );
    // A user's fields stand beside every token, and a password's change revokes.
    assert_lacks(
        WordList::OneTime,
        &["email", "password", "passwordChangedAt", "verifyToken", "phone", "preset", "hotpot"],
    );
}

#[test]
fn lists_of_other_things_say_so() {
    assert_holds(
        WordList::Foreign,
        &[
            "ipBlacklist",
            "blockedEmailDomains",
            "headerDenyList",
            "cacheInvalidation",
            "pushTokens",
            "apiKeys",
            "revokedApiKey",
            "pushToken",
            "jwks",
        ],
    );
    assert_lacks(
        WordList::Foreign,
        &[
            "tokenBlacklist",
            "tokenCache",
            "revokedTokens.push",
            "mintToken",
            "cacheManager",
            "description",
            "zip",
            "ship",
            "dockerized",
            "revokedDevice",
            "relationship",
        ],
    );
    assert_holds(WordList::ThirdParty, &["refreshGoogleToken", "spotify_refresh_token"]);
    assert_holds(WordList::Carrier, &["this.configService", "req.cookies", "searchParams"]);
    assert_lacks(WordList::Carrier, &["sessionStore", "tokenRepository"]);
    assert_lacks(WordList::ThirdParty, &["refreshToken", "zoomed"]);
}

#[test]
fn versions_are_those_of_tokens() {
    assert_holds(
        WordList::Version,
        &["tokenVersion", "token_version", "passwordChangedAt", "changedPasswordAfter", "securityStamp"],
    );
    assert_lacks(WordList::Version, &["version", "__v", "apiVersion", "tokenCount", "notBefore", "updatedAt"]);
}

#[test]
fn usage_is_no_matter_of_creation() {
    assert_holds(WordList::Usage, &["ip", "ipAddress", "user_agent", "lastUsedAt", "deviceFingerprint", "userAgent"]);
    assert_lacks(WordList::Usage, &["createdAt", "expiresAt", "userId", "description", "used", "timestamp", "tip"]);
}

#[test]
fn rows_of_an_audit_are_no_other_rows() {
    assert_holds(
        WordList::Audit,
        &[
            "AuditLog",
            "audit_events",
            "securityEvent",
            "LoginAttempt",
            "activityLog",
            "refreshHistory",
            "SecurityAlerts",
        ],
    );
    assert_lacks(
        WordList::Audit,
        &[
            "trackBy",
            "flags",
            "recordset",
            "recordId",
            "emit",
            "logIn",
            "blog",
            "catalog",
            "auditorium",
            "User",
            "event",
        ],
    );
}

#[test]
fn routes_are_named_by_what_they_do() {
    assert_holds(
        WordList::Refresh,
        &["/auth/refresh", "refreshToken", "refresh_token", "/renew-token", "rotateTokens"],
    );
    assert_lacks(WordList::Refresh, &["rotateKeys", "renewSubscription", "freshness", "extend"]);
    assert_holds(WordList::VerifyRoute, &["/verify", "/verify-token", "introspect", "validateToken", "/token-info"]);
    assert_lacks(WordList::VerifyRoute, &["/health-check", "isValid", "invalidate", "unverified", "/me"]);
    assert_holds(WordList::Logout, &["logout", "logOutAll", "sign-out", "logoutUserSession"]);
    assert_lacks(WordList::Logout, &["login", "layout", "disconnect", "logs"]);
    assert_holds(WordList::Login, &["signIn", "/login", "loginUser", "authenticate"]);
    assert_lacks(WordList::Login, &["logging", "signing", "authenticated", "assign"]);
    assert_holds(WordList::SignUp, &["/register", "signUp", "createUser"]);
    assert_lacks(WordList::SignUp, &["registry", "registered", "create", "signal"]);
}

#[test]
fn cleaning_up_and_limiting_are_told_by_name() {
    assert_holds(
        WordList::CleanUp,
        &["cleanupExpiredTokens", "cleanUp", "pruneOldest", "tokenCleanup.job", "purgeSessions"],
    );
    assert_lacks(WordList::CleanUp, &["expiresAt", "expiry", "expire", "revokeOldTokens", "cleanToken", "unclean"]);
    assert_holds(
        WordList::Limit,
        &["rateLimiter", "authLimiter", "RateLimit", "throttleLogin", "bruteForce", "tooManyRequests"],
    );
    assert_lacks(WordList::Limit, &["limit", "pageLimit", "unlimited", "delimiter", "blockSize"]);
    assert_holds(WordList::Allowed, &["tokenWhitelist", "storedToken", "activeSessions", "validTokens"]);
    assert_lacks(WordList::Allowed, &["isValid", "validToken", "active", "allow", "restored"]);
}

#[test]
fn what_sends_mail_is_told_by_name() {
    assert_holds(
        WordList::Mail,
        &["sendMail", "emailService", "mailer", "sendVerificationEmail", "sgMail", "smsClient"],
    );
    assert_lacks(WordList::Mail, &["main", "detail", "sessions", "message", "postMessage", "resend"]);
}

#[test]
fn what_reads_a_language_is_told_by_name() {
    assert_holds(WordList::Syntax, &["tokenize", "JsonTokenizer", "lexer", "nextLexeme", "GRAMMAR", "parseExpression"]);
    assert_lacks(
        WordList::Syntax,
        &[
            "parseToken",
            "cookieParser",
            "SyntaxError",
            "nextToken",
            "tokenType",
            "last",
            "refreshTokens",
            "complex",
            "flex",
        ],
    );
}

#[test]
fn searches_are_told_from_what_comes_to_every_element() {
    for name in ["every", "filter", "find", "findLastIndex", "some"] {
        assert!(is_named(NameList::ListSearches, name), "{name}");
    }
    for name in ["map", "forEach", "includes", "findOne", ""] {
        assert!(!is_named(NameList::ListSearches, name), "{name}");
    }
}

#[test]
fn methods_of_stores_are_known_by_name() {
    let found = store_method("findUnique").expect("a look-up");
    assert_eq!((found.does, found.answer), (Does::Read, Some(Answer::Row)));
    let found = store_method("find").expect("a look-up");
    assert_eq!((found.answer, found.by_predicate), (Some(Answer::List), Some(Answer::Row)));
    assert_eq!(store_method("includes").and_then(|of| of.answer), Some(Answer::Truth));
    assert!(!store_method("includes").unwrap().calls_back && store_method("get").unwrap().calls_back);
    assert_eq!(store_method("indexOf").and_then(|of| of.answer), Some(Answer::Index));
    assert_eq!(store_method("query").map(|of| (of.does, of.answer)), Some((Does::Sql, Some(Answer::Rows))));
    assert_eq!(store_method("lean").map(|of| (of.does, of.answer)), Some((Does::Refine, None)));
    assert_eq!(store_method("where").map(|of| (of.does, of.answer)), Some((Does::Refine, Some(Answer::List))));
    for (name, does) in
        [("sAdd", Does::Add), ("push", Does::Add), ("updateMany", Does::Change), ("destroy", Does::Remove)]
    {
        assert_eq!(store_method(name).map(|of| of.does), Some(does), "{name}");
    }
    for name in ["fetch", "test", "then", "map", "forEach", "json", "status", "send", "every", ""] {
        assert_eq!(store_method(name), None, "{name}");
    }
}

#[test]
fn a_repository_s_own_methods_say_it_first() {
    let verb = |name: &str| store_verb(&split_name(name)).map(|of| (of.does, of.answer));
    assert_eq!(verb("findByToken"), Some((Does::Read, Some(Answer::Row))));
    assert_eq!(verb("getAllSessions"), Some((Does::Read, Some(Answer::List))));
    assert_eq!(verb("deleteRefreshSession"), Some((Does::Remove, None)));
    assert_eq!(verb("markUsed"), Some((Does::Change, None)));
    assert_eq!(verb("get"), Some((Does::Read, Some(Answer::Row))));
    for name in ["", "isTokenRevoked", "target", "sendMail", "undelete"] {
        assert_eq!(verb(name), None, "{name}");
    }
}
