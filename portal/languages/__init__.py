"""The languages that citizens read: Indonesian is spoken by the code, others by a catalogue."""
