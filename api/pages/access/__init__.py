"""Pages of whoever signs in (登录与本人): the door, the account, one's own day, and users."""
