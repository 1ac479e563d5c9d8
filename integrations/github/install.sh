#!/usr/bin/env bash
# Puts the program where the next steps find it: a released one whose checksum is right, or, where there is none for
# this version and machine, one that is built from the sources of the action.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "infra-audit: $*"
  exit 1
}

own=$(sed -n 's/^version = "\([^"]*\)"$/\1/p' "$ACTION_PATH/Cargo.toml" | sed -n 1p)
version=${INPUT_VERSION#v}
version=${version:-$own}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?$ ]] ||
  fail "the version to use is written like 1.2.3"

case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) target= ;;
esac

folder=$RUNNER_TEMP/infra-audit
mkdir -p "$folder"
name=infra-audit-$version-$target

download() {
  [ -n "$target" ] && gh release download "v$version" --repo "$ACTION_REPOSITORY" --dir "$folder" --clobber \
    --pattern "$name.tar.gz" --pattern SHA256SUMS
}

# A wrong checksum is no reason to look elsewhere: it ends the run.
verify() (
  cd "$folder"
  awk -v name="$name.tar.gz" '$2 == name' SHA256SUMS >expected
  [ -s expected ] || fail "SHA256SUMS of v$version does not list $name.tar.gz"
  if command -v sha256sum >/dev/null; then
    sha256sum --check expected >&2
  else
    shasum --algorithm 256 --check expected >&2
  fi
)

if download; then
  verify
  # A path with a drive would be taken for that of another machine.
  (cd "$folder" && tar -xzf "$name.tar.gz")
  program=$folder/$name/infra-audit
elif [ "$version" != "$own" ]; then
  fail "there is no release v$version for ${target:-$RUNNER_OS on $RUNNER_ARCH} in $ACTION_REPOSITORY"
else
  say "There is no release v$version for ${target:-$RUNNER_OS on $RUNNER_ARCH}: building it."
  cargo install --locked --path "$ACTION_PATH" --root "$folder"
  program=$folder/bin/infra-audit
fi

[ "$RUNNER_OS" != Windows ] || program=$program.exe
"$program" --version >&2
printf 'program=%s\n' "$program" >>"$GITHUB_OUTPUT"
