from tests.fixture.map_window import open_map

__all__ = ["open_map"]
