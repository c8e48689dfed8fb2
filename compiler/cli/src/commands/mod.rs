//! One file for each command.

pub mod advise;
pub mod bench;
pub mod build;
pub mod cache;
pub mod check;
pub mod explain;
pub mod info;
pub mod profile;
pub mod run;
