//! CBOR of records and enums with many parts, from a table of their keys.
//!
//! What minicbor derives reads every field in two loops, for a length known beforehand or not, and checks each for
//! being there. What a device writes for itself (commands, forms) needs less: one loop, and defaults for what is missing.
//!
//! A reader skips the keys and parts it does not know, so what a newer version adds does no harm to an older one.
//!
//! [`cbor_map`](crate::cbor_map), [`cbor_array`](crate::cbor_array) and [`cbor_variants`](crate::cbor_variants) write
//! just what minicbor derives would, and also miss what has to be there: for frames, rows and the device's records.

use minicbor::decode::Error;
use minicbor::encode::{self, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

/// Reads a map, giving each key to `field`, which reads or skips its value.
///
/// # Errors
/// When the bytes are no map with integer keys, or a value is damaged.
pub fn read_map<'b>(
    decoder: &mut Decoder<'b>,
    field: &mut dyn FnMut(u32, &mut Decoder<'b>) -> Result<(), Error>,
) -> Result<(), Error> {
    let length = decoder.map()?.ok_or_else(|| Error::message("expected a map of known length"))?;
    for _ in 0..length {
        let key = decoder.u32()?;
        field(key, decoder)?;
    }
    Ok(())
}

/// Reads a map, as [`read_map`], of which the keys of the bits of `required` must be there. The value of another key is
/// passed over when it is a variant that a newer version has added.
///
/// # Errors
/// When the bytes are no map with integer keys, or a value is missing or damaged.
pub fn read_strict<'b>(
    decoder: &mut Decoder<'b>,
    required: u64,
    field: &mut dyn FnMut(u32, &mut Decoder<'b>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut missing = required;
    read_map(decoder, &mut |key, decoder| {
        let bit = 1_u64.checked_shl(key).unwrap_or_default();
        let at = decoder.position();
        match field(key, decoder) {
            Err(error) if error.is_unknown_variant() && required & bit == 0 => {
                decoder.set_position(at);
                decoder.skip()
            }
            read => {
                missing &= !bit;
                read
            }
        }
    })?;
    if missing == 0 { Ok(()) } else { Err(Error::message("a field is missing")) }
}

/// Returns the bit of a key whose value must be there.
#[inline]
pub fn required<'b, C, T: Decode<'b, C>>(key: u32, _: &T, _: &C) -> u64 {
    if T::nil().is_some() { 0 } else { 1 << key }
}

/// Tells whether a value is written.
#[inline]
pub fn there<C, T: Encode<C>>(value: &T, _: &C) -> bool {
    !value.is_nil()
}

/// Reads a value into its place.
///
/// # Errors
/// When the value is damaged.
#[inline(never)]
pub fn put<'b, C, T: Decode<'b, C>>(place: &mut T, decoder: &mut Decoder<'b>, ctx: &mut C) -> Result<(), Error> {
    *place = T::decode(decoder, ctx)?;
    Ok(())
}

/// Writes a key of a map and its value.
///
/// # Errors
/// When the place to write to refuses.
// Called for every field; set into each it would be most of a command's code.
#[inline(never)]
pub fn add<W: Write, C, T: Encode<C>>(
    encoder: &mut Encoder<W>,
    key: u32,
    value: &T,
    ctx: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    encoder.u32(key)?;
    value.encode(encoder, ctx)
}

/// Begins a variant of `parts` parts.
///
/// # Errors
/// When the place to write to refuses.
#[inline(never)]
pub fn begin<W: Write>(encoder: &mut Encoder<W>, number: u32, parts: u64) -> Result<(), encode::Error<W::Error>> {
    encoder.array(parts + 1)?.u32(number)?.ok()
}

/// Begins a variant whose parts have an array of their own.
///
/// # Errors
/// When the place to write to refuses.
#[inline(never)]
pub fn begin_apart<W: Write>(encoder: &mut Encoder<W>, number: u32, parts: u64) -> Result<(), encode::Error<W::Error>> {
    encoder.array(2)?.u32(number)?.array(parts)?.ok()
}

/// Writes a part of a variant.
///
/// # Errors
/// When the place to write to refuses.
#[inline(never)]
pub fn write<W: Write, C, T: Encode<C>>(
    encoder: &mut Encoder<W>,
    value: &T,
    ctx: &mut C,
) -> Result<(), encode::Error<W::Error>> {
    value.encode(encoder, ctx)
}

/// A variant that is being read: an array of its number and its parts.
#[derive(Debug)]
pub struct Parts<'d, 'b> {
    decoder: &'d mut Decoder<'b>,
    left: u64,
}

impl<'d, 'b> Parts<'d, 'b> {
    /// Begins, with the number of the variant.
    ///
    /// # Errors
    /// When the bytes are no array that begins with a number.
    pub fn open(decoder: &'d mut Decoder<'b>) -> Result<(u32, Self), Error> {
        let length = decoder.array()?.and_then(|length| length.checked_sub(1));
        let left = length.ok_or_else(|| Error::message("expected a variant and its parts"))?;
        Ok((decoder.u32()?, Self { decoder, left }))
    }

    /// Begins the parts of a record.
    ///
    /// # Errors
    /// When the bytes are no array.
    pub fn record(decoder: &'d mut Decoder<'b>) -> Result<Self, Error> {
        let left = decoder.array()?.ok_or_else(|| Error::message("expected an array of known length"))?;
        Ok(Self { decoder, left })
    }

    /// Begins a variant whose parts have an array of their own, with its number.
    ///
    /// # Errors
    /// When the bytes are no array of a number and an array.
    pub fn open_apart(decoder: &'d mut Decoder<'b>) -> Result<(u32, Self), Error> {
        if decoder.array()? != Some(2) {
            return Err(Error::message("expected a variant and its parts"));
        }
        Ok((decoder.u32()?, Self::record(decoder)?))
    }

    /// Reads the next part; an optional one may be missing.
    ///
    /// # Errors
    /// When it is missing or damaged.
    #[inline(never)]
    pub fn part<C, T: Decode<'b, C>>(&mut self, ctx: &mut C) -> Result<T, Error> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                T::decode(self.decoder, ctx)
            }
            None => T::nil().ok_or_else(|| Error::message("a part is missing")),
        }
    }

    /// Skips the parts that this version does not know.
    ///
    /// # Errors
    /// When they are damaged.
    pub fn close(self) -> Result<(), Error> {
        (0..self.left).try_for_each(|_| self.decoder.skip())
    }
}

/// Makes a record with a default a CBOR map: `cbor_record!(TextEdit { 0: base, 1: text });`
///
/// A key is never used again for another field. A field that is not listed does not compile.
#[macro_export]
macro_rules! cbor_record {
    ($record:ident { $($key:literal: $field:ident),+ $(,)? }) => {
        impl<C> minicbor::Encode<C> for $record {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                ctx: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                let Self { $($field),+ } = self;
                encoder.map([$($key),+].len() as u64)?;
                $($crate::values::cbor::add(encoder, $key, $field, ctx)?;)+
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $record {
            fn decode(decoder: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
                let mut record = Self::default();
                $crate::values::cbor::read_map(decoder, &mut |key, decoder| match key {
                    $($key => $crate::values::cbor::put(&mut record.$field, decoder, ctx),)+
                    _ => decoder.skip(),
                })?;
                Ok(record)
            }
        }
    };
}

/// Makes an enum a CBOR array of its number and its parts: `cbor_enum!(Edit { 0: Name(text), 1: Grade { grade, reason } });`
///
/// A number is never used again for another variant, and a part that comes later is an `Option` at the end. A variant
/// or part that is not listed does not compile.
#[macro_export]
macro_rules! cbor_enum {
    ($name:ident { $($rest:tt)+ }) => {
        $crate::cbor_enum!(@impl begin open $name { $($rest)+ });
    };
    (@impl $begin:ident $open:ident $name:ident {
        $($number:literal: $variant:ident $(($($value:ident),+))? $({ $($field:ident),+ })?),+ $(,)?
    }) => {
        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                ctx: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                match self {
                    $(Self::$variant $(($($value),+))? $({ $($field),+ })? => {
                        let parts: &[&str] = &[$($(stringify!($value)),+)? $($(stringify!($field)),+)?];
                        $crate::values::cbor::$begin(encoder, $number, parts.len() as u64)?;
                        $($($crate::values::cbor::write(encoder, $value, ctx)?;)+)?
                        $($($crate::values::cbor::write(encoder, $field, ctx)?;)+)?
                    })+
                }
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(decoder: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
                let (number, mut parts) = $crate::values::cbor::Parts::$open(decoder)?;
                let read = match number {
                    $($number => {
                        $($(let $value = parts.part(ctx)?;)+)?
                        $($(let $field = parts.part(ctx)?;)+)?
                        Self::$variant $(($($value),+))? $({ $($field),+ })?
                    })+
                    _ => return Err(minicbor::decode::Error::unknown_variant(i64::from(number))),
                };
                parts.close()?;
                Ok(read)
            }
        }
    };
}

/// Makes a record a CBOR map as minicbor derives it: `cbor_map!(Draft { 0: key, 1: form, 2: at });`
///
/// What is missing must be an `Option`, and a `None` is not written. A reader begins with the default of every field,
/// or with what stands behind it: `1: reason = GoneReason::Access`. Keys are below 32, and never used again for another
/// field. A field that is not listed does not compile.
#[macro_export]
macro_rules! cbor_map {
    (@start) => { Default::default() };
    (@start $start:expr) => { $start };
    ($record:ident { $($key:literal: $field:ident $(= $start:expr)?),+ $(,)? }) => {
        impl<C> minicbor::Encode<C> for $record {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                ctx: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                let Self { $($field),+ } = self;
                encoder.map(0 $(+ u64::from($crate::values::cbor::there($field, ctx)))+)?;
                $(if $crate::values::cbor::there($field, ctx) {
                    $crate::values::cbor::add(encoder, $key, $field, ctx)?;
                })+
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $record {
            fn decode(decoder: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
                let mut record = Self { $($field: $crate::cbor_map!(@start $($start)?)),+ };
                let required = 0 $(| $crate::values::cbor::required($key, &record.$field, ctx))+;
                $crate::values::cbor::read_strict(decoder, required, &mut |key, decoder| match key {
                    $($key => $crate::values::cbor::put(&mut record.$field, decoder, ctx),)+
                    _ => decoder.skip(),
                })?;
                Ok(record)
            }
        }
    };
}

/// Makes a record a CBOR array as minicbor derives it: `cbor_array!(Gone { 0: doc, 1: reason });`
///
/// The keys are the places, from 0. What is missing must be an `Option`, and a `None` at the end is not written. A field
/// that is not listed does not compile.
#[macro_export]
macro_rules! cbor_array {
    ($record:ident { $($key:literal: $field:ident),+ $(,)? }) => {
        impl<C> minicbor::Encode<C> for $record {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                ctx: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                let Self { $($field),+ } = self;
                let mut parts = 0;
                $(if $crate::values::cbor::there($field, ctx) {
                    parts = $key + 1;
                })+
                encoder.array(parts)?;
                $(if $key < parts {
                    $crate::values::cbor::write(encoder, $field, ctx)?;
                })+
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $record {
            fn decode(decoder: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
                let mut parts = $crate::values::cbor::Parts::record(decoder)?;
                $(let $field = parts.part(ctx)?;)+
                parts.close()?;
                Ok(Self { $($field),+ })
            }
        }
    };
}

/// Makes an enum a CBOR array as minicbor derives it: `cbor_variants!(Outcome { 0: Durable(number), 1: Held(reason) });`
///
/// As [`cbor_enum`](crate::cbor_enum), but the parts have an array of their own behind the number.
#[macro_export]
macro_rules! cbor_variants {
    ($name:ident { $($rest:tt)+ }) => {
        $crate::cbor_enum!(@impl begin_apart open_apart $name { $($rest)+ });
    };
}

#[cfg(test)]
mod tests {
    #[derive(Debug, Default, PartialEq)]
    struct Old {
        text: String,
        number: Option<u8>,
    }
    cbor_record!(Old { 0: text, 2: number });

    #[derive(Debug, Default, PartialEq)]
    struct New {
        text: String,
        more: Vec<u8>,
    }
    cbor_record!(New { 0: text, 1: more });

    #[derive(Debug, PartialEq)]
    enum OldEdit {
        Name(String),
        Clear,
    }
    cbor_enum!(OldEdit { 0: Name(text), 3: Clear });

    #[derive(Debug, PartialEq)]
    enum NewEdit {
        Name { text: String, why: Option<String> },
    }
    cbor_enum!(NewEdit { 0: Name { text, why } });

    #[test]
    fn a_reader_skips_what_it_does_not_know_and_defaults_what_is_missing() {
        let old = Old { text: "a".into(), number: Some(7) };
        let new: New = minicbor::decode(&minicbor::to_vec(&old).unwrap()).unwrap();
        assert_eq!(new, New { text: "a".into(), more: Vec::new() });
        let old = minicbor::decode::<Old>(&minicbor::to_vec(New { more: vec![1, 2], ..new }).unwrap()).unwrap();
        assert_eq!(old, Old { text: "a".into(), number: None });

        let bytes = minicbor::to_vec(OldEdit::Name("b".into())).unwrap();
        let new = minicbor::decode::<NewEdit>(&bytes).unwrap();
        assert_eq!(new, NewEdit::Name { text: "b".into(), why: None });
        let NewEdit::Name { text, .. } = new;
        let bytes = minicbor::to_vec(NewEdit::Name { text, why: Some("c".into()) }).unwrap();
        assert_eq!(minicbor::decode::<OldEdit>(&bytes).unwrap(), OldEdit::Name("b".into()));
        assert!(minicbor::decode::<NewEdit>(&minicbor::to_vec(OldEdit::Clear).unwrap()).is_err());
    }

    /// What the macros make, beside what minicbor derives for the same.
    mod derived {
        #[derive(Debug, Clone, Default, PartialEq, minicbor::Encode, minicbor::Decode)]
        #[cbor(map)]
        pub(super) struct Map {
            #[n(0)]
            pub(super) text: String,
            #[n(1)]
            pub(super) number: Option<u8>,
            #[n(2)]
            pub(super) list: Vec<Array>,
        }

        #[derive(Debug, Clone, Default, PartialEq, minicbor::Encode, minicbor::Decode)]
        pub(super) struct Array {
            #[n(0)]
            pub(super) first: Option<u8>,
            #[n(1)]
            pub(super) second: bool,
            #[n(2)]
            pub(super) last: Option<Variants>,
        }

        #[derive(Debug, Clone, PartialEq, minicbor::Encode, minicbor::Decode)]
        pub(super) enum Variants {
            #[n(0)]
            Two(#[n(0)] u8, #[n(1)] i64),
            #[n(1)]
            Named {
                #[n(0)]
                text: String,
            },
            #[n(4)]
            Empty,
        }
    }

    #[derive(Debug, Clone, Default, PartialEq)]
    struct Map {
        text: String,
        number: Option<u8>,
        list: Vec<Array>,
    }
    cbor_map!(Map { 0: text, 1: number, 2: list });

    #[derive(Debug, Clone, Default, PartialEq)]
    struct Array {
        first: Option<u8>,
        second: bool,
        last: Option<Variants>,
    }
    cbor_array!(Array { 0: first, 1: second, 2: last });

    #[derive(Debug, Clone, PartialEq)]
    enum Variants {
        Two(u8, i64),
        Named { text: String },
        Empty,
    }
    cbor_variants!(Variants { 0: Two(number, other), 1: Named { text }, 4: Empty });

    #[test]
    fn maps_arrays_and_variants_are_as_minicbor_derives_them() {
        let variants = [Variants::Two(3, -5), Variants::Named { text: "a".into() }, Variants::Empty];
        let theirs =
            [derived::Variants::Two(3, -5), derived::Variants::Named { text: "a".into() }, derived::Variants::Empty];
        let lasts = variants.into_iter().zip(theirs).map(|(own, their)| (Some(own), Some(their)));
        let (mut own, mut their) = (Map::default(), derived::Map::default());
        for (last, their_last) in lasts.chain([(None, None)]) {
            for (first, second) in [(None, false), (Some(24), true)] {
                own.list.push(Array { first, second, last: last.clone() });
                their.list.push(derived::Array { first, second, last: their_last.clone() });
            }
            for number in [None, Some(7)] {
                (own.number, their.number) = (number, number);
                let bytes = minicbor::to_vec(&own).unwrap();
                assert_eq!(bytes, minicbor::to_vec(&their).unwrap());
                assert_eq!(minicbor::decode::<Map>(&bytes).unwrap(), own);
            }
        }
    }

    #[test]
    fn a_strict_reader_misses_what_has_to_be_there_and_passes_over_what_it_does_not_know() {
        // {0: "a", 2: [], 40: 1}
        let full = [0xa3, 0, 0x61, b'a', 2, 0x80, 0x18, 40, 1];
        assert_eq!(minicbor::decode::<Map>(&full).unwrap(), Map { text: "a".into(), ..Map::default() });
        // {0: "a"}
        assert!(minicbor::decode::<Map>(&[0xa1, 0, 0x61, b'a']).is_err());
        // [null], and [null, true, null, 1]
        assert!(minicbor::decode::<Array>(&[0x81, 0xf6]).is_err());
        assert_eq!(
            minicbor::decode::<Array>(&[0x84, 0xf6, 0xf5, 0xf6, 1]).unwrap(),
            Array { second: true, ..Array::default() }
        );
        // [0, [3]], and [0, [3, 5, 1]]
        assert!(minicbor::decode::<Variants>(&[0x82, 0, 0x81, 3]).is_err());
        assert_eq!(minicbor::decode::<Variants>(&[0x82, 0, 0x83, 3, 5, 1]).unwrap(), Variants::Two(3, 5));
    }

    #[derive(Debug, Default, PartialEq)]
    struct Choice {
        chosen: Option<Variants>,
        after: u8,
    }
    cbor_map!(Choice { 0: chosen, 1: after });

    #[test]
    fn an_optional_variant_of_a_newer_version_counts_as_none() {
        // {0: [9, [1]], 1: 2}
        let bytes = [0xa2, 0, 0x82, 9, 0x81, 1, 1, 2];
        assert_eq!(minicbor::decode::<Choice>(&bytes).unwrap(), Choice { chosen: None, after: 2 });
    }
}
