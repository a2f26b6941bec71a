#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-mounts.t - what a container has of its host's: mounts, and copies of files
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2094
. "${0%/*}/lib.sh"
need_caps '^T10 there'
need_applet nspawn
need_tool attest enosys tree
need_cmd busybox
# shellcheck source=nspawn.sh
. "$top/test/nspawn.sh"

# ---- more mounts

mkdir -p 'src/a b/sub' upper
echo one >'src/a b/file'
mount -t tmpfs sub 'src/a b/sub'
host_mark
extra() { state mount "$@" | facts | sed '1,/tmpfs run rw/d'; }
is "$(extra --bind="src/a b:/mnt/ns" --bind="$dir/src/a b:/opt:norbind,noexec")" \
	'mount /src/a\040b /mnt/ns rw,relatime - tmpfs test rw,mode=755
mount / /mnt/ns/sub rw,relatime - tmpfs sub rw
mount /src/a\040b /opt rw,noexec,relatime - tmpfs test rw,mode=755' "--bind"
is "$(extra --bind-ro="src/a b:/mnt/ns")" 'mount /src/a\040b /mnt/ns ro,relatime - tmpfs test rw,mode=755
mount / /mnt/ns/sub ro,relatime - tmpfs sub rw' "--bind-ro, submounts included (T12)"
is "$(extra --bind=upper; rm -r "c$dir")" "mount /upper $dir/upper rw,relatime - tmpfs test rw,mode=755" "to the same place, as / has it"
is "$(extra --bind='src/a\ b:/q\:r\\s'; rm -r c/q*)" 'mount /src/a\040b /q:r\134s rw,relatime - tmpfs test rw,mode=755
mount / /q:r\134s/sub rw,relatime - tmpfs sub rw' "after a backslash a byte is itself"
is "$(extra --bind=+/:/opt | head -n 1)" 'mount /c /opt rw,nodev,relatime - tmpfs test rw,mode=755' "--bind=+/ is its root"
is "$(extra --bind=+/etc:/opt)" 'mount /c/etc /opt rw,nodev,relatime - tmpfs test rw,mode=755' "--bind=+ is of the container"
is "$(extra --bind=+/etc)" 'mount /c/etc /etc rw,nodev,relatime - tmpfs test rw,mode=755' "and to the same place there"
is "$(extra --tmpfs=/tmp --tmpfs=/opt:size=4k,mode=700 --tmpfs=/mnt: --tmpfs=/root:size=8k)" 'mount / /tmp rw,nodev - tmpfs tmpfs rw,mode=755
mount / /opt rw,nodev - tmpfs tmpfs rw,mode=700
mount / /mnt rw,nodev - tmpfs tmpfs rw,mode=755
mount / /root rw,nodev - tmpfs tmpfs rw' "--tmpfs, whose options take the place of the mode"
of_sys() { state mount "$@" | facts | grep ' /sys'; }
of_sys >sys
ok "of the host's /sys" [ -s sys ]
for option in --bind="src/a b:/opt" --bind-ro=upper:/opt --tmpfs=/opt --overlay-ro="src/a b:upper:/opt"; do
	is "$(of_sys "$option")" "$(cat sys)" "T10 there is no more with ${option%%=*}"
done
is "$(spawn --bind-ro="src/a b/file:/etc/new" cat /etc/new; rm c/etc/new)" one "a file's target is made"
host_mark
is "$(spawn --overlay="src/a b:upper:/opt" sh -c 'cat /opt/file; echo two >/opt/two'; ls upper)" "one
two" "--overlay"
is "$(spawn --overlay-ro="src/a b:upper:/opt" sh -c 'cat /opt/two; touch /opt/x 2>/dev/null || echo ro')" "two
ro" "--overlay-ro"
rm -rf upper.work
host_mark
fails 111 'nspawn: lower: No such file' "an overlay without its lower directory" spawn --overlay=lower:upper:/opt true
fails 111 'nspawn: up/upper: No such file' "or its upper" spawn --overlay=src:up/upper:/opt true
is "$(find up upper.work 2>/dev/null)" "" "leaves no directory for it"
"$ns" -n nspawn -D c --overlay=src:upper:/opt true >shown
is "$(grep -c "mkdir,lowerdir=$dir/src,upperdir=$dir/upper,workdir=$dir/upper.work overlay /opt " shown; find upper.work 2>/dev/null)" 1 \
	"-n shows it, and makes none"
fails 111 'mount .*overlay /opt: ' "one directory as lower and upper" spawn --overlay=upper:upper:/opt true
is "$(find upper.work 2>/dev/null)" "" "nor one with what the kernel had made in it"
is "$(spawn --overlay=src:upper//:/opt sh -c ': >/opt/slash'; ls -d upper/slash upper.work upper/.work 2>/dev/null)" "upper.work
upper/slash" "an upper directory with slashes behind it"
rm -rf upper.work upper/slash
mkdir 'a=b' && : >a=b/file
host_mark
is "$(spawn --overlay=src:a=b:/opt sh -c 'ls /opt; touch /opt/new'; ls a=b; stat -c %a a=b.work)" "a b
file
file
new
700" "a name with a '=' is one like others"
rm -rf 'a=b' a=b.work
# What overlayfs does not write to (no xattrs, no whiteouts), it refuses.
mkdir merged below
if mount -t overlay -o "lowerdir=src/a b,upperdir=upper,workdir=below" overlay merged 2>/dev/null && mkdir merged/upper; then
	host_mark
	fails 111 'mount .*overlay /opt: Invalid argument' "an upper directory that the kernel refuses" spawn --overlay=src:merged/upper:/opt true
	is "$(find merged -name '*.work')" "" "leaves none either"
	mkdir merged/upper.work
	host_mark
	fails 111 'mount .*overlay /opt: Invalid argument' "with one that was there" spawn --overlay=src:merged/upper:/opt true
	ok "that stays" rmdir merged/upper.work
	mount -o remount,bind,ro merged # newer util-linux cannot remount an overlay itself
	host_mark
	fails 111 'mount .*overlay /opt: Read-only file system' "an upper directory beside which there can be none" \
		spawn --overlay=src:merged/upper:/opt true
	umount merged
else
	skip "an upper directory that the kernel refuses" "no overlay to make one of"
fi
rm -rf merged below
host_mark
umount 'src/a b/sub'
mount -t tmpfs deep c/opt && mkdir c/opt/sub && mount -t tmpfs deeper c/opt/sub
is "$(spawn --read-only sh -c 'for d in / /opt /opt/sub /run /tmp; do touch $d/x 2>/dev/null && echo $d; done')" /run \
	"--read-only, submounts included (T12)"
zones=timezone=delete
[ ! -e /etc/localtime ] || zones='timezone=copy timezone=symlink timezone=delete'
for o in $zones resolv-conf=copy-host; do
	is "$(spawn --read-only --$o sh -c 'echo goes on')" "goes on" "--read-only --$o: nothing is written"
done
is "$(spawn --read-only --tmpfs=/tmp sh -c 'touch /tmp/x && echo yes')" yes "but what is asked for"
umount c/opt/sub c/opt
mount -t tmpfs own c/run && : >c/run/own
is "$(spawn ls /run)" own "a target that is a mount point is left as it is"
is "$("$TEST_BIN/enosys" statx -- "$ns" nspawn -D c ls /run)" own "before Linux 5.8 too"
umount c/run
echo nameserver >c/etc/resolv.conf
is "$(spawn cat /etc/resolv.conf)" nameserver "resolv.conf is the container's"
is "$(spawn --resolv-conf=bind-host cmp /etc/resolv.conf - </etc/resolv.conf && cat c/etc/resolv.conf)" nameserver \
	"--resolv-conf=bind-host"
for link in ../run/a/b/resolv.conf /run/resolv.conf; do
	ln -sf "$link" c/etc/resolv.conf
	is "$(spawn --read-only --resolv-conf=bind-host cmp /etc/resolv.conf - </etc/resolv.conf && readlink c/etc/resolv.conf)" "$link" \
		"--resolv-conf=bind-host by a link to what is not there: $link"
done
ln -sf "$dir/outside" c/etc/resolv.conf
spawn --resolv-conf=bind-host true
test ! -e outside && test -f "c$dir/outside"
is $? 0 "an absolute one does not lead out"
rm -r "c$dir" c/etc/resolv.conf
spawn --resolv-conf=copy-host true
same c/etc/resolv.conf /etc/resolv.conf "--resolv-conf=copy-host"
if [ -e /etc/localtime ]; then
	: >c/etc/localtime
	is "$("$ns" nspawn -D c cmp /etc/localtime - </etc/localtime && wc -c <c/etc/localtime)" 0 "localtime is the host's"
	is "$("$ns" nspawn -D c sh -c 'touch /etc/localtime 2>/dev/null || echo ro')" ro "and read-only"
	spawn --timezone=copy true
	same c/etc/localtime /etc/localtime "--timezone=copy"
else
	skip "localtime" "this host has none"
fi
zone() { # OPTION: what becomes of a file, where the host has a link to its /etc/zone
	rm -f c/etc/localtime && echo old >c/etc/localtime
	"$ns" unshare -m --propagation private sh -c 'mount -t tmpfs etc /etc && echo host >/etc/zone &&
		ln -s /etc/zone /etc/localtime && exec "$@"' - "$ns" nspawn -D c "$1" true
	readlink c/etc/localtime || cat c/etc/localtime 2>/dev/null || echo none
}
is "$(zone --timezone=symlink)" host "--timezone=symlink is a copy where it would lead nowhere"
: >c/etc/zone
is "$(zone --timezone=symlink; zone --timezone=off; zone --timezone=delete)" "/etc/zone
old
none" "and else a link; --timezone=off, --timezone=delete"
rm -f c/etc/localtime c/etc/resolv.conf c/etc/zone
done_testing
