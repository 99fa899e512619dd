"""What people do, as the story tells it: each gives the act of one step."""
