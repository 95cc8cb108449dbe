"""Certificates of plans (方案证明): what each states, how it is sealed, and how it is verified elsewhere."""
