//! Placeholder until the vocabulary's tables are generated here.
fn main() {}
