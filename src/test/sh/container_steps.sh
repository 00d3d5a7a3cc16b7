#!/usr/bin/env bash
# Runs the steps of a Dockerfile one by one, for machines without a container engine: FROM is a folder that debootstrap made, RUN is chroot,
# and what the image would start is started without a network and as its user. Wants root, debootstrap and unshare.
#   src/test/sh/container_steps.sh ROOT DOCKERFILE CONTEXT [-- ARGUMENT...]
# ROOT is made by debootstrap if it is not there, and changed: a second Dockerfile FROM the first takes the same ROOT.
set -euo pipefail

root=$1 dockerfile=$2 context=$3
shift 3
[ "${1:-}" != -- ] || shift

if [ ! -d "$root" ]; then
	echo "FROM: debootstrap bookworm"
	debootstrap --variant=minbase bookworm "$root" >/dev/null
fi
# What the image knows beyond its files, kept for a Dockerfile that begins with it.
state=$root/.image
[ -f "$state" ] || printf 'user=0\nworkdir=/\nentry=\nenvironment=\n' >"$state"
# shellcheck source=/dev/null
. "$state"

# Runs a command in the root with the environment of the image alone, with the network ($1 = host) or without (none).
inside() {
	local network=() as=$2
	[ "$1" = host ] || network=(--net)
	shift 2
	# shellcheck disable=SC2016,SC2086 # the inner shell expands; an environment is a list of words
	unshare --mount --pid --fork "${network[@]}" sh -c 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && shift && exec "$@"' sh "$root" \
		env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin $environment \
		chroot --userspec="$as" "$root" sh -c 'cd "$0" && exec "$@"' "$workdir" "$@"
}

# Copies as COPY does, without what the ignore file beside the Dockerfile names; times are kept, as in an image.
copy() {
	local target=$root$2 exclude=() file
	[ ! -f "$dockerfile.dockerignore" ] || mapfile -t exclude < <(grep -v '^#' "$dockerfile.dockerignore" | sed 's/^/--exclude=/')
	if [ "$1" = . ]; then
		mkdir -p "$target"
		tar -C "$context" "${exclude[@]}" -cf - . | tar -C "$target" --no-same-owner -xf -
	else
		for file in $1; do install -D -p -m "$(stat -c %a "$context/$file")" "$context/$file" "$target$file"; done
	fi
}

list() {
	python3 -c 'import json, sys; print("\n".join(json.loads(sys.argv[1])))' "$1"
}

cp /etc/resolv.conf "$root/etc/resolv.conf"
default=()
while IFS= read -r line; do
	instruction=${line%% *} rest=${line#* }
	echo "$instruction $rest" | cut -c1-140
	case $instruction in
		FROM | ARG) ;;
		RUN) inside host "$user" sh -c "$rest" ;;
		COPY) copy "${rest% *}" "${rest##* }" ;;
		ENV) environment="$environment $rest" ;;
		USER) user=$rest ;;
		WORKDIR) workdir=$rest && mkdir -p "$root$rest" ;;
		ENTRYPOINT) entry=$(list "$rest") ;;
		CMD) mapfile -t default < <(list "$rest") ;;
		*) echo "$dockerfile: $instruction is not known to this script" >&2 && exit 1 ;;
	esac
done < <(sed -e '/^#/d' -e '/^$/d' "$dockerfile" | sed -e ':a' -e '/\\$/N; s/\\\n[ \t]*//; ta')
printf 'user=%q\nworkdir=%q\nentry=%q\nenvironment=%q\n' "$user" "$workdir" "$entry" "$environment" >"$state"

[ $# -gt 0 ] || set -- "${default[@]}"
echo "start without a network as user $user: $entry $*"
# shellcheck disable=SC2086 # a list of words
inside none "$user" $entry "$@"
