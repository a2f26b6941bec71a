# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
#
# parity.sh - the same command lines through the real tool and through ours
#
# A test/parity-TOOL.t sources lib.sh, then this, and says:
#
#     parity_tool THEIR_PATH NAME
#
#         From here on NAME is compared: theirs is THEIR_PATH, ours a link of
#         that name to ns.  Both are called with NAME as argv[0].  A tool that
#         is not there makes the whole file fail: scripts/setup installs it.
#
#     same_run "what this shows" ARGS...
#
#         Run both with these ARGS.  Stdout, the exit status and whether there
#         was anything on stderr must be the same.
#
#     differ "reason" ARGS...
#
#         A known difference that the man page has, with the reason: the two
#         must differ still.  There are at most 15, none about privilege.
#         (What the real tool refuses and ours does is none: the man page
#         has that too.)
#
#     same_run_in 'COMMANDS' "what this shows" ARGS...
#     differ_in 'COMMANDS' "reason" ARGS...
#
#         First do these COMMANDS, in a shell where the tool is about to run:
#         they may make files, mount, "umask 77", "ulimit -n 20", "exec <file",
#         "export A=b".  The variable $with in them becomes words in front of
#         the tool: with="setpriv --groups 7,8" (or nice, env, chroot ...).
#
# Each run has mount, PID, IPC and UTS namespaces of its own that end with it,
# an empty current directory - the same name for both, $dir/w, a tmpfs - stdin
# from /dev/null, and 20 seconds.  These variables are for all that follow:
#
#     prepare='COMMANDS'  before each run, before those of same_run_in
#     after='COMMANDS'    after each run; what they print is compared as well,
#                         and so is what is mounted with after='mounts'
#     loose=1             of stdout, only whether there is any (--help)
#     newer='PATTERN'     only where util-linux is not the 2.38 that ours is after: theirs
#                         may differ where its stdout, "status N" or stderr has such a line
#     older='SED'         only there: makes of its stdout what 2.38 prints
#
# In COMMANDS there are $dir, $state, $status of the run (in after), and
# "mounts [PATH]", which prints the mounts at or below the current directory.
#
# In ARGS, $state is the path of a static program that prints the state it is
# in: ids, groups, capabilities, securebits, no_new_privs, seccomp, limits,
# nice, session, environment, arguments, cwd, root, signals, namespaces, maps,
# descriptors.  Use it as the PROG that the tool runs; in another root, copy it
# there.  "$state -o KIND,..." prints some of it (test/fault/attest/).  Facts
# that differ from run to run (process numbers, inodes) are not among them.
#
# Every option of spec, one a line in test/parity.options, must occur in a
# case of its tool: scripts/check-parity, which test/parity.t runs, counts.
# For that TEST_PARITY_LIST names a file to list the cases in, and none is run.
#
# An ordinary user's are all but those with names like takes_users and takes_root,
# which a file may set before: see need_caps.
: "${TEST_PARITY_LIST=}"
[ "$TEST_CONFIG" = all ] || skip_all "parity is for the configuration all"
need_caps "${takes_users-}" "${takes_root-}"
need_tool attest caller

prepare='' after='' loose='' newer='' older=''
parity=$dir/parity state=$dir/state
mkdir -p "$dir/ours" "$parity" "$dir/w"
cp "$TEST_BIN/attest" "$state"
cp "$TEST_BIN/caller" "$ns" "$parity"
chmod 755 "$state" "$parity"/*
parity_unshare=$(in_path unshare) parity_timeout=$(in_path timeout)
case $("$parity_unshare" --version) in *' 2.38'*) parity_newer= ;; *) parity_newer=1 ;; esac

# What runs in the new namespaces: NAME, the tool, prepare, after, ARGS.
cat >"$parity/run" <<'RUN'
dir=$1 name=$2 tool=$3 prepare=$4 after=$5
shift 5
state=$dir/state with='' status=
mounts() { # without ids; peer groups as N
	awk -v below="${1-$PWD}" '$5 == below || index($5, below "/") == 1 {
		$1 = $2 = $3 = ""
		gsub(/(shared|master|propagate_from):[0-9]+/, "&N")
		gsub(/:[0-9]+N/, ":N")
		gsub(/\/dev\/loop[0-9]+/, "/dev/loopN")
		print
	}' /proc/self/mountinfo
}
mount -t tmpfs -o mode=755 w "$dir/w" && cd "$dir/w" || exit
HOSTNS=$(readlink /proc/self/ns/*)
export HOSTNS
[ ! "$prepare" ] || eval "$prepare" || { echo "$? from: $prepare" >&2; exit 1; }
# In a shell of its own: ours may say "Terminated".
(exec $with "$dir/parity/caller" -0 "$name" "$tool" "$@" 2>"$dir/parity/stderr")
status=$?
echo $status >"$dir/parity/status"
[ ! "$after" ] || eval "$after"
RUN

parity_tool() { # THEIR_PATH NAME
	their=$1 name=$2
	[ -x "$1" ] || { result not-ok "there is no $1"; done_testing; }
	ln -sf "$parity/ns" "$dir/ours/$2"
}

# parity_one TOOL INTO COMMANDS ARGS...
parity_one() {
	p_tool=$1 p_into=$2 p_all=$prepare${prepare:+;}$3
	shift 3
	rm -f "$parity/status" "$parity/stderr"
	"$parity_timeout" -s KILL 20 "$parity_unshare" -muip --fork --kill-child --mount-proc \
		sh "$parity/run" "$dir" "$name" "$p_tool" "$p_all" "$after" "$@" \
		</dev/null >"$parity/stdout" 2>"$parity/trouble"
	{
		echo "status $(cat "$parity/status" 2>/dev/null || cat "$parity/trouble" - </dev/null)"
		[ ! -s "$parity/stderr" ] || echo "something on stderr"
		if [ ! "$loose" ]; then
			echo "stdout:"
			cat "$parity/stdout"
		elif [ -s "$parity/stdout" ]; then
			echo "something on stdout"
		fi
	} >"$p_into"
	[ ! -e "$parity/stderr" ] || cp "$parity/stderr" "$p_into.err"
	[ -e "$parity/status" ]
}

# parity_case same|differ COMMANDS WHY ARGS...
parity_case() {
	p_kind=$1 p_commands=$2 p_why=$3
	shift 3
	p_words=$(printf '%s\n' "$name $*" | tr '\n' ' ' | sed "s|$dir/||g")
	if [ "$TEST_PARITY_LIST" ]; then
		echo "$p_kind $p_words" >>"$TEST_PARITY_LIST"
		return
	fi
	p_ran=1
	parity_one "$their" "$parity/theirs" "$p_commands" "$@" || p_ran=
	parity_one "$dir/ours/$name" "$parity/ours" "$p_commands" "$@" || p_ran=
	[ ! "$parity_newer" ] || sed -i "$older" "$parity/theirs"
	case $p_ran$p_kind$(cmp "$parity/theirs" "$parity/ours" 2>&1) in
	1same | 1differ?*) result ok "$p_kind: $p_why: $p_words"; return ;;
	esac
	if [ "$p_ran" ] && [ "$parity_newer" ] && [ "$newer" ] &&
		cat "$parity/theirs" "$parity/theirs.err" | grep -Eq "$newer"; then
		result ok "$p_kind: $p_why: $p_words # as of 2.38; this one is newer"
		return
	fi
	result not-ok "$p_kind: $p_why: $p_words"
	note "< theirs, > ours" "$(diff "$parity/theirs" "$parity/ours")" \
		"theirs on stderr: $(cat "$parity/theirs.err" 2>/dev/null)" \
		"ours on stderr: $(cat "$parity/ours.err" 2>/dev/null)"
}
same_run() { parity_case same '' "$@"; }
same_run_in() { parity_case same "$@"; }
differ() { parity_case differ '' "$@"; }
differ_in() { parity_case differ "$@"; }
