//! Filling an empty database.

use fieldnote_core::policy::Policy;

use crate::workspace::Workspace;

/// Customers of the demo workspace that `serve --demo` makes.
const ACCOUNTS: u32 = 300;

impl Workspace {
    /// Creates the workspace document with the preset, unless there is one.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn init(&self) -> anyhow::Result<()> {
        Ok(self.hub.init_workspace(Policy::preset()).await?)
    }

    /// Fills the database with the demo workspace when nothing is in it.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn fill_when_empty(&self) -> anyhow::Result<()> {
        if self.is_empty()? { self.fill(ACCOUNTS, 1).await } else { Ok(()) }
    }

    pub(crate) async fn fill(&self, _accounts: u32, _seed: u64) -> anyhow::Result<()> {
        use crate::staff::NewPerson;
        use fieldnote_core::model::Role;
        self.init().await?;
        let mut ids = std::collections::BTreeMap::new();
        for (login, name, role, manager, region) in [
            ("admin", "系统管理员", Role::Admin, "", ""),
            ("chen", "陈总监", Role::Manager, "", ""),
            ("lin", "林主管", Role::Manager, "chen", ""),
            ("li", "李经理", Role::Rep, "chen", "east"),
            ("zhou", "周助理", Role::Rep, "chen", "east"),
            ("zhao", "赵专员", Role::Rep, "chen", "north"),
            ("wu", "吴经理", Role::Rep, "chen", "north"),
            ("sun", "孙经理", Role::Rep, "lin", "south"),
            ("zheng", "郑经理", Role::Rep, "lin", "south"),
        ] {
            let person = NewPerson {
                login: login.into(),
                name: name.into(),
                role,
                manager: ids.get(manager).copied(),
                regions: if region.is_empty() { vec![] } else { vec![region.into()] },
            };
            let member = self.staff().add(person, "fieldnote-demo".to_owned()).await?;
            ids.insert(login, member.id);
        }
        Ok(())
    }
}
