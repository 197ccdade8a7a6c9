//! Initials from the order of Chinese characters by their readings, which every browser knows.

/// The first character of each initial in that order, and the initial.
const FIRST: [(char, char); 23] = [
    ('阿', 'a'),
    ('丷', 'b'),
    ('嚓', 'c'),
    ('咑', 'd'),
    ('妸', 'e'),
    ('发', 'f'),
    ('旮', 'g'),
    ('哈', 'h'),
    ('丌', 'j'),
    ('咔', 'k'),
    ('垃', 'l'),
    ('呣', 'm'),
    ('拏', 'n'),
    ('喔', 'o'),
    ('妑', 'p'),
    ('七', 'q'),
    ('呥', 'r'),
    ('仨', 's'),
    ('他', 't'),
    ('屲', 'w'),
    ('夕', 'x'),
    ('丫', 'y'),
    ('帀', 'z'),
];

/// Characters that are ordered by another reading than their most frequent one, with the initial of the latter.
const ELSEWHERE: [(char, char); 37] = [
    ('吖', 'y'),
    ('芘', 'p'),
    ('蕃', 'f'),
    ('埔', 'p'),
    ('豉', 's'),
    ('坻', 'c'),
    ('钭', 't'),
    ('呒', 'w'),
    ('咳', 'k'),
    ('纥', 'g'),
    ('伽', 'g'),
    ('阚', 'h'),
    ('傀', 'g'),
    ('佴', 'e'),
    ('陂', 'b'),
    ('欹', 'y'),
    ('袷', 'j'),
    ('炔', 'g'),
    ('嗄', 'a'),
    ('焘', 'd'),
    ('铤', 'd'),
    ('柁', 'd'),
    ('尢', 'y'),
    ('隗', 'k'),
    ('呷', 'g'),
    ('饧', 't'),
    ('芎', 'q'),
    ('噱', 'j'),
    ('阏', 'e'),
    ('龈', 'k'),
    ('窨', 'x'),
    ('辗', 'n'),
    ('碡', 'd'),
    ('椎', 'c'),
    ('菹', 'j'),
    ('嘬', 'c'),
    ('酢', 'c'),
];

/// Returns the initial of a Chinese character. `reached` tells whether the order has come to a character when it
/// comes to this one.
pub fn initial_by_order(c: char, reached: impl Fn(char) -> bool) -> Option<char> {
    if !('\u{4e00}'..='\u{9fa5}').contains(&c) {
        return None;
    }
    let elsewhere = ELSEWHERE.iter().find(|(known, _)| *known == c);
    let begun = FIRST.partition_point(|(first, _)| reached(*first));
    elsewhere.or_else(|| FIRST.get(begun.checked_sub(1)?)).map(|(_, initial)| *initial)
}
