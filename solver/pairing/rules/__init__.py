"""Every rule of a pairing (结对规则), one class each: what it must keep, and what it should keep level by level."""
