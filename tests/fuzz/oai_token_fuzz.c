/* SPDX-License-Identifier: Apache-2.0 */
/* Resumption tokens as strangers send them: as text, and as fields that a
 * leaked key would let through. */
#include "oai_token.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const uint8_t	 key[OAI_KEY_LEN];
	struct vt_arena		*a = vt_arena_new(0);
	struct oai_list		 list;

	(void)oai_token_read(a, key, (struct vt_str){ (const char *)data, len }, &list);
	(void)oai_token_fields(a, &(struct oai_reader){ .p = data, .len = len }, &list);
	vt_arena_free(&a);
	return (0);
}
