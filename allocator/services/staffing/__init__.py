"""The laboratory (推演): scenarios played, questions turned round, logs fitted and carried forward."""
