"""`make demo`: client and mock together in the terminal. The rooms meet by process and HTTP only."""
