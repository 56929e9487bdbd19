/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plugins as their authors and operators meet them: compiled here from source
 * with the headers of core/api, the way plugins/README.md says, then loaded.
 * To be run from the top of the tree; needs a C compiler ($CC or cc).
 */
#include "gate.h"


/* One source for all; what differs is said with -D. */
static const char source[] =
    "#include \"vartai.h\"\n"
    "#include <stdio.h>\n"
    "#ifndef NAME\n#define NAME \"one\"\n#endif\n"
    "#ifndef PATTERN\n#define PATTERN \"/\" NAME \"/{id}\"\n#endif\n"
    "#ifndef LINK\n#define LINK NAME \".thing\"\n#endif\n"
    "#ifdef MAJOR\n#undef VT_ABI_MAJOR\n#define VT_ABI_MAJOR MAJOR\n#endif\n"
    "#ifdef MINOR\n#undef VT_ABI_MINOR\n#define VT_ABI_MINOR MINOR\n#endif\n"
    "#ifdef MAGIC\n#undef VT_PLUGIN_MAGIC\n#define VT_PLUGIN_MAGIC MAGIC\n#endif\n"
    "#ifndef SIZE\n#define SIZE sizeof(struct vt_plugin)\n#endif\n"
    "#ifndef START\n#define START VT_OK\n#endif\n"
    "#ifndef OFFSET\n#define OFFSET offsetof(struct conf, number)\n#endif\n"
    "struct conf { const char *log; int64_t number; };\n"
    "static void note(const struct conf *c, const char *what) {\n"
    "	FILE *f = fopen(c->log, \"a\");\n"
    "	if (f != NULL) { fprintf(f, \"%s %s %d;\", what, NAME, (int)c->number); fclose(f); }\n"
    "}\n"
    "static vt_err configure(struct vt_boot *b, const void *conf, void **state_r) {\n"
    "	(void)b; (void)state_r; note(conf, \"configure\"); return (VT_OK);\n"
    "}\n"
    "static vt_err start(struct vt_worker *w, void *s) {\n"
    "	(void)w; note(s, \"start\"); return (START);\n"
    "}\n"
    "static void stop(struct vt_worker *w, void *s) { (void)w; note(s, \"stop\"); }\n"
    "static vt_err answer(struct vt_request *req, struct vt_response *res) {\n"
    "	(void)req; (void)res; return (VT_OK);\n"
    "}\n"
    "#ifdef UNDEFINED\nint vt_no_such_call(void);\nint (*undefined)(void) = vt_no_such_call;\n"
    "#endif\n"
    "static int run(struct vt_boot *b, const void *c, int argc, char **argv) {\n"
    "	(void)b; (void)c; (void)argv; return (argc);\n"
    "}\n"
    "static const struct vt_option options[] = {\n"
    "	{ .key = \"log\", .dflt = \"/dev/null\", .type = VT_OPT_PATH,\n"
    "	  .offset = offsetof(struct conf, log), .help = \"where calls are noted\" },\n"
    "	{ .key = \"number\", .dflt = \"7\", .type = VT_OPT_INT, .min = 1, .max = 9,\n"
    "	  .offset = OFFSET, .help = \"a number\" },\n"
    "	{ .key = NULL }\n};\n"
    "static const struct vt_route routes[] = {\n"
    "	{ .method = \"GET\", .pattern = PATTERN, .handler = answer }, { .method = NULL }\n};\n"
    "static const struct vt_link links[] = { { LINK, \"/x/{id}\" }, { NULL, NULL } };\n"
    "static const struct vt_command commands[] = {\n"
    "	{ .name = NAME \"-count\", .summary = \"counts\", .usage = \"\", .run = run },\n"
    "	{ .name = NULL }\n};\n"
    "#ifndef NO_SYMBOL\n"
    "extern VT_API const struct vt_plugin vt_plugin;\n"
    "const struct vt_plugin vt_plugin = { .magic = VT_PLUGIN_MAGIC, .size = SIZE,\n"
    "	.abi_major = VT_ABI_MAJOR, .abi_minor = VT_ABI_MINOR, .name = NAME, .version = \"1\",\n"
    "	.summary = \"a test\", .conf_size = sizeof(struct conf), .options = options,\n"
    "	.routes = routes, .links = links, .commands = commands, .configure = configure,\n"
    "	.worker_start = start, .worker_stop = stop };\n"
    "#endif\n";

static bool
can_compile(void)
{
	if (access("core/api/vartai.h", R_OK) == 0 &&
	    system("${CC:-cc} --version >/dev/null 2>&1") == 0)
		return (true);
	print_message("skipped: run it from the top of the tree, with a C compiler\n");
	return (false);
}

/* Compiles file into <dir>/<name>.so. */
static void
build(const struct gate *gate, const char *file, const char *name, const char *defines)
{
	char command[1024];

	(void)snprintf(command, sizeof(command),
		       "${CC:-cc} -std=gnu11 -w -O0 -fPIC -fvisibility=hidden -shared -iquote core/api "
		       "%s -o %s/%s.so %s",
		       defines, gate->dir, name, file);
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void
build_source(const struct gate *gate, const char *name, const char *defines)
{
	char path[256];

	gate_file(gate, "plugin.c", source);
	(void)snprintf(path, sizeof(path), "%s/plugin.c", gate->dir);
	build(gate, path, name, defines);
}

/* Loads "one two" from the test's folder. */
#define TEXT_OF(x) #x
#define TEXT(x)	   TEXT_OF(x)
#define OURS	   TEXT(VT_ABI_MAJOR) "." TEXT(VT_ABI_MINOR)

static vt_err
load(struct gate *gate, const char *names)
{
	static char kept[8][256];
	const char *items[8];
	struct vt_str_list list = { items, 0 };
	struct vt_str rest = vt_str_of(names), name;

	while (vt_str_next(&rest, ' ', &name)) {
		(void)snprintf(kept[list.count], sizeof(kept[0]), "%.*s", VT_STR_ARG(name));
		items[list.count] = kept[list.count];
		list.count++;
	}
	vt_gateway_free(&gate->g);
	return (vt_gateway_new(gate->conf, &gate->options, &list, gate->dir, &gate->g));
}

static void
refused_plugins_are_told_why(void **state)
{
	static const struct {
		const char *name, *defines, *has, *has_too;
	} cases[] = {
		{ "major", "-DMAJOR=99", "ABI 99." TEXT(VT_ABI_MINOR), "has " OURS },
		{ "minor", "-DMINOR=77", "ABI " TEXT(VT_ABI_MAJOR) ".77", "has " OURS },
		{ "magic", "-DMAGIC=1", "no plugin", "VT_PLUGIN()" },
		{ "size", "-DSIZE=8", "8 bytes", "too few" },
		{ "symbol", "-DNO_SYMBOL", "no symbol vt_plugin", "symbol.so" },
		{ "undefined", "-DUNDEFINED", "cannot be loaded", "vt_no_such_call" },
		{ "name", "-DNAME='\"Bad name\"' -DPATTERN='\"/x\"'", "Bad name", "other letters" },
		{ "offset", "-DOFFSET=12", "option number", "conf_size" },
		{ "pattern", "-DPATTERN='\"nowhere\"'", "plugin one", "begin with '/'" },
	};
	struct gate *gate = *state;

	if (!can_compile())
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		vt_err err;

		build_source(gate, cases[i].name, cases[i].defines);
		err = load(gate, cases[i].name);
		assert_int_not_equal(err, VT_OK);
		assert_null(gate->g);
		vt_test_has(vt_fail_text(err), cases[i].has);
		vt_test_has(vt_fail_text(err), cases[i].has_too);
	}
	assert_int_equal(load(gate, "absent"), VT_E_NOTFOUND);
	vt_test_has(vt_fail_text(VT_E_NOTFOUND), "absent.so");
	gate_file(gate, "text.so", "this is no library");
	assert_int_equal(load(gate, "text"), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "text.so");
}

static void
clashes_name_both(void **state)
{
	static const struct {
		const char *defines, *has;
	} cases[] = {
		{ "-DNAME='\"two\"' -DPATTERN='\"/one/{other}\"'",
		  "plugin one and plugin two both claim GET /one/{id}" },
		{ "-DNAME='\"two\"' -DLINK='\"one.thing\"'",
		  "plugin one and plugin two both offer the link one.thing" },
		{ "-DNAME='\"one\"' -DPATTERN='\"/else\"'", "name one is loaded already" },
	};
	struct gate *gate = *state;
	char name[8];

	if (!can_compile())
		skip();
	build_source(gate, "one", "");
	for (int i = 0; i < 3; i++) {
		(void)snprintf(name, sizeof(name), "one c%d", i);
		build_source(gate, name + 4, cases[i].defines);
		assert_int_equal(load(gate, name), VT_E_CONFLICT);
		vt_test_has(vt_fail_text(VT_E_CONFLICT), cases[i].has);
	}
}

/* An older plugin's struct ends earlier: what is missing counts as zero. */
static void
a_shorter_declaration_is_an_older_one(void **state)
{
	struct gate *gate = *state;

	if (!can_compile())
		skip();
	build_source(gate, "one", "-DSIZE='offsetof(struct vt_plugin, commands)'");
	ok(load(gate, "one"));
	ok(vt_gateway_worker_start(gate->g));
	gate_expect(gate, "GET", "/one/x", 200, "");
	assert_null(vt_gateway_command(gate->g, "one-count", NULL, NULL));
}

static void
read_notes(const struct gate *gate, char *text, size_t size)
{
	char path[256];
	FILE *f;
	size_t n;

	(void)snprintf(path, sizeof(path), "%s/notes", gate->dir);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	assert_int_equal(fclose(f), 0);
	assert_int_equal(unlink(path), 0);
}

static void
life_goes_in_order_and_back(void **state)
{
	static const char *const names[] = { "one", "two", "three" };
	struct gate *gate = *state;
	char text[256], notes[512];
	vt_err err;

	if (!can_compile())
		skip();
	build_source(gate, "one", "");
	build_source(gate, "two", "-DNAME='\"two\"'");
	build_source(gate, "three", "-DNAME='\"three\"' -DSTART=VT_E_IO");
	for (int i = 0; i < 3; i++) {
		(void)snprintf(text, sizeof(text), "%s.log=%s/notes", names[i], gate->dir);
		ok(vt_conf_set(gate->conf, text));
	}
	ok(vt_conf_set(gate->conf, "two.number=3"));
	ok(load(gate, "two one"));
	ok(vt_gateway_worker_start(gate->g));
	gate_expect(gate, "GET", "/two/x", 200, "");
	vt_gateway_free(&gate->g);
	read_notes(gate, notes, sizeof(notes));
	assert_string_equal(notes, "configure two 3;configure one 7;start two 3;start one 7;"
				   "stop one 7;stop two 3;");
	/* One that does not start takes those before it along. */
	ok(load(gate, "one two three"));
	err = vt_gateway_worker_start(gate->g);
	assert_int_equal(err, VT_E_IO);
	vt_test_has(vt_fail_text(err), "plugin three did not start");
	read_notes(gate, notes, sizeof(notes));
	assert_string_equal(notes, "configure one 7;configure two 3;configure three 7;"
				   "start one 7;start two 3;start three 7;stop two 3;stop one 7;");
}

static void
options_are_checked(void **state)
{
	static const struct {
		const char *set, *has;
	} cases[] = {
		{ "one.number=10", "number" },
		{ "one.number=many", "number" },
		{ "one.nummer=3", "number" },
		{ "tow.number=3", "tow" },
	};
	static const struct vt_option core_options[] = {
		{ .key = "domain", .dflt = "lib.example", .type = VT_OPT_STR, .help = "" },
		{ .key = "size", .dflt = "4k", .type = VT_OPT_SIZE, .help = "" },
		{ .key = NULL },
	};
	static const struct vt_conf_section core = { "core", "", core_options };
	static const struct vt_conf_section *const sections[] = { &core };
	struct gate *gate = *state;
	const struct vt_command *command;
	struct vt_boot *boot;
	const void *conf;
	int64_t number = 0;
	vt_err err;

	if (!can_compile())
		skip();
	build_source(gate, "one", "");
	gate->options.core_sections = sections;
	gate->options.core_section_count = 1;
	ok(vt_conf_set(gate->conf, "core.size=8M"));
	ok(load(gate, "one"));
	command = vt_gateway_command(gate->g, "one-count", &boot, &conf);
	assert_non_null(command);
	assert_int_equal(command->run(boot, conf, 3, NULL), 3);
	assert_string_equal(vt_boot_option(boot, "core.domain"), "lib.example");
	assert_string_equal(vt_boot_option(boot, "core.size"), "8M");
	ok(vt_boot_option_number(boot, "core.size", &number));
	assert_int_equal(number, 8 << 20);
	assert_int_equal(vt_boot_option_number(boot, "core.domain", &number), VT_E_NOTFOUND);
	assert_int_equal(vt_boot_option_number(boot, "core.nothing", &number), VT_E_NOTFOUND);
	assert_string_equal(vt_boot_option(boot, "data.dir"), gate->data);
	assert_string_equal(vt_boot_option(boot, "server.base_url"), GATE_BASE);
	assert_null(vt_boot_option(boot, "core.nothing"));
	assert_null(vt_boot_option(boot, "nothing"));
	vt_test_has(vt_boot_template_path(boot, "crosswalks/x.xsl"), "/templates/crosswalks/x.xsl");
	assert_null(vt_gateway_command(gate->g, "two-count", &boot, &conf));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vt_conf *before = gate->conf;

		ok(vt_conf_open(NULL, &gate->conf));
		ok(vt_conf_set(gate->conf, cases[i].set));
		err = load(gate, "one");
		assert_int_equal(err, VT_E_BADARG);
		vt_test_has(vt_fail_text(err), cases[i].has);
		vt_conf_free(&gate->conf);
		gate->conf = before;
	}
}

static void
options_are_documented(void **state)
{
	struct gate *gate = *state;
	struct vt_buf out;

	if (!can_compile())
		skip();
	build_source(gate, "one", "");
	ok(load(gate, "one"));
	vt_buf_init(&out, 0);
	vt_gateway_document(gate->g, &out);
	assert_true(vt_str_find(vt_buf_get(&out), VT_STR("one:")) >= 0);
	assert_true(vt_str_find(vt_buf_get(&out), VT_STR("where calls are noted")) >= 0);
	vt_buf_fini(&out);
}

static void
the_skeleton_answers(void **state)
{
	struct gate *gate = *state;
	char path[256];

	if (!can_compile())
		skip();
	build(gate, "plugins/skeleton/skeleton.c", "skeleton", "-Wall -Wextra -Werror");
	ok(vt_conf_set(gate->conf, "skeleton.greeting=Labas"));
	ok(vt_conf_set(gate->conf, "skeleton.name_max=9"));
	/* By its path, as one from outside the tree. */
	(void)snprintf(path, sizeof(path), "%s/skeleton.so", gate->dir);
	ok(load(gate, path));
	ok(vt_gateway_worker_start(gate->g));
	gate_expect(gate, "GET", "/hello/%C5%BDmogus", 200, "Labas, Žmogus!\n");
	gate_expect(gate, "GET", "/hello/a%20long%20name", 400, NULL);
	gate_expect(gate, "POST", "/hello/x", 405, NULL);
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, gate_setup, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(refused_plugins_are_told_why),
		GATE_TEST(clashes_name_both),
		GATE_TEST(a_shorter_declaration_is_an_older_one),
		GATE_TEST(life_goes_in_order_and_back),
		GATE_TEST(options_are_checked),
		GATE_TEST(options_are_documented),
		GATE_TEST(the_skeleton_answers),
	};

	/* What the linker of a sanitised test needs is not the plugins' matter. */
	(void)unsetenv("LD_PRELOAD");
	return (cmocka_run_group_tests_name("plugins", tests, NULL, NULL));
}
