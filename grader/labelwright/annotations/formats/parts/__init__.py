"""What every format is made from: the shape of a format, bounded reading, validation in words, measured losses."""
