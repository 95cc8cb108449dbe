"""Durable jobs (持久任务): the only room that knows the job engine; progress, cancelling, helping processes."""
