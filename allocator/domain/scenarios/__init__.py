"""What planners ask (推演): scenarios and targets, how work goes from desk to desk, what an office really did."""
