/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library's colours: read, tried for contrast by WCAG 2.2 (1.4.3), and made
 * into the few values that templates/assets/site.css asks for (--own-…).  What a
 * reader could not read is refused at the start, with the figure.
 */
#include <math.h>

#include "site.h"

#define SITE_CONTRAST	 4.5	/* of text, 1.4.3 */
#define SITE_CONTRAST_DARK 7.0	/* of links on a dark page, whose letters shine */
#define SITE_STEPS	 20	/* of mixing one colour with another */

/* What site.css has: the paper by day and by night, and its ink. */
static const struct site_colour	site_white = { 255, 255, 255 }, site_black = { 0, 0, 0 };
static const struct site_colour	site_paper = { 0xfb, 0xf8, 0xf1 };
static const struct site_colour	site_night = { 0x19, 0x17, 0x12 };
static const struct site_colour	site_ink = { 0x1e, 0x1a, 0x15 };

static int
site_colour_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	return (c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1);
}

bool
site_colour_read(struct vt_str s, struct site_colour *colour_r)
{
	int	parts[3];

	if (s.len != 7 || s.p[0] != '#')
		return (false);
	for (size_t i = 0; i < 3; i++) {
		int high = site_colour_digit(s.p[1 + 2 * i]), low = site_colour_digit(s.p[2 + 2 * i]);

		if (high < 0 || low < 0)
			return (false);
		parts[i] = high * 16 + low;
	}
	*colour_r = (struct site_colour){ (uint8_t)parts[0], (uint8_t)parts[1], (uint8_t)parts[2] };
	return (true);
}

static double
site_colour_linear(uint8_t part)
{
	double	c = part / 255.0;

	return (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
}

static double
site_colour_luminance(struct site_colour c)
{
	return (0.2126 * site_colour_linear(c.r) + 0.7152 * site_colour_linear(c.g) +
	    0.0722 * site_colour_linear(c.b));
}

double
site_colour_contrast(struct site_colour a, struct site_colour b)
{
	double	x = site_colour_luminance(a) + 0.05, y = site_colour_luminance(b) + 0.05;

	return (x > y ? x / y : y / x);
}

static uint8_t
site_colour_between(uint8_t a, uint8_t b, int step)
{
	return ((uint8_t)(a + (b - a) * step / SITE_STEPS));
}

/* The nearest to c on the way to end that can be read on back. */
struct site_colour
site_colour_towards(struct site_colour c, struct site_colour end, struct site_colour back,
    double wanted)
{
	struct site_colour	mixed = c;

	for (int i = 0; i <= SITE_STEPS; i++) {
		mixed = (struct site_colour){ site_colour_between(c.r, end.r, i),
			site_colour_between(c.g, end.g, i), site_colour_between(c.b, end.b, i) };
		if (site_colour_contrast(mixed, back) >= wanted)
			break;
	}
	return (mixed);
}

static vt_err
site_colour_option(const char *key, const char *text, struct site_colour *c_r)
{
	if (site_colour_read(vt_str_of(text), c_r))
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "site.%s \"%s\" is no colour: write it as #rrggbb, in quotes",
	    key, text));
}

/* White words stand on it, and it is the colour of words on paper. */
static vt_err
site_colour_check(struct site_colour c, const char *text)
{
	double	on_bar = site_colour_contrast(site_white, c);
	double	on_paper = site_colour_contrast(site_paper, c);

	if (on_bar >= SITE_CONTRAST && on_paper >= SITE_CONTRAST)
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "site.colour %s is too light: white words on it have a contrast "
	    "of %.1f : 1, links of it on paper %.1f : 1, and both need %.1f : 1; take a darker one",
	    text, on_bar, on_paper, SITE_CONTRAST));
}

static void
site_colour_put(struct vt_buf *css, const char *name, struct site_colour c)
{
	vt_buf_printf(css, "--own-%s:#%02x%02x%02x;", name, c.r, c.g, c.b);
}

vt_err
site_colours(const struct site_conf *conf, struct vt_buf *css)
{
	struct site_colour	colour, accent;
	vt_err			err;

	if ((err = site_colour_option("colour", conf->colour, &colour)) != VT_OK ||
	    (err = site_colour_option("accent", conf->accent, &accent)) != VT_OK ||
	    (err = site_colour_check(colour, conf->colour)) != VT_OK)
		return (err);
	vt_buf_printf(css, ":root{");
	site_colour_put(css, "bar", colour);
	site_colour_put(css, "link", colour);
	site_colour_put(css, "link-night", site_colour_towards(colour, site_white, site_night,
	    SITE_CONTRAST_DARK));
	site_colour_put(css, "button-night", colour);
	site_colour_put(css, "accent", accent);
	/* One of the two can always be read: black and white are 21 : 1 apart. */
	site_colour_put(css, "on-accent", site_colour_contrast(site_ink, accent) >= SITE_CONTRAST ?
	    site_ink : site_colour_contrast(site_white, accent) >= SITE_CONTRAST ? site_white :
	    site_black);
	vt_buf_printf(css, "}\n");
	return (vt_buf_error(css));
}
