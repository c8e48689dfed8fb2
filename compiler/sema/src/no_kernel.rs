//! Names that NumPy has, and pyaot does not: using one is reported (E0205), and raises NotImplementedError. A name that NumPy
//! does not have either is an AttributeError, as in CPython.

use pyaot_syntax::ast::Name;

use crate::hir::{Inst, Op, Pos};
use crate::infer::Typed;
use crate::types::{InstanceId, Ty};

/// By module, of NumPy 2.4's public names.
const NAMES: &[(&str, &str)] = &[
    (
        "numpy",
        "asmatrix bmat busday_count busday_offset busdaycalendar clongdouble complex256 core ctypeslib datetime64 datetime_as_string \
         datetime_data dtypes f2py float128 from_dlpack fromregex get_include getbufsize geterrcall info is_busday isnat longdouble ma matrix \
         memmap nested_iters rec recarray record savez savez_compressed setbufsize seterrcall show_config show_runtime test \
         timedelta64 typing void",
    ),
    ("numpy.random", "bit_generator get_bit_generator mtrand set_bit_generator test"),
    ("numpy.lib", "Arrayterator NumpyVersion add_docstring add_newdoc array_utils format introspect mixins npyio test tracemalloc_domain"),
    (
        "numpy.char",
        "chararray compare_chararrays decode encode expandtabs greater greater_equal index isdecimal istitle less less_equal partition \
         rindex rpartition translate",
    ),
    (
        "numpy.strings",
        "decode encode expandtabs greater greater_equal index isdecimal istitle less less_equal partition rindex rpartition slice translate",
    ),
];

/// NumPy has this name in this module.
pub fn lacks(module: &str, name: &str) -> bool {
    NAMES.iter().any(|(m, names)| *m == module && names.split(' ').any(|n| n == name))
}

/// NumPy has a dtype of this name, or several as the fields of one; pyaot has not.
pub fn lacks_dtype(text: &str) -> bool {
    let kind = text.trim_start_matches(['<', '>', '=', '|']);
    let digits = |rest: &str| rest.bytes().all(|b| b.is_ascii_digit());
    text.contains(',')
        || ["datetime64", "timedelta64", "M8", "m8"].iter().any(|k| kind.starts_with(k))
        || ["longdouble", "clongdouble", "float128", "complex256", "void", "M", "m", "g", "G"].contains(&kind)
        || kind.strip_prefix('V').is_some_and(digits)
        || ["f16", "c32"].contains(&kind)
        || text.starts_with('>')
}

/// The text is the name of a dtype of dates, wherever it stands.
pub fn names_dates(text: &str) -> bool {
    let kind = text.trim_start_matches(['<', '>', '=']);
    matches!(kind, "M8" | "m8") || ["datetime64", "timedelta64", "M8[", "m8["].iter().any(|k| kind.starts_with(k))
}

/// What is said of such a name.
pub const WHY: &str = "has no native kernel yet";

pub fn message(module: &str, name: &str) -> String {
    format!("{module}.{name} {WHY}")
}

/// The module and name, if the instruction takes such a name out of a module.
pub fn taken<'a>(t: &'a Typed, id: InstanceId, i: &'a Inst) -> Option<(&'a Name, &'a Name)> {
    let (Op::GetAttr(name) | Op::CallMethod { name, .. }) = &i.op else { return None };
    let Ty::Module(m) = t.instance(id).types[i.args.first()?.index()] else { return None };
    let module = &t.program.modules[m.index()];
    (module.is_shim && !module.globals.contains_key(name) && lacks(&module.name, name)).then_some((&module.name, name))
}

/// Where such names are used: the file as tracebacks show it, the place, and the name. Each place once.
pub fn uses(t: &Typed) -> Vec<(&str, Pos, String)> {
    let mut found: Vec<(&str, Pos, String)> = Vec::new();
    for (k, inst) in t.instances.iter().enumerate() {
        let f = &t.program.funcs[inst.func.index()];
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            let Some((module, name)) = taken(t, InstanceId(k as u32), i) else { continue };
            let use_ = (&*t.program.modules[f.module.index()].file, Pos { line: i.line, cols: i.cols }, format!("{module}.{name}"));
            if !found.contains(&use_) {
                found.push(use_);
            }
        }
    }
    found.sort_by_key(|(file, at, _)| (*file, at.line, at.cols));
    found
}
