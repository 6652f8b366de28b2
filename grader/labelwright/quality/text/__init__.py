"""Score marked stretches of text: spans against spans, characters, tokens and MQM errors."""
