//! LEB128 numbers and slices, total.

pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], &'static str> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or("ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, &'static str> {
        let (byte, rest) = self.0.split_first().ok_or("ends too early")?;
        self.0 = rest;
        Ok(*byte)
    }

    pub(super) fn unsigned(&mut self) -> Result<u64, &'static str> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                break;
            }
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err("a number is too long")
    }

    pub(super) fn signed(&mut self) -> Result<i64, &'static str> {
        let mut number = 0i64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= i64::from(byte & 127) << shift;
            if byte < 128 {
                let negative = byte & 64 != 0 && shift < 57;
                return Ok(if negative { number | -1i64 << (shift + 7) } else { number });
            }
        }
        Err("a number is too long")
    }

    pub(super) fn unsigned_up_to(&mut self, max: u64, why: &'static str) -> Result<u64, &'static str> {
        let number = self.unsigned()?;
        if number > max { Err(why) } else { Ok(number) }
    }

    /// Reads a length, then as many bytes.
    pub(super) fn prefixed(&mut self, max: u64) -> Result<&'a [u8], &'static str> {
        let length = self.unsigned_up_to(max, "a part is too long")?;
        self.take(usize::try_from(length).unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_64_bits_and_not_one_more() {
        let long = |last: u8| [&[0xff; 9][..], &[last]].concat();
        for (bytes, expected) in [
            (vec![0], Ok(0)),
            (vec![0x7f], Ok(127)),
            (vec![0x80, 1], Ok(128)),
            (long(1), Ok(u64::MAX)),
            (long(2), Err("a number is too long")),
            (vec![0x80; 10], Err("a number is too long")),
            (vec![0x80; 3], Err("ends too early")),
            (vec![], Err("ends too early")),
        ] {
            assert_eq!(Reader::new(&bytes).unsigned(), expected, "{bytes:?}");
        }
    }
}
