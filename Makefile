# SPDX-License-Identifier: Apache-2.0
# Vartai: `make help` lists the targets.

SHELL := /bin/bash
.DEFAULT_GOAL := all
JOBS := -j$(shell nproc)
# V=1 shows each command whole.
Q    := $(if $(V),,@)
say   = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

# SAN=1 builds everything again under AddressSanitizer and UBSan, in build/asan;
# TSAN=1 under ThreadSanitizer, in build/tsan.
B := build$(if $(FUZZ),/fuzz,$(if $(SAN),/asan,$(if $(TSAN),/tsan)))
ifdef FUZZ
SAN  := 1
CC   := $(if $(shell command -v clang),clang,gcc)
endif

PKGS_base     := yaml-0.1 libsodium
PKGS_text     := libxml-2.0 glib-2.0
PKGS_catalog  := sqlite3
PKGS_media    := vips gmodule-2.0 libtiff-4 libturbojpeg libjpeg
PKGS_cache    := hiredis
PKGS_ingest   := libxslt libexslt yaz libzip
PKGS_http     := zlib openssl
# Loops over pixels; where libvips has its modules, of which we want one (codec_vips.c).
CFLAGS_media  = $(if $(SANITIZER),,-O3) -DVT_VIPS_MODULES='"$(shell pkg-config --variable=libdir vips)"'
CFLAGS_http   = -isystem $(KORE)/include/kore $(KORE_DEFS)
# The tests of http load plugins, which look for the core's functions in them.
TEST_LINK_http := -rdynamic
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
SANITIZER := $(if $(SAN),-fsanitize=address$(,)undefined,$(if $(TSAN),-fsanitize=thread))
OPT     := $(if $(SANITIZER),-O1 $(SANITIZER) $(if $(SAN),-fno-sanitize-recover=undefined) -fno-omit-frame-pointer,-O2 -D_FORTIFY_SOURCE=2)
# libFuzzer where there is clang; else tests/fuzz/replay.c stands for it.
FUZZER  := $(if $(FUZZ),$(findstring clang,$(CC)))
OPT     += $(if $(FUZZER),-fsanitize=fuzzer-no-link -Wno-unknown-warning-option)
CFLAGS  += $(CSTD) -g $(OPT) -fPIC -fvisibility=hidden -fstack-protector-strong $(WARN) -MMD -MP
LDFLAGS += -Wl,-z,relro,-z,now $(SANITIZER)
# Tests are compiled often and run once; where there is gold it links them in a quarter of the time.
CFLAGS_TEST  = $(CFLAGS) -O0 -U_FORTIFY_SOURCE
LDFLAGS_TEST := $(LDFLAGS) $(if $(shell command -v ld.gold),-fuse-ld=gold)

# What pkg-config says, asked once a run for each list of packages.
pkg_key = pkg$(2)_$(subst $() $(),_,$(strip $(1)))
pkg = $(if $(strip $(1)),$(or $($(pkg_key)),$(eval $(pkg_key) := $(shell pkg-config $(2) $(1)))$($(pkg_key))))
floor_objs = $(patsubst core/$(1)/%.c,$(B)/obj/$(1)/%.o,$(wildcard core/$(1)/*.c core/$(1)/*/*.c))
floor_libs = $(foreach f,$(BELOW_$(1)),$(B)/libvt_$(f).a)
floor_pkgs = $(sort $(foreach f,$(BELOW_$(1)),$(PKGS_$(f))))

# --- the floors -----------------------------------------------------------
define FLOOR
$(B)/obj/$(1)/%.o: core/$(1)/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$<)
	$$(Q)$$(CC) $$(CFLAGS) -Icore $$(CFLAGS_$(1)) $$(call pkg,$$(call floor_pkgs,$(1)),--cflags) -c $$< -o $$@
$(B)/libvt_$(1).a: $$(call floor_objs,$(1))
	$$(call say,AR,$$@)
	@rm -f $$@; $$(AR) rcs $$@ $$^
$(B)/tests/$(1)/%: tests/unit/$(1)/%.c $$(call floor_libs,$(1))
	@mkdir -p $$(@D)
	$$(call say,TEST,$$@)
	$$(Q)$$(CC) $$(CFLAGS_TEST) -Icore -Itests/unit $$(call pkg,$$(call floor_pkgs,$(1)) cmocka,--cflags) $$< -o $$@ \
	  $$(TEST_LINK_$(1)) $$(LDFLAGS_TEST) -Wl,--start-group $$(call floor_libs,$(1)) -Wl,--end-group $$(call pkg,$$(call floor_pkgs,$(1)) cmocka,--libs) $$(LIBS_core)
endef
$(foreach f,$(FLOORS),$(eval $(call FLOOR,$(f))))

# The assembler reads these into it, and the compiler does not see that.
$(B)/obj/catalog/schema/schema.o: $(wildcard core/catalog/schema/*.sql)

# --- Kore: its source as the Debian package installs it ----------------------
# Without its HTTP, its configuration file and its command line; what is replaced
# is listed in core/http/server/kore_overrides.h.
KORE         ?= /usr/share/kore
KORE_DEFS    := -DKORE_NO_HTTP -DKORE_SINGLE_BINARY
KORE_FILES   := buf connection domain fileref json keymgr kore linux mem module msg net pool \
                runtime seccomp timer utils worker
KORE_OBJS    := $(KORE_FILES:%=$(B)/obj/kore/%.o)
KORE_OVER    := core/http/server/kore_overrides.h

$(B)/obj/kore/platform.h: $(KORE)/misc/linux-platform.sh
	@mkdir -p $(@D)
	$< > $@
$(B)/obj/kore/%.o: $(KORE)/src/%.c $(KORE_OVER) $(B)/obj/kore/platform.h
	$(call say,KORE,$<)
	$(Q)$(CC) $(CSTD) -w -g -O2 $(if $(SAN),-fsanitize=address,$(if $(TSAN),-fsanitize=thread)) -fPIC -fvisibility=hidden -fstack-protector-strong \
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
LIBS_site    := -lsodium -lsqlite3 -lm
LIBS_iiif_image := -lm
LIBS_analytics := -lsodium -lsqlite3 -lpcre2-8 -lmaxminddb
LIBS_exhibitions := -lcmark -lqrencode -lzip -lz -lsodium -lm -lpthread

.PHONY: all clean install help deps deps-test demo collection run test unit fuzz fuzz-run fuzz-seeds http conformance plugin-test browser fault real around bench bench-oai bench-image bench-presentation bench-search bench-usage bench-site lighthouse vendor
all: $(B)/vartai $(PLUGIN_FILES) ## the program and its plugins (SAN=1: the same in build/asan)

$(B)/obj/main/%.o: core/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CFLAGS) -Icore $(call pkg,$(ALL_PKGS),--cflags) -c $< -o $@
# Whole archives and -rdynamic: plugins find every VT_API symbol in the program.
$(B)/vartai: $(MAIN_OBJS) $(KORE_OBJS) $(ALL_LIBS)
	$(call say,LINK,$@)
	$(Q)$(CC) -rdynamic $(MAIN_OBJS) $(KORE_OBJS) -Wl,--whole-archive $(ALL_LIBS) -Wl,--no-whole-archive \
	  $(LDFLAGS) $(call pkg,$(ALL_PKGS),--libs) $(LIBS_core) -o $@

define PLUGIN
$(B)/obj/plugins/$(1)/%.o: plugins/$(1)/%.c
	@mkdir -p $$(@D)
	$$(call say,CC,$$<)
	$$(Q)$$(CC) $$(CFLAGS) -iquote core/api -iquote plugins/$(1) -c $$< -o $$@
$(B)/plugins/$(1).so: $(patsubst plugins/$(1)/%.c,$(B)/obj/plugins/$(1)/%.o,$(wildcard plugins/$(1)/*.c plugins/$(1)/*/*.c))
	@mkdir -p $$(@D)
	$$(call say,LINK,$$@)
	$$(Q)$$(CC) -shared $$^ $$(LDFLAGS) $$(LIBS_$(1)) -o $$@
endef
$(foreach p,$(PLUGINS),$(eval $(call PLUGIN,$(p))))

install: all ## to DESTDIR/PREFIX (/usr/local)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin lib/vartai/plugins include/vartai share/vartai/conf/profiles share/vartai/conf/reports)
	install -m 755 $(B)/vartai $(DESTDIR)$(PREFIX)/bin/vartai
	install -m 644 $(PLUGIN_FILES) $(DESTDIR)$(PREFIX)/lib/vartai/plugins/
	install -m 644 core/api/*.h $(DESTDIR)$(PREFIX)/include/vartai/
	install -m 644 $(wildcard conf/*.*) $(DESTDIR)$(PREFIX)/share/vartai/conf/
	install -m 644 $(wildcard conf/profiles/*) $(DESTDIR)$(PREFIX)/share/vartai/conf/profiles/
	install -m 644 $(wildcard conf/reports/*) $(DESTDIR)$(PREFIX)/share/vartai/conf/reports/
	cp -R templates $(if $(wildcard $(B)/vendor),$(B)/vendor) $(DESTDIR)$(PREFIX)/share/vartai/

clean: ## removes build/
	rm -rf build

# --- what Debian and npm bring -------------------------------------------------
RUN_PACKAGES   := gcc libc6-dev pkg-config ca-certificates kore libyaml-dev libsodium-dev \
  libxml2-dev libglib2.0-dev libxslt1-dev libsqlite3-dev libstemmer-dev libvips-dev libtiff-dev \
  libturbojpeg0-dev libjpeg62-turbo-dev libyaz-dev libzip-dev zlib1g-dev libssl-dev libhiredis-dev libpcre2-dev libmaxminddb-dev libcmark-dev libqrencode-dev \
  nodejs npm \
  python3 $(shell sed -n 's/^    \(python3-gi .*\)/\1/p' tests/collection/README.md)
TEST_PACKAGES  := libcmocka-dev redis-server sqlite3 libxml2-utils libhttp-oai-perl libsaxonhe-java default-jre-headless libcatmandu-oai-perl
BROWSER_PACKAGES := chromium
BENCH_PACKAGES := nginx-light wrk libvips-tools
OAI_PACKAGES   := $(BENCH_PACKAGES) libdancer-plugin-catmandu-oai-perl libdbd-sqlite3-perl starman
IMAGE_PACKAGES := $(BENCH_PACKAGES) iipimage-server
SUDO           := $(if $(filter 0,$(shell id -u)),,sudo)

# Installs what of $(1) is not there yet; node and npm may have come from elsewhere.
need = @missing=$$(for p in $(1); do case $$p in nodejs|npm) command -v $${p%js} >/dev/null && continue;; esac; dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
  if [ -n "$$missing" ]; then echo "installing" $$missing; $(SUDO) apt-get update -q && \
  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q --no-install-recommends $$missing; fi

deps: ## installs by apt what building and the demo need
	$(call need,$(RUN_PACKAGES))
deps-test:
	$(call need,$(RUN_PACKAGES) $(TEST_PACKAGES))

# Packages that hold a whole program in files of their own; installed as dependencies they
# would bring hundreds of others.  What of one is there in which version says a stamp.
MIRADOR      := mirador@4.0.0
MIRADOR_HASH := uWsE9e2oqSc/lUu+vVwDGhTsycuhGsfZ2KfX6CLfXiT3wgGy6qT9+q5M3V9Zz72hkdIgsJugKesaowmRtYmvrA==
UV           := universalviewer@4.4.0
UV_HASH      := 9OVs6uCzeQYw50jg8k2vEGq6hQFu7kEv9OOAlmqVH9duhrpg1xlIqcMIb2rhNQnAxTQd3R13gxJze9UYkiwdzg==
CLOVER       := @samvera/clover-iiif@3.3.8
CLOVER_HASH  := l28GoZK7qD402LXW/JpZy9FX33hgX0JFNRpcdR6DJhwus6m4WRT9SOPdMSwTDW+w33hWbIyRM2wWcJ4D141JlA==
stamp        = $(1)/.$(lastword $(subst @, ,$(2)))
MIRADOR_AT   := $(call stamp,build/vendor/mirador,$(MIRADOR))
UV_AT        := $(call stamp,build/viewers/uv,$(UV))
CLOVER_AT    := $(call stamp,build/viewers/clover,$(CLOVER))
# Into the folder of the stamp: what $(3) names of package $(1), whose sha512 is $(2).
unpack = @pack=build/pack/$(@F); rm -rf $$pack $(@D) && mkdir -p $$pack $(@D) && \
  npm pack --silent --ignore-scripts --pack-destination $$pack $(1) >/dev/null && \
  { openssl dgst -sha512 -binary $$pack/*.tgz | openssl base64 -A | grep -qxF '$(2)' || \
    { echo "$(1) is not the file whose sha512 is in the Makefile"; exit 1; }; } && \
  tar -xzf $$pack/*.tgz -C $$pack $(3:%=package/%) && mv $(3:%=$$pack/package/%) $(@D)/ && rm -rf $$pack && touch $@

# Browser code of others: exact versions, served from /assets/vendor/.
VENDOR := build/vendor/openseadragon/openseadragon.min.js $(MIRADOR_AT)
vendor: $(VENDOR)
build/vendor/openseadragon/openseadragon.min.js: templates/vendor/package-lock.json
	@rm -rf build/npm && mkdir -p build/npm $(@D)
	cp templates/vendor/package.json $< build/npm/
	cd build/npm && npm ci --silent --ignore-scripts --no-audit --no-fund
	cp build/npm/node_modules/openseadragon/build/openseadragon/openseadragon.min.js $@
tests/node_modules/.stamp: tests/package-lock.json
	cd tests && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(MIRADOR_AT):
	$(call unpack,$(MIRADOR),$(MIRADOR_HASH),LICENSE dist/mirador.min.js)

# Viewers that the browser tests drive.
VIEWERS      := build/viewers/mirador/mirador.min.js $(UV_AT) $(CLOVER_AT) build/viewers/clover-search/clover.js \
                build/viewers/openseadragon/openseadragon.min.js
build/viewers/mirador/mirador.min.js: $(MIRADOR_AT)
	@mkdir -p $(@D)
	cp build/vendor/mirador/mirador.min.js $@
$(UV_AT):
	$(call unpack,$(UV),$(UV_HASH),dist/umd dist/uv.css)
$(CLOVER_AT):
	$(call unpack,$(CLOVER),$(CLOVER_HASH),dist/web-components/index.umd.js)
# Clover's prebuilt component breaks on any search and opens no list of a collection, its modules do not.
build/viewers/clover-search/clover.js: $(addprefix tests/clover/,package.json package-lock.json viewer.js contents.js)
	@rm -rf build/npm-clover && mkdir -p build/npm-clover $(@D)
	cp $^ build/npm-clover/
	cd build/npm-clover && npm ci --silent --ignore-scripts --no-audit --no-fund && \
	  node_modules/.bin/esbuild viewer.js --bundle --minify --format=iife --log-level=error \
	  '--define:process.env.NODE_ENV="production"' --outfile=$(abspath $@)
build/viewers/openseadragon/openseadragon.min.js: tests/node_modules/.stamp
	@mkdir -p $(@D)
	cp tests/node_modules/openseadragon/build/openseadragon/openseadragon.min.js $@

# --- the demo collection --------------------------------------------------------
# Recursive makes: what they need is there only once deps has installed it.
demo: deps ## makes the demo collection and takes it into build/demo
	@$(MAKE) --no-print-directory $(JOBS) collection
collection: all vendor
	/usr/bin/python3 tests/collection/generate.py build/collection
	build/vartai ingest --config conf/demo.yaml build/collection

run: demo ## everything, then serves the demo collection on http://127.0.0.1:8080
	@echo; printf '  %s\n' 'http://127.0.0.1:8080/                           the public pages' \
	  'http://127.0.0.1:8080/en/                        the same in English' \
	  'http://127.0.0.1:8080/iiif/collection/root       IIIF, for viewers' \
	  'http://127.0.0.1:8080/oai?verb=Identify          OAI-PMH, for harvesters' \
	  'http://127.0.0.1:8080/healthz                    whether it is well' 'Ctrl-C ends it.'; echo
	build/vartai serve --config conf/demo.yaml

# --- tests ------------------------------------------------------------------------
UNIT_TESTS := $(foreach f,$(FLOORS) $(PLUGINS),$(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/$(f)/*_test.c)))
# A file that hangs is ended after 40 minutes, where node can do that (from 20.11).
NODE_TEST   = VARTAI=$(B)/vartai node --test $(if $(shell node --help | grep -e '--test-timeout'),--test-timeout=2400000)
# A plugin's test includes the .c files that it tests.
define PLUGIN_TEST
$(B)/tests/$(1)/%: tests/unit/$(1)/%.c $(call floor_libs,text)
	@mkdir -p $$(@D)
	$$(call say,TEST,$$@)
	$$(Q)$$(CC) $$(CFLAGS_TEST) -Icore -Itests/unit -iquote core/api -iquote plugins/$(1) $$(call pkg,$(call floor_pkgs,text) cmocka,--cflags) $$< -o $$@ \
	  $$(LDFLAGS_TEST) $(call floor_libs,text) $$(call pkg,$(call floor_pkgs,text) cmocka,--libs) $(LIBS_core) $$(LIBS_$(1))
endef
$(foreach p,$(PLUGINS),$(eval $(call PLUGIN_TEST,$(p))))

# Takes minutes: it decodes every real image in full.
REAL_TEST := $(B)/tests/media/collection_test
# Each of $(2), a program or a file for node, with $(1) set; $(3) or two at a time (TEST_JOBS),
# for tests wait more than they work.  Each prints all that it has to say when it is done.
TEST_JOBS ?= 2
each = @mkdir -p $(B)/tests; rm -f $(B)/tests/failed.$@; printf '%s\n' $(2) | xargs -P $(or $(3),$(TEST_JOBS)) -I{} $(SHELL) -c 't={}; n=$${t\#\#*/}; n=$${n%_fuzz}; \
  case $$t in *.mjs) set -- $(NODE_TEST) $$t;; *_fuzz) set -- $$t $(SEEDS_ARGS) -artifact_prefix=$(B)/$$n- tests/fuzz/corpus/$$n;; *) set -- $$t;; esac; \
  said=$$(env $(1) "$$@" 2>&1); code=$$?; \
  exec 9>> $(B)/tests/failed.$@; flock 9; printf "== %s (%s s)\n%s\n" {} $$SECONDS "$$said"; [ $$code = 0 ] || echo {} >&9'; \
  [ ! -s $(B)/tests/failed.$@ ] || { echo "failed:" $$(cat $(B)/tests/failed.$@); exit 1; }
# The longest first, so that none is left alone at the end.
longest_first = $(1) $(filter-out $(1),$(sort $(2)))
# Some of them wait for threads, clocks and Redis.
UNIT_JOBS ?= 4
UNIT_FIRST := $(addprefix $(B)/tests/,$(addsuffix _test,media/budget media/quality base/spool catalog/facets ingest/crosswalk_sheet ingest/run_tell cache/redis catalog/postings http/shared http/second media/lanes_random))
unit: $(filter-out $(REAL_TEST),$(UNIT_TESTS)) ## unit tests (SAN=1, TSAN=1: under the sanitizers)
	$(call each,$(if $(TSAN),TSAN_OPTIONS=suppressions=$(CURDIR)/tests/unit/tsan.supp:ignore_noninstrumented_modules=1),$(call longest_first,$(UNIT_FIRST),$^) $(wildcard tests/unit/*.test.mjs),$(UNIT_JOBS))
# Those that look at the time that something takes: with nobody but each other, the one of Redis,
# which mostly waits, beside the rest.
HTTP_ALONE := $(addprefix tests/http/,$(addsuffix .test.mjs,6_redis 1_core_load 1_core_wire 8_activity))
# The others wait for two thirds of their time.
HTTP_JOBS ?= 4
HTTP_FIRST := $(addprefix tests/http/,$(addsuffix .test.mjs,9_usage_replay 1_core_root 2_oai_status 3_image_edges 4_presentation_lint 4_presentation_long 9_usage \
  5_site_pages 2_oai_checklist 1_core_command 10_exhibitions_data 5_site_letters 2_oai_harvest 10_exhibitions_folder 3_image_changes 9_usage_reports))
# LeakSanitizer cannot work in a process that is traced.
HTTP_ENV := VARTAI_TRACE=$(if $(SAN),,1)
http: tests/node_modules/.stamp ## every address, the sandbox tracing (SAN=1: not traced, under the sanitizers)
	$(call each,$(HTTP_ENV),$(HTTP_ALONE),2)
	$(call each,$(HTTP_ENV),$(filter-out $(HTTP_ALONE),$(call longest_first,$(HTTP_FIRST),$(wildcard tests/http/*.test.mjs))),$(HTTP_JOBS))
# What is killed and taken in again; build/collection is the whole of it, and slow.
KILL_SOURCE ?= build/collection/04-nemunelio-slenis
FAULT_ENV   := VARTAI_KILL_SOURCE=$(abspath $(KILL_SOURCE))
conformance plugin-test fault real: tests/node_modules/.stamp
conformance: ## clients of other people
	$(call each,,$(call longest_first,tests/conformance/harvesters.test.mjs,$(wildcard tests/conformance/*.test.mjs)))
plugin-test: ## a plugin from outside the tree
	$(call each,,$(wildcard tests/plugin/*.test.mjs))
fault: ## an ingest killed ten times; ten thousand requests and memory; clients that leave and a worker that dies
	$(call each,$(FAULT_ENV),$(sort $(wildcard tests/fault/*.test.mjs)),1)
real: $(REAL_TEST) ## real objects and records
	$(call each,,$(REAL_TEST) $(wildcard tests/real/*.test.mjs),1)
# Its files, the longest first; a viewer waits for its own animations now and then.
BROWSER_JOBS ?= 3
BROWSER_FIRST := $(addprefix tests/browser/,$(addsuffix .test.mjs,access search viewers exhibition_offline defects exhibitions exhibition_viewers pages))
browser: vendor tests/node_modules/.stamp $(VIEWERS) ## viewers and our pages in Chromium (UPDATE_SCREENSHOT=1: README's picture)
	$(call need,$(BROWSER_PACKAGES))
	$(call each,,$(call longest_first,$(BROWSER_FIRST),$(wildcard tests/browser/*.test.mjs)),$(BROWSER_JOBS))
# These four at once: where one waits, another works.
AROUND_FIRST := $(addsuffix .test.mjs,$(addprefix tests/,real/edm_formats conformance/harvesters fault/image_files fault/image conformance/discovery))
around: all $(REAL_TEST) tests/node_modules/.stamp ## conformance, plugin-test, fault and real
	$(call each,$(FAULT_ENV),$(call longest_first,$(AROUND_FIRST),$(REAL_TEST) $(wildcard $(addprefix tests/,$(addsuffix /*.test.mjs,conformance plugin fault real)))))

bench: ## measurements beside nginx and vips, to build/bench/*.json
	$(call need,$(RUN_PACKAGES) $(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) collection
	node tests/bench/bench.mjs
bench-oai: ## OAI-PMH over a million records, beside nginx and Catmandu, to build/bench/oai-million.json
	$(call need,$(RUN_PACKAGES) $(OAI_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) all
	node tests/bench/bench.mjs oai-million
bench-image: ## the Image API beside nginx and iipimage-server, to build/bench/image.json
	$(call need,$(RUN_PACKAGES) $(IMAGE_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) collection
	node tests/bench/bench.mjs image
bench-presentation: ## manifests of 1,000 pages, made anew and kept, to build/bench/presentation.json
	$(call need,$(RUN_PACKAGES) $(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) all
	node tests/bench/bench.mjs presentation

bench-search: ## search in texts: speed of taking in, sizes, questions, to build/bench/search.json (BENCH_SEARCH_PAGES, 10000)
	$(call need,$(RUN_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) all $(B)/bench/search_corpus
	node tests/bench/bench.mjs search
$(B)/bench/%: tests/bench/%.c $(ALL_LIBS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -Icore $(call pkg,$(ALL_PKGS),--cflags) $< -o $@ $(LDFLAGS) -Wl,--start-group $(ALL_LIBS) \
	  -Wl,--end-group $(call pkg,$(ALL_PKGS),--libs) $(LIBS_core)

bench-usage: ## what counting usage costs, and how fast it is summed up and reported, to build/bench/usage.json
	$(call need,$(RUN_PACKAGES) $(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) collection
	node tests/bench/bench.mjs usage

bench-site: ## searching with facets over 100,000 objects (BENCH_SITE_OBJECTS), the home page, to build/bench/site.json
	$(call need,$(RUN_PACKAGES) $(BENCH_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) collection
	node tests/bench/bench.mjs site

lighthouse: vendor tests/lighthouse/node_modules/.stamp ## Lighthouse over our kinds of pages, as on a telephone, to build/bench/lighthouse.json (LIGHTHOUSE_PATHS)
	$(call need,$(BROWSER_PACKAGES))
	@$(MAKE) --no-print-directory $(JOBS) collection
	VARTAI=$(B)/vartai node tests/lighthouse/run.mjs $(LIGHTHOUSE_PATHS)
tests/lighthouse/node_modules/.stamp: tests/lighthouse/package-lock.json
	cd tests/lighthouse && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

# One step of the tests: its name, how long it took, and the end of it all if it failed.
step = @printf '\n=== %s\n' "$(1)"; begun=$$(date +%s); \
  $(MAKE) --no-print-directory $(JOBS) $(1) && echo "=== $(1): $$(( $$(date +%s) - begun )) s"
test: deps-test ## installs what the tests need and runs them, step by step
	$(call step,all)
	$(call step,unit)
	$(call step,collection)
	$(call step,http)
	$(call step,around)
	$(call step,browser)
	$(call step,all SAN=1)
	$(call step,unit SAN=1)
	$(call step,fuzz-seeds SAN=1)
	$(call step,http SAN=1)

# --- parsers of strangers' bytes ------------------------------------------------
# Each target links what it needs of all floors; a plugin's includes its .c files.
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_SECONDS ?= 10
FUZZ_PLUGINS := analytics exhibitions files iiif_image oai site
FUZZ_MAIN    := $(if $(FUZZER),,$(B)/obj/fuzz/replay.o)
$(B)/obj/fuzz/replay.o: tests/fuzz/replay.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -c $< -o $@
$(B)/%_fuzz: tests/fuzz/%_fuzz.c $(FUZZ_MAIN) $(ALL_LIBS)
	@mkdir -p $(@D)
	$(call say,FUZZ,$@)
	$(Q)$(CC) $(if $(FUZZ),$(CFLAGS),$(CFLAGS_TEST)) -Icore $(FUZZ_PLUGINS:%=-Iplugins/%) -iquote core/api $(call pkg,$(ALL_PKGS),--cflags) $< \
	  $(or $(FUZZ_MAIN),-fsanitize=fuzzer) $(if $(FUZZ),$(LDFLAGS),$(LDFLAGS_TEST)) -Wl,--start-group $(ALL_LIBS) -Wl,--end-group \
	  $(call pkg,$(ALL_PKGS),--libs) $(LIBS_core) -lcmark -o $@
fuzz: ## each parser of strangers' bytes, FUZZ_SECONDS (10) each
	@$(MAKE) --no-print-directory $(JOBS) FUZZ=1 fuzz-run
fuzz-run: $(FUZZ_TARGETS)
	@failed=; for t in $^; do n=$$(basename $$t _fuzz); mkdir -p $(B)/found/$$n; echo "== $$n"; \
	  $$t -max_total_time=$(FUZZ_SECONDS) -timeout=20 -verbosity=0 -artifact_prefix=$(B)/$$n- $(B)/found/$$n tests/fuzz/corpus/$$n \
	    || failed="$$failed $$n"; done; \
	[ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }

# The changes are the same each time, so this is no game of chance; the time is for what is slow.
SEEDS_ARGS := -runs=1000 -max_total_time=2
fuzz-seeds: $(FUZZ_TARGETS) ## each of them over its seeds, as they are and a thousand times changed (SAN=1: under the sanitizers)
	$(call each,,$^)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' $(MAKEFILE_LIST) | while read -r t h; do printf '  %-12s %s\n' "$$t" "$$h"; done

-include $(shell find $(B) -name '*.d' 2>/dev/null)
