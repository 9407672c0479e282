//! Finds the constructs of a program.

use std::collections::BTreeSet;

use super::construct::Construct;
use super::construct_project::surroundings;
use super::program::*;

pub(crate) fn constructs(program: &Program) -> BTreeSet<Construct> {
    let mut found = Finder { program, set: BTreeSet::new() };
    found.program();
    found.set
}

struct Finder<'a> {
    program: &'a Program,
    set: BTreeSet<Construct>,
}

impl Finder<'_> {
    fn add(&mut self, construct: Construct) {
        self.set.insert(construct);
    }

    fn add_if(&mut self, condition: bool, construct: Construct) {
        if condition {
            self.add(construct);
        }
    }

    fn program(&mut self) {
        let program = self.program;
        self.add_if(program.is_async, Construct::AsyncHandler);
        match program.binding {
            Binding::Require => {}
            Binding::Destructured => self.add(Construct::Destructured),
            Binding::Renamed => self.add(Construct::Renamed),
            Binding::ImportDefault | Binding::ImportNamespace | Binding::ImportNamed => self.add(Construct::Import),
        }
        for helper in &program.helpers {
            self.add(if helper.home == Home::Handler { Construct::Helper } else { Construct::ModuleHelper });
            self.function(&helper.function);
        }
        self.set.extend(surroundings(program));
        let others = program.second.iter().map(|second| &second.body);
        for body in program.wrappers.iter().map(|wrapper| &wrapper.body).chain([&program.body]).chain(others) {
            self.block(body);
        }
    }

    fn block(&mut self, block: &Block) {
        for stmt in block {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Expr(expr) => self.expr(expr),
            Stmt::Return(expr) => expr.iter().for_each(|expr| self.expr(expr)),
            Stmt::Neutral(neutral) => match neutral {
                Neutral::CommentedLog | Neutral::StringLog | Neutral::UncalledLog => {
                    self.add(Construct::MisleadingText)
                }
                Neutral::AwaitedStore => self.add(Construct::NeutralAwait),
                Neutral::Header | Neutral::Store | Neutral::Local => {}
            },
            Stmt::Throw(thrown) => self.thrown(*thrown),
            Stmt::If(cond, then, otherwise) => {
                self.add(Construct::If);
                self.cond(cond);
                self.block(then);
                otherwise.iter().for_each(|block| self.block(block));
            }
            Stmt::Switch(subject, cases) => self.switch(*subject, cases),
            Stmt::Loop(head, label, body) => {
                self.add_if(label.is_some(), Construct::Label);
                self.add(match head {
                    Loop::Keys => Construct::LoopOverKeys,
                    Loop::Literal => Construct::LoopOverLiteral,
                    Loop::Of(_) => Construct::LoopOverList,
                    Loop::Counted(_) => Construct::LoopCounted,
                    Loop::While(_) => Construct::LoopWhile,
                    Loop::DoWhile(_) => Construct::LoopDoWhile,
                    Loop::Forever => Construct::LoopForever,
                    Loop::Retry => Construct::RetryLoop,
                });
                self.block(body);
            }
            Stmt::Try(body, catch, finally) => {
                self.add(Construct::Try);
                self.block(body);
                if let Some(catch) = catch {
                    self.add_if(catch.binding.is_none(), Construct::CatchWithoutBinding);
                    self.add_if(catch.body.is_empty(), Construct::EmptyCatch);
                    self.block(&catch.body);
                }
                if let Some(finally) = finally {
                    self.add(Construct::Finally);
                    let returns = finally.iter().any(|stmt| matches!(stmt, Stmt::Return(_)));
                    self.add_if(returns, Construct::ReturnInFinally);
                    self.block(finally);
                }
            }
            Stmt::Break(_) => self.add(Construct::Break),
            Stmt::Continue(_) => self.add(Construct::Continue),
            Stmt::Let(..) | Stmt::Set(..) => self.add(Construct::Variable),
            Stmt::Defer(_, signal) => {
                self.add(Construct::Deferred);
                self.signal(signal);
            }
            Stmt::Check(check) => self.check(check),
            Stmt::Inline(inline, body) => {
                self.add(match inline {
                    Inline::Called => Construct::CalledInPlace,
                    Inline::Awaited => Construct::AwaitedInPlace,
                    Inline::EachKey => Construct::ForEachKey,
                    Inline::EachPart => Construct::ForEachPart,
                    Inline::MapParts => Construct::MapParts,
                });
                self.block(body);
            }
            Stmt::NoKey(body, failing) => {
                self.add(Construct::SomeKey);
                self.block(body);
                self.block(failing);
            }
            Stmt::Retry => self.add(Construct::Retry),
        }
    }

    fn switch(&mut self, subject: Subject, cases: &[Case]) {
        self.add(match subject {
            Subject::Choice(_) => Construct::Switch,
            Subject::ErrorName(_) | Subject::ErrorMessage(_) => Construct::SwitchOnError,
            Subject::True => Construct::SwitchTrue,
        });
        for (index, case) in cases.iter().enumerate() {
            if let CaseTest::Holds(cond) = &case.test {
                self.cond(cond);
            }
            let left =
                matches!(case.body.last(), Some(Stmt::Return(_) | Stmt::Throw(_) | Stmt::Break(_) | Stmt::Continue(_)));
            self.add_if(!left && index + 1 < cases.len(), Construct::Fallthrough);
            self.block(&case.body);
        }
    }

    fn check(&mut self, check: &Check) {
        match check {
            Check::Direct { result, .. } => {
                self.add(Construct::DirectCheck);
                self.result(result);
            }
            Check::Callback { key, named, callback, returned } => {
                self.add(Construct::CallbackCheck);
                self.add_if(*key == Key::Deferred, Construct::DeferredKey);
                self.add_if(named.is_some(), Construct::NamedCallback);
                self.add_if(*returned, Construct::ReturnedCheck);
                self.add_if(callback.style == Style::AsyncArrow, Construct::AsyncCallback);
                self.add_if(matches!(callback.body, Body::Expr(_)), Construct::ExpressionCallback);
                self.add_if(callback.params.is_empty(), Construct::ErrorNeverLookedAt);
                self.function(callback);
            }
            Check::Promise { source, links, consumer } => {
                match source {
                    Source::Promisified { .. } => self.add(Construct::Promisify),
                    Source::Constructed { key, callback } => {
                        self.add(Construct::NewPromise);
                        self.add_if(*key == Key::Deferred, Construct::DeferredKey);
                        self.function(callback);
                    }
                }
                links.iter().for_each(|link| self.link(link));
                match consumer {
                    Consumer::Floating => self.add(Construct::FloatingPromise),
                    Consumer::Returned => self.add(Construct::ReturnedPromise),
                    Consumer::Left => self.add(Construct::LeftPromise),
                    Consumer::Awaited(result) => {
                        self.add(Construct::AwaitedPromise);
                        self.result(result);
                    }
                    Consumer::Held(between, result) => {
                        self.add(Construct::HeldPromise);
                        self.block(between);
                        self.result(result);
                    }
                }
            }
        }
    }

    fn result(&mut self, result: &Use) {
        match result {
            Use::Returned => self.add(Construct::ReturnedCheck),
            Use::Request => self.add(Construct::RequestField),
            Use::Tested(then) => {
                self.add(Construct::TestedCheck);
                self.block(then);
            }
            Use::Tried(_, tried) => match tried {
                Tried::Unpacked => self.add(Construct::UnpackedResult),
                Tried::Refused(block) => {
                    self.add(Construct::RefusedResult);
                    self.block(block);
                }
                Tried::Chosen(yes, no) => {
                    self.add(Construct::ChosenResult);
                    self.expr(yes);
                    self.expr(no);
                }
                Tried::Coalesced(_) => self.add(Construct::CoalescedResult),
                Tried::Packed => self.add(Construct::PackedResult),
            },
            Use::Dropped | Use::Declared(_) | Use::Assigned(_) | Use::Fields | Use::Answered => {}
        }
    }

    fn link(&mut self, link: &Link) {
        match link {
            Link::Then(ok) => {
                self.add(Construct::ThenLink);
                self.function(ok);
            }
            Link::ThenBoth(ok, failed) => {
                self.add(Construct::SecondArgumentOfThen);
                self.function(ok);
                self.handler(failed);
            }
            Link::Catch(failed) => {
                self.add(Construct::CatchLink);
                self.handler(failed);
            }
            Link::Finally(done) => {
                self.add(Construct::FinallyLink);
                self.function(done);
            }
        }
    }

    fn handler(&mut self, handler: &Handler) {
        match handler {
            Handler::Inline(function) => self.function(function),
            Handler::Next | Handler::Done | Handler::ConsoleError | Handler::Helper(_) => {
                self.add(Construct::HandlerByName)
            }
        }
    }

    fn function(&mut self, function: &Function) {
        match &function.body {
            Body::Block(block) => self.block(block),
            Body::Expr(expr) => self.expr(expr),
        }
    }

    fn thrown(&mut self, thrown: Thrown) {
        self.add(match thrown {
            Thrown::Caught(_) => Construct::Throw,
            Thrown::Fresh => Construct::ThrowFresh,
            Thrown::Own => Construct::ThrowOwn,
        });
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Signal(signal) => self.signal(signal),
            Expr::Next(NextArgument::Error(_) | NextArgument::Fresh) => self.add(Construct::NextError),
            Expr::Next(NextArgument::Route | NextArgument::Undefined) => self.add(Construct::NextRoute),
            Expr::Next(NextArgument::Nothing) | Expr::Answer(_) | Expr::Constant(_) => {}
            Expr::Call(..) => self.add(Construct::HelperCall),
            Expr::Reject(thrown) => self.thrown(*thrown),
            Expr::Resolve(_) => {}
            Expr::Variable(_) => self.add(Construct::ResultVariable),
            Expr::Refusal(..) => self.add(Construct::FailingObject),
            Expr::Done(done) => {
                self.add(Construct::Done);
                if let Done::Error(thrown) = done {
                    self.thrown(*thrown);
                }
            }
            Expr::Rejected(thrown) => {
                self.add(Construct::RejectedPromise);
                self.thrown(*thrown);
            }
            Expr::Either(cond, yes, no) => {
                self.add(Construct::ConditionalExpression);
                self.cond(cond);
                self.expr(yes);
                self.expr(no);
            }
            Expr::And(cond, inner) | Expr::Or(cond, inner) => {
                self.add(Construct::LogicalExpression);
                self.cond(cond);
                self.expr(inner);
            }
            Expr::Both(first, second) => {
                self.add(Construct::CommaExpression);
                self.expr(first);
                self.expr(second);
            }
        }
    }

    fn signal(&mut self, signal: &Signal) {
        let levelled = match signal.channel {
            Channel::Console(_) => return,
            Channel::Tracker => return self.add(Construct::Tracker),
            Channel::Counter => return self.add(Construct::Counter),
            Channel::OptionalLevel(_) => Some(Construct::OptionalCall),
            Channel::LogAt(_) | Channel::LogEntry(_) => Some(Construct::LogAtLevel),
            Channel::Level(_) => None,
        };
        self.set.extend(levelled);
        let Logger::Levelled { library, threshold, child } = self.program.logger else {
            return;
        };
        self.add(match library {
            Library::Winston => Construct::Winston,
            Library::Pino => Construct::Pino,
            Library::Bunyan => Construct::Bunyan,
        });
        self.add_if(child, Construct::ChildLogger);
        let by_environment = matches!(threshold, Threshold::ByEnvironment(..) | Threshold::Variable);
        self.add_if(by_environment, Construct::ThresholdByEnvironment);
    }

    fn cond(&mut self, cond: &Cond) {
        match cond {
            Cond::Atom(index) => match self.program.atoms[*index] {
                Atom::Alias | Atom::Destructured => self.add(Construct::AtomAlias),
                Atom::Token => self.add(Construct::TokenTest),
                _ => {}
            },
            Cond::Choice(..) => self.add(Construct::ChoiceTest),
            Cond::Truthy(_) => {}
            Cond::Not(inner) => self.cond(inner),
            Cond::And(left, right) | Cond::Or(left, right) => {
                self.cond(left);
                self.cond(right);
            }
            Cond::Value(..) => self.add(Construct::ValueTest),
            Cond::Field(..) => self.add(Construct::FieldTest),
            Cond::Error(ErrorTest::Instance(ErrorClass::Own), _) => self.add(Construct::OwnErrorInstance),
            Cond::Error(ErrorTest::Name(ErrorClass::Own), _) => self.add(Construct::OwnErrorName),
            Cond::Error(test, _) => self.add(match test {
                ErrorTest::Instance(_) => Construct::ErrorInstance,
                ErrorTest::Name(_) => Construct::ErrorName,
                ErrorTest::Message(_) => Construct::ErrorMessage,
            }),
            Cond::Given(given) => self.add(match given {
                Given::NotTest | Given::Production => Construct::EnvironmentGuard,
                Given::Development => Construct::DevelopmentGuard,
                Given::HeadersNotSent => Construct::HeadersGuard,
                Given::HasLogger => Construct::LoggerGuard,
            }),
        }
    }
}
