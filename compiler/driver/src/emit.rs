//! `--emit`: what a stage made, as text.

use std::fmt::Write;
use std::str::FromStr;

use pyaot_ir as ir;
use pyaot_sema::hir;
use pyaot_sema::infer::Typed;
use pyaot_sema::types::Ty;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Emit {
    Ast,
    Hir,
    Types,
    /// As lowered, before any pass.
    Ir,
    /// After the pass with this name.
    IrAfter(String),
    Clif,
    Asm,
}

impl FromStr for Emit {
    type Err = String;

    fn from_str(text: &str) -> Result<Emit, String> {
        Ok(match text {
            "ast" => Emit::Ast,
            "hir" => Emit::Hir,
            "types" => Emit::Types,
            "ir" => Emit::Ir,
            "clif" => Emit::Clif,
            "asm" => Emit::Asm,
            _ => match text.strip_prefix("ir-after=") {
                Some(pass) if pyaot_opt::PASSES.iter().any(|(name, _)| *name == pass) => Emit::IrAfter(pass.to_owned()),
                Some(_) => {
                    let names: Vec<&str> = pyaot_opt::PASSES.iter().map(|(name, _)| *name).collect();
                    return Err(format!("the passes are {}", names.join(", ")));
                }
                None => return Err("use one of ast, hir, types, ir, ir-after=<pass>, clif, asm".to_owned()),
            },
        })
    }
}

/// All functions of the program, those of shims included.
pub fn hir(program: &hir::Program) -> String {
    let mut out = String::new();
    for (i, f) in program.funcs.iter().enumerate() {
        let module = &program.modules[f.module.index()].name;
        let params: Vec<&str> = f.params.names.iter().map(|n| &**n).collect();
        writeln!(out, "func{i} {module}.{}({}) {:?} line {}:", f.qualname, params.join(", "), f.kind, f.first_line).unwrap();
        blocks(&mut out, f, &|_| None, &|_| true);
        out.push('\n');
    }
    out
}

/// Every instance of every function: the types of its parameters, results and values.
pub fn types(t: &Typed) -> String {
    let mut out = String::new();
    let show = |ty: &Ty| t.sites.show(ty, 0);
    for (i, inst) in t.instances.iter().enumerate() {
        let f = &t.program.funcs[inst.func.index()];
        let module = &t.program.modules[f.module.index()].name;
        let params: Vec<String> =
            f.params.names.iter().zip(&inst.params).map(|(n, ty)| format!("{n}: {}", show(ty))).collect();
        let uniform = if inst.uniform { " uniform" } else { "" };
        write!(out, "instance{i}{uniform} {module}.{}({}) -> {}", f.qualname, params.join(", "), show(&inst.ret)).unwrap();
        if f.kind == hir::FuncKind::Generator {
            write!(out, " yields {}", show(&inst.yields)).unwrap();
        }
        out.push_str(":\n");
        blocks(&mut out, f, &|v| inst.types.get(v.index()).map(show), &|b| inst.reached.get(b).copied().unwrap_or(false));
        out.push('\n');
    }
    for (g, ty) in t.program.globals.iter().zip(&t.globals) {
        writeln!(out, "global {}.{}: {}", t.program.modules[g.module.index()].name, g.name, show(ty)).unwrap();
    }
    let mut attrs: Vec<_> = t.attrs.iter().collect();
    attrs.sort_by(|a, b| a.0.cmp(b.0));
    for ((class, name), ty) in attrs {
        writeln!(out, "attribute {}.{name}: {}", t.program.classes[class.index()].qualname, show(ty)).unwrap();
    }
    out
}

/// The blocks of a function that `wanted` holds for, each value with its type where there is one.
fn blocks(out: &mut String, f: &hir::Func, ty: &dyn Fn(hir::V) -> Option<String>, wanted: &dyn Fn(usize) -> bool) {
    let typed = |v: &hir::V| match ty(*v) {
        Some(t) => format!("v{}: {t}", v.0),
        None => format!("v{}", v.0),
    };
    let list = |vs: &[hir::V]| vs.iter().map(|v| format!("v{}", v.0)).collect::<Vec<_>>().join(", ");
    let typed_list = |vs: &[hir::V]| vs.iter().map(typed).collect::<Vec<_>>().join(", ");
    let target = |t: &hir::Target| format!("b{}({})", t.block.0, list(&t.args));
    for (b, block) in f.blocks.iter().enumerate().filter(|(b, _)| wanted(*b)) {
        writeln!(out, "  b{b}({}):", typed_list(&block.params)).unwrap();
        for i in &block.insts {
            out.push_str("    ");
            if !i.results.is_empty() {
                write!(out, "{} = ", typed_list(&i.results)).unwrap();
            }
            write!(out, "{:?} {}", i.op, list(&i.args)).unwrap();
            if let Some(t) = &i.done {
                write!(out, " [done {}]", target(t)).unwrap();
            }
            if let Some(t) = &i.unwind {
                write!(out, " [unwind {}]", target(t)).unwrap();
            }
            writeln!(out, " ;{}", i.line).unwrap();
        }
        let end = match &block.term {
            hir::Term::Jump(t) => format!("jump {}", target(t)),
            hir::Term::Branch { cond, then, els } => format!("branch v{} {} {}", cond.0, target(then), target(els)),
            hir::Term::Return(v) => format!("return v{}", v.0),
            hir::Term::Unreachable => "unreachable".to_owned(),
        };
        writeln!(out, "    {end}").unwrap();
    }
}

pub fn ir(program: &ir::Program) -> String {
    let mut out = String::new();
    for (i, c) in program.consts.iter().enumerate() {
        writeln!(out, "const{i} = {c:?}").unwrap();
    }
    for (i, g) in program.globals.iter().enumerate() {
        writeln!(out, "global{i} = {} kind {}", g.name, g.kind).unwrap();
    }
    for (i, f) in program.functions.iter().enumerate() {
        write!(out, "\n; f{i}\n{}", ir::print::function(f)).unwrap();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_stages() {
        assert_eq!("ast".parse(), Ok(Emit::Ast));
        assert_eq!("ir-after=rc".parse(), Ok(Emit::IrAfter("rc".to_owned())));
        assert!("ir-after=no_such".parse::<Emit>().is_err());
        assert!("llvm".parse::<Emit>().is_err());
    }
}
