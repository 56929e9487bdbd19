/* SPDX-License-Identifier: Apache-2.0 */
/* What a draft says of how the object is shown. */
#include "ingest/draft/draft.h"
#include "ingest/folder/viewing.h"

size_t
vt_draft_leaves(const struct vt_draft *d)
{
	size_t n = d->page_count;

	while (n != 0 && d->pages[n - 1].choice_of != 0)
		n--;
	return (n);
}

vt_err
vt_draft_choice(struct vt_draft *d, size_t page, struct vt_str href, struct vt_str label)
{
	size_t before = d->page_count;
	vt_err err = vt_draft_refer(d, href, true);

	if (err != VT_OK || d->page_count == before)
		return (err);
	d->pages[before].choice_of = page;
	d->pages[before].label = label;
	/* Its text is the page's, not one more. */
	d->pages[before].text_name = d->pages[before].text_path = VT_STR_NONE;
	return (VT_OK);
}

static void
vt_draft_set(struct vt_draft *d, const char *name, struct vt_str word, const char *known,
	     struct vt_str *into)
{
	if (known != NULL)
		*into = vt_str_of(known);
	else
		vt_findings_add(&d->findings, VT_FINDING_VALUE, "%s \"%.*s\" is not known", name,
				VT_STR_ARG(word));
}

void
vt_draft_set_direction(struct vt_draft *d, struct vt_str word)
{
	vt_draft_set(d, "viewing_direction (" VT_VIEWING_DIRECTIONS ")", word,
		     vt_viewing_direction(word), &d->direction);
}

void
vt_draft_set_behavior(struct vt_draft *d, struct vt_str word)
{
	vt_draft_set(d, "behavior (" VT_VIEWING_BEHAVIORS ")", word, vt_viewing_behavior(word),
		     &d->behavior);
}

void
vt_draft_set_page_behavior(struct vt_draft *d, size_t page, struct vt_str word)
{
	vt_draft_set(d, "page_behavior (" VT_VIEWING_PAGE_BEHAVIORS ")", word,
		     vt_viewing_page_behavior(word), &d->pages[page].behavior);
}
