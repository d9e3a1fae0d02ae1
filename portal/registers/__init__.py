"""Data sources outside the office (PBDT, DTKS, SIKS-NG, Chika ...) and ministerial decrees.

The portal never asks these sources itself: an officer looks, and records what was seen.
"""
