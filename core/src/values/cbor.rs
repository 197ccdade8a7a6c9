//! CBOR of records and enums with many parts, from a table of their keys.
//!
//! What minicbor derives reads every field in two loops, for a length known beforehand or not, and checks each for
//! being there. What a device writes for itself (commands, forms) needs less: one loop, and defaults for what is missing.
//!
//! A reader skips the keys and parts it does not know, so what a newer version adds does no harm to an older one.

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
    ($name:ident { $($number:literal: $variant:ident $(($value:ident))? $({ $($field:ident),+ })?),+ $(,)? }) => {
        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                ctx: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                match self {
                    $(Self::$variant $(($value))? $({ $($field),+ })? => {
                        let parts: &[&str] = &[$(stringify!($value))? $($(stringify!($field)),+)?];
                        $crate::values::cbor::begin(encoder, $number, parts.len() as u64)?;
                        $($crate::values::cbor::write(encoder, $value, ctx)?;)?
                        $($($crate::values::cbor::write(encoder, $field, ctx)?;)+)?
                    })+
                }
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(decoder: &mut minicbor::Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
                let (number, mut parts) = $crate::values::cbor::Parts::open(decoder)?;
                let read = match number {
                    $($number => {
                        $(let $value = parts.part(ctx)?;)?
                        $($(let $field = parts.part(ctx)?;)+)?
                        Self::$variant $(($value))? $({ $($field),+ })?
                    })+
                    _ => return Err(minicbor::decode::Error::unknown_variant(i64::from(number))),
                };
                parts.close()?;
                Ok(read)
            }
        }
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
}
