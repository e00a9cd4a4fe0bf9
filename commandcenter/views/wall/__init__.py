"""The wall: one scene for a room, read from far away, that says by itself when it is not true any more."""
