//! A soak in small: what `cargo xtask soak` does for hours of use, for as long as a test may take. Memory is not judged here.

use anyhow::{Result, ensure};
use ciente_e2e::soak::{self, Size, Tolerance, is_flat};

#[tokio::test(flavor = "multi_thread")]
async fn many_logins_lose_nothing_and_record_nothing_twice() -> Result<()> {
    needs!(DevTools);
    soak::run(Size { logins: 48, tabs: 4, seed: 1 }).await
}

#[test]
fn what_grows_is_not_flat() -> Result<()> {
    let allowed = Tolerance(10, 5);
    let noisy: Vec<u64> = (0..20).map(|n| 100 + n % 3).collect();
    ensure!(is_flat(&noisy, allowed) == (true, 101, 101));
    // What fills a cache at the beginning is no leak, nor is a single measurement.
    let filled: Vec<u64> = (0..20).map(|n| if n < 5 { n } else { 100 }).collect();
    ensure!(is_flat(&filled, allowed).0);
    let mut peak = noisy;
    peak[19] = 900;
    ensure!(is_flat(&peak, allowed).0);
    let leaking: Vec<u64> = (0..20).map(|n| 100 + n * 2).collect();
    ensure!(is_flat(&leaking, allowed) == (false, 114, 134), "{:?}", is_flat(&leaking, allowed));
    Ok(())
}
