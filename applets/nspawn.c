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
 *	select UNSHARE_FORK
 *	select UNSHARE_SIGNAL
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
 *	select UNSHARE_LOCKED
 *	select UNSHARE_USER
 *	default y if ALL
 *	help
 *	  -U, --private-users=no|identity|yes|pick|START[:COUNT]
 *
 * tool: nspawn+
 * exit: 1 1
 */
#include <stdlib.h>
#include <unistd.h>

#include "nspawn/nspawn.h"

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

static const char options[] = PACKED(nspawn_options,
	"D;directory u;user \1-private-network M;machine \2;hostname "
	"b-boot a-as-pid2 \3-read-only \4;bind \5;bind-ro \6;tmpfs "
	"\7;overlay "
	"\10;overlay-ro E;setenv \11;chdir \13;kill-signal \14;rlimit "
	"\15;capability \16;drop-capability \17;no-new-privileges P-pipe "
	"\20;console q-quiet \21;resolv-conf \22;timezone "
	"\23;network-namespace-path \24;uuid \25;memory \26;cpus \27;pids "
	"\30;cgroup-parent v-verbose ");

#ifdef CONFIG_NSPAWN_USER
#define OPTIONS_USER "U- \31?private-users"
#else
#define OPTIONS_USER ""
#endif

static const char one_env[] = PACKED(one_env, " env -- %A\n");
static const char one_limit[] = PACKED(one_limit, " rlimit -- %A\n");

/* Truths are odd, and there is more for --private-users. */
const char nspawn_truths[] = "no\0yes\0false\0true\0off\0on\0"
			     "0\0001\0n\0y\0f\0t\0identity\0pick\0";

static void
add_variable(void)
{
	const char *value = getenv(arg), *c = arg;

	while (*c == '_' || (unsigned)(*c | 32) - 'a' < 26 ||
		(c > arg && *c >= '0' && *c <= '9'))
		c++;
	if (c == arg || (*c && *c != '='))
		bad_argument(PACKED(not_a_variable, "not a variable"));
	SET('A') = arg;
	if (!strchr(arg, '='))
		SET('A') = arena_join(arena_join(arg, "="), value ? value : "");
	nspawn_keep(ENVIRONMENT, one_env);
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
	if (i < 36 || *from || !id[strspn(id, "-0")])
		bad_argument("malformed");
	return id;
}

/* The index of the word among the first MOST of WORDS: an empty one ends them. */
static int
want_word(const char *words, unsigned most)
{
	int n = name_find(words, arg);

	if ((unsigned)n >= most)
		bad_argument(PACKED(not_one_of, "not one of its words"));
	return n;
}

/* Options whose argument is one of some words. */
static bool
take_word(int c)
{
	switch (c) {
	case NO_NEW_PRIVILEGES:
		c = want_word(nspawn_truths, IDENTITY);
		SET('w') = c & 1 ? "" : NULL;
		return true;
	case CONSOLE:
		c = want_word(CONSOLES
				? "pipe\0interactive\0read-only\0passive\0"
				: "pipe\0",
			~0U);
		SET('K') = c ? &"  \0-r\0-p"[3L * (c - 1)] : NULL;
		return true;
	case RESOLV_CONF:
		c = want_word("off\0bind-host\0copy-host\0", ~0U);
		SET('r') = c == 1 ? "etc/resolv.conf" : NULL;
		SET('c') = c == 2 ? "" : NULL;
		return true;
	case TIMEZONE:
		c = want_word("off\0copy\0symlink\0delete\0bind\0auto\0", ~0U);
		SET('z') = c > 3 ? "" : NULL;
		SET('Z') = c && c < 4 ? &"\0  -l\0-d"[3L * (c - 1)] : NULL;
		return true;
	}
	return false;
}

/* Options that add to what others of them have asked for. */
static bool
take_another(int c)
{
	switch (c) {
	case BIND: nspawn_bind(",X-mount.mkdir"); return true;
	case BIND_RO: nspawn_bind(",ro,X-mount.mkdir"); return true;
	case TMPFS: nspawn_tmpfs(); return true;
	case OVERLAY:
	case OVERLAY_RO: nspawn_overlay(c == OVERLAY); return true;
	case 'E': add_variable(); return true;
	case RLIMIT:
		SET('A') = arg;
		nspawn_keep(LIMITS, one_limit);
		return true;
	case CAPABILITY: nspawn_caps.wanted |= nspawn_read_caps(); return true;
	case DROP_CAPABILITY:
		nspawn_caps.dropped |= nspawn_read_caps();
		return true;
	}
	return false;
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

	if (take_word(c) || take_another(c))
		return;
	switch (c) {
	case 'P': SET('K') = NULL; return;
	case 'U': SET('P') = "pick"; return;
	case PRIVATE_USERS: SET('P') = arg ? arg : "yes"; return;
	case 'M': c = ']'; break;
	case 'v': c = 'F'; break;
	case KILL_SIGNAL:
		if (signal_number(arg) <= 0)
			bad_argument(PACKED(not_a_signal, "not a signal"));
		break;
	case NETWORK_PATH: arg = absolute(arg); break;
	case UUID: arg = want_uuid(); break;
	case CHDIR: nspawn_place(arg); break;
	}
	SET(c < (int)sizeof letters ? letters[c] : c) = arg ? arg : "";
}

/* It is bound where a link leads, though nothing be there yet. */
static void
set_resolv_conf(int tree)
{
	const char *link = SET('r') ? tree_link(tree, SET('r')) : NULL;

	if (link)
		SET('r') = *link == '/' ? link : arena_join("etc/", link);
}

/* What the options leave to the kernel and to each other. */
static void
set_rest(void)
{
	if (SET('N')) /* one to enter is private enough */
		SET('n') = NULL;
	SET('[') = SET('U') ? NULL : "";
	if (!access("/proc/self/ns/cgroup", F_OK))
		SET(SET('U') ? '`' : 'C') = "";
	if (SET('n') || (SET('N') && !SET('U')))
		SET('S') = "";
	else /* below a user namespace all of it goes along, or nothing */
		SET('Y') = SET('O') ? "rbind" : "bind";
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
}

/* The tree is looked at while the line is read, and not where it leads to then. */
static void
check_place(void)
{
	for (const struct step *s = plan.first; s; s = s->next)
		if (s->verb->moves)
			usage(PACKED(not_behind, "not behind"), s->verb->name);
}

void
nspawn_parse(void)
{
	const char *words;
	int tree;

	check_place();
	if (caps_known(&nspawn_caps.known) < 0)
		refuse(PACKED(capabilities, "capabilities"), NULL);
	SET('z') = "";
	SET('x') = id_text((uint32_t)getpid());
	SET('K') = CONSOLES && isatty(0) && isatty(1) ? "" : NULL;
	SET('p') = PATHS;
	SET('T') = getenv("TERM");
	words = arena_join(unpacked(options), OPTIONS_USER);
	for (int c; (c = option(words));)
		take_option(c);
	if (SET('a') && SET('b'))
		usage(PACKED(not_with_as, "not with --as-pid2"), "--boot");
	tree = nspawn_root();
	nspawn_host();
	nspawn_user(tree);
#ifdef CONFIG_NSPAWN_USER
	nspawn_users(tree);
#endif
	nspawn_bound();
	nspawn_program(tree);
	set_resolv_conf(tree);
	(void)close(tree);
	set_rest();
	nspawn_plan();
}
