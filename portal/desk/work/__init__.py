"""What each kind of row does besides moving on. The table is complete or the program stops."""
