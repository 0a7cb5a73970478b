"""Engines that answer SPARQL, what they share, and tables of terms."""
