//! Starts the app in the page.

fn main() {
    fieldnote_web::start();
}
