"""The rules of pairing (规则): what every pairing must keep, and what each level prefers."""
