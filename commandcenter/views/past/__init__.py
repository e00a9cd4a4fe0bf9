"""The past: a slider through time, and what is shown so that nobody takes the past for the present."""
