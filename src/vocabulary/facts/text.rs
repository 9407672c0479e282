//! Texts and lists as the tables hold them.
//!
//! In: nothing. Out: two names for [`Cow`]s, so that tables made at run time can stand beside the built-in ones.

use std::borrow::Cow;

pub type Text = Cow<'static, str>;
pub type List<T> = Cow<'static, [T]>;
