/*
 * SPDX-License-Identifier: 0BSD
 *
 * main.c - read the whole line, then show it or do it
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "applet.h"
#include "child.h"
#include "die.h"
#include "install.h"
#include "path.h"
#include "supervise.h"
#include "sys.h"
#include "text.h"

/* A descriptor that a file of ours would land on by accident: fill it. */
static void
fill(int fd)
{
	int null = (int)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR);

	if (null < 0) /* no /dev yet: something else that is empty */
		null = sys_memfd("null", 0);
	if (null != fd)
		die(self.system, "descriptor %u: ", (unsigned)fd);
}

static void
check_stdio(struct state *st)
{
	for (int fd = 0, is_dir; fd < 3; fd++)
		if ((is_dir = path_is_dir(fd)) >= 0)
			st->stdio_is_dir |= is_dir;
		else if (errno == EBADF)
			fill(fd);
		else
			die(self.system, "fstat: ");
}

/* What follows the applet's own words, under a tool's name. */
static void
end_tool(void)
{
	if (applet.tool == TOOL_CHAINS)
		need_operand("PROG");
	if (applet.tool == TOOL && *argv)
		usage(PACKED(too_many_operands, "too many operands"), *argv);
}

/*
 * And otherwise: an option that comes too late is no program, and what is in
 * front of it has not been done.
 */
static void
end_line(void)
{
	if (*argv && !strcmp(*argv, "--"))
		argv++;
	if (*argv && **argv == '-')
		usage(PACKED(options_go_first, "options go first"), *argv);
}

static _Noreturn void
no_applet(const char *name)
{
	if (as_busybox && name) {
		self.name = name;
		die(EXIT_NOPROG, "applet not found");
	}
	applet.name = self.name; /* it is not the one before that speaks */
	usage(name ? PACKED(no_such_applet, "not in ns --list")
			: HINTS
			? HINT(no_applet_see,
				  "an applet is missing (see ns --list)")
			: PACKED(no_applet, "an applet is missing"),
		name);
}

/* Read the applets' words into the plan; what is left is the program. */
static void
read_line(void)
{
	/* "ns" before an applet fuses it to the one before: no exec between. */
	do {
		if (!*argv || !applet_find(*argv))
			no_applet(*argv);
		argv++;
		applet.parse();
	} while (!as_tool && *argv && !strcmp(*argv, "ns") && argv++);
	if (as_tool)
		end_tool();
	else
		end_line();
}

/* Called by an applet's name, or as "busybox APPLET". */
static void
become(void)
{
	if (!applet.tool)
		return;
	as_tool = true;
	self.name = applet.name;
	self.usage = as_busybox ? 1 : applet.usage;
	self.system = as_busybox ? applet.busybox : applet.system;
	if (applet.tool == TOOL_CHAINS && !as_busybox)
		self.noexec = self.system;
}

static const char usage_text[] = PACKED(usage,
	"usage: ns [-n] APPLET WORDS... [ns APPLET WORDS...]... [PROG "
	"[ARG...]]\n"
	"       ns --list | --help [APPLET] | --version")
#ifdef CONFIG_INSTALL
	PACKED(usage_install, " | --install [-s] DIR\n");
#else
	PACKED(usage_end, "\n");
#endif

/* The words of ns itself. */
static void
own_words(void)
{
	const char *word = *argv, *name = word ? argv[1] : NULL;

	if (!word && as_busybox)
		word = "-h";
	if (!word || *word != '-')
		return;
	if (!strcmp(word, "-n")) {
		only_shown = true;
		argv++;
		return;
	}
	out_begin(1);
	if (!strcmp(word, "--list"))
		for (unsigned i = 0; *applet_name(i); i++)
			fmt("%s\n", applet_name(i));
	else if (!strcmp(word, "--version"))
		answer(VERSION "\n");
#ifdef CONFIG_INSTALL
	else if (!strcmp(word, "--install"))
		_exit(install(argv + 1));
#endif
	else if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
		if (name && !applet_find(name))
			no_applet(name);
		if (name)
			help();
		if (HINTS && as_busybox)
			put_packed(HINT(busybox_is, "busybox is ns here:\n"));
		put_packed(usage_text);
	} else if (as_busybox)
		no_applet(word);
	else
		usage(PACKED(unknown_option, "unknown option"), word);
	end_output();
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	path = slash ? slash + 1 : path;
	return path + (*path == '-'); /* a login shell's name */
}

static bool
find_tool(const char *name)
{
	if (applet_find(name))
		return true;
#ifdef CONFIG_SETUIDGID /* has as many with a d */
	return *name == 'd' && applet_find(name + 1) &&
		applet.tool == TOOL_CHAINS;
#endif
	return false;
}

/* Find out by which name we were called; argv is then where the applets begin. */
static void
find_name(void)
{
	const char *name = *argv ? base_name(*argv) : "ns";

	if (find_tool(name)) {
		become();
		*argv = arena_copy(applet.name);
		return;
	}
	if (*argv)
		argv++;
	as_busybox = !strcmp(name, "busybox");
	if (as_busybox && *argv && applet_find(*argv))
		become();
	else
		own_words();
}

int
main(int count, char **words)
{
	static char *none;
	struct state st = { .root = -1, .argv = words };

	applet.name = self.name; /* until there is one */
	if (getauxval(AT_SECURE))
		die(EXIT_SYSTEM, "%s",
			unpacked(PACKED(will_not_run,
				"will not run setuid or with file "
				"capabilities")));
	check_stdio(&st);
	argv = count ? words : &none;
	find_name();
	read_line();
	if (only_shown) {
		out_begin(1);
		plan_show(argv);
		end_output();
	}
	st.argv0 = login_name;
	st.several = as_tool && applet.tool == TOOL;
	plan_take(&st);
	if (!*argv)
		return st.failed < 255 ? st.failed : 255;
	if (st.root >= 0 && sys_fchdir(st.root))
		die(self.system, "inside: ");
#ifdef CONFIG_SUPERVISE
	supervise_started();
#endif
#ifdef CONFIG_HELP
	if (HINTS && !as_tool && applet_find(*argv))
		program_hint = HINT(applet_wants_ns,
			" (its applet wants \"ns\" before it)");
#endif
	program(argv, st.argv0, st.path);
}
