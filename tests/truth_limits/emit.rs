//! Writes a program as the files of a project, with the requests that lead to its route.
//!
//! Parts in the order of [`Role`] are cut into files; each file binds what it names of others and of packages. The analyzer's
//! files and node's differ only in how modules are bound: node's are always CommonJS.

use std::collections::BTreeMap;

use serde::Serialize;

use super::emit_limits::{handler, parts};
use super::emit_site::Site;
use super::parts::{exports, indented, needed, words};
use super::program::*;

/// What a part is for; the order is that of who may name whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Limits,
    Guards,
    Handlers,
    Routers,
    App,
}

/// What others may name.
pub(crate) type Part = super::parts::Part<Role>;

pub(crate) use super::parts::{Files, listing};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Text {
    /// What the analyzer reads.
    #[serde(skip)]
    pub(crate) sources: Files,
    /// What node runs.
    #[serde(rename = "files")]
    pub(crate) runnable: Files,
    pub(crate) express: &'static str,
    /// Every path that leads to the route.
    pub(crate) urls: Vec<String>,
    /// The bodies' field that holds the token.
    pub(crate) field: &'static str,
}

const FILES: [&str; 5] =
    ["lib/limits.js", "middleware/access.js", "controllers/tokens.js", "routes/index.js", "app.js"];

/// The names of packages' functions, and how each is bound: by its own name, or as the whole module.
const PACKAGES: [(&str, &str, bool); 8] = [
    ("express", "express", false),
    ("jwt", "jsonwebtoken", false),
    ("rateLimit", "express-rate-limit", true),
    ("RateLimiterMemory", "rate-limiter-flexible", true),
    ("RateLimiterUnion", "rate-limiter-flexible", true),
    ("BurstyRateLimiter", "rate-limiter-flexible", true),
    ("RLWrapperBlackAndWhite", "rate-limiter-flexible", true),
    ("createError", "http-errors", false),
];

impl Purpose {
    pub(crate) fn path(self) -> &'static str {
        match self {
            Purpose::Refresh => "/refresh",
            Purpose::Verify => "/verify",
        }
    }

    pub(crate) fn field(self) -> &'static str {
        match self {
            Purpose::Refresh => "refreshToken",
            Purpose::Verify => "token",
        }
    }
}

pub(crate) fn emit(program: &Program) -> Text {
    let mut site = Site::new(program);
    let items = site.items("app", &program.items);
    let mut urls = site.urls(&program.items);
    urls.sort();
    urls.dedup();
    let app = match program.setup {
        false => format!("const app = express();\napp.use(express.json());\n{items}"),
        true => format!(
            "const register = (app) => {{\n{items}}};\nconst app = express();\napp.use(express.json());\nregister(app);\n"
        ),
    };
    let mut all = parts(program);
    all.extend(handler(program));
    all.extend(site.routers);
    all.push(Part {
        role: Role::App,
        name: String::from("app"),
        text: format!("{app}app.listen(process.env.PORT);\n"),
    });
    let all = needed(all);
    Text {
        sources: files(program, &all, program.modules),
        runnable: files(program, &all, Modules::CommonJs),
        express: match program.express {
            Express::Four => "express",
            Express::Five => "express5",
        },
        urls,
        field: program.purpose.field(),
    }
}

/// In which file a part stands: a file is called after its last part.
fn file_of(program: &Program, part: &Part) -> &'static str {
    let cut = |index: usize| program.cuts & (1 << index) != 0;
    FILES[(part.role as usize..Role::App as usize).find(|&index| cut(index)).unwrap_or(Role::App as usize)]
}

fn files(program: &Program, parts: &[Part], modules: Modules) -> Files {
    let mut homes: BTreeMap<&str, Vec<&Part>> = BTreeMap::new();
    for part in parts {
        homes.entry(file_of(program, part)).or_default().push(part);
    }
    let exports = exports(parts, |part| file_of(program, part).to_owned());
    let mut files = Files::new();
    for (&file, standing) in &homes {
        let body: Vec<&str> = standing.iter().map(|part| part.text.as_str()).collect();
        let body = body.join("\n");
        let named = words(&body);
        let mut text = String::new();
        for (name, module, own) in PACKAGES.iter().filter(|(name, ..)| named.contains(name)) {
            text += &bound(modules, if *own { Names::Own(vec![name]) } else { Names::Whole(name) }, module);
        }
        for (other, names) in exports.iter().filter(|(other, _)| *other != file) {
            let names: Vec<&str> = names.iter().copied().filter(|name| named.contains(name)).collect();
            if !names.is_empty() {
                text += &bound(modules, Names::Own(names), &relative(file, other));
            }
        }
        let exported = exports[file].join(", ");
        let end = match modules {
            _ if exported.is_empty() => String::new(),
            Modules::CommonJs => format!("\nmodule.exports = {{ {exported} }};\n"),
            Modules::Esm => format!("\nexport {{ {exported} }};\n"),
        };
        files.insert(String::from(file), indented(&format!("{text}\n{body}{end}")));
    }
    let kind = if modules == Modules::Esm { "module" } else { "commonjs" };
    files.insert(String::from("package.json"), format!("{{ \"type\": \"{kind}\" }}\n"));
    files
}

enum Names<'a> {
    Own(Vec<&'a str>),
    Whole(&'a str),
}

fn bound(modules: Modules, names: Names<'_>, module: &str) -> String {
    let names = match names {
        Names::Own(names) => format!("{{ {} }}", names.join(", ")),
        Names::Whole(name) => String::from(name),
    };
    match modules {
        Modules::CommonJs => format!("const {names} = require('{module}');\n"),
        Modules::Esm => format!("import {names} from '{module}';\n"),
    }
}

fn relative(from: &str, to: &str) -> String {
    let up = if from.contains('/') { ".." } else { "." };
    format!("{up}/{to}")
}
