//! The facts that the judge rests on, read out of the built tables.

use super::surface_tests::{at, class, signal, verify};
use super::{
    Argument, Condition, FailureMode, Level, Literal, ReceiverKind, SignalLevel, Surface, Truth, global, module,
};

#[test]
fn jsonwebtoken_calls_back_or_throws() {
    let verify = verify(at("jsonwebtoken", "verify"));
    assert_eq!((verify.token, verify.key), (Some(0), Some(1)));
    let [callback, throw] = &*verify.failures else { panic!("two ways to fail, not {:?}", verify.failures) };
    assert_eq!(callback.when, Some(Condition::Function(Argument::Last)));
    let FailureMode::Callback { callback, error, result, deferred_when_function } = callback.mode else {
        panic!("the first way is a callback")
    };
    assert_eq!((callback, error, result, deferred_when_function), (Argument::Last, 0, None, Some(1)));
    assert_eq!((throw.when.as_ref(), throw.mode), (None, FailureMode::Throw));
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
fn a_receiver_says_what_keeps_it_quiet() {
    let winston = module("winston").and_then(Surface::receiver).expect("the module is a logger");
    let threshold = winston.threshold.as_ref().expect("winston has levels");
    assert_eq!((winston.kind, &*winston.name, threshold.default), (ReceiverKind::Logger, "logger", Level::Info));
    assert_eq!((&*threshold.option, threshold.outputs.as_deref()), ("level", Some("transports")));
    let mutes = |surface: Surface| -> Vec<(String, Literal)> {
        let receiver = surface.receiver().expect("a receiver");
        receiver.muted_by.iter().map(|mute| (mute.option.to_string(), mute.is.clone())).collect()
    };
    assert_eq!(mutes(at("winston", "createLogger ()")), [("silent".to_owned(), Literal::Bool(true))]);
    let silent = ("level".to_owned(), Literal::Text("silent".into()));
    assert_eq!(mutes(at("pino", "()")), [("enabled".to_owned(), Literal::Bool(false)), silent]);
    assert!(global("console").and_then(Surface::receiver).expect("the console").threshold.is_none());
    assert_eq!(at("winston", "createLogger").receiver(), None, "what makes a logger is none");
}

#[test]
fn levels_are_fixed_or_named_by_an_argument() {
    assert_eq!(signal(at("winston", "warn")).level, SignalLevel::Fixed(Level::Warn));
    assert_eq!(signal(at("winston", "emerg")).level, SignalLevel::Fixed(Level::Fatal));
    assert_eq!(signal(at("pino", "() trace")).level, SignalLevel::Fixed(Level::Trace));
    let by_argument = SignalLevel::Argument { argument: 0, key: Some("level".into()) };
    assert_eq!(signal(at("winston", "createLogger () log")).level, by_argument);
    let console = global("console").expect("the console");
    assert_eq!(signal(console.member("debug").unwrap()).level, SignalLevel::Always, "console.debug prints");
    for below in [Level::Silly, Level::Trace, Level::Debug, Level::Verbose, Level::Http] {
        assert!(below < Level::PRODUCTION, "{}", below.name());
    }
}

#[test]
fn a_level_is_read_back_from_its_name() {
    for name in ["silly", "trace", "debug", "verbose", "http", "info", "notice", "warn", "error", "fatal"] {
        assert_eq!(Level::named(name).map(Level::name), Some(name));
    }
    assert_eq!(Level::named("WARNING"), Some(Level::Warn));
    assert_eq!(Level::named("silent"), None, "no level, but none at all");
}

#[test]
fn bunyan_without_arguments_only_asks() {
    let warn = signal(at("bunyan", "createLogger () warn"));
    assert_eq!(warn.when, Some(Condition::Given(0)));
    assert_eq!(signal(at("pino", "() warn")).when, None, "pino writes a line of its own");
}

#[test]
fn errors_answer_what_programs_ask() {
    let expired = class("jsonwebtoken", "TokenExpiredError");
    let any = class("jsonwebtoken", "JsonWebTokenError");
    assert!(expired.is_a(any) && expired.is_a(expired) && !any.is_a(expired));
    assert!(expired.is_expired() && !any.is_expired());
    assert_eq!(expired.has_name("TokenExpiredError"), Truth::Always);
    assert_eq!(any.has_name("TokenExpiredError"), Truth::Never);
    assert_eq!(class("jsonwebtoken", "NotBeforeError").has_message("jwt not active"), Truth::Always);
    assert_eq!(expired.has_message("jwt expired"), Truth::Always);
    assert_eq!(expired.has_message("invalid signature"), Truth::Never);
    assert_eq!(any.has_message("jwt audience invalid. expected: me"), Truth::Sometimes);
    assert_eq!(expired.has_code("ERR_JWT_EXPIRED"), Truth::Never);

    let expired = class("jose", "errors JWTExpired");
    assert_eq!(expired.has_code("ERR_JWT_EXPIRED"), Truth::Always);
    assert!(expired.is_a(class("jose", "errors JOSEError")));
    assert!(!class("jose", "errors JWTInvalid").is_a(class("jose", "errors JWTClaimInvalid")));
    assert_eq!(class("express-jwt", "UnauthorizedError").has_code("invalid_token"), Truth::Sometimes);
}

#[test]
fn a_check_s_errors_are_classes_that_programs_can_name() {
    for (name, steps) in [("jsonwebtoken", "verify"), ("jose", "jwtVerify"), ("jose", "JWT verify")] {
        let errors = &verify(at(name, steps)).errors;
        assert!(errors.iter().any(|error| error.is_expired()), "{name} tells expired tokens");
        for error in errors.iter() {
            let path = error.facts().unwrap().path.replace('.', " ");
            assert_eq!(class(name, &path), *error);
        }
    }
}

#[test]
fn every_entry_says_where_its_facts_are_from() {
    let package = at("jsonwebtoken", "verify").package().expect("an entry");
    assert_eq!((&*package.title, &*package.version), ("jsonwebtoken", "9.0.3"));
    assert!(package.source.contains("verify.js"));
}
