#!/bin/sh
# SPDX-License-Identifier: 0BSD
# inside.t - no path of a later step leads out
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2015
. "${0%/*}/lib.sh"
need_caps ''
need_applet inside mkdir mknod mount cd
need_tool enosys swap

mkdir -p in/real outer
ln -s "$dir/outer" in/abs
ln -s ../outer in/up
ln -s real in/ok
ln -s /real in/root
ln -s /proc/self/root in/magic
ln -s loop in/loop
listing() { find in outer | LC_ALL=C sort; }
apart() { unshare -m "$@"; }
for kernel in "" openat2 "openat2 open_tree move_mount mount_setattr"; do
	old=${kernel:+"$TEST_BIN/enosys $kernel --"}
	kernel=${kernel:+ (without $kernel)}
	listing >before
	for name in abs up ../outer ../../outer /../../outer real/../../outer; do
		for step in "mkdir %/x" "mkdir -p %/x/y" "mknod %/x p" "mount -t tmpfs -o X-mount.mkdir t %/x"; do
			apart $old "$ns" inside in ns ${step%%%*}"$name${step#*%}" true >/dev/null 2>&1
		done
		apart $old "$ns" inside in ns mount -t tmpfs t "$name" grep -c " $dir/outer " /proc/self/mountinfo >got 2>/dev/null
		[ "$(cat got)" != 1 ] || result not-ok "a mount on $name went out"
		[ ! "$(find outer -mindepth 1)" ] || { result not-ok "$name led out"; rm -rf outer; mkdir outer; }
		rm -rf in/outer "in$dir" in/x in/tmp
	done
	is "$(find outer -mindepth 1)" "" "no link and no .. leads out$kernel"
	listing >after
	same after before "(nothing else is left)"
	is "$($old "$ns" inside in ns mkdir ok/a ns mkdir root/b ns mkdir /real/c ns mkdir ../../real/d ns mkdir real/./../real//e ls real | tr '\n' ' ')" \
		"a b c d e " "links and .. within work$kernel"
	rmdir in/real/*
	is "$($old "$ns" inside in pwd)" "$dir/in" "the program starts in the directory$kernel"
	is "$($old "$ns" inside in ns mkdir loop/x 2>&1)" "ns: mkdir loop/x: Too many levels of symbolic links" "a loop of links$kernel"
	is "$($old "$ns" inside in ns inside magic pwd 2>&1 | grep -v "^ns: inside magic: \|^$dir/in$")" "" "magic links lead nowhere$kernel"
	is "$($old "$ns" inside in ns inside real ns mkdir ../x ls -d . && ls -d in/real/x)" ".
in/real/x" "one in the other$kernel"
	rmdir in/real/x
	is "$(apart $old "$ns" inside in ns mount -o bind "$dir/outer" real ns mkdir real/x ls -d "$dir/outer/x")" "$dir/outer/x" \
		"an absolute WHAT is the host's$kernel"
	rmdir outer/x
	mkdir in/src
	is "$(apart $old "$ns" inside in ns mount -o bind src real ns mkdir real/x ls src)" x "a relative one is inside$kernel"
	rm -r in/src
	# The image is being changed while we work in it.
	"$TEST_BIN/swap" 1 in/real in/abs &
	swapper=$!
	for _ in $(seq 40); do
		apart $old "$ns" inside in ns mkdir -p real/p/q ns mknod real/f p ns mount -t tmpfs t real true 2>/dev/null
	done
	wait $swapper
	is "$(find outer -mindepth 1)" "" "nor does a race of directory and link$kernel"
	[ -d in/real ] && [ ! -L in/real ] || { mv in/real in/t && mv in/abs in/real && mv in/t in/abs; }
	rm -rf in/real/* "in/tmp"
done
host_mark
while read -r step; do
	"$ns" -n $step true >/dev/null 2>&1 || continue
	is "$(unshare -mu "$ns" inside in ns $step true 2>&1 | grep 'Operation not supported')" "" "a step that stays inside: $step"
done <<'E'
cgroup -t ns-test-inside
chroot .
clean -s
copy /dev/null file
dev -n real
env A=b
hostname box
init
mask real
mount -a -T /dev/null
pivot .
rlimit CORE=0
s6-applyuidgid -u 0 -g 0 -G 0
unshare -S 0
unshare -U
unshare -u
E
rm -rf in/real/* in/file
fails 111 'inside nosuch: No such file' "DIR missing" "$ns" inside nosuch true
: >file
host_mark
fails 111 'inside file: Not a directory' "DIR a file" "$ns" inside file true
fails 100 'DIR' "no words" "$ns" inside
for root in / /. in/../..; do
	[ "$root" = in/../.. ] && ln -sfn / in/up && root=in/up
	fails 111 'Device or resource busy \(it is the root directory' "DIR our own root, as $root" "$ns" inside "$root" true
done
rm in/up
if "$ns" -n mount -o loop a b >/dev/null 2>&1; then
	for error in "107 Transport endpoint is not connected" "110 Connection timed out" "111 Connection refused" \
		"117 Structure needs cleaning"; do
		fails 111 "^ns: mkdir real: ${error#* }" "what a filesystem says that is another's, or broken: ${error#* }" \
			"$TEST_BIN/enosys" openat2="${error%% *}" -- "$ns" inside in ns mkdir real
	done
fi
if "$ns" -n umount x >/dev/null 2>&1; then
	mkdir in/m && mount -t tmpfs t in/m
	host_mark
	fails 111 'umount m: Operation not supported' "a step that cannot stay inside is refused" "$ns" inside in ns umount m
	umount in/m
	if "$ns" -n pivot x >/dev/null 2>&1; then
		for umount in umount umount-all; do
			"$ns" -n $umount x >/dev/null 2>&1 || continue
			is "$(apart --propagation private "$ns" mount -o rbind in in ns inside in ns mount -t proc -o X-mount.mkdir proc proc ns mount -t tmpfs t m ns mkdir m/d \
				ns mkdir -p m/d ns mount -t tmpfs t m/d ns pivot . ns umount m/d ns $umount m 2>&1; echo $?)" 0 \
				"no descriptor of the steps before keeps $umount from it"
		done
	fi
	rmdir in/m in/proc 2>/dev/null
fi
if "$ns" -n if x '' true >/dev/null 2>&1; then
	is "$("$ns" inside in ns if pwd '' true)" "$dir/in" "the block of an if starts there too"
fi
done_testing
