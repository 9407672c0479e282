//! What a specifier can mean, and how a package's name is told from the path inside of it.
//!
//! Plain values and text: touches no file.

use std::path::PathBuf;

/// What an import leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A file of the project: absolute, without symbolic links, below the root.
    File(PathBuf),
    /// A package from the registry, installed or not, and the path inside of it, if any.
    Package { name: String, subpath: String },
    /// A module of the platform, without `node:`.
    Builtin(String),
    /// Nothing that could be found.
    Missing,
}

/// A bare specifier taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PackageName<'s> {
    pub(super) name: &'s str,
    pub(super) subpath: &'s str,
}

impl<'s> PackageName<'s> {
    /// None where no package can be called so: `@/a`, `~/a` and `#a` are names that a project gives to its own files.
    pub(super) fn of(specifier: &'s str) -> Option<Self> {
        let slash = |from: usize| specifier[from..].find('/').map(|at| from + at);
        let end = if specifier.starts_with('@') {
            let scope = slash(0)?;
            if !is_name(&specifier[1..scope]) {
                return None;
            }
            let end = slash(scope + 1).unwrap_or(specifier.len());
            is_name(&specifier[scope + 1..end]).then_some(end)?
        } else {
            let end = slash(0).unwrap_or(specifier.len());
            is_name(&specifier[..end]).then_some(end)?
        };
        Some(Self { name: &specifier[..end], subpath: specifier[end..].trim_start_matches('/') })
    }

    pub(super) fn target(self) -> Target {
        Target::Package { name: self.name.to_owned(), subpath: self.subpath.to_owned() }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'))
        && text.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.' | '~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(specifier: &str) -> Option<(&str, &str)> {
        PackageName::of(specifier).map(|package| (package.name, package.subpath))
    }

    #[test]
    fn names_and_paths_are_kept_apart() {
        assert_eq!(parts("jsonwebtoken"), Some(("jsonwebtoken", "")));
        assert_eq!(parts("jose/jwt/verify"), Some(("jose", "jwt/verify")));
        assert_eq!(parts("@nestjs/jwt"), Some(("@nestjs/jwt", "")));
        assert_eq!(parts("@acme/auth/lib/a.js"), Some(("@acme/auth", "lib/a.js")));
        assert_eq!(parts("socket.io"), Some(("socket.io", "")));
        assert_eq!(parts("punycode/"), Some(("punycode", "")));
    }

    #[test]
    fn what_no_package_is_called() {
        for specifier in ["", "@", "@/a", "@a", "@a/", "~/a", "#a", "./a", "/a", ".", "a b", "é", "!raw!a", "a:b"] {
            assert_eq!(parts(specifier), None, "{specifier}");
        }
    }
}
