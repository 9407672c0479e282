//! What the built tables say of checks: on which condition they fail how, and with whose errors.

use super::surface_tests::{at, class, verify};
use super::{Action, Condition, FailureMode, Surface, Truth, Verify, module};

fn only_mode(verify: &Verify) -> FailureMode {
    match &*verify.failures {
        [only] if only.when.is_none() => only.mode,
        failures => panic!("one way to fail, not {failures:?}"),
    }
}

#[test]
fn decoding_is_a_check_unless_it_is_told_not_to_be() {
    let decode = verify(at("jwt-simple", "decode"));
    assert_eq!(decode.unless, Some(Condition::Truthy { argument: 2, key: None }));
    assert_eq!(only_mode(decode), FailureMode::Throw);
    let [expired, other] = &*decode.errors else { panic!("two kinds of errors") };
    assert!(expired.is_expired() && !other.is_expired());
    assert_eq!(expired.has_message("Token expired"), Truth::Always);
    assert_eq!(at("jwt-simple", "").member("Expired"), None, "it exports no class");
}

#[test]
fn a_check_may_only_give_false() {
    assert_eq!(only_mode(verify(at("jws", "verify"))), FailureMode::Return);
    assert_eq!(verify(at("jws", "verify")).unless, None);
}

#[test]
fn a_service_s_errors_are_those_of_the_package_that_it_calls() {
    let service = verify(at("@nestjs/jwt", "JwtService () verifyAsync"));
    assert_eq!(only_mode(service), FailureMode::Reject);
    let own = class("jsonwebtoken", "TokenExpiredError");
    assert_eq!(class("@nestjs/jwt", "TokenExpiredError"), own);
    assert!(service.errors.contains(&own));
    let okta = verify(at("@okta/jwt-verifier", "() verifyIdToken"));
    assert!(verify(at("njwt", "verify")).errors.iter().all(|class| okta.errors.contains(class)));
    assert_eq!(at("@okta/jwt-verifier", "").member("JwtParseError"), None, "it does not hand the class out");
}

#[test]
fn what_is_made_may_be_the_check_itself() {
    for way in ["createVerifier ()", "default createVerifier ()"] {
        assert!(matches!(at("fast-jwt", way).action(), Some(Action::Verify(_))), "{way}");
    }
    assert_eq!(at("fast-jwt", "createVerifier").action(), Some(&Action::Neutral));
    assert_eq!(at("fast-jwt", "createDecoder ()").action(), Some(&Action::Decode));
}

#[test]
fn keys_are_fetched_and_not_checked() {
    let client = module("jwks-rsa").and_then(Surface::called).expect("a client");
    assert_eq!(client, at("jwks-rsa", "JwksClient ()"));
    assert_eq!(client.member("getSigningKey").and_then(Surface::action), Some(&Action::Neutral));
}
