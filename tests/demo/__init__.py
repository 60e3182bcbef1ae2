"""`make demo`: mock and sign-up backend as two processes, and a page at one address. The rooms meet over HTTP only."""
