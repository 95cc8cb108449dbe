"""Pages of plans and loads (方案、负荷): the board, moves, why not, and loads week by week."""
