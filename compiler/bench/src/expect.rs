//! What a scenario's head says about its value: `31214655.66 within 1e-12`, `990000`, `2089 digits 1168 3483` (how many, the
//! first and the last), `OverflowError`.

/// The value that a scenario must give.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expected {
    /// A number, with the relative tolerance; without one it is exact.
    Number { text: String, tolerance: Option<f64> },
    /// An int of so many digits, with the first and the last of them.
    Digits { count: usize, first: String, last: String },
    /// The name of the exception that it ends with.
    Exception(String),
}

impl Expected {
    pub(crate) fn parse(line: &str) -> Result<Expected, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let bad = || format!("cannot read the expected value `{line}`");
        match words.as_slice() {
            [count, "digits", first, last] => Ok(Expected::Digits {
                count: count.parse().map_err(|_| bad())?,
                first: (*first).to_owned(),
                last: (*last).to_owned(),
            }),
            [name] if name.ends_with("Error") => Ok(Expected::Exception((*name).to_owned())),
            [number] => Ok(Expected::Number { text: (*number).to_owned(), tolerance: None }),
            [number, "within", tolerance] => Ok(Expected::Number {
                text: (*number).to_owned(),
                tolerance: Some(tolerance.parse().map_err(|_| bad())?),
            }),
            _ => Err(bad()),
        }
    }

    /// Whether a value, as `repr` shows it, is the expected one.
    pub(crate) fn check(&self, value: &str) -> Result<(), String> {
        let right = match self {
            Expected::Number { text, tolerance: Some(t) } => close(text, value, *t),
            Expected::Number { text, tolerance: None } => text == number_of(value),
            Expected::Digits { count, first, last } => {
                value.len() == *count && value.starts_with(first) && value.ends_with(last)
            }
            Expected::Exception(name) => value.split(':').next() == Some(name),
        };
        match right {
            true => Ok(()),
            false => Err(format!("the value is {}, not as its file says", value.chars().take(60).collect::<String>())),
        }
    }

    /// Whether two peers' values count as the same. Where random numbers are drawn in every call, later values differ from
    /// the expected one and are only compared with each other.
    pub(crate) fn agree(&self, left: &str, right: &str) -> bool {
        match self {
            Expected::Number { tolerance: Some(t), .. } => close(left, right, *t) && kind_of(left) == kind_of(right),
            _ => left == right,
        }
    }
}

/// Both are numbers and nearly the same.
pub(crate) fn close(left: &str, right: &str, tolerance: f64) -> bool {
    match (number_of(left).parse::<f64>(), number_of(right).parse::<f64>()) {
        (Ok(a), Ok(b)) if a.is_nan() || b.is_nan() => a.is_nan() && b.is_nan(),
        (Ok(a), Ok(b)) => a == b || (a - b).abs() <= tolerance * a.abs().max(b.abs()),
        _ => false,
    }
}

/// `3.5` of `np.float64(3.5)`.
fn number_of(value: &str) -> &str {
    let inner = value.split_once('(').map_or(value, |(_, rest)| rest);
    inner.strip_suffix(')').unwrap_or(inner)
}

/// `np.float64` of `np.float64(3.5)`.
fn kind_of(value: &str) -> &str {
    value.split_once('(').map_or("", |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_checked() {
        let near = Expected::parse("100.0 within 1e-3").unwrap();
        assert!(near.check("np.float64(100.05)").is_ok());
        assert!(near.check("np.float64(101.0)").is_err());
        assert!(near.agree("np.float64(7.0)", "np.float64(7.001)"));
        assert!(!near.agree("np.float64(7.0)", "7.0"));
        let exact = Expected::parse("990000").unwrap();
        assert!(exact.check("np.int64(990000)").is_ok() && exact.check("990001").is_err());
        let error = Expected::parse("OverflowError").unwrap();
        assert!(error.check("OverflowError: Python int too large to convert to C long").is_ok());
        let long = Expected::parse("6 digits 12 56").unwrap();
        assert!(long.check("123456").is_ok() && long.check("1234567").is_err());
    }
}
