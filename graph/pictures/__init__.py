"""Networks as pictures, to look at in a page or in print."""
