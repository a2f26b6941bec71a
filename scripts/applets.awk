# SPDX-License-Identifier: 0BSD
#
# applets.awk - what the build needs to know of applets/*.c, out of their heads
#
# usage: awk -v want=Kconfig|mk|def|usage -f applets.awk applets/*.c
#
#   Kconfig  the entries; an applet's own one follows ALL (see Kconfig)
#   mk       applet-$(CONFIG_MOUNT) += mount
#   def      APPLET("mount", mount, TOOL, 1, 32, 255), and ALIAS(...) for each
#            further name; then both are forgotten
#   usage    USAGE(mount, "the help text of the applet's own entry")
#
# An applet starts with one comment.  From its first "config" line on the
# comment is Kconfig text behind " *", up to the first of the lines
#
#   alias: NAME...   more names for the applet
#   tool: NAME[+]... those of its names that stand for another project's tool;
#                    a + marks a tool that runs a program by its own grammar, a !
#                    one of daemontools (TOOL_CHAINS)
#   exit: USAGE FAIL [BUSYBOX]
#                    the tool's exit statuses (100 111); those of s6 keep to
#                    that.  A failure in the manner of busybox is BUSYBOX (1)
#
# POSIX awk: gawk, mawk and busybox awk must agree, and lint compares them.

FNR == 1 {
	flush_applet()
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.c$/, "", name)
	id = name
	gsub(/-/, "_", id)
	symbol = toupper(id)
	names = name
	tools = " "
	status = "100, 111"
	busybox = 1
	text = ""
	state = "head"
}

END {
	flush_applet()
	if (want == "def")
		print "#undef APPLET\n#undef ALIAS"
}

state == "past" { next }
/\*\// { state = "past"; next }

{ line = $0; sub(/^ \* ?/, "", line) }

line ~ /^(alias|tool|exit): / {
	state = "tail"
	n = split(line, word, " ")
	if (word[1] == "exit:") {
		status = word[2] ", " word[3]
		if (n > 3)
			busybox = word[4]
		next
	}
	for (i = 2; i <= n; i++)
		if (word[1] == "alias:")
			names = names " " word[i]
		else
			tools = tools word[i] " "
	next
}

state == "head" && /^ \* config / { state = "config" }
state != "config" { next }

want == "Kconfig" { print line }

/^ \* config / {
	own = ($3 == symbol)
	help = 0
	if (own && want == "Kconfig")
		print "\tdefault n if !ALL"
	next
}

/^ \*\thelp$/ { help = own; next }

help {
	sub(/^\t  /, "", line)
	gsub(/["\\]/, "\\\\&", line)
	text = text "\n\t\"" line "\\n\""
}

# is NAME one of the tools, and of which kind?
function kind(n) {
	if (index(tools, " " n " "))
		return "TOOL"
	if (index(tools, " " n "+ "))
		return "TOOL_RUNS"
	if (index(tools, " " n "! "))
		return "TOOL_CHAINS"
	return "0"
}

function flush_applet(    n, i, word, k) {
	if (!name)
		return
	if (want == "mk")
		printf "applet-$(CONFIG_%s) += %s\n", symbol, name
	if (want == "Kconfig")
		print ""
	if (want != "def" && want != "usage")
		return
	printf "#ifdef CONFIG_%s\n", symbol
	if (want == "usage") {
		# blank lines around the help end with it
		while (sub(/\n\t"\\n"$/, "", text))
			continue
		printf "USAGE(%s,%s)\n", id, text ? text : " \"\""
	}
	n = want == "def" ? split(names, word, " ") : 0
	for (i = 1; i <= n; i++) {
		k = kind(word[i])
		printf "%s(\"%s\", %s, %s, %s, %s)\n",
			(i > 1 ? "ALIAS" : "APPLET"), word[i], id, k,
			(k == "0" || word[i] ~ /^s6-/) ? "100, 111" : status,
			busybox
	}
	print "#endif"
}
