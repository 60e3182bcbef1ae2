"""`python -m contracts` is `portone-contracts`."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="python -m contracts")
