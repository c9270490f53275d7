# shellcheck shell=bash
# OVN's own programs on this machine: ovn-nbctl for cross-checks, the servers for a run without Docker.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

ensure_ovn() {
  need_program ovsdb-server openvswitch-switch
  need_program ovn-nbctl ovn-common
  need_program ovn-northd ovn-central
  [ -f /usr/share/ovn/ovn-nb.ovsschema ] || fail "ovn-central is installed, but /usr/share/ovn/ovn-nb.ovsschema is missing"
}
