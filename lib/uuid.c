// SPDX-License-Identifier: GPL-2.0
/* UUIDs (RFC 9562): random ones, and their text form. */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/random.h>
#include <linux/uuid.h>

const uuid_t uuid_null;
const guid_t guid_null;

/* Which byte comes next in the text. */
const u8 uuid_index[16] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
};
const u8 guid_index[16] = {
	3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15
};

/* Version 4, variant 1. */
void generate_random_uuid(unsigned char uuid[16])
{
	get_random_bytes(uuid, 16);
	uuid[6] = (uuid[6] & 0x0f) | 0x40;
	uuid[8] = (uuid[8] & 0x3f) | 0x80;
}
EXPORT_SYMBOL(generate_random_uuid);

void generate_random_guid(unsigned char guid[16])
{
	get_random_bytes(guid, 16);
	guid[7] = (guid[7] & 0x0f) | 0x40;
	guid[8] = (guid[8] & 0x3f) | 0x80;
}

void uuid_gen(uuid_t *u)
{
	generate_random_uuid(u->b);
}

void guid_gen(guid_t *u)
{
	generate_random_guid(u->b);
}

bool uuid_is_valid(const char *uuid)
{
	for (int i = 0; i < UUID_STRING_LEN; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? uuid[i] != '-' : hex_to_bin(uuid[i]) < 0)
			return false;
	}
	return true;
}
EXPORT_SYMBOL(uuid_is_valid);

static int parse(const char *text, u8 b[16], const u8 index[16])
{
	static const u8 at[16] = {
		0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34
	};

	if (!uuid_is_valid(text))
		return -EINVAL;
	for (int i = 0; i < 16; i++)
		b[index[i]] = hex_to_bin(text[at[i]]) << 4 |
			      hex_to_bin(text[at[i] + 1]);
	return 0;
}

int uuid_parse(const char *uuid, uuid_t *u)
{
	return parse(uuid, u->b, uuid_index);
}
EXPORT_SYMBOL(uuid_parse);

int guid_parse(const char *uuid, guid_t *u)
{
	return parse(uuid, u->b, guid_index);
}
