"""Figures of the city: their definitions, and their computation from columns.

Owns what each figure means, in one place, for every surface that shows one. Refuses databases, files and screens.
"""
