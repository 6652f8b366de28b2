"""Read and write Label Studio's labelling configuration and JSON export."""
