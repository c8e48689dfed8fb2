//! Markdown tables whose columns are also aligned as plain text.

/// The first column is a name and stands left, the others are figures and stand right.
pub fn markdown(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    let mut out = line(&header, &widths);
    for (column, width) in widths.iter().enumerate() {
        let dashes = "-".repeat(width + 1);
        out.push_str(&if column == 0 {
            format!("|{dashes}-")
        } else {
            format!("|{dashes}:")
        });
    }
    out.push_str("|\n");
    for row in rows {
        out.push_str(&line(row, &widths));
    }
    out
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let mut out = String::new();
    for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        // A bar inside a cell would end it.
        let cell = cell.replace('|', "\\|");
        out.push_str(&if column == 0 {
            format!("| {cell:<width$} ")
        } else {
            format!("| {cell:>width$} ")
        });
    }
    out.push_str("|\n");
    out
}

/// A speed-up with about three digits: `0.87×`, `4.2×`, `137×`.
pub fn ratio(value: f64) -> String {
    let digits = if value < 2.0 {
        2
    } else if value < 100.0 {
        1
    } else {
        0
    };
    format!("{value:.digits$}×")
}

/// Seconds, in milliseconds where they are few.
pub fn seconds(value: f64) -> String {
    if value < 0.1 {
        format!("{:.1} ms", value * 1e3)
    } else {
        format!("{value:.3} s")
    }
}

/// Seconds with three digits, in the unit that suits them: `3.42 µs`, `17.7 ms`.
pub fn fine_seconds(value: f64) -> String {
    let (scaled, unit) = match value {
        v if v < 1e-6 => (v * 1e9, "ns"),
        v if v < 1e-3 => (v * 1e6, "µs"),
        v if v < 1.0 => (v * 1e3, "ms"),
        v => (v, "s"),
    };
    let digits = if scaled < 10.0 {
        2
    } else if scaled < 100.0 {
        1
    } else {
        0
    };
    format!("{scaled:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let rows = [
            vec!["a".to_owned(), "12.0×".to_owned()],
            vec!["long name".to_owned(), "3×".to_owned()],
        ];
        let expected = "\
| name      | ratio |
|-----------|------:|
| a         | 12.0× |
| long name |    3× |
";
        assert_eq!(markdown(&["name", "ratio"], &rows), expected);
    }

    #[test]
    fn figures() {
        assert_eq!(ratio(0.873), "0.87×");
        assert_eq!(ratio(41.26), "41.3×");
        assert_eq!(ratio(137.4), "137×");
        assert_eq!(seconds(0.01234), "12.3 ms");
        assert_eq!(seconds(1.5), "1.500 s");
        assert_eq!(fine_seconds(3.417e-6), "3.42 µs");
        assert_eq!(fine_seconds(0.0177), "17.7 ms");
    }
}
