//! Writes registrations: what stands on the application and on its routers.

use super::emit::{Part, Role};
use super::emit_limits::{handler_used, used};
use super::program::*;

pub(crate) struct Site<'p> {
    program: &'p Program,
    pub(crate) routers: Vec<Part>,
    /// How many names were given.
    given: usize,
}

impl<'p> Site<'p> {
    pub(crate) fn new(program: &'p Program) -> Site<'p> {
        Site { program, routers: Vec::new(), given: 0 }
    }

    fn number(&mut self) -> usize {
        self.given += 1;
        self.given
    }

    /// Every path by which the route is reached.
    pub(crate) fn urls(&self, items: &[Item]) -> Vec<String> {
        let paths = self.paths(items).into_iter();
        paths.map(|path| path.replace(":tenant", "acme")).collect()
    }

    fn paths(&self, items: &[Item]) -> Vec<String> {
        items
            .iter()
            .flat_map(|item| match item {
                Item::Target { .. } => vec![self.program.purpose.path().to_owned()],
                Item::Mount { mounts, items, .. } => {
                    let inner = self.paths(items);
                    let with = |mounted: &Mounted| -> Vec<String> {
                        inner.iter().map(|path| format!("{}{path}", prefix(mounted.prefix))).collect()
                    };
                    mounts.iter().flat_map(with).collect()
                }
                _ => Vec::new(),
            })
            .collect()
    }

    fn middles(&self, middles: &[Middle]) -> Vec<String> {
        let one = |middle: &Middle| match *middle {
            Middle::Limiter(index) => used(self.program, index),
            Middle::Guard => String::from("requireAccess"),
            Middle::Pass => String::from("timing"),
        };
        middles.iter().map(one).collect()
    }

    /// The statements of one level.
    pub(crate) fn items(&mut self, on: &str, items: &[Item]) -> String {
        let path = self.paths(items).into_iter().next().unwrap_or_default();
        items.iter().map(|item| self.item(on, item, &path)).collect()
    }

    /// `path`: the route's, seen from here.
    fn item(&mut self, on: &str, item: &Item, path: &str) -> String {
        match item {
            Item::Use { at, middles, style, when } => {
                let text = self.used(on, *at, middles, *style, path);
                match condition(*when) {
                    Some(condition) => format!("if ({condition}) {{\n{text}}}\n"),
                    None => text,
                }
            }
            Item::Method { verb, own, middles } => {
                let path = if *own { path } else { "/other" };
                let verb = match verb {
                    Verb::All => "all",
                    Verb::Get => "get",
                    Verb::Post => "post",
                };
                format!("{on}.{verb}('{path}', {});\n", self.middles(middles).join(", "))
            }
            Item::Target { before, after, style, wrapped } => {
                let handler = handler_used(self.program);
                let handler = if *wrapped { format!("caught({handler})") } else { handler };
                self.target(on, before, (handler, after), *style)
            }
            Item::Mount { mounts, make, items } => self.mount(on, mounts, *make, items),
            Item::Sibling { at, middles } => {
                let name = format!("sibling{}", self.number());
                let own = self.middles(middles).join(", ");
                let text = format!("const {name} = express.Router();\n{name}.use({own});\n");
                self.routers.push(Part { role: Role::Routers, name: name.clone(), text });
                let at = self.at(*at, path).map(|path| format!("{path}, ")).unwrap_or_default();
                format!("{on}.use({at}{name});\n")
            }
        }
    }

    /// The path of a `use`, as it is written; none for every path.
    fn at(&self, at: At, path: &str) -> Option<String> {
        let mut segments = path.split('/').skip(1);
        let first = segments.next().unwrap_or_default();
        let below = if segments.next().is_some() { format!("/{first}") } else { String::new() };
        let first_of_any = first.starts_with(':');
        match at {
            At::Everywhere => None,
            At::Own => Some(format!("'{path}'")),
            At::Above => Some(format!("'/{first}'")),
            At::Other => Some(String::from("'/other'")),
            At::Both => Some(format!("['/other', '{path}']")),
            At::Alike => Some(format!("'{}'", &path[..path.len() - 1])),
            At::Capitals if first_of_any => None,
            At::Capitals => Some(format!("'{}'", path.to_ascii_uppercase())),
            At::Wildcard => Some(match self.program.express {
                Express::Four => format!("'{below}/*'"),
                Express::Five => format!("'{below}/*rest'"),
            }),
            At::Pattern if first_of_any => None,
            At::Pattern => Some(format!("/^\\/{first}/")),
        }
    }

    fn used(&self, on: &str, at: At, middles: &[Middle], style: UseStyle, path: &str) -> String {
        let own = self.middles(middles);
        let paths = self.at(at, path);
        let at = paths.as_ref().map(|path| format!("{path}, ")).unwrap_or_default();
        match style {
            UseStyle::Paths if let Some(paths) = paths => {
                let list = if paths.starts_with('[') { paths } else { format!("['/else', {paths}]") };
                format!("for (const path of {list}) {{\n{on}.use(path, {});\n}}\n", own.join(", "))
            }
            UseStyle::Plain | UseStyle::Paths => format!("{on}.use({at}{});\n", own.join(", ")),
            UseStyle::List => format!("{on}.use({at}[{}]);\n", own.join(", ")),
            UseStyle::Each => {
                format!("[{}].forEach((middle) => {on}.use({at}middle));\n", own.join(", "))
            }
        }
    }

    fn target(&mut self, on: &str, before: &[Middle], (handler, after): (String, &[Middle]), style: Style) -> String {
        let path = self.program.purpose.path();
        let before = self.middles(before);
        let mut rest = vec![handler];
        rest.extend(self.middles(after));
        let rest = rest.join(", ");
        let all = [before.clone(), vec![rest.clone()]].concat().join(", ");
        let before = before.join(", ");
        match style {
            Style::List if !before.is_empty() => format!("{on}.post('{path}', [{before}], {rest});\n"),
            Style::Nested if !before.is_empty() => format!("{on}.post('{path}', [[{before}], {rest}]);\n"),
            Style::Spread if !before.is_empty() => {
                let name = format!("ahead{}", self.number());
                format!("const {name} = [{before}];\n{on}.post('{path}', ...{name}, {rest});\n")
            }
            Style::Chain => format!("{on}.route('{path}').post({all});\n"),
            Style::ChainAll if !before.is_empty() => format!("{on}.route('{path}').all({before}).post({rest});\n"),
            Style::Table => {
                let name = format!("table{}", self.number());
                format!(
                    "const {name} = [{{ path: '{path}', handlers: [{all}] }}];\nfor (const {{ path, handlers }} of {name}) {{\n{on}.post(path, ...handlers);\n}}\n"
                )
            }
            Style::Direct | Style::List | Style::Nested | Style::Spread | Style::ChainAll => {
                format!("{on}.post('{path}', {all});\n")
            }
        }
    }

    fn mount(&mut self, on: &str, mounts: &[Mounted], make: MakeRouter, items: &[Item]) -> String {
        let number = self.number();
        let mounted = |on: &str, router: &str| -> String {
            mounts
                .iter()
                .map(|mounted| {
                    let mut arguments = Vec::new();
                    if mounted.prefix.is_some() {
                        arguments.push(format!("'{}'", prefix(mounted.prefix)));
                    }
                    arguments.extend(self.middles(&mounted.middles));
                    arguments.push(router.to_owned());
                    format!("{on}.use({});\n", arguments.join(", "))
                })
                .collect()
        };
        let (name, own, here) = match make {
            MakeRouter::Module => {
                let name = format!("router{number}");
                let here = mounted(on, &name);
                (name.clone(), name, here)
            }
            MakeRouter::Factory => {
                let name = format!("makeRouter{number}");
                let here = mounted(on, &format!("{name}()"));
                (name, String::from("router"), here)
            }
            MakeRouter::Setup => {
                let name = format!("mountRouter{number}");
                let here = format!("{name}({on});\n");
                (name, String::from("router"), here)
            }
        };
        let mounting = if make == MakeRouter::Setup { mounted("parent", "router") } else { String::new() };
        let body = self.items(&own, items);
        let text = match make {
            MakeRouter::Module => format!("const {own} = express.Router();\n{body}"),
            MakeRouter::Factory => {
                format!("function {name}() {{\nconst router = express.Router();\n{body}return router;\n}}\n")
            }
            MakeRouter::Setup => {
                format!("const {name} = (parent) => {{\nconst router = express.Router();\n{body}{mounting}}};\n")
            }
        };
        self.routers.push(Part { role: Role::Routers, name, text });
        here
    }
}

fn prefix(prefix: Option<Prefix>) -> &'static str {
    match prefix {
        None => "",
        Some(Prefix::Auth) => "/auth",
        Some(Prefix::Version) => "/v1",
        Some(Prefix::Parameter) => "/:tenant",
    }
}

fn condition(when: When) -> Option<&'static str> {
    match when {
        When::Always => None,
        When::InProduction => Some("process.env.NODE_ENV === 'production'"),
        When::NotInProduction => Some("process.env.NODE_ENV !== 'production'"),
        When::NotInTests => Some("process.env.NODE_ENV !== 'test'"),
        When::Constant(true) => Some("LIMITS_ON"),
        When::Constant(false) => Some("LIMITS_OFF"),
        When::AskedFor => Some("process.env.RATE_LIMIT === 'true'"),
        When::NotRefused => Some("process.env.RATE_LIMIT !== 'off'"),
    }
}
