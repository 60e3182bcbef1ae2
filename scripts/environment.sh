#!/bin/sh
# sh scripts/environment.sh run|dev [ARGUMENT…]
# Sees to it that .venv holds the project (run: what the mock needs; dev: the tests' packages as well), then runs its
# Python with the arguments. When nothing has changed it starts neither pip nor the network, only that Python.
set -eu
cd "$(dirname "$0")/.."

level=$1
shift
installed=.venv/installed   # + .run or .dev: the pyproject.toml it was done for, written last
made_for=.venv/made-for     # the folder and the interpreter the environment was made for
at_work=.venv/being-changed # there only while pip works: what an interrupted pip leaves cannot be trusted

here=$(pwd)
wanted=$(cksum <pyproject.toml)

say() { printf '%s\n' "$@" >&2; }

if [ -d .venv/Scripts ]; then python=.venv/Scripts/python.exe; else python=.venv/bin/python; fi

# A system upgrade can change the Python behind .venv, so its version is asked, not remembered (-I -S: 10 ms).
version_of() { "$1" -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

interpreter_and_place() { printf '%s\n' "$here" "$1" "$(version_of "$2")"; }

# Was .venv made here, by an interpreter that still answers, and (with PYTHON=…) by the one asked for?
is_whole() {
    [ -x "$python" ] && [ -f "$made_for" ] && [ ! -e "$at_work" ] || return 1
    base=$(sed -n 2p "$made_for")
    [ -z "$asked_for" ] || [ "$asked_for" = "$base" ] || return 1
    [ "$(cat "$made_for")" = "$(interpreter_and_place "$base" "$python")" ]
}

is_installed() { [ -f "$installed.$1" ] && [ "$(cat "$installed.$1")" = "$wanted" ]; }

is_ready() { is_whole && { is_installed "$level" || is_installed dev; }; }

make_environment() {
    if [ -e .venv ] && [ ! -d .venv ]; then
        say ".venv 이(가) 폴더가 아닙니다. 옮기거나 지우세요. / .venv is not a folder: move or delete it."
        exit 2
    fi
    found=${asked_for:-$(sh scripts/find-python.sh)} || exit $?
    say "$found 으로 .venv 를 만듭니다. / Making .venv with $found …"
    "$found" -m venv --clear .venv
    if [ -d .venv/Scripts ]; then python=.venv/Scripts/python.exe; fi
    interpreter_and_place "$found" "$python" >"$made_for"
}

install() {
    if [ "$level" = dev ]; then what='.[dev]'; else what='.'; fi
    say "처음이거나 pyproject.toml 이 바뀌어 .venv 에 설치합니다. / Installing into .venv (the first time, or pyproject.toml changed) …"
    : >"$at_work"
    failed=0
    PIP_USER=0 "$python" -I -m pip --disable-pip-version-check --no-input install --quiet --editable "$what" || failed=$?
    rm -f "$at_work"
    [ "$failed" = 0 ] || refuse
    printf '%s\n' "$wanted" >"$installed.$level"
}

refuse() {
    say "설치하지 못했습니다. 이유는 위에 있습니다. 이때만 네트워크가 필요하며, 그다음에는 없어도 됩니다." \
        "The installation failed; pip's reason is above. Only this step needs the network, later runs do not."
    exit 1
}

asked_for=""
[ -z "${PYTHON:-}" ] || asked_for=$(sh scripts/find-python.sh) || exit $?
if ! is_ready; then
    is_whole || make_environment
    install
fi
[ $# = 0 ] || exec "$python" "$@"
