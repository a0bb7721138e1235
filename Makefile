# SPDX-License-Identifier: GPL-2.0
# Top Makefile: settings, targets a user types, and nothing that a folder owns.
#
# "make" builds ./linux, "make help" lists the rest.  The pieces:
#   scripts/Makefile.flags   how a file of either half is compiled
#   scripts/Makefile.config  .config and what kconfig derives from it
#   scripts/Makefile.gen     generated headers
#   scripts/Makefile.build   the walk over the folders' obj-y lists; compile rules
#   scripts/Makefile.initramfs  the root filesystem inside the kernel
#   scripts/Makefile.link    the wall check and the link
#   scripts/Makefile.check   checks, tests and "make run"
#   scripts/Makefile.tools   the programs of tools/uml, and "make install"

VERSION = 6
PATCHLEVEL = 12
SUBLEVEL = 0
EXTRAVERSION =
KERNELVERSION = $(VERSION).$(PATCHLEVEL).$(SUBLEVEL)$(EXTRAVERSION)

MAKEFLAGS += -rR --no-print-directory
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/sh
unexport LANGUAGE
export LC_ALL = C

ARCH ?= um
SUBARCH ?= x86_64
ifneq ($(ARCH),um)
  $(error ARCH=$(ARCH): this kernel is a process; only ARCH=um exists)
endif

# With O=dir, make starts again in that folder; srctree leads back here.
ifeq ($(origin O),command line)
  objdir := $(O)
else
  objdir := $(KBUILD_OUTPUT)
endif
ifeq ($(in-objtree)$(objdir),)
  in-objtree := y
  srctree := .
endif

ifneq ($(in-objtree),y)
goals := $(or $(MAKECMDGOALS),all)
.PHONY: $(goals) start-in-objtree
$(goals): start-in-objtree
	@:
start-in-objtree:
	@mkdir -p $(objdir)
	@$(MAKE) -C $(objdir) -f $(CURDIR)/Makefile srctree=$(CURDIR) in-objtree=y O= $(MAKECMDGOALS)
Makefile: ;
else

objtree := .
export srctree objtree ARCH SUBARCH KERNELVERSION

ifneq ($(filter default undefined,$(origin CC)),)
CC := $(if $(LLVM),clang,gcc)
endif
HOSTCC ?= $(CC)
LD := ld
OBJCOPY := objcopy
NM := nm
AWK := awk
PYTHON := python3
export CC HOSTCC LD OBJCOPY NM AWK PYTHON

# V=1 shows whole commands, the default shows one short line each.
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V))$(findstring s,$(firstword -$(MAKEFLAGS))),,@printf '  %-7s %s\n' $1 $2;)

.PHONY: all FORCE
all: linux scripts_gdb
FORCE:

include $(srctree)/scripts/Makefile.config
ifneq ($(needs-config),)
include $(srctree)/scripts/Makefile.flags
include $(srctree)/scripts/Makefile.gen
include $(srctree)/scripts/Makefile.build
include $(srctree)/scripts/Makefile.initramfs
include $(srctree)/scripts/Makefile.link
endif
include $(srctree)/scripts/Makefile.check
include $(srctree)/scripts/Makefile.tools

.PHONY: clean mrproper distclean help kernelversion kernelrelease image_name tags
generated-dirs := include/generated include/config arch/um/include/generated
clean:
	@find . \( -name '*.o' -o -name '.*.o.d' -o -name '.*.cmd' -o -name '*.so' \) \
		-not -path './.git/*' -type f -delete
	@rm -rf linux vmlinux kernel.o kernel-all.o .kernel-exports $(generated-dirs) usr/initramfs.cpio \
		usr/initramfs.list usr/gen_init_cpio Documentation/ABI/syscalls.rst \
		$(tool-programs) $(tools-out)/.ready linux-gdb.py vmlinux-gdb.py
mrproper: clean
	@rm -f .config .config.old tags compile_commands.json
distclean: mrproper
	@find . \( -name '*~' -o -name '*.orig' -o -name '*.rej' -o -name '__pycache__' \) \
		-not -path './.git/*' -exec rm -rf {} +

kernelversion:
	@echo $(KERNELVERSION)
kernelrelease:
	@echo $(KERNELVERSION)
image_name:
	@echo linux
tags:
	@cd $(srctree) && git ls-files '*.[chS]' | ctags -L - -f $(CURDIR)/tags

# kunit.py and editors ask for these.
.PHONY: compile_commands.json scripts_gdb modules modules_install
compile_commands.json: linux
	@$(PYTHON) -B $(srctree)/scripts/gen_compile_commands.py
# gdb loads a script beside a program by itself, if it may.
scripts_gdb:
	@ln -sf $(abspath $(srctree))/scripts/gdb/vmlinux-gdb.py linux-gdb.py
	@ln -sf $(abspath $(srctree))/scripts/gdb/vmlinux-gdb.py vmlinux-gdb.py
modules modules_install:
	@echo 'This kernel has no loadable modules.' >&2; exit 1

help:
	@cat $(srctree)/scripts/help.txt
endif
