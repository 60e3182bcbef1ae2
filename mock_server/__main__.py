"""`python -m mock_server` is `portone-mock`."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="python -m mock_server")
