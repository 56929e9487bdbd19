# SPDX-License-Identifier: Apache-2.0
# Vartai: `make help` lists the targets.

SHELL := /bin/bash
.DEFAULT_GOAL := all

# SAN=1 builds everything again under AddressSanitizer and UBSan, in build/asan.
B := build$(if $(SAN),/asan)

PKGS_base     := yaml-0.1 libsodium
PKGS_text     := libxml-2.0
PKGS_catalog  := sqlite3 libxml-2.0
PKGS_media    := vips libtiff-4 libturbojpeg
PKGS_cache    :=
PKGS_ingest   := libxml-2.0 libxslt libexslt yaz libzip
PKGS_http     := zlib openssl
CFLAGS_http   = -isystem $(KORE)/include/kore $(KORE_DEFS)
# Without a .pc file in Debian 12.
LIBS_core     := -lstemmer -lm -lpthread -ldl
FLOORS        := http ingest cache media catalog text base

# The floors that each floor stands on, itself first: the order to link in.
BELOW_base    := base
BELOW_text    := text base
BELOW_catalog := catalog text base
BELOW_media   := media text base
BELOW_cache   := cache base
BELOW_ingest  := ingest media catalog text base
BELOW_http    := http cache media catalog text base

CSTD    := -std=gnu11 -D_GNU_SOURCE
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wcast-qual -Wformat=2 -Wvla -Wundef
,       := ,
OPT     := $(if $(SAN),-O1 -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer,-O2 -D_FORTIFY_SOURCE=2)
CFLAGS  += $(CSTD) -g $(OPT) -fPIC -fvisibility=hidden -fstack-protector-strong $(WARN) -MMD -MP
LDFLAGS += -Wl,-z,relro,-z,now $(if $(SAN),-fsanitize=address$(,)undefined)

# What pkg-config says, asked once a run for each list of packages.
pkg_key = pkg$(2)_$(subst $() $(),_,$(strip $(1)))
pkg = $(if $(strip $(1)),$(or $($(pkg_key)),$(eval $(pkg_key) := $(shell pkg-config $(2) $(1)))$($(pkg_key))))
floor_objs = $(patsubst core/$(1)/%.c,$(B)/obj/$(1)/%.o,$(wildcard core/$(1)/*.c))
floor_libs = $(foreach f,$(BELOW_$(1)),$(B)/libvt_$(f).a)
floor_pkgs = $(sort $(foreach f,$(BELOW_$(1)),$(PKGS_$(f))))

# --- the floors -----------------------------------------------------------
define FLOOR
$(B)/obj/$(1)/%.o: core/$(1)/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -Icore $$(CFLAGS_$(1)) $$(call pkg,$$(call floor_pkgs,$(1)),--cflags) -c $$< -o $$@
$(B)/libvt_$(1).a: $$(call floor_objs,$(1))
	@rm -f $$@; $$(AR) rcs $$@ $$^
$(B)/tests/$(1)/%: tests/unit/$(1)/%.c $$(call floor_libs,$(1))
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -Icore -Itests/unit $$(call pkg,$$(call floor_pkgs,$(1)) cmocka,--cflags) $$< -o $$@ \
	  $$(LDFLAGS) -Wl,--start-group $$(call floor_libs,$(1)) -Wl,--end-group $$(call pkg,$$(call floor_pkgs,$(1)) cmocka,--libs) $$(LIBS_core)
endef
$(foreach f,$(FLOORS),$(eval $(call FLOOR,$(f))))

# --- Kore: its source as the Debian package installs it ----------------------
# Without its HTTP, its configuration file and its command line; what is replaced
# is listed in core/http/kore_overrides.h.
KORE         ?= /usr/share/kore
KORE_DEFS    := -DKORE_NO_HTTP -DKORE_SINGLE_BINARY
KORE_FILES   := buf connection domain fileref json keymgr kore linux mem module msg net pool \
                runtime seccomp timer utils worker
KORE_OBJS    := $(KORE_FILES:%=$(B)/obj/kore/%.o)
KORE_OVER    := core/http/kore_overrides.h

$(B)/obj/kore/platform.h: $(KORE)/misc/linux-platform.sh
	@mkdir -p $(@D)
	$< > $@
$(B)/obj/kore/%.o: $(KORE)/src/%.c $(KORE_OVER) $(B)/obj/kore/platform.h
	$(CC) $(CSTD) -w -g -O2 $(if $(SAN),-fsanitize=address) -fPIC -fvisibility=hidden -fstack-protector-strong \
	  $(KORE_DEFS) -DPREFIX='"$(PREFIX)"' -Dmain=kore_main -include $(KORE_OVER) \
	  -I$(B)/obj/kore -I$(KORE)/include/kore -c $< -o $@

# --- the executable and the plugins -------------------------------------------
PREFIX       ?= /usr/local
MAIN_OBJS    := $(patsubst core/%.c,$(B)/obj/main/%.o,$(wildcard core/*.c))
ALL_LIBS     := $(FLOORS:%=$(B)/libvt_%.a)
ALL_PKGS     := $(sort $(foreach f,$(FLOORS),$(PKGS_$(f))))
PLUGINS      := $(sort $(foreach d,$(wildcard plugins/*),$(if $(wildcard $(d)/*.c),$(notdir $(d)))))
PLUGIN_FILES := $(PLUGINS:%=$(B)/plugins/%.so)
# Libraries that a plugin links by itself: LIBS_<name>.
LIBS_oai     := -lsodium

.PHONY: all clean install help
all: $(B)/vartai $(PLUGIN_FILES) ## the program and its plugins (SAN=1: the same in build/asan)

$(B)/obj/main/%.o: core/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Icore $(call pkg,$(ALL_PKGS),--cflags) -c $< -o $@
# Whole archives and -rdynamic: plugins find every VT_API symbol in the program.
$(B)/vartai: $(MAIN_OBJS) $(KORE_OBJS) $(ALL_LIBS)
	$(CC) -rdynamic $(MAIN_OBJS) $(KORE_OBJS) -Wl,--whole-archive $(ALL_LIBS) -Wl,--no-whole-archive \
	  $(LDFLAGS) $(call pkg,$(ALL_PKGS),--libs) $(LIBS_core) -o $@

define PLUGIN
$(B)/obj/plugins/$(1)/%.o: plugins/$(1)/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -iquote core/api -iquote plugins/$(1) -c $$< -o $$@
$(B)/plugins/$(1).so: $(patsubst plugins/$(1)/%.c,$(B)/obj/plugins/$(1)/%.o,$(wildcard plugins/$(1)/*.c))
	@mkdir -p $$(@D)
	$$(CC) -shared $$^ $$(LDFLAGS) $$(LIBS_$(1)) -o $$@
endef
$(foreach p,$(PLUGINS),$(eval $(call PLUGIN,$(p))))

install: all ## to DESTDIR/PREFIX (/usr/local)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin lib/vartai/plugins include/vartai share/vartai/conf)
	install -m 755 $(B)/vartai $(DESTDIR)$(PREFIX)/bin/vartai
	install -m 644 $(PLUGIN_FILES) $(DESTDIR)$(PREFIX)/lib/vartai/plugins/
	install -m 644 core/api/*.h $(DESTDIR)$(PREFIX)/include/vartai/
	install -m 644 $(wildcard conf/*) $(DESTDIR)$(PREFIX)/share/vartai/conf/
	cp -R templates $(if $(wildcard $(B)/vendor),$(B)/vendor) $(DESTDIR)$(PREFIX)/share/vartai/

clean: ## removes build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' $(MAKEFILE_LIST) | while read -r t h; do printf '  %-10s %s\n' "$$t" "$$h"; done

-include $(shell find $(B) -name '*.d' 2>/dev/null)
