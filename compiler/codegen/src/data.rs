//! The program's data objects: descriptor records of the abi, string data, constant slots and global cells.

use rustc_hash::FxHashMap as HashMap;
use std::mem::{offset_of, size_of};

use cranelift_module::{DataDescription, DataId, FuncId, Linkage, Module, ModuleResult};
use pyaot_abi::layout::{self, ClassDesc, CodeDesc, ConstDesc, FrameDesc, GlobalDesc, ProgramDesc, SlotDesc, StrRef};
use pyaot_ir::{CodeInfo, Const, Program};

use crate::refs::{Own, Refs};

/// Defines all of [`Own`].
pub(crate) fn define(module: &mut dyn Module, program: &Program, refs: &Refs) -> ModuleResult<()> {
    let mut strings = Strings::default();
    let mut consts = Table::new(size_of::<ConstDesc>());
    for c in &program.consts {
        let (kind, data) = constant(c, &mut strings);
        let mut r = consts.row();
        r.word(offset_of!(ConstDesc, kind), kind);
        r.text(offset_of!(ConstDesc, data), data);
    }

    let mut globals = Table::new(size_of::<GlobalDesc>());
    for (i, g) in program.globals.iter().enumerate() {
        let name = strings.text(&g.name);
        let mut r = globals.row();
        r.text(offset_of!(GlobalDesc, name), name);
        r.address(offset_of!(GlobalDesc, address), Own::Globals, i * 8);
        r.word(offset_of!(GlobalDesc, kind), g.kind.into());
        r.word(offset_of!(GlobalDesc, module), g.module.into());
    }

    let mut frames = Table::new(size_of::<FrameDesc>());
    for f in &program.frames {
        let (file, function) = (strings.text(&f.file), strings.text(&f.function));
        let mut r = frames.row();
        r.text(offset_of!(FrameDesc, file), file);
        r.text(offset_of!(FrameDesc, function), function);
        r.word(offset_of!(FrameDesc, flags), if f.hidden { layout::FLAG_HIDDEN.into() } else { 0 });
    }

    let mut codes = Table::new(size_of::<CodeDesc>());
    for c in &program.codes {
        code(c, &mut codes, &mut strings, refs);
    }

    let mut slots = Table::new(size_of::<SlotDesc>());
    let mut classes = Table::new(size_of::<ClassDesc>());
    for c in &program.classes {
        let first = slots.blob.bytes.len();
        for (name, float) in &c.slots {
            let name = strings.text(name);
            let mut r = slots.row();
            r.text(offset_of!(SlotDesc, name), name);
            r.word(offset_of!(SlotDesc, kind), (*float).into());
        }
        let (name, qualname, owner) = (strings.text(&c.name), strings.text(&c.qualname), strings.text(&c.module));
        let annotations = strings.text(&c.annotations);
        let mut r = classes.row();
        r.text(offset_of!(ClassDesc, name), name);
        r.text(offset_of!(ClassDesc, qualname), qualname);
        r.text(offset_of!(ClassDesc, module), owner);
        r.address(offset_of!(ClassDesc, slots), Own::Slots, first);
        r.word(offset_of!(ClassDesc, n_slots), c.slots.len() as u64);
        r.text(offset_of!(ClassDesc, annotations), annotations);
    }

    let mut modules = Table::new(size_of::<StrRef>());
    for name in &program.modules {
        let name = strings.text(name);
        modules.row().text(0, name);
    }

    let mut links = Table::new(8);
    for symbol in &program.links {
        let id = module.declare_data(symbol, Linkage::Import, false, false)?;
        let r = links.row();
        r.blob.imports.push((r.start, id));
    }

    let mut desc = Table::new(size_of::<ProgramDesc>());
    let mut r = desc.row();
    if let Some(entry) = program.entry {
        r.function(offset_of!(ProgramDesc, entry), refs.callee(entry.index()));
    }
    r.address(offset_of!(ProgramDesc, consts), Own::Consts, 0);
    r.word(offset_of!(ProgramDesc, n_consts), program.consts.len() as u64);
    r.address(offset_of!(ProgramDesc, const_slots), Own::ConstSlots, 0);
    r.address(offset_of!(ProgramDesc, globals), Own::GlobalDescs, 0);
    r.word(offset_of!(ProgramDesc, n_globals), program.globals.len() as u64);
    r.address(offset_of!(ProgramDesc, links), Own::Links, 0);
    r.word(offset_of!(ProgramDesc, n_links), program.links.len() as u64);
    r.address(offset_of!(ProgramDesc, modules), Own::Modules, 0);
    r.word(offset_of!(ProgramDesc, n_modules), program.modules.len() as u64);

    let strings = Blob { bytes: strings.bytes, ..Blob::default() };
    zeroed(module, refs.own(Own::ConstSlots), program.consts.len())?;
    zeroed(module, refs.own(Own::Globals), program.globals.len())?;
    let stubs = refs.stubs.as_ref().map_or(0, |s| s.all().count());
    zeroed(module, refs.own(Own::Cells), stubs)?;
    zeroed(module, refs.own(Own::Ready), stubs.div_ceil(4))?;
    let blobs = [
        (Own::Strings, strings),
        (Own::Consts, consts.blob),
        (Own::GlobalDescs, globals.blob),
        (Own::Frames, frames.blob),
        (Own::Codes, codes.blob),
        (Own::Slots, slots.blob),
        (Own::Classes, classes.blob),
        (Own::Modules, modules.blob),
        (Own::Links, links.blob),
        (Own::Program, desc.blob),
    ];
    for (own, blob) in blobs {
        blob.define(module, refs, own)?;
    }
    Ok(())
}

/// Kind and data of a `ConstDesc`. The data of a tuple is its items' indices, four bytes each.
fn constant(c: &Const, strings: &mut Strings) -> (u64, Text) {
    match c {
        Const::Str(s) => (layout::CONST_STR, strings.bytes(s)),
        Const::Bytes(s) => (layout::CONST_BYTES, strings.bytes(s)),
        Const::BigInt(s) => (layout::CONST_BIGINT, strings.text(s)),
        Const::Float(bits) => (layout::CONST_FLOAT, strings.bytes(&bits.to_le_bytes())),
        Const::Complex(re, im) => (layout::CONST_COMPLEX, strings.bytes(&[re.to_le_bytes(), im.to_le_bytes()].concat())),
        Const::Int(i) => (layout::CONST_INT, strings.bytes(&i.to_le_bytes())),
        Const::Native(s) => (layout::CONST_NATIVE, strings.text(s)),
        Const::NativeRecord(s) => (layout::CONST_NATIVE_RECORD, strings.text(s)),
        Const::Type(s) => (layout::CONST_TYPE, strings.text(s)),
        Const::Module(s) => (layout::CONST_MODULE, strings.text(s)),
        Const::Tuple(items) => {
            let bytes: Vec<u8> = items.iter().flat_map(|c| c.0.to_le_bytes()).collect();
            (layout::CONST_TUPLE, strings.bytes(&bytes))
        }
    }
}

fn code(c: &CodeInfo, codes: &mut Table, strings: &mut Strings, refs: &Refs) {
    let (name, qualname, module) = (strings.text(&c.name), strings.text(&c.qualname), strings.text(&c.module));
    let doc = c.doc.as_deref().map(|d| strings.text(d));
    let (params, file, annotations) = (strings.text(&c.params.join("\0")), strings.text(&c.file), strings.text(&c.annotations));
    let mut r = codes.row();
    r.function(offset_of!(CodeDesc, entry), refs.callee(c.entry.index()));
    r.text(offset_of!(CodeDesc, name), name);
    r.text(offset_of!(CodeDesc, qualname), qualname);
    r.text(offset_of!(CodeDesc, module), module);
    if let Some(doc) = doc {
        r.text(offset_of!(CodeDesc, doc), doc);
    }
    r.text(offset_of!(CodeDesc, params), params);
    r.put(offset_of!(CodeDesc, n_posonly), &c.n_posonly.to_le_bytes());
    r.put(offset_of!(CodeDesc, n_args), &c.n_args.to_le_bytes());
    r.put(offset_of!(CodeDesc, n_kwonly), &c.n_kwonly.to_le_bytes());
    r.put(offset_of!(CodeDesc, flags), &c.flags.to_le_bytes());
    r.put(offset_of!(CodeDesc, n_captures), &c.n_captures.to_le_bytes());
    r.put(offset_of!(CodeDesc, first_line), &c.first_line.to_le_bytes());
    r.text(offset_of!(CodeDesc, file), file);
    r.text(offset_of!(CodeDesc, annotations), annotations);
}

/// A piece of the string data.
#[derive(Debug, Clone, Copy)]
struct Text {
    offset: usize,
    len: usize,
}

/// All string data, each distinct text once, eight bytes aligned so that it may hold numbers as well.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<Vec<u8>, Text>,
}

impl Strings {
    fn text(&mut self, s: &str) -> Text {
        self.bytes(s.as_bytes())
    }

    fn bytes(&mut self, s: &[u8]) -> Text {
        if let Some(t) = self.known.get(s) {
            return *t;
        }
        let t = Text { offset: self.bytes.len(), len: s.len() };
        self.bytes.extend_from_slice(s);
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        self.known.insert(s.to_vec(), t);
        t
    }
}

/// Bytes with addresses in them.
#[derive(Default)]
struct Blob {
    bytes: Vec<u8>,
    data: Vec<(usize, Own, usize)>,
    functions: Vec<(usize, FuncId)>,
    imports: Vec<(usize, DataId)>,
}

impl Blob {
    fn define(self, module: &mut dyn Module, refs: &Refs, own: Own) -> ModuleResult<()> {
        let mut desc = DataDescription::new();
        desc.set_align(16);
        let mut imported: HashMap<DataId, cranelift_codegen::ir::GlobalValue> = HashMap::default();
        for (offset, target, addend) in self.data {
            let id = refs.own(target);
            let value = *imported.entry(id).or_insert_with(|| module.declare_data_in_data(id, &mut desc));
            desc.write_data_addr(offset as u32, value, addend as i64);
        }
        for (offset, id) in self.imports {
            let value = module.declare_data_in_data(id, &mut desc);
            desc.write_data_addr(offset as u32, value, 0);
        }
        for (offset, f) in self.functions {
            let func = module.declare_func_in_data(f, &mut desc);
            desc.write_function_addr(offset as u32, func);
        }
        if own == Own::Program {
            desc.set_used(true);
        }
        // An empty object would have no address of its own.
        desc.define(if self.bytes.is_empty() { Box::new([0]) } else { self.bytes.into() });
        module.define_data(refs.own(own), &desc)
    }
}

fn zeroed(module: &mut dyn Module, id: DataId, words: usize) -> ModuleResult<()> {
    let mut desc = DataDescription::new();
    desc.set_align(64);
    desc.define_zeroinit(words.max(1) * 8);
    module.define_data(id, &desc)
}

/// Records of one size.
struct Table {
    size: usize,
    blob: Blob,
}

impl Table {
    fn new(size: usize) -> Table {
        Table { size, blob: Blob::default() }
    }

    /// A new record, all zero.
    fn row(&mut self) -> Row<'_> {
        let start = self.blob.bytes.len();
        self.blob.bytes.resize(start + self.size, 0);
        Row { blob: &mut self.blob, start }
    }
}

struct Row<'a> {
    blob: &'a mut Blob,
    start: usize,
}

impl Row<'_> {
    fn put(&mut self, offset: usize, bytes: &[u8]) {
        self.blob.bytes[self.start + offset..][..bytes.len()].copy_from_slice(bytes);
    }

    fn word(&mut self, offset: usize, word: u64) {
        self.put(offset, &word.to_le_bytes());
    }

    fn address(&mut self, offset: usize, of: Own, addend: usize) {
        self.blob.data.push((self.start + offset, of, addend));
    }

    fn function(&mut self, offset: usize, f: FuncId) {
        self.blob.functions.push((self.start + offset, f));
    }

    fn text(&mut self, offset: usize, t: Text) {
        self.address(offset + offset_of!(StrRef, ptr), Own::Strings, t.offset);
        self.word(offset + offset_of!(StrRef, len), t.len as u64);
    }
}
