/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The country of an address, where the library has a file that says it (MaxMind's
 * format: GeoLite2-Country, DB-IP and others).  Only two letters of it are ever kept.
 */
#include <arpa/inet.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "analytics.h"

struct analytics_countries {
	MMDB_s	db;
};

vt_err
analytics_countries_new(const char *path, struct analytics_countries **c_r)
{
	struct analytics_countries	*c;
	int				 rc;

	*c_r = NULL;
	if (path[0] == '\0')
		return (VT_OK);
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for analytics.countries_file"));
	if ((rc = MMDB_open(path, MMDB_MODE_MMAP, &c->db)) != MMDB_SUCCESS) {
		free(c);
		return (vt_fail(VT_E_BADARG, "analytics.countries_file: %s: %s", path, MMDB_strerror(rc)));
	}
	*c_r = c;
	return (VT_OK);
}

void
analytics_countries_free(struct analytics_countries **c)
{
	if (*c == NULL)
		return;
	MMDB_close(&(*c)->db);
	free(*c);
	*c = NULL;
}

static bool
countries_address(struct vt_str client, struct sockaddr_storage *address)
{
	struct sockaddr_in	*v4 = (struct sockaddr_in *)address;
	struct sockaddr_in6	*v6 = (struct sockaddr_in6 *)address;
	char			 text[INET6_ADDRSTRLEN];

	memset(address, 0, sizeof(*address));
	if (client.len == 0 || client.len >= sizeof(text))
		return (false);
	memcpy(text, client.p, client.len);
	text[client.len] = '\0';
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		return (true);
	}
	v6->sin6_family = AF_INET6;
	return (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1);
}

static bool
countries_code(MMDB_entry_s *entry, const char *whose, char code[2])
{
	MMDB_entry_data_s	data;

	if (MMDB_get_value(entry, &data, whose, "iso_code", NULL) != MMDB_SUCCESS || !data.has_data ||
	    data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size != 2 ||
	    data.utf8_string[0] < 'A' || data.utf8_string[0] > 'Z' || data.utf8_string[1] < 'A' ||
	    data.utf8_string[1] > 'Z')
		return (false);
	memcpy(code, data.utf8_string, 2);
	return (true);
}

void
analytics_countries_find(const struct analytics_countries *c, struct vt_str client, char code[2])
{
	struct sockaddr_storage	address;
	MMDB_lookup_result_s	found;
	int			error;

	code[0] = code[1] = '\0';
	if (c == NULL)
		return;
	memcpy(code, ANALYTICS_NO_COUNTRY, 2);
	if (!countries_address(client, &address))
		return;
	found = MMDB_lookup_sockaddr(&c->db, (const struct sockaddr *)&address, &error);
	if (error == MMDB_SUCCESS && found.found_entry &&
	    !countries_code(&found.entry, "country", code))
		(void)countries_code(&found.entry, "registered_country", code);
}
