"""The catalogue of questions (``*.rq``), and what makes a query of one."""
