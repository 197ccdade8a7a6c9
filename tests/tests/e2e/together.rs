//! Two phones and a manager write to one customer without knowing of each other.
