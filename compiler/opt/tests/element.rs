//! Loops over elements: what is left of functions in them.

use pyaot_abi::dtype::DType;
use pyaot_ir::{Program, parse, print};
use pyaot_opt::element::{Constant, find, make_loop};

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
