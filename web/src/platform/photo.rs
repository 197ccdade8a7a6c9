//! Photos: made small enough to be kept and sent, and shown.

use fieldnote_core::document::schema::PHOTO_BYTES_MAX;
use gloo::utils::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Pixels of the longer side: the smallest print of a card can still be read.
const SIDE_MAX: f64 = 1_000.0;
/// Pixels below which a photo is not made smaller: nothing could be read.
const SIDE_MIN: f64 = 300.0;
/// JPEG qualities, tried in this order.
const QUALITIES: [f64; 4] = [0.8, 0.65, 0.5, 0.35];
/// What stands in front of the bytes in a `data:` address.
const DATA: &str = "data:image/jpeg;base64,";

/// Draws a picture anew as a JPEG that fits: upright, and without what a camera writes into its files, such as the place.
///
/// # Errors
/// When the file is no picture that the browser can read.
pub async fn shrink(file: &Blob) -> Result<Vec<u8>, JsValue> {
    let picture = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?;
    let picture: ImageBitmap = picture.dyn_into()?;
    let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
    let mut scale = (SIDE_MAX / width.max(height)).min(1.0);
    while scale * width.max(height) >= SIDE_MIN.min(width.max(height)) {
        for quality in QUALITIES {
            let jpeg = draw(&picture, width * scale, height * scale, quality)?;
            if jpeg.len() <= PHOTO_BYTES_MAX {
                return Ok(jpeg);
            }
        }
        scale *= 0.75;
    }
    Err(JsValue::NULL)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a picture of at most 1,000")]
fn draw(picture: &ImageBitmap, width: f64, height: f64, quality: f64) -> Result<Vec<u8>, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width.max(1.0) as u32);
    canvas.set_height(height.max(1.0) as u32);
    let pen = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    // What is transparent would be black.
    pen.set_fill_style_str("white");
    pen.fill_rect(0.0, 0.0, width, height);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height)?;
    let address = canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &quality.into())?;
    let base64 = address.strip_prefix(DATA).ok_or(JsValue::NULL)?;
    // Each character stands for a byte.
    Ok(window().atob(base64)?.chars().map(|byte| byte as u8).collect())
}

/// Returns the address under which an image element shows a JPEG.
pub fn address(jpeg: &[u8]) -> String {
    let text: String = jpeg.iter().copied().map(char::from).collect();
    format!("{DATA}{}", window().btoa(&text).unwrap_or_default())
}
