"""python -m tests.demo [--no-browser]: start both processes, open the page, run until Ctrl+C.

Lives here: the run from beginning to end. May not: decide anything.
"""

import signal
import sys
import webbrowser

from .processes import demo


def main(*arguments: str) -> None:
    if set(arguments) - {"--no-browser"}:
        sys.stderr.write(f"python -m tests.demo [--no-browser], not {' '.join(arguments)}\n")
        raise SystemExit(2)
    # Whoever stops this by another signal wants the servers gone too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with demo() as (mock, page):
        sys.stdout.write(f"데모 · demo: {page}\n모의 서버 · mock: {mock}\nCtrl+C로 끝냅니다 · ends it\n")
        sys.stdout.flush()
        if "--no-browser" not in arguments:
            webbrowser.open(page)
        try:
            signal.pause()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
