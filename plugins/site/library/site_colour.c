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
#define SITE_STEPS	 40	/* of lightness */
#define SITE_GREY	 12	/* parts that differ less are a grey */
#define SITE_SATURATION	 .45	/* of what is light on dark */

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

/* One part of a colour by hue (0 to 6), saturation and lightness (CSS Color 4, 7.1). */
static uint8_t
site_colour_part(double hue, double saturation, double lightness, double turn)
{
	double	k = fmod(turn + hue * 2, 12);
	double	a = saturation * fmin(lightness, 1 - lightness);
	double	value = lightness - a * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));

	return ((uint8_t)(value * 255 + .5));
}

static double
site_colour_hue(struct site_colour c, double most, double least)
{
	double	range = most - least;

	if (range <= 0)
		return (0);
	if (c.r >= most)
		return (fmod((c.g - c.b) / range + 6, 6));
	return (c.g >= most ? (c.b - c.r) / range + 2 : (c.r - c.g) / range + 4);
}

/* The same hue, as light as it must be to be read on a dark page. */
struct site_colour
site_colour_by_night(struct site_colour c, struct site_colour back, double wanted)
{
	double			most = fmax(c.r, fmax(c.g, c.b)), least = fmin(c.r, fmin(c.g, c.b));
	double			hue = site_colour_hue(c, most, least);
	double			saturation = most - least < SITE_GREY ? 0 : SITE_SATURATION;
	struct site_colour	night = site_white;

	for (int i = SITE_STEPS / 2; i <= SITE_STEPS; i++) {
		double	lightness = (double)i / SITE_STEPS;

		night = (struct site_colour){ site_colour_part(hue, saturation, lightness, 0),
			site_colour_part(hue, saturation, lightness, 8),
			site_colour_part(hue, saturation, lightness, 4) };
		if (site_colour_contrast(night, back) >= wanted)
			break;
	}
	return (night);
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
	site_colour_put(css, "link-night", site_colour_by_night(colour, site_night,
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
