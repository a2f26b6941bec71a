# SPDX-License-Identifier: 0BSD
#
# ns - one static binary, one Makefile ("make help" lists its targets)
#
# S is the tree with the sources, O the directory for everything made:
#   O/ns O/.config           what you came for
#   O/include/config/        auto.conf, Kconfig.applets, applets.mk
#   O/include/generated/     autoconf.h, applets.def, usage.def, texts.def
#   O/obj/                   objects, the unstripped ns, built tests

VERSION := 0.1

MAKEFLAGS += -rR
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

S := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
O ?= $(S)
ifneq ($(words $(O) $(S)),2)
$(error make cannot handle blanks in a directory's name: O=$(O), the tree in $(S))
endif
override O := $(abspath $(O))

Q := $(if $(filter 1,$(V)),,@)
# $(call submake,DIR): this Makefile on that O
submake = $(MAKE) -f $(S)/Makefile --no-print-directory O=$1
# For scripts that make things: with -n make shows those lines, where it would
# run any with $(MAKE) in it.
options := $(firstword -$(filter-out --%,$(MAKEFLAGS)))
make = $(MAKE)
jobs := $(if $(findstring n,$(options)),,+)

# A goal is about choosing a configuration, or needs none, or needs O/.config.
# With the first kind in company each goal is made on its own, in order.
choosing := config menuconfig nconfig oldconfig olddefconfig listnewconfig \
	defconfig savedefconfig allnoconfig allyesconfig alldefconfig \
	randconfig %_defconfig
without := $(choosing) clean distclean help fmt fuzz lint size update-configs \
	check-boot check-configs check-randconfig check-reproducible check-without $(S)/.sysroot/% \
	$(if $(READY),$(if $(CONFIG),check),check demo bench scoreboard soak check-faults check-mutants check-bites check-hardening-bites)
goals := $(or $(MAKECMDGOALS),all)

ifneq ($(and $(filter $(choosing) clean distclean,$(goals)),$(word 2,$(goals))),)

.PHONY: in-order $(goals)
$(goals): in-order ; @:
in-order:
	+$(Q)for goal in $(goals); do $(call submake,$(O)) $$goal || exit; done

else

# ------------------------------------------------------------------------ help

## help: this list
.PHONY: help
help:
	@$(AWK) -f $(S)/scripts/help.awk $(S)/Makefile

#: O=DIR: build in DIR, which then holds ns and .config
#: V=1: show the commands
#: CC= CFLAGS= LDFLAGS=: the compiler, and flags behind our own
#: CROSS_COMPILE=PREFIX-: a cross gcc; with a compiler for glibc, MUSL_LIB= and MUSL_INC= too
#: TARGET=MACHINE: cross-build with clang: arm64 armhf armel i386 mips mipsel mips64el ppc64el riscv64 s390x
#: WERROR=1: warnings are errors
#: FUZZ_CC=: a clang with libFuzzer
#: DESTDIR= PREFIX=: where install puts things (/usr/local)

# ---------------------------------------------------------------------- output

silent := $(findstring s,$(options))
say = $(if $(filter 1,$(V)),,@$(if $(silent),:,printf '  %-7s %s\n') $1 $(patsubst $(O)/%,%,$2))

# $(call remember,FILE,VARIABLE): a file that changes when the variable does
# ("$(file <" of GNU make 4.3 can leave the last newline on)
define remember-template
ifneq ($$(wildcard $1) $$(shell cat $1 2>/dev/null),$1 $$($2))
$$(shell mkdir -p $(dir $1))$$(file >$1,$$($2))
endif
endef
remember = $(eval $(call remember-template,$1,$2))

# --------------------------------------------------------------- configuration

KCONF  ?= kconfig-conf
KMCONF ?= kconfig-mconf
KNCONF ?= kconfig-nconf
AWK    ?= awk

applet-sources := $(sort $(wildcard $(S)/applets/*.c))
kapplets := $(O)/include/config/Kconfig.applets
appletsmk := $(O)/include/config/applets.mk
auto     := $(O)/include/config/auto.conf
autoconf := $(O)/include/generated/autoconf.h
defs     := $(addprefix $(O)/include/generated/,applets.def texts.def)

have-kconf := $(shell command -v $(KCONF) 2>/dev/null)

# Every front end runs in O, and finds our Kconfig through $srctree.
kenv = cd $(O) && mkdir -p include/config include/generated && export \
	srctree=$(S) KCONFIG_CONFIG=.config \
	KCONFIG_AUTOCONFIG=include/config/auto.conf \
	KCONFIG_AUTOHEADER=include/generated/autoconf.h \
	KCONFIG_TRISTATE=include/config/tristate.conf &&

extract = @mkdir -p $(@D); \
	$(AWK) -v want=$1 -f $(S)/scripts/applets.awk $(applet-sources) </dev/null >$@

$(kapplets):  $(S)/scripts/applets.awk $(applet-sources) ; $(call extract,Kconfig)
$(appletsmk): $(S)/scripts/applets.awk $(applet-sources) ; $(call extract,mk)
$(O)/include/generated/%.def: $(S)/scripts/applets.awk $(applet-sources)
	$(call extract,$(if $(filter usage,$*),usage,def))

packed := $(shell grep -lwE 'PACKED|HINT' $(wildcard $(S)/core/*.c $(S)/applets/*/*.c) $(applet-sources))
$(O)/include/generated/texts.def: $(S)/scripts/pack.awk $(auto) \
		$(O)/include/generated/usage.def $(S)/core/error.def $(packed)
	$(Q)$(AWK) -f $(filter %.awk,$^) $(filter-out %.awk,$^) >$@

# An applet that is removed leaves no newer file behind: remember the names.
$(call remember,$(O)/include/config/.applets,applet-sources)
$(kapplets) $(appletsmk) $(defs): $(O)/include/config/.applets

.PHONY: $(filter-out %_defconfig,$(choosing))

## menuconfig nconfig: choose the applets
## defconfig: the configuration all (what a plain make starts with)
## X_defconfig: one of configs/: all router initramfs nsbin tiny
## oldconfig olddefconfig: bring .config up to date, asking or not
## savedefconfig: write what differs from the defaults to defconfig
## allyesconfig allnoconfig: everything, nothing
## randconfig: something; KCONFIG_SEED=N makes it repeatable

ifdef have-kconf

# Without one the front ends wait at the end of their input for ever.
terminal = $(Q)[ -t 0 ] || { echo "$@ needs a terminal" >&2; exit 1; };

config: $(kapplets)     ; $(Q)$(kenv) $(KCONF) --oldaskconfig Kconfig
menuconfig: $(kapplets) ; $(terminal) $(kenv) $(KMCONF) Kconfig
nconfig: $(kapplets)    ; $(terminal) $(kenv) $(KNCONF) Kconfig
oldconfig olddefconfig listnewconfig allnoconfig allyesconfig alldefconfig randconfig: $(kapplets)
	$(Q)$(kenv) $(KCONF) --$@ Kconfig
savedefconfig: $(kapplets)
	$(Q)$(kenv) $(KCONF) --savedefconfig=defconfig Kconfig
%_defconfig: $(S)/configs/%_defconfig $(kapplets)
	$(Q)$(kenv) $(KCONF) --defconfig=$< Kconfig
$(auto) $(autoconf) &: $(O)/.config $(S)/Kconfig $(kapplets)
	$(Q)$(kenv) $(KCONF) --olddefconfig Kconfig >/dev/null && \
		$(KCONF) --silentoldconfig Kconfig >/dev/null
	@touch $(auto) $(autoconf)

else # the full configurations are ready, and awk is enough

%_defconfig: $(S)/configs/%.config
	$(Q)mkdir -p $(O) && cp $< $(O)/.config
$(filter-out defconfig %_defconfig,$(choosing)):
	@echo "$@ needs kconfig-frontends: run 'scripts/setup build'" >&2; exit 1
$(auto) $(autoconf) &: $(O)/.config $(S)/scripts/genconf.awk
	@mkdir -p $(dir $(auto) $(autoconf))
	$(Q)$(AWK) -v conf=$(auto) -v header=$(autoconf) \
		-f $(S)/scripts/genconf.awk $(O)/.config

endif

defconfig: all_defconfig
$(O)/.config:
	$(call say,CONFIG,all_defconfig)
	+$(Q)$(call submake,$(O)) all_defconfig >/dev/null

ifneq ($(filter-out $(without),$(goals)),)
include $(auto) $(appletsmk)
endif

# ------------------------------------------------------------------- toolchain
#
# The C library is always musl, linked by naming its parts: "musl-gcc
# -static-pie" makes a dynamic executable without a word.  MUSL_LIB holds
# rcrt1.o and libc.a, MUSL_INC the headers (empty: the compiler's own), and
# KERNEL_INC linux/ and asm/.

target-arm64    := aarch64-linux-musl
target-armhf    := arm-linux-musleabihf -march=armv7-a -mfpu=vfpv3-d16 -mthumb
target-armel    := arm-linux-musleabi
target-i386     := i386-linux-musl
target-mipsel   := mipsel-linux-musl
target-mips64el := mips64el-linux-musl
target-ppc64el  := powerpc64le-linux-musl
target-s390x    := s390x-linux-musl
target-riscv64  := riscv64-linux-musl -march=rv64gc
target-mips     := mips-linux-musl -msoft-float
targets := $(sort $(patsubst target-%,%,$(filter target-%,$(.VARIABLES))))

cc-given := $(filter-out default undefined,$(origin CC))

ifdef TARGET # clang, and a sysroot of Debian's packages for that machine

ifeq ($(filter $(TARGET),$(targets)),)
$(error TARGET=$(TARGET) is none of $(targets))
endif
SYSROOT    ?= $(S)/.sysroot/$(TARGET)
CC         := $(if $(cc-given),$(CC),clang) --target=$(target-$(TARGET))
AR         := llvm-ar
STRIP      ?= llvm-strip
MUSL_LIB   ?= $(SYSROOT)/lib
MUSL_INC   ?= $(SYSROOT)/include
KERNEL_INC ?=
LIBGCC     ?= $(SYSROOT)/lib/libgcc.a
# lld has no s390x before LLVM 18
LD_FLAG    ?= $(if $(filter s390x,$(TARGET)),--ld-path=s390x-linux-gnu-ld,-fuse-ld=lld)
sysroot    := $(SYSROOT)/.done

$(sysroot): | $(S)/scripts/sysroot
	$(call say,SYSROOT,$(SYSROOT))
	$(Q)$(S)/scripts/sysroot $(TARGET) $(SYSROOT) '$(CC)'

else

CC         := $(if $(cc-given),$(CC),$(CROSS_COMPILE)gcc)
AR         := $(CROSS_COMPILE)ar
STRIP      ?= $(CROSS_COMPILE)strip
LD_FLAG    ?= $(if $(shell command -v ld.lld 2>/dev/null),-fuse-ld=lld)
LIBGCC     ?= $(shell $(CC) -print-libgcc-file-name 2>/dev/null)
machine    := $(subst -pc-,-,$(shell $(CC) -dumpmachine 2>/dev/null))
ifneq ($(findstring musl,$(machine)),)
MUSL_LIB   ?= $(patsubst %/,%,$(dir $(shell $(CC) -print-file-name=rcrt1.o)))
MUSL_INC   ?=
else # Debian's places and a musl installed from its source
musl       := $(patsubst i686-%,i386-%,$(subst -gnu,-musl,$(machine)))
MUSL_LIB   ?= $(patsubst %/rcrt1.o,%,$(firstword $(wildcard \
	/usr/lib/$(musl)/rcrt1.o /usr/lib/musl/lib/rcrt1.o /usr/local/musl/lib/rcrt1.o)))
MUSL_INC   ?= $(patsubst %/stdio.h,%,$(firstword $(wildcard \
	/usr/include/$(musl)/stdio.h $(MUSL_LIB:lib=include)/stdio.h)))
KERNEL_INC ?= /usr/include /usr/include/$(machine)
endif
sysroot    := $(O)/obj/.musl

$(sysroot):
	@mkdir -p $(@D)
	@test -e '$(MUSL_LIB)/rcrt1.o' || { \
		echo "no static musl for $(CC): run 'scripts/setup build'" >&2; exit 1; }
	@touch $@

endif

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wwrite-strings \
	-Wformat=2 -Wundef -Wimplicit-fallthrough \
	-Werror=implicit-function-declaration \
	-Wno-missing-field-initializers -Wno-overlength-strings
# not among the flags that are remembered: no reason to compile anew
werror := $(if $(filter 1,$(WERROR)),-Werror)

musl-inc := $(if $(MUSL_INC),-nostdinc -isystem $(MUSL_INC) \
	-isystem $(shell $(CC) -print-file-name=include 2>/dev/null) \
	$(addprefix -idirafter ,$(KERNEL_INC)))

# Hardening: check-hardening proves each of these, and PIE_* are variables so
# that check-hardening-bites can take them away.
PIE_CFLAGS ?= -fPIE
PIE_LDFLAGS ?= -static-pie -Wl,--no-dynamic-linker
PIE_CRT ?= rcrt1.o
# On x86-64 core/start.c is where we begin, and not libc.
x86-64 := $(if $(TARGET),,$(filter x86_64-%,$(machine)))

# A guard for each function that holds a buffer of characters; -strong, one for
# each that takes an address, would be 3 KB more.
harden-cflags := -fstack-protector --param=ssp-buffer-size=4 \
	$(if $(x86-64),-mstack-protector-guard=global)
harden-ldflags := -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack

# The same bytes wherever the two trees are, and no bytes that nobody reads.
# -Oz (gcc 12, clang) is -Os with division where it is shorter; what it should
# leave alone beside that was found by trying each, where the compiler knows it.
# Without vector registers nothing wants a stack aligned to 16.
knows = $(shell $(CC) -Werror $1 -E -x c /dev/null >/dev/null 2>&1 && echo $1)
smallest := $(or $(call knows,-Oz),-Os) $(call knows,-mgeneral-regs-only) \
	$(call knows,-mpreferred-stack-boundary=3) \
	$(call knows,-fno-expensive-optimizations -fno-move-loop-invariants \
	-fno-caller-saves -fno-tree-tail-merge -fno-tree-loop-im -fno-if-conversion \
	-fno-jump-tables -fno-inline-small-functions -fno-forward-propagate \
	-fno-gcse -fno-optimize-sibling-calls -fno-tree-sra -fipa-pta)
small-cflags := $(smallest) -ffunction-sections -fdata-sections -include $(S)/core/hidden.h \
	-fno-asynchronous-unwind-tables -fno-unwind-tables -fno-ident \
	-fomit-frame-pointer $(call knows,-mno-red-zone) $(call knows,-malign-data=abi)
small-ldflags := -Wl,-O2 -Wl,--hash-style=sysv -Wl,--gc-sections -Wl,--build-id=none -Wl,-z,noseparate-code
same-cflags := -ffile-prefix-map=$(O)/= -ffile-prefix-map=$(S)/=

COMPILE = $(CC) -std=c17 -D_GNU_SOURCE -DCONFIG_VERSION='"$(VERSION)"' \
	$(musl-inc) -I$(S)/core -I$(O)/include/generated $(warnings) \
	$(small-cflags) $(PIE_CFLAGS) $(harden-cflags) $(same-cflags) \
	$(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(LD_FLAG) -nostdlib $(PIE_LDFLAGS) $(harden-ldflags) \
	$(small-ldflags) $(CFLAGS) $(LDFLAGS)
# Where we begin we can read relocations of a bit each, if lld writes them;
# others are of 24 bytes.  And no debugger writes to the dynamic section.
relr := -Wl,--pack-dyn-relocs=relr -Wl,-z,rodynamic
own-ldflags := $(if $(x86-64),$(if $(filter -fuse-ld=lld,$(LD_FLAG)),$(relr)))
own-begin = $(if $(x86-64),,$(crt-begin))
crt-begin = $(MUSL_LIB)/$(PIE_CRT) $(MUSL_LIB)/crti.o
crt-end = -L$(MUSL_LIB) -Wl,--start-group -lc $(wildcard $(LIBGCC)) \
	-Wl,--end-group $(MUSL_LIB)/crtn.o

# ----------------------------------------------------------------------- build

OBJCOPY ?= $(CROSS_COMPILE)objcopy

obj := $(O)/obj
core-obj := $(patsubst $(S)/%.c,$(obj)/%.o,$(filter-out %/main.c,$(wildcard $(S)/core/*.c)))
# A large applet is NAME.c and what is in NAME/.
applet-parts := $(wildcard $(applet-y:%=$(S)/applets/%/*.c))
applet-obj := $(applet-y:%=$(obj)/applets/%.o) $(applet-parts:$(S)/%.c=$(obj)/%.o)
program := $(obj)/core/main.o $(applet-obj)
configured := $(program) $(obj)/core/applet.o

.PHONY: all objects
## all: build ns
all: $(O)/ns
objects: $(core-obj) $(configured)

$(O)/ns: $(obj)/ns
	$(call say,STRIP,$@)
	$(Q)$(STRIP) -s -R .comment -o $@ $<

$(obj)/ns: $(program) $(obj)/core/start.o $(obj)/libcore.a $(obj)/.link
	$(call say,LINK,$@)
	$(Q)$(LINK) $(own-ldflags) -o $@ $(own-begin) $(filter %.o %.a,$^) $(crt-end)

# The ABI of x86-64 has tables aligned to 16, for vectors; here nothing reads them so.
$(obj)/libcore.a: $(core-obj) $(obj)/.link
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcD $@ $(core-obj)
	$(if $(and $(x86-64),$(filter -mgeneral-regs-only,$(smallest))),$(Q)$(OBJCOPY) -D --set-section-alignment '.rodata.*=1' $@)

$(obj)/%.o: $(S)/%.c $(obj)/.compile | $(sysroot) $(defs)
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(own-cflags) $(werror) $(if $(filter $@,$(configured)),-include $(autoconf)) \
		-MMD -MP -c -o $@ $<

# These are what the compiler would call them by.
$(obj)/core/libc.o: private own-cflags := -fno-builtin
# These measure time, in floating point, and begin in libc and call more of it,
# which wants its stack aligned.
with-vectors = $(filter-out -mgeneral-regs-only -mpreferred-stack-boundary=3 \
	-mstack-protector-guard=global,$(COMPILE))
$(obj)/test/%.o: private COMPILE := $(with-vectors)
# Sets up the guard.
$(obj)/core/start.o: private own-cflags := -fno-stack-protector

# Only these may ask what is configured; the rest of core must not.
$(configured): $(autoconf)
$(obj)/core/main.o $(obj)/core/applet.o $(obj)/core/text.o $(obj)/core/error.o \
	$(obj)/unit/core/text.o $(obj)/unit/core/error.o: $(defs)

link-command = $(LINK) $(own-ldflags) $(own-begin) $(core-obj) $(applet-obj) $(crt-end)
ifneq ($(filter-out $(without),$(goals)),)
$(call remember,$(obj)/.compile,COMPILE)
$(call remember,$(obj)/.link,link-command)
endif

.PHONY: install clean distclean
PREFIX ?= /usr/local

## install: ns and its pages below DESTDIR and PREFIX (/usr/local)
install: all
	install -D -m 755 $(O)/ns "$(DESTDIR)$(PREFIX)/bin/ns"
	install -D -m 644 $(S)/core/ns.8 "$(DESTDIR)$(PREFIX)/share/man/man8/ns.8"
	@for page in $(wildcard $(applet-y:%=$(S)/applets/%.8)); do \
		install -m 644 $$page \
		"$(DESTDIR)$(PREFIX)/share/man/man8/ns-$${page##*/}" || exit; done

## clean: remove what was built, keep the configuration
clean:
	rm -rf $(O)/obj $(O)/ns $(O)/initramfs.gz

## distclean: remove the configuration and the sysroots too
distclean: clean
	rm -rf $(O)/include $(O)/.config $(O)/.config.old $(O)/defconfig $(S)/.sysroot

# ----------------------------------------------------------------------- tests
#
# test/*.t       POSIX sh, TAP; TEST_SHELL="busybox ash" for another sh
# test/unit/*.c  cmocka, one program each, with the modules of core that a
#                line "modules: opts fmt" in its first comment names; glibc,
#                ASan and UBSan
# test/fuzz/*.c  libFuzzer's targets; glibc, ASan and UBSan, and for the corpus
#                once more as ns is built, with UBSan's traps
# test/{tools,fault,bench}/*.c  one helper program each, linked as ns is, so
#                that it runs in a bare root; all go to TEST_BIN
# test/{tools,fault,bench}/*/*.c  one for each directory

# Each sets up what it needs first.
proofs := check check-programs \
	check-bites \
	check-boot \
	check-cross \
	check-configs \
	check-faults \
	check-hardening-bites \
	check-initramfs \
	check-mutants \
	check-peers \
	check-randconfig \
	check-reproducible \
	check-security \
	check-without \
	bench \
	demo \
	fuzz \
	initramfs \
	scoreboard \
	lint \
	size \
	soak
.PHONY: $(proofs) fuzz-run
setup := $(S)/scripts/setup
configs := $(patsubst $(S)/configs/%_defconfig,%,$(wildcard $(S)/configs/*_defconfig))

tests := $(sort $(wildcard $(S)/test/*.t))
tool-sources := $(wildcard $(S)/test/tools/*.c $(S)/test/fault/*.c $(S)/test/bench/*.c)
tool-parts := $(wildcard $(S)/test/tools/*/*.c $(S)/test/fault/*/*.c $(S)/test/bench/*/*.c)
ifneq ($(TARGET),) # inject knows the registers of two machines, and is for our own
tool-parts := $(filter-out $(S)/test/fault/inject/%,$(tool-parts))
endif
tools := $(patsubst %.c,$(obj)/test/bin/%,$(notdir $(tool-sources))) \
	$(addprefix $(obj)/test/bin/,$(sort $(notdir $(patsubst %/,%,$(dir $(tool-parts))))))
$(foreach c,$(tool-sources),$(eval \
	$(obj)/test/bin/$(basename $(notdir $c)): $(c:$(S)/%.c=$(obj)/%.o)))
$(foreach c,$(tool-parts),$(eval \
	$(obj)/test/bin/$(notdir $(patsubst %/,%,$(dir $c))): $(c:$(S)/%.c=$(obj)/%.o)))
$(tools): $(obj)/.link
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(crt-begin) $(filter %.o,$^) $(crt-end)

UNIT_CC ?= gcc
unit-cflags := -std=c17 -D_GNU_SOURCE -I$(S)/core -I$(O)/include/generated $(warnings) -g -O1 \
	-fsanitize=address,undefined -fno-sanitize-recover=all $(werror)
unit-sources := $(wildcard $(S)/test/unit/*.c)
units := $(unit-sources:$(S)/%.c=$(obj)/%)
modules = $(shell sed -n 's/^ \* modules: *//p' $1)
$(foreach c,$(unit-sources),$(eval $(c:$(S)/%.c=$(obj)/%): \
	$(c:$(S)/%.c=$(obj)/unit/%.o) $(patsubst %,$(obj)/unit/core/%.o,$(call modules,$c))))
$(obj)/unit/%.o: $(S)/%.c | $(defs)
	$(call say,UNITCC,$@)
	@mkdir -p $(@D)
	$(Q)$(UNIT_CC) $(unit-cflags) -MMD -MP -c -o $@ $<
$(units):
	$(call say,UNITLD,$@)
	@mkdir -p $(@D)
	$(Q)$(UNIT_CC) $(unit-cflags) -o $@ $^ -lcmocka

-include $(wildcard $(obj)/core/*.d $(obj)/applets/*.d $(obj)/applets/*/*.d $(obj)/test/*/*.d $(obj)/test/*/*/*.d \
	$(obj)/unit/core/*.d $(obj)/unit/test/unit/*.d)

# world.c is what all targets stand on.  Of core's objects the variables (but
# those that libc.c has for libc: environ) go to two sections, so that it can put
# them back; _exit() and write() are its own.
FUZZ_CC ?= clang
fuzz-sources := $(wildcard $(S)/test/fuzz/*.c)
fuzz-names := $(filter-out world replay,$(notdir $(basename $(fuzz-sources))))
fuzz-core = $(filter-out $(obj)/core/start.o,$(core-obj) $(configured))
fuzz-renames := -D_exit=fuzz_exit -Dwrite=fuzz_write -Dmain=ns_main -Wno-missing-prototypes
fuzz-cflags := -std=c17 -D_GNU_SOURCE -DCONFIG_VERSION='"$(VERSION)"' -I$(S)/core \
	-I$(O)/include/generated $(warnings) -g -O1 -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
replay-cflags = -fsanitize=undefined -fsanitize-undefined-trap-on-error -fno-data-sections
fuzz-link = $(FUZZ_CC) -fsanitize=fuzzer,address,undefined $(LD_FLAG) -o $@ $^
replay-link = $(LINK) -o $@ $(crt-begin) $^ $(crt-end)

# $(call fuzz-rules,NAME,COMPILER AND FLAGS,OBJECTS OF CORE,MORE OF TEST/FUZZ,LINKER)
define fuzz-rules
$(obj)/$1/test/%.o: $(S)/test/%.c | $(sysroot) $(defs)
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$(Q)$2 $$(werror) -MMD -MP -c -o $$@ $$<
$(obj)/$1/%.o: $(S)/%.c $(autoconf) | $(sysroot) $(defs)
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$(Q)$2 $(fuzz-renames) $$(werror) \
		$$(if $$(filter $$(@:$(obj)/$1/%=$(obj)/%),$$(configured)),-include $(autoconf)) -MMD -MP -c -o $$@ $$<
	$(Q)$$(if $$(filter %/libc.o,$$@),:,$(OBJCOPY)) --rename-section .data=ns_data --rename-section .data.rel=ns_data \
		--rename-section .data.rel.local=ns_data --rename-section .bss=ns_bss $$@
$(obj)/$1/libns.a: $(patsubst $(obj)/%,$(obj)/$1/%,$3)
	$(Q)rm -f $$@ && $(AR) rcD $$@ $$^
$(fuzz-names:%=$(obj)/$1/bin/%): $(obj)/$1/bin/%: $(obj)/$1/test/fuzz/%.o \
		$(patsubst %,$(obj)/$1/test/fuzz/%.o,world $4) $(obj)/$1/libns.a
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$(Q)$5
-include $(wildcard $(obj)/$1/*/*.d $(obj)/$1/*/*/*.d)
endef
$(eval $(call fuzz-rules,fuzz,$$(FUZZ_CC) $$(fuzz-cflags),$(filter-out %/libc.o,$(fuzz-core)),,$$(fuzz-link)))
$(eval $(call fuzz-rules,replay,$$(with-vectors) $$(replay-cflags),$(fuzz-core),replay,$$(replay-link)))
fuzzers := $(fuzz-names:%=$(obj)/fuzz/bin/%)
replays := $(fuzz-names:%=$(obj)/replay/bin/%)

test-env = TEST_NS=$(O)/ns TEST_BIN=$(obj)/test/bin FUZZ_CORPUS=$(S)/test/fuzz/corpus
results ?= $(obj)/results

# These do not depend on the configuration: once, with all of it, is enough.
units-once := $(if $(CONFIG_ALL),$(if $(TARGET),,$(units) $(replays)))
check-programs: $(O)/ns $(tools) $(units-once)

ifndef READY # the tools first, then look at them anew

$(filter-out check-programs,$(proofs)):
	@$(setup) build test $(if $(filter fuzz lint,$@),$@) $(if $(filter bench check-peers,$@),peers) \
		$(if $(filter check-boot check-cross check-initramfs,$@),boot cross)
	+$(Q)$(call submake,$(O)) READY=1 $(if $(filter check%,$@),WERROR=1) $@

else

ifdef CONFIG

check:
	+$(Q)$(call submake,$(obj)/check/$(CONFIG)) results=$(results) CONFIG= TEST_CONFIG=$(CONFIG) \
		$(CONFIG)_defconfig check

else

## check: every test that applies; CONFIG=X on a build of configs/X_defconfig
check: check-programs
	$(Q)$(test-env) TEST_RESULTS=$(results) \
		TEST_CONFIG=$(or $(TEST_CONFIG),$(shell $(S)/scripts/config-name $(O)/.config)) \
		$(S)/scripts/run-tests $(obj)/test/tap \
		$(units-once) $(S)/scripts/check-hardening \
		$(tests)

endif

## bench: what a launch costs, against a floor and its peers; ROUNDS=200
bench: $(O)/ns $(tools)
	$(Q)$(test-env) $(S)/test/bench/launch $(results)/bench; status=$$?; \
	$(S)/scripts/chart $(results)/bench $(results)/bench.svg && \
	$(S)/scripts/scoreboard $(results) $(S)/README bench >/dev/null && exit $$status

## scoreboard: put the results of bench, check, fuzz, soak ... into the README
scoreboard:
	@mkdir -p $(results)
	$(Q)$(S)/scripts/scoreboard $(results) $(S)/README scoreboard bench boot size

## soak: launches by the thousand leave nothing; SOAK=10000 AT_ONCE=200
soak: $(O)/ns $(tools)
	$(Q)$(test-env) $(S)/test/bench/soak $(results)/soak

## fuzz: libFuzzer on all that reads text, FUZZ_SECONDS=60 on each
fuzz:
	+$(Q)$(call submake,$(obj)/fuzzing) all_defconfig >/dev/null
	+$(Q)$(call submake,$(obj)/fuzzing) results=$(results) fuzz-run
fuzz-run: $(fuzzers)
	$(Q)$(S)/scripts/fuzz $(obj)/fuzz/bin $(S)/test/fuzz/corpus $(obj)/fuzz/work $(results)/fuzz

## size: text+data of each of configs/, and what changed since HEAD
size:
	@mkdir -p $(results)
	$(jobs)$(Q)$(S)/scripts/size $(make) $(obj)/size $(results)/size

## demo: a shell in a container made of busybox; without a terminal, a tour
demo: $(O)/ns
	$(Q)$(S)/scripts/demo $(O)/ns

BUSYBOX ?= /bin/busybox
## initramfs: a demo image of busybox, ns and a container: O/initramfs.gz; BUSYBOX=FILE
.PHONY: initramfs
initramfs: $(O)/ns
	$(Q)$(S)/scripts/mkinitramfs -b $(BUSYBOX) -n $(O)/ns -o $(O)/initramfs.gz \
		$(S)/scripts/demo.init=init $(BUSYBOX)=box/bin/busybox @busybox=box/bin/sh \
		=box/dev =box/proc =box/sys =box/run =box/tmp =box/etc

## check-configs: check each of configs/
check-configs:
	+$(Q)for c in $(configs); do $(MAKE) -f $(S)/Makefile check O=$(O) CONFIG=$$c || exit; done

SEEDS ?= 50
FIRST ?= 1
## check-randconfig: build and check SEEDS=50 random ones, from FIRST=1
check-randconfig:
	$(jobs)$(Q)$(S)/scripts/check-randconfig $(make) $(obj)/check/random $(FIRST) $(SEEDS)

## check-without: all but the relay; the tests of nspawn that apply
check-without:
	$(jobs)$(Q)$(S)/scripts/check-without $(make) $(obj)/check/without nspawn PTY

## check-reproducible: two builds in two directories give the same bytes
check-reproducible:
	$(jobs)$(Q)$(S)/scripts/check-reproducible $(make) gcc clang

## check-bites: each protection taken away in turn: its test fails; BITES="T01 T05"
check-bites: $(O)/ns $(tools)
	$(jobs)$(Q)$(test-env) $(S)/scripts/swept $(S)/scripts/check-bites $(make) $(O) $(obj)/results/bites \
		$(BITES:%=$(S)/test/bites/%.patch)

## check-boot: the tests in guests with other kernels and machines; BOOTS="x86-64-6.1" QUICK=1 UBUNTU=mirror
check-boot:
	@mkdir -p $(results)
	$(jobs)$(Q)CROSS=$(obj)/cross QUICK=$(QUICK) $(S)/scripts/check-boot "$(make)" $(obj)/boot $(if $(QUICK),-,$(results)/boot) $(BOOTS); status=$$?; \
	$(if $(BOOTS)$(QUICK),,$(S)/scripts/scoreboard $(results) $(S)/README boot >/dev/null &&) exit $$status

KERNEL ?= $(firstword $(wildcard $(S)/.sysroot/boot/x86-64-6.1/boot/vmlinuz*) none)
## check-initramfs: what it makes boots, as README says; KERNEL=FILE (as check-boot has it)
check-initramfs: initramfs
	@mkdir -p $(results)
	$(Q)$(S)/scripts/check-initramfs $(S)/README $(O)/initramfs.gz $(KERNEL) $(results)/boot

TARGETS ?= $(targets)
## check-cross: ns of every TARGET does as ours does, under qemu-user; TARGETS="mips"
check-cross: $(O)/ns
	$(jobs)$(Q)$(S)/scripts/check-cross "$(make)" $(obj)/cross $(O)/ns $(TARGETS)

## check-security: the tests of each threat, on new and old kernels; KERNEL=old
check-security: $(O)/ns $(tools)
	$(Q)$(test-env) TEST_CONFIG=all $(S)/scripts/check-security $(obj)/test/security $(KERNEL)

## check-faults: each system call of 50 launches fails, in turn; SCENARIOS= FAULTS= MOST=seconds
check-faults: $(O)/ns $(tools)
	$(Q)$(test-env) $(S)/scripts/check-faults $(obj)/faults $(obj)/results/faults

## check-mutants: break one line at a time: do the tests notice? N=150 SEED=1 FILES= LEAST=percent MOST=seconds
check-mutants: $(O)/ns $(tools)
	$(jobs)$(Q)$(test-env) $(S)/scripts/swept $(S)/scripts/check-mutants "$(make)" $(O) $(obj)/results/mutants

## check-peers: other projects' suites on our binary, fetched by apt; SUITES="tini" UBUNTU=mirror
check-peers: $(O)/ns
	$(Q)$(S)/scripts/check-peers $(O)/ns $(obj)/peers $(SUITES)

## check-hardening-bites: the hardening check fails on wrong builds
check-hardening-bites: $(O)/ns $(tools)
	$(jobs)$(Q)$(test-env) $(S)/scripts/check-hardening-bites $(make) $(O)

# With every applet, in its own O, and clang's flags for clang's tools.
## lint: the house rules; each can be had alone
lint:
	+$(Q)$(call submake,$(obj)/lint) allyesconfig >/dev/null
	+$(Q)$(call submake,$(obj)/lint) CC=clang WERROR=1 -O -k $(lints)
	@echo "lint: clean"

endif

# ------------------------------------------------------------------------ lint

lints := lint-layers lint-format lint-cppcheck lint-tidy lint-shell lint-man \
	lint-spdx lint-awk lint-configs lint-bites
.PHONY: lint $(lints) fmt update-configs

our-c := $(wildcard $(S)/core/*.c $(S)/applets/*.c $(S)/applets/*/*.c)
all-c := $(our-c) $(tool-sources) $(tool-parts) $(unit-sources) $(fuzz-sources) \
	$(wildcard $(S)/core/*.h $(S)/applets/*/*.h $(S)/test/*/*.h $(S)/test/*/*/*.h)
pages := $(wildcard $(S)/core/*.8 $(S)/applets/*.8)
scripts = $(shell grep -lE '^\#! ?/(usr/)?bin/(env )?(ba|da)?sh' \
	$(wildcard $(addprefix $(S)/,scripts/* .ci/run test/* test/*/*)) 2>/dev/null)

## lint-layers: applets only parse, verbs know no other verb ...
lint-layers: objects
	$(Q)$(S)/scripts/check-layers $(obj)

## lint-format: as clang-format (make fmt) would have it
lint-format:
	$(Q)bad=0; for f in $(all-c); do \
		clang-format $$f | diff -u $$f - || bad=1; done; exit $$bad

## lint-cppcheck: cppcheck
lint-cppcheck: $(defs)
	$(Q)cppcheck --quiet --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 --std=c11 --suppress=missingInclude \
		-D_GNU_SOURCE -I$(S)/core -I$(O)/include/generated \
		--include=$(autoconf) $(our-c)

## lint-tidy: clang-tidy
lint-tidy: $(defs)
	$(Q)printf '%s\n' $(our-c) | xargs -P 4 -I % clang-tidy --quiet % -- \
		$(filter-out $(CC),$(COMPILE)) -include $(autoconf) 2>/dev/null

## lint-shell: shellcheck
lint-shell:
	$(Q)shellcheck -x $(scripts)
	$(Q)$(if $(tests),shellcheck -x -S warning -s sh $(tests))

## lint-man: mandoc
lint-man:
	$(Q)$(if $(pages),mandoc -Tlint -Wwarning $(pages))

## lint-spdx: a licence tag in every file
lint-spdx:
	$(Q)cd $(S) && scripts/check-spdx

## lint-awk: gawk, mawk and busybox awk agree
lint-awk:
	$(Q)$(S)/scripts/check-awk $(O)/.config $(applet-sources)

## lint-bites: each of test/bites still applies
lint-bites:
	$(Q)bad=0; for p in $(wildcard $(S)/test/bites/*.patch); do \
		patch --dry-run -F0 -s -f -p1 -r - -d $(S) <$$p || { \
			echo "$$p: does not apply"; bad=1; }; done; exit $$bad

## lint-configs: configs/ is as update-configs would write it
lint-configs:
	$(jobs)$(Q)$(S)/scripts/configs check $(make) $(obj)/configs

## update-configs: write configs/ anew in canonical form
update-configs:
	$(jobs)$(Q)$(S)/scripts/configs update $(make) $(obj)/configs

## fmt: format the C sources
fmt:
	clang-format -i $(all-c)

endif
