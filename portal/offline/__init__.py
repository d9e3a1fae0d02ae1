"""Pre-registration without a network: devices, number blocks, sealed packages."""
