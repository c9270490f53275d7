# shellcheck shell=bash
# JDK 17 or later, Maven, and the project's jars.
# shellcheck source=scripts/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

ensure_java() {
  if ! javac_is_recent; then
    quietly 'installing openjdk-17-jdk-headless' install_packages openjdk-17-jdk-headless
    hash -r
    javac_is_recent || fail "a JDK of version 17 or later is needed, and 'javac -version' says: $(javac -version 2>&1 || true)"
  fi
  need_program mvn maven
}

javac_is_recent() {
  local version
  version=$(javac -version 2>/dev/null | awk '{print $2}')
  [ -n "$version" ] && version_at_least "${version%%.*}" 17
}

# Maven with the options that every script wants: no questions, no progress bars, short lines.
maven() {
  (cd "$root" && mvn -B -ntp "$@")
}

agent_jar() {
  find "$root/agent/target" -maxdepth 1 -name 'agent-*-all.jar' 2>/dev/null | sort | tail -n 1
}

# True when the file is missing or older than any source of the modules.
older_than_sources() {
  local file=$1
  shift
  [ -f "$file" ] || return 0
  local module newer
  for module in "$@"; do
    newer=$(find "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" -type f -newer "$file" -print -quit)
    [ -z "$newer" ] || return 0
  done
  return 1
}

# Only when needed: a start of the agent must not cost a build.
ensure_agent_jar() {
  older_than_sources "$(agent_jar)" ovsdb-client agent || return 0
  ensure_java
  quietly 'building the agent' maven -q -pl agent -am -DskipTests package
  [ -n "$(agent_jar)" ] || fail "the build left no agent/target/agent-*-all.jar"
}

# The harness's classes, and the class path that its programs run on in it/target/classpath.
ensure_harness() {
  if older_than_sources "$root/it/target/classpath" ovsdb-client agent it; then
    ensure_java
    quietly 'building the agent and the harness' maven -q -DskipTests package
    # Maven leaves the file alone when its content would be the same.
    touch "$root/it/target/classpath"
  fi
}

# run_harness CLASS ARGUMENT...: becomes one of the programs in it/. OvnContainer sweeps up by itself, without the reaper.
run_harness() {
  export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost
  # shellcheck disable=SC2086  # several options are several words
  exec java -Dlogback.configurationFile=io/github/ovnnb/it/logback-programs.xml ${OVNNB_JAVA_OPTIONS:-} \
    -cp "$root/it/target/classes:$(cat "$root/it/target/classpath")" "$@"
}
