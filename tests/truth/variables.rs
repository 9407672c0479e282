//! The environment variables that ask the truth tests for their long form.

use std::str::FromStr;

/// The number that a variable holds; none when it is not set.
pub(crate) fn number<T: FromStr>(prefix: &str, name: &str) -> Option<T> {
    let variable = format!("{prefix}_{name}");
    let value = std::env::var(&variable).ok()?;
    match value.trim().parse() {
        Ok(number) => Some(number),
        Err(_) => panic!("{variable} is no number: {value:?}"),
    }
}

/// What the names of a variable mean, which stand in it with commas between.
pub(crate) fn names<T>(prefix: &str, name: &str, meant: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let variable = format!("{prefix}_{name}");
    let value = std::env::var(&variable).unwrap_or_default();
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| meant(name).unwrap_or_else(|| panic!("{variable}: nothing is called {name:?}"))).collect()
}
