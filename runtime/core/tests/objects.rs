//! Classes, functions, exceptions and memory, driven as compiled code drives them.
//!
//! One test function: the runtime serves a single thread.

use std::ptr;

use pyaot_abi::layout::{CodeDesc, FLAG_KWARG, FLAG_VARARG, StrRef};
use pyaot_core::class::{self, Slot};
use pyaot_core::exception::{self, traceback};
use pyaot_core::function::{self, FunctionObj};
use pyaot_core::ops;
use pyaot_core::state::intern;
use pyaot_core::types::{BinOp, CmpOp};
use pyaot_core::value::Value;
use pyaot_core::{dict, heap, list, tuple};

type Entry = extern "C" fn(*const FunctionObj, *const Value) -> u64;

fn text(s: &'static str) -> StrRef {
    StrRef { ptr: s.as_ptr(), len: s.len() as u64 }
}

/// A function whose "compiled code" is `entry`.
fn function(name: &'static str, params: &'static str, n_args: u16, n_kwonly: u16, flags: u16, entry: Entry) -> Value {
    let code = Box::leak(Box::new(CodeDesc {
        entry: entry as *const u8,
        name: text(name),
        qualname: text(name),
        module: text("__main__"),
        doc: StrRef { ptr: ptr::null(), len: 0 },
        params: text(params),
        n_posonly: 0,
        n_args,
        n_kwonly,
        flags,
        n_captures: 0,
        first_line: 1,
        file: text("t.py"),
        annotations: StrRef { ptr: ptr::null(), len: 0 },
    }));
    function::new_function(code, Value::none(), Value::none(), &[])
}

fn arg<'a>(args: *const Value, i: usize) -> &'a Value {
    // SAFETY: callers pass an array with an element for each parameter.
    unsafe { &*args.add(i) }
}

extern "C" fn pack(f: *const FunctionObj, args: *const Value) -> u64 {
    // SAFETY: the runtime passes the live function object.
    let n = unsafe { (*(*f).code).params.len as usize };
    let count = if n == 0 { 0 } else { n / 2 + 1 };
    tuple::new((0..count).map(|i| arg(args, i).clone()).collect()).into_bits()
}

fn result(r: Result<Value, pyaot_core::error::Raised>) -> String {
    match r {
        Ok(v) => ops::repr_string(&v).unwrap(),
        Err(_) => {
            let e = exception::take_pending().unwrap();
            traceback::exception_only(&e).trim_end().to_owned()
        }
    }
}

fn int(i: i64) -> Value {
    Value::int(i)
}

fn kw(name: &str, v: Value) -> (Value, Value) {
    (intern(name), v)
}

fn binding() {
    let f = function("f", "a\0b", 2, 0, 0, pack);
    assert_eq!(result(ops::call(&f, &[int(1), int(2)])), "(1, 2)");
    assert_eq!(result(ops::call(&f, &[int(1)])), "TypeError: f() missing 1 required positional argument: 'b'");
    assert_eq!(result(ops::call(&f, &[])), "TypeError: f() missing 2 required positional arguments: 'a' and 'b'");
    assert_eq!(
        result(ops::call(&f, &[int(1), int(2), int(3)])),
        "TypeError: f() takes 2 positional arguments but 3 were given"
    );
    assert_eq!(result(ops::call_kw(&f, &[int(1)], &[kw("b", int(5))])), "(1, 5)");
    assert_eq!(
        result(ops::call_kw(&f, &[int(1)], &[kw("a", int(5))])),
        "TypeError: f() got multiple values for argument 'a'"
    );
    assert_eq!(
        result(ops::call_kw(&f, &[int(1)], &[kw("z", int(5))])),
        "TypeError: f() got an unexpected keyword argument 'z'"
    );
    let g = function("g", "a\0k\0r\0x", 1, 1, FLAG_VARARG | FLAG_KWARG, pack);
    assert_eq!(
        result(ops::call_kw(&g, &[int(1), int(2), int(3)], &[kw("k", int(4)), kw("q", int(5))])),
        "(1, 4, (2, 3), {'q': 5})"
    );
    assert_eq!(result(ops::call(&g, &[int(1)])), "TypeError: g() missing 1 required keyword-only argument: 'k'");
    ops::setattr(&f, "__defaults__", &tuple::new(vec![int(9)])).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::call(&f, &[int(1)])), "(1, 9)");
    assert_eq!(
        result(ops::call(&f, &[int(1), int(2), int(3)])),
        "TypeError: f() takes from 1 to 2 positional arguments but 3 were given"
    );
}

extern "C" fn init(_: *const FunctionObj, args: *const Value) -> u64 {
    ops::setattr(arg(args, 0), "x", arg(args, 1)).map_err(|_| ()).unwrap();
    Value::none().into_bits()
}

extern "C" fn add(_: *const FunctionObj, args: *const Value) -> u64 {
    let x = ops::getattr(arg(args, 0), "x").map_err(|_| ()).unwrap();
    match ops::binary(BinOp::Add, &x, arg(args, 1)) {
        Ok(v) => v.into_bits(),
        Err(_) => 0,
    }
}

extern "C" fn show(_: *const FunctionObj, _: *const Value) -> u64 {
    pyaot_core::str::new("A!").into_bits()
}

extern "C" fn raises(_: *const FunctionObj, _: *const Value) -> u64 {
    let _ = pyaot_core::error::value_error::<()>("bad");
    0
}

fn class_of(name: &'static str, bases: &[Value], slots: &[&str], body: Vec<(&str, Value)>) -> Value {
    let slots = slots.iter().map(|s| Slot { name: intern(s), is_f64: false }).collect();
    let c = class::make_class(name, intern(name), intern("__main__"), bases, slots, Vec::new()).map_err(|_| ()).unwrap();
    for (n, v) in body {
        class::class_set(&c, &intern(n), &v).map_err(|_| ()).unwrap();
    }
    assert!(class::class_done(&c).is_ok());
    c
}

fn classes() {
    let a = class_of(
        "A",
        &[],
        &["x"],
        vec![
            ("__init__", function("A.__init__", "s\0x", 2, 0, 0, init)),
            ("__add__", function("A.__add__", "s\0o", 2, 0, 0, add)),
            ("__repr__", function("A.__repr__", "s", 1, 0, 0, show)),
            ("v", int(7)),
        ],
    );
    let o = ops::call(&a, &[int(40)]).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::getattr(&o, "x")), "40");
    assert_eq!(result(ops::getattr(&o, "v")), "7");
    assert_eq!(result(ops::binary(BinOp::Add, &o, &int(2))), "42");
    assert_eq!(result(ops::repr(&o)), "'A!'");
    assert_eq!(result(ops::str(&o)), "'A!'");
    assert_eq!(result(ops::getattr(&o, "nope")), "AttributeError: 'A' object has no attribute 'nope'");
    assert_eq!(
        result(ops::binary(BinOp::Sub, &o, &int(2))),
        "TypeError: unsupported operand type(s) for -: 'A' and 'int'"
    );
    assert_eq!(
        result(ops::compare(&o, CmpOp::Lt, &int(2))),
        "TypeError: '<' not supported between instances of 'A' and 'int'"
    );
    assert_eq!(result(ops::call(&a, &[])), "TypeError: A.__init__() missing 1 required positional argument: 'x'");
    ops::setattr(&o, "y", &int(3)).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::getattr(&o, "__dict__")), "{'x': 40, 'y': 3}");
    assert_eq!(result(ops::getattr(&o, "x")), "40");
    // Inheritance, super, native bases.
    let b = class_of("B", std::slice::from_ref(&a), &["x"], vec![]);
    let p = ops::call(&b, &[int(1)]).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::binary(BinOp::Add, &p, &int(1))), "2");
    assert_eq!(result(ops::getattr(&b, "__mro__")), "(<class '__main__.B'>, <class '__main__.A'>, <class 'object'>)");
    let my = class_of("MyList", &[list::LIST.value()], &[], vec![("__repr__", function("r", "s", 1, 0, 0, show))]);
    let l = ops::call(&my, &[list::new(vec![int(3), int(4)])]).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::getitem(&l, &int(1))), "4");
    ops::setattr(&l, "tag", &int(5)).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::getattr(&l, "tag")), "5");
    assert_eq!(result(ops::call_method(&l, "append", &[int(5)])), "None");
    assert_eq!(result(ops::len(&l).map(|n| int(n as i64))), "3");
    assert_eq!(result(ops::str(&l)), "'A!'");
    let err = class_of("MyError", &[exception::VALUE_ERROR.value()], &[], vec![]);
    let e = ops::call(&err, &[intern("oops"), int(3)]).map_err(|_| ()).unwrap();
    assert_eq!(traceback::exception_only(&e), "MyError: ('oops', 3)\n");
    assert!(e.ty().is_subtype(&exception::EXCEPTION));
    ops::setattr(&e, "code", &int(5)).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::getattr(&e, "code")), "5");
    let raising = class_of("R", &[], &[], vec![("__len__", function("R.__len__", "s", 1, 0, 0, raises))]);
    let r = ops::call(&raising, &[]).map_err(|_| ()).unwrap();
    assert_eq!(result(ops::truth(&r).map(Value::bool)), "ValueError: bad");
    assert_eq!(result(ops::call(&raising, &[int(1)])), "TypeError: R() takes no arguments");
}

fn natives() {
    let s = pyaot_core::str::new("a,b");
    assert_eq!(result(ops::call_method(&s, "split", &[intern(",")])), "['a', 'b']");
    assert_eq!(result(ops::call_method(&s, "nope", &[])), "AttributeError: 'str' object has no attribute 'nope'");
    let l = list::new(vec![int(1)]);
    assert_eq!(result(ops::call_method(&l, "append", &[])), "TypeError: list.append() takes exactly one argument (0 given)");
    assert_eq!(result(ops::call_method(&l, "__len__", &[])), "1");
    assert_eq!(result(ops::call_method(&int(3), "__add__", &[int(4)])), "7");
    assert_eq!(result(ops::call_method(&dict::DICT.value(), "fromkeys", &[l.clone()])), "{1: None}");
    assert_eq!(
        result(ops::getattr(&list::LIST.value(), "append")),
        "<method 'append' of 'list' objects>"
    );
    let unbound = ops::getattr(&list::LIST.value(), "append").map_err(|_| ()).unwrap();
    assert_eq!(
        result(ops::call(&unbound, &[int(1), int(2)])),
        "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object"
    );
    assert_eq!(result(ops::call(&int(3), &[])), "TypeError: 'int' object is not callable");
    assert_eq!(result(ops::getattr(&int(3), "__class__")), "<class 'int'>");
    assert_eq!(result(ops::getattr(&pyaot_core::types::NONE_OBJ.value(), "__class__")), "<class 'NoneType'>");
}

fn cycles() {
    let before = heap::alive();
    let a = class_of("Node", &[], &["next"], vec![]);
    let with_class = heap::alive();
    for _ in 0..1000 {
        let x = ops::call(&a, &[]).map_err(|_| ()).unwrap();
        let y = ops::call(&a, &[]).map_err(|_| ()).unwrap();
        ops::setattr(&x, "next", &y).map_err(|_| ()).unwrap();
        ops::setattr(&y, "next", &x).map_err(|_| ()).unwrap();
        let l = list::new(vec![x]);
        if let Some(obj) = l.downcast::<list::ListObj>() {
            obj.push(l.clone());
        }
    }
    assert!(heap::alive() >= with_class + 3000);
    assert_eq!(heap::collect(), 3000);
    assert_eq!(heap::alive(), with_class);
    let _ = before;
    // A long chain is freed without using up the stack.
    let mut head = Value::none();
    for _ in 0..1_000_000 {
        let n = ops::call(&a, &[]).map_err(|_| ()).unwrap();
        ops::setattr(&n, "next", &head).map_err(|_| ()).unwrap();
        head = n;
    }
    drop(head);
    assert_eq!(heap::alive(), with_class);
}

#[test]
fn objects() {
    pyaot_core::native::link(pyaot_core::native::all_links().iter().copied());
    binding();
    classes();
    natives();
    cycles();
}
