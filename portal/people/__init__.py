"""Staff and village offices: names, posts held for a period, signing in."""
