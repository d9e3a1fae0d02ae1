"""Photographed and scanned papers: made safe, kept under their hash, shown with a watermark."""
