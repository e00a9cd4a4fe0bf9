"""The command center of a city's operations room: store, sync and windows in one package."""
