"""From a name that someone typed to a collectivité, and from there to its competent préfecture.

The doors: `tables.load_territory`, `lookup.find`, `lookup.by_id`, `competence.competence`, and the small
French of `french`. The tables lie in `data/territory/`; `build` makes them.
"""
