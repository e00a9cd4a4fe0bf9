from tests.fixture.map_window import open_map
from tests.fixture.tile_server import other_server, tile_server

__all__ = ["open_map", "other_server", "tile_server"]
