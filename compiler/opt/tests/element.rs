//! Loops over elements: what is left of functions in them.

use pyaot_abi::dtype::DType;
use pyaot_ir::{Const, Program, parse, print};
use pyaot_opt::element::{Constant, Operand, find, make_core_loop, make_loop};

fn loop_of(text: &str, inputs: &[DType], output: DType) -> Option<String> {
    let program = Program { functions: parse::functions(text).expect("the text is right"), ..Program::default() };
    let f = find(&program, "f").expect("there is such a function");
    make_loop(&program, f, inputs, output, &|_| Constant::Float(2f64.to_bits())).map(|f| print::function(&f))
}

const RAISING: &str = "
function f#0 Tail ret=Some(F64) status=true frame=0 flags= {
b0(v0: F64):
    StackCheck [Raise b1()]
    v1: I64 = IConst(18)
    v2: F64 = Leaf(math_unary) v1, v0 [Raise b2()]
    v3: Val = LoadGlobal { ty: Val, global: GlobalId(0), stable: false }
    v4: Obj = Cast v3
    v5: F64 = UnboxFloat v4
    v6: F64 = FMul v2, v5
    return v6
b1(): cold
    return_raise
b2(): cold
    Traceback { frame: 0, cols: 0 } ;5
    return_raise
}
";

#[test]
fn exceptions_end_the_loop() {
    let text = loop_of(RAISING, &[DType::F64], DType::F64).expect("a loop");
    assert!(text.contains("Leaf(math_unary)") && text.contains("FConst(4611686018427387904)"), "{text}");
    assert!(!text.contains("Traceback") && !text.contains("StackCheck") && !text.contains("LoadGlobal"), "{text}");
}

#[test]
fn what_asks_the_runtime_makes_no_loop() {
    let text = RAISING.replace("return v6", "v7: Obj = BoxFloat v6\n    v8: Val = Cast v7\n    v9: F64 = Leaf(unbox_float) v8 [Raise b2()]\n    return v9");
    assert!(loop_of(&text, &[DType::F64], DType::F64).is_none());
}

#[test]
fn elements_must_be_what_the_function_takes() {
    assert!(loop_of(RAISING, &[DType::I64], DType::F64).is_none());
    assert!(loop_of(RAISING, &[DType::F64], DType::I64).is_none());
    assert!(loop_of(RAISING, &[DType::F32], DType::F32).is_some());
}

const CUMULATIVE: &str = "
function f#0 Tail ret=None status=true frame=0 flags= {
b0(v0: Val, v1: Val):
    v2: Bool = IsTagged v0
    branch v2 b5() b1()
b1():
    v3: Obj = Cast v0
    v4: Ptr = TypeOf v3
    v5: Val = Const(ConstId(0))
    v6: Ptr = Cast v5
    v7: Bool = Same v4, v6
    branch v7 b2() b5()
b2():
    v8: I64 = Load { ty: I64, offset: 32, region: ArrayHead } v3
    v9: I64 = IConst(65535)
    v10: I64 = IAnd v8, v9
    v11: I64 = IConst(267)
    v12: Bool = ICmp(Eq) v10, v11
    branch v12 b3() b5()
b3():
    v13: I64 = Load { ty: I64, offset: 40, region: ArrayHead } v3
    v14: I64 = IConst(0)
    v15: Bool = ULt v14, v13
    branch v15 b4() b5()
b4():
    v16: Ptr = Load { ty: Ptr, offset: 16, region: ArrayHead } v3
    v17: F64 = Load { ty: F64, offset: 0, region: Array } v16
    v18: Obj = Cast v1
    v19: Ptr = Load { ty: Ptr, offset: 16, region: ArrayHead } v18
    v20: F64 = Load { ty: F64, offset: 0, region: Array } v19
    v21: F64 = FAdd v17, v20
    Store { offset: 0, region: Array } v19, v21
    return
b5(): cold
    Traceback { frame: 0, cols: 0 } ;5
    return_raise
}
";

/// The text of the loop, and whether its elements cannot simply be computed again.
fn core_loop_of(text: &str, dtype: DType) -> Option<(String, bool)> {
    let consts = vec![Const::Type("numpy.ndarray".to_owned())];
    let program = Program { functions: parse::functions(text).expect("the text is right"), consts, ..Program::default() };
    let f = find(&program, "f").expect("there is such a function");
    let operand = |is_output| Operand { dtype, dims: Some(vec![0]), is_output };
    make_core_loop(&program, f, &[operand(false), operand(true)], true, &|_| Constant::Other).map(|l| (print::function(&l.function), l.rereads))
}

#[test]
fn arrays_are_addresses_and_lengths() {
    let (text, rereads) = core_loop_of(CUMULATIVE, DType::F64).expect("a loop");
    assert!(!text.contains("ArrayHead") && !text.contains("TypeOf") && !text.contains("Traceback"), "{text}");
    assert!(rereads, "{text}");
    let text = CUMULATIVE.replace("FAdd v17, v20", "FAdd v17, v17");
    assert!(!core_loop_of(&text, DType::F64).expect("a loop").1);
}

#[test]
fn arrays_must_be_what_the_function_takes() {
    assert!(core_loop_of(CUMULATIVE, DType::F32).is_none());
}
