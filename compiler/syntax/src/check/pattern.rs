//! Patterns of `match`.

use pyaot_diagnostics::{Code, Diagnostic, Span};

use crate::ast::{Expr, ExprKind, MatchCase, Name, Pattern, PatternKind};

/// Patterns that match everything may only come last.
pub(super) fn irrefutable(cases: &[MatchCase], diagnostics: &mut Vec<Diagnostic>) {
    let last = cases.len().saturating_sub(1);
    for case in &cases[..last] {
        if case.guard.is_none() {
            report_irrefutable(&case.pattern, diagnostics);
        }
    }
}

fn report_irrefutable(pattern: &Pattern, diagnostics: &mut Vec<Diagnostic>) {
    let message = match &pattern.kind {
        PatternKind::As { pattern: None, name: Some(name) } => {
            format!("name capture '{name}' makes remaining patterns unreachable")
        }
        PatternKind::As { pattern: None, name: None } => "wildcard makes remaining patterns unreachable".to_owned(),
        PatternKind::As { pattern: Some(inner), .. } => return report_irrefutable(inner, diagnostics),
        PatternKind::Or(patterns) => {
            if let Some(last) = patterns.last() {
                report_irrefutable(last, diagnostics);
            }
            return;
        }
        _ => return,
    };
    diagnostics.push(Diagnostic::error(Code::E0001, pattern.span, message));
}

/// Binds the names that a pattern captures, each once.
pub(super) fn captures(
    pattern: &Pattern,
    diagnostics: &mut Vec<Diagnostic>,
    bind: &mut impl FnMut(&Name),
) {
    let mut names = Vec::new();
    collect(pattern, &mut names, diagnostics);
    for (name, _) in &names {
        bind(name);
    }
}

fn collect(pattern: &Pattern, names: &mut Vec<(Name, Span)>, diagnostics: &mut Vec<Diagnostic>) {
    let capture = |name: &Name, names: &mut Vec<(Name, Span)>, diagnostics: &mut Vec<Diagnostic>| {
        if names.iter().any(|(n, _)| n == name) {
            let message = format!("multiple assignments to name '{name}' in pattern");
            diagnostics.push(Diagnostic::error(Code::E0305, pattern.span, message));
        } else {
            names.push((name.clone(), pattern.span));
        }
    };
    match &pattern.kind {
        PatternKind::Value(_) | PatternKind::Singleton(_) => {}
        PatternKind::Sequence(patterns) => {
            let stars = patterns.iter().filter(|p| matches!(p.kind, PatternKind::Star(_))).count();
            if stars > 1 {
                let message = "multiple starred expressions in sequence pattern";
                diagnostics.push(Diagnostic::error(Code::E0001, pattern.span, message));
            }
            patterns.iter().for_each(|p| collect(p, names, diagnostics));
        }
        PatternKind::Mapping { keys, patterns, rest } => {
            for (i, key) in keys.iter().enumerate() {
                if keys[..i].iter().any(|other| same_constant(key, other)) {
                    let message = "mapping pattern checks duplicate key";
                    diagnostics.push(Diagnostic::error(Code::E0305, key.span, message));
                }
            }
            patterns.iter().for_each(|p| collect(p, names, diagnostics));
            if let Some(rest) = rest {
                capture(rest, names, diagnostics);
            }
        }
        PatternKind::Class { patterns, kwd_attrs, kwd_patterns, .. } => {
            for (i, attr) in kwd_attrs.iter().enumerate() {
                if kwd_attrs[..i].contains(attr) {
                    let message = format!("attribute name repeated in class pattern: {attr}");
                    diagnostics.push(Diagnostic::error(Code::E0305, pattern.span, message));
                }
            }
            patterns.iter().chain(kwd_patterns).for_each(|p| collect(p, names, diagnostics));
        }
        PatternKind::Star(name) => {
            if let Some(name) = name {
                capture(name, names, diagnostics);
            }
        }
        PatternKind::As { pattern: inner, name } => {
            if let Some(inner) = inner {
                collect(inner, names, diagnostics);
            }
            if let Some(name) = name {
                capture(name, names, diagnostics);
            }
        }
        PatternKind::Or(patterns) => alternatives(pattern, patterns, names, diagnostics),
    }
}

fn alternatives(
    whole: &Pattern,
    patterns: &[Pattern],
    names: &mut Vec<(Name, Span)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let before = names.len();
    let mut first: Option<Vec<Name>> = None;
    for (i, pattern) in patterns.iter().enumerate() {
        names.truncate(before);
        collect(pattern, names, diagnostics);
        let mut found: Vec<Name> = names[before..].iter().map(|(n, _)| n.clone()).collect();
        found.sort();
        if i + 1 < patterns.len() {
            let reported = diagnostics.len();
            report_irrefutable(pattern, diagnostics);
            if diagnostics.len() > reported {
                return;
            }
        }
        match &first {
            None => first = Some(found),
            Some(first) if *first != found => {
                let message = "alternative patterns bind different names";
                diagnostics.push(Diagnostic::error(Code::E0001, whole.span, message));
                return;
            }
            Some(_) => {}
        }
    }
}

fn same_constant(a: &Expr, b: &Expr) -> bool {
    matches!((&a.kind, &b.kind), (ExprKind::Constant(a), ExprKind::Constant(b)) if a == b)
}
