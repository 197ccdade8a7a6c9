//! Pure pieces: properties in, callbacks out. They know no session and no command.

pub mod chart;
pub mod days;
pub mod deal;
pub mod dialog;
pub mod form;
pub mod marks;
pub mod menu;
pub mod state;
pub mod swipe;
pub mod tabs;
pub mod todo;
