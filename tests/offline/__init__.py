"""Registering without a network: laptops, what they seal, and how it comes in."""
