//! What inference and name resolution know of the runtime's natives: read from the runtime's own tables.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

// Linked for its natives.
use pyaot_bridge as _;

use pyaot_core::class::as_type;
use pyaot_core::float::FloatObj;
use pyaot_core::module::{NativeModule, builtin_type, late_modules, type_of_record};
use pyaot_core::modules::{NATIVE_MODULES, math};
use pyaot_core::native::{Native, all_links, declare};
use pyaot_core::{builtins, exception};
use pyaot_sema::infer::Natives;

/// Builtin names that are neither functions nor classes of the runtime: values, functions whose calls are compiled in
/// line, functions whose calls are reported as errors.
const CONSTANTS: &[&str] = &["Ellipsis", "NotImplemented", "globals", "locals", "compile", "eval", "exec"];

/// Names by which [`builtin_type`] knows types that are no builtin names.
const HIDDEN_TYPES: &[&str] = &["NoneType", "function", "generator", "method", "module"];

/// Types of values of native modules, for those whose type cannot change; all others are `any`.
const CONSTANT_TYPES: &[(&str, &str)] = &[
    ("_native.Counter", "class"),
    ("_native.OrderedDict", "class"),
    ("_native.applied", "class"),
    ("_native.cached", "class"),
    ("_native.defaultdict", "class"),
    ("_native.deque", "class"),
    ("math.e", "float"),
    ("math.inf", "float"),
    ("math.nan", "float"),
    ("math.pi", "float"),
    ("math.tau", "float"),
    ("cmath.e", "float"),
    ("cmath.inf", "float"),
    ("cmath.infj", "complex"),
    ("cmath.nan", "float"),
    ("cmath.nanj", "complex"),
    ("cmath.pi", "float"),
    ("cmath.tau", "float"),
    ("sys.byteorder", "str"),
    ("sys.hexversion", "nat"),
    ("sys.maxsize", "nat"),
    ("sys.maxunicode", "nat"),
    ("sys.platform", "str"),
    ("sys.version", "str"),
];

/// The last part of a native's name.
fn short(native: &Native) -> &'static str {
    let name = native.name();
    name.rsplit('.').next().unwrap_or(name)
}

fn by_name(natives: pyaot_core::native::Natives) -> impl Iterator<Item = (&'static str, &'static str)> {
    natives.iter().map(|n| (short(n), n.decl))
}

/// The native modules of other crates; with them, their types are known to the runtime by name.
static LATE: LazyLock<Vec<&NativeModule>> = LazyLock::new(|| {
    declare(all_links().iter().copied());
    late_modules()
});

/// All native modules.
fn modules() -> impl Iterator<Item = &'static NativeModule> {
    NATIVE_MODULES.iter().chain(LATE.iter().copied())
}

/// Module, then name: the declaration.
static FUNCTIONS: LazyLock<HashMap<&str, HashMap<&str, &str>>> = LazyLock::new(|| {
    let mut all: HashMap<_, HashMap<_, _>> = modules().map(|m| (m.name, by_name(m.natives).collect())).collect();
    all.entry("builtins").or_default().extend(by_name(builtins::BUILTINS));
    all
});

static BUILTIN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let functions = builtins::BUILTINS.iter().copied().map(short);
    functions.chain(exception::all().map(|t| t.name)).chain(CONSTANTS.iter().copied()).collect()
});

/// A module that is native altogether.
pub fn is_module(name: &str) -> bool {
    name == "builtins" || modules().any(|m| m.name == name)
}

/// What a star import of a native module binds.
pub fn public_names(module: &str) -> Vec<pyaot_syntax::ast::Name> {
    if module == "builtins" {
        return pyaot_core::module::builtin_names().iter().map(|n| n.as_str().into()).collect();
    }
    let module = modules().find(|m| m.name == module);
    let names = module.into_iter().flat_map(|m| m.natives.iter().copied().map(short).chain(m.values.iter().map(|(n, _)| *n)));
    names.filter(|n| !n.starts_with('_')).map(Into::into).collect()
}

/// A name that is bound in every module.
pub fn is_builtin(name: &str) -> bool {
    BUILTIN_NAMES.contains(name) || (!HIDDEN_TYPES.contains(&name) && !name.contains('.') && builtin_type(name).is_some())
}

/// The runtime's tables as inference asks for them.
pub struct RuntimeNatives;

impl Natives for RuntimeNatives {
    fn function(&self, qualified: &str) -> Option<&'static str> {
        let (module, name) = qualified.rsplit_once('.')?;
        FUNCTIONS.get(module)?.get(name).copied()
    }

    fn method(&self, ty: &str, name: &str) -> Option<&'static str> {
        let mut at = type_of_record(ty);
        while let Some(t) = at {
            if let Some(n) = t.methods.iter().find(|n| short(n) == name) {
                return Some(n.decl);
            }
            at = t.base;
        }
        None
    }

    fn constant(&self, module: &str, name: &str) -> Option<&'static str> {
        let qualified = format!("{module}.{name}");
        if module == "builtins" {
            return is_builtin(name).then_some(if builtin_type(name).is_some() { "class" } else { "any" });
        }
        let module = modules().find(|m| m.name == module)?;
        let (_, value) = module.values.iter().find(|(n, _)| *n == name)?;
        if LATE.iter().any(|m| std::ptr::eq(*m, module)) {
            let value = value();
            return Some(match as_type(&value) {
                Some(_) => "class",
                None if value.downcast::<FloatObj>().is_some() => "float",
                None => "any",
            });
        }
        Some(CONSTANT_TYPES.iter().find(|(n, _)| *n == qualified).map_or("any", |(_, t)| t))
    }

    fn float_constant(&self, module: &str, name: &str) -> Option<f64> {
        (self.constant(module, name)? == "float").then_some(())?;
        let module = modules().find(|m| m.name == module)?;
        let (_, value) = module.values.iter().find(|(n, _)| *n == name)?;
        value().downcast::<FloatObj>().map(|f| f.value)
    }

    fn float_function(&self, qualified: &str, params: usize) -> Option<i64> {
        let name = qualified.strip_prefix("math.")?;
        let at = match params {
            1 => math::F64_UNARY.iter().position(|(n, _)| *n == name),
            2 => math::F64_BINARY.iter().position(|(n, _)| *n == name),
            _ => None,
        };
        at.map(|k| k as i64)
    }

    fn exception_base(&self, name: &str) -> Option<&'static str> {
        let ty = exception::by_name(name)?;
        ty.base.filter(|b| b.name != "object").map(|b| b.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_methods() {
        let n = RuntimeNatives;
        assert!(n.function("builtins.len").is_some_and(|d| d.ends_with("-> int")));
        assert!(n.function("math.sqrt").is_some());
        assert_eq!(n.function("math.no_such"), None);
        assert!(n.method("str", "upper").is_some());
        assert!(n.method("list", "append").is_some());
        // bool has the methods of int.
        assert!(n.method("bool", "bit_length").is_some());
        assert_eq!(n.method("str", "no_such"), None);
    }

    #[test]
    fn constants() {
        let n = RuntimeNatives;
        assert_eq!(n.constant("math", "pi"), Some("float"));
        assert_eq!(n.constant("sys", "argv"), Some("any"));
        assert_eq!(n.constant("math", "sqrt"), None);
    }

    #[test]
    fn exceptions() {
        let n = RuntimeNatives;
        assert_eq!(n.exception_base("KeyError"), Some("LookupError"));
        assert_eq!(n.exception_base("Exception"), Some("BaseException"));
        assert_eq!(n.exception_base("BaseException"), None);
        assert_eq!(n.exception_base("int"), None);
    }

    #[test]
    fn builtin_names() {
        for name in ["len", "int", "print", "ValueError", "Ellipsis", "object", "property"] {
            assert!(is_builtin(name), "{name}");
        }
        for name in ["function", "spam", "math.pi", "NoneType"] {
            assert!(!is_builtin(name), "{name}");
        }
    }
}
