//! IR built by hand, run through the JIT with the dummy runtime of `common`.

mod common;

use common::*;
use pyaot_abi::{Leaf, layout};
use pyaot_ir::*;

const UNIFORM: &[Ty] = &[Ty::Val, Ty::Ptr];

/// A function of convention `Uniform` whose body gets `n` ints out of the array of arguments.
fn with_ints(name: &str, n: usize, body: impl FnOnce(&mut Build, &[Value])) -> Function {
    let (mut b, p) = Build::new(name, Conv::Uniform, Some(Ty::Val), false, UNIFORM);
    let load = |b: &mut Build, i| b.op(Op::Load { ty: Ty::I64, offset: 8 * i as i32, region: Region::Other }, &[p[1]], Ty::I64);
    let args: Vec<Value> = (0..n).map(|i| load(&mut b, i)).collect();
    body(&mut b, &args);
    b.f
}

fn ret_int(b: &mut Build, v: Value) {
    let v = b.op(Op::Cast, &[v], Ty::Val);
    b.ret(v);
}

const EDGES: &[i64] = &[
    i64::MIN,
    i64::MIN + 1,
    -(1 << 62),
    -(1 << 32),
    -1000001,
    -1000000,
    -8,
    -7,
    -3,
    -2,
    -1,
    0,
    1,
    2,
    3,
    7,
    10,
    64,
    999999,
    1000000,
    u32::MAX as i64,
    1 << 32,
    (1 << 62) - 1,
    1 << 62,
    i64::MAX - 1,
    i64::MAX,
];

/// A function for an operation of two operands (the second optionally constant) with an exit that returns `i64::MIN + 5`.
fn binary(name: &str, op: Op, constant: Option<i64>) -> Function {
    with_ints(name, 2, |b, a| {
        let (slow, _) = b.block(&[], true);
        let second = match constant {
            Some(c) => b.int(c),
            None => a[1],
        };
        let r = b.exit(op, &[a[0], second], Ty::I64, ExitKind::Slow, slow, &[]);
        ret_int(b, r);
        b.at(slow);
        let r = b.int(i64::MIN + 5);
        ret_int(b, r);
    })
}

fn floor_div(a: i64, b: i64) -> i64 {
    (a as i128).div_euclid(b as i128) as i64 - if b < 0 && (a as i128).rem_euclid(b as i128) != 0 { 1 } else { 0 }
}

#[test]
fn int_arithmetic_against_i128() {
    type Exact = fn(i128, i128) -> i128;
    let ops: &[(Op, Exact)] = &[
        (Op::IAddO, |a, b| a + b),
        (Op::ISubO, |a, b| a - b),
        (Op::IMulO, |a, b| a * b),
        (Op::INegO, |a, _| -a),
    ];
    for (op, exact) in ops {
        for &y in EDGES {
            let fns = || vec![binary("f", op.clone(), None), binary("c", op.clone(), Some(y))];
            both(fns, |code| {
                for &x in EDGES {
                    let want = i64::try_from(exact(x as i128, y as i128)).unwrap_or(i64::MIN + 5);
                    assert_eq!(call(code, "f", &[x, y]), want, "{op:?} {x} {y}");
                    assert_eq!(call(code, "c", &[x, y]), want, "{op:?} {x} const {y}");
                }
            });
        }
    }
}

#[test]
fn floor_division() {
    for &y in EDGES.iter().filter(|y| **y != 0) {
        let fns = || {
            let mut fns = Vec::new();
            for (name, op) in [("div", Op::IFloorDiv), ("mod", Op::IFloorMod), ("udiv", Op::UDiv), ("urem", Op::URem)] {
                fns.push(binary(name, op.clone(), None));
                fns.push(binary(&format!("{name}_const"), op, Some(y)));
            }
            fns
        };
        both(fns, |code| {
            for &x in EDGES.iter().filter(|x| **x != i64::MIN || y != -1) {
                let q = floor_div(x, y);
                let r = (x as i128 - q as i128 * y as i128) as i64;
                for (name, want) in [("div", q), ("mod", r)] {
                    assert_eq!(call(code, name, &[x, y]), want, "{x} {name} {y}");
                    assert_eq!(call(code, &format!("{name}_const"), &[x]), want, "{x} {name} const {y}");
                    if x >= 0 && y > 0 {
                        assert_eq!(call(code, &format!("u{}", name.replace("mod", "rem")), &[x, y]), want);
                        assert_eq!(call(code, &format!("u{}_const", name.replace("mod", "rem")), &[x, y]), want);
                    }
                }
            }
        });
    }
}

#[test]
fn mul_mod() {
    for &m in EDGES.iter().filter(|m| **m != 0) {
        let fns = || {
            let f = |name: &str, constant: Option<i64>| {
                with_ints(name, 4, |b, a| {
                    let m = constant.map_or(a[3], |c| b.int(c));
                    let r = b.op(Op::MulMod, &[a[0], a[1], a[2], m], Ty::I64);
                    ret_int(b, r);
                })
            };
            vec![f("f", None), f("c", Some(m))]
        };
        both(fns, |code| {
            for &x in EDGES {
                for &y in &[i64::MIN, -5, 0, 3, 1 << 40, i64::MAX] {
                    let exact = (x as i128 * y as i128 + 11).rem_euclid((m as i128).abs());
                    let want = if m < 0 && exact != 0 { exact + m as i128 } else { exact } as i64;
                    // The dummy leaf knows positive divisors only.
                    if m > 0 {
                        assert_eq!(call(code, "f", &[x, y, 11, m]), want, "{x} * {y} + 11 mod {m}");
                        assert_eq!(call(code, "c", &[x, y, 11, m]), want, "{x} * {y} + 11 mod const {m}");
                    }
                }
            }
        });
    }
}

#[test]
fn loop_that_overflows_into_its_twin() {
    // s = 0; for k in range(n): s += x; on overflow: returns k as a tagged int.
    let f = || {
        vec![with_ints("f", 2, |b, a| {
            let (head, h) = b.block(&[Ty::I64, Ty::I64], false);
            let (body, p) = b.block(&[Ty::I64, Ty::I64], false);
            let (done, d) = b.block(&[Ty::I64], false);
            let (slow, s) = b.block(&[Ty::I64], false);
            let zero = b.int(0);
            b.jump(head, &[zero, zero]);
            b.at(head);
            let more = b.op(Op::ICmp(Cc::Lt), &[h[0], a[0]], Ty::Bool);
            b.branch(more, to(body, &[h[0], h[1]]), to(done, &[h[1]]));
            b.at(body);
            let sum = b.exit(Op::IAddO, &[p[1], a[1]], Ty::I64, ExitKind::Slow, slow, &[p[0]]);
            let one = b.int(1);
            let k = b.op(Op::IAdd, &[p[0], one], Ty::I64);
            b.jump(head, &[k, sum]);
            b.at(done);
            ret_int(b, d[0]);
            b.at(slow);
            let v = b.op(Op::TagSmall, &[s[0]], Ty::Val);
            b.ret(v);
        })]
    };
    both(f, |code| {
        assert_eq!(call(code, "f", &[1000, 3]), 3000);
        assert_eq!(call(code, "f", &[100, 1 << 62]), 3);
    });
}

#[test]
fn statuses_of_calls() {
    // callee(x): raises for 0, a big int for 1, else x.
    let callee = || {
        let (mut b, p) = Build::new("callee", Conv::Tail, Some(Ty::I64), true, &[Ty::I64]);
        let blocks: Vec<Block> = (0..3).map(|_| b.block(&[], false).0).collect();
        let table = blocks[..2].iter().map(|t| to(*t, &[])).collect();
        b.term(Term::Switch { on: p[0], table, default: to(blocks[2], &[]) });
        b.at(blocks[0]);
        b.term(Term::ReturnRaise);
        b.at(blocks[1]);
        let word = b.int(4242);
        let word = b.op(Op::Cast, &[word], Ty::Val);
        b.term(Term::ReturnBig(word));
        b.at(blocks[2]);
        b.ret(p[0]);
        b.f
    };
    let caller = || {
        with_ints("caller", 2, |b, a| {
            let (raise, _) = b.block(&[], true);
            let (big, p) = b.block(&[Ty::Val, Ty::I64], true);
            let exits: &[(ExitKind, Block, &[Value])] = &[(ExitKind::Raise, raise, &[]), (ExitKind::Big, big, &[a[1]])];
            let r = b.all(Op::Call(FuncId(0)), &[a[0]], &[Ty::I64], exits)[0];
            let r = b.op(Op::IAdd, &[r, a[1]], Ty::I64);
            ret_int(b, r);
            b.at(raise);
            b.void(Op::Traceback { frame: 0, cols: 0 }, &[]);
            b.term(Term::ReturnRaise);
            b.at(big);
            let word = b.op(Op::Cast, &[p[0]], Ty::I64);
            let r = b.op(Op::ISub, &[word, p[1]], Ty::I64);
            ret_int(b, r);
        })
    };
    both(
        || vec![callee(), caller()],
        |code| {
            assert_eq!(call(code, "caller", &[5, 100]), 105);
            assert_eq!(call(code, "caller", &[1, 100]), 4142);
            LINE.set(0);
            assert_eq!(call(code, "caller", &[0, 100]), 0);
            assert!(LINE.get() > 0);
        },
    );
}

/// A leaf with all of its exits: they return 1001 (raise), 1002 (end), and the word for a big int.
fn leaf(leaf: Leaf, ty: Ty, exits: &[ExitKind]) -> Function {
    with_ints("f", 2, |b, a| {
        let v = b.op(Op::Cast, &[a[0]], Ty::Val);
        let args: Vec<Value> = [v, a[1]].into_iter().take(leaf.info().params.len()).collect();
        let blocks: Vec<(Block, Vec<Value>)> =
            exits.iter().map(|k| b.block(if *k == ExitKind::Big { &[Ty::Val] } else { &[] }, true)).collect();
        let list: Vec<(ExitKind, Block, &[Value])> =
            exits.iter().zip(&blocks).map(|(k, (block, _))| (*k, *block, &[] as &[Value])).collect();
        let r = b.all(Op::Leaf(leaf), &args, &[ty], &list)[0];
        let r = match ty {
            Ty::F64 => b.op(Op::FToI, &[r], Ty::I64),
            Ty::Bool => b.op(Op::BToI, &[r], Ty::I64),
            _ => r,
        };
        ret_int(b, r);
        for (kind, (block, params)) in exits.iter().zip(&blocks) {
            b.at(*block);
            match kind {
                ExitKind::Big => b.ret(params[0]),
                _ => {
                    let c = b.int(if *kind == ExitKind::End { 1002 } else { 1001 });
                    ret_int(b, c);
                }
            }
        }
    })
}

#[test]
fn results_of_leaves() {
    use ExitKind::{Big, End, Raise, Slow};
    type Case = (Leaf, Ty, &'static [ExitKind], &'static [([i64; 2], i64)]);
    let cases: &[Case] = &[
        (Leaf::len, Ty::I64, &[Raise], &[([21, 0], 10), ([1, 0], 1001)]),
        (Leaf::unbox_float, Ty::F64, &[Slow], &[([21, 0], 10), ([1, 0], 1001)]),
        (Leaf::truth, Ty::Bool, &[Raise], &[([3, 0], 1), ([5, 0], 0), ([1, 0], 1001)]),
        (Leaf::next, Ty::Val, &[Raise, End], &[([7, 0], 5), ([1, 0], 1002), ([2001, 0], 1001)]),
        (Leaf::next, Ty::Val, &[End], &[([7, 0], 5), ([1, 0], 1002)]),
        (Leaf::list_get_i64, Ty::I64, &[Raise, Big], &[([9, 0], 9), ([9, 1], 1001), ([9, 2], 77)]),
    ];
    for (l, ty, exits, calls) in cases {
        both(
            || vec![leaf(*l, *ty, exits)],
            |code| {
                for (args, want) in *calls {
                    assert_eq!(call(code, "f", args), *want, "{l:?} {args:?}");
                }
            },
        );
    }
}

#[test]
fn arrays_of_leaves() {
    let f = || {
        vec![with_ints("f", 3, |b, a| {
            let (raise, _) = b.block(&[], true);
            let vs: Vec<Value> = a.iter().map(|v| b.op(Op::Cast, &[*v], Ty::Val)).collect();
            let sum = b.op(Op::LeafArray { leaf: Leaf::tuple_from, fixed: 0 }, &vs, Ty::Val);
            let three = b.int(3);
            let out = b.all(
                Op::LeafOut { leaf: Leaf::unpack },
                &[sum, three],
                &[Ty::Val, Ty::Val, Ty::Val],
                &[(ExitKind::Raise, raise, &[])],
            );
            let ints: Vec<Value> = out.iter().map(|v| b.op(Op::Cast, &[*v], Ty::I64)).collect();
            let s = b.op(Op::IAdd, &[ints[0], ints[1]], Ty::I64);
            let s = b.op(Op::IMul, &[s, ints[2]], Ty::I64);
            ret_int(b, s);
            b.at(raise);
            b.term(Term::ReturnRaise);
        })]
    };
    both(f, |code| {
        assert_eq!(call(code, "f", &[10, 20, 30]), (60 + 61) * 62);
        assert_eq!(call(code, "f", &[0, 0, 1]), 0);
    });
}

#[test]
fn counting() {
    let f = |cold| {
        move || {
            vec![with_ints("f", 1, |b, a| {
                let (next, _) = b.block(&[], cold);
                let v = b.op(Op::Cast, &[a[0]], Ty::Val);
                b.jump(next, &[]);
                b.at(next);
                let v2 = b.op(Op::Retain, &[v], Ty::Val);
                b.void(Op::Release, &[v2]);
                b.void(Op::Release, &[v]);
                b.ret(v);
            })]
        }
    };
    for cold in [false, true] {
        both(f(cold), |code| {
            // A type whose objects the runtime frees.
            let mut ty = [0u64; 8];
            ty[layout::TYPE_FREE as usize / 8] = u64::from(layout::FREE_GENERAL) << (layout::TYPE_FREE % 8 * 8);
            let object = [std::cell::Cell::new(2u64), std::cell::Cell::new(ty.as_ptr() as u64)];
            let word = object.as_ptr() as i64;
            FREED.set(0);
            assert_eq!(call(code, "f", &[word]), word);
            assert_eq!((object[0].get(), FREED.get()), (1, 0));
            call(code, "f", &[word]);
            assert_eq!((object[0].get(), FREED.get()), (0, word as u64));
            assert_eq!(call(code, "f", &[7]), 7);
        });
    }
}

#[test]
fn representations() {
    let f = || {
        let tag = with_ints("tag", 1, |b, a| {
            let v = b.op(Op::TagInt, &[a[0]], Ty::Val);
            b.ret(v);
        });
        let untag = with_ints("untag", 1, |b, a| {
            let (slow, _) = b.block(&[], false);
            let v = b.op(Op::Cast, &[a[0]], Ty::Val);
            let r = b.exit(Op::UntagInt, &[v], Ty::I64, ExitKind::Slow, slow, &[]);
            ret_int(b, r);
            b.at(slow);
            let r = b.int(-99);
            ret_int(b, r);
        });
        let bools = with_ints("bools", 2, |b, a| {
            let less = b.op(Op::ICmp(Cc::Lt), &[a[0], a[1]], Ty::Bool);
            let boxed = b.op(Op::BoxBool, &[less], Ty::Val);
            let back = b.op(Op::UnboxBool, &[boxed], Ty::Bool);
            let not = b.op(Op::BNot, &[back], Ty::Bool);
            let i = b.op(Op::BToI, &[not], Ty::I64);
            ret_int(b, i);
        });
        let types = with_ints("types", 1, |b, a| {
            let v = b.op(Op::Cast, &[a[0]], Ty::Val);
            let t = b.op(Op::TypeOf, &[v], Ty::Ptr);
            ret_int(b, t);
        });
        vec![tag, untag, bools, types]
    };
    both(f, |code| {
        for i in EDGES.iter().copied().filter(|i| (-(1 << 62)..1 << 62).contains(i)) {
            assert_eq!(call(code, "tag", &[i]), i << 1 | 1);
            assert_eq!(call(code, "untag", &[i << 1 | 1]), i);
        }
        let big = call(code, "tag", &[1 << 62]);
        // SAFETY: the dummy runtime leaks three words.
        assert_eq!(unsafe { *(big as *const i64).add(2) }, 1 << 62);
        assert_eq!(call(code, "untag", &[big]), -99);
        assert_eq!((call(code, "bools", &[1, 2]), call(code, "bools", &[2, 1])), (0, 1));
        assert_eq!(call(code, "types", &[5]), &raw const TYPE_INT as i64);
        let object = [1i64, 0x1234];
        assert_eq!(call(code, "types", &[object.as_ptr() as i64]), 0x1234);
    });
}

#[test]
fn floats() {
    let f = || {
        let (mut b, p) = Build::new("float", Conv::Uniform, Some(Ty::Val), false, UNIFORM);
        let load = |b: &mut Build, i| b.op(Op::LoadIdx { ty: Ty::F64, region: Region::ListF64 }, &[p[1], i], Ty::F64);
        let (zero, one) = (b.int(0), b.int(1));
        let (x, y) = (load(&mut b, zero), load(&mut b, one));
        let product = b.op(Op::FMul, &[x, y], Ty::F64);
        let floor = b.op(Op::FFloor, &[product], Ty::F64);
        let least = b.op(Op::FMin, &[floor, x], Ty::F64);
        let most = b.op(Op::FMax, &[least, y], Ty::F64);
        let root = b.op(Op::FSqrt, &[most], Ty::F64);
        let boxed = b.op(Op::BoxFloat, &[root], Ty::Obj);
        let back = b.op(Op::UnboxFloat, &[boxed], Ty::F64);
        let int = b.op(Op::FToI, &[back], Ty::I64);
        ret_int(&mut b, int);
        vec![b.f]
    };
    let want = |x: f64, y: f64| {
        let floor = (x * y).floor();
        let least = if x < floor { x } else { floor };
        (if y > least { y } else { least }).sqrt() as i64
    };
    both(f, |code| {
        for (x, y) in [(81.5f64, 3.25f64), (-2.5, 100.0), (1e18, 1.0)] {
            assert_eq!(call(code, "float", &[x.to_bits() as i64, y.to_bits() as i64]), want(x, y));
        }
    });
}

#[test]
fn conventions() {
    let f = || {
        let (mut entry, _) = Build::new("entry", Conv::Entry, None, false, &[]);
        entry.void(Op::StackCheck, &[]);
        entry.void(Op::Safepoint, &[]);
        entry.term(Term::ReturnRaise);
        let (mut resume, p) = Build::new("resume", Conv::Resume, Some(Ty::Val), true, &[Ty::Obj, Ty::Val]);
        let (value, _) = resume.block(&[], false);
        let (end, _) = resume.block(&[], false);
        let (raise, _) = resume.block(&[], false);
        let on = resume.op(Op::Cast, &[p[1]], Ty::I64);
        resume.term(Term::Switch { on, table: vec![to(value, &[]), to(end, &[])], default: to(raise, &[]) });
        resume.at(value);
        let v = resume.op(Op::Cast, &[p[0]], Ty::Val);
        resume.ret(v);
        resume.at(end);
        resume.term(Term::Return(None));
        resume.at(raise);
        resume.term(Term::ReturnRaise);
        vec![entry.f, resume.f]
    };
    #[repr(C)]
    #[derive(Debug, PartialEq)]
    struct Pair(i64, i64);
    both(f, |code| {
        // SAFETY: the conventions say so.
        let entry: extern "C" fn() -> u8 = unsafe { std::mem::transmute(address(code, "entry")) };
        assert_eq!(entry(), 1);
        // SAFETY: the conventions say so.
        let resume: extern "C" fn(i64, i64) -> Pair = unsafe { std::mem::transmute(address(code, "resume")) };
        assert_eq!([resume(64, 0), resume(64, 1), resume(64, 2)], [Pair(64, 0), Pair(0, 0), Pair(0, 1)]);
    });
}

#[test]
fn functions_called_from_cold_blocks_are_compiled_late() {
    let f = || {
        let (mut twin, p) = Build::new("twin", Conv::Tail, Some(Ty::I64), true, &[Ty::I64, Ty::F64]);
        let (deeper, _) = twin.block(&[], false);
        let (end, _) = twin.block(&[], false);
        let zero = twin.int(0);
        let more = twin.op(Op::ICmp(Cc::Gt), &[p[0], zero], Ty::Bool);
        twin.branch(more, to(deeper, &[]), to(end, &[]));
        twin.at(deeper);
        let one = twin.int(1);
        let n = twin.op(Op::ISub, &[p[0], one], Ty::I64);
        let r = twin.op(Op::Call(FuncId(0)), &[n, p[1]], Ty::I64);
        let r = twin.op(Op::IAdd, &[r, p[0]], Ty::I64);
        twin.ret(r);
        twin.at(end);
        let f = twin.op(Op::FToI, &[p[1]], Ty::I64);
        twin.ret(f);
        let caller = with_ints("caller", 2, |b, a| {
            let (slow, _) = b.block(&[], true);
            let sum = b.exit(Op::IAddO, &[a[0], a[1]], Ty::I64, ExitKind::Slow, slow, &[]);
            ret_int(b, sum);
            b.at(slow);
            let half = b.op(Op::FConst(100.5f64.to_bits()), &[], Ty::F64);
            let ten = b.int(10);
            let r = b.op(Op::Call(FuncId(0)), &[ten, half], Ty::I64);
            ret_int(b, r);
        });
        vec![twin.f, caller]
    };
    both(f, |code| {
        assert!(!code.is_compiled("twin"));
        assert_eq!(call(code, "caller", &[1, 2]), 3);
        assert_eq!(call(code, "caller", &[i64::MAX, 2]), 155);
        assert!(code.is_compiled("twin"));
        assert_eq!(call(code, "caller", &[i64::MAX, 3]), 155);
    });
}
