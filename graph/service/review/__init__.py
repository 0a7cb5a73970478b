"""A draft reviewed on a page of this computer: the document beside the facts that it states."""
