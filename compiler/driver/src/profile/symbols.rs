//! Whose function it is that an address outside of compiled code belongs to.

use std::ops::Range;

use object::{Object, ObjectSymbol, SymbolKind};

/// Whose code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Arrays,
    Compiler,
    /// The core's, or a library's.
    Other,
}

/// The functions of this executable.
#[derive(Debug, Default)]
pub struct Symbols {
    /// Where its code is in memory.
    pub code: Range<usize>,
    /// Where each function begins, in order.
    starts: Vec<(usize, Owner)>,
}

/// Names of functions have the names of their crates in them.
const ARRAYS: &str = "pyaot_array";
const COMPILER: [&str; 4] = ["pyaot_codegen", "pyaot_opt", "cranelift", "regalloc2"];

impl Symbols {
    /// Where the code of this executable is. The names in it are read later, by [`Symbols::read`].
    pub fn of_this_process() -> Symbols {
        Symbols { code: mappings().code, starts: Vec::new() }
    }

    /// Reads the symbol table; without one, all functions are of unknown owners.
    pub fn read(&mut self) {
        let Ok(bytes) = std::fs::read("/proc/self/exe") else { return };
        let Ok(file) = object::File::parse(&*bytes) else { return };
        // A fixed executable says where it is, another one is as far from zero as its first mapping.
        let slide = match file.kind() {
            object::ObjectKind::Dynamic => mappings().base,
            _ => 0,
        };
        let functions = file.symbols().filter(|s| s.kind() == SymbolKind::Text && s.size() > 0);
        let mut starts: Vec<(usize, Owner)> = functions.map(|s| (s.address() as usize + slide, owner(s.name().unwrap_or("")))).collect();
        starts.sort_by_key(|(start, _)| *start);
        self.starts = starts;
    }

    /// There is a symbol table: array kernels can be told from the rest.
    pub fn are_known(&self) -> bool {
        !self.starts.is_empty()
    }

    pub fn owner(&self, address: usize) -> Owner {
        if !self.code.contains(&address) {
            return Owner::Other;
        }
        let k = self.starts.partition_point(|(start, _)| *start <= address);
        k.checked_sub(1).map_or(Owner::Other, |k| self.starts[k].1)
    }
}

fn owner(name: &str) -> Owner {
    if name.contains(ARRAYS) {
        Owner::Arrays
    } else if COMPILER.iter().any(|c| name.contains(c)) {
        Owner::Compiler
    } else {
        Owner::Other
    }
}

#[derive(Default)]
struct Mappings {
    /// Where the file's first byte is.
    base: usize,
    code: Range<usize>,
}

/// Where the system has put this executable.
fn mappings() -> Mappings {
    let (Ok(path), Ok(text)) = (std::fs::read_link("/proc/self/exe"), std::fs::read_to_string("/proc/self/maps")) else {
        return Mappings::default();
    };
    let path = path.display().to_string();
    let mut found = Mappings::default();
    for line in text.lines().filter(|line| line.ends_with(&path)) {
        // `start-end rights offset device inode path`
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        let hex = |s: &str| usize::from_str_radix(s, 16).unwrap_or(0);
        let Some((start, end)) = range.split_once('-').map(|(a, b)| (hex(a), hex(b))) else { continue };
        if words.next().is_some_and(|offset| hex(offset) == 0) {
            found.base = start;
        }
        if rights.contains('x') {
            found.code = start..end;
        }
    }
    found
}
