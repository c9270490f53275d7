# shellcheck shell=bash
# A wall clock of its own for one process of a test: libfaketime.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

ensure_clock() {
  need_program faketime faketime
}
