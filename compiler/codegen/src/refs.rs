//! What generated code refers to outside of its own function: other functions, leaves, the runtime's data and the
//! program's data, each declared once in the module.

use cranelift_codegen::ir::{AbiParam, Signature, types};
use cranelift_codegen::isa::CallConv;
use cranelift_module::{DataId, FuncId, Linkage, Module, ModuleError};
use pyaot_abi::functions::PLAIN;
use pyaot_abi::{LEAVES, Leaf, Param, Ret};
use pyaot_ir::{Conv, Function, Op, Program, Singleton, Ty};

use crate::helpers::Helper;
use crate::stubs;

/// Prefix of the symbols of compiled Python functions.
pub const SYMBOL_PREFIX: &str = "py.";

/// Data of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extern {
    None,
    True,
    False,
    Ellipsis,
    NotImplemented,
    /// The type objects.
    TypeInt,
    TypeFloat,
    TypeTuple,
    /// The state of the heap.
    Heap,
    /// u64: the lowest address that the stack pointer may have.
    StackLimit,
    /// u8: not zero when a signal waits for its handler.
    Pending,
    /// Frame and line at hand, for warnings.
    Place,
    /// u8: which vector code runs here.
    Vectors,
}

impl Extern {
    pub const ALL: [Extern; 13] = [
        Extern::None,
        Extern::True,
        Extern::False,
        Extern::Ellipsis,
        Extern::NotImplemented,
        Extern::TypeInt,
        Extern::TypeFloat,
        Extern::TypeTuple,
        Extern::Heap,
        Extern::StackLimit,
        Extern::Pending,
        Extern::Place,
        Extern::Vectors,
    ];

    pub fn symbol(self) -> &'static str {
        match self {
            Extern::None => "pyaot_None",
            Extern::True => "pyaot_True",
            Extern::False => "pyaot_False",
            Extern::Ellipsis => "pyaot_Ellipsis",
            Extern::NotImplemented => "pyaot_NotImplemented",
            Extern::TypeInt => "pyaot_type_int",
            Extern::TypeFloat => "pyaot_type_float",
            Extern::TypeTuple => "pyaot_type_tuple",
            Extern::Heap => "pyaot_heap",
            Extern::StackLimit => "pyaot_stack_limit",
            Extern::Pending => "pyaot_pending",
            Extern::Place => "pyaot_place",
            Extern::Vectors => "pyaot_vectors",
        }
    }
}

impl From<Singleton> for Extern {
    fn from(s: Singleton) -> Extern {
        match s {
            Singleton::None => Extern::None,
            Singleton::True => Extern::True,
            Singleton::False => Extern::False,
            Singleton::Ellipsis => Extern::Ellipsis,
            Singleton::NotImplemented => Extern::NotImplemented,
        }
    }
}

/// The runtime's symbols that a program needs.
pub(crate) struct Used {
    leaves: Vec<bool>,
    externs: [bool; Extern::ALL.len()],
    helpers: [bool; Helper::ALL.len()],
}

impl Used {
    /// All of them.
    pub(crate) fn all() -> Used {
        Used { leaves: vec![true; LEAVES.len()], externs: [true; _], helpers: [true; _] }
    }

    pub(crate) fn scan(program: &Program) -> Used {
        let mut used = Used { leaves: vec![false; LEAVES.len()], externs: Default::default(), helpers: Default::default() };
        for f in &program.functions {
            for b in &f.blocks {
                for i in &b.insts {
                    used.add(&i.op);
                }
            }
        }
        used
    }

    fn add(&mut self, op: &Op) {
        let mut leaf = |l: Leaf| self.leaves[l as usize] = true;
        let mut data = |e: Extern| self.externs[e as usize] = true;
        let mut helper = |h: Helper| self.helpers[h as usize] = true;
        match op {
            Op::Leaf(Leaf::math_unary) => {
                leaf(Leaf::math_unary);
                PLAIN.iter().for_each(|(_, plain)| leaf(*plain));
            }
            Op::Leaf(l) | Op::LeafArray { leaf: l, .. } | Op::LeafOut { leaf: l } => leaf(*l),
            Op::TagInt => {
                leaf(Leaf::box_int);
                helper(Helper::Tag);
            }
            Op::Retain | Op::RetainMaybe => helper(Helper::Retain),
            Op::BoxFloat | Op::NewTuple | Op::NewInstance { .. } => {
                match op {
                    Op::BoxFloat => {
                        leaf(Leaf::box_float);
                        data(Extern::TypeFloat);
                    }
                    Op::NewTuple => {
                        leaf(Leaf::tuple_of);
                        data(Extern::TypeTuple);
                    }
                    _ => leaf(Leaf::new_instance),
                }
                leaf(Leaf::refill);
                data(Extern::Heap);
                helper(Helper::Refill);
            }
            Op::MulMod => leaf(Leaf::mulmod),
            Op::Lanes(_) => data(Extern::Vectors),
            Op::Release | Op::ReleaseMaybe => {
                leaf(Leaf::dealloc);
                leaf(Leaf::drain);
                data(Extern::Heap);
                helper(Helper::Release);
                helper(Helper::ReleaseAll);
                helper(Helper::Dealloc);
                helper(Helper::DeallocFields);
                helper(Helper::DeallocGeneral);
                helper(Helper::Drain);
            }
            Op::Traceback { .. } => leaf(Leaf::traceback_add),
            Op::Place { .. } => data(Extern::Place),
            Op::StackCheck => {
                leaf(Leaf::stack_overflow);
                data(Extern::StackLimit);
            }
            Op::Safepoint => {
                leaf(Leaf::safepoint);
                leaf(Leaf::safepoint_beside);
                helper(Helper::Safepoint);
                data(Extern::Pending);
            }
            Op::FSquare => {
                leaf(Leaf::f64_square);
                helper(Helper::Square);
            }
            op if op.plain_float().is_some() => helper(Helper::Warns),
            Op::Call(_) => {
                helper(Helper::Twin);
                helper(Helper::TwinFloat);
            }
            Op::Singleton(s) => data((*s).into()),
            Op::BoxBool => {
                data(Extern::True);
                data(Extern::False);
            }
            Op::UnboxBool => data(Extern::True),
            Op::TypeOf => data(Extern::TypeInt),
            Op::IsFloat => data(Extern::TypeFloat),
            _ => {}
        }
    }

    pub(crate) fn helpers(&self) -> impl Iterator<Item = Helper> {
        Helper::ALL.iter().zip(&self.helpers).filter(|(_, used)| **used).map(|(h, _)| *h)
    }

    /// Names of all symbols to import.
    pub(crate) fn symbols(&self) -> impl Iterator<Item = &'static str> {
        let leaves = LEAVES.iter().zip(&self.leaves).filter(|(_, used)| **used).map(|(l, _)| l.symbol);
        let data = Extern::ALL.iter().zip(&self.externs).filter(|(_, used)| **used).map(|(e, _)| e.symbol());
        leaves.chain(data)
    }
}

/// A data object of the program itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Own {
    Strings,
    ConstSlots,
    Consts,
    Globals,
    GlobalDescs,
    Frames,
    Codes,
    Slots,
    Classes,
    Modules,
    /// Addresses of the runtime's links.
    Links,
    /// Where the stubs jump to.
    Cells,
    /// Two bytes for each function: whether it would be called if it were there, and whether it is, of landings.
    Ready,
    Program,
}

impl Own {
    pub(crate) const ALL: [Own; 14] = [
        Own::Strings,
        Own::ConstSlots,
        Own::Consts,
        Own::Globals,
        Own::GlobalDescs,
        Own::Frames,
        Own::Codes,
        Own::Slots,
        Own::Classes,
        Own::Modules,
        Own::Links,
        Own::Cells,
        Own::Ready,
        Own::Program,
    ];
}

/// Ids of everything that is declared in the module.
pub(crate) struct Refs {
    pub(crate) funcs: Vec<FuncId>,
    helpers: [Option<FuncId>; Helper::ALL.len()],
    /// What is called instead of functions.
    pub(crate) stubs: Option<Stubs>,
    leaves: Vec<Option<FuncId>>,
    externs: [Option<DataId>; Extern::ALL.len()],
    own: [Option<DataId>; Own::ALL.len()],
}

impl Refs {
    /// What does not depend on the program comes first, so that it has the same ids wherever the same is used.
    pub(crate) fn declare(module: &mut dyn Module, program: &Program, used: &Used) -> Result<Refs, ModuleError> {
        let mut refs = Refs::declare_common(module, used)?;
        refs.declare_functions(module, program)?;
        Ok(refs)
    }

    /// Without the program's functions.
    pub(crate) fn declare_common(module: &mut dyn Module, used: &Used) -> Result<Refs, ModuleError> {
        let mut helpers = [None; Helper::ALL.len()];
        for h in Helper::ALL.into_iter().filter(|h| used.helpers[*h as usize]) {
            helpers[h as usize] = Some(module.declare_function(h.name(), Linkage::Local, &h.signature())?);
        }
        let mut leaves = vec![None; LEAVES.len()];
        for &leaf in Leaf::ALL.iter().filter(|l| used.leaves[**l as usize]) {
            let signature = leaf_signature(leaf);
            leaves[leaf as usize] = Some(module.declare_function(leaf.info().symbol, Linkage::Import, &signature)?);
        }
        let mut externs = [None; Extern::ALL.len()];
        for e in Extern::ALL.into_iter().filter(|e| used.externs[*e as usize]) {
            externs[e as usize] = Some(module.declare_data(e.symbol(), Linkage::Import, true, false)?);
        }
        let mut own = [None; Own::ALL.len()];
        for d in Own::ALL {
            own[d as usize] = Some(match d {
                Own::Program => module.declare_data("pyaot_program", Linkage::Export, false, false)?,
                Own::ConstSlots | Own::Globals | Own::Cells | Own::Ready => module.declare_anonymous_data(true, false)?,
                _ => module.declare_anonymous_data(false, false)?,
            });
        }
        Ok(Refs { funcs: Vec::new(), helpers, stubs: None, leaves, externs, own })
    }

    pub(crate) fn declare_functions(&mut self, module: &mut dyn Module, program: &Program) -> Result<(), ModuleError> {
        for (i, f) in program.functions.iter().enumerate() {
            let name = format!("{SYMBOL_PREFIX}{}", f.name);
            let name = if module.get_name(&name).is_some() { format!("{name}.{i}") } else { name };
            self.funcs.push(module.declare_function(&name, Linkage::Local, &signature(f))?);
        }
        Ok(())
    }

    /// The helper itself. None: not used by this program.
    pub(crate) fn helper(&self, h: Helper) -> Option<FuncId> {
        self.helpers[h as usize]
    }

    /// What calls the function of that index.
    pub(crate) fn callee(&self, index: usize) -> FuncId {
        self.stubs.as_ref().map_or(self.funcs[index], |s| s.funcs[index])
    }

    /// The function that a stub stands for; of anything else, itself.
    pub(crate) fn behind_stub(&self, id: FuncId) -> FuncId {
        let Some(stubs) = &self.stubs else { return id };
        // They were declared one after the other.
        let first = stubs.all().next().map_or(u32::MAX, |f| f.as_u32());
        let Some(i) = id.as_u32().checked_sub(first) else { return id };
        self.funcs.get(i as usize).copied().unwrap_or(id)
    }

    pub(crate) fn leaf(&self, leaf: Leaf) -> FuncId {
        self.leaves[leaf as usize].expect("Used::add knows the leaves of every operation")
    }

    pub(crate) fn external(&self, e: Extern) -> DataId {
        self.externs[e as usize].expect("Used::add knows the symbols of every operation")
    }

    pub(crate) fn own(&self, d: Own) -> DataId {
        self.own[d as usize].expect("all are declared")
    }
}

/// Stubs of functions, see [`stubs`].
pub(crate) struct Stubs {
    funcs: Vec<FuncId>,
}

impl Stubs {
    pub(crate) fn define(
        module: &mut dyn Module,
        program: &Program,
        refs: &Refs,
        context: &'static stubs::Context,
    ) -> Result<Stubs, ModuleError> {
        let common = module.declare_anonymous_function(&Signature::new(CallConv::SystemV))?;
        stubs::define_common(module, common, context)?;
        let mut funcs = Vec::with_capacity(program.functions.len());
        for (i, f) in program.functions.iter().enumerate() {
            let stub = module.declare_anonymous_function(&signature(f))?;
            stubs::define(module, stub, i, refs.own(Own::Cells), common)?;
            funcs.push(stub);
        }
        Ok(Stubs { funcs })
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = FuncId> {
        self.funcs.iter().copied()
    }
}

/// The machine type that holds an IR type.
pub(crate) fn clif_type(ty: Ty) -> types::Type {
    match ty {
        Ty::I64 | Ty::Val | Ty::Obj | Ty::Ptr => types::I64,
        Ty::F64 => types::F64,
        Ty::Bool => types::I8,
    }
}

pub(crate) fn signature(f: &Function) -> Signature {
    let mut s = Signature::new(match f.conv {
        Conv::Tail => CallConv::Tail,
        Conv::Uniform | Conv::Entry | Conv::Resume | Conv::Loop => CallConv::SystemV,
    });
    if let Some(entry) = f.blocks.first() {
        s.params.extend(entry.params.iter().map(|p| AbiParam::new(clif_type(f.ty(*p)))));
    }
    match f.conv {
        Conv::Tail => {
            s.returns.extend(f.ret.map(|t| AbiParam::new(clif_type(t))));
            s.returns.extend(f.has_status.then(|| AbiParam::new(types::I64)));
        }
        Conv::Uniform => s.returns.push(AbiParam::new(types::I64)),
        Conv::Loop => s.returns.extend(f.ret.map(|t| AbiParam::new(clif_type(t)))),
        Conv::Entry => s.returns.push(AbiParam::new(types::I8).uext()),
        Conv::Resume => s.returns.extend([AbiParam::new(types::I64); 2]),
    }
    s
}

pub(crate) fn leaf_signature(leaf: Leaf) -> Signature {
    let info = leaf.info();
    let word = AbiParam::new(types::I64);
    let mut s = Signature::new(CallConv::SystemV);
    s.params.extend(info.params.iter().map(|p| match p {
        Param::I | Param::W | Param::V | Param::O | Param::P => word,
        Param::F => AbiParam::new(types::F64),
        Param::B => AbiParam::new(types::I8).uext(),
    }));
    match info.ret {
        Ret::Void => {}
        Ret::I | Ret::V | Ret::OptV | Ret::P | Ret::VR | Ret::BR => s.returns.push(word),
        Ret::F => s.returns.push(AbiParam::new(types::F64)),
        Ret::B | Ret::UR => s.returns.push(AbiParam::new(types::I8)),
        Ret::IR | Ret::NR => s.returns.extend([word; 2]),
        Ret::FR => s.returns.extend([AbiParam::new(types::F64), word]),
    }
    s
}
