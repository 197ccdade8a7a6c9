//! `user add|list|disable|set-password`.

use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

use anyhow::Context as _;
use clap::Subcommand;
use fieldnote_core::model::{Role, SellerLevel};
use fieldnote_core::sync::hub::Retention;
use fieldnote_core::sync::store::StoreRead as _;
use fieldnote_core::values::{Code, UserId};

use crate::staff::{NewPerson, PersonEdit};
use crate::store::sqlite::Database;
use crate::workspace::Workspace;

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Adds a person.
    Add {
        /// Sign-in name.
        #[arg(long)]
        login: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// rep, manager, admin, marketing, service, csm, technical or legal.
        #[arg(long, value_parser = role)]
        role: Role,
        /// Login of the manager above.
        #[arg(long)]
        manager: Option<String>,
        /// Regions, separated by commas.
        #[arg(long, value_delimiter = ',')]
        regions: Vec<String>,
        /// How experienced: senior, middle, growing or junior.
        #[arg(long, value_parser = level)]
        level: Option<SellerLevel>,
        /// Password; without it, one line of standard input.
        #[arg(long, env = "FIELDNOTE_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
    /// Lists everybody.
    List,
    /// Lets a person sign in no longer.
    Disable {
        /// Sign-in name.
        login: String,
    },
    /// Sets a password and ends the person's sessions.
    SetPassword {
        /// Sign-in name.
        login: String,
        /// Password; without it, one line of standard input.
        #[arg(long, env = "FIELDNOTE_PASSWORD", hide_env_values = true)]
        password: Option<String>,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::of_key(text).ok_or_else(|| format!("expected one of {}", Role::ALL.map(Role::key).join(", ")))
}

fn level(text: &str) -> Result<SellerLevel, String> {
    SellerLevel::of_key(text).ok_or_else(|| "expected senior, middle, growing or junior".to_owned())
}

pub(super) async fn run(data: &Path, command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::List => list(&Database::open_to_read(data)?),
        UserCommand::Add { login, name, role, manager, regions, level, password } => {
            let workspace = Workspace::open(data, Retention::default())?;
            workspace.init().await?;
            let manager = manager.map(|login| id_of(&workspace.database, &login)).transpose()?;
            let regions = regions.iter().map(Code::new).collect();
            let person = NewPerson { login, name, role, manager, regions, level };
            workspace.staff().add(person, password_or_line(password)?).await?;
            workspace.close().await
        }
        UserCommand::Disable { login } => {
            let workspace = Workspace::open(data, Retention::default())?;
            let id = id_of(&workspace.database, &login)?;
            workspace.staff().change(id, PersonEdit { disabled: Some(true), ..PersonEdit::default() }).await?;
            workspace.close().await
        }
        UserCommand::SetPassword { login, password } => {
            let workspace = Workspace::open(data, Retention::default())?;
            let id = id_of(&workspace.database, &login)?;
            workspace.staff().set_password(id, password_or_line(password)?).await?;
            workspace.close().await
        }
    }
}

#[expect(clippy::print_stdout, reason = "the answer to the person who typed the command")]
fn list(database: &Database) -> anyhow::Result<()> {
    let directory = database.view(|log| log.directory())?;
    for user in database.users()? {
        let Some(member) = directory.members.get(&user.id) else { continue };
        let state = if member.disabled { "disabled" } else { "enabled" };
        println!("{}\t{}\t{}\t{}\t{state}", user.login, member.role.key(), member.name, user.id);
    }
    Ok(())
}

fn id_of(database: &Database, login: &str) -> anyhow::Result<UserId> {
    let user = database.user_by_login(login)?.with_context(|| format!("expected a known login, got {login}"))?;
    Ok(user.id)
}

fn password_or_line(password: Option<String>) -> anyhow::Result<String> {
    if let Some(password) = password {
        return Ok(password);
    }
    let input = std::io::stdin();
    if input.is_terminal() {
        eprint!("Password (shown as you type): ");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
