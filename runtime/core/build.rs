//! Linker flags: the natives' links are found by the ends of their section, which linkers may else think unused.

#![expect(clippy::disallowed_methods, reason = "cargo gives build scripts files and variables")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os != "macos") {
        println!("cargo::rustc-link-arg=-Wl,-z,nostart-stop-gc");
    }
}
