//! Writes a program as the files of a project, with the requests that reach its routes.
//!
//! Parts in the order of [`Role`] are cut into files; each file binds what it names of others and of packages. Since
//! parts only name earlier ones, no import is circular. The analyzer's files and node's differ only in how modules are
//! bound: node's are always CommonJS.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde::Serialize;

use super::emit_parts::{hook, parts};
use super::emit_site::Site;
use super::parts::{exports, indented, needed, words};
use super::program::*;

/// What a part is for; the order is that of who may name whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Logger,
    Errors,
    Service,
    Catcher,
    Guard,
    Receivers,
    Handlers,
    Routers,
    App,
}

/// A function, class or object that others may name.
pub(crate) type Part = super::parts::Part<Role>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Request {
    pub(crate) verb: &'static str,
    pub(crate) url: String,
    /// No route stands there, but the guard does.
    pub(crate) stray: bool,
}

pub(crate) use super::parts::Files;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// What the analyzer reads.
    pub(crate) sources: Files,
    /// What node runs.
    pub(crate) runnable: Files,
    pub(crate) entry: String,
    pub(crate) express: &'static str,
    pub(crate) requests: Vec<Request>,
    /// How many parameters of the query a run chooses.
    pub(crate) choices: usize,
}

const FILES: [&str; 9] = [
    "lib/logger.js",
    "lib/errors.js",
    "services/session.js",
    "lib/catcher.js",
    "middleware/session.js",
    "middleware/failures.js",
    "middleware/common.js",
    "routes/index.js",
    "app.js",
];
/// The cut that gives each router its own file.
const EACH_ROUTER: usize = 8;
pub(crate) const CUTS: usize = 9;

/// The names of packages, and how each is bound.
const PACKAGES: [(&str, &str); 7] = [
    ("express", "express"),
    ("jwt", "jsonwebtoken"),
    ("promisify", "util"),
    ("asyncHandler", "express-async-handler"),
    ("createError", "http-errors"),
    ("winston", "winston"),
    ("pino", "pino"),
];

/// A method that no route takes.
const OTHER_VERB: &str = "PUT";

pub(crate) fn emit(program: &Program) -> Text {
    let mut site = Site::new(program);
    let app = application(program, &mut site);
    let mut requests: Vec<Request> = Vec::new();
    for request in site.requests {
        if !requests.contains(&request) {
            requests.push(request);
        }
    }
    // What guards a path is met there by other methods, too, which no route takes.
    if requests.iter().any(|request| request.stray) {
        let urls: BTreeSet<String> = requests.iter().map(|request| request.url.clone()).collect();
        requests.extend(urls.into_iter().map(|url| Request { verb: OTHER_VERB, url, stray: true }));
    }
    let mut all = parts(program);
    all.extend(site.routers);
    all.push(Part { role: Role::App, name: String::from("app"), text: app });
    let all = needed(all);
    let sources = files(program, &all, program.modules);
    let queries: BTreeSet<&str> = all.iter().flat_map(|part| words(&part.text)).collect();
    Text {
        choices: (0..3).filter(|index| queries.contains(format!("c{index}").as_str())).max().map_or(0, |most| most + 1),
        runnable: files(program, &all, Modules::CommonJs),
        sources,
        entry: String::from(if program.server { "server.js" } else { "app.js" }),
        express: program.express.name(),
        requests,
    }
}

fn application(program: &Program, site: &mut Site<'_>) -> String {
    let hook = hook(program);
    let target = if program.skeleton == Skeleton::Class { "this.app" } else { "app" };
    let items = site.items(target, &program.items, "");
    let listen = match program.server {
        true => "",
        false => "app.listen(process.env.PORT);\n",
    };
    let made = match program.skeleton {
        Skeleton::Module => format!("const app = express();\n{items}"),
        Skeleton::Setup => {
            format!("const setup = (app) => {{\n{items}}};\nconst app = express();\nsetup(app);\n")
        }
        Skeleton::Create => format!(
            "const createApp = () => {{\nconst app = express();\n{items}return app;\n}};\nconst app = createApp();\n"
        ),
        Skeleton::Class => format!(
            "class Service {{\nconstructor() {{\nthis.app = express();\nthis.register();\n}}\nregister() {{\n{items}}}\n}}\nconst app = new Service().app;\n"
        ),
    };
    format!("{made}{hook}{listen}")
}

/// In which file a part stands.
fn file_of(program: &Program, part: &Part) -> String {
    let cut = |index: usize| program.cuts & (1 << index) != 0;
    if part.role == Role::Routers && cut(EACH_ROUTER) && cut(Role::Routers as usize) {
        return format!("routes/{}.js", part.name);
    }
    // A file is called after its last part.
    let last = (part.role as usize..Role::App as usize).find(|&index| cut(index)).unwrap_or(Role::App as usize);
    String::from(FILES[last])
}

fn files(program: &Program, parts: &[Part], modules: Modules) -> Files {
    let mut homes: Vec<(String, Vec<&Part>)> = Vec::new();
    for part in parts {
        let file = file_of(program, part);
        match homes.iter_mut().find(|(home, _)| *home == file) {
            Some((_, standing)) => standing.push(part),
            None => homes.push((file, vec![part])),
        }
    }
    let exports = exports(parts, |part| file_of(program, part));
    let writer = Writer { program, modules, exports: &exports };
    let mut files: Files =
        homes.iter().map(|(file, standing)| (file.clone(), indented(&writer.file(file, standing)))).collect();
    if program.server {
        files.insert(String::from("server.js"), writer.server());
    }
    files.insert(String::from("package.json"), package(program, modules));
    files
}

struct Writer<'a> {
    program: &'a Program,
    modules: Modules,
    /// What each file gives to others.
    exports: &'a BTreeMap<String, Vec<&'a str>>,
}

impl Writer<'_> {
    fn bind(&self, what: &str, from: &str) -> String {
        match self.modules {
            Modules::CommonJs => format!("const {what} = require('{from}');\n"),
            Modules::Esm => format!("import {} from '{from}';\n", what.replace(": ", " as ")),
        }
    }

    /// Whether a file with one export gives it as the module itself.
    fn is_default(&self, file: &str) -> bool {
        self.exports[file].len() == 1 && self.program.linking != Linking::Named
    }

    fn file(&self, file: &str, standing: &[&Part]) -> String {
        let mut body: String = standing.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n");
        let mut head = String::new();
        if file == "app.js" && self.program.express == Express::FourWithAsyncErrors {
            head += match self.modules {
                Modules::CommonJs => "require('express-async-errors');\n",
                Modules::Esm => "import 'express-async-errors';\n",
            };
        }
        for (name, package) in PACKAGES {
            if words(&body).contains(name) {
                let what = if name == "promisify" { "{ promisify }" } else { name };
                head += &self.bind(what, package);
            }
        }
        for (other, exported) in self.exports.iter().filter(|(other, _)| **other != file) {
            let used: Vec<&str> = exported.iter().copied().filter(|name| words(&body).contains(name)).collect();
            if !used.is_empty() {
                let (bound, rewritten) = self.bound(file, other, &used, body);
                head += &bound;
                body = rewritten;
            }
        }
        let exported = &self.exports[file];
        let tail = match (self.modules, exported.as_slice()) {
            _ if file == "app.js" && self.program.server => match self.modules {
                Modules::CommonJs => String::from("module.exports = app;\n"),
                Modules::Esm => String::from("export default app;\n"),
            },
            (_, []) => String::new(),
            (Modules::CommonJs, [one]) if self.is_default(file) => format!("module.exports = {one};\n"),
            (Modules::Esm, [one]) if self.is_default(file) => format!("export default {one};\n"),
            (Modules::CommonJs, all) => format!("module.exports = {{ {} }};\n", all.join(", ")),
            (Modules::Esm, all) => format!("export {{ {} }};\n", all.join(", ")),
        };
        [head, body, tail].iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n")
    }

    /// How a file binds what it uses of another, and its body with the names under which it has them.
    fn bound(&self, file: &str, other: &str, used: &[&str], body: String) -> (String, String) {
        let from = relative(file, other, self.modules);
        let in_place = self.program.linking == Linking::InPlace && self.modules == Modules::CommonJs;
        if let [name] = used
            && self.is_default(other)
            && in_place
            && (name.starts_with("router") || name.starts_with("register"))
        {
            return (String::new(), renamed(&body, name, &format!("require('{from}')")));
        }
        if self.is_default(other) {
            return (self.bind(used[0], &from), body);
        }
        if self.program.linking == Linking::Namespace {
            let space = format!("{}Module", other.trim_end_matches(".js").replace(['/', '-'], "_"));
            let what = match self.modules {
                Modules::CommonJs => space.clone(),
                Modules::Esm => format!("* as {space}"),
            };
            let renaming = |body: String, name: &&str| renamed(&body, name, &format!("{space}.{name}"));
            return (self.bind(&what, &from), used.iter().fold(body, renaming));
        }
        (self.bind(&format!("{{ {} }}", used.join(", ")), &from), body)
    }

    fn server(&self) -> String {
        let from = relative("server.js", "app.js", self.modules);
        format!("{}\napp.listen(process.env.PORT);\n", self.bind("app", &from))
    }
}

/// Every use of a name; property names and strings are never called like a part.
fn renamed(body: &str, name: &str, with: &str) -> String {
    let pattern = Regex::new(&format!(r"\b{name}\b")).expect("a name is a plain pattern");
    pattern.replace_all(body, with).into_owned()
}

fn relative(from: &str, to: &str, modules: Modules) -> String {
    let folder = |file: &str| file.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let name = match (from.contains('/'), folder(from) == folder(to)) {
        (_, true) => format!("./{}", to.trim_start_matches(&folder(from))),
        (true, false) => format!("../{to}"),
        (false, false) => format!("./{to}"),
    };
    match modules {
        Modules::CommonJs => String::from(name.trim_end_matches(".js").trim_end_matches("/index")),
        Modules::Esm => name,
    }
}

fn package(program: &Program, modules: Modules) -> String {
    let express = if program.express == Express::Five { "^5.1.0" } else { "^4.19.2" };
    let kind = if modules == Modules::Esm { "\"type\": \"module\", " } else { "" };
    format!("{{ \"name\": \"service\", {kind}\"dependencies\": {{ \"express\": \"{express}\" }} }}\n")
}
