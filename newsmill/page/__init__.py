"""A page, HTML or plain text, as one stream of Blocks: the one shape that all cleaning reads."""
