//! Writes the wrappers: as functions, objects and classes, and the ways in which their callers come by them.

use super::emit_code::{Code, Level};
use super::emit_module::Item;
use super::program::{Form, Program, Protocol, Reach, Wrapper};

// By the wrapper's index: a chain is at most so long.
const FUNCTIONS: [&str; 3] = ["readToken", "openSession", "authenticate"];
const OBJECTS: [&str; 3] = ["tokenTools", "sessionTools", "authTools"];
const CLASSES: [&str; 3] = ["TokenService", "SessionService", "AuthService"];
const INSTANCES: [&str; 3] = ["tokenService", "sessionService", "authService"];

/// The longest chain of wrappers.
pub(crate) const LONGEST: usize = FUNCTIONS.len();

/// The wrapper in whose class a wrapper's method stands.
fn class_of(wrappers: &[Wrapper], index: usize) -> usize {
    match wrappers[index].form {
        Form::Beside if index > 0 => class_of(wrappers, index - 1),
        _ => index,
    }
}

/// The file of whoever calls a wrapper.
fn caller_file(program: &Program, index: usize) -> usize {
    program.wrappers.get(index + 1).map_or(0, |caller| caller.file)
}

/// What a wrapper's file hands out for it, when its caller is in another.
fn exported(program: &Program, index: usize) -> Option<&'static str> {
    let wrapper = &program.wrappers[index];
    let class = class_of(&program.wrappers, index);
    let name = match wrapper.form {
        Form::Declared | Form::Arrow => FUNCTIONS[index],
        Form::Member => OBJECTS[index],
        Form::Static => CLASSES[index],
        _ if wrapper.reach == Reach::Exported => INSTANCES[class],
        _ => CLASSES[class],
    };
    (caller_file(program, index) != wrapper.file).then_some(name)
}

/// What a file hands out of its wrappers.
pub(crate) fn exports(program: &Program, file: usize) -> Vec<&'static str> {
    let of_file = (0..program.wrappers.len()).filter(|&index| program.wrappers[index].file == file);
    of_file.filter_map(|index| exported(program, index)).collect()
}

/// The declarations of the wrappers of the file that is being written.
pub(crate) fn containers(program: &Program, code: &mut Code<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    for index in 0..program.wrappers.len() {
        if program.wrappers[index].file == code.file && class_of(&program.wrappers, index) == index {
            container(program, code, index, &mut items);
        }
    }
    items
}

fn container(program: &Program, code: &mut Code<'_>, index: usize, items: &mut Vec<Item>) {
    let wrapper = &program.wrappers[index];
    let last = (index..program.wrappers.len())
        .take_while(|&other| class_of(&program.wrappers, other) == index)
        .last()
        .unwrap_or(index);
    let handed_out = exported(program, last);
    let mut item = |text: String, name: &str| {
        let exported = handed_out.filter(|handed| *handed == name).map(String::from);
        items.push(Item { text, exported });
    };
    match wrapper.form {
        Form::Declared | Form::Arrow => item(method(code, index, 0) + "\n", FUNCTIONS[index]),
        Form::Member => {
            let text = format!("const {} = {{\n  {},\n}};\n", OBJECTS[index], method(code, index, 1));
            item(text, OBJECTS[index]);
        }
        Form::Static => {
            let text = format!("class {} {{\n  {}\n}}\n\n", CLASSES[index], method(code, index, 1));
            item(text, CLASSES[index]);
        }
        Form::Method | Form::Field | Form::Inherited | Form::Beside => {
            let own = format!("{}  {}\n", code.constructor(index), method(code, index, 1));
            let beside: Vec<String> =
                (index + 1..=last).map(|other| format!("  {}\n", method(code, other, 1))).collect();
            let beside = beside.join("\n");
            let name = CLASSES[index];
            let text = match wrapper.form {
                Form::Inherited => {
                    format!("class Base{name} {{\n{own}}}\n\nclass {name} extends Base{name} {{\n{beside}}}\n\n")
                }
                _ if beside.is_empty() => format!("class {name} {{\n{own}}}\n\n"),
                _ => format!("class {name} {{\n{own}\n{beside}}}\n\n"),
            };
            item(text, name);
            let reach = program.wrappers[last].reach;
            let made_here = reach == Reach::Made && caller_file(program, last) == wrapper.file;
            if reach == Reach::Exported || made_here {
                item(format!("const {} = new {name}();\n\n", INSTANCES[index]), INSTANCES[index]);
            }
        }
    }
}

/// One wrapper's function, in the words of its form.
fn method(code: &mut Code<'_>, index: usize, depth: usize) -> String {
    let wrapper = &code.program.wrappers[index];
    let outer = std::mem::replace(&mut code.level, Level::Wrapper(index));
    let block = code.block(&wrapper.body, depth);
    code.level = outer;
    let mut params = vec!["token"];
    if wrapper.takes_request {
        params.push("req");
    }
    if matches!(wrapper.protocol, Protocol::CallsBack { .. }) {
        params.push("done");
    }
    if wrapper.retries {
        params.push("attempts = 2");
    }
    let params = params.join(", ");
    let name = FUNCTIONS[index];
    let word = if wrapper.is_async { "async " } else { "" };
    match wrapper.form {
        Form::Declared => format!("{word}function {name}({params}) {block}\n"),
        Form::Arrow => format!("const {name} = {word}({params}) => {block};\n"),
        Form::Static => format!("static {word}{name}({params}) {block}"),
        Form::Field => format!("{name} = {word}({params}) => {block};"),
        Form::Member | Form::Method | Form::Inherited | Form::Beside => format!("{word}{name}({params}) {block}"),
    }
}

impl Code<'_> {
    /// The constructor of the class around a caller, by the caller's place in the chain, when it holds what it calls.
    pub(crate) fn constructor(&mut self, caller: usize) -> String {
        let Some(index) = caller.checked_sub(1) else { return String::new() };
        let class = class_of(&self.program.wrappers, index);
        let wrapper = &self.program.wrappers[index];
        if !(wrapper.form.is_of_instance() && wrapper.reach == Reach::Held) {
            return String::new();
        }
        let name = self.symbol(wrapper.file, CLASSES[class]);
        format!("  constructor() {{\n    this.{} = new {name}();\n  }}\n\n", INSTANCES[class])
    }

    /// What the code that is being written calls for its check; `None` for the library.
    pub(crate) fn wrapper(&mut self) -> Option<(&Wrapper, String)> {
        let wrappers = &self.program.wrappers;
        let caller = match self.level {
            Level::Handler => wrappers.len(),
            Level::Wrapper(index) => index,
        };
        let index = caller.checked_sub(1)?;
        let wrapper = &wrappers[index];
        let method = FUNCTIONS[index];
        let class = class_of(wrappers, index);
        let callee = match wrapper.form {
            Form::Declared | Form::Arrow => self.symbol(wrapper.file, method),
            Form::Member => format!("{}.{method}", self.symbol(wrapper.file, OBJECTS[index])),
            Form::Static => format!("{}.{method}", self.symbol(wrapper.file, CLASSES[index])),
            _ if wrappers.get(caller).is_some_and(|caller| caller.form == Form::Beside) => format!("this.{method}"),
            _ => match wrapper.reach {
                Reach::Exported => format!("{}.{method}", self.symbol(wrapper.file, INSTANCES[class])),
                Reach::InPlace => format!("new {}().{method}", self.symbol(wrapper.file, CLASSES[class])),
                Reach::Held => format!("this.{}.{method}", INSTANCES[class]),
                Reach::Made => {
                    let made = self.symbol(wrapper.file, CLASSES[class]);
                    if wrapper.file != self.file {
                        self.made.insert(format!("const {} = new {made}();\n", INSTANCES[class]));
                    }
                    format!("{}.{method}", INSTANCES[class])
                }
            },
        };
        Some((wrapper, callee))
    }

    /// The wrapper that is being written, as it calls itself.
    pub(crate) fn itself(&self) -> String {
        let Level::Wrapper(index) = self.level else {
            unreachable!("only wrappers retry");
        };
        let name = FUNCTIONS[index];
        let wrapper = &self.program.wrappers[index];
        let callee = match wrapper.form {
            Form::Declared | Form::Arrow => String::from(name),
            Form::Member => format!("{}.{name}", OBJECTS[index]),
            Form::Static => format!("{}.{name}", CLASSES[index]),
            Form::Method | Form::Field | Form::Inherited | Form::Beside => format!("this.{name}"),
        };
        let request = if wrapper.takes_request { "req, " } else { "" };
        format!("{callee}(token, {request}attempts - 1)")
    }
}
