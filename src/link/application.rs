//! What a file registers with an Express application or router: which of its functions the framework calls, and whether an
//! error handler stands behind them.
//!
//! In: one outline. Out: [`Applications`]. Knows one file only, and no verdict.

use rustc_hash::FxHashMap;

use crate::outline::Outline;
use crate::outline::code::{BindingId, Call, CallId, Definition, FnId, Inst, Op};
use crate::text::Span;

const PACKAGE: &str = "express";
/// Methods by which an application or router is given its handlers.
const REGISTRARS: [&str; 11] =
    ["use", "get", "post", "put", "patch", "delete", "all", "options", "head", "route", "param"];
/// What people call an application or router that is handed to them.
const APPLICATIONS: [&str; 5] = ["app", "router", "server", "express", "api"];

/// The applications of one file.
#[derive(Debug, Clone, Default)]
pub struct Applications {
    /// Functions that are registered, and the call that does it.
    registered: FxHashMap<FnId, CallId>,
    /// Something is registered with an application or router.
    pub exists: bool,
    /// A function with an error handler's four parameters, or something whose name says so, is registered.
    pub has_error_handler: bool,
}

impl Applications {
    pub(super) fn of(outline: &Outline, bound: &FxHashMap<FnId, BindingId>) -> Applications {
        let by_span: FxHashMap<Span, FnId> =
            (0..).map(FnId).zip(&outline.functions).map(|(id, function)| (function.span, id)).collect();
        let by_binding: FxHashMap<BindingId, FnId> =
            bound.iter().map(|(&function, &binding)| (binding, function)).collect();
        let mut found = Applications::default();
        for (id, call) in (0..).map(CallId).zip(&outline.calls) {
            let Some(name) = call.member.map(|name| outline.name(name)) else { continue };
            if !REGISTRARS.contains(&name) || !is_application(outline, call) {
                continue;
            }
            found.exists = true;
            for argument in &call.arguments {
                if let Some(&function) = by_span.get(argument) {
                    found.registered.insert(function, id);
                }
            }
            let code = &outline.function(call.function).code;
            let arguments = code[call.callee_code.1 as usize..].iter().take_while(|inst| inst.op != Op::CallMember(id));
            for inst in arguments {
                let mentioned = match inst.op {
                    Op::Load(reference) => {
                        let used = outline.reference(reference);
                        if let Some(&function) = used.binding.and_then(|binding| by_binding.get(&binding)) {
                            found.registered.insert(function, id);
                        }
                        used.name
                    }
                    Op::Member(name) => name,
                    _ => continue,
                };
                // A receiver from another file: `app.use(errorHandler)`.
                let says_error = outline.name(mentioned).to_ascii_lowercase().contains("err");
                found.has_error_handler |= name == "use" && says_error;
            }
        }
        found.has_error_handler |= found.registered.keys().any(|&id| outline.function(id).params.len() == 4);
        found
    }

    /// The call by which a function is registered.
    pub fn registration(&self, function: FnId) -> Option<CallId> {
        self.registered.get(&function).copied()
    }
}

/// Whether a registrar's receiver is an application or router: made by the package, or called so where it comes from outside.
fn is_application(outline: &Outline, call: &Call) -> bool {
    let code = &outline.function(call.function).code;
    let receiver = &code[call.callee_code.0 as usize..call.callee_code.1 as usize];
    let Some(Op::Load(reference)) = receiver.first().map(|inst| inst.op) else { return false };
    let used = outline.reference(reference);
    let called_so = APPLICATIONS.contains(&outline.name(used.name));
    let Some(binding) = used.binding else { return called_so };
    match &outline.binding(binding).definition {
        Definition::Value { function, code, .. } => makes_application(outline, *function, *code),
        Definition::Parameter(..) => called_so,
        _ => false,
    }
}

/// Whether some code makes an application or router: it names the package itself, or what was imported from it.
fn makes_application(outline: &Outline, function: FnId, code: (u32, u32)) -> bool {
    let names_package = |function: FnId, code: (u32, u32)| {
        let made = &outline.function(function).code[code.0 as usize..code.1 as usize];
        made.iter().any(|inst| matches!(inst.op, Op::Text(text) if outline.name(text) == PACKAGE))
    };
    let made = &outline.function(function).code[code.0 as usize..code.1 as usize];
    let from_package = |inst: &Inst| match inst.op {
        Op::Load(reference) => {
            let used = outline.reference(reference);
            match used.binding.map(|binding| &outline.binding(binding).definition) {
                None => matches!(outline.name(used.name), PACKAGE | "Router"),
                Some(Definition::Import { specifier, .. }) => outline.name(*specifier) == PACKAGE,
                Some(Definition::Value { function, code, .. }) => names_package(*function, *code),
                Some(_) => false,
            }
        }
        _ => false,
    };
    names_package(function, code) || made.iter().any(from_package)
}
