"""Fenliu 分流: routes the cases of an enforcement bureau. Begin reading in allocator/domain, then allocator/decisions."""
