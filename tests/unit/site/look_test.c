/* SPDX-License-Identifier: Apache-2.0 */
/* Colours that can be read, and what a reader has chosen. */
#include "vt_test.h"


#include "library/site_colour.c"
#include "library/site_preferences.c"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Of what the files call, nothing here goes so far. */
void site_start_bare(struct site_call *c, struct vt_request *q, struct vt_response *s) { (void)c; (void)q; (void)s; }
struct vt_arena *vt_request_arena(const struct vt_request *q) { (void)q; return (NULL); }
void site_head(struct site_call *c, struct vt_str path) { (void)c; (void)path; }
struct vt_str site_url(struct site_call *c, struct vt_str p, const char *path, struct vt_str v) { (void)c; (void)p; (void)path; return (v); }
bool vt_request_arg(const struct vt_request *q, const char *n, struct vt_str *v) { (void)q; (void)n; (void)v; return (false); }
struct vt_str vt_request_header(const struct vt_request *q, const char *n) { (void)q; (void)n; return (VT_STR_NONE); }
struct vt_str vt_request_prefix(const struct vt_request *q) { (void)q; return (VT_STR_NONE); }
void vt_request_note(struct vt_request *q, struct vt_str n) { (void)q; (void)n; }
struct vt_str vt_request_base_url(const struct vt_request *q) { (void)q; return (VT_STR_NONE); }
struct vt_str vt_message(struct vt_request *q, const char *k) { (void)q; (void)k; return (VT_STR_NONE); }
vt_err vt_page(struct vt_request *q, struct vt_response *s, const char *n, struct vt_value *d) { (void)q; (void)s; (void)n; (void)d; return (VT_OK); }
void vt_response_type(struct vt_response *s, const char *t) { (void)s; (void)t; }
void vt_response_header(struct vt_response *s, const char *n, struct vt_str v) { (void)s; (void)n; (void)v; }
void vt_response_cache_control(struct vt_response *s, const char *v) { (void)s; (void)v; }
struct vt_buf *vt_response_body(struct vt_response *s) { (void)s; return (NULL); }
void vt_response_redirect(struct vt_response *s, int n, struct vt_str l) { (void)s; (void)n; (void)l; }
vt_err vt_response_error(const struct vt_response *s) { (void)s; return (VT_OK); }

static void
contrasts(void **state)
{
	static const struct {
		const char	*a, *b;
		int		 hundredths;	/* as WebAIM's checker has it */
	} rows[] = {
		{ "#000000", "#ffffff", 2100 }, { "#ffffff", "#ffffff", 100 },
		{ "#777777", "#ffffff", 448 }, { "#0000ff", "#ffffff", 859 },
		{ "#595959", "#FFFFFF", 700 }, { "#ff0000", "#00ff00", 291 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct site_colour a, b;

		assert_true(site_colour_read(vt_str_of(rows[i].a), &a));
		assert_true(site_colour_read(vt_str_of(rows[i].b), &b));
		assert_in_range((int)(site_colour_contrast(a, b) * 100 + .5), rows[i].hundredths - 2,
		    rows[i].hundredths + 2);
	}
}

static void
colours_that_are_none(void **state)
{
	static const char *const wrong[] = { "", "#", "#12372", "#12372aa", "12372a#", "#12372g",
		"#12 37a", "green", "rgb(0,0,0)" };
	struct site_colour c;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_false(site_colour_read(vt_str_of(wrong[i]), &c));
}

/* Whatever colour is taken, links of it can be read by night and its button by day. */
static void
each_colour_can_be_read(void **state)
{
	struct site_conf conf = { .accent = "#f0b95b" };
	char text[8];
	int taken = 0;

	(void)state;
	for (unsigned i = 0; i < 512; i++) {
		struct site_colour c = { (uint8_t)((i >> 6) * 36), (uint8_t)((i >> 3 & 7) * 36),
			(uint8_t)((i & 7) * 36) };
		struct site_colour night = site_colour_by_night(c, site_night, 7.0);
		struct vt_buf css;

		vt_buf_init(&css, 0);
		(void)snprintf(text, sizeof(text), "#%02x%02x%02x", c.r, c.g, c.b);
		conf.colour = conf.accent = text;
		assert_true(site_colour_contrast(night, site_night) >= 7.0);
		if (site_colours(&conf, &css) == VT_OK) {
			taken++;
			assert_true(site_colour_contrast(c, site_white) >= 4.5);
			assert_true(site_colour_contrast(c, site_paper) >= 4.5);
			vt_test_has(css.p, "--own-bar:");
		} else {
			vt_test_has(vt_fail_text(VT_E_BADARG), "is too light");
		}
		vt_buf_fini(&css);
	}
	assert_in_range(taken, 100, 400);
}

/* Hues stay what they were. */
static void
by_night(void **state)
{
	static const struct {
		struct site_colour	day;
		char			most;
	} rows[] = { { { 0x7a, 0, 0x19 }, 'r' }, { { 0x12, 0x37, 0x2a }, 'g' }, { { 0, 0x3a, 0x70 }, 'b' } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct site_colour c = site_colour_by_night(rows[i].day, site_night, 7.0);

		assert_int_equal(c.r >= c.g && c.r >= c.b ? 'r' : c.g >= c.b ? 'g' : 'b', rows[i].most);
		assert_true(site_colour_contrast(c, site_night) < 9.0);
	}
	assert_int_equal(site_colour_by_night(site_ink, site_night, 7.0).r, site_colour_by_night(site_ink, site_night, 7.0).b);
}

static void
cookies(void **state)
{
	static const struct {
		const char	*header;
		int		 chosen[SITE_CHOICES];
	} rows[] = {
		{ "", { 0 } }, { "vartai_view=", { 0 } }, { "vartai_view", { 0 } },
		{ "vartai_view=150.wide.dark.less", { 2, 1, 2, 1 } },
		{ "a=b; vartai_view=200.normal.light.device; c=d", { 3, 0, 1, 0 } },
		{ "xvartai_view=200.wide.dark.less", { 0 } },
		{ "vartai_view=125", { 1, 0, 0, 0 } },
		{ "vartai_view=9999.wide.<script>.less", { 0, 1, 0, 1 } },
		{ "vartai_view=...less", { 0, 0, 0, 1 } },
		{ "vartai_view=200.wide.dark.less.200.200", { 3, 1, 2, 1 } },
		{ ";;;=;;vartai_view=125;", { 1, 0, 0, 0 } },
		{ "vartai_view=125; vartai_view=200", { 1, 0, 0, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct site_preferences p;

		site_preferences_parse(vt_str_of(rows[i].header), &p);
		for (int k = 0; k < SITE_CHOICES; k++)
			assert_int_equal(p.chosen[k], rows[i].chosen[k]);
	}
}

static void
sheets(void **state)
{
	struct site_preferences p = { .chosen = { 2, 1, 2, 1 } };
	struct vt_buf css;

	(void)state;
	vt_buf_init(&css, 0);
	site_preferences_css(&p, &css);
	vt_test_has(css.p, "html{font-size:168.75%}");
	vt_test_has(css.p, "letter-spacing:.12em");
	vt_test_has(css.p, "color-scheme:dark");
	vt_test_has(css.p, "animation:none!important");
	vt_buf_reset(&css);
	p = (struct site_preferences){ .chosen = { 0 } };
	site_preferences_css(&p, &css);
	assert_int_equal(css.len, 0);
	vt_buf_fini(&css);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrasts),
		cmocka_unit_test(colours_that_are_none),
		cmocka_unit_test(each_colour_can_be_read),
		cmocka_unit_test(by_night),
		cmocka_unit_test(cookies),
		cmocka_unit_test(sheets),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
