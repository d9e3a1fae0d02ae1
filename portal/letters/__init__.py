"""Letters: the text of an SOP's letter as data, its number, its glyphs and its printed sheet."""
