"""The shape of what goes in and out (数据形状): types, required fields and lengths; never a meaning, never the database."""
