//! The picture: one bar per program on a logarithmic scale, drawn as SVG by hand.

use std::fmt::Write;

use crate::table::ratio;

/// One program.
pub struct Bar {
    pub name: String,
    /// The speed-up that the bar shows.
    pub value: f64,
    /// A second speed-up, drawn as a dot on the same line.
    pub dot: Option<f64>,
}

/// What the picture calls its parts.
pub struct Labels<'a> {
    pub title: &'a str,
    /// What has the ratio 1.
    pub one: &'a str,
    pub bar: &'a str,
    pub dot: &'a str,
}

const WIDTH: f64 = 860.0;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 70.0;
const TOP: f64 = 112.0;
const ROW: f64 = 22.0;
const THICK: f64 = 14.0;
const BOTTOM: f64 = 44.0;

const STYLE: &str = "\
  <style>
    text { font-family: system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 12px; fill: #24292f }
    .title { font-size: 19px; font-weight: 600 }
    .soft { fill: #6e7781 }
    .value { font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
    .grid { stroke: #e4e8ec; stroke-width: 1 }
    .one { stroke: #57606a; stroke-width: 1.5 }
    .mean { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 5 4 }
    .mean-text { fill: #bc4c00; font-weight: 600 }
    .bar { fill: url(#fill) }
    .slow { fill: #cf222e }
    .dot { fill: #ffffff; stroke: #0a3069; stroke-width: 1.8 }
  </style>
";

/// Draws the bars in the order given, with the mean as a dashed line.
pub fn svg(bars: &[Bar], mean: Option<f64>, subtitle: &str, labels: &Labels<'_>) -> String {
    let scale = Scale::fitting(bars);
    let bottom = TOP + ROW * bars.len() as f64;
    let height = bottom + BOTTOM;
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = draw(&mut out, bars, mean, subtitle, labels, &scale, bottom, height);
    out
}

fn draw(
    out: &mut String,
    bars: &[Bar],
    mean: Option<f64>,
    subtitle: &str,
    labels: &Labels<'_>,
    scale: &Scale,
    bottom: f64,
    height: f64,
) -> std::fmt::Result {
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-label=\"{}\">",
        escape(labels.title)
    )?;
    out.push_str(STYLE);
    writeln!(
        out,
        "  <defs><linearGradient id=\"fill\"><stop offset=\"0\" stop-color=\"#54aeff\"/>\
         <stop offset=\"1\" stop-color=\"#0969da\"/></linearGradient></defs>"
    )?;
    let (inner_width, inner_height) = (WIDTH - 1.0, height - 1.0);
    writeln!(
        out,
        "  <rect x=\"0.5\" y=\"0.5\" width=\"{inner_width}\" height=\"{inner_height}\" rx=\"8\" \
         fill=\"#ffffff\" stroke=\"#d0d7de\"/>"
    )?;
    writeln!(
        out,
        "  <text class=\"title\" x=\"24\" y=\"36\">{}</text>",
        escape(labels.title)
    )?;
    writeln!(
        out,
        "  <text class=\"soft\" x=\"24\" y=\"56\">{}</text>",
        escape(subtitle)
    )?;
    legend(out, bars, labels)?;
    grid(out, scale, bottom, labels.one)?;
    for (index, bar) in bars.iter().enumerate() {
        draw_bar(out, bar, scale, TOP + ROW * index as f64)?;
    }
    if let Some(mean) = mean {
        let x = scale.x(mean);
        writeln!(
            out,
            "  <line class=\"mean\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>",
            TOP - 6.0
        )?;
        let label = format!("geometric mean {}", ratio(mean));
        let y = bottom + 34.0;
        writeln!(
            out,
            "  <text class=\"mean-text\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{label}</text>"
        )?;
    }
    for (index, bar) in bars.iter().enumerate() {
        draw_labels(out, bar, scale, TOP + ROW * index as f64)?;
    }
    writeln!(out, "</svg>")
}

fn legend(out: &mut String, bars: &[Bar], labels: &Labels<'_>) -> std::fmt::Result {
    let dots = bars.iter().any(|bar| bar.dot.is_some());
    writeln!(
        out,
        "  <rect class=\"bar\" x=\"24\" y=\"70\" width=\"26\" height=\"10\" rx=\"2\"/>"
    )?;
    writeln!(out, "  <text x=\"56\" y=\"79.5\">{}</text>", escape(labels.bar))?;
    if dots {
        writeln!(
            out,
            "  <circle class=\"dot\" cx=\"146\" cy=\"75.5\" r=\"4\"/>"
        )?;
        writeln!(
            out,
            "  <text x=\"156\" y=\"79.5\">{}</text>",
            escape(labels.dot)
        )?;
    }
    Ok(())
}

fn grid(out: &mut String, scale: &Scale, bottom: f64, one: &str) -> std::fmt::Result {
    for tick in scale.ticks() {
        let x = scale.x(tick);
        let class = if tick == 1.0 { "one" } else { "grid" };
        writeln!(
            out,
            "  <line class=\"{class}\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>"
        )?;
        let label = if tick == 1.0 {
            escape(one)
        } else {
            format!("{tick}×")
        };
        for y in [TOP - 8.0, bottom + 16.0] {
            writeln!(
                out,
                "  <text class=\"soft\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{label}</text>"
            )?;
        }
    }
    Ok(())
}

fn draw_bar(out: &mut String, bar: &Bar, scale: &Scale, top: f64) -> std::fmt::Result {
    let middle = top + ROW / 2.0;
    let (one, end) = (scale.x(1.0), scale.x(bar.value));
    let (x, width) = (one.min(end), (end - one).abs().max(1.0));
    let class = if bar.value < 1.0 { "slow" } else { "bar" };
    writeln!(
        out,
        "  <rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{THICK}\" rx=\"2\"/>",
        middle - THICK / 2.0
    )?;
    if let Some(dot) = bar.dot {
        writeln!(
            out,
            "  <circle class=\"dot\" cx=\"{:.1}\" cy=\"{middle:.1}\" r=\"4\"/>",
            scale.x(dot)
        )?;
    }
    Ok(())
}

/// The name and the value; drawn last, so that no line crosses a figure.
fn draw_labels(out: &mut String, bar: &Bar, scale: &Scale, top: f64) -> std::fmt::Result {
    let baseline = top + ROW / 2.0 + 4.2;
    let name = escape(&bar.name);
    writeln!(
        out,
        "  <text x=\"{:.1}\" y=\"{baseline:.1}\" text-anchor=\"end\">{name}</text>",
        LEFT - 10.0
    )?;
    let dot_end = bar.dot.map_or(LEFT, |dot| scale.x(dot) + 5.0);
    let x = scale.x(bar.value).max(scale.x(1.0)).max(dot_end) + 6.0;
    writeln!(
        out,
        "  <text class=\"value\" x=\"{x:.1}\" y=\"{baseline:.1}\">{}</text>",
        ratio(bar.value)
    )
}

/// Logarithmic, between two marks of the sequence 1, 2, 5, 10, 20, 50, …
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn fitting(bars: &[Bar]) -> Scale {
        let values = || {
            bars.iter()
                .flat_map(|bar| [Some(bar.value), bar.dot])
                .flatten()
        };
        let smallest = values().fold(1.0, f64::min);
        let largest = values().fold(2.0, f64::max);
        let low = marks()
            .take_while(|&mark| mark <= smallest)
            .last()
            .unwrap_or(0.001);
        let high = marks().find(|&mark| mark >= largest).unwrap_or(largest);
        Scale { low, high }
    }

    fn x(&self, value: f64) -> f64 {
        let share = (value / self.low).ln() / (self.high / self.low).ln();
        LEFT + share * (WIDTH - LEFT - RIGHT)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let (low, high) = (self.low, self.high);
        marks().filter(move |&mark| mark >= low && mark <= high)
    }
}

/// From a thousandth to a hundred thousand; beyond that no label is needed.
fn marks() -> impl Iterator<Item = f64> {
    ["0.00", "0.0", "0.", "", "0", "00", "000", "0000"]
        .into_iter()
        .flat_map(|zeros| {
            ["1", "2", "5"].into_iter().filter_map(move |digit| {
                let text = if zeros.contains('.') {
                    format!("{zeros}{digit}")
                } else {
                    format!("{digit}{zeros}")
                };
                text.parse().ok()
            })
        })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(value: f64) -> Bar {
        Bar {
            name: "a<b".to_owned(),
            value,
            dot: None,
        }
    }

    #[test]
    fn the_scale_holds_every_bar() {
        let scale = Scale::fitting(&[bar(0.4), bar(130.0)]);
        assert_eq!((scale.low, scale.high), (0.2, 200.0));
        assert_eq!(scale.x(0.2), LEFT);
        assert_eq!(scale.x(200.0), WIDTH - RIGHT);
        assert_eq!(scale.ticks().count(), 10);
    }

    #[test]
    fn names_are_escaped() {
        let text = svg(&[bar(3.0)], Some(3.0), "x & y", &Labels { title: "t", one: "o", bar: "b", dot: "d" });
        assert!(text.contains("a&lt;b") && text.contains("x &amp; y"));
    }
}
