"""News for citizens: the ready text for an officer's telephone, or sent by an adapter."""
