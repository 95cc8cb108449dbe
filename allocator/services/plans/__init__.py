"""Plans of many cases (批量方案): drafted, explained, published, withdrawn, handed over, run again."""
