# Wangge. The two commands a newcomer needs: make run, make check.
# Everything is built into $(B); other variants (make asan) use a folder of their own.

CC       ?= gcc
B        ?= build
PREFIX   ?= /usr/local
DESTDIR  ?=
PYTHON   ?= /usr/bin/python3
VERSION  := 0.1.0

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
        -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wformat=2 -Wvla -Wimplicit-fallthrough -Werror
HARD := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
OPT  ?= -O2 -g
SAN  ?=
ifneq ($(SAN),)
  HARD := -fPIE
  # instrumented code confuses the compiler about values that it cannot follow
  WARN += -Wno-unknown-warning-option -Wno-format-truncation -Wno-maybe-uninitialized
endif

CFLAGS   += -std=c17 $(WARN) $(OPT) $(HARD) $(SAN)
CPPFLAGS += -D_GNU_SOURCE -Iinclude -DWANGGE_VERSION='"$(VERSION)"' -DWANGGE_DATA='"$(DATADIR)"'
LDFLAGS  += -pie -Wl,-z,relro,-z,now $(SAN)

# Where an installed program finds etc/, schema/ and the translations; an uninstalled one finds them beside its build.
DATADIR  := $(PREFIX)/share/wangge

# The layers, lowest first. lib<layer>.a is made of src/<layer>/*.c less the programs' own main files.
LAYERS   := base wire net db table work ui screen command session
MAINS    := src/net/wangged.c src/session/wangge-session.c src/wangge/wangge.c

LIBS_base  := -liniparser -lutf8proc -lnettle
LIBS_net   := -lssh -lseccomp -lcrypto
LIBS_db    := -lsqlite3
LIBS_table := -lxlsxwriter -lminizip -lexpat -lm
LIBS_work  := -lcrypt
LIBS_ui    := -lncursesw -ltinfo -lqrencode
LIBS_command := -ljansson

sources   = $(filter-out $(MAINS),$(wildcard src/$(1)/*.c))
objects   = $(patsubst src/%.c,$(B)/obj/%.o,$(1))
archives  = $(patsubst %,$(B)/lib%.a,$(1))

# What each program is linked of, highest layer first.
OF_wangged        := net wire base
OF_session        := session command screen ui work table db wire base
OF_wangge         := command work table db base
EXT_wangged       := $(LIBS_net) $(LIBS_base)
EXT_session       := $(LIBS_ui) $(LIBS_command) $(LIBS_work) $(LIBS_table) $(LIBS_db) $(LIBS_base)
EXT_wangge        := $(LIBS_command) $(LIBS_work) $(LIBS_table) $(LIBS_db) $(LIBS_base)

PROGRAMS := $(B)/wangged $(B)/wangge-session $(B)/wangge

.PHONY: all
all: $(PROGRAMS) $(B)/locale/stamp

define layer_rule
$(B)/lib$(1).a: $(call objects,$(call sources,$(1)))
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(B)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/wangged: $(B)/obj/net/wangged.o $(call archives,$(OF_wangged))
	@echo "  LD $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(EXT_wangged)
$(B)/wangge-session: $(B)/obj/session/wangge-session.o $(call archives,$(OF_session))
	@echo "  LD $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(EXT_session)
$(B)/wangge: $(call objects,$(wildcard src/wangge/*.c)) $(call archives,$(OF_wangge))
	@echo "  LD $@"
	@$(CC) $(LDFLAGS) -o $@ $^ $(EXT_wangge)

# Readings of Han characters, from the system's Unicode data.
UNIHAN := /usr/share/unicode/Unihan_Readings.txt.bz2
$(B)/gen/pinyin_table.inc: tools/pinyin.awk $(wildcard $(UNIHAN))
	@mkdir -p $(@D)
	@bzcat $(UNIHAN) | LC_ALL=C awk -f tools/pinyin.awk > $@.new && mv $@.new $@
$(B)/obj/base/pinyin.o: $(B)/gen/pinyin_table.inc
$(B)/obj/base/pinyin.o: CPPFLAGS += -I$(B)/gen

-include $(shell find $(B)/obj $(B)/tests -name '*.d' 2>/dev/null)

include mk/locale.mk mk/test.mk mk/fuzz.mk mk/screen.mk mk/accept.mk mk/command.mk mk/install.mk mk/dev.mk

.PHONY: run
run:
	@tools/need build
	@$(MAKE) --no-print-directory all
	@tools/run $(B) $(SIZE)

.PHONY: clean
clean:
	rm -rf build build-* compile_commands.json
