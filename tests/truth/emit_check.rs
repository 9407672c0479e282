//! Writes checks: the call, the promise around it, and what is done with its value.

use super::emit_code::Code;
use super::emit_setup::verify_name;
use super::program::*;

impl Code<'_> {
    pub(crate) fn check(&mut self, check: &Check, depth: usize) -> String {
        match check {
            Check::Direct { key, result } => {
                let call = self.call(*key, None);
                self.consume(result, &call, depth)
            }
            Check::Callback { key, named, callback, returned } => {
                let word = if *returned { "return " } else { "" };
                match named {
                    Some(name) => {
                        let declaration = self.declaration(*name, callback, depth, None);
                        let call = self.call(*key, Some(name.0));
                        format!("{declaration}\n{}{word}{call};", "  ".repeat(depth))
                    }
                    None => {
                        let callback = self.function(callback, depth);
                        format!("{word}{};", self.call(*key, Some(&callback)))
                    }
                }
            }
            Check::Promise { source, links, consumer } => {
                let mut promise = self.source(source, depth);
                for link in links {
                    promise += &self.link(link, depth);
                }
                match consumer {
                    Consumer::Floating => format!("{promise};"),
                    Consumer::Returned => format!("return {promise};"),
                    Consumer::Left => format!("{promise};\n{}return;", "  ".repeat(depth)),
                    Consumer::Awaited(result) => self.consume(result, &format!("await {promise}"), depth),
                    Consumer::Held(between, result) => format!(
                        "const pending = {promise};\n{}{}{}",
                        self.statements(between, depth),
                        "  ".repeat(depth),
                        self.consume(result, "await pending", depth)
                    ),
                }
            }
        }
    }

    fn call(&mut self, key: Key, callback: Option<&str>) -> String {
        let key = match key {
            Key::Plain => "KEY",
            Key::Rotated => "key",
            Key::Deferred => "getKey",
        };
        let callback = callback.map(|callback| format!(", {callback}")).unwrap_or_default();
        if let Some((wrapper, callee)) = self.wrapper() {
            let request = if wrapper.takes_request { ", req" } else { "" };
            return format!("{callee}(token{request}{callback})");
        }
        format!("{}(token, {key}{callback})", verify_name(self.program.binding))
    }

    fn source(&mut self, source: &Source, depth: usize) -> String {
        match source {
            Source::Promisified { .. } if self.wrapper().is_some() => self.call(Key::Plain, None),
            Source::Promisified { bound: true } => String::from("verifyAsync(token, KEY)"),
            Source::Promisified { bound: false } => {
                format!("promisify({})(token, KEY)", verify_name(self.program.binding))
            }
            Source::Constructed { key, callback } => {
                let pad = "  ".repeat(depth);
                let callback = self.function(callback, depth + 1);
                let call = self.call(*key, Some(&callback));
                format!("new Promise((resolve, reject) => {{\n{pad}  {call};\n{pad}}})")
            }
        }
    }

    fn link(&mut self, link: &Link, depth: usize) -> String {
        match link {
            Link::Then(ok) => format!(".then({})", self.function(ok, depth)),
            Link::ThenBoth(ok, failed) => {
                let ok = self.function(ok, depth);
                format!(".then({ok}, {})", self.handler(failed, depth))
            }
            Link::Catch(failed) => format!(".catch({})", self.handler(failed, depth)),
            Link::Finally(done) => format!(".finally({})", self.function(done, depth)),
        }
    }

    fn handler(&mut self, handler: &Handler, depth: usize) -> String {
        match handler {
            Handler::Inline(function) => self.function(function, depth),
            Handler::Next => String::from("next"),
            Handler::Done => String::from("done"),
            Handler::ConsoleError => String::from("console.error"),
            Handler::Helper(index) => self.helper(*index),
        }
    }

    fn consume(&mut self, result: &Use, value: &str, depth: usize) -> String {
        match result {
            Use::Dropped => format!("{value};"),
            Use::Declared(name) => format!("const {} = {value};", name.0),
            Use::Assigned(name) => format!("{} = {value};", name.0),
            Use::Fields => format!("const {{ sub, role }} = {value};"),
            Use::Request => format!("req.user = {value};"),
            Use::Answered => format!("res.json({value});"),
            Use::Returned => format!("return {value};"),
            Use::Tested(then) => format!("if ({value}) {}", self.block(then, depth)),
            Use::Tried(failing, tried) => self.tried(*failing, tried, value, depth),
        }
    }

    fn tried(&mut self, failing: Failing, tried: &Tried, value: &str, depth: usize) -> String {
        let value = match value.starts_with("await ") && failing != Failing::Nothing {
            true => format!("({value})"),
            false => String::from(value),
        };
        let field = failing.field().map_or("sub", |field| field.0);
        // The value's truth, as far as it says that the token is good.
        let (good, bad) = match failing {
            Failing::Nothing if value.starts_with("await ") => (format!("({value})"), format!("!({value})")),
            Failing::Nothing => (value.clone(), format!("!{value}")),
            Failing::Error => (format!("!{value}.{field}"), format!("{value}.{field}")),
            Failing::Valid | Failing::Ok => (format!("{value}.{field}"), format!("!{value}.{field}")),
        };
        match tried {
            Tried::Unpacked => format!("const {{ {field} }} = {value};"),
            Tried::Refused(block) => format!("if ({bad}) {}", self.block(block, depth)),
            Tried::Chosen(yes, no) => {
                let yes = self.operand(yes);
                format!("return {good} ? {yes} : {};", self.operand(no))
            }
            Tried::Coalesced(name) => format!("const {} = {value} ?? null;", name.0),
            Tried::Packed => match failing {
                Failing::Valid => format!("return {{ valid: true, payload: {value} }};"),
                Failing::Ok => format!("return {{ ok: true, payload: {value} }};"),
                Failing::Error | Failing::Nothing => format!("return {{ payload: {value} }};"),
            },
        }
    }
}
