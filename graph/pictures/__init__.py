"""Networks as pictures, in a page or in print, and as files for other programs."""
