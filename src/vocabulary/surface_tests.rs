//! The automaton, walked as programs walk packages.

use super::{
    Action, Argument, Condition, Creation, ErrorClass, FailureMode, Level, Literal, Promisify,
    ReceiverKind, Signal, SignalKind, SignalLevel, Surface, Truth, Verify, customary, global,
    module, prefilter_words,
};

/// Walks `module` or `module.member().member{0}` from a module's name.
fn walk(name: &str, steps: &str) -> Option<Surface> {
    steps
        .split_whitespace()
        .try_fold(module(name)?, |surface, step| match step {
            "()" => surface.called(),
            "{0}" => surface.passed(0),
            member => surface.member(member),
        })
}

fn at(name: &str, steps: &str) -> Surface {
    walk(name, steps).unwrap_or_else(|| panic!("{name} has no {steps}"))
}

fn verify(surface: Surface) -> &'static Verify {
    match surface.action() {
        Some(Action::Verify(verify)) => verify,
        other => panic!("{} is no check but {other:?}", surface.describe()),
    }
}

fn signal(surface: Surface) -> &'static Signal {
    match surface.action() {
        Some(Action::Signal(signal)) => signal,
        other => panic!("{} is no signal but {other:?}", surface.describe()),
    }
}

fn class(name: &str, steps: &str) -> ErrorClass {
    at(name, steps)
        .error_class()
        .unwrap_or_else(|| panic!("{name} {steps} is no class of errors"))
}

#[test]
fn a_verification_is_found_by_every_way_of_importing() {
    let named = at("jsonwebtoken", "verify");
    assert_eq!(
        at("jsonwebtoken", "default verify"),
        named,
        "import jwt from, or __importDefault"
    );
    assert_eq!(
        at("jsonwebtoken", "default default verify"),
        named,
        "a namespace of an interop namespace"
    );
    assert_eq!(
        customary("jwt").and_then(|jwt| jwt.member("verify")),
        Some(named),
        "no import at all"
    );
    assert_eq!(named.describe(), "jsonwebtoken.verify");
    assert_eq!(
        walk("jsonwebtoken", "verify default"),
        None,
        "only a module has a default"
    );
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
    assert_eq!(
        at("jose/jwt/verify", "default"),
        at("jose", "jwtVerify"),
        "version 3.0 exported by default"
    );
    assert_eq!(at("jose/jwt/verify", "jwtVerify"), at("jose", "jwtVerify"));
    assert_eq!(
        class("jose/errors", "JWTExpired"),
        class("jose", "errors JWTExpired")
    );
}

#[test]
fn jsonwebtoken_calls_back_or_throws() {
    let verify = verify(at("jsonwebtoken", "verify"));
    assert_eq!((verify.token, verify.key), (Some(0), Some(1)));
    let [callback, throw] = &*verify.failures else {
        panic!("two ways to fail, not {:?}", verify.failures)
    };
    assert_eq!(callback.when, Some(Condition::Function(Argument::Last)));
    let FailureMode::Callback {
        callback,
        error,
        deferred_when_function,
    } = callback.mode
    else {
        panic!("the first way is a callback")
    };
    assert_eq!(
        (callback, error, deferred_when_function),
        (Argument::Last, 0, Some(1))
    );
    assert_eq!((throw.when, throw.mode), (None, FailureMode::Throw));
    assert_eq!(verify.promisified(), Some(FailureMode::Reject));
}

#[test]
fn jose_rejects_and_its_old_versions_throw() {
    let new = verify(at("jose", "jwtVerify"));
    assert!(matches!(&*new.failures, [only] if only.mode == FailureMode::Reject));
    assert_eq!(new.promisified(), None, "there is no callback to take over");
    let old = verify(at("jose", "JWT verify"));
    assert!(matches!(&*old.failures, [only] if only.mode == FailureMode::Throw));
}

#[test]
fn an_express_jwt_middleware_hands_its_failure_to_next() {
    let new = at("express-jwt", "expressjwt ()");
    assert_eq!(
        at("express-jwt", "()"),
        new,
        "up to version 6 the module makes the middleware"
    );
    assert_eq!(at("express-jwt", "default ()"), new);
    assert_eq!(at("express-jwt", "expressjwt () unless ()"), new);
    assert!(
        matches!(&*verify(new).failures, [only] if only.mode == FailureMode::Next { argument: 2 })
    );
    assert_eq!(
        verify(new)
            .errors
            .iter()
            .map(|error| error.facts().unwrap().status)
            .collect::<Vec<_>>(),
        [Some(401)]
    );
    assert_eq!(
        at("express-jwt", "expressjwt").action(),
        None,
        "making a middleware checks nothing"
    );
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
    assert_eq!(
        at("util", "promisify").action(),
        Some(&Action::Promisify(Promisify::Function))
    );
    let members = Action::Promisify(Promisify::Members {
        suffix: "Async".into(),
    });
    assert_eq!(at("bluebird", "promisifyAll").action(), Some(&members));
    assert_eq!(customary("promisify"), walk("util", "promisify"));
}

#[test]
fn loggers_are_reached_by_every_way_of_making_one() {
    let logger = at("winston", "createLogger ()");
    for way in [
        "Logger ()",
        "loggers get ()",
        "loggers add ()",
        "Container () add ()",
        "child ()",
    ] {
        assert_eq!(at("winston", way), logger, "{way}");
    }
    assert_eq!(at("winston", "createLogger () child () child ()"), logger);
    assert_eq!(
        at("winston", "warn"),
        at("winston", "createLogger () warn"),
        "the module is itself a logger"
    );
    assert_eq!(
        at("winston", "default warn").describe(),
        "winston logger.warn"
    );
    assert_eq!(at("pino", "()"), at("pino", "pino ()"));
    assert_eq!(at("pino", "() child () warn"), at("pino", "() warn"));
    assert_eq!(
        at("bunyan", "()"),
        at("bunyan", "createLogger ()"),
        "new Logger(…) is the module's call"
    );
    assert_eq!(
        walk("winston", "createLogger () createLogger"),
        None,
        "a logger makes no loggers by that name"
    );
}

#[test]
fn a_receiver_says_what_keeps_it_quiet() {
    let winston = module("winston")
        .and_then(Surface::receiver)
        .expect("the module is a logger");
    let threshold = winston.threshold.as_ref().expect("winston has levels");
    assert_eq!(
        (winston.kind, &*winston.name, threshold.default),
        (ReceiverKind::Logger, "logger", Level::Info)
    );
    assert_eq!(
        (&*threshold.option, threshold.outputs.as_deref()),
        ("level", Some("transports"))
    );
    let mutes = |surface: Surface| -> Vec<(String, Literal)> {
        let receiver = surface.receiver().expect("a receiver");
        receiver
            .muted_by
            .iter()
            .map(|mute| (mute.option.to_string(), mute.is.clone()))
            .collect()
    };
    assert_eq!(
        mutes(at("winston", "createLogger ()")),
        [("silent".to_owned(), Literal::Bool(true))]
    );
    let silent = ("level".to_owned(), Literal::Text("silent".into()));
    assert_eq!(
        mutes(at("pino", "()")),
        [("enabled".to_owned(), Literal::Bool(false)), silent]
    );
    assert!(
        global("console")
            .and_then(Surface::receiver)
            .expect("the console")
            .threshold
            .is_none()
    );
    assert_eq!(
        at("winston", "createLogger").receiver(),
        None,
        "what makes a logger is none"
    );
}

#[test]
fn a_creation_says_where_its_options_are() {
    let of = |name, steps| at(name, steps).creation();
    assert_eq!(
        of("winston", "createLogger"),
        Some(Creation {
            options: Some(0),
            inherits: false
        })
    );
    assert_eq!(
        of("winston", "loggers get"),
        Some(Creation {
            options: Some(1),
            inherits: false
        })
    );
    assert_eq!(
        of("pino", ""),
        Some(Creation {
            options: Some(0),
            inherits: false
        })
    );
    assert_eq!(
        of("pino", "() child"),
        Some(Creation {
            options: Some(1),
            inherits: true
        })
    );
    assert_eq!(
        of("bunyan", "() child"),
        Some(Creation {
            options: Some(0),
            inherits: true
        })
    );
    assert_eq!(
        of("winston", "createLogger () child"),
        Some(Creation {
            options: None,
            inherits: true
        })
    );
    assert_eq!(of("winston", "createLogger () warn"), None);
}

#[test]
fn levels_are_fixed_or_named_by_an_argument() {
    assert_eq!(
        signal(at("winston", "warn")).level,
        SignalLevel::Fixed(Level::Warn)
    );
    assert_eq!(
        signal(at("winston", "emerg")).level,
        SignalLevel::Fixed(Level::Fatal)
    );
    assert_eq!(
        signal(at("pino", "() trace")).level,
        SignalLevel::Fixed(Level::Trace)
    );
    let by_argument = SignalLevel::Argument {
        argument: 0,
        key: Some("level".into()),
    };
    assert_eq!(
        signal(at("winston", "createLogger () log")).level,
        by_argument
    );
    let console = global("console").expect("the console");
    assert_eq!(
        signal(console.member("debug").unwrap()).level,
        SignalLevel::Always,
        "console.debug prints"
    );
    for below in [
        Level::Silly,
        Level::Trace,
        Level::Debug,
        Level::Verbose,
        Level::Http,
    ] {
        assert!(below < Level::PRODUCTION, "{}", below.name());
    }
}

#[test]
fn a_level_is_read_back_from_its_name() {
    for name in [
        "silly", "trace", "debug", "verbose", "http", "info", "notice", "warn", "error", "fatal",
    ] {
        assert_eq!(Level::named(name).map(Level::name), Some(name));
    }
    assert_eq!(Level::named("WARNING"), Some(Level::Warn));
    assert_eq!(Level::named("silent"), None, "no level, but none at all");
}

#[test]
fn bunyan_without_arguments_only_asks() {
    let warn = signal(at("bunyan", "createLogger () warn"));
    assert_eq!(warn.when, Some(Condition::Given(0)));
    assert_eq!(
        signal(at("pino", "() warn")).when,
        None,
        "pino writes a line of its own"
    );
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
    assert_eq!(
        customary("Sentry").and_then(|sentry| sentry.member("captureException")),
        Some(capture)
    );
    assert_eq!(
        at("@sentry/node", "addBreadcrumb").action(),
        Some(&Action::Neutral)
    );
    assert_eq!(
        at("@sentry/node", "withScope").action(),
        Some(&Action::Invoke)
    );
    let scope = at("@sentry/node", "withScope {0}");
    assert_eq!(scope, at("@sentry/node", "getCurrentScope ()"));
    assert_eq!(
        scope.member("setTag").and_then(Surface::called),
        Some(scope),
        "setters chain"
    );
    assert_eq!(at("@sentry/node", "withScope").passed(1), None);
    assert_eq!(
        signal(at("@sentry/node", "logger warn")).kind,
        SignalKind::Log
    );
}

#[test]
fn metrics_count_through_labels_and_timers() {
    let counter = at("prom-client", "Counter ()");
    assert_eq!(
        at("prom-client", "Counter () labels () inc"),
        counter.member("inc").unwrap()
    );
    assert_eq!(
        signal(counter.member("inc").unwrap()).kind,
        SignalKind::Metric
    );
    assert_eq!(
        at("prom-client", "Histogram () startTimer").action(),
        Some(&Action::Neutral)
    );
    assert_eq!(
        signal(at("prom-client", "Histogram () startTimer ()")).kind,
        SignalKind::Metric
    );
    assert_eq!(
        at("prom-client", "default Counter () inc"),
        counter.member("inc").unwrap()
    );
}

#[test]
fn spans_tell_by_exceptions_and_events() {
    let span = at("@opentelemetry/api", "trace getActiveSpan ()");
    assert_eq!(
        at(
            "@opentelemetry/api",
            "trace getTracer () startActiveSpan {0}"
        ),
        span
    );
    assert_eq!(
        at("@opentelemetry/api", "trace getTracer () startSpan ()"),
        span
    );
    assert_eq!(
        signal(span.member("recordException").unwrap()).kind,
        SignalKind::Trace
    );
    assert_eq!(
        span.member("setStatus").unwrap().action(),
        Some(&Action::Neutral)
    );
    assert_eq!(
        span.receiver().map(|receiver| receiver.kind),
        Some(ReceiverKind::Span)
    );
    let add = at(
        "@opentelemetry/api",
        "metrics getMeter () createCounter () add",
    );
    assert_eq!(
        (signal(add).kind, add.describe()),
        (SignalKind::Metric, "@opentelemetry/api counter.add")
    );
}

#[test]
fn globals_are_members_of_the_global_object() {
    let console = global("console").expect("the console");
    assert_eq!(
        global("globalThis").and_then(|all| all.member("console")),
        Some(console)
    );
    assert_eq!(
        at("node:console", "error"),
        console.member("error").unwrap()
    );
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
    assert_eq!(
        signal(logger.member("debug").unwrap()).level,
        SignalLevel::Fixed(Level::Debug)
    );
    assert_eq!(
        logger.member("child").and_then(Surface::called),
        Some(logger)
    );
}

#[test]
fn errors_answer_what_programs_ask() {
    let expired = class("jsonwebtoken", "TokenExpiredError");
    let any = class("jsonwebtoken", "JsonWebTokenError");
    assert!(expired.is_a(any) && expired.is_a(expired) && !any.is_a(expired));
    assert!(expired.is_expired() && !any.is_expired());
    assert_eq!(expired.has_name("TokenExpiredError"), Truth::Always);
    assert_eq!(any.has_name("TokenExpiredError"), Truth::Never);
    assert_eq!(
        class("jsonwebtoken", "NotBeforeError").has_message("jwt not active"),
        Truth::Always
    );
    assert_eq!(
        expired.has_message("jwt expired"),
        Truth::Sometimes,
        "or `maxAge exceeded`"
    );
    assert_eq!(expired.has_message("invalid signature"), Truth::Never);
    assert_eq!(
        any.has_message("jwt audience invalid. expected: me"),
        Truth::Sometimes
    );
    assert_eq!(expired.has_code("ERR_JWT_EXPIRED"), Truth::Never);

    let expired = class("jose", "errors JWTExpired");
    assert_eq!(expired.has_code("ERR_JWT_EXPIRED"), Truth::Always);
    assert!(expired.is_a(class("jose", "errors JOSEError")));
    assert!(!class("jose", "errors JWTInvalid").is_a(class("jose", "errors JWTClaimInvalid")));
    assert_eq!(
        class("express-jwt", "UnauthorizedError").has_code("invalid_token"),
        Truth::Sometimes
    );
}

#[test]
fn a_check_s_errors_are_classes_that_programs_can_name() {
    for (name, steps) in [
        ("jsonwebtoken", "verify"),
        ("jose", "jwtVerify"),
        ("jose", "JWT verify"),
    ] {
        let errors = &verify(at(name, steps)).errors;
        assert!(
            errors.iter().any(|error| error.is_expired()),
            "{name} tells expired tokens"
        );
        for error in errors.iter() {
            let path = error.facts().unwrap().path.replace('.', " ");
            assert_eq!(class(name, &path), *error);
        }
    }
}

#[test]
fn the_prefilter_has_the_shortest_words_that_reach_a_check() {
    let words = prefilter_words();
    for word in ["jsonwebtoken", "jwt", "jose"] {
        assert!(words.contains(&word), "{word} is not among {words:?}");
    }
    assert!(
        !words
            .iter()
            .any(|word| word.contains("winston") || word.contains("console")),
        "{words:?}"
    );
    assert!(!words.contains(&"express-jwt"), "`jwt` finds it: {words:?}");
}

#[test]
fn every_entry_says_where_its_facts_are_from() {
    let package = at("jsonwebtoken", "verify").package().expect("an entry");
    assert_eq!(
        (&*package.title, &*package.version),
        ("jsonwebtoken", "9.0.3")
    );
    assert!(package.source.contains("verify.js"));
}
