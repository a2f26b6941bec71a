# SPDX-License-Identifier: 0BSD
#
# genconf.awk - auto.conf and autoconf.h of a full .config, without Kconfig
#
# usage: awk -v conf=auto.conf -v header=autoconf.h -f genconf.awk .config

BEGIN {
	printf "" >conf
	printf "" >header
}

/^CONFIG_[A-Z0-9_]+=/ {
	eq = index($0, "=")
	symbol = substr($0, 1, eq - 1)
	value = substr($0, eq + 1)
	print symbol "=" value >conf
	print "#define " symbol " " (value == "y" ? 1 : value) >header
}
