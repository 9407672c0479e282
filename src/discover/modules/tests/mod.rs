//! Modules over real folders: what an import means, and that nothing leads out of the project or brings the resolver down.

mod direct;
mod hostile;
mod paths;
mod settings;
mod workspaces;

use tempfile::TempDir;

use super::*;

/// A project of one test.
struct Project {
    folder: TempDir,
    modules: Modules,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let is_manifest = |path: &&&str| path.ends_with("package.json") && !path.contains(view::PACKAGES_FOLDER);
        let manifests = files.iter().map(|(path, _)| path).filter(is_manifest).map(|path| root.join(path));
        let modules = Modules::on_disk(&root, manifests).unwrap();
        Self { folder, modules }
    }

    fn root(&self) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap()
    }

    fn resolve(&self, importer: &str, specifier: &str) -> Target {
        self.modules.resolve(&self.root().join(importer), specifier)
    }

    #[track_caller]
    fn leads(&self, importer: &str, specifier: &str, file: &str) {
        assert_eq!(self.resolve(importer, specifier), Target::File(self.root().join(file)), "{specifier}");
    }

    #[track_caller]
    fn misses(&self, importer: &str, specifier: &str) {
        assert_eq!(self.resolve(importer, specifier), Target::Missing, "{specifier}");
    }

    #[track_caller]
    fn is_package(&self, importer: &str, specifier: &str, name: &str, subpath: &str) {
        let package = Target::Package { name: name.to_owned(), subpath: subpath.to_owned() };
        assert_eq!(self.resolve(importer, specifier), package, "{specifier}");
    }
}
