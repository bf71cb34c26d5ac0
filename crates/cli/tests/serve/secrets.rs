//! No secret is printed, and none that can be guessed is taken.

use super::support::{Desk, with};

#[test]
fn secrets_are_never_printed() {
    let desk = Desk::new();
    let secret = "a secret that nobody may ever see";
    desk.file("token.txt", secret);
    desk.file(
        "serve.toml",
        &format!("[webhook]\nurl = \"https://u:s3cret@chat.example/hook\"\nsecret = \"{secret}\"\n"),
    );
    let environment = [];
    let args = with(&[
        "--config",
        "serve.toml",
        "--identity-secret-file",
        "token.txt",
        "--admin-listen",
        "127.0.0.1:0",
        "--print-config",
    ]);
    let (code, out, err) = desk.serve(&args, &environment);
    assert_eq!(code, 0, "{err}");
    assert!(!format!("{out}{err}").contains(secret) && !out.contains("s3cret"), "{out}{err}");
    assert!(out.contains("secret_file = \"token.txt\"  # --identity-secret-file"), "{out}");
    let environment = [("CIENTE_IDENTITY_SECRET", secret)];
    let (_, masked, _) = desk.serve(&with(&["--print-config"]), &environment);
    assert!(masked.contains("secret = \"********\"  # CIENTE_IDENTITY_SECRET") && !masked.contains(secret), "{masked}");
    assert!(out.contains("secret = \"********\"  # serve.toml:3"), "{out}");
    assert!(out.contains("url = \"https://…@chat.example/hook\"  # serve.toml:2"), "{out}");
    let query = [("CIENTE_WEBHOOK_URL", "https://u:p@chat.example/hook?sig=s3cret"), ("CIENTE_WEBHOOK_SECRET", secret)];
    let (_, out, err) = desk.serve(&with(&["--print-config"]), &query);
    assert!(out.contains("url = \"https://…@chat.example/hook?…\"") && !out.contains("s3cret"), "{out}{err}");
    // There is no flag for one.
    let (code, _, err) = desk.serve(&with(&["--webhook-secret", secret]), &[]);
    assert_eq!(code, 2, "{err}");
}

#[test]
fn a_token_of_the_admin_side_that_can_be_guessed_is_refused_and_a_good_one_is_never_printed() {
    let desk = Desk::new();
    let open = with(&["--admin-listen", "127.0.0.1:0"]);
    desk.refused(
        &open,
        &[("CIENTE_ADMIN_TOKEN", "short")],
        &["admin.token (CIENTE_ADMIN_TOKEN)", "at least 32 characters"],
    );
    let good = "0123456789abcdef0123456789abcdef";
    desk.refused(&with(&[]), &[("CIENTE_ADMIN_TOKEN", good)], &["admin.token", "needs admin.listen"]);
    desk.file("token", "short\n");
    let from_file = with(&["--admin-listen", "127.0.0.1:0", "--admin-token-file", "token"]);
    desk.refused(&from_file, &[], &["admin.token_file (--admin-token-file)", "at least 32 characters"]);
    let printed = with(&["--admin-listen", "127.0.0.1:0", "--print-config"]);
    let (code, out, err) = desk.serve(&printed, &[("CIENTE_ADMIN_TOKEN", good)]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("token = \"********\"") && !out.contains(good), "{out}");
}
