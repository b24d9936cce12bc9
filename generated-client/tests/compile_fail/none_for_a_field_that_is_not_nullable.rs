//! `None` stands for null, so it is for nullable fields alone.

fn rename(client: &avara::Client) {
    let users = client.viewer().users();
    let _ = users.update("usr_1").middle_name(None);
    let _ = users.update("usr_1").first_name(None);
}

fn main() {}
