"""The rules of assignment (规则): what every plan must keep, and what each level prefers."""
