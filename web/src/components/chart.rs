//! Bars with their numbers printed as text; the whole reading is the label.

use yew::prelude::*;

/// One bar.
#[derive(Clone, PartialEq)]
pub struct Bar {
    /// Words at the left.
    pub name: AttrValue,
    /// Number at the right.
    pub figure: AttrValue,
    /// Pale length, 0..=100.
    pub whole: u32,
    /// Dark length, 0..=100.
    pub part: u32,
}

/// A bar chart of rem heights and % widths.
pub fn bars(label: impl Into<AttrValue>, bars: &[Bar]) -> Html {
    let label = label.into();
    let top = |index: usize, tenths: usize| {
        let height = index * 31 + tenths;
        format!("{}.{}rem", height / 10, height % 10)
    };
    html! {
        <div class="card scroll-x" tabindex="0" role="group" aria-label={label.clone()}>
            <svg class="chart" role="img" height={top(bars.len(), 0)} aria-label={label}>
                for (index, bar) in bars.iter().enumerate() {
                    <g key={index}>
                        <text class="tb" x="0" y={top(index, 10)}>{ &bar.name }</text>
                        <text x="100%" y={top(index, 10)} text-anchor="end">{ &bar.figure }</text>
                        <rect class="b0" x="0" y={top(index, 14)} width={format!("{}%", bar.whole)} height="1.1rem" rx="4" />
                        <rect class="b1" x="0" y={top(index, 14)} width={format!("{}%", bar.part)} height="1.1rem" rx="4" />
                    </g>
                }
            </svg>
        </div>
    }
}

/// Returns how much of a whole a part is, 0..=100.
pub fn share(part: i64, whole: i64) -> u32 {
    if whole <= 0 {
        return 0;
    }
    u32::try_from(part.max(0).saturating_mul(100) / whole).unwrap_or(100).min(100)
}
