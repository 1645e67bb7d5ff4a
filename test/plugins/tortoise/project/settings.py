TORTOISE_ORM = {
    "connections": {"default": "sqlite://db.sqlite3"},
    "apps": {"models": {"models": ["shop", "aerich.models"], "default_connection": "default"}},
}
