"""The pages of the words: terms, shapes, steps, questions and networks."""
