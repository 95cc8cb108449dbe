"""What comes in the next months (预测): the office's open and coming work simulated forward, with bands that held on the past."""
