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
OPT     := $(if $(SAN),-O1 -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer,-O2 -D_FORTIFY_SOURCE=2)
,       := ,
OPT     := $(if $(SAN),-O1 -fsanitize=address$(,)undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer,-O2 -D_FORTIFY_SOURCE=2)
CFLAGS  += $(CSTD) -g $(OPT) -fPIC -fvisibility=hidden -fstack-protector-strong $(WARN) -MMD -MP
LDFLAGS += -Wl,-z,relro,-z,now $(if $(SAN),-fsanitize=address$(,)undefined)

pkg = $(if $(strip $(1)),$(shell pkg-config $(2) $(1)))
floor_objs = $(patsubst core/$(1)/%.c,$(B)/obj/$(1)/%.o,$(wildcard core/$(1)/*.c))
floor_libs = $(foreach f,$(BELOW_$(1)),$(B)/libvt_$(f).a)
floor_pkgs = $(sort $(foreach f,$(BELOW_$(1)),$(PKGS_$(f))))

# --- the floors -----------------------------------------------------------
define FLOOR
$(B)/obj/$(1)/%.o: core/$(1)/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -Icore $$(call pkg,$$(call floor_pkgs,$(1)),--cflags) -c $$< -o $$@
$(B)/libvt_$(1).a: $$(call floor_objs,$(1))
	@rm -f $$@; $$(AR) rcs $$@ $$^
$(B)/tests/$(1)/%: tests/unit/$(1)/%.c $$(call floor_libs,$(1))
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -Icore -Itests/unit $$(call pkg,$$(call floor_pkgs,$(1)) cmocka,--cflags) $$< -o $$@ \
	  $$(LDFLAGS) -Wl,--start-group $$(call floor_libs,$(1)) -Wl,--end-group $$(call pkg,$$(call floor_pkgs,$(1)) cmocka,--libs) -lm -lpthread -ldl
endef
$(foreach f,$(FLOORS),$(eval $(call FLOOR,$(f))))

-include $(shell find $(B) -name '*.d' 2>/dev/null)
