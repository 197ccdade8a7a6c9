//! Writes real frames and chunks into `corpus/`, for the fuzzer to begin with.

use std::fs;
use std::io;
use std::path::Path;

use fieldnote_core::testing::hostile::Yard;

fn main() -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let yard = Yard::new();
    let chunks: Vec<Vec<u8>> = yard.pending.iter().map(|(_, chunk)| chunk.clone()).collect();
    let addressed = (0u8..).zip(&chunks).map(|(index, chunk)| [&[index], &chunk[..]].concat()).collect();
    for (target, inputs) in [("frame", yard.frames), ("chunk", chunks), ("hub", addressed)] {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        for (index, input) in inputs.iter().enumerate() {
            fs::write(folder.join(format!("real-{index}")), input)?;
        }
    }
    Ok(())
}
