"""Files of people made into tables, in a process of its own: it knows nothing of the site, and reaches no
more than the files it was given. What it finds wrong is a `Problem` with a code; its words are elsewhere.
"""
