"""The ontology itself, checked: what is wrong with its words, why that matters and what to do.

``catalogue.py`` reads the checks of ``checks/``, ``checking.py`` runs them, ``telling.py`` puts
what they find into words; ``make ontology-check`` prints it.
"""
