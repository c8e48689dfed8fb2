//! Error codes, made from the pages in `codes/` by the build script.

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    /// Accepts `E0001`, `e0001` and `1`.
    fn from_str(s: &str) -> Result<Code, ()> {
        let digits = s.trim_start_matches(['e', 'E']);
        let number: u32 = digits.parse().map_err(|_| ())?;
        let name = format!("E{number:04}");
        Code::ALL.iter().copied().find(|c| c.as_str() == name).ok_or(())
    }
}

/// The page of an error code given as a user types it.
pub fn explain(code: &str) -> Option<&'static str> {
    code.parse::<Code>().ok().map(Code::page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn explains_codes_as_typed() {
        assert!(explain("E0001").is_some_and(|page| page.starts_with("# E0001: ")));
        assert_eq!(explain("e0001"), explain("1"));
        assert_eq!(explain("E9999"), None);
        assert_eq!(Code::E0001.to_string(), "E0001");
    }
}
