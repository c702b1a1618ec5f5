"""What a user sees: one module a command, each parse -> call -> render."""
