//! The methods of bytes; those that bytearray has too work on both.

use super::{ascii, find, hex, of, split, table};
use crate::codecs;
use crate::error::Result;
use crate::native::Natives;
use crate::natives;
use crate::value::Value;

pub(super) static METHODS: Natives = natives![
    "capitalize(self, /) -> bytes" => ascii::capitalize,
    "center(self, width: int, fillchar: bytes = ..., /) -> bytes" => ascii::center,
    "count(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::count,
    "decode(self, /, encoding: str = 'utf-8', errors: str = 'strict') -> str" => decode,
    "endswith(self, suffix, start: int | None = None, end: int | None = None, /) -> bool" => find::endswith,
    "expandtabs(self, /, tabsize: int = 8) -> bytes" => ascii::expandtabs,
    "find(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::find,
    "fromhex(cls, string: str, /) -> bytes" => hex::bytes_fromhex,
    "hex(self, /, sep=..., bytes_per_sep: int = 1) -> str" => hex::hex,
    "index(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::index,
    "isalnum(self, /) -> bool" => ascii::isalnum,
    "isalpha(self, /) -> bool" => ascii::isalpha,
    "isascii(self, /) -> bool" => ascii::isascii,
    "isdigit(self, /) -> bool" => ascii::isdigit,
    "islower(self, /) -> bool" => ascii::islower,
    "isspace(self, /) -> bool" => ascii::isspace,
    "istitle(self, /) -> bool" => ascii::istitle,
    "isupper(self, /) -> bool" => ascii::isupper,
    "join(self, iterable_of_bytes, /) -> bytes" => split::join,
    "ljust(self, width: int, fillchar: bytes = ..., /) -> bytes" => ascii::ljust,
    "lower(self, /) -> bytes" => ascii::lower,
    "lstrip(self, bytes=None, /) -> bytes" => split::lstrip,
    "maketrans(frm, to, /) -> bytes" => table::maketrans,
    "partition(self, sep, /) -> tuple[bytes, bytes, bytes]" => split::partition,
    "removeprefix(self, prefix, /) -> bytes" => find::removeprefix,
    "removesuffix(self, suffix, /) -> bytes" => find::removesuffix,
    "replace(self, old, new, count: int = -1, /) -> bytes" => find::replace,
    "rfind(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::rfind,
    "rindex(self, sub, start: int | None = None, end: int | None = None, /) -> int" => find::rindex,
    "rjust(self, width: int, fillchar: bytes = ..., /) -> bytes" => ascii::rjust,
    "rpartition(self, sep, /) -> tuple[bytes, bytes, bytes]" => split::rpartition,
    "rsplit(self, /, sep=None, maxsplit: int = -1) -> list[bytes]" => split::rsplit,
    "rstrip(self, bytes=None, /) -> bytes" => split::rstrip,
    "split(self, /, sep=None, maxsplit: int = -1) -> list[bytes]" => split::split,
    "splitlines(self, /, keepends: bool = False) -> list[bytes]" => split::splitlines,
    "startswith(self, prefix, start: int | None = None, end: int | None = None, /) -> bool" => find::startswith,
    "strip(self, bytes=None, /) -> bytes" => split::strip,
    "swapcase(self, /) -> bytes" => ascii::swapcase,
    "title(self, /) -> bytes" => ascii::title,
    "translate(self, table, /, delete=...) -> bytes" => table::translate,
    "upper(self, /) -> bytes" => ascii::upper,
    "zfill(self, width: int, /) -> bytes" => ascii::zfill,
    "__bytes__(self, /) -> bytes" => |a: &[Value]| Ok(super::new(of(&a[0]))),
];

pub(crate) fn decode(a: &[Value]) -> Result<Value> {
    let encoding = codecs::name_arg("decode", "encoding", &a[1])?;
    let errors = codecs::name_arg("decode", "errors", &a[2])?;
    codecs::decode(of(&a[0]), &encoding, &errors)
}
