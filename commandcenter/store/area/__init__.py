"""Areas of the city: reading them from a file, and placing all reports anew when they change."""
