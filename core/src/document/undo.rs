//! The inverse of one change, only where nobody has written since.

use std::rc::Rc;

use automerge::legacy::OpType;
use automerge::{Change, ObjType, ReadDoc};

use super::ops::{Paths, RawOperation};
use super::schema::{self, Field, Shape};
use super::value::Scalar;
use super::{Document, DocumentError, Written, user_of};
use crate::sync::wire::ChangeHash;
use crate::values::{Instant, Set, UserId};

/// One step back.
enum Step {
    Set(Vec<String>, Scalar),
    Mark(Vec<String>, bool),
    Text { path: Vec<String>, base: String, text: String },
}

impl Document {
    /// Writes the inverse of a change of `user`; nothing when all of it was built upon, or it is not theirs.
    ///
    /// A record that the change made is marked as removed, never deleted: what others write into it meanwhile stays.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn undo(&mut self, hash: ChangeHash, user: UserId, now: Instant) -> Result<Option<Written>, DocumentError> {
        let Some(change) = self.doc.get_change_by_hash(&hash.into()) else { return Ok(None) };
        let author = self.doc.get_author_for_actor(change.actor_id());
        if author.and_then(|author| user_of(author.as_bytes())) != Some(user) {
            return Ok(None);
        }
        let steps = self.steps_back(&change)?;
        self.write(Some(user), now, |writing| {
            for step in &steps {
                match step {
                    Step::Set(path, value) => writing.set(&borrowed(path), value.clone())?,
                    Step::Mark(path, present) => writing.mark(&borrowed(path), *present)?,
                    Step::Text { path, base, text } => writing.text(&borrowed(path), base, text)?,
                }
            }
            Ok(())
        })
    }

    fn steps_back(&self, change: &Change) -> Result<Vec<Step>, DocumentError> {
        let mut paths = Paths::default();
        let operations = paths.operations(&self.doc, change)?;
        // The creation of a customer is not undone: its document exists.
        if operations.iter().any(|operation| operation.path.first().is_some_and(|key| key == "created")) {
            return Ok(Vec::new());
        }
        let mut later: Set<Rc<[String]>> = Set::new();
        for change in self.doc.get_changes(&[change.hash()]) {
            later.extend(paths.operations(&self.doc, &change)?.into_iter().map(|operation| operation.path));
        }
        let made: Vec<&Rc<[String]>> = operations
            .iter()
            .filter(|operation| matches!(operation.action, OpType::Make(ObjType::Map)) && operation.path.len() == 2)
            .map(|operation| &operation.path)
            .collect();
        let mut steps: Vec<Step> = Vec::new();
        let mut seen = Set::new();
        for operation in &operations {
            let path = &operation.path;
            let record = made.iter().find(|record| path.starts_with(record));
            let target = record.map_or(path, |record| *record);
            if !seen.insert(target.clone()) || later.iter().any(|path| path.starts_with(target)) {
                continue;
            }
            match record {
                Some(record) => {
                    let removed: Vec<String> = record.iter().cloned().chain(["removed".to_owned()]).collect();
                    if schema::field(self.id.kind, &removed).is_some() {
                        steps.push(Step::Set(removed, Scalar::Flag(true)));
                    }
                }
                None => steps.extend(self.step_back(change, operation)),
            }
        }
        // A stamp says when another field was written: alone it tells of nothing.
        if steps.iter().all(|step| self.is_stamp(step)) {
            steps.clear();
        }
        Ok(steps)
    }

    fn is_stamp(&self, step: &Step) -> bool {
        let (Step::Set(path, _) | Step::Mark(path, _) | Step::Text { path, .. }) = step;
        schema::field(self.id.kind, path).is_some_and(Field::is_stamp)
    }

    fn step_back(&self, change: &Change, operation: &RawOperation) -> Option<Step> {
        let path = operation.path.to_vec();
        if operation.in_text {
            let text = |heads: &[_]| self.doc.text_at(&operation.object, heads).unwrap_or_default();
            return Some(Step::Text { path, base: text(&[change.hash()]), text: text(change.deps()) });
        }
        let before = self.doc.get_at(&operation.object, path.last()?.as_str(), change.deps()).ok()?;
        match schema::field(self.id.kind, &path)?.shape {
            Shape::Map | Shape::Text { .. } => None,
            Shape::Mark => Some(Step::Mark(path, before.is_some())),
            _ => {
                let scalar = before.and_then(|(value, _)| value.as_scalar().and_then(Scalar::of));
                Some(Step::Set(path, scalar.unwrap_or(Scalar::Nothing)))
            }
        }
    }
}

fn borrowed(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}
