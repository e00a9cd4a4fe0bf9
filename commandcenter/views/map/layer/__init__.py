"""What can be laid over the map besides marks: heat, figures by area, gauges, facilities, crews, files of one's own.

Owns which layers there are, in which order and looks, and what each is drawn from. ``plan`` says what is wanted,
``feed`` keeps the page in step with it, ``panel`` lets somebody change it.
"""
