# Labels of codes and of schema fields.
