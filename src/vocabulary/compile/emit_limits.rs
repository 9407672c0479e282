//! Limiters, operations on stores and what runs along with these, as Rust source.
//!
//! In: facts. Out: the expressions that make them, and the lists that these borrow. Compiled twice, by the crate's tests and by
//! its build script.

use super::super::facts::{
    Chosen, Denies, Hook, Limiter, LimiterHow, LimiterOptions, OptionIs, OptionValue, Refusal, RunsWith, Spot,
    StoreOperation, Text,
};
use super::emit::{Emitter, argument, literal, mute, option, text};

impl Emitter {
    pub(super) fn limiter(&mut self, limiter: &Limiter) -> String {
        let Limiter { how, slows_only, options } = limiter;
        let how = match how {
            LimiterHow::Middleware => "LimiterHow::Middleware".to_owned(),
            LimiterHow::Call { denies } => {
                let denies = self.list("Denies", denies, |_, denial| denies_by(denial));
                format!("LimiterHow::Call {{ denies: {denies} }}")
            }
            LimiterHow::Installs { application, path, method } => format!(
                "LimiterHow::Installs {{ application: {application}, path: {}, method: {} }}",
                text(path),
                text(method)
            ),
        };
        let options = option(options.as_ref().map(|options| self.limiter_options(options)));
        format!("Limiter {{ how: {how}, slows_only: {slows_only}, options: {options} }}")
    }

    fn limiter_options(&mut self, options: &LimiterOptions) -> String {
        let LimiterOptions { of, argument, inert, skips_failed, skips_successful, handlers, hooks } = options;
        let [inert, skips_failed, skips_successful] =
            [inert, skips_failed, skips_successful].map(|options| self.list("OptionIs", options, Emitter::option_is));
        let [handlers, hooks] = [handlers, hooks].map(|options| self.texts(options));
        format!(
            "LimiterOptions {{ of: OptionsOf::{of:?}, argument: {argument}, inert: {inert}, skips_failed: {skips_failed}, \
             skips_successful: {skips_successful}, handlers: {handlers}, hooks: {hooks} }}"
        )
    }

    fn option_is(&mut self, is: &OptionIs) -> String {
        let OptionIs { option: name, value, before, unless } = is;
        let value = match value {
            OptionValue::Is(is) => format!("OptionValue::Is({})", literal(is)),
            OptionValue::IsNot(is) => format!("OptionValue::IsNot({})", literal(is)),
            OptionValue::Gives(value) => format!("OptionValue::Gives({value})"),
            OptionValue::Has(spot) => format!("OptionValue::Has({spot:?})"),
            OptionValue::Lacks { spots, made_with } => {
                let spots = self.list("Spot", spots, |_, spot: &Spot| format!("{spot:?}"));
                let made_with = option(made_with.as_ref().map(mute));
                format!("OptionValue::Lacks {{ spots: {spots}, made_with: {made_with} }}")
            }
        };
        let unless = option(unless.as_ref().map(text));
        format!("OptionIs {{ option: {}, value: {value}, before: {before:?}, unless: {unless} }}", text(name))
    }
}

fn denies_by(denial: &Denies) -> String {
    let refused = |Refusal { member, called, is }: &Refusal| {
        let member = option(member.as_ref().map(text));
        format!("Refusal {{ member: {member}, called: {called}, is: {} }}", literal(is))
    };
    match denial {
        Denies::Throws | Denies::Rejects => format!("Denies::{denial:?}"),
        Denies::Result(refusal) => format!("Denies::Result({})", refused(refusal)),
        Denies::Callback { callback, parameter, refusal } => format!(
            "Denies::Callback {{ callback: {}, parameter: {parameter}, refusal: {} }}",
            argument(*callback),
            refused(refusal)
        ),
    }
}

pub(super) fn store_operation(operation: &StoreOperation) -> String {
    let StoreOperation { does, answer, by_predicate, calls_back } = operation;
    let shown = |answer: &Option<_>| option(answer.as_ref().map(|answer| format!("Answer::{answer:?}")));
    format!(
        "StoreOperation {{ does: Does::{does:?}, answer: {}, by_predicate: {}, calls_back: {calls_back} }}",
        shown(answer),
        shown(by_predicate)
    )
}

impl Emitter {
    pub(super) fn hook(&mut self, hook: &Hook) -> String {
        let Hook { option: holds, each_row, taken_over, runs_with } = hook;
        let runs_with = self.list("RunsWith", runs_with, |emitter, RunsWith { name, of_store, of_row, chosen }| {
            let (of_store, of_row) = (emitter.texts(of_store), emitter.texts(of_row));
            let chosen = option(chosen.as_ref().map(|Chosen { of_store, of_row }| {
                format!("Chosen {{ of_store: {}, of_row: {} }}", text(of_store), text(of_row))
            }));
            format!("RunsWith {{ name: {}, of_store: {of_store}, of_row: {of_row}, chosen: {chosen} }}", text(name))
        });
        let shown = |name: &Option<Text>| option(name.as_ref().map(text));
        let (holds, each_row) = (shown(holds), shown(each_row));
        format!("Hook {{ option: {holds}, each_row: {each_row}, taken_over: {taken_over}, runs_with: {runs_with} }}")
    }
}
