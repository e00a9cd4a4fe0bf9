# For its effect: the web engine's scheme must be known before the application object is made.
import tests.fixture.map_window  # noqa: F401
