//! Lowering of imports and exports.

use super::super::code::{Definition, Imported, Op};
use super::super::{Export, ExportName, Exported};
use super::{Lowering, NameId, Task};
use crate::syntax::{Field, Kind, Node};

impl<'t> Lowering<'t, '_> {
    pub(super) fn import(&mut self, node: Node<'t>) {
        // `import 'x'` has nothing but its effect.
        if let Some(source) = node.field(Field::Source) {
            let specifier = self.string_value(source);
            let specifier = self.names.intern(&specifier);
            self.imports.push(specifier);
        }
        for part in node.named_children() {
            match part.kind() {
                Kind::ImportClause => self.import_clause(node, part),
                // `import x = require('y')`
                Kind::ImportRequireClause => {
                    let (Some(source), Some(name)) = (part.field(Field::Source), part.first_named_child()) else {
                        continue;
                    };
                    self.import_binding(name, source, Imported::Namespace);
                }
                _ => {}
            }
        }
    }

    fn import_clause(&mut self, node: Node<'t>, clause: Node<'t>) {
        let Some(source) = node.field(Field::Source) else { return };
        for part in clause.named_children() {
            match part.kind() {
                Kind::Identifier => self.import_binding(part, source, Imported::Default),
                Kind::NamespaceImport => {
                    if let Some(name) = part.first_named_child() {
                        self.import_binding(name, source, Imported::Namespace);
                    }
                }
                Kind::NamedImports => {
                    for specifier in part.named_children() {
                        let Some(name) = specifier.field(Field::Name) else { continue };
                        let imported = self.imported_name(name);
                        self.import_binding(specifier.field(Field::Alias).unwrap_or(name), source, imported);
                    }
                }
                _ => {}
            }
        }
    }

    fn imported_name(&mut self, name: Node<'t>) -> Imported {
        match self.key(name) {
            Some(key) if self.names.is(key, "default") => Imported::Default,
            Some(key) => Imported::Named(key),
            None => Imported::Namespace,
        }
    }

    fn import_binding(&mut self, local: Node<'t>, source: Node<'t>, imported: Imported) {
        let specifier = self.string_value(source);
        let definition = self.import_definition(&specifier, imported);
        let name = self.intern(local);
        let scope = self.scope();
        self.declare(name, scope, definition);
    }

    pub(super) fn export(&mut self, node: Node<'t>) {
        if let Some(source) = node.field(Field::Source) {
            return self.export_from(node, source);
        }
        if let Some(declaration) = node.field(Field::Declaration) {
            let default = node.has_token("default");
            let names = if default { self.default_name(declaration) } else { self.declared_names(declaration) };
            let (decorators, tasks): (Vec<_>, Vec<_>) =
                node.named_children().into_iter().partition(|part| part.kind() == Kind::Decorator);
            self.exported_decorators = decorators;
            self.schedule(tasks.into_iter().map(Task::Statement));
            for name in names {
                let reference = self.reference(name);
                let exported = if default { ExportName::Default } else { ExportName::Named(name) };
                self.exports.push(Export { name: exported, value: Exported::Local(reference) });
            }
            return;
        }
        if let Some(value) = node.field(Field::Value) {
            let range = self.range();
            return self.schedule([
                Task::StartRange(range),
                Task::Expression(value),
                Task::EndRange(range),
                Task::Export(ExportName::Default, range),
                Task::Emit(Op::Pop, value.span()),
            ]);
        }
        for clause in node.named_children() {
            if clause.kind() == Kind::ExportClause {
                for specifier in clause.named_children() {
                    let Some(name) = specifier.field(Field::Name) else { continue };
                    let local = self.intern(name);
                    let reference = self.reference(local);
                    let name = self.export_name(specifier.field(Field::Alias).unwrap_or(name));
                    self.exports.push(Export { name, value: Exported::Local(reference) });
                }
            } else {
                // `export = x`
                let range = self.range();
                self.schedule([
                    Task::StartRange(range),
                    Task::Expression(clause),
                    Task::EndRange(range),
                    Task::Export(ExportName::Module, range),
                    Task::Emit(Op::Pop, clause.span()),
                ]);
            }
        }
    }

    fn export_from(&mut self, node: Node<'t>, source: Node<'t>) {
        let value = self.string_value(source);
        let specifier = self.names.intern(&value);
        self.imports.push(specifier);
        let mut whole = true;
        for clause in node.named_children() {
            match clause.kind() {
                Kind::ExportClause => {
                    whole = false;
                    for part in clause.named_children() {
                        let Some(name) = part.field(Field::Name) else { continue };
                        let imported = self.imported_name(name);
                        let name = self.export_name(part.field(Field::Alias).unwrap_or(name));
                        self.exports.push(Export { name, value: Exported::From { specifier, imported } });
                    }
                }
                Kind::NamespaceExport => {
                    whole = false;
                    if let Some(name) = clause.first_named_child() {
                        let name = self.export_name(name);
                        let value = Exported::From { specifier, imported: Imported::Namespace };
                        self.exports.push(Export { name, value });
                    }
                }
                _ => {}
            }
        }
        if whole {
            let value = Exported::From { specifier, imported: Imported::Namespace };
            self.exports.push(Export { name: ExportName::All, value });
        }
    }

    fn export_name(&mut self, node: Node<'t>) -> ExportName {
        match self.key(node) {
            Some(key) if self.names.is(key, "default") => ExportName::Default,
            Some(key) => ExportName::Named(key),
            None => ExportName::Default,
        }
    }

    fn default_name(&mut self, declaration: Node<'t>) -> Vec<NameId> {
        match declaration.field(Field::Name) {
            Some(name) => vec![self.intern(name)],
            None => {
                // `export default function () {}`: nobody else can name it, so it is bound to a name that is no identifier.
                let name = self.names.intern("*default*");
                let scope = self.scope();
                if declaration.kind().is_class() {
                    self.declare(name, scope, Definition::Unseen);
                }
                vec![name]
            }
        }
    }

    fn declared_names(&mut self, declaration: Node<'t>) -> Vec<NameId> {
        match declaration.kind() {
            Kind::LexicalDeclaration | Kind::VariableDeclaration => {
                let targets: Vec<_> = declaration
                    .named_children()
                    .into_iter()
                    .filter_map(|declarator| declarator.field(Field::Name))
                    .collect();
                self.pattern_names(targets)
            }
            Kind::AmbientDeclaration | Kind::InterfaceDeclaration | Kind::TypeAliasDeclaration => Vec::new(),
            _ => declaration.field(Field::Name).map(|name| self.intern(name)).into_iter().collect(),
        }
    }

    /// The names that patterns bind, in no particular order.
    fn pattern_names(&mut self, mut waiting: Vec<Node<'t>>) -> Vec<NameId> {
        let mut names = Vec::new();
        while let Some(node) = waiting.pop() {
            match node.kind() {
                Kind::Identifier | Kind::ShorthandPropertyIdentifierPattern => names.push(self.intern(node)),
                Kind::PairPattern => waiting.extend(node.field(Field::Value)),
                Kind::AssignmentPattern | Kind::ObjectAssignmentPattern => waiting.extend(node.field(Field::Left)),
                Kind::ObjectPattern | Kind::ArrayPattern | Kind::RestPattern => waiting.extend(node.named_children()),
                _ => {}
            }
        }
        names
    }
}
