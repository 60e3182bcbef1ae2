#!/bin/sh
# Prints the path of a Python that this project can use. Where there is none it says, in Korean and English, what was
# found, what is needed and how to get it, and ends with status 2.
# It runs where nothing is installed yet: POSIX sh and its built-ins only, and a probe that Python 2 understands too.
set -u

NEEDED=3.11
# python3 is what the machine's owner chose; then the versions this project is tested with; then the newer ones.
NAMES="python3 python3.13 python3.12 python3.11 python3.14 python3.15 python py"

PROBE='
import sys
state = "old"
if sys.version_info[:2] >= (3, 11):
    state = "good"
    try:
        import ensurepip, venv
    except ImportError:
        state = "no-venv"
executable = getattr(sys, "_base_executable", "") or sys.executable
print("%s %d.%d.%d %s" % ((state,) + tuple(sys.version_info[:3]) + (executable,)))
'

seen=""         # one line for each interpreter that answered
without_venv="" # the version of one that is new enough, but cannot make an environment

say() { printf '%s\n' "$@" >&2; }

# Asks the interpreter $1 who it is; prints its path and succeeds if this project can use it.
consider() {
    answer=$("$1" -E -c "$PROBE" 2>/dev/null </dev/null) || return 1
    state=${answer%% *} answer=${answer#* }
    version=${answer%% *} path=${answer#* }
    case $state in
        good) printf '%s\n' "$path" && return 0 ;;
        no-venv) without_venv=${without_venv:-$version} ;;
        old) ;;
        *) return 1 ;; # not a Python at all
    esac
    case "$seen
" in *"   $path
"*) ;; *) seen="$seen
  Python $version   $path" ;; esac
    return 1
}

search() {
    for name in $NAMES; do
        command -v "$name" >/dev/null 2>&1 && consider "$name" && return 0
    done
    home=${HOME:-/nonexistent}
    for path in "${PYENV_ROOT:-$home/.pyenv}"/versions/*/bin/python "$home"/.local/bin/python3.1[1-9] \
        "$home"/.local/share/uv/python/*/bin/python3; do
        [ -x "$path" ] && consider "$path" && return 0
    done
    return 1
}

how_to_get_python() {
    say "" "설치하는 방법 (하나만) / How to get it (any one of these):" \
        "  Debian 12+, Ubuntu 24.04+   sudo apt install python3 python3-venv" \
        "  Ubuntu 22.04                sudo apt install python3.11 python3.11-venv" \
        "  macOS                       brew install python@3.13" \
        "  Windows                     winget install Python.Python.3.13" \
        "  pyenv                       pyenv install 3.13" \
        "  uv                          uv python install 3.13" \
        "" "설치한 다음 같은 명령을 다시 실행하세요. 다른 곳에 있다면 PYTHON=/경로/python3 을 붙이세요." \
        "Then run the same command again; if it is somewhere else, add PYTHON=/path/to/python3."
}

say_too_old() {
    say "portone-mock 을 쓰려면 Python $NEEDED 이상이 필요합니다. / portone-mock needs Python $NEEDED or later."
    say "찾은 것 / Found here:${seen:- Python 없음 / no Python at all}"
    how_to_get_python
}

say_without_venv() {
    minor=${without_venv%.*}
    say "Python $without_venv 은 충분히 새롭지만 venv 와 ensurepip 모듈이 없습니다. (Debian, Ubuntu 는 따로 나눠 둡니다.)" \
        "Python $without_venv is new enough, but its venv and ensurepip modules are missing. (Debian and Ubuntu package them apart.)" \
        "찾은 것 / Found here:$seen" \
        "설치하는 방법 / How to get them:" \
        "  Debian, Ubuntu              sudo apt install python$minor-venv" \
        "  그 밖에는 / elsewhere       venv 가 있는 Python $NEEDED 이상 / any Python $NEEDED or later that has venv"
}

# The interpreter that was asked for is taken or refused; another one is at most recommended.
use_the_given_one() {
    consider "$PYTHON" && exit 0
    say "PYTHON=$PYTHON: Python $NEEDED 이상이어야 합니다. / PYTHON=$PYTHON: this has to be Python $NEEDED or later."
    if [ -n "$without_venv" ]; then say_without_venv && exit 2; fi
    say "찾은 것 / Found:${seen:- 실행되지 않음 / it does not run}"
    if other=$(search); then
        say "이것은 쓸 수 있습니다. / This one would do: PYTHON=$other"
    else
        how_to_get_python
    fi
    exit 2
}

[ -n "${PYTHON:-}" ] && use_the_given_one
search && exit 0
if [ -n "$without_venv" ]; then say_without_venv; else say_too_old; fi
exit 2
