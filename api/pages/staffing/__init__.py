"""Pages of the laboratory (推演): scenarios and targets, and what came of them."""
