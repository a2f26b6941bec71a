/*
 * SPDX-License-Identifier: 0BSD
 *
 * nspawn.c - enter a container as systemd-nspawn does
 *
 * config NSPAWN
 *	bool "nspawn"
 *	default y
 *	select CD
 *	select CGROUP
 *	select CHPST
 *	select CLEAN
 *	select COPY
 *	select DEV
 *	select DEV_NODE
 *	select ENV
 *	select HOSTNAME
 *	select INIT
 *	select INSIDE
 *	select MASK
 *	select MKDIR
 *	select MOUNT
 *	select NSENTER
 *	select PIVOT
 *	select PIVOT_APART
 *	select RLIMIT
 *	select SETPRIV
 *	select UNSHARE
 *	help
 *	  usage: ns nspawn [OPTION]... [PROG [ARG...]]
 *	  run PROG or a shell in a container, with DIR as root
 *	  -D, --directory DIR  -u, --user USER  -M, --machine, --hostname NAME
 *	  -b, --boot           an init, with ARGs     -a, --as-pid2
 *	  --memory, --cpus, --pids N                  --cgroup-parent GROUP
 *	  --read-only          --bind, --bind-ro A[:B[:OPTIONS]]
 *	  --tmpfs P[:OPTIONS]  --overlay, --overlay-ro LOWER[:...]:UPPER:P
 *	  -E, --setenv K[=V]   --chdir DIR  --uuid ID
 *	  --kill-signal SIGNAL --rlimit NAME=SOFT[:HARD]
 *	  --capability, --drop-capability CAP,...|all
 *	  --no-new-privileges yes|no
 *	  -U, --private-users no|identity|yes|pick|START[:COUNT]
 *	  --private-network    --network-namespace-path FILE
 *	  --resolv-conf off|bind-host|copy-host
 *	  --timezone off|bind|copy|symlink|delete
 *	  -P, --pipe           --console interactive|read-only|passive|pipe
 *	  -q, --quiet          -v, --verbose
 *
 * config NSPAWN_USER
 *	bool "nspawn: user namespaces, and without root"
 *	depends on NSPAWN
 *	select UNSHARE_USER
 *	default y if ALL
 *	help
 *	  -U, --private-users=no|identity|yes|pick|START[:COUNT]
 *
 * tool: nspawn+
 * exit: 1 1
 */
#include <linux/capability.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "applet.h"

#ifdef CONFIG_PTY
#define CONSOLES true
#else
#define CONSOLES false
#endif

/* Options without a short form, see option(). */
enum {
	NETWORK = 1,
	HOSTNAME,
	READ_ONLY,
	BIND,
	BIND_RO,
	TMPFS,
	OVERLAY,
	OVERLAY_RO,
	CHDIR,
	KILL_SIGNAL = 11,
	RLIMIT,
	CAPABILITY,
	DROP_CAPABILITY,
	NO_NEW_PRIVILEGES,
	CONSOLE,
	RESOLV_CONF,
	TIMEZONE,
	NETWORK_PATH,
	UUID,
	MEMORY,
	CPUS,
	PIDS,
	PARENT,
	PRIVATE_USERS,
};

#define OPTIONS                                                             \
	"D:directory u:user \1-private-network M:machine \2:hostname "      \
	"b-boot a-as-pid2 \3-read-only \4:bind \5:bind-ro \6:tmpfs "        \
	"\7:overlay "                                                       \
	"\10:overlay-ro E:setenv \11:chdir \13:kill-signal \14:rlimit "     \
	"\15:capability \16:drop-capability \17:no-new-privileges P-pipe "  \
	"\20:console q-quiet \21:resolv-conf \22:timezone "                 \
	"\23:network-namespace-path \24:uuid \25:memory \26:cpus \27:pids " \
	"\30:cgroup-parent v-verbose "
#ifdef CONFIG_NSPAWN_USER
#define OPTIONS_USER "U- \31?private-users"
#else
#define OPTIONS_USER ""
#endif

#define PATHS                                                     \
	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin" \
	":/bin"

/*
 * The steps on the host and in the new root, those of options in between, and
 * as the program's; see lines.h.  Beside options' the letters are
 *   D its real path   p PATH   H host name   I uuid   T $TERM   C a cgroup namespace
 *   N a network namespace, n a new one   k the signal for SIGTERM
 *   S sysfs of its own, Y the host's   t gid of terminals
 *   z Z r c  localtime and resolv.conf, bound and copied   j J kmsg and rtc0
 *   f move where pivot_root cannot   h home, o its owner, l name of the user
 *   L a login shell, d working directory, V argv[0]   F say more
 *   X no init: a session of its own (an init of a container is in one that is
 *   nobody's, or sysvinit's would make its console that of its session)
 *   i g s uid, gid, groups, e no groups   x our PID
 *   K a terminal, with options
 *   U a user namespace, Q of who is not root   W a range for it, or E none
 *   M its owners on disk are not those of the range
 *   ^ a control group while we are root, or in v2, or _ later
 *   m v y G limits and place of the control group   B bounding set   w no new privileges
 */
static const char on_host[] = PACKED(nspawn_host,
	" clean -ds -m22\n"
	" env -i container=ns container_uuid=%I TERM=%T HOME=%h USER=%l "
	"LOGNAME=%l PATH=%p\n"
	"Nnsenter --net=%N\n"
	"bunshare -f --kill-child --forward-signals --term-signal=%k\n"
	"bchpst -P\n"
	"^cgroup -t -v%F -m%m -c%v -p%y --parent=%G nspawn-%x\n"
	"Munshare -m\n"
	"Uunshare -U -r%Q --map-users=%W --map-groups=%W --map-tree=%M\n"
	" unshare -muip -n%n --loopback%n --kill-child "
	"--forward-signals --term-signal=%k\n"
	" clean -S\n"
	"_cgroup -t -v%F -m%m -c%v -p%y --parent=%G nspawn-%x\n"
	"Cunshare -C\n"
	" hostname -- %H\n");

static const char in_root[] = PACKED(nspawn_root,
	" mount -R -- %D %D\n"
	" inside -- %D\n"
	"Wunshare -S0 -G0\n"
	" mount -oremount,bind,nodev .\n"
	"Rmount -oremount,bind,ro,recursive .\n"
	" mount -onosuid,nodev,noexec,X-mount.mkdir,X-mount.once -tproc "
	"proc proc\n"
	" mask -r proc/sys\n"
	"Smount -oro,nosuid,nodev,noexec,X-mount.mkdir,X-mount.once -tsysfs "
	"sysfs sys\n"
	"Ymount -o%Y,ro,nosuid,nodev,noexec,X-mount.mkdir,X-mount.once "
	"/sys sys\n"
	" dev -n -g%t dev\n"
	" mask -rt proc/bus\n"
	" mask -rt proc/fs\n"
	" mask -rt proc/irq\n"
	" mask -t proc/acpi\n"
	" mask -t proc/asound\n"
	" mask -t proc/kcore\n"
	" mask -t proc/keys\n"
	" mask -t proc/key-users\n"
	" mask -t proc/latency_stats\n"
	" mask -t proc/sched_debug\n"
	" mask -t proc/scsi\n"
	" mask -t proc/sysrq-trigger\n"
	" mask -t proc/timer_list\n"
	" mask -t proc/timer_stats\n"
	" mask -t sys/firmware\n"
	"Umask -t sys/fs/cgroup\n"
	"jmount -obind,nofail,X-mount.mkdir /dev/kmsg dev/kmsg\n"
	"Jmount -obind,nofail,X-mount.mkdir /dev/rtc0 dev/rtc0\n"
	" mount -onosuid,nodev,mode=755,X-mount.mkdir,X-mount.once -ttmpfs "
	"run run\n"
	" mount -obind,ro,nofail /sys/fs/selinux sys/fs/selinux\n"
	"zmount -obind,ro,nofail /etc/localtime etc/localtime\n"
	"Zcopy $Z /etc/localtime etc/localtime\n"
	"rmount -obind,ro,X-mount.mkdir /etc/resolv.conf etc/resolv.conf\n"
	"ccopy /etc/resolv.conf etc/resolv.conf\n");

static const char at_last[] = PACKED(nspawn_last,
	" pivot -p -f%f .\n"
	" mkdir -ptm775 -u%o -- %h\n"
	"Lcd -- %h\n"
	"dcd -- %d\n"
	"Kpty $K -f%b -q%q -c%i\n"
	"Xchpst -P -b%V\n"
	" setpriv --nnp%w --reuid=:%i --regid=:%g --keep-groups%E "
	"--clear-groups%e --groups=%s "
	"--bounding-set=%B --inh-caps=-all\n"
	"ainit PROG\n");

/* What an option that may come again stands for, with its words in A and B. */
static const char one_env[] = " env -- %A\n";
static const char one_limit[] = " rlimit -- %A\n";
static const char one_mount[] = " mount -o%O -t%A -- %A %B\n";
static const char one_bind[] = " mount -o%O -- %A %B\n";
static const char one_dir[] = " mkdir -pm700 -- %A\n";

/* Truths are odd, and there is more for --private-users. */
static const char truths[] = "no\0yes\0false\0true\0off\0on\0"
			     "0\0001\0identity\0pick\0";
enum { IDENTITY = 8, PICK };

static const char *set[VALUES];
#define SET(letter) VALUE(set, letter)

/* The steps of options: for on_host, and for in_root. */
static struct plan parts[2];

static void
add_part(int part, const char *text)
{
	const struct plan before = plan;

	plan = parts[part];
	read_lines(text, set);
	parts[part] = plan;
	plan = before;
}

static void
append_part(int part)
{
	if (!parts[part].first)
		return;
	plan.last->next = parts[part].first;
	plan.last = parts[part].last;
}

/* Cut off the path up to the next ':' that has no backslash; NULL at the end. */
static char *
cut(char **list)
{
	char *word = *list, *to = word, *from = word;

	if (!word)
		return NULL;
	for (; *from && *from != ':'; *to++ = *from++)
		from += *from == '\\' && (from[1] == ':' || from[1] == '\\');
	*list = *from ? from + 1 : NULL;
	*to = 0;
	return word;
}

static void
add_bind(const char *flags)
{
	char *list = arena_join(arg, ""), *what = cut(&list);
	const char *where = cut(&list);
	const char *words = list ? list : "";
	struct opts o;

	if (opts_read(&o, words) || (*o.data && strcmp(o.data, "norbind")))
		usage(PACKED(not_an_option, "not an option of a bind"), words);
	if (!*what)
		usage("empty", arg);
	/* With '+' it is in the container. */
	SET('A') = *what == '+' ? what + 1 + strspn(what + 1, "/")
				: absolute(what);
	SET('B') = where && *where ? where : *what == '+' ? what + 1 : SET('A');
	flags = arena_join(*o.data ? "bind" : "rbind", flags);
	SET('O') = *words ? join_list(flags, words) : flags;
	add_part(1, one_bind);
}

static void
add_tmpfs(void)
{
	char *list = arena_join(arg, "");

	SET('A') = "tmpfs";
	SET('B') = cut(&list);
	SET('O') = "nodev,strictatime,mode=755,X-mount.mkdir";
	if (list)
		SET('O') = join_list(SET('O'), list);
	add_part(1, one_mount);
}

static int
open_directory(const char *dir)
{
	int fd = tree_open(dir);

	if (fd < 0)
		refuse(PACKED(no_directory_we, "no directory we can open"),
			dir);
	return fd;
}

/* Before anything is made for an overlay, its directories are there. */
static const char *
there(const char *dir)
{
	(void)close(open_directory(dir));
	return absolute(dir);
}

/* LOWER:...:UPPER:WHERE: of two, the second is where it goes, too. */
static void
add_overlay(bool writable)
{
	const char *path[32], *lower = NULL;
	char *list = arena_join(arg, "");
	int n = 0;

	for (; n < 31 && (path[n] = cut(&list)); n++)
		if (!*path[n] || path[n][strcspn(path[n], ",:\\\"")])
			refuse(PACKED(overlayfs_cannot_have,
				       "overlayfs cannot have it"),
				arg);
	if (n == 2)
		path[n++] = path[1];
	if (n < 3 || list)
		usage(PACKED(wants_directories_and,
			      "wants directories and a place"),
			arg);
	for (int i = 0; i < n - 1 - writable; i++) {
		const char *dir = there(path[i]);

		lower = lower ? arena_join(arena_join(dir, ":"), lower) : dir;
	}
	lower = arena_join(writable ? "X-mount.mkdir,lowerdir="
				    : "ro,X-mount.mkdir,lowerdir=",
		lower);
	if (writable) {
		const char *upper = there(path[n - 2]);

		SET('A') = arena_join(upper, ".work");
		add_part(0, one_dir);
		lower = arena_join(arena_join(lower, ",upperdir="), upper);
		lower = arena_join(arena_join(lower, ",workdir="), SET('A'));
	}
	SET('O') = lower;
	SET('A') = "overlay";
	SET('B') = path[n - 1];
	add_part(1, one_mount);
}

static void
add_variable(void)
{
	const char *value = getenv(arg);

	if (!*arg || *arg == '=')
		usage(PACKED(not_a_variable, "not a variable"), arg);
	SET('A') = arg;
	if (!strchr(arg, '='))
		SET('A') = arena_join(arena_join(arg, "="), value ? value : "");
	add_part(0, one_env);
}

/* An id of 128 bits, with dashes or without, as it is with them. */
static const char *
want_uuid(void)
{
	char *id = arena(37);
	const char *from = arg;
	unsigned i;

	for (i = 0; i < 36; i++) {
		bool dash = UINT64_C(0x842100) >> i & 1;

		id[i] = dash ? '-' : *from;
		if (*from == id[i])
			from++;
		if (!strchr(&"-0123456789abcdefABCDEF"[!dash], id[i]) || !id[i])
			break;
	}
	if (i < 36 || *from)
		usage("malformed", arg);
	return id;
}

/* ---- privilege */

static uint64_t known, wanted, dropped; /* capabilities */
static bool walled;                     /* root in there is nobody out here */

static uint64_t
read_caps(void)
{
	uint64_t caps = 0;

	for (char *list = arena_join(arg, ""), *word;
		(word = strsep(&list, ","));) {
		bool prefix = !strncmp(word, "CAP_", 4) ||
			!strncmp(word, "cap_", 4);
		int n = name_find(cap_names, word + (prefix ? 4 : 0));

		if (n < 0 && strcmp(word, "all"))
			usage(PACKED(no_such_capability, "no such capability"),
				word);
		caps |= n < 0 ? known : BIT(n);
	}
	return caps;
}

/* What stays, as setpriv wants it; nothing where it all does. */
static void
bound(void)
{
	/*
	 * Those of 2011; but SYS_ADMIN and DAC_READ_SEARCH lead out, where
	 * root is the host's.
	 */
	const uint64_t usual = BIT(CAP_CHOWN) | BIT(CAP_DAC_OVERRIDE) |
		BIT(CAP_FOWNER) | BIT(CAP_FSETID) | BIT(CAP_IPC_OWNER) |
		BIT(CAP_KILL) | BIT(CAP_LEASE) | BIT(CAP_LINUX_IMMUTABLE) |
		BIT(CAP_NET_BIND_SERVICE) | BIT(CAP_NET_BROADCAST) |
		BIT(CAP_NET_RAW) | BIT(CAP_SETGID) | BIT(CAP_SETFCAP) |
		BIT(CAP_SETPCAP) | BIT(CAP_SETUID) | BIT(CAP_SYS_CHROOT) |
		BIT(CAP_SYS_NICE) | BIT(CAP_SYS_PTRACE) |
		BIT(CAP_SYS_TTY_CONFIG) |
		(walled ? BIT(CAP_SYS_ADMIN) | BIT(CAP_DAC_READ_SEARCH) : 0);
	/* For an init: here reboot(2) ends the container; but see kexec(8). */
	const uint64_t boot = SET('b') &&
			(walled ||
				access("/proc/sys/kernel/kexec_load_disabled",
					F_OK))
		? BIT(CAP_SYS_BOOT)
		: 0;
	const uint64_t caps = (((usual | boot) & known) | wanted) & ~dropped;
	const char *list = "-all";

	for (unsigned n = 0; n < 64; n++) {
		if (!(caps >> n & 1))
			continue;

		const char *name = name_of(cap_names, n);

		list = arena_join(arena_join(list, ",+"),
			name ? name : arena_join("cap_", id_text(n)));
	}
	SET('B') = list;
	SET('f') = caps & BIT(CAP_SYS_ADMIN) ? NULL : "";
	SET('j') = caps & BIT(CAP_SYSLOG) ? "" : NULL;
	SET('J') = caps & BIT(CAP_SYS_TIME) ? "" : NULL;
}

/*
 * The container says who its users are.  But a number is that number, whatever
 * its files call so, and root is nobody else's name.
 */
static struct user
find_user(int tree, const char *name)
{
	const char *text = tree_file(tree, "etc/passwd");
	struct user u = { .name = "root", .home = "/root" };
	uint32_t id;

	if (!name)
		return u;
	if (!id_number(name, &id)) {
		if (user_by_id(text, id, &u) && id)
			u = (struct user){ id, id, name, "/", "" };
	} else if (user_by_name(text, name, &u))
		refuse(PACKED(unknown_user, "unknown user"), name);
	else if (!u.uid && strcmp(name, "root"))
		refuse(PACKED(is_root_by, "is root by another name"), name);
	return u;
}

static void
set_user(int tree)
{
	enum { MOST = 1000 };
	const char *name = SET('u');
	const char *text = tree_file(tree, "etc/group");
	const struct user u = find_user(tree, name);
	uint32_t gids[MOST], tty;
	int n;

	SET('l') = field_text(u.name);
	SET('h') = *u.home == '/' ? field_text(u.home) : "/";
	SET('i') = id_text(u.uid);
	SET('g') = id_text(u.gid);
	SET('o') = arena_join(arena_join(SET('i'), ":"), SET('g'));
	n = name ? groups_of(text, SET('l'), gids, MOST) : 0;
	if (n < 0)
		refuse(PACKED(too_many_groups, "too many groups"), name);
	for (SET('e') = n ? NULL : ""; n > 0; n--)
		SET('s') = join_list(
			SET('s'), arena_join(":", id_text(gids[n - 1])));
	if (!group_by_name(text, "tty", &tty))
		SET('t') = id_text(tty);
}

#ifdef CONFIG_NSPAWN_USER
/* The users of a container: 65536, from a multiple of that on. */
enum { RANGE = 65536, FIRST = 8, LAST = 0x6fff };

/* A range for the container DIR: always the same one. */
static uint32_t
pick(const char *dir)
{
	uint32_t hash = 2166136261; /* FNV-1a */

	while (*dir)
		hash = (hash ^ (unsigned char)*dir++) * 16777619;
	return (hash % (LAST + 1 - FIRST) + FIRST) * RANGE;
}

static void
set_range(int tree, int word)
{
	uint32_t first = 0, count = RANGE, owner;
	struct stat st;

	if (fstat(tree, &st))
		refuse(PACKED(no_directory_we_can,
			       "no directory we can look at"),
			SET('D'));
	owner = st.st_uid & -(uint32_t)RANGE;
	if (word < 0) {
		char *list = arena_join(SET('P'), "");

		first = want_number(strsep(&list, ":"), UINT32_MAX - 1);
		if (list)
			count = want_number(list, UINT32_MAX - 1);
		if (!count || first > UINT32_MAX - count)
			usage("malformed", SET('P'));
	} else if (word != IDENTITY) {
		first = owner;
		if (word == PICK &&
			(first / RANGE < FIRST || first / RANGE > LAST))
			first = pick(SET('D'));
	}
	if (first && !walled) {
		walled = true;
		if (!owner)
			SET('M') = SET('D');
		else if (owner != first ||
			(st.st_gid & -(uint32_t)RANGE) != owner)
			refuse(PACKED(belongs_to_other,
				       "belongs to other users"),
				SET('D'));
	}
	SET('W') = join_number(
		arena_join(join_number("0:", first), ":"), count);
}

static void
set_users(int tree)
{
	const char *how = SET('P');
	int word = how ? name_find(truths, how) : 0;

	if (!caps_mount() && !plan_find(&verb_userns))
		SET('Q') = "";
	if (how ? word >= 0 && word < IDENTITY && !(word & 1) : !SET('Q'))
		return;
	SET('U') = "";
	walled = SET('Q');
	if (how && walled && word >= 0 && word != IDENTITY)
		SET('W') = "auto";
	else if (how)
		set_range(tree, word);
	if (SET('W'))
		return;
	SET('E') = "";
	SET('e') = SET('s') = SET('t') = NULL;
	if (strcmp(SET('i'), "0"))
		refuse(PACKED(wants_more_users, "wants more users (-U)"),
			SET('u'));
}
#endif

/* ---- the root and the program */

/* NAME with what may be in a host name. */
static char *
host_name(const char *name)
{
	char *host = arena(65), *to = host;

	for (; *name && to < host + 64; name++)
		if (strchr("-._", *name) || (*name >= '0' && *name <= '9') ||
			((*name | 32) >= 'a' && (*name | 32) <= 'z'))
			*to++ = *name;
	return host;
}

/* The first of PATHS, with FILE behind it, that is there; or NULL. */
static char *
find_file(int tree, const char *paths, const char *file)
{
	char *path;

	for (char *list = arena_join(paths, ""); (path = strsep(&list, ":"));)
		if (tree_has(tree, path = arena_join(path, file)))
			return path;
	return NULL;
}

/* Run FILE, with what is left of the line as its arguments. */
static void
prepend(char *file)
{
	size_t n = 1;

	while (argv[n - 1])
		n++;
	argv = memcpy((char **)arena((n + 1) * sizeof *argv) + 1, argv,
		n * sizeof *argv);
	*--argv = file;
}

static void
find_program(int tree)
{
	static const char inits[] =
		"/sbin/init:/etc/init:/bin/init:/init:/lib/systemd/systemd";
	const char *root = SET('D');
	char *file;

	if (SET('b')) {
		file = find_file(tree, inits, "");
		if (!file)
			refuse(PACKED(no_init_in, "no init in"), root);
		prepend(file);
	} else if (*argv) {
		if (!tree_has(tree, "bin/sh") &&
			!find_file(tree, strchr(*argv, '/') ? "" : PATHS ":",
				arena_join("/", *argv)))
			refuse(PACKED(no_os_tree, "no OS tree"), root);
	} else if (!(file = find_file(tree, "/bin/bash:/bin/sh", ""))) {
		refuse(PACKED(no_os_tree, "no OS tree"), root);
	} else {
		prepend(file);
		SET('V') = arena_join("-", strrchr(file, '/') + 1);
		SET('L') = SET('d') ? NULL : "";
	}
}

/* ---- options */

/* The index of the word among WORDS, which end with an empty one. */
static int
want_word(const char *words)
{
	int n = name_find(words, arg);

	if (n < 0)
		usage(PACKED(not_one_of, "not one of its words"), arg);
	return n;
}

static void
take_option(int c)
{
	/* Of those that stand for one value. */
	static const char letters[] = { [NETWORK] = 'n',
		[HOSTNAME] = 'H',
		[READ_ONLY] = 'R',
		[CHDIR] = 'd',
		[KILL_SIGNAL] = 'k',
		[NETWORK_PATH] = 'N',
		[UUID] = 'I',
		[MEMORY] = 'm',
		[CPUS] = 'v',
		[PIDS] = 'y',
		[PARENT] = 'G' };

	switch (c) {
	case BIND: add_bind(",X-mount.mkdir"); return;
	case BIND_RO: add_bind(",ro,X-mount.mkdir"); return;
	case TMPFS: add_tmpfs(); return;
	case OVERLAY:
	case OVERLAY_RO: add_overlay(c == OVERLAY); return;
	case 'E': add_variable(); return;
	case RLIMIT:
		SET('A') = arg;
		add_part(0, one_limit);
		return;
	case CAPABILITY: wanted |= read_caps(); return;
	case DROP_CAPABILITY: dropped |= read_caps(); return;
	case NO_NEW_PRIVILEGES:
		c = want_word(truths);
		if (c >= IDENTITY)
			usage(PACKED(not_one_of, "not one of its words"), arg);
		SET('w') = c & 1 ? "" : NULL;
		return;
	case 'P': SET('K') = NULL; return;
	case 'U': SET('P') = "pick"; return;
	case PRIVATE_USERS: SET('P') = arg ? arg : "yes"; return;
	case CONSOLE:
		c = want_word(CONSOLES
				? "pipe\0interactive\0read-only\0passive\0"
				: "pipe\0");
		SET('K') = c ? &"  \0-r\0-p"[3L * (c - 1)] : NULL;
		return;
	case RESOLV_CONF:
		c = want_word("off\0bind-host\0copy-host\0");
		SET('r') = c == 1 ? "" : NULL;
		SET('c') = c == 2 ? "" : NULL;
		return;
	case TIMEZONE:
		c = want_word("off\0copy\0symlink\0delete\0bind\0auto\0");
		SET('z') = c > 3 ? "" : NULL;
		SET('Z') = c && c < 4 ? &"\0  -l\0-d"[3L * (c - 1)] : NULL;
		return;
	case 'M': c = HOSTNAME; break;
	case 'v': c = 'F'; break;
	case NETWORK_PATH: arg = absolute(arg); break;
	case UUID: arg = want_uuid(); break;
	case KILL_SIGNAL:
		if (signal_number(arg) < 0)
			usage(PACKED(not_a_signal, "not a signal"), arg);
	}
	SET(c < (int)sizeof letters ? letters[c] : c) = arg ? arg : "";
}

static int
open_root(const char *dir)
{
	int tree = open_directory(dir);

	SET('D') = tree_path(tree);
	if (!SET('D'))
		refuse(PACKED(no_directory_we_can,
			       "no directory we can look at"),
			dir);
	if (!SET('D')[1])
		refuse(PACKED(the_root_directory,
			       "the root directory is the host's"),
			dir);
	return tree;
}

void
nspawn_parse(void)
{
	const char *host;
	int tree;

	if (caps_read(CAPS_BOUNDING, &known) < 0)
		refuse(PACKED(capabilities, "capabilities"), NULL);
	SET('z') = "";
	SET('x') = id_text((uint32_t)getpid());
	SET('K') = CONSOLES && isatty(0) && isatty(1) ? "" : NULL;
	SET('p') = PATHS;
	SET('T') = getenv("TERM");
	for (int c; (c = option(OPTIONS OPTIONS_USER));)
		take_option(c);
	if (SET('a') && SET('b'))
		usage(PACKED(not_with_a, "not with -a"), "-b");
	tree = open_root(SET('D') ? SET('D') : ".");
	host = host_name(SET('H') ? SET('H') : strrchr(SET('D'), '/') + 1);
	if (!*host || (SET('H') && strcmp(host, SET('H'))))
		usage(PACKED(not_a_host, "not a host name"),
			SET('H') ? SET('H') : SET('D'));
	SET('H') = host;
	set_user(tree);
#ifdef CONFIG_NSPAWN_USER
	set_users(tree);
#endif
	bound();
	find_program(tree);
	(void)close(tree);
	if (!access("/proc/self/ns/cgroup", F_OK))
		SET('C') = "";
	if (SET('n') || (SET('N') && !SET('U')))
		SET('S') = "";
	else /* below a user namespace all of it goes along, or nothing */
		SET('Y') = SET('U') ? "rbind" : "bind";
	/* In v2 it is best known when we fork. */
	SET(!SET('Q') &&
				(SET('W') ||
					!access("/sys/fs/cgroup/cgroup.procs",
						F_OK))
			? '^'
			: '_') = "";
	if (!SET('b'))
		SET('X') = "";
	else if (!SET('k'))
		SET('k') = "37"; /* SIGRTMIN+3 */
	read_lines(on_host, set);
	append_part(0);
	read_lines(in_root, set);
	append_part(1);
	read_lines(at_last, set);
}
