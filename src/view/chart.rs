//! The retention chart: one bar a rule on one time axis, as inline SVG. The exact words stand beside each bar.
//!
//! A stated period is a solid bar, and all of them begin at the same place, so that their lengths can be compared. What is
//! kept while the service is used runs up to that place before its period begins. What is not stated is drawn as unknown,
//! never as nothing.

use super::{format, retention::term, scale::Scale, text::Context};
use ciente_notice::{Duration, Retention, Rule, direction};
use yew::prelude::*;

/// The part of the picture before the axis begins, for the time of use, in units of the axis.
const USE: u32 = 400;

/// A bar for one rule.
pub(super) fn bar(context: &Context<'_>, row: &Retention) -> Html {
    let plot = Plot::of(context);
    let shapes = match row.rule {
        Rule::Fixed { duration } => plot.bar("keep", plot.start, plot.place(duration)),
        Rule::WhileUsed { then_within } => html! {
            <>
                { plot.bar("using", 0, plot.start) }
                { for then_within.map(|then| plot.bar("keep", plot.start, plot.place(then))) }
                { plot.bar("end", plot.start - 4, 8) }
            </>
        },
        Rule::Unspecified => plot.bar("unknown", plot.start, Scale::END),
    };
    let places = plot.ticks().iter().map(|(_, place)| *place);
    let marks = places.filter(|place| *place < Scale::END).map(|place| plot.notch(plot.start + place));
    // Where the term is in another language than the category, it stands beside the picture for everybody.
    let is_named = context.own_lang().is_none();
    let name = is_named.then(|| format!("{}{}{}", row.category, context.words.colon(), term(context, row)));
    html! {
        <svg class="bar" role={is_named.then_some("img")} aria-label={name} aria-hidden={(!is_named).then_some("true")} focusable="false">
            { plot.bar("ground", plot.start, Scale::END) }{ shapes }{ for marks }
        </svg>
    }
}

/// What the places of the bars mean; nothing where the notice states no time at all. Whoever hears the notice has the exact
/// words of each rule. Where time of use ends stands at the bars that know of it only: a period that begins when data comes
/// in does not wait for that.
pub(super) fn axis(context: &Context<'_>) -> Html {
    let plot = Plot::of(context);
    if plot.ticks().is_empty() {
        return Html::default();
    }
    let ticks = plot.ticks().iter().map(|(duration, place)| {
        let (place, anchor) = if *place == Scale::END { (place - 16, "end") } else { (*place, "middle") };
        plot.label(plot.start + place, anchor, &format::duration(context.words.locale, *duration))
    });
    html! { <div class="row" aria-hidden="true"><svg class="axis" focusable="false">{ for ticks }</svg></div> }
}

/// What the bars are about, where there is an axis.
pub(super) fn caption(context: &Context<'_>) -> Html {
    if Plot::of(context).ticks().is_empty() {
        return Html::default();
    }
    html! { <p class="caption">{ context.own(context.words.retention) }</p> }
}

struct Plot<'a> {
    /// None where no period is stated.
    scale: Option<&'a Scale>,
    /// Where periods begin: behind the time of use, where any rule knows of that.
    start: u32,
    width: u32,
    is_mirrored: bool,
}

impl<'a> Plot<'a> {
    fn of(context: &'a Context<'_>) -> Self {
        let knows_use = context.notice.retention.iter().any(|row| matches!(row.rule, Rule::WhileUsed { .. }));
        let start = if knows_use { USE } else { 0 };
        Self {
            scale: context.scale.as_ref(),
            start,
            width: start + Scale::END,
            is_mirrored: direction(&context.notice.locale) == "rtl",
        }
    }

    fn place(&self, period: Duration) -> u32 {
        self.scale.map_or(0, |scale| scale.place(period))
    }

    /// The marks of the axis and where they lie on it.
    fn ticks(&self) -> &'a [(Duration, u32)] {
        self.scale.map_or(&[], |scale| &scale.ticks)
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
