"""The public window: what each service is, and where an application stands."""
