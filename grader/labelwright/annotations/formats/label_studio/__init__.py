"""Label Studio's configuration and JSON export."""
