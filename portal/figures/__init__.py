"""Open figures: what each service did, month by month, without anybody in it."""
