//! Where the statements at the top level of a shim begin. The build script notes it for all shims (`Shim::statements`).

/// Line, counted from 0, and offset of each statement. Decorators belong to what is behind them.
pub fn starts(text: &str) -> Vec<(usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let (mut offset, mut decorated, mut quoted) = (0, false, false);
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let begins = !quoted && line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '#' | ')' | ']' | '}'));
        if begins {
            if !decorated {
                starts.push((n, offset));
            }
            decorated = line.starts_with('@');
        }
        if line.matches("\"\"\"").count() % 2 == 1 {
            quoted = !quoted;
        }
        offset += line.len();
    }
    starts
}
