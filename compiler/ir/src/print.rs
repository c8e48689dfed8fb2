//! The text form of the IR.

use std::fmt::Write;

use crate::data::*;

/// A whole function as text.
pub fn function(f: &Function) -> String {
    let mut s = String::new();
    let flags = [(f.cold, "cold"), (f.reentry, "reentry"), (f.once, "once")].into_iter().filter(|(on, _)| *on).map(|(_, name)| name);
    let flags = flags.collect::<Vec<_>>().join("+");
    let _ = writeln!(
        s,
        "function {} {:?} ret={:?} status={} frame={} flags={flags} {{",
        f.name, f.conv, f.ret, f.has_status, f.frame
    );
    for (i, b) in f.blocks.iter().enumerate() {
        let _ = write!(s, "b{i}(");
        for (j, p) in b.params.iter().enumerate() {
            let _ = write!(s, "{}v{}: {:?}", if j > 0 { ", " } else { "" }, p.0, f.ty(*p));
        }
        let _ = writeln!(s, "):{}", if b.cold { " cold" } else { "" });
        for inst in &b.insts {
            let _ = writeln!(s, "    {}", inst_text(f, inst));
        }
        let _ = writeln!(s, "    {}", term_text(&b.term));
    }
    s.push_str("}\n");
    s
}

fn values(vs: &[Value]) -> String {
    vs.iter().map(|v| format!("v{}", v.0)).collect::<Vec<_>>().join(", ")
}

fn target(t: &Target) -> String {
    format!("b{}({})", t.block.0, values(&t.args))
}

pub fn inst_text(f: &Function, i: &Inst) -> String {
    let mut s = String::new();
    if !i.results.is_empty() {
        let r: Vec<String> = i.results.iter().map(|v| format!("v{}: {:?}", v.0, f.ty(*v))).collect();
        let _ = write!(s, "{} = ", r.join(", "));
    }
    let _ = write!(s, "{:?}", i.op);
    if !i.args.is_empty() {
        let _ = write!(s, " {}", values(&i.args));
    }
    for e in &i.exits {
        let _ = write!(s, " [{:?} {}]", e.kind, target(&e.target));
    }
    if i.line != 0 {
        let _ = write!(s, " ;{}", i.line);
        if i.frame != 0 {
            let _ = write!(s, "@{}", i.frame);
        }
    }
    s
}

pub fn term_text(t: &Term) -> String {
    match t {
        Term::Jump(t) => format!("jump {}", target(t)),
        Term::Branch { cond, then, els } => format!("branch v{} {} {}", cond.0, target(then), target(els)),
        Term::Switch { on, table, default } => {
            let t: Vec<String> = table.iter().map(target).collect();
            format!("switch v{} [{}] {}", on.0, t.join(", "), target(default))
        }
        Term::Return(Some(v)) => format!("return v{}", v.0),
        Term::Return(None) => "return".into(),
        Term::ReturnRaise => "return_raise".into(),
        Term::ReturnBig(v) => format!("return_big v{}", v.0),
        Term::Unreachable => "unreachable".into(),
    }
}
