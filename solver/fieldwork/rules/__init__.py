"""The rules of field work (规则): what every plan must keep, and what each level prefers."""
