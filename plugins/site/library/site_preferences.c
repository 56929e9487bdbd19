/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a reader wants the pages: size of text, spacing, contrast, motion, chosen
 * on a page without scripts and kept in one cookie.  Pages do not depend on it,
 * so that one copy of a page is right for everybody; what does is a style sheet
 * of a few bytes, /preferences.css, made on the event loop of the cookie alone.
 */
#include "site.h"

#define SITE_COOKIE	 "vartai_view"
#define SITE_COOKIE_DAYS 365
#define SITE_BACK_MAX	 2000	/* bytes of the address to go back to */
#define SITE_TEXT_SIZE	 11250	/* hundredths of a percent: what site.css gives html */

static const char *const site_sizes[] = { "100", "125", "150", "200", NULL };
static const char *const site_spacings[] = { "normal", "wide", NULL };
static const char *const site_contrasts[] = { "device", "light", "dark", NULL };
static const char *const site_motions[] = { "device", "less", NULL };

/* The choices, in the order of the cookie's parts; the first value of each is what
 * one has without choosing. */
static const struct site_choice {
	const char		*name;
	const char *const	*values;
} site_choices[SITE_CHOICES] = {
	{ "size", site_sizes }, { "spacing", site_spacings }, { "contrast", site_contrasts },
	{ "motion", site_motions },
};

static int
site_choice_index(const struct site_choice *choice, struct vt_str value)
{
	for (int i = 0; choice->values[i] != NULL; i++)
		if (vt_str_eq_c(value, choice->values[i]))
			return (i);
	return (-1);
}

/* The value of our cookie among those of "a=b; c=d". */
static struct vt_str
site_cookie(struct vt_str header)
{
	struct vt_str	part, name = VT_STR_NONE;

	while (vt_str_next(&header, ';', &part)) {
		part = vt_str_trim(part);
		if (vt_str_next(&part, '=', &name) && vt_str_eq_c(name, SITE_COOKIE))
			return (part);
	}
	return (VT_STR_NONE);
}

/* A part that is none of its choice's values is as if it were not there. */
void
site_preferences_parse(struct vt_str header, struct site_preferences *p)
{
	struct vt_str	rest = site_cookie(header), part;

	*p = (struct site_preferences){ .chosen = { 0 } };
	for (size_t i = 0; i < SITE_CHOICES && vt_str_next(&rest, '.', &part); i++) {
		int index = site_choice_index(&site_choices[i], part);

		p->chosen[i] = index > 0 ? index : 0;
	}
}

/* --- the style sheet ------------------------------------------------------- */

static const char site_css_wide[] =
	"body{line-height:2;letter-spacing:.12em;word-spacing:.16em}"
	"h1,h2,h3,.card .caption,.shelves .about-it{line-height:1.6}p,li,dd{margin-block-end:1em}\n";
static const char site_css_light[] =
	":root{--paper:#fff;--sheet:#fff;--mat:#fff;--tint:#fff;--foot:#fff;--ink:#000;--soft:#000;"
	"--line:#000;--leaf:#00301f;--button:#00301f;--button-line:#000;--button-over:#000;"
	"--amber:#5a3000;--focus:#5a3000;--bar:#000;--accent:#fff;--on-accent:#000;color-scheme:light}\n";
static const char site_css_dark[] =
	":root{--paper:#000;--sheet:#000;--mat:#000;--tint:#000;--foot:#000;--ink:#fff;--soft:#fff;"
	"--line:#fff;--leaf:#ff0;--button:#000;--button-line:#fff;--button-over:#333;--amber:#ff0;"
	"--focus:#0ff;--bar:#000;--accent:#ff0;--on-accent:#000;color-scheme:dark}\n";
/* --motion is read by zoom.js. */
static const char site_css_still[] =
	":root{--motion:less}\n*,*::before,*::after{transition:none!important;animation:none!important;"
	"scroll-behavior:auto!important}.card a:hover .picture img{transform:none!important}\n";

void
site_preferences_css(const struct site_preferences *p, struct vt_buf *css)
{
	const int	*chosen = p->chosen;
	int64_t		 size = 100;

	if (chosen[SITE_SIZE] > 0) {
		(void)vt_str_to_int(vt_str_of(site_sizes[chosen[SITE_SIZE]]), 100, 200, &size);
		size = size * SITE_TEXT_SIZE / 100;
		/* On a narrow screen a long word may be wider than it at that size. */
		vt_buf_printf(css, "html{font-size:%lld.%02lld%%}body{overflow-wrap:anywhere}\n",
		    (long long)(size / 100), (long long)(size % 100));
	}
	if (chosen[SITE_SPACING] > 0)
		vt_buf_str(css, vt_str_of(site_css_wide));
	if (chosen[SITE_CONTRAST_CHOICE] > 0)
		vt_buf_str(css, vt_str_of(chosen[SITE_CONTRAST_CHOICE] == 1 ? site_css_light :
		    site_css_dark));
	if (chosen[SITE_MOTION] > 0)
		vt_buf_str(css, vt_str_of(site_css_still));
}

/* What was chosen, not what it is, for those who count. */
static void
site_preferences_note(struct vt_request *req, const struct site_preferences *p)
{
	struct vt_buf	note;

	vt_buf_init(&note, 0);
	for (size_t i = 0; i < SITE_CHOICES; i++)
		if (p->chosen[i] > 0)
			vt_buf_printf(&note, "%s%s", note.len > 0 ? " " : VT_NOTE_CHOICE,
			    site_choices[i].name);
	if (note.len > 0)
		vt_request_note(req, vt_buf_get(&note));
	vt_buf_fini(&note);
}

/* Asked for again with each page, and mostly answered by 304. */
vt_err
site_preferences_sheet(struct vt_request *req, struct vt_response *res)
{
	struct site_preferences	p;

	site_preferences_parse(vt_request_header(req, "Cookie"), &p);
	site_preferences_note(req, &p);
	vt_response_type(res, "text/css; charset=utf-8");
	vt_response_cache_control(res, "private, no-cache");
	site_preferences_css(&p, vt_response_body(res));
	return (vt_response_error(res));
}

/* --- the page -------------------------------------------------------------- */

/* A path of ours, as it stands in addresses; anything else is nothing. */
static struct vt_str
site_back(struct vt_request *req)
{
	struct vt_str	back = VT_STR_NONE;

	if (!vt_request_arg(req, "back", &back) || back.len > SITE_BACK_MAX || back.len == 0 ||
	    back.p[0] != '/' || (back.len > 1 && back.p[1] == '/'))
		return (VT_STR_NONE);
	for (size_t i = 0; i < back.len; i++)
		if ((unsigned char)back.p[i] <= ' ' || (unsigned char)back.p[i] >= 0x7f ||
		    strchr("\\\"<>^`{|}#", back.p[i]) != NULL)
			return (VT_STR_NONE);
	return (back);
}

static void
site_preferences_choices(struct site_call *c, const struct site_preferences *p)
{
	struct vt_value	*groups = vt_value_list(c->arena);

	for (size_t i = 0; i < SITE_CHOICES; i++) {
		struct vt_value *group = vt_value_map(c->arena), *list = vt_value_list(c->arena);

		for (int k = 0; site_choices[i].values[k] != NULL; k++) {
			struct vt_value *v = vt_value_map(c->arena);

			vt_value_set_str(v, "value", vt_str_of(site_choices[i].values[k]));
			vt_value_set_bool(v, "is_chosen", p->chosen[i] == k);
			vt_value_add(list, v);
		}
		vt_value_set_str(group, "name", vt_str_of(site_choices[i].name));
		vt_value_set(group, "values", list);
		vt_value_add(groups, group);
	}
	vt_value_set(c->data, "choices", groups);
}

vt_err
site_preferences_page(struct vt_request *req, struct vt_response *res)
{
	struct site_preferences	p;
	struct site_call	c;
	struct vt_str		saved;

	site_start_bare(&c, req, res);
	site_preferences_parse(vt_request_header(req, "Cookie"), &p);
	site_preferences_choices(&c, &p);
	vt_value_set_bool(c.data, "is_saved", vt_request_arg(req, "saved", &saved));
	vt_value_set_str(c.data, "back", site_back(req));
	/* Its own link at the top keeps the way back. */
	vt_value_set_str(c.data, "here", site_url(&c, VT_STR_NONE, "", site_back(req)));
	vt_value_set_str(c.data, "title", vt_message(req, "preferences.title"));
	vt_value_set_bool(c.data, "is_passing", true);
	site_head(&c, VT_STR("/preferences"));
	return (vt_page(req, res, "preferences", c.data));
}

/* "100, 125, 150, 200" */
static struct vt_str
site_choice_values(const struct site_choice *choice, struct vt_arena *a)
{
	struct vt_str	list = VT_STR_NONE;

	for (int i = 0; choice->values[i] != NULL; i++)
		list = vt_str_printf(a, "%.*s%s%s", VT_STR_ARG(list), i > 0 ? ", " : "",
		    choice->values[i]);
	return (list);
}

static vt_err
site_preferences_asked(struct vt_request *req, struct site_preferences *p)
{
	struct vt_str	value;

	*p = (struct site_preferences){ .chosen = { 0 } };
	if (vt_request_arg(req, "reset", &value))
		return (VT_OK);
	for (size_t i = 0; i < SITE_CHOICES; i++) {
		if (!vt_request_arg(req, site_choices[i].name, &value))
			continue;
		p->chosen[i] = site_choice_index(&site_choices[i], value);
		if (p->chosen[i] < 0)
			return (vt_fail(VT_E_BADARG, "%s cannot be \"%.*s\": it must be one of %.*s",
			    site_choices[i].name, VT_STR_ARG(vt_str_sub(value, 0, 40)),
			    VT_STR_ARG(site_choice_values(&site_choices[i],
			    vt_request_arena(req)))));
	}
	return (VT_OK);
}

/* Who has chosen nothing keeps no cookie. */
static void
site_preferences_cookie(struct vt_request *req, struct vt_response *res,
    const struct site_preferences *p)
{
	bool		is_secure = vt_str_starts(vt_request_base_url(req), VT_STR("https:"));
	bool		is_any = false;
	struct vt_buf	cookie;

	vt_buf_init(&cookie, 0);
	vt_buf_printf(&cookie, SITE_COOKIE "=");
	for (size_t i = 0; i < SITE_CHOICES; i++) {
		is_any |= p->chosen[i] > 0;
		vt_buf_printf(&cookie, "%s%s", i > 0 ? "." : "", site_choices[i].values[p->chosen[i]]);
	}
	vt_buf_printf(&cookie, "; Path=/; Max-Age=%d; SameSite=Lax; HttpOnly%s",
	    is_any ? SITE_COOKIE_DAYS * 86400 : 0, is_secure ? "; Secure" : "");
	vt_response_header(res, "Set-Cookie", vt_buf_get(&cookie));
	vt_buf_fini(&cookie);
}

vt_err
site_preferences_save(struct vt_request *req, struct vt_response *res)
{
	struct site_preferences	p;
	struct vt_str		back = site_back(req);
	struct vt_buf		url;
	vt_err			err = site_preferences_asked(req, &p);

	if (err != VT_OK)
		return (err);
	site_preferences_cookie(req, res, &p);
	vt_buf_init(&url, 0);
	vt_buf_str(&url, vt_request_prefix(req));
	vt_buf_printf(&url, "/preferences?saved=1");
	if (back.len > 0) {
		vt_buf_printf(&url, "&back=");
		vt_buf_percent(&url, back);
	}
	vt_response_redirect(res, 303, vt_buf_get(&url));
	vt_buf_fini(&url);
	return (vt_response_error(res));
}
