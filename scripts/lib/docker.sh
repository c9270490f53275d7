# shellcheck shell=bash
# A Docker engine that answers, and Debian base images, with or without a registry.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

docker_answers() {
  timeout 20 docker info >/dev/null 2>&1
}

ensure_docker() {
  if docker_answers; then return; fi
  need_program dockerd docker.io iptables
  need_program iptables iptables
  need_program docker docker.io
  docker_answers && return
  if pgrep -x dockerd >/dev/null 2>&1; then
    fail "dockerd runs, but 'docker info' says: $(docker info 2>&1 | tail -n 1)"
  fi
  start_docker
}

# Works without systemd. A daemon started here stays: it belongs to the machine from then on.
start_docker() {
  local log="$cache/logs/dockerd.log"
  say 'starting dockerd'
  as_root env "PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin" setsid nohup dockerd >"$log" 2>&1 </dev/null &
  for _ in $(seq 120); do
    docker_answers && return
    sleep 0.5
  done
  tail -n 25 "$log" >&2
  fail "starting dockerd: 'docker info' does not answer after a minute (whole log: $log)"
}

# ensure_base_image [RELEASE]: debian:RELEASE-slim, of bookworm by default.
ensure_base_image() {
  local release=${1:-bookworm}
  local base_image=debian:$release-slim tarball=$cache/$release-slim.tar
  docker image inspect "$base_image" >/dev/null 2>&1 && return
  if [ ! -f "$tarball" ]; then
    say "pulling $base_image"
    timeout 20 docker pull -q "$base_image" >/dev/null 2>&1 && return
    say "no registry answers: making $base_image with debootstrap"
    make_base_tarball "$release" "$tarball"
  fi
  quietly "importing $base_image" docker import "$tarball" "$base_image"
}

# make_base_tarball RELEASE TARBALL. Renamed last: a tarball that is there is whole.
make_base_tarball() {
  need_program debootstrap debootstrap
  local tree
  tree=$(mktemp -d "$cache/debootstrap.XXXXXX")
  quietly "running debootstrap for $1" as_root "$(find_program debootstrap)" \
    --variant=minbase --include=ca-certificates "$1" "$tree/root"
  quietly "packing the base image of $1" as_root tar -C "$tree/root" -cf "$tree/image.tar" .
  mv "$tree/image.tar" "$2"
  as_root rm -rf "$tree"
}
