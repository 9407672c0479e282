//! What the built tables say of limiters and stores: how each refuses, which options undo it, and what a look-up answers.

use super::surface_tests::at;
use super::{
    Action, Answer, Argument, Denies, Does, Limiter, LimiterHow, LimiterOptions, Literal, OptionIs, OptionValue,
    OptionsOf, Surface, module,
};

fn limiter(name: &str, steps: &str) -> &'static Limiter {
    let surface = at(name, steps);
    surface.limiter().unwrap_or_else(|| panic!("{} is no limiter", surface.describe()))
}

fn options(name: &str, steps: &str) -> &'static LimiterOptions {
    limiter(name, steps).options.as_ref().expect("facts about its options")
}

fn denies(name: &str, steps: &str) -> &'static [Denies] {
    match &limiter(name, steps).how {
        LimiterHow::Call { denies } => denies,
        other => panic!("{name} {steps} is no call but {other:?}"),
    }
}

fn said(options: &[OptionIs]) -> Vec<(&str, &OptionValue)> {
    options.iter().map(|option| (&*option.option, &option.value)).collect()
}

#[test]
fn a_factory_makes_middlewares_by_every_way_of_importing() {
    let made = at("express-rate-limit", "()");
    for way in ["rateLimit ()", "default ()", "default rateLimit ()"] {
        assert_eq!(at("express-rate-limit", way), made, "{way}");
    }
    assert_eq!(limiter("express-rate-limit", "()").how, LimiterHow::Middleware);
    assert_eq!(at("express-rate-limit", "rateLimit").limiter(), None, "making one limits nothing");
    assert_eq!(at("express-rate-limit", "rateLimit").creation().and_then(|creation| creation.options), Some(0));
}

#[test]
fn options_that_undo_a_limiter_are_known() {
    let known = options("express-rate-limit", "()");
    assert_eq!((known.of, known.argument), (OptionsOf::Making, 0));
    let zero = OptionValue::Is(Literal::Number(0));
    assert_eq!(said(&known.inert), [("skip", &OptionValue::Gives(true)), ("max", &zero)]);
    assert_eq!(known.inert.iter().map(|option| option.before).collect::<Vec<_>>(), [None, Some(7)]);
    let always = OptionValue::Is(Literal::Bool(true));
    assert_eq!(said(&known.skips_failed), [("skipFailedRequests", &always)]);
    assert_eq!(known.skips_failed[0].unless.as_deref(), Some("requestWasSuccessful"));
    assert_eq!(said(&known.skips_successful), [("skipSuccessfulRequests", &always)]);
    assert_eq!((&*known.handlers, &*known.hooks), (&["handler".into()][..], &["onLimitReached".into()][..]));
}

#[test]
fn what_only_slows_is_no_limit() {
    assert!(limiter("express-slow-down", "slowDown ()").slows_only);
    assert!(!limiter("express-rate-limit", "rateLimit ()").slows_only);
}

#[test]
fn every_limiter_of_a_family_rejects() {
    for class in ["RateLimiterMemory", "RateLimiterRedis", "BurstyRateLimiter", "RateLimiterUnion", "RLWrapperTimeouts"]
    {
        let steps = format!("{class} () consume");
        assert_eq!(denies("rate-limiter-flexible", &steps), [Denies::Rejects], "{class}");
        assert_eq!(limiter("rate-limiter-flexible", &steps).options, None, "{class}");
    }
    let wrapper = options("rate-limiter-flexible", "RLWrapperBlackAndWhite () consume");
    assert_eq!((wrapper.of, wrapper.argument), (OptionsOf::Owner, 0));
    assert_eq!(at("rate-limiter-flexible", "RateLimiterMemory () penalty").action(), Some(&Action::Neutral));
    assert_eq!(module("rate-limiter-flexible").and_then(|all| all.member("RateLimiterQueue")), None, "it lets wait");
}

#[test]
fn a_method_may_be_a_middleware_or_make_one() {
    let (prevent, made) = (options("express-brute", "() prevent"), options("express-brute", "() getMiddleware ()"));
    assert_eq!((prevent.of, prevent.argument), (OptionsOf::Owner, 1));
    assert_eq!((made.of, made.argument), (OptionsOf::Making, 0));
    assert_eq!(at("express-brute", "() getMiddleware").limiter(), None);
    let [OptionIs { option, value: OptionValue::Has(spot), .. }] = &*prevent.inert else { panic!("one callback") };
    let module = module("express-brute").unwrap();
    assert_eq!((&**option, Some(module.spot(*spot))), ("failCallback", module.member("FailMark")));
}

#[test]
fn one_limiter_installs_itself_where_its_options_say() {
    let LimiterHow::Installs { application, path, method } = &limiter("express-limiter", "()").how else {
        panic!("it installs itself")
    };
    assert_eq!((application, &**path, &**method), (&0, "path", "method"));
    assert_eq!(options("express-limiter", "()").of, OptionsOf::Itself);
    assert_eq!(limiter("express-limiter", "() ()").how, LimiterHow::Middleware, "and gives the middleware, too");
    assert_eq!(options("express-limiter", "() ()").of, OptionsOf::Making);
}

#[test]
fn a_call_says_no_in_its_own_way() {
    let result = |denial: &Denies| match denial {
        Denies::Result(refusal) => (refusal.member.clone().unwrap_or_default(), refusal.called, refusal.is.clone()),
        other => panic!("a result, not {other:?}"),
    };
    let (no, yes) = (Literal::Bool(false), Literal::Bool(true));
    let only = |name: &str, steps: &str| match denies(name, steps) {
        [only] => result(only),
        several => panic!("{several:?}"),
    };
    assert_eq!(only("@upstash/ratelimit", "Ratelimit () limit"), ("success".into(), false, no.clone()));
    assert_eq!(only("rolling-rate-limiter", "RedisRateLimiter () limit"), ("".into(), false, yes.clone()));
    assert_eq!(only("async-ratelimiter", "() get"), ("remaining".into(), false, Literal::Number(0)));
    let [denied, allowed, named] = denies("@arcjet/node", "default () protect") else { panic!("three ways") };
    assert_eq!(result(denied), ("isDenied".into(), true, yes));
    assert_eq!(result(allowed), ("isAllowed".into(), true, no));
    assert_eq!(result(named), ("conclusion".into(), false, Literal::Text("DENY".into())));
    let [Denies::Callback { callback, parameter, refusal }, after] = denies("limiter", "RateLimiter () removeTokens")
    else {
        panic!("a callback, then a result")
    };
    assert_eq!((*callback, *parameter, &refusal.is), (Argument::Last, 1, &Literal::Number(-1)));
    assert_eq!(result(after).2, Literal::Number(-1));
    let [only] = &*options("limiter", "RateLimiter () removeTokens").inert else { panic!("one option") };
    assert_eq!(only.value, OptionValue::IsNot(Literal::Bool(true)));
}

#[test]
fn a_list_of_rules_limits_by_the_rules_in_it() {
    let aj = options("@arcjet/node", "default () protect");
    let [OptionIs { value: OptionValue::Lacks { spots, made_with: Some(made_with) }, .. }] = &*aj.inert else {
        panic!("a list that may lack something: {:?}", aj.inert)
    };
    let module = module("@arcjet/node").unwrap();
    let rules: Vec<Surface> = spots.iter().map(|spot| module.spot(*spot)).collect();
    assert_eq!(rules, [at("@arcjet/node", "tokenBucket ()")]);
    assert_eq!(rules, [at("@arcjet/node", "fixedWindow ()")]);
    assert_eq!(module.member("shield"), None, "other rules are none of these");
    assert_eq!((&*made_with.option, &made_with.is), ("mode", &Literal::Text("LIVE".into())));
}

#[test]
fn stores_say_what_they_do_and_answer() {
    let of = |name: &str, steps: &str| {
        let operation = at(name, steps).store_operation().unwrap_or_else(|| panic!("{name} {steps} stores nothing"));
        (operation.does, operation.answer, operation.calls_back)
    };
    assert_eq!(of("ioredis", "() get"), (Does::Read, Some(Answer::Row), true));
    assert_eq!(of("redis", "createClient () sIsMember"), (Does::Read, Some(Answer::Truth), true));
    assert_eq!(of("@vercel/kv", "kv set"), (Does::Add, None, false));
    assert_eq!(of("mongoose", "model () findOneAndUpdate"), (Does::Change, Some(Answer::Row), true));
    assert_eq!(of("mongoose", "model () () save"), (Does::Add, None, true));
    assert_eq!(of("pg", "Pool () query"), (Does::Sql, Some(Answer::Rows), true));
    assert_eq!(of("mysql", "createPool () query"), (Does::Sql, Some(Answer::List), true));
    assert_eq!(of("mysql2/promise", "createPool () query"), (Does::Sql, Some(Answer::Rows), false));
    assert_eq!(of("better-sqlite3", "() prepare () pluck () get"), (Does::Sql, Some(Answer::Row), false));
    assert_eq!(of("typeorm", "getRepository () createQueryBuilder () where () getOne").1, Some(Answer::Row));
    assert_eq!(of("knex", "()"), (Does::Read, Some(Answer::List), false));
    assert_eq!(of("drizzle-orm/node-postgres", "drizzle () update () set"), (Does::Refine, None, false));
    assert_eq!(of("drizzle-orm/mysql2", "drizzle () query revokedTokens findFirst").1, Some(Answer::Row));
}

#[test]
fn a_member_may_have_any_name() {
    let client = at("@prisma/client", "PrismaClient ()");
    let model = client.member("revokedToken").expect("a model of any name");
    assert_eq!(client.member("session"), Some(model));
    assert_eq!(
        model.member("findUnique").and_then(Surface::store_operation).and_then(|of| of.answer),
        Some(Answer::Row)
    );
    assert_eq!(model.member("extra"), None, "of a model, only what is listed");
    assert_eq!(client.member("$queryRaw").and_then(Surface::store_operation).map(|of| of.does), Some(Does::Sql));
}
