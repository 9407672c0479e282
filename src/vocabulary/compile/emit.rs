//! Tables as Rust source: what the build script writes for the crate to include.
//!
//! In: what the compiler gives. Out: the text of statics, of which `TABLES` is the last. Each list becomes a static of its own, because
//! a static may borrow another one but not a temporary. Compiled twice, by the crate's
//! tests and by its build script.

use std::fmt::Write;

use super::super::facts::{
    Action, Argument, Binding, Condition, Creation, ErrorClass, ErrorFacts, Failure, FailureMode, Gives, Literal,
    MakeError, Messages, Mute, Node, Package, Promisify, Receiver, Registrar, Signal, SignalLevel, StatusOf, Strategy,
    Text, Threshold, Verify,
};
use super::assembly::Compiled;
use super::emit_limits::store_operation;

pub(super) fn emit(compiled: &Compiled) -> String {
    let tables = &compiled.tables;
    let mut out = Emitter::default();
    let packages = out.list("Package", &tables.packages, Emitter::package);
    let nodes = out.list("Node", &tables.nodes, Emitter::node);
    let errors = out.list("ErrorFacts", &tables.errors, Emitter::error);
    let modules = out.list("(Text, u32)", &tables.modules, Emitter::named);
    let customary = out.list("(Text, u32)", &tables.customary, Emitter::named);
    let words: Vec<String> = compiled.prefilter.iter().map(|word| format!("{word:?}")).collect();
    let mut source = out.statics;
    // Writing into a String cannot fail.
    let _ = writeln!(source, "static PREFILTER_WORDS: [&str; {}] = [{}];", words.len(), words.join(", "));
    let _ = writeln!(
        source,
        "static TABLES: Tables = Tables {{ packages: {packages}, nodes: {nodes}, errors: {errors}, modules: {modules}, \
         customary: {customary}, globals: {} }};",
        tables.globals
    );
    source
}

#[derive(Default)]
pub(super) struct Emitter {
    statics: String,
    lists: usize,
}

impl Emitter {
    pub(super) fn list<T>(&mut self, of: &str, items: &[T], one: fn(&mut Emitter, &T) -> String) -> String {
        if items.is_empty() {
            return "Cow::Borrowed(&[])".to_owned();
        }
        let items: Vec<String> = items.iter().map(|item| one(self, item)).collect();
        let name = format!("LIST_{}", self.lists);
        self.lists += 1;
        let _ = writeln!(self.statics, "static {name}: [{of}; {}] = [{}];", items.len(), items.join(", "));
        format!("Cow::Borrowed(&{name})")
    }

    pub(super) fn texts(&mut self, texts: &[Text]) -> String {
        self.list("Text", texts, |_, value| text(value))
    }

    fn named(&mut self, (name, to): &(Text, u32)) -> String {
        format!("({}, {to})", text(name))
    }

    fn package(&mut self, package: &Package) -> String {
        let Package { title, version, source, confidence, patches } = package;
        format!(
            "Package {{ title: {}, version: {}, source: {}, confidence: SourceConfidence::{confidence:?}, patches: {} }}",
            text(title),
            text(version),
            text(source),
            option(patches.map(|patch| format!("Patch::{patch:?}")))
        )
    }

    fn node(&mut self, node: &Node) -> String {
        let members = self.list("(Text, u32)", &node.members, Emitter::named);
        let parameters = self.list("(u8, u32)", &node.parameters, |_, pair| format!("{pair:?}"));
        let action = node.action.as_ref().map(|action| self.action(action));
        let receiver = node.receiver.as_ref().map(|receiver| self.receiver(receiver));
        let creation = node
            .creation
            .map(|Creation { options, inherits }| format!("Creation {{ options: {options:?}, inherits: {inherits} }}"));
        format!(
            "Node {{ package: {:?}, label: {}, members: {members}, call: {:?}, parameters: {parameters}, like: {:?}, \
             module: {}, action: {}, receiver: {}, creation: {}, error: {}, framework: {}, \
             constant: {:?}, forwards: {} }}\n",
            node.package,
            text(&node.label),
            node.call,
            node.like,
            node.module,
            option(action),
            option(receiver),
            option(creation),
            option(node.error.map(class)),
            option(node.framework.map(|framework| format!("Framework::{framework:?}"))),
            node.constant,
            node.forwards,
        )
    }

    fn action(&mut self, action: &Action) -> String {
        match action {
            Action::Verify(verify) => format!("Action::Verify({})", self.verify(verify)),
            Action::Signal(Signal { kind, level, when }) => format!(
                "Action::Signal(Signal {{ kind: SignalKind::{kind:?}, level: {}, when: {} }})",
                signal_level(level),
                option(when.as_ref().map(condition))
            ),
            Action::Promisify(Promisify::Function) => "Action::Promisify(Promisify::Function)".to_owned(),
            Action::Promisify(Promisify::Members { suffix }) => {
                format!("Action::Promisify(Promisify::Members {{ suffix: {} }})", text(suffix))
            }
            Action::MakeError(maker) => format!("Action::MakeError({})", self.make_error(maker)),
            Action::Register(registrar) => format!("Action::Register({})", registrar_name(*registrar)),
            Action::Strategy(Strategy { name }) => {
                format!("Action::Strategy(Strategy {{ name: {} }})", text(name))
            }
            Action::ErrorHandler { tells, answers, from_status, muted_by } => {
                let muted_by = self.mutes(muted_by);
                format!(
                    "Action::ErrorHandler {{ tells: {tells}, answers: {answers}, from_status: {from_status:?}, \
                     muted_by: {muted_by} }}"
                )
            }
            Action::Limit(limiter) => format!("Action::Limit({})", self.limiter(limiter)),
            Action::Store(operation) => format!("Action::Store({})", store_operation(operation)),
            Action::Hook(hook) => format!("Action::Hook({})", self.hook(hook)),
            Action::Bind(binding) => format!("Action::Bind({})", binding_text(binding)),
            Action::Provide(provides) => format!("Action::Provide(Provides::{provides:?})"),
            Action::Decode
            | Action::Sign
            | Action::Invoke
            | Action::ForwardRejections
            | Action::TakeEntry
            | Action::UseStrategy
            | Action::Authenticate
            | Action::AccessLog { .. }
            | Action::IsError(_)
            | Action::Resolve
            | Action::Build
            | Action::Cradle
            | Action::Inject
            | Action::Neutral => format!("Action::{action:?}"),
        }
    }

    fn make_error(&mut self, maker: &MakeError) -> String {
        let MakeError { status, message, class, fields } = maker;
        let status = status.map(|status: StatusOf| format!("StatusOf::{status:?}"));
        let fields = self.texts(fields);
        format!("MakeError {{ status: {}, message: {message:?}, class: {class:?}, fields: {fields} }}", option(status))
    }

    fn verify(&mut self, verify: &Verify) -> String {
        let failures = self.list("Failure", &verify.failures, |_, Failure { when, mode }| {
            format!("Failure {{ when: {}, mode: {} }}", option(when.as_ref().map(condition)), failure_mode(*mode))
        });
        let errors = self.list("ErrorClass", &verify.errors, |_, error| class(*error));
        let unless = option(verify.unless.as_ref().map(condition));
        format!(
            "Verify {{ token: {:?}, key: {:?}, unless: {unless}, failures: {failures}, errors: {errors} }}",
            verify.token, verify.key
        )
    }

    fn receiver(&mut self, receiver: &Receiver) -> String {
        let threshold = receiver.threshold.as_ref().map(|Threshold { option: name, default, outputs }| {
            format!(
                "Threshold {{ option: {}, default: Level::{default:?}, outputs: {} }}",
                text(name),
                option(outputs.as_ref().map(text))
            )
        });
        let muted_by = self.mutes(&receiver.muted_by);
        format!(
            "Receiver {{ kind: ReceiverKind::{:?}, name: {}, threshold: {}, muted_by: {muted_by} }}",
            receiver.kind,
            text(&receiver.name),
            option(threshold)
        )
    }

    fn mutes(&mut self, mutes: &[Mute]) -> String {
        self.list("Mute", mutes, |_, one| mute(one))
    }

    fn error(&mut self, error: &ErrorFacts) -> String {
        let codes = self.texts(&error.codes);
        let messages = match &error.messages {
            Messages::Fixed(messages) => format!("Messages::Fixed({})", self.texts(messages)),
            Messages::Open(messages) => format!("Messages::Open({})", self.texts(messages)),
        };
        let fields = error.fields.as_deref().map(|fields| self.texts(fields));
        let supers = self.list("ErrorClass", &error.supers, |_, parent| class(*parent));
        format!(
            "ErrorFacts {{ path: {}, name: {}, codes: {codes}, messages: {messages}, status: {:?}, fields: {}, \
             expired: {}, supers: {supers} }}",
            text(&error.path),
            text(&error.name),
            error.status,
            option(fields),
            error.expired
        )
    }
}

fn binding_text(Binding { key, gives }: &Binding) -> String {
    let gives = match gives {
        Gives::Argument(argument, provides) => format!("Gives::Argument({argument}, Provides::{provides:?})"),
        Gives::Options { argument, class, value, factory } => format!(
            "Gives::Options {{ argument: {argument}, class: {}, value: {}, factory: {} }}",
            text(class),
            text(value),
            text(factory)
        ),
    };
    format!("Binding {{ key: KeyAt::{key:?}, gives: {gives} }}")
}

pub(super) fn mute(Mute { option, is }: &Mute) -> String {
    format!("Mute {{ option: {}, is: {} }}", text(option), literal(is))
}

pub(super) fn literal(value: &Literal) -> String {
    match value {
        Literal::Bool(value) => format!("Literal::Bool({value})"),
        Literal::Number(value) => format!("Literal::Number({value})"),
        Literal::Text(value) => format!("Literal::Text({})", text(value)),
    }
}

pub(super) fn text(value: &Text) -> String {
    format!("Cow::Borrowed({:?})", &**value)
}

pub(super) fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

fn class(class: ErrorClass) -> String {
    format!("{class:?}")
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Function(place) => format!("Condition::Function({})", argument(*place)),
        Condition::Given(index) => format!("Condition::Given({index})"),
        Condition::Truthy { argument, key } => {
            format!("Condition::Truthy {{ argument: {argument}, key: {} }}", option(key.as_ref().map(text)))
        }
    }
}

pub(super) fn argument(argument: Argument) -> String {
    format!("Argument::{argument:?}")
}

fn failure_mode(mode: FailureMode) -> String {
    match mode {
        FailureMode::Callback { callback, error, result, deferred_when_function } => format!(
            "FailureMode::Callback {{ callback: {}, error: {error}, result: {result:?}, deferred_when_function: \
             {deferred_when_function:?} }}",
            argument(callback)
        ),
        FailureMode::Throw
        | FailureMode::Reject
        | FailureMode::Return
        | FailureMode::Resolve
        | FailureMode::Next { .. } => format!("FailureMode::{mode:?}"),
    }
}

fn registrar_name(registrar: Registrar) -> String {
    format!("Registrar::{registrar:?}")
}

fn signal_level(level: &SignalLevel) -> String {
    match level {
        SignalLevel::Always => "SignalLevel::Always".to_owned(),
        SignalLevel::Fixed(level) => format!("SignalLevel::Fixed(Level::{level:?})"),
        SignalLevel::Argument { argument, key } => {
            format!("SignalLevel::Argument {{ argument: {argument}, key: {} }}", option(key.as_ref().map(text)))
        }
    }
}
