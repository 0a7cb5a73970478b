"""All that the graph answers, and the record of it: what a change of the code changes is seen."""
