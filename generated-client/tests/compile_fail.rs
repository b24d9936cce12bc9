//! What must not compile: mistakes that the SDK's types catch before anything runs.
//!
//! The expected messages are those of the compiler that wrote them; after a change of toolchain write them again with
//! `TRYBUILD=overwrite cargo test --test compile_fail` and read the diff: the error must still be the same mistake.

#[test]
fn mistakes_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
