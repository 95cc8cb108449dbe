"""One function for each intent of a user: transaction, permission, decision, and what is remembered of it."""
