//! Limits that stand in front of the service: which requests a gateway, a proxy or a CDN counts, as the project declares it.
//!
//! In: the `[[limited-upstream]]` tables of `tokentrail.toml`. Out: whether all requests for a path and a method are limited
//! there; or what the tables must not say. Knows nothing of routes.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::request_path::RequestPath;
use crate::vocabulary::Mistake;

/// How many paths may be declared: each is compared with the routes.
const PATHS: usize = 1_000;

/// `[[limited-upstream]]`: paths whose requests are limited before they come to the service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct UpstreamDeclaration {
    paths: Spanned<Vec<Spanned<String>>>,
    methods: Option<Spanned<Vec<HttpMethod>>>,
    by: Spanned<String>,
}

/// A method as HTTP writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum HttpMethod {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl HttpMethod {
    pub fn name(self) -> &'static str {
        match self {
            HttpMethod::Get => "GET",
            HttpMethod::Head => "HEAD",
            HttpMethod::Post => "POST",
            HttpMethod::Put => "PUT",
            HttpMethod::Patch => "PATCH",
            HttpMethod::Delete => "DELETE",
            HttpMethod::Options => "OPTIONS",
        }
    }
}

/// One declared path.
#[derive(Debug, Clone)]
pub struct UpstreamPath {
    path: RequestPath,
    /// Empty for all.
    pub methods: Vec<HttpMethod>,
    /// Who limits, for people. Hostile text.
    pub by: String,
    /// As it is written. Hostile text.
    pub written: String,
    /// Where it stands, in bytes of the file.
    pub at: Range<usize>,
}

/// The requests that come to one registration by one way.
#[derive(Debug, Clone, Copy)]
pub struct Requests<'r> {
    /// The whole path, from the root of the service on; absent where a part of it is not seen.
    pub path: Option<&'r str>,
    /// All that lies below the path comes, too.
    pub with_below: bool,
    /// In any case; absent for all methods.
    pub method: Option<&'r str>,
}

/// What is limited upstream.
#[derive(Debug, Clone, Default)]
pub struct Upstream {
    paths: Vec<UpstreamPath>,
}

impl Upstream {
    pub(super) fn read(declarations: &[UpstreamDeclaration]) -> Result<Upstream, Vec<Mistake>> {
        let mut paths = Vec::new();
        let mut mistakes = Vec::new();
        let mut mistake = |span: Range<usize>, message: &str| {
            mistakes.push(Mistake { span, message: message.to_owned() });
        };
        for declaration in declarations {
            let by = declaration.by.get_ref().trim();
            if by.is_empty() {
                mistake(declaration.by.span(), "`by` says who limits, for whoever reads this");
            }
            if declaration.paths.get_ref().is_empty() {
                mistake(declaration.paths.span(), "nothing is declared: `paths` is empty");
            }
            let methods = declaration.methods.as_ref().map_or(&[][..], |methods| methods.get_ref().as_slice());
            if let Some(written) = declaration.methods.as_ref().filter(|written| written.get_ref().is_empty()) {
                mistake(written.span(), "nothing is declared: `methods` is empty; left out, it means all");
            }
            for written in declaration.paths.get_ref() {
                if paths.len() == PATHS {
                    let message = format!("more than {PATHS} paths: `/auth/*` means all that lies below `/auth`");
                    mistake(written.span(), &message);
                    break;
                }
                match RequestPath::written(written.get_ref()) {
                    Ok(path) => paths.push(UpstreamPath {
                        path,
                        methods: methods.to_vec(),
                        by: by.to_owned(),
                        written: written.get_ref().clone(),
                        at: written.span(),
                    }),
                    Err(message) => mistake(written.span(), message),
                }
            }
        }
        if mistakes.is_empty() { Ok(Upstream { paths }) } else { Err(mistakes) }
    }

    /// Every declared path, in the order of the file.
    pub fn paths(&self) -> &[UpstreamPath] {
        &self.paths
    }

    /// Whether all of some requests are limited. Several paths may do it together.
    pub fn limits(&self, requests: Requests<'_>) -> bool {
        let fitting: Vec<&UpstreamPath> =
            self.paths.iter().filter(|declared| declared.takes_method(requests.method)).collect();
        match requests.path {
            _ if fitting.is_empty() => false,
            // Whatever the path is: a guess would be a limit that is not there.
            None => fitting.iter().any(|declared| declared.path.is_everything()),
            Some(path) => {
                let registered = RequestPath::registered(path, requests.with_below);
                registered.iter().all(|path| fitting.iter().any(|declared| declared.path.covers(path)))
            }
        }
    }

    /// Takes out the numbers of the paths that say something of some requests, alone or together with others.
    pub fn take_concerned(&self, numbers: &mut Vec<usize>, requests: Requests<'_>) {
        let registered = requests.path.map(|path| RequestPath::registered(path, requests.with_below));
        numbers.retain(|&number| {
            let Some(declared) = self.paths.get(number) else { return false };
            let fits = match &registered {
                Some(registered) => registered.iter().any(|path| declared.path.covers(path)),
                None => declared.path.is_everything(),
            };
            !(fits && declared.takes_method(requests.method))
        });
    }
}

impl UpstreamPath {
    /// `POST, PUT /auth/refresh`. Hostile text.
    pub fn describe(&self) -> String {
        let methods: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        let blank = if methods.is_empty() { "" } else { " " };
        format!("{}{blank}{}", methods.join(", "), self.written)
    }

    fn takes_method(&self, method: Option<&str>) -> bool {
        let takes = |method: &str| self.methods.iter().any(|own| own.name().eq_ignore_ascii_case(method));
        self.methods.is_empty() || method.is_some_and(takes)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_mistakes, file};
    use super::*;

    fn upstream(text: &str) -> Upstream {
        (*file(text).upstream).clone()
    }

    fn requests<'r>(method: Option<&'r str>, path: Option<&'r str>) -> Requests<'r> {
        Requests { path, with_below: false, method }
    }

    const ONE: &str = "[[limited-upstream]]\npaths = [\"/auth/refresh\", \"/api/*\"]\nby = \"the gateway\"\n";

    #[test]
    fn declared_paths_are_limited_for_their_methods() {
        let all = upstream(ONE);
        for (method, path, is_limited) in [
            (Some("post"), Some("/auth/refresh"), true),
            (Some("get"), Some("/api/a/b"), true),
            (None, Some("/api/a"), true),
            (Some("post"), Some("/auth/verify"), false),
            (Some("post"), None, false),
        ] {
            assert_eq!(all.limits(requests(method, path)), is_limited, "{method:?} {path:?}");
        }
        let posts = upstream(&format!("{ONE}methods = [\"POST\", \"PUT\"]\n"));
        for (method, is_limited) in [(Some("post"), true), (Some("put"), true), (Some("get"), false), (None, false)] {
            assert_eq!(posts.limits(requests(method, Some("/auth/refresh"))), is_limited, "{method:?}");
        }
        assert_eq!(posts.paths()[0].describe(), "POST, PUT /auth/refresh");
        assert_eq!(all.paths()[1].describe(), "/api/*");
        assert!(!Upstream::default().limits(requests(Some("post"), Some("/auth/refresh"))));
    }

    #[test]
    fn a_path_that_is_not_seen_is_limited_only_where_everything_is() {
        let everything = upstream("[[limited-upstream]]\npaths = [\"/*\"]\nby = \"the gateway\"\n");
        assert!(everything.limits(requests(None, None)));
        let almost = upstream("[[limited-upstream]]\npaths = [\"/:a\", \"/:a/*\", \"/\"]\nby = \"the gateway\"\n");
        assert!(!almost.limits(requests(None, None)));
    }

    #[test]
    fn several_declarations_limit_together() {
        let both = upstream(&format!("{ONE}\n[[limited-upstream]]\npaths = [\"/api\"]\nby = \"the CDN\"\n"));
        let used = Requests { path: Some("/api"), with_below: true, method: None };
        assert!(both.limits(used));
        assert!(!upstream(ONE).limits(used));
        let mut others = vec![0, 1, 2];
        both.take_concerned(&mut others, used);
        assert_eq!(others, [0]);
        both.take_concerned(&mut others, requests(Some("post"), Some("/auth/refresh")));
        assert!(others.is_empty());
        let paths: Vec<(&str, &str)> =
            both.paths().iter().map(|path| (path.written.as_str(), path.by.as_str())).collect();
        assert_eq!(paths, [("/auth/refresh", "the gateway"), ("/api/*", "the gateway"), ("/api", "the CDN")]);
    }

    #[test]
    fn mistakes_stand_where_they_are() {
        assert_mistakes(
            "[[limited-upstream]]\npaths = [\"auth\", \"/a//b\", \"/a?b\"]\nmethods = []\nby = \" \"\n\n\
             [[limited-upstream]]\npaths = []\nby = \"the gateway\"\n",
            &[
                ("\"auth\"", "a path begins with `/`, at the root of the service"),
                ("\"/a//b\"", "there is nothing between two slashes of this path"),
                ("\"/a?b\"", "a path is made of names and `:parameters`, with `*` at its end for all that lies below"),
                ("[]", "nothing is declared: `methods` is empty; left out, it means all"),
                ("\" \"", "`by` says who limits, for whoever reads this"),
                ("[]", "nothing is declared: `paths` is empty"),
            ],
        );
        let without = ONE.replace("by = \"the gateway\"\n", "");
        assert_mistakes(&without, &[("[[limited-upstream]]", "missing key `by`")]);
        let methods = "`GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`";
        let unknown = format!("unknown variant `post`, expected one of {methods}");
        assert_mistakes(&format!("{ONE}methods = [\"post\"]\n"), &[("\"post\"", &unknown)]);
        let many = vec!["\"/a\""; PATHS + 1].join(", ");
        let text = format!("[[limited-upstream]]\nby = \"the gateway\"\npaths = [{many}]\n");
        assert_mistakes(&text, &[("\"/a\"", "more than 1000 paths: `/auth/*` means all that lies below `/auth`")]);
    }

    #[test]
    fn mistakes_of_all_tables_are_told_together() {
        let text = "[[limited-upstream]]\npaths = [\"a\"]\nby = \"x\"\n[[limiter]]\nmodule = \"./a.js\"\npaths = []\n";
        assert_mistakes(
            text,
            &[
                ("\"a\"", "a path begins with `/`, at the root of the service"),
                ("[]", "nothing is declared: `paths` is empty"),
            ],
        );
    }
}
