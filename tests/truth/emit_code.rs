//! Writes statements and expressions. Notes which conditions the text really reads.

use std::collections::BTreeSet;

use super::emit_cond::condition;
use super::emit_module::known_as;
use super::program::*;

pub(crate) struct Code<'a> {
    pub(crate) program: &'a Program,
    pub(crate) file: usize,
    /// Whose body is being written.
    pub(crate) level: Level,
    /// The helpers that are written at all.
    pub(crate) written: BTreeSet<usize>,
    /// The atoms that the text reads.
    pub(crate) used: BTreeSet<usize>,
    /// The helpers that it calls.
    pub(crate) called: BTreeSet<usize>,
    /// What it mentions of other files.
    pub(crate) imports: BTreeSet<(usize, String)>,
    /// Instances that the file makes of imported classes.
    pub(crate) made: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Handler,
    Wrapper(usize),
}

impl<'a> Code<'a> {
    pub(crate) fn new(program: &'a Program, file: usize, written: BTreeSet<usize>) -> Code<'a> {
        Code {
            program,
            file,
            level: Level::Handler,
            written,
            used: BTreeSet::new(),
            called: BTreeSet::new(),
            imports: BTreeSet::new(),
            made: BTreeSet::new(),
        }
    }

    /// A name of a file, as it is known in the one that is being written.
    pub(crate) fn symbol(&mut self, file: usize, name: &str) -> String {
        if file == self.file {
            return String::from(name);
        }
        self.imports.insert((file, String::from(name)));
        known_as(self, file, name)
    }

    pub(crate) fn helper(&mut self, index: usize) -> String {
        self.called.insert(index);
        let helper = &self.program.helpers[index];
        match helper.home {
            Home::Handler => String::from(helper.name.0),
            Home::File(file) => self.symbol(file, helper.name.0),
        }
    }

    pub(crate) fn statements(&mut self, block: &Block, depth: usize) -> String {
        let pad = "  ".repeat(depth);
        let mut text = String::new();
        for stmt in block {
            text += &format!("{pad}{}\n", self.statement(stmt, depth));
        }
        text
    }

    pub(crate) fn block(&mut self, block: &Block, depth: usize) -> String {
        if block.is_empty() {
            return String::from("{}");
        }
        format!("{{\n{}{}}}", self.statements(block, depth + 1), "  ".repeat(depth))
    }

    pub(crate) fn statement(&mut self, stmt: &Stmt, depth: usize) -> String {
        match stmt {
            Stmt::Expr(expr) => format!("{};", self.expr(expr)),
            Stmt::Neutral(neutral) => String::from(neutral_text(*neutral)),
            Stmt::Return(None) => String::from("return;"),
            Stmt::Return(Some(expr)) => format!("return {};", self.expr(expr)),
            Stmt::Throw(thrown) => format!("throw {};", thrown_text(*thrown)),
            Stmt::If(cond, then, otherwise) => {
                let mut text = format!("if ({}) {}", condition(self, cond), self.block(then, depth));
                if let Some(otherwise) = otherwise {
                    text += &format!(" else {}", self.block(otherwise, depth));
                }
                text
            }
            Stmt::Switch(subject, cases) => self.switch(*subject, cases, depth),
            Stmt::Loop(head, label, body) => {
                let label = label.map(|label| format!("{}: ", label.0)).unwrap_or_default();
                self.looped(*head, &label, body, depth)
            }
            Stmt::Try(body, catch, finally) => {
                let mut text = format!("try {}", self.block(body, depth));
                if let Some(Catch { binding, body }) = catch {
                    let binding = binding.map(|name| format!("({}) ", name.0)).unwrap_or_default();
                    text += &format!(" catch {binding}{}", self.block(body, depth));
                }
                if let Some(finally) = finally {
                    text += &format!(" finally {}", self.block(finally, depth));
                }
                text
            }
            Stmt::Break(label) => format!("break{};", label_text(*label)),
            Stmt::Continue(label) => format!("continue{};", label_text(*label)),
            Stmt::Let(name, Constant::Undefined) => format!("let {};", name.0),
            Stmt::Let(name, constant) => format!("let {} = {};", name.0, constant_text(*constant)),
            Stmt::Set(name, Assigned::Constant(constant)) => {
                format!("{} = {};", name.0, constant_text(*constant))
            }
            Stmt::Set(name, Assigned::Variable(value)) => format!("{} = {};", name.0, value.0),
            Stmt::Defer(deferral, signal) => {
                let callee = match deferral {
                    Deferral::Immediate => "setImmediate",
                    Deferral::Tick => "process.nextTick",
                    Deferral::Microtask => "queueMicrotask",
                };
                format!("{callee}(() => {});", signal_text(*signal))
            }
            Stmt::Check(check) => self.check(check, depth),
            Stmt::Inline(inline, body) => {
                let body = self.block(body, depth);
                match inline {
                    Inline::Called => format!("(() => {body})();"),
                    Inline::Awaited => format!("await (async () => {body})();"),
                    Inline::EachKey => format!("KEYS.forEach((key) => {body});"),
                    Inline::EachPart => format!("['a', 'b'].forEach((part) => {body});"),
                    Inline::MapParts => format!("['a', 'b'].map((part) => {body});"),
                }
            }
            Stmt::NoKey(body, failing) => {
                let body = self.block(body, depth);
                format!("if (!KEYS.some((key) => {body})) {}", self.block(failing, depth))
            }
            Stmt::Retry => {
                let pad = "  ".repeat(depth);
                format!("if (attempts > 0) {{\n{pad}  return {};\n{pad}}}", self.itself())
            }
        }
    }

    fn switch(&mut self, subject: Subject, cases: &[Case], depth: usize) -> String {
        let pad = "  ".repeat(depth);
        let on = match subject {
            Subject::Choice(index) => {
                self.used.insert(index);
                format!("req.query.c{index}")
            }
            Subject::ErrorName(error) => format!("{}.name", error.0),
            Subject::ErrorMessage(error) => format!("{}.message", error.0),
            Subject::True => String::from("true"),
        };
        let mut text = format!("switch ({on}) {{\n");
        for case in cases {
            let test = match &case.test {
                CaseTest::Text(value) => format!("case '{value}'"),
                CaseTest::Holds(cond) => format!("case {}", condition(self, cond)),
                CaseTest::Default => String::from("default"),
            };
            text += &format!("{pad}  {test}:");
            if !case.body.is_empty() {
                text += &format!(" {}", self.block(&case.body, depth + 1));
            }
            text.push('\n');
        }
        text + &format!("{pad}}}")
    }

    fn looped(&mut self, head: Loop, label: &str, body: &Block, depth: usize) -> String {
        if let Loop::Of(index) | Loop::Counted(index) | Loop::While(index) | Loop::DoWhile(index) = head {
            self.used.insert(index);
        }
        let pad = "  ".repeat(depth);
        match head {
            Loop::Keys => format!("{label}for (const key of KEYS) {}", self.block(body, depth)),
            Loop::Literal => format!("{label}for (const part of ['a', 'b']) {}", self.block(body, depth)),
            Loop::Of(index) => format!("{label}for (const item of req.items{index}) {}", self.block(body, depth)),
            Loop::Counted(index) => format!(
                "{label}for (let i{index} = 0; i{index} < req.items{index}.length; i{index} += 1) {}",
                self.block(body, depth)
            ),
            // The counter moves first, so that a `continue` cannot keep the loop from its end.
            Loop::While(index) => format!(
                "let i{index} = 0;\n{pad}{label}while (i{index} < req.items{index}.length) {{\n{pad}  i{index} += 1;\n{}{pad}}}",
                self.statements(body, depth + 1)
            ),
            Loop::DoWhile(index) => format!(
                "let i{index} = 0;\n{pad}{label}do {{\n{pad}  i{index} += 1;\n{}{pad}}} while (i{index} < req.items{index}.length);",
                self.statements(body, depth + 1)
            ),
            Loop::Forever => format!("{label}while (true) {}", self.block(body, depth)),
            Loop::Retry => {
                format!("{label}for (let attempt = 0; attempt < 3; attempt += 1) {}", self.block(body, depth))
            }
        }
    }

    pub(crate) fn expr(&mut self, expr: &Expr) -> String {
        match expr {
            Expr::Signal(signal) => signal_text(*signal),
            Expr::Answer(answer) => answer_text(*answer),
            Expr::Next(argument) => match argument {
                NextArgument::Nothing => String::from("next()"),
                NextArgument::Undefined => String::from("next(undefined)"),
                NextArgument::Route => String::from("next('route')"),
                NextArgument::Error(error) => format!("next({})", error.0),
                NextArgument::Fresh => String::from("next(new Error('refused'))"),
            },
            Expr::Call(helper, error) => {
                let argument = error.map(|name| name.0).unwrap_or_default();
                format!("{}({argument})", self.helper(*helper))
            }
            Expr::Constant(constant) => String::from(constant_text(*constant)),
            Expr::Variable(name) => String::from(name.0),
            Expr::Refusal(failing, error) => refusal_text(*failing, *error),
            Expr::Done(Done::Error(thrown)) => format!("done({})", thrown_text(*thrown)),
            Expr::Done(Done::Nothing) => String::from("done(null, false)"),
            Expr::Done(Done::Accepted) => String::from("done(null, true)"),
            Expr::Reject(thrown) => format!("reject({})", thrown_text(*thrown)),
            Expr::Resolve(Resolved::Constant(constant)) => {
                format!("resolve({})", constant_text(*constant))
            }
            Expr::Resolve(Resolved::Data(name)) => format!("resolve({})", name.0),
            Expr::Rejected(thrown) => format!("Promise.reject({})", thrown_text(*thrown)),
            Expr::Either(cond, yes, no) => {
                format!("{} ? {} : {}", super::emit_cond::operand(self, cond), self.operand(yes), self.operand(no))
            }
            Expr::And(cond, yes) => format!("{} && {}", super::emit_cond::operand(self, cond), self.operand(yes)),
            Expr::Or(cond, no) => format!("{} || {}", super::emit_cond::operand(self, cond), self.operand(no)),
            Expr::Both(first, second) => {
                format!("({}, {})", self.operand(first), self.operand(second))
            }
        }
    }

    pub(crate) fn operand(&mut self, expr: &Expr) -> String {
        let text = self.expr(expr);
        match expr {
            Expr::Either(..) | Expr::And(..) | Expr::Or(..) => format!("({text})"),
            _ => text,
        }
    }

    /// A function as an expression.
    pub(crate) fn function(&mut self, function: &Function, depth: usize) -> String {
        let params: Vec<_> = function.params.iter().map(|param| param.0).collect();
        let params = params.join(", ");
        let body = match &function.body {
            Body::Block(block) => self.block(block, depth),
            Body::Expr(expr @ Expr::Refusal(..)) => format!("({})", self.expr(expr)),
            Body::Expr(expr) => self.expr(expr),
        };
        match function.style {
            Style::Arrow => format!("({params}) => {body}"),
            Style::AsyncArrow => format!("async ({params}) => {body}"),
            Style::Classic => format!("function ({params}) {body}"),
        }
    }

    /// A function as a statement.
    pub(crate) fn declaration(
        &mut self,
        name: Name,
        function: &Function,
        depth: usize,
        recursion: Option<Recursion>,
    ) -> String {
        let text = match recursion {
            Some(recursion) => self.recursive(name, function, depth, recursion),
            None => self.function(function, depth),
        };
        match (function.style, text.strip_prefix("function ")) {
            (Style::Classic, Some(rest)) => format!("function {}{rest}", name.0),
            _ => format!("const {} = {text};", name.0),
        }
    }

    /// A function that may call itself before or after what it does.
    fn recursive(&mut self, name: Name, function: &Function, depth: usize, recursion: Recursion) -> String {
        let pad = "  ".repeat(depth + 1);
        let name = name.0;
        let mut params: Vec<&str> = function.params.iter().map(|param| param.0).collect();
        let failure = params.first().map(|param| format!("{param}, ")).unwrap_or_default();
        let again = match recursion {
            Recursion::Counter { behind: false } => format!("if (depth > 0) return {name}({failure}depth - 1);"),
            Recursion::Counter { behind: true } => format!("if (depth > 0) {name}({failure}depth - 1);"),
            Recursion::Mutual => format!("if (depth > 0) return {name}Again({failure}depth);"),
            Recursion::Cause => format!("if ({0}.cause) return {name}({0}.cause);", params.first().unwrap_or(&"name")),
        };
        let body = match &function.body {
            Body::Block(block) => self.statements(block, depth + 1),
            Body::Expr(expr) => format!("{pad}{};\n", self.expr(expr)),
        };
        let body = match recursion {
            Recursion::Counter { behind: true } => format!("{{\n{body}{pad}{again}\n{}}}", "  ".repeat(depth)),
            _ => format!("{{\n{pad}{again}\n{body}{}}}", "  ".repeat(depth)),
        };
        if recursion != Recursion::Cause {
            params.push("depth = 2");
        }
        let params = params.join(", ");
        match function.style {
            Style::Arrow => format!("({params}) => {body}"),
            Style::AsyncArrow => format!("async ({params}) => {body}"),
            Style::Classic => format!("function ({params}) {body}"),
        }
    }
}

fn label_text(label: Option<Label>) -> String {
    label.map(|label| format!(" {}", label.0)).unwrap_or_default()
}

pub(crate) fn constant_text(constant: Constant) -> &'static str {
    match constant {
        Constant::Null => "null",
        Constant::Undefined => "undefined",
        Constant::False => "false",
        Constant::True => "true",
    }
}

fn thrown_text(thrown: Thrown) -> &'static str {
    match thrown {
        Thrown::Caught(name) => name.0,
        Thrown::Fresh => "new Error('refused')",
        Thrown::Own => "new AuthError('refused')",
    }
}

fn refusal_text(failing: Failing, error: Option<Name>) -> String {
    let reason = error.map_or_else(|| String::from("'refused'"), |error| format!("{}.message", error.0));
    match failing {
        Failing::Nothing => String::from("null"),
        Failing::Valid => String::from("{ valid: false }"),
        Failing::Ok => format!("{{ ok: false, reason: {reason} }}"),
        Failing::Error => match error {
            Some(error) => format!("{{ error: {} }}", error.0),
            None => format!("{{ error: {reason} }}"),
        },
    }
}

fn neutral_text(neutral: Neutral) -> &'static str {
    match neutral {
        Neutral::Header => "res.set('x-auth', 'checked');",
        Neutral::Store => "store.touch(req.ip);",
        Neutral::AwaitedStore => "await store.touch(req.ip);",
        Neutral::Local => "req.seen = Date.now();",
        Neutral::CommentedLog => "// console.error('token refused');",
        Neutral::StringLog => "res.locals.hint = 'console.error(err)';",
        Neutral::UncalledLog => "req.report = () => console.warn('token refused');",
    }
}

fn answer_text(answer: Answer) -> String {
    match answer {
        Answer::SendStatus => String::from("res.sendStatus(401)"),
        Answer::StatusJson => String::from("res.status(401).json({ error: 'unauthorized' })"),
        Answer::Disclosed(error) => {
            format!("res.status(403).json({{ error: {}.message }})", error.0)
        }
        Answer::End => String::from("res.end()"),
    }
}

fn signal_text(signal: Signal) -> String {
    let error = signal.error.map(|name| name.0);
    let detail = error.map(|name| format!(", {name}.message")).unwrap_or_default();
    let message = format!("'token refused'{detail}");
    match signal.channel {
        Channel::Console(method) => format!("console.{method}({message})"),
        Channel::Level(level) => format!("logger.{level}({message})"),
        Channel::OptionalLevel(level) => format!("logger?.{level}({message})"),
        Channel::LogAt(level) => format!("logger.log('{level}', {message})"),
        Channel::LogEntry(level) => {
            format!("logger.log({{ level: '{level}', message: 'token refused' }})")
        }
        Channel::Tracker => match error {
            Some(name) => format!("Sentry.captureException({name})"),
            None => String::from("Sentry.captureMessage('token refused')"),
        },
        Channel::Counter => String::from("failures.inc()"),
    }
}
