//! The rows of the source documents, typed by a rep without network, and exported as the twelve-column table.
