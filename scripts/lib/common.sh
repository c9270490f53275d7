# shellcheck shell=bash
# Sourced by every script: where things are, how a step speaks, how a missing package comes in.
set -euo pipefail

# shellcheck disable=SC2034  # for those who source this
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${OVNNB_CACHE:-$HOME/.cache/ovn-nb-agent}
mkdir -p "$cache/logs"

say() { printf '==> %s\n' "$*" >&2; }

# The last line before the end always names the step, so that nobody has to search the log for it.
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# quietly STEP COMMAND...: keeps the output in a log and shows its end only when the step fails.
quietly() {
  local step=$1 log
  shift
  log="$cache/logs/$(tr -c 'a-zA-Z0-9\n' '-' <<<"$step").log"
  say "$step"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 25 "$log" >&2
    fail "$step (whole log: $log)"
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Package lists may be missing or old on a fresh machine: only then does the update cost its time.
install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" && return
  as_root apt-get update -q || return
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# need_program PROGRAM PACKAGE...: installs the packages unless the program is there.
need_program() {
  local program=$1
  shift
  [ -n "$(find_program "$program")" ] && return
  command -v apt-get >/dev/null || fail "$program is missing and this machine has no apt-get: install $* by hand"
  quietly "installing $*" install_packages "$@"
  [ -n "$(find_program "$program")" ] || fail "$program is still missing after installing $*"
}

# Daemons live in sbin, which is not on every user's path.
find_program() {
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v "$1" || true
}

# version_at_least HAVE WANT
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}
