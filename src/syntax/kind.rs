//! The node kinds and fields of the three grammars that the rest of the house cares for, as closed enums.
//!
//! In: a grammar. Out: tables from the grammar's numbers to [`Kind`] and from [`Field`] to the grammar's numbers.
//! A kind that is not listed is [`Kind::Other`]: its children are still visited.

use serde::Serialize;

macro_rules! kinds {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// What a node is. Only named nodes have a kind; punctuation and keywords are [`Kind::Token`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($variant,)+
            /// A named node that no part of the house asks for.
            Other,
            /// An anonymous node.
            Token,
        }

        impl Kind {
            /// The kind of a named node, by the name that the grammars give it.
            pub fn named(name: &str) -> Kind {
                match name {
                    $($name => Kind::$variant,)+
                    _ => Kind::Other,
                }
            }
        }
    };
}

kinds! {
    Error = "ERROR",
    Program = "program",
    Comment = "comment",
    HashBang = "hash_bang_line",
    // Declarations and statements.
    FunctionDeclaration = "function_declaration",
    GeneratorFunctionDeclaration = "generator_function_declaration",
    FunctionSignature = "function_signature",
    ClassDeclaration = "class_declaration",
    AbstractClassDeclaration = "abstract_class_declaration",
    LexicalDeclaration = "lexical_declaration",
    VariableDeclaration = "variable_declaration",
    VariableDeclarator = "variable_declarator",
    ImportStatement = "import_statement",
    ImportClause = "import_clause",
    ImportSpecifier = "import_specifier",
    NamedImports = "named_imports",
    NamespaceImport = "namespace_import",
    ImportRequireClause = "import_require_clause",
    ExportStatement = "export_statement",
    ExportClause = "export_clause",
    ExportSpecifier = "export_specifier",
    NamespaceExport = "namespace_export",
    ExpressionStatement = "expression_statement",
    StatementBlock = "statement_block",
    IfStatement = "if_statement",
    ElseClause = "else_clause",
    SwitchStatement = "switch_statement",
    SwitchBody = "switch_body",
    SwitchCase = "switch_case",
    SwitchDefault = "switch_default",
    ForStatement = "for_statement",
    ForInStatement = "for_in_statement",
    WhileStatement = "while_statement",
    DoStatement = "do_statement",
    TryStatement = "try_statement",
    CatchClause = "catch_clause",
    FinallyClause = "finally_clause",
    ReturnStatement = "return_statement",
    ThrowStatement = "throw_statement",
    BreakStatement = "break_statement",
    ContinueStatement = "continue_statement",
    LabeledStatement = "labeled_statement",
    WithStatement = "with_statement",
    EmptyStatement = "empty_statement",
    InterfaceDeclaration = "interface_declaration",
    TypeAliasDeclaration = "type_alias_declaration",
    EnumDeclaration = "enum_declaration",
    EnumBody = "enum_body",
    EnumAssignment = "enum_assignment",
    InternalModule = "internal_module",
    Module = "module",
    AmbientDeclaration = "ambient_declaration",
    // Expressions.
    Identifier = "identifier",
    PropertyIdentifier = "property_identifier",
    PrivatePropertyIdentifier = "private_property_identifier",
    ShorthandPropertyIdentifier = "shorthand_property_identifier",
    ShorthandPropertyIdentifierPattern = "shorthand_property_identifier_pattern",
    StatementIdentifier = "statement_identifier",
    TypeIdentifier = "type_identifier",
    This = "this",
    Super = "super",
    True = "true",
    False = "false",
    Null = "null",
    Undefined = "undefined",
    Number = "number",
    String = "string",
    StringFragment = "string_fragment",
    EscapeSequence = "escape_sequence",
    TemplateString = "template_string",
    TemplateSubstitution = "template_substitution",
    Regex = "regex",
    Array = "array",
    Object = "object",
    Pair = "pair",
    ComputedPropertyName = "computed_property_name",
    MethodDefinition = "method_definition",
    SpreadElement = "spread_element",
    FunctionExpression = "function_expression",
    GeneratorFunction = "generator_function",
    ArrowFunction = "arrow_function",
    Class = "class",
    ClassHeritage = "class_heritage",
    ExtendsClause = "extends_clause",
    ImplementsClause = "implements_clause",
    ClassBody = "class_body",
    ClassStaticBlock = "class_static_block",
    FieldDefinition = "field_definition",
    PublicFieldDefinition = "public_field_definition",
    MethodSignature = "method_signature",
    AbstractMethodSignature = "abstract_method_signature",
    Decorator = "decorator",
    ParenthesizedExpression = "parenthesized_expression",
    CallExpression = "call_expression",
    NewExpression = "new_expression",
    Arguments = "arguments",
    AwaitExpression = "await_expression",
    YieldExpression = "yield_expression",
    MemberExpression = "member_expression",
    SubscriptExpression = "subscript_expression",
    OptionalChain = "optional_chain",
    AssignmentExpression = "assignment_expression",
    AugmentedAssignmentExpression = "augmented_assignment_expression",
    UpdateExpression = "update_expression",
    UnaryExpression = "unary_expression",
    BinaryExpression = "binary_expression",
    TernaryExpression = "ternary_expression",
    SequenceExpression = "sequence_expression",
    Import = "import",
    MetaProperty = "meta_property",
    AsExpression = "as_expression",
    SatisfiesExpression = "satisfies_expression",
    NonNullExpression = "non_null_expression",
    TypeAssertion = "type_assertion",
    InstantiationExpression = "instantiation_expression",
    JsxElement = "jsx_element",
    JsxSelfClosingElement = "jsx_self_closing_element",
    // Patterns and parameters.
    FormalParameters = "formal_parameters",
    RequiredParameter = "required_parameter",
    OptionalParameter = "optional_parameter",
    ObjectPattern = "object_pattern",
    ArrayPattern = "array_pattern",
    PairPattern = "pair_pattern",
    AssignmentPattern = "assignment_pattern",
    ObjectAssignmentPattern = "object_assignment_pattern",
    RestPattern = "rest_pattern",
    // Types, of which only a few matter.
    TypeAnnotation = "type_annotation",
    TypeArguments = "type_arguments",
    TypeParameters = "type_parameters",
    GenericType = "generic_type",
    NestedTypeIdentifier = "nested_type_identifier",
    AccessibilityModifier = "accessibility_modifier",
}

/// What the outline keeps of a file under a name of its own, so that a rule's capture can stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// `f(…)` and `new F(…)`.
    Call,
    /// `list[key]`, `key in list`, `list[key] = value` and `delete list[key]`.
    Access,
    /// Any function, method or arrow.
    Function,
    /// A `catch` clause.
    Catch,
    /// `left === right`, and its kin.
    Equality,
}

impl Kind {
    /// The entities that an outline can make of such a node; none when lowering drops it.
    pub fn entities(self) -> &'static [EntityKind] {
        match self {
            Kind::CallExpression | Kind::NewExpression => &[EntityKind::Call],
            Kind::CatchClause => &[EntityKind::Catch],
            // Other operators make no entity: a question about one is never asked.
            Kind::BinaryExpression => &[EntityKind::Equality, EntityKind::Access],
            Kind::SubscriptExpression | Kind::AssignmentExpression | Kind::UnaryExpression => &[EntityKind::Access],
            kind if kind.is_function() => &[EntityKind::Function],
            _ => &[],
        }
    }

    pub fn is_function(self) -> bool {
        matches!(
            self,
            Kind::FunctionDeclaration
                | Kind::GeneratorFunctionDeclaration
                | Kind::FunctionExpression
                | Kind::GeneratorFunction
                | Kind::ArrowFunction
                | Kind::MethodDefinition
        )
    }

    pub fn is_class(self) -> bool {
        matches!(self, Kind::ClassDeclaration | Kind::AbstractClassDeclaration | Kind::Class)
    }
}

macro_rules! fields {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// The named children that lowering asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Field { $($variant,)+ }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$variant,)+];

            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)+ }
            }

            pub fn named(name: &str) -> Option<Field> {
                Field::ALL.iter().copied().find(|field| field.name() == name)
            }
        }
    };
}

fields! {
    Alias = "alias",
    Alternative = "alternative",
    Argument = "argument",
    Arguments = "arguments",
    Body = "body",
    Condition = "condition",
    Consequence = "consequence",
    Constructor = "constructor",
    Declaration = "declaration",
    Decorator = "decorator",
    Finalizer = "finalizer",
    Function = "function",
    Handler = "handler",
    Increment = "increment",
    Index = "index",
    Initializer = "initializer",
    Key = "key",
    Kind = "kind",
    Label = "label",
    Left = "left",
    Name = "name",
    Object = "object",
    Operator = "operator",
    OptionalChain = "optional_chain",
    Parameter = "parameter",
    Parameters = "parameters",
    Pattern = "pattern",
    Property = "property",
    Right = "right",
    Source = "source",
    Type = "type",
    Value = "value",
}
