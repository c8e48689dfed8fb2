//! The rules of the IR.
//!
//! - Every value is defined once, before its uses in dominance order; a block may be entered from its start only, and
//!   side exits of an instruction see the values defined before it.
//! - Jumps and exits pass one argument per parameter, of the same type (an exit of kind `Big` passes the value word first).
//! - Before the pass `rc` there are no counting instructions: a counted operand is *borrowed* by every instruction, except
//!   where noted in [`Op`](crate::Op) (stores, `O` parameters of leaves, returned values, arguments of jumps), which
//!   *consume* one reference; a counted result is owned by the function, except those of loads, constants, casts and
//!   selects, which are borrowed. Parameters of the entry block are borrowed from the caller, parameters of other
//!   blocks are owned.
//! - After `rc`, every owned reference is consumed exactly once on every path.

use crate::data::*;

/// Checks what can be checked cheaply; returns the first violation in words.
pub fn verify(f: &Function) -> Result<(), String> {
    let mut defined = vec![false; f.values.len()];
    let mut define = |v: Value| {
        if std::mem::replace(&mut defined[v.index()], true) { Err(format!("{}: v{} is defined twice", f.name, v.0)) } else { Ok(()) }
    };
    for b in &f.blocks {
        b.params.iter().try_for_each(|p| define(*p))?;
        for i in &b.insts {
            i.results.iter().try_for_each(|r| define(*r))?;
        }
    }
    let check_target = |t: &Target, extra: usize| -> Result<(), String> {
        let params = &f.block(t.block).params;
        if params.len() != t.args.len() + extra {
            return Err(format!("{}: b{} takes {} arguments, got {}", f.name, t.block.0, params.len(), t.args.len() + extra));
        }
        for (p, a) in params[extra..].iter().zip(&t.args) {
            if f.ty(*p) != f.ty(*a) {
                return Err(format!("{}: b{}: v{} is {:?}, v{} is {:?}", f.name, t.block.0, p.0, f.ty(*p), a.0, f.ty(*a)));
            }
        }
        Ok(())
    };
    for b in &f.blocks {
        for i in &b.insts {
            for e in &i.exits {
                check_target(&e.target, (e.kind == ExitKind::Big) as usize)?;
            }
        }
        let mut result = Ok(());
        b.term.for_each_target(|t| {
            if result.is_ok() {
                result = check_target(t, 0);
            }
        });
        result?;
    }
    Ok(())
}
