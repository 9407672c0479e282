//! Writes what an application or router is given, in its order, and knows under which addresses it is reached.

use super::emit::{Part, Request, Role};
use super::emit_parts::{guard_use, receiver_use};
use super::program::*;

const PATHS: [&str; 8] = ["/orders", "/account", "/reports", "/billing", "/people", "/items", "/teams", "/files"];

pub(crate) struct Site<'a> {
    program: &'a Program,
    /// The routers that were written on the way.
    pub(crate) routers: Vec<Part>,
    pub(crate) requests: Vec<Request>,
    names: usize,
}

impl<'a> Site<'a> {
    pub(crate) fn new(program: &'a Program) -> Site<'a> {
        Site { program, routers: Vec::new(), requests: Vec::new(), names: 0 }
    }

    pub(crate) fn items(&mut self, target: &str, items: &[Item], prefix: &str) -> String {
        items.iter().map(|item| self.item(target, item, prefix)).collect()
    }

    fn item(&mut self, target: &str, item: &Item, prefix: &str) -> String {
        match item {
            Item::Parser => format!("{target}.use(express.json());\n"),
            Item::NotFound => {
                format!("{target}.use((req, res) => {{\nres.status(404).json({{ message: 'Not found' }});\n}});\n")
            }
            Item::Use { path, args, list } => {
                self.guarded(args, &joined(prefix, *path));
                let args = self.args(args);
                let args = if *list { format!("[{args}]") } else { args };
                format!("{target}.use({}{args});\n", leading(*path))
            }
            Item::Route(route) => self.route(target, route, prefix),
            Item::Routes(routes, head) => self.routes(target, routes, *head, prefix),
            Item::Mount(mount) => self.mount(target, mount, prefix),
            Item::Group(items) => {
                let name = self.name("register");
                let items = self.items("site", items, prefix);
                let text = format!("const {name} = (site) => {{\n{items}}};\n");
                self.routers.push(Part { role: Role::Routers, name: name.clone(), text });
                format!("{name}({target});\n")
            }
            Item::Mounts(mounts, head) => self.mounts(target, mounts, *head, prefix),
        }
    }

    fn args(&self, args: &[Arg]) -> String {
        let texts: Vec<String> = args.iter().map(|arg| self.arg(*arg)).collect();
        texts.join(", ")
    }

    fn arg(&self, arg: Arg) -> String {
        match arg {
            Arg::Guard => guard_use(self.program),
            Arg::Pass => String::from("addRequestId"),
            Arg::AccessLog => String::from("traceRequest"),
            Arg::Receiver(index) => receiver_use(self.program, index),
        }
    }

    /// A guard on a path is also reached by requests that no route answers.
    fn guarded(&mut self, args: &[Arg], path: &str) {
        if args.contains(&Arg::Guard) {
            self.requests.push(Request { verb: "GET", url: format!("{path}/nowhere"), stray: true });
        }
    }

    fn handlers(&mut self, route: &Route, prefix: &str) -> Vec<String> {
        let url = joined(prefix, Some(route.path));
        self.requests.push(Request { verb: verb_text(route.verb), url, stray: false });
        // A guard that answers by itself is the last.
        let answers = self.program.guard.role == GuardRole::Controller;
        let (last, front): (Vec<Arg>, Vec<Arg>) =
            route.args.iter().copied().partition(|arg| answers && *arg == Arg::Guard);
        let mut handlers: Vec<String> = front.into_iter().map(|arg| self.arg(arg)).collect();
        match last.first() {
            Some(guard) => handlers.push(self.arg(*guard)),
            None => handlers.push(String::from("(req, res) => {\nres.json({ ok: true });\n}")),
        }
        handlers.extend(route.after.iter().map(|&index| self.arg(Arg::Receiver(index))));
        handlers
    }

    fn route(&mut self, target: &str, route: &Route, prefix: &str) -> String {
        let path = PATHS[route.path];
        let verb = verb_text(route.verb).to_ascii_lowercase();
        let handlers = self.handlers(route, prefix);
        match route.style {
            RouteStyle::Direct => format!("{target}.{verb}('{path}', {});\n", handlers.join(", ")),
            RouteStyle::List => format!("{target}.{verb}('{path}', [{}]);\n", handlers.join(", ")),
            RouteStyle::ChainAll if handlers.len() > 1 => {
                format!("{target}.route('{path}').all({}).{verb}({});\n", handlers[0], handlers[1..].join(", "))
            }
            RouteStyle::Chain | RouteStyle::ChainAll => {
                format!("{target}.route('{path}').{verb}({});\n", handlers.join(", "))
            }
        }
    }

    fn name(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn routes(&mut self, target: &str, routes: &[Route], head: Loop, prefix: &str) -> String {
        let table = self.name("routes");
        let mut rows = String::new();
        for route in routes {
            let verb = verb_text(route.verb).to_ascii_lowercase();
            let handlers = self.handlers(route, prefix).join(", ");
            rows += &format!("{{ method: '{verb}', path: '{}', handlers: [{handlers}] }},\n", PATHS[route.path]);
        }
        let all_get = routes.iter().all(|route| route.verb == Verb::Get);
        let register = |entry: &str| match all_get {
            true => format!("{target}.get({entry}path, ...{entry}handlers);\n"),
            false => format!("{target}[{entry}method]({entry}path, ...{entry}handlers);\n"),
        };
        let fields = if all_get { "{ path, handlers }" } else { "{ method, path, handlers }" };
        let run = match head {
            Loop::ForOf => format!("for (const entry of {table}) {{\n{}}}\n", register("entry.")),
            Loop::ForEach => format!("{table}.forEach(({fields}) => {{\n{}}});\n", register("")),
        };
        format!("const {table} = [\n{rows}];\n{run}")
    }

    /// Writes a router and gives the expression that is mounted, or the call that mounts it.
    fn router(&mut self, mount: &Mount, prefix: &str) -> String {
        let name = self.name("router");
        let path = joined(prefix, mount.path);
        self.guarded(&mount.args, &path);
        let inner = match mount.make {
            Make::Module => name.as_str(),
            Make::Factory | Make::Setup => "router",
        };
        let items = self.items(inner, &mount.items, &path);
        let made = format!("const {inner} = express.Router();\n{items}");
        let text = match mount.make {
            Make::Module => made,
            Make::Factory => format!("const {name} = () => {{\n{made}return router;\n}};\n"),
            Make::Setup => {
                let call = self.mounting("parent", mount, "router");
                format!("const {name} = (parent) => {{\n{made}{call}}};\n")
            }
        };
        let used = match mount.make {
            Make::Module | Make::Setup => name.clone(),
            Make::Factory => format!("{name}()"),
        };
        self.routers.push(Part { role: Role::Routers, name, text });
        used
    }

    fn mounting(&self, target: &str, mount: &Mount, router: &str) -> String {
        let mut args: Vec<String> = mount.args.iter().map(|arg| self.arg(*arg)).collect();
        args.push(String::from(router));
        args.extend(mount.after.iter().map(|&index| self.arg(Arg::Receiver(index))));
        format!("{target}.use({}{});\n", leading(mount.path), args.join(", "))
    }

    fn mount(&mut self, target: &str, mount: &Mount, prefix: &str) -> String {
        let router = self.router(mount, prefix);
        match mount.make {
            Make::Setup => format!("{router}({target});\n"),
            Make::Module | Make::Factory => self.mounting(target, mount, &router),
        }
    }

    fn mounts(&mut self, target: &str, mounts: &[Mount], head: Loop, prefix: &str) -> String {
        let table = self.name("mounts");
        let mut rows = String::new();
        for mount in mounts {
            let router = self.router(mount, prefix);
            let path = mount.path.map_or("/", |path| PATHS[path]);
            rows += &format!("{{ path: '{path}', router: {router} }},\n");
        }
        let run = match head {
            Loop::ForOf => {
                format!("for (const entry of {table}) {{\n{target}.use(entry.path, entry.router);\n}}\n")
            }
            Loop::ForEach => format!("{table}.forEach((entry) => {{\n{target}.use(entry.path, entry.router);\n}});\n"),
        };
        format!("const {table} = [\n{rows}];\n{run}")
    }
}

fn joined(prefix: &str, path: Option<usize>) -> String {
    format!("{prefix}{}", path.map_or("", |path| PATHS[path]))
}

fn leading(path: Option<usize>) -> String {
    path.map_or_else(String::new, |path| format!("'{}', ", PATHS[path]))
}

fn verb_text(verb: Verb) -> &'static str {
    match verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
        Verb::Delete => "DELETE",
    }
}
