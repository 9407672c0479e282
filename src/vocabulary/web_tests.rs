//! What the built tables say of web frameworks: who registers handlers, what makes errors, which members are numbers.

use super::surface_tests::{at, class};
use super::{
    Action, Creation, Framework, MakeError, Patch, Registrar, StatusOf, Strategy, Surface, Truth, global, module,
    patch, prefilter_words,
};

fn maker(surface: Surface) -> &'static MakeError {
    match surface.action() {
        Some(Action::MakeError(maker)) => maker,
        other => panic!("{} makes no error but {other:?}", surface.describe()),
    }
}

fn registrar(surface: Surface) -> Registrar {
    match surface.action() {
        Some(Action::Register(registrar)) => *registrar,
        other => panic!("{} registers nothing but {other:?}", surface.describe()),
    }
}

#[test]
fn express_objects_take_handlers_on() {
    let app = at("express", "()");
    let router = at("express", "Router ()");
    for object in [app, router, at("express", "() route ()"), at("express", "Route ()")] {
        assert_eq!(object.framework(), Some(Framework::Express), "{}", object.describe());
    }
    assert_eq!(at("express", "").framework(), None, "what makes an application is none");
    assert_eq!(at("express", "default ()"), app);
    assert_eq!(at("express", "() router"), router, "version 5 shows the application's own router");
    for (member, how) in [
        ("use", Registrar::Use),
        ("get", Registrar::Method),
        ("all", Registrar::Method),
        ("route", Registrar::Route),
        ("param", Registrar::Param),
        ("listen", Registrar::Listen),
    ] {
        assert_eq!(registrar(app.member(member).unwrap()), how, "app.{member}");
    }
    assert_eq!(router.member("listen"), None, "a router takes no requests by itself");
    assert_eq!(router.member("del"), None, "only applications have the old name");
}

#[test]
fn registrations_chain() {
    assert_eq!(at("express", "() use () get () use ()"), at("express", "()"));
    assert_eq!(at("express", "Router () get () param ()"), at("express", "Router ()"));
    let route = at("express", "() route ()");
    assert_ne!(route, at("express", "()"), "what a route takes on is the route's");
    assert_eq!(at("express", "Router () route () get () post ()"), route);
    assert_eq!(registrar(route.member("post").unwrap()), Registrar::Method);
    // The same one comes back, not another one.
    assert_eq!(at("express", "() use").creation(), Some(Creation { options: None, inherits: true }));
    assert_eq!(at("express", "").creation(), Some(Creation { options: None, inherits: false }));
    assert_eq!(at("express", "() route").creation(), Some(Creation { options: None, inherits: false }));
}

#[test]
fn http_errors_carry_their_status() {
    let by_number = maker(at("http-errors", ""));
    assert_eq!((by_number.status, by_number.message), (Some(StatusOf::Argument(0)), Some(1)));
    assert_eq!(by_number.class, None, "it depends on the number");
    assert_eq!(&*by_number.fields, ["status", "statusCode"]);
    let unauthorized = maker(at("http-errors", "Unauthorized"));
    assert_eq!((unauthorized.status, unauthorized.message), (Some(StatusOf::Fixed(401)), Some(0)));
    let class = unauthorized.class.expect("the class itself");
    assert_eq!(class.has_name("UnauthorizedError"), Truth::Always);
    assert!(class.is_a(at("http-errors", "HttpError").error_class().unwrap()));
    assert!(!class.lacks("expose") && !class.lacks("status") && !class.lacks("statusCode") && class.lacks("code"));
    let server = maker(at("http-errors", "default InternalServerError"));
    assert_eq!(server.status, Some(StatusOf::Fixed(500)));
    assert_eq!(server.class.unwrap().has_name("InternalServerError"), Truth::Always);
}

#[test]
fn what_an_error_cannot_have_is_known() {
    let any = class("jsonwebtoken", "JsonWebTokenError");
    let expired = class("jsonwebtoken", "TokenExpiredError");
    for member in ["statusCode", "status", "code", "expiredAt"] {
        assert!(any.lacks(member), "{member}");
    }
    for member in ["name", "message", "stack", "inner", "constructor", "toString"] {
        assert!(!any.lacks(member), "{member}");
    }
    assert!(!expired.lacks("expiredAt") && !expired.lacks("inner"), "its own and its superclass's");
    let unauthorized = class("express-jwt", "UnauthorizedError");
    assert!(!unauthorized.lacks("status") && !unauthorized.lacks("code") && unauthorized.lacks("statusCode"));
    let claim = class("jose", "errors JWTExpired");
    assert!(!claim.lacks("claim") && !claim.lacks("cause") && !claim.lacks("code") && claim.lacks("status"));
}

#[test]
fn codes_by_name_are_numbers() {
    for way in ["UNAUTHORIZED", "default UNAUTHORIZED", "status UNAUTHORIZED"] {
        assert_eq!(at("http-status", way).constant(), Some(401), "{way}");
    }
    assert_eq!(at("http-status", "INTERNAL_SERVER_ERROR").constant(), Some(500));
    assert_eq!(at("http-status", "").constant(), None);
    assert_eq!(at("http-status", "").member("NO_SUCH_CODE"), None);
}

#[test]
fn passport_asks_strategies_by_name() {
    let passport = at("passport", "");
    for way in ["use", "Passport () use", "Authenticator () use", "use () use", "default use"] {
        assert_eq!(at("passport", way).action(), Some(&Action::UseStrategy), "{way}");
    }
    assert_eq!(passport.member("authenticate").unwrap().action(), Some(&Action::Authenticate));
    assert_eq!(passport.member("session").unwrap().action(), Some(&Action::Neutral), "it checks no token");
    let jwt = Action::Strategy(Strategy { name: "jwt".into() });
    assert_eq!(at("passport-jwt", "Strategy").action(), Some(&jwt));
}

#[test]
fn async_handlers_reach_next_by_a_wrapper_or_a_patch() {
    assert_eq!(at("express-async-handler", "default").action(), Some(&Action::ForwardRejections));
    assert_eq!(patch("express-async-errors"), Some(Patch::ExpressAsync));
    assert_eq!(patch("express"), None);
    assert_eq!(patch("no-such-package"), None);
}

#[test]
fn an_access_log_says_where_it_may_print_a_reason() {
    let reason = |steps| match at("morgan", steps).action() {
        Some(Action::AccessLog { reason }) => *reason,
        other => panic!("morgan {steps} is no access log but {other:?}"),
    };
    assert_eq!((reason(""), reason("token"), reason("format")), (Some(0), Some(1), Some(1)));
    assert_eq!(reason("compile"), None, "a text says nothing of its own");
}

#[test]
fn handlers_of_some_routers_may_reject_in_every_version() {
    let forwards = |name: &str, way: &str| {
        let method = at(name, way);
        assert!(matches!(method.action(), Some(Action::Register(_))), "{name} {way}");
        method.forwards_rejections()
    };
    for way in ["() get", "() use", "() route () post", "() get () delete"] {
        assert!(forwards("express-promise-router", way), "{way}");
        assert!(!forwards("express", way), "{way}");
    }
    assert!(forwards("express-async-router", "create () get"));
    assert!(forwards("express-asyncify", "default () use () get"));
    assert!(forwards("@awaitjs/express", "addAsync () getAsync"));
    assert!(!forwards("@awaitjs/express", "addAsync () get"), "the old methods stay what they are");
    assert_eq!(at("@awaitjs/express", "wrap").action(), Some(&Action::ForwardRejections));
}

#[test]
fn an_error_handler_says_of_which_errors_it_tells() {
    let handler = |name: &str, way: &str| match at(name, way).action() {
        Some(Action::ErrorHandler { tells, answers, from_status, muted_by }) => {
            (*tells, *answers, *from_status, muted_by.iter().map(|mute| &*mute.option).collect::<Vec<_>>())
        }
        other => panic!("{name} {way} handles no errors: {other:?}"),
    };
    for way in ["Handlers errorHandler", "expressErrorHandler", "setupExpressErrorHandler"] {
        assert_eq!(handler("@sentry/node", way), (true, false, Some(500), vec![]), "{way}");
    }
    assert_eq!(handler("errorhandler", ""), (true, true, None, vec!["log"]));
    assert_eq!(handler("express-winston", "errorLogger"), (true, false, None, vec![]));
    assert_eq!(handler("celebrate", "errors"), (false, false, None, vec![]));
}

#[test]
fn other_servers_have_handlers_too() {
    for way in ["() use () of () use ()", "Server () of ()", "() sockets"] {
        assert_eq!(at("socket.io", way).framework(), Some(Framework::SocketIo), "{way}");
    }
    for name in ["node:http", "https"] {
        assert_eq!(at(name, "createServer ()").framework(), Some(Framework::Http), "{name}");
    }
}

/// The prefilter looks for checks; a file that only mounts routers is found by the files that it imports.
#[test]
fn packages_without_checks_are_no_prefilter_words() {
    let words = prefilter_words();
    let without = [
        "@awaitjs/express",
        "@feathersjs/errors",
        "@hapi/boom",
        "@oslojs/jwt",
        "celebrate",
        "errorhandler",
        "express",
        "express-jwt-authz",
        "express-promise-router",
        "express-winston",
        "get-jwks",
        "http",
        "http-errors",
        "http-status",
        "http-status-codes",
        "hono/http-exception",
        "hono/utils/jwt/types",
        "jwks-rsa",
        "jwt-decode",
        "morgan",
        "passport",
        "pino-http",
        "restify-errors",
        "socket.io",
    ];
    for word in without {
        assert!(module(word).is_some(), "{word} is in the vocabulary");
        assert!(!words.contains(&word), "{word} is among {words:?}");
    }
    assert!(words.iter().any(|word| "passport-jwt".contains(word)), "a strategy is a check: {words:?}");
    assert!(global("express").is_none());
}
