"""Tables of the database (数据表), and the metadata that migrations are compared with."""
