"""One case to a person (分案): the desk, the draw, a handler named, approved, changed, undone."""
