//! From addresses of code in memory back to functions and source lines, for profiles.

use cranelift_codegen::{Final, MachBufferFinalized};

/// A line of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The program's frame that has the file's name.
    pub frame: u32,
    pub line: u32,
}

/// What is known of one function's code. Offsets count from its start.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Where the code of each place begins.
    starts: Vec<(u32, Place)>,
    /// Where the calls return to.
    returns: Vec<u32>,
}

impl Lines {
    /// The source locations of the code are numbers of `places`, from 1.
    pub(crate) fn of(code: &MachBufferFinalized<Final>, places: &[Place]) -> Lines {
        let place = |bits: u32| places.get((bits as usize).checked_sub(1)?).copied();
        let starts = code.get_srclocs_sorted().iter().filter_map(|l| Some((l.start, place(l.loc.bits())?))).collect();
        let mut returns: Vec<u32> = code.call_sites().map(|c| c.ret_addr).collect();
        returns.sort_unstable();
        Lines { starts, returns }
    }

    /// What has no place of its own belongs to what stands in front of it, or at the start, to what comes first.
    fn place(&self, offset: u32) -> Option<Place> {
        let behind = self.starts.partition_point(|(start, _)| *start <= offset);
        self.starts.get(behind.saturating_sub(1)).map(|(_, place)| *place)
    }
}

/// A function in memory.
#[derive(Debug)]
struct Placed {
    address: usize,
    len: usize,
    /// Its index in the program.
    function: usize,
    lines: Lines,
}

/// All functions that have been put into place.
#[derive(Debug, Default)]
pub struct CodeMap {
    /// By address.
    placed: Vec<Placed>,
}

/// What is at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// The program's function.
    pub function: usize,
    pub place: Place,
}

impl CodeMap {
    pub(crate) fn add(&mut self, address: usize, len: usize, function: usize, lines: Lines) {
        let at = self.placed.partition_point(|p| p.address < address);
        self.placed.insert(at, Placed { address, len, function, lines });
    }

    /// The address is one of an instruction.
    pub fn at(&self, address: usize) -> Option<Site> {
        let (p, offset) = self.placed(address)?;
        Some(Site { function: p.function, place: p.lines.place(offset)? })
    }

    /// The address is one that a call returns to; none if no call does.
    pub fn behind_call(&self, address: usize) -> Option<Site> {
        let (p, offset) = self.placed(address - 1)?;
        p.lines.returns.binary_search(&(offset + 1)).ok()?;
        Some(Site { function: p.function, place: p.lines.place(offset)? })
    }

    fn placed(&self, address: usize) -> Option<(&Placed, u32)> {
        let p = &self.placed[self.placed.partition_point(|p| p.address <= address).checked_sub(1)?];
        let offset = address - p.address;
        (offset < p.len).then_some((p, offset as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_lines() {
        let place = |line| Place { frame: 1, line };
        let lines = Lines { starts: vec![(4, place(7)), (9, place(8))], returns: vec![12] };
        let mut map = CodeMap::default();
        map.add(1000, 20, 3, lines);
        let site = |line| Some(Site { function: 3, place: place(line) });
        assert_eq!([1000, 1008, 1009, 1019].map(|a| map.at(a)), [site(7), site(7), site(8), site(8)]);
        assert_eq!([800, 905, 950, 1020].map(|a| map.at(a)), [None; 4]);
        assert_eq!([1012, 1013].map(|a| map.behind_call(a)), [site(8), None]);
    }
}
