"""Label Studio's files: `export` for its JSON, `config` for its labelling config."""
