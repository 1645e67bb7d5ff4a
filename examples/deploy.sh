#!/bin/sh
# Applies pending migrations on a machine that has nothing but a shell and curl or wget:
#
#   WHIMBREL_URL=https://example.com/whimbrel/1.0.0 DATABASE_URL=postgres://... ./deploy.sh
#
# WHIMBREL_URL is the folder with a release's executables and their SHA256SUMS. Run it in the folder
# that holds migrations/. Arguments go to `whimbrel upgrade`. WHIMBREL_FOLDER is where the executable
# is kept between deployments.
set -eu

: "${WHIMBREL_URL:?the folder of a release, with SHA256SUMS}"
: "${DATABASE_URL:?the database to migrate}"
folder=${WHIMBREL_FOLDER:-.whimbrel/bin}

fail() {
  echo "deploy.sh: $1" >&2
  exit 8
}

# Prints the name under which a release has this machine's executable.
release_name() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) fail "there is no executable for $(uname -s)" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no executable for $(uname -m)" ;;
  esac
  libc=
  for loader in /lib/ld-musl-*; do
    # Alpine, and others without glibc. Debian may have both, and then glibc is the system's.
    if [ -e "$loader" ] && ! ls /lib*/ld-linux-* /lib/*/ld-linux-* >/dev/null 2>&1; then libc=-musl; fi
  done
  echo "whimbrel-$system-$machine$libc"
}

# Downloads $1 of the release to the file $2.
download() {
  case $WHIMBREL_URL in
    file://*) cp "${WHIMBREL_URL#file://}/$1" "$2" ;;
    *)
      if command -v curl >/dev/null; then
        curl --fail --silent --show-error --location --retry 3 --max-time 300 \
          --output "$2" "$WHIMBREL_URL/$1"
      else
        wget -q -T 300 -O "$2" "$WHIMBREL_URL/$1"
      fi
      ;;
  esac || fail "cannot download $1 from WHIMBREL_URL"
}

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

mkdir -p "$folder"
draft=$(mktemp -d "$folder/.download-XXXXXX")
trap 'rm -rf "$draft"' EXIT
trap 'exit 130' INT TERM

name=$(release_name)
download SHA256SUMS "$draft/SHA256SUMS"
expected=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$name\$/\1/p" "$draft/SHA256SUMS")
[ -n "$expected" ] || fail "SHA256SUMS does not list $name"

if [ ! -e "$folder/whimbrel" ] || [ "$(checksum "$folder/whimbrel")" != "$expected" ]; then
  download "$name" "$draft/whimbrel"
  actual=$(checksum "$draft/whimbrel")
  [ "$actual" = "$expected" ] || fail "$name has the checksum $actual, not $expected"
  chmod 755 "$draft/whimbrel"
  # One step, so that another deployment beside this one never sees half a file.
  mv -f "$draft/whimbrel" "$folder/whimbrel"
fi

# Several replicas may do this at once: one applies, the others wait and find nothing to do.
"$folder/whimbrel" upgrade --wait 60s "$@"
