"""A role's queue, the case page, and every move an officer can make."""
