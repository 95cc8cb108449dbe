"""How the office is remembered: tables, the append-only decision log, documents, snapshots. Knows the domain, no rules."""
