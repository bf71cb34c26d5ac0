//! Pictures: half as large and in few colours, so that a baseline of all of them weighs little; and how two of them differ.

use anyhow::{Context, Result, ensure};
use std::io::Cursor;

/// Steps of each channel of a kept picture are this far apart.
const STEP: u8 = 36;
/// A channel that is further off than rounding makes it.
const FAR: u8 = STEP / 2 + 14;
/// The share of far pixels from which on two pictures differ, in millionths: about one short word.
const TOLERATED: usize = 150;

/// A picture, three bytes a pixel.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Reads a PNG.
    pub(crate) fn read(png: &[u8]) -> Result<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
        let info = reader.next_frame(&mut bytes)?;
        let channels = info.color_type.samples();
        ensure!(channels >= 3, "a picture without colours");
        let pixels = bytes[..info.buffer_size()].chunks_exact(channels).map(|p| [p[0], p[1], p[2]]).collect();
        Ok(Self { width: info.width as usize, height: info.height as usize, pixels })
    }

    /// Half as wide and half as high, each pixel the middle of four.
    pub(crate) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let at = |x: usize, y: usize| self.pixels[y * self.width + x].map(u16::from);
        let pixel = |n: usize| {
            let (x, y) = (n % width * 2, n / width * 2);
            let four = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
            [0, 1, 2].map(|c| u8::try_from(four.iter().map(|p| p[c]).sum::<u16>() / 4).unwrap_or(u8::MAX))
        };
        Self { width, height, pixels: (0..width * height).map(pixel).collect() }
    }

    /// As a PNG of few colours.
    pub(crate) fn kept(&self) -> Result<Vec<u8>> {
        let round = |value: u8| (value / STEP + u8::from(value % STEP >= STEP / 2)).saturating_mul(STEP);
        let mut palette: Vec<[u8; 3]> = Vec::new();
        let mut indices = Vec::with_capacity(self.pixels.len());
        for pixel in &self.pixels {
            let colour = pixel.map(round);
            let known = palette.iter().position(|known| *known == colour);
            let index = known.unwrap_or(palette.len());
            if known.is_none() {
                palette.push(colour);
            }
            indices.push(u8::try_from(index).context("a picture of more than 256 colours")?);
        }
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, u32::try_from(self.width)?, u32::try_from(self.height)?);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(palette.concat());
        encoder.set_compression(png::Compression::High);
        // Between indices there is nothing to predict.
        encoder.set_filter(png::Filter::NoFilter);
        encoder.write_header()?.write_image_data(&indices)?;
        Ok(out)
    }

    /// What differs from a kept picture, in red; nothing when it is the same within the tolerance.
    pub(crate) fn difference(&self, kept: &Self) -> Result<Option<Vec<u8>>> {
        if (self.width, self.height) != (kept.width, kept.height) {
            return self.kept().map(Some);
        }
        let far = |a: &[u8; 3], b: &[u8; 3]| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > FAR);
        let marks: Vec<bool> = self.pixels.iter().zip(&kept.pixels).map(|(a, b)| far(a, b)).collect();
        let count = marks.iter().filter(|mark| **mark).count();
        if count * 1_000_000 <= marks.len() * TOLERATED {
            return Ok(None);
        }
        let faded = |pixel: &[u8; 3]| pixel.map(|value| 170 + value / 3);
        let pixels = self.pixels.iter().zip(&marks).map(|(p, mark)| if *mark { [255, 0, 0] } else { faded(p) });
        Self { pixels: pixels.collect(), ..*self }.kept().map(Some)
    }
}

/// The judgement judged: without this a comparison that sees nothing would look like pictures that are the same.
pub(crate) fn check() -> Result<()> {
    let plain = |colour: [u8; 3]| Picture { width: 200, height: 200, pixels: vec![colour; 40_000] };
    let kept = Picture::read(&plain([10, 78, 168]).kept()?)?;
    ensure!(plain([10, 78, 168]).difference(&kept)?.is_none(), "a picture differs from itself");
    ensure!(plain([70, 78, 168]).difference(&kept)?.is_some(), "another colour is not seen");
    let mut word = plain([10, 78, 168]);
    word.pixels[10_000..10_020].fill([255; 3]);
    ensure!(word.difference(&kept)?.is_some(), "a new word is not seen");
    Ok(())
}
