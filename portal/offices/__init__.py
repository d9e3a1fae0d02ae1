"""A dinas: its letterhead, villages, hours and calendar."""
