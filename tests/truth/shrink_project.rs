//! The edits that make what lies around a handler smaller.

use super::program::*;
use super::shrink::blocks;

pub(crate) fn surroundings(program: &Program) -> Vec<Program> {
    let mut edited = Vec::new();
    let mut edit = |change: &dyn Fn(&mut Program)| {
        let mut candidate = program.clone();
        change(&mut candidate);
        edited.push(candidate);
    };
    if let Some(second) = &program.second {
        edit(&|program| program.second = None);
        edit(&|program| {
            program.is_async = second.is_async;
            program.body = second.body.clone();
            program.second = None;
        });
        for body in blocks(&second.body) {
            edit(&|program| program.second = Some(Second { is_async: second.is_async, body: body.clone() }));
        }
    }
    if program.barrel.is_some() {
        edit(&|program| program.barrel = None);
        edit(&|program| program.barrel = Some(Barrel::Named));
    }
    edit(&|program| program.shares_logger = false);
    for unit in 0..program.units.len() {
        edit(&|program| program.units[unit].exports = Exports::Alone);
        edit(&|program| program.units[unit].exports = Exports::Together);
        edit(&|program| program.units[unit].import = Import::Named);
        edit(&|program| merge(program, unit + 1));
    }
    for index in 0..program.wrappers.len() {
        edit(&|program| {
            program.wrappers.remove(index);
        });
        for body in blocks(&program.wrappers[index].body) {
            edit(&|program| program.wrappers[index].body = body.clone());
        }
        for form in [Form::Declared, Form::Arrow, Form::Method] {
            edit(&|program| {
                program.wrappers[index].form = form;
                if !form.is_of_instance() {
                    program.wrappers[index].reach = Reach::Made;
                }
            });
        }
        for reach in [Reach::Made, Reach::InPlace] {
            edit(&|program| program.wrappers[index].reach = reach);
        }
        edit(&|program| program.wrappers[index].is_async = false);
        edit(&|program| program.wrappers[index].retries = false);
        edit(&|program| {
            for wrapper in &mut program.wrappers[..=index] {
                wrapper.takes_request = false;
            }
        });
    }
    edited
}

/// Moves what is in a file into the one before it.
fn merge(program: &mut Program, file: usize) {
    let moved = |at: usize| if at >= file { at - 1 } else { at };
    for wrapper in &mut program.wrappers {
        wrapper.file = moved(wrapper.file);
    }
    for helper in &mut program.helpers {
        if let Home::File(at) = helper.home {
            helper.home = Home::File(moved(at));
        }
    }
    program.units.remove(file - 1);
    if program.units.is_empty() {
        program.barrel = None;
        program.shares_logger = false;
    }
}
