//! The automaton, walked as programs walk packages.

use super::{
    Action, Creation, ErrorClass, FailureMode, Level, Promisify, ReceiverKind, Signal, SignalKind, SignalLevel,
    Surface, Verify, customary, global, module, prefilter_words,
};

/// Walks `module` or `module.member().member{0}` from a module's name.
fn walk(name: &str, steps: &str) -> Option<Surface> {
    steps.split_whitespace().try_fold(module(name)?, |surface, step| match step {
        "()" => surface.called(),
        "{0}" => surface.passed(0),
        member => surface.member(member),
    })
}

pub(super) fn at(name: &str, steps: &str) -> Surface {
    walk(name, steps).unwrap_or_else(|| panic!("{name} has no {steps}"))
}

pub(super) fn verify(surface: Surface) -> &'static Verify {
    match surface.action() {
        Some(Action::Verify(verify)) => verify,
        other => panic!("{} is no check but {other:?}", surface.describe()),
    }
}

pub(super) fn signal(surface: Surface) -> &'static Signal {
    match surface.action() {
        Some(Action::Signal(signal)) => signal,
        other => panic!("{} is no signal but {other:?}", surface.describe()),
    }
}

pub(super) fn class(name: &str, steps: &str) -> ErrorClass {
    at(name, steps).error_class().unwrap_or_else(|| panic!("{name} {steps} is no class of errors"))
}

#[test]
fn a_verification_is_found_by_every_way_of_importing() {
    let named = at("jsonwebtoken", "verify");
    assert_eq!(at("jsonwebtoken", "default verify"), named, "import jwt from, or __importDefault");
    assert_eq!(at("jsonwebtoken", "default default verify"), named, "a namespace of an interop namespace");
    assert_eq!(customary("jwt").and_then(|jwt| jwt.member("verify")), Some(named), "no import at all");
    assert_eq!(named.describe(), "jsonwebtoken.verify");
    assert_eq!(walk("jsonwebtoken", "verify default"), None, "only a module has a default");
}

#[test]
fn builtin_modules_have_two_names() {
    assert_eq!(module("node:util"), module("util"));
    assert!(module("util").is_some());
    assert_eq!(module("node:fs"), None);
}

#[test]
fn a_file_inside_a_package_counts_only_where_it_is_listed() {
    assert_eq!(module("pino/pino.js"), module("pino"));
    assert_eq!(module("pino/lib/proto"), None);
    assert_eq!(at("jose/jwt/verify", "default"), at("jose", "jwtVerify"), "version 3.0 exported by default");
    assert_eq!(at("jose/jwt/verify", "jwtVerify"), at("jose", "jwtVerify"));
    assert_eq!(class("jose/errors", "JWTExpired"), class("jose", "errors JWTExpired"));
}

#[test]
fn an_express_jwt_middleware_hands_its_failure_to_next() {
    let new = at("express-jwt", "expressjwt ()");
    assert_eq!(at("express-jwt", "()"), new, "up to version 6 the module makes the middleware");
    assert_eq!(at("express-jwt", "default ()"), new);
    assert_eq!(at("express-jwt", "expressjwt () unless ()"), new);
    assert!(matches!(&*verify(new).failures, [only] if only.mode == FailureMode::Next { argument: 2 }));
    assert_eq!(verify(new).errors.iter().map(|error| error.facts().unwrap().status).collect::<Vec<_>>(), [Some(401)]);
    assert_eq!(at("express-jwt", "expressjwt").action(), None, "making a middleware checks nothing");
}

#[test]
fn signing_and_decoding_are_no_checks() {
    assert_eq!(at("jsonwebtoken", "decode").action(), Some(&Action::Decode));
    assert_eq!(at("jsonwebtoken", "sign").action(), Some(&Action::Sign));
    let chain = "SignJWT () setProtectedHeader () setIssuedAt () setExpirationTime () sign";
    assert_eq!(at("jose", chain).action(), Some(&Action::Sign));
}

#[test]
fn promisifiers_are_known() {
    assert_eq!(at("util", "promisify").action(), Some(&Action::Promisify(Promisify::Function)));
    let members = Action::Promisify(Promisify::Members { suffix: "Async".into() });
    assert_eq!(at("bluebird", "promisifyAll").action(), Some(&members));
    assert_eq!(customary("promisify"), walk("util", "promisify"));
}

#[test]
fn loggers_are_reached_by_every_way_of_making_one() {
    let logger = at("winston", "createLogger ()");
    for way in ["Logger ()", "loggers get ()", "loggers add ()", "Container () add ()", "child ()"] {
        assert_eq!(at("winston", way), logger, "{way}");
    }
    assert_eq!(at("winston", "createLogger () child () child ()"), logger);
    assert_eq!(at("winston", "warn"), at("winston", "createLogger () warn"), "the module is itself a logger");
    assert_eq!(at("winston", "default warn").describe(), "winston logger.warn");
    assert_eq!(at("pino", "()"), at("pino", "pino ()"));
    assert_eq!(at("pino", "() child () warn"), at("pino", "() warn"));
    assert_eq!(at("bunyan", "()"), at("bunyan", "createLogger ()"), "new Logger(…) is the module's call");
    assert_eq!(walk("winston", "createLogger () createLogger"), None, "a logger makes no loggers by that name");
}

#[test]
fn a_creation_says_where_its_options_are() {
    let of = |name, steps| at(name, steps).creation();
    assert_eq!(of("winston", "createLogger"), Some(Creation { options: Some(0), inherits: false }));
    assert_eq!(of("winston", "loggers get"), Some(Creation { options: Some(1), inherits: false }));
    assert_eq!(of("pino", ""), Some(Creation { options: Some(0), inherits: false }));
    assert_eq!(of("pino", "() child"), Some(Creation { options: Some(1), inherits: true }));
    assert_eq!(of("bunyan", "() child"), Some(Creation { options: Some(0), inherits: true }));
    assert_eq!(of("winston", "createLogger () child"), Some(Creation { options: None, inherits: true }));
    assert_eq!(of("winston", "createLogger () warn"), None);
}

#[test]
fn pino_silent_is_no_signal() {
    assert_eq!(at("pino", "() silent").action(), Some(&Action::Neutral));
}

#[test]
fn sentry_captures_tell_and_breadcrumbs_do_not() {
    let capture = at("@sentry/node", "captureException");
    assert_eq!(signal(capture).kind, SignalKind::Tracker);
    assert_eq!(capture.describe(), "Sentry.captureException");
    assert_eq!(at("@sentry/nextjs", "captureException"), capture);
    assert_eq!(customary("Sentry").and_then(|sentry| sentry.member("captureException")), Some(capture));
    assert_eq!(at("@sentry/node", "addBreadcrumb").action(), Some(&Action::Neutral));
    assert_eq!(at("@sentry/node", "withScope").action(), Some(&Action::Invoke));
    let scope = at("@sentry/node", "withScope {0}");
    assert_eq!(scope, at("@sentry/node", "getCurrentScope ()"));
    assert_eq!(scope.member("setTag").and_then(Surface::called), Some(scope), "setters chain");
    assert_eq!(at("@sentry/node", "withScope").passed(1), None);
    assert_eq!(signal(at("@sentry/node", "logger warn")).kind, SignalKind::Log);
}

#[test]
fn metrics_count_through_labels_and_timers() {
    let counter = at("prom-client", "Counter ()");
    assert_eq!(at("prom-client", "Counter () labels () inc"), counter.member("inc").unwrap());
    assert_eq!(signal(counter.member("inc").unwrap()).kind, SignalKind::Metric);
    assert_eq!(at("prom-client", "Histogram () startTimer").action(), Some(&Action::Neutral));
    assert_eq!(signal(at("prom-client", "Histogram () startTimer ()")).kind, SignalKind::Metric);
    assert_eq!(at("prom-client", "default Counter () inc"), counter.member("inc").unwrap());
}

#[test]
fn spans_tell_by_exceptions_and_events() {
    let span = at("@opentelemetry/api", "trace getActiveSpan ()");
    assert_eq!(at("@opentelemetry/api", "trace getTracer () startActiveSpan {0}"), span);
    assert_eq!(at("@opentelemetry/api", "trace getTracer () startSpan ()"), span);
    assert_eq!(signal(span.member("recordException").unwrap()).kind, SignalKind::Trace);
    assert_eq!(span.member("setStatus").unwrap().action(), Some(&Action::Neutral));
    assert_eq!(span.receiver().map(|receiver| receiver.kind), Some(ReceiverKind::Span));
    let add = at("@opentelemetry/api", "metrics getMeter () createCounter () add");
    assert_eq!((signal(add).kind, add.describe()), (SignalKind::Metric, "@opentelemetry/api counter.add"));
}

#[test]
fn globals_are_members_of_the_global_object() {
    let console = global("console").expect("the console");
    assert_eq!(global("globalThis").and_then(|all| all.member("console")), Some(console));
    assert_eq!(at("node:console", "error"), console.member("error").unwrap());
    assert_eq!(at("console", "Console ()"), console);
    assert_eq!(console.member("error").unwrap().describe(), "console.error");
    assert_eq!(global("jwt"), None);
    assert_eq!(customary("console"), None);
    assert!(global("global").is_some_and(|all| all.package().is_none()));
}

#[test]
fn an_unbound_logger_is_like_any_logger() {
    let logger = customary("logger").expect("a customary logger");
    assert_eq!(customary("log"), Some(logger));
    assert_eq!(logger.member("warn").unwrap().describe(), "logger.warn");
    assert_eq!(signal(logger.member("debug").unwrap()).level, SignalLevel::Fixed(Level::Debug));
    assert_eq!(logger.member("child").and_then(Surface::called), Some(logger));
}

#[test]
fn the_prefilter_has_the_shortest_words_that_reach_a_check() {
    let words = prefilter_words();
    for word in ["jsonwebtoken", "jwt", "jose"] {
        assert!(words.contains(&word), "{word} is not among {words:?}");
    }
    assert!(!words.iter().any(|word| word.contains("winston") || word.contains("console")), "{words:?}");
    assert!(!words.contains(&"express-jwt"), "`jwt` finds it: {words:?}");
}

/// A word that many files hold for other reasons would have them all parsed.
#[test]
fn the_prefilter_s_words_are_names_of_packages_or_customary_ones() {
    for word in prefilter_words() {
        assert!(module(word).is_some() || customary(word).is_some(), "{word} is no way to a check");
        assert!(word.len() >= 3, "{word} is too short to tell files apart");
        for common in ["auth", "crypto", "decode", "http", "session", "token", "verify"] {
            assert_ne!(*word, common);
        }
    }
}
