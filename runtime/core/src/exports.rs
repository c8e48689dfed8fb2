//! The runtime's symbols by name, for code generated in memory. Executables find the same names by the linker.

use pyaot_abi::Leaf;

/// Address of a leaf or of data that compiled code refers to.
pub fn symbol_address(name: &str) -> Option<*const u8> {
    let data: *const u8 = match name {
        "pyaot_None" => (&raw const crate::types::NONE_OBJ).cast(),
        "pyaot_True" => (&raw const crate::types::TRUE_OBJ).cast(),
        "pyaot_False" => (&raw const crate::types::FALSE_OBJ).cast(),
        "pyaot_Ellipsis" => (&raw const crate::types::ELLIPSIS_OBJ).cast(),
        "pyaot_NotImplemented" => (&raw const crate::types::NOT_IMPLEMENTED_OBJ).cast(),
        "pyaot_type_int" => (&raw const crate::int::INT).cast(),
        "pyaot_type_float" => (&raw const crate::float::FLOAT).cast(),
        "pyaot_type_tuple" => (&raw const crate::tuple::TUPLE).cast(),
        "pyaot_heap" => (&raw const crate::heap::HEAP).cast(),
        "pyaot_stack_limit" => (&raw const crate::start::STACK_LIMIT).cast(),
        "pyaot_place" => (&raw const crate::start::PLACE).cast(),
        "pyaot_vectors" => (&raw const crate::vectors::VECTORS).cast(),
        "pyaot_pending" => (&raw const crate::start::PENDING).cast(),
        _ => return Leaf::by_name(name.strip_prefix("pyaot_")?).map(crate::leaves::address),
    };
    Some(data)
}
