//! The runtime core: values, memory, exceptions and the native types of Python.
//!
//! One thread runs Python code; nothing here is atomic. Objects are mutated through cells; a native function may be
//! re-entered by Python code that it calls, so no Rust borrow of an object's contents is held across such a call.

#![expect(clippy::disallowed_methods, reason = "the runtime is the program's way to files, environment and processes")]
#![expect(clippy::type_complexity, reason = "the slots of a type are function types, each named by its field")]

// Objects (values, memory, classes, functions, exceptions, generic operations).
pub mod class;
pub mod error;
pub mod exception;
pub mod exports;
pub mod foreign;
pub mod function;
pub mod generator;
pub mod heap;
pub mod leaves;
pub mod module;
pub mod native;
pub mod ops;
pub mod start;
pub mod state;
pub mod ticks;
pub mod types;
pub mod value;
pub mod vectors;

// Text.
pub mod bytearray;
pub mod bytes;
pub mod codecs;
pub mod format;
pub mod search;
pub mod str;
pub mod textrepr;
pub mod unicode;

// Containers.
pub mod collections;

pub mod deque;
pub mod dict;
pub mod iter;
pub mod list;
pub mod range;
pub mod seq;
pub mod set;
pub mod slice;
pub mod sort;
pub mod tuple;
pub mod views;

// Numbers, builtin functions, modules.
pub mod boolean;
pub mod builtins;
pub mod complex;
pub mod file;
pub mod float;
pub mod int;
pub mod modules;
pub mod none;
