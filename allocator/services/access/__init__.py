"""Who may do what (准入与权限): users, passwords, sessions, tokens, grants, and what is hidden from whom."""
