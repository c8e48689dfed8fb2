//! Patterns of `match`.

use rustpython_parser::ast::{self as rp, Ranged};

use super::Converter;
use crate::ast::{Pattern, PatternKind};

impl Converter<'_> {
    fn patterns(&mut self, list: Vec<rp::Pattern>) -> Vec<Pattern> {
        list.into_iter().map(|p| self.pattern(p)).collect()
    }

    pub(super) fn pattern(&mut self, pattern: rp::Pattern) -> Pattern {
        let span = self.span(pattern.range());
        let kind = match pattern {
            rp::Pattern::MatchValue(p) => PatternKind::Value(self.expr(*p.value)),
            rp::Pattern::MatchSingleton(p) => PatternKind::Singleton(self.constant(p.value, span)),
            rp::Pattern::MatchSequence(p) => PatternKind::Sequence(self.patterns(p.patterns)),
            rp::Pattern::MatchMapping(p) => PatternKind::Mapping {
                keys: self.exprs(p.keys),
                patterns: self.patterns(p.patterns),
                rest: p.rest.map(|n| self.name(n)),
            },
            rp::Pattern::MatchClass(p) => PatternKind::Class {
                cls: self.expr(*p.cls),
                patterns: self.patterns(p.patterns),
                kwd_attrs: p.kwd_attrs.into_iter().map(|n| self.name(n)).collect(),
                kwd_patterns: self.patterns(p.kwd_patterns),
            },
            rp::Pattern::MatchStar(p) => PatternKind::Star(p.name.map(|n| self.name(n))),
            rp::Pattern::MatchAs(p) => PatternKind::As {
                pattern: p.pattern.map(|p| Box::new(self.pattern(*p))),
                name: p.name.map(|n| self.name(n)),
            },
            rp::Pattern::MatchOr(p) => PatternKind::Or(self.patterns(p.patterns)),
        };
        Pattern { span, kind }
    }
}
