"""Papers as files: what is taken in, what is refused, who may see it."""
