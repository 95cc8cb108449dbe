"""The rulebook (规则手册): rules, weights, limits and definitions of an office as versioned data, read from its file and checked whole."""
