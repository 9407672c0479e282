//! Where the findings go, and in which forms.
//!
//! In: what was typed, whether a GitHub workflow runs the program. Out: the outputs of the run, none in the way of another;
//! files that are written whole or not at all.

use std::cell::Cell;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::report::{Format, Look};

/// One form of the findings, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Stdout,
    File(PathBuf),
}

/// How a file looks, whatever terminal the run has.
pub(super) const LOOK_OF_FILES: Look = Look { color: false, unicode: true, width: 100 };

impl Output {
    /// Reads `sarif=report.sarif`, or a form alone, for stdout.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(path)),
            None => (text, None),
        };
        let format = Format::value_variants().iter().find(|format| format.name() == name);
        let Some(&format) = format else {
            let known: Vec<&str> = Format::value_variants().iter().map(|format| format.name()).collect();
            return Err(format!("there is no form `{name}` [possible forms: {}]", known.join(", ")));
        };
        let target = match path {
            None | Some("-") => Target::Stdout,
            Some("") => return Err(format!("a path is missing after `{name}=`")),
            Some(path) => Target::File(PathBuf::from(path)),
        };
        Ok(Self { format, target })
    }
}

/// The outputs of a run, in the order in which they were asked for. Where none was, people get the full form, and the
/// readers of a GitHub workflow its annotations as well.
pub(super) fn plan(plain: Option<Format>, asked: &[Output], in_workflow: bool) -> Result<Vec<Output>, String> {
    let to_stdout = |format| Output { format, target: Target::Stdout };
    let outputs: Vec<Output> = plain.into_iter().map(to_stdout).chain(asked.iter().cloned()).collect();
    if outputs.is_empty() {
        let forms: &[Format] = if in_workflow { &[Format::Full, Format::Github] } else { &[Format::Full] };
        return Ok(forms.iter().copied().map(to_stdout).collect());
    }
    for (at, output) in outputs.iter().enumerate() {
        let earlier = outputs[..at].iter().find(|earlier| earlier.target == output.target);
        match (&output.target, earlier) {
            (Target::File(path), Some(_)) => {
                return Err(format!("two outputs go to {}", path.display()));
            }
            (Target::Stdout, Some(earlier)) if earlier.format == output.format => {
                return Err(format!("the form `{}` is asked for twice", output.format.name()));
            }
            (Target::Stdout, Some(earlier)) if earlier.format.is_document() || output.format.is_document() => {
                let names = [earlier.format.name(), output.format.name()];
                return Err(format!("`{}` and `{}` cannot both go to stdout: give one a path", names[0], names[1]));
            }
            _ => {}
        }
    }
    Ok(outputs)
}

/// Writes a file so that whoever reads it finds the old one or the new one, never a part. What is no file (a pipe, a device)
/// cannot be replaced, and is written to.
pub(super) fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => {
            // Through a link, its target is replaced and not the link.
            replace(&fs::canonicalize(path)?, Some(found.permissions()), write)
        }
        Ok(found) if found.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        Ok(_) => {
            let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(path)?);
            write(&mut out).and_then(|()| out.flush())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(path, None, write),
        Err(error) => Err(error),
    }
}

fn replace(
    path: &Path,
    permissions: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // What goes wrong is said of the file that was asked for: the temporary one's name means nothing to anybody. So nothing is
    // done through what would put that name into the error.
    let reason = Cell::new(None);
    let make = |path: &Path| {
        // As any program would make it: readable by whomever the user's mask leaves.
        let made = fs::OpenOptions::new().write(true).create_new(true).open(path);
        made.inspect_err(|error| reason.set(error.raw_os_error()))
    };
    let file = tempfile::Builder::new()
        .prefix(".tokentrail-")
        .make_in(folder, make)
        .map_err(|error| reason.get().map_or_else(|| io::Error::from(error.kind()), io::Error::from_raw_os_error))?;
    let mut out = BufWriter::new(file.as_file());
    write(&mut out).and_then(|()| out.flush())?;
    drop(out);
    if let Some(permissions) = permissions {
        fs::set_permissions(file.path(), permissions)?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(text: &str) -> Output {
        Output::parse(text).unwrap()
    }

    fn planned(plain: Option<Format>, asked: &[&str], in_workflow: bool) -> Result<Vec<Output>, String> {
        plan(plain, &asked.iter().map(|text| output(text)).collect::<Vec<_>>(), in_workflow)
    }

    #[test]
    fn a_form_with_or_without_a_path() {
        assert_eq!(output("json"), Output { format: Format::Json, target: Target::Stdout });
        assert_eq!(output("json=-").target, Target::Stdout);
        assert_eq!(output("sarif=a=b.sarif").target, Target::File("a=b.sarif".into()));
        for (text, part) in [("sarif=", "path is missing"), ("gitlab=a", "no form `gitlab`"), ("", "full, concise")] {
            assert!(Output::parse(text).unwrap_err().contains(part), "{text}");
        }
    }

    #[test]
    fn annotations_come_with_the_full_form_where_none_was_asked_for() {
        assert_eq!(planned(None, &[], false).unwrap(), [output("full")]);
        assert_eq!(planned(None, &[], true).unwrap(), [output("full"), output("github")]);
        assert_eq!(planned(Some(Format::Json), &[], true).unwrap(), [output("json")]);
        assert_eq!(planned(None, &["sarif=a"], true).unwrap(), [output("sarif=a")]);
    }

    #[test]
    fn outputs_do_not_get_in_each_others_way() {
        assert_eq!(planned(Some(Format::Full), &["github", "json=a", "json=b"], false).unwrap().len(), 4);
        for (plain, asked, part) in [
            (Some(Format::Full), vec!["json"], "cannot both go to stdout"),
            (None, vec!["sarif", "github"], "cannot both go to stdout"),
            (None, vec!["json", "json"], "twice"),
            (None, vec!["json=a", "sarif=a"], "two outputs go to a"),
        ] {
            assert!(planned(plain, &asked, false).unwrap_err().contains(part), "{asked:?}");
        }
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        write_file(&path, |out| out.write_all(b"one")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let failed = write_file(&path, |out| {
            out.write_all(b"tw")?;
            Err(io::Error::other("on purpose"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
        assert!(write_file(folder.path(), |_| Ok(())).is_err(), "a folder");
        let absent = write_file(&folder.path().join("none/out.json"), |_| Ok(())).unwrap_err();
        assert_eq!(absent.to_string(), fs::read_dir(folder.path().join("none")).unwrap_err().to_string());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay_and_devices_are_not_replaced() {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("out"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("out", &link).unwrap();
        write_file(&link, |out| out.write_all(b"new")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        write_file(Path::new("/dev/null"), |out| out.write_all(b"gone")).unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        let new = folder.path().join("new");
        write_file(&new, |_| Ok(())).unwrap();
        fs::write(folder.path().join("plain"), "").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&new), mode(&folder.path().join("plain")));
    }
}
