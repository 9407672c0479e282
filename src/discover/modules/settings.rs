//! `tsconfig.json` files, made sound: what they refer to and is not there is taken out, so that the rest still holds.
//!
//! In: a settings file as it is written, with comments. Out: the same as plain JSON, without references that lead nowhere or in
//! a circle: the compiler complains of those and goes on, the library that resolves gives up. In a fresh clone, whatever is
//! extended from an installed package is missing. Knows nothing of paths and how they are mapped.

use std::path::{Path, PathBuf};

use oxc_resolver::PathUtil;
use serde_json::{Map, Value};

use super::storage::Kind;
use super::target::PackageName;
use super::view::View;

/// Nobody reads through a longer chain of settings; the library would follow it by recursion.
const LONGEST_CHAIN: usize = 32;

/// The settings without what leads nowhere; none where they cannot be read.
pub(super) fn sound(view: &View, path: &Path, bytes: &[u8]) -> Option<String> {
    let mut settings = parse(bytes)?;
    let folder = path.parent()?;
    let is_sound = |name: &str| extended(view, folder, name).is_some_and(|target| !leads_back(view, target, path));
    match settings.get_mut("extends") {
        Some(Value::String(name)) if !is_sound(name) => drop(settings.remove("extends")),
        Some(Value::Array(names)) => names.retain(|name| name.as_str().is_some_and(is_sound)),
        _ => {}
    }
    if let Some(Value::Array(references)) = settings.get_mut("references") {
        references.retain(|reference| {
            let target = reference.get("path").and_then(Value::as_str).map(|target| folder.normalize_with(target));
            let target = target.and_then(|target| settings_at(view, &target));
            // One that cannot be read would take this one with it.
            target.is_some_and(|target| target != path && read(view, &target).is_some())
        });
    }
    serde_json::to_string(&settings).ok()
}

fn parse(bytes: &[u8]) -> Option<Map<String, Value>> {
    let mut text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).to_vec();
    json_strip_comments::strip_slice(&mut text).ok()?;
    if text.trim_ascii().is_empty() {
        return Some(Map::new());
    }
    serde_json::from_slice(&text).ok()
}

fn read(view: &View, path: &Path) -> Option<Map<String, Value>> {
    parse(&view.read(path).ok()?)
}

/// The file that an entry of `extends` means.
fn extended(view: &View, folder: &Path, name: &str) -> Option<PathBuf> {
    match name.as_bytes().first()? {
        b'.' => settings_at(view, &folder.normalize_with(name)),
        b'/' => settings_at(view, Path::new(name)),
        _ => {
            let package = PackageName::of(name)?;
            let folder = view.workspace().folder(package.name)?;
            settings_at(view, &folder.normalize_with(package.subpath))
        }
    }
}

fn settings_at(view: &View, path: &Path) -> Option<PathBuf> {
    let place = match view.target_kind(path) {
        Some(Kind::File) => return Some(path.to_path_buf()),
        Some(Kind::Folder) => path.join("tsconfig.json"),
        _ => {
            let mut name = path.file_name()?.to_owned();
            name.push(".json");
            path.with_file_name(name)
        }
    };
    view.is_file(&place).then_some(place)
}

/// Whether settings extend the ones that they are extended by, or go on for too long for anybody to say.
fn leads_back(view: &View, start: PathBuf, own: &Path) -> bool {
    let mut seen = Vec::new();
    let mut waiting = vec![start];
    while let Some(path) = waiting.pop() {
        if path == own || seen.len() == LONGEST_CHAIN {
            return true;
        }
        if seen.contains(&path) {
            continue;
        }
        let Some(settings) = read(view, &path) else {
            // Broken settings break those that extend them.
            return true;
        };
        let names = match settings.get("extends") {
            Some(Value::Array(names)) => names.as_slice(),
            Some(name) => std::slice::from_ref(name),
            None => &[],
        };
        if let Some(folder) = path.parent() {
            waiting.extend(names.iter().filter_map(|name| extended(view, folder, name.as_str()?)));
        }
        seen.push(path);
    }
    false
}
