//! The methods of str.

use super::{case, find, pad, split, translate};
use crate::codecs;
use crate::error::Result;
use crate::format;
use crate::native::Natives;
use crate::natives;
use crate::value::Value;

pub(super) static METHODS: Natives = natives![
    "capitalize(self, /) -> str" => case::capitalize,
    "casefold(self, /) -> str" => case::casefold,
    "center(self, width: int, fillchar: str = ' ', /) -> str" => pad::center,
    "count(self, sub: str, start: int | None = None, end: int | None = None, /) -> int" => find::count,
    "encode(self, /, encoding: str = 'utf-8', errors: str = 'strict') -> bytes" => encode,
    "endswith(self, suffix: str | tuple, start: int | None = None, end: int | None = None, /) -> bool" => find::endswith,
    "expandtabs(self, /, tabsize: int = 8) -> str" => pad::expandtabs,
    "find(self, sub: str, start: int | None = None, end: int | None = None, /) -> int" => find::find,
    "format(self, /, *args, **kwargs) -> str" => format::template::format_method,
    "format_map(self, mapping, /) -> str" => format::template::format_map,
    "index(self, sub: str, start: int | None = None, end: int | None = None, /) -> int" => find::index,
    "isalnum(self, /) -> bool" => case::isalnum,
    "isalpha(self, /) -> bool" => case::isalpha,
    "isascii(self, /) -> bool" => case::isascii,
    "isdecimal(self, /) -> bool" => case::isdecimal,
    "isdigit(self, /) -> bool" => case::isdigit,
    "isidentifier(self, /) -> bool" => case::isidentifier,
    "islower(self, /) -> bool" => case::islower,
    "isnumeric(self, /) -> bool" => case::isnumeric,
    "isprintable(self, /) -> bool" => case::isprintable,
    "isspace(self, /) -> bool" => case::isspace,
    "istitle(self, /) -> bool" => case::istitle,
    "isupper(self, /) -> bool" => case::isupper,
    "join(self, iterable, /) -> str" => join,
    "ljust(self, width: int, fillchar: str = ' ', /) -> str" => pad::ljust,
    "lower(self, /) -> str" => case::lower,
    "lstrip(self, chars: str | None = None, /) -> str" => split::lstrip,
    "maketrans(x, y=..., z=..., /) -> dict[int, any]" => translate::maketrans,
    "partition(self, sep: str, /) -> tuple[str, str, str]" => split::partition,
    "removeprefix(self, prefix: str, /) -> str" => find::removeprefix,
    "removesuffix(self, suffix: str, /) -> str" => find::removesuffix,
    "replace(self, old: str, new: str, count: int = -1, /) -> str" => find::replace,
    "rfind(self, sub: str, start: int | None = None, end: int | None = None, /) -> int" => find::rfind,
    "rindex(self, sub: str, start: int | None = None, end: int | None = None, /) -> int" => find::rindex,
    "rjust(self, width: int, fillchar: str = ' ', /) -> str" => pad::rjust,
    "rpartition(self, sep: str, /) -> tuple[str, str, str]" => split::rpartition,
    "rsplit(self, /, sep: str | None = None, maxsplit: int = -1) -> list[str]" => split::rsplit,
    "rstrip(self, chars: str | None = None, /) -> str" => split::rstrip,
    "split(self, /, sep: str | None = None, maxsplit: int = -1) -> list[str]" => split::split,
    "splitlines(self, /, keepends: bool = False) -> list[str]" => split::splitlines,
    "startswith(self, prefix: str | tuple, start: int | None = None, end: int | None = None, /) -> bool" => find::startswith,
    "strip(self, chars: str | None = None, /) -> str" => split::strip,
    "swapcase(self, /) -> str" => case::swapcase,
    "title(self, /) -> str" => case::title,
    "translate(self, table, /) -> str" => translate::translate,
    "upper(self, /) -> str" => case::upper,
    "zfill(self, width: int, /) -> str" => pad::zfill,
    "__format__(self, format_spec: str, /) -> str" => |a: &[Value]| format::format_method(&a[0], &a[1]),
];

fn join(a: &[Value]) -> Result<Value> {
    super::join(&a[0], &a[1])
}

fn encode(a: &[Value]) -> Result<Value> {
    // The usual case: ASCII is its own UTF-8, whatever is to be done about errors.
    let (s, is) = (super::of(&a[0]), |v: &Value, text: &str| v.downcast::<super::StrObj>().is_some_and(|s| s.eq_str(text)));
    if s.is_ascii() && is(&a[1], "utf-8") && is(&a[2], "strict") {
        return Ok(crate::bytes::new(s.bytes()));
    }
    let encoding = codecs::name_arg("encode", "encoding", &a[1])?;
    let errors = codecs::name_arg("encode", "errors", &a[2])?;
    codecs::encode(super::of(&a[0]), &encoding, &errors)
}
