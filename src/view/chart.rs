//! The retention chart: one bar a rule on one time axis, as inline SVG. The exact words stand beside each bar.
//!
//! What is kept for a stated period is a solid bar. What is kept while the service is used is drawn open-ended, with the
//! period after the end behind the line that marks it. What is not stated is drawn as unknown, never as nothing.

use super::{retention::term, scale::Scale, text::Context};
use crate::strings;
use ciente_notice::{Retention, Rule};
use yew::prelude::*;

/// The part of the picture behind the line that marks the end of use, in units of the axis.
const AFTER: u32 = 400;

/// A bar for one rule; nothing where the notice states no period to compare it with.
pub(super) fn bar(context: &Context<'_>, row: &Retention) -> Html {
    let Some(plot) = Plot::of(context) else { return Html::default() };
    let shapes = match row.rule {
        Rule::Fixed { duration } => plot.bar("keep", 0, plot.scale.place(duration)),
        Rule::WhileUsed { then_within } => html! {
            <>
                { plot.bar("using", 0, Scale::END) }
                { for then_within.map(|then| plot.bar("keep", Scale::END, plot.scale.place(then) * AFTER / Scale::END)) }
                { plot.bar("end", Scale::END - 4, 8) }
            </>
        },
        Rule::Unspecified => plot.bar("unknown", 0, Scale::END),
    };
    let marks = plot.scale.ticks.iter().filter(|(_, place)| *place < Scale::END).map(|(_, place)| plot.notch(*place));
    let name = format!("{}: {}", row.category, term(context, row.rule));
    html! {
        <svg class="bar" role="img" aria-label={name} focusable="false">
            { plot.bar("ground", 0, plot.width) }{ shapes }{ for marks }
        </svg>
    }
}

/// The marks below the bars. Whoever hears the notice has the exact words of each rule.
pub(super) fn axis(context: &Context<'_>) -> Html {
    let Some(plot) = Plot::of(context) else { return Html::default() };
    let ticks = plot.scale.ticks.iter().map(|(duration, place)| {
        let (place, anchor) = if *place == Scale::END { (place - 16, "end") } else { (*place, "middle") };
        plot.label(place, anchor, &context.host.duration(context.words.locale, *duration))
    });
    let end = (plot.width > Scale::END).then(|| {
        // The line keeps "3 months" and "after use" from being read as one.
        html! { <>{ plot.bar("end", Scale::END - 4, 8) }{ plot.label(Scale::END + 24, "start", context.words.after_end) }</> }
    });
    html! { <div class="row" aria-hidden="true"><svg class="axis" focusable="false">{ for ticks }{ end }</svg></div> }
}

struct Plot<'a> {
    scale: &'a Scale,
    width: u32,
    is_mirrored: bool,
}

impl<'a> Plot<'a> {
    fn of(context: &'a Context<'_>) -> Option<Self> {
        let scale = context.scale.as_ref()?;
        let has_end = context.notice.retention.iter().any(|row| matches!(row.rule, Rule::WhileUsed { .. }));
        let width = if has_end { Scale::END + AFTER } else { Scale::END };
        Some(Self { scale, width, is_mirrored: strings::direction(&context.notice.locale) == "rtl" })
    }

    fn bar(&self, class: &'static str, start: u32, length: u32) -> Html {
        let x = if self.is_mirrored { self.width - start - length } else { start };
        html! { <rect {class} x={self.share(x)} width={self.share(length)} height="100%" /> }
    }

    /// Where a mark of the axis lies on the bar.
    fn notch(&self, place: u32) -> Html {
        let x = if self.is_mirrored { self.width - place } else { place };
        html! { <rect class="notch" x={self.share(x)} width="1" height="100%" /> }
    }

    fn label(&self, place: u32, anchor: &'static str, text: &str) -> Html {
        let x = if self.is_mirrored { self.width - place } else { place };
        html! { <text x={self.share(x)} y="1em" text-anchor={anchor}>{ text }</text> }
    }

    /// Per cent of the picture's width, to a tenth.
    fn share(&self, units: u32) -> String {
        let tenths = (units * 1000 + self.width / 2) / self.width;
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}
