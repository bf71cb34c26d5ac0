//! The log as files (C2SP tlog-tiles): 256 hashes a tile, in paths that never change once a tile is full. Hashes only, so that
//! an export can be given to anybody.

use crate::{Coordinate, Hash};
use std::ops::Range;

/// Hashes in a full tile.
const WIDTH: u64 = 256;

/// Levels of the tree that one level of tiles spans.
const HEIGHT: u32 = 8;

/// One tile of a tree of some size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tile {
    level: u32,
    index: u64,
    width: u64,
}

impl Tile {
    /// Every tile of a tree, the lowest level first, from the left.
    pub(crate) fn all(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..)
            .map(move |level| (level, size >> (HEIGHT * level)))
            .take_while(|(level, count)| *level < 8 && *count > 0);
        levels.flat_map(|(level, count)| {
            let tiles = 0..count.div_ceil(WIDTH);
            tiles.map(move |index| Self { level, index, width: (count - index * WIDTH).min(WIDTH) })
        })
    }

    /// `tile/<level>/<index in groups of three digits>`, and `.p/<width>` for one that is not full.
    pub(crate) fn path(&self) -> String {
        let mut groups = vec![format!("{:03}", self.index % 1000)];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        groups.reverse();
        let partial = if self.width < WIDTH { format!(".p/{}", self.width) } else { String::new() };
        format!("tile/{}/{}{partial}", self.level, groups.join("/"))
    }

    /// The subtrees whose hashes it holds.
    pub(crate) fn coordinates(&self) -> impl Iterator<Item = Coordinate> + use<> {
        let level = self.level * HEIGHT;
        let Range { start, end } = self.index * WIDTH..self.index * WIDTH + self.width;
        (start..end).map(move |index| Coordinate { level, index })
    }

    pub(crate) const fn is_lowest(&self) -> bool {
        self.level == 0
    }
}

/// The hashes in a tile's bytes; `None` when those are not whole hashes, as many as the tile has.
pub(crate) fn hashes(tile: &Tile, bytes: &[u8]) -> Option<Vec<Hash>> {
    let (chunks, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && chunks.len() as u64 == tile.width).then(|| chunks.iter().copied().map(Hash).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        let path = |level, index, width| Tile { level, index, width }.path();
        assert_eq!(path(0, 0, 256), "tile/0/000");
        assert_eq!(path(1, 1_234_067, 256), "tile/1/x001/x234/067");
        assert_eq!(path(0, 273, 112), "tile/0/273.p/112");
        // The specification's own example: a tree of 70,000.
        let paths: Vec<_> = Tile::all(70_000).map(|tile| tile.path()).collect();
        assert_eq!(paths.len(), 273 + 1 + 1 + 1 + 1);
        assert_eq!(paths[273..], ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]);
        assert_eq!(Tile::all(0).count(), 0);
    }
}
