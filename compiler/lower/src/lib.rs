//! Typed HIR to IR: the only place where representations are chosen and coercions inserted.

mod arith;
mod array;
mod attr;
mod bind;
mod call;
mod ctx;
mod definite;
mod draws;
mod exceptions;
mod func;
mod chain;
mod complex;
mod fuse;
mod generator;
mod guess;
mod handover;
mod inst;
mod item;
mod likely;
mod liveness;
mod native;
mod number;
mod numpy;
mod npcall;
mod npcomplex;
mod npint;
mod npkept;
mod npword;
mod npmath;
mod perhaps;
mod part;
mod pattern;
mod reentry;
mod row;
mod sizes;
mod small;
mod slots;
mod stable;
mod table;
mod tagged;
mod template;
mod text;
mod tree;
mod variants;
mod wide;
mod wide_call;
mod words;
mod world;

use pyaot_ir::Program;
use pyaot_sema::infer::{Natives, Typed};

use world::{Piece, World};

/// Lowers everything that can be reached from the program's entry.
pub fn lower(t: &Typed, natives: &'static dyn Natives) -> Program {
    let mut w = World::new(t, natives);
    w.program.frames.push(pyaot_ir::FrameInfo { file: String::new(), function: String::new(), hidden: true });
    w.program.modules = t.program.modules.iter().map(|m| m.name.to_string()).collect();
    let entry = w.id(Piece::Entry);
    w.program.entry = Some(entry);
    while let Some((piece, id)) = w.queue.pop_front() {
        // A twin needs to know where its body hands over.
        if let Piece::Twin(i) = piece
            && !w.points.contains_key(&i)
        {
            w.id(if func::is_generator(t, i) { Piece::Generator(i) } else { Piece::Body(i) });
            w.queue.push_back((piece, id));
            continue;
        }
        let f = match piece {
            Piece::Body(i) => {
                let f = func::body(&mut w, t, i);
                w.twin_again(i);
                f
            }
            Piece::Twin(i) => func::twin(&mut w, t, i),
            Piece::Uniform(i) => func::uniform(&mut w, t, i),
            // Made together with the twin.
            Piece::Reentry(..) => continue,
            Piece::Wide(i) => {
                let f = wide::body(&mut w, t, i);
                w.twin_again(i);
                f
            }
            Piece::Resume(i) => generator::resume(&mut w, t, i),
            Piece::Generator(i) => generator::body(&mut w, t, i),
            Piece::Next(i) => generator::next(&mut w, t, i),
            Piece::Uncallable => func::uncallable(&mut w),
            Piece::Entry => func::entry(&mut w, t),
        };
        w.program.functions[id.index()] = f;
    }
    w.program
}
