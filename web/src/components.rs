//! Pure pieces of screens: props in, callbacks out.
