// SPDX-License-Identifier: GPL-2.0
/*
 * Parsers of the host tools under random and mutated input: the COW header, the
 * requests to uml_switch, telnet. Built with the address and undefined
 * behaviour sanitizers, so that a stray byte ends it; what the parsers promise
 * about their results is checked here.
 *
 * usage: fuzz [rounds [seed]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "cow.h"
#include "switch.h"
#include "telnet.h"

static uint64_t state;

static uint32_t rnd(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> 16;
}

static void promise(bool kept, const char *what)
{
	if (kept)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

/* Changes a few bytes; small and extreme values are likelier than others. */
static void mutate(uint8_t *buf, size_t len)
{
	static const uint8_t likely[] = { 0, 1, 0x7f, 0x80, 0xff };

	for (int n = rnd() % 6; n > 0 && len; n--)
		buf[rnd() % (rnd() % 2 && len > 40 ? 40 : len)] =
			rnd() % 2 ? likely[rnd() % sizeof(likely)] : rnd();
}

/* A buffer of its own, so that the first byte behind it is a fault. */
static void *exact(const void *buf, size_t len)
{
	void *copy = malloc(len ? len : 1);

	memcpy(copy, buf, len);
	return copy;
}

static void fuzz_cow(void)
{
	static struct cow_header cow, good = { .backing = "/some/backing/file" };
	static uint8_t buf[COW_HEADER_MAX];
	size_t len = rnd() % 4 ? COW_HEADER_MAX : rnd() % (COW_HEADER_MAX + 1);
	void *copy;

	good.size = (uint64_t)rnd() << rnd() % 32;
	cow_encode(&good, buf);
	switch (rnd() % 4) {
	case 0:		/* version 1 or 2, of either byte order */
		buf[rnd() % 2 ? 7 : 4] = 1 + rnd() % 2;
		memcpy(buf, rnd() % 2 ? "OOOM" : "MOOO", 4);
		memset(buf + 8, 'a' * (rnd() % 2), 200);
		break;
	case 1:		/* version 3, padded */
		memset(buf + 32, 0, 4);
		buf[36] = '/';
		break;
	}
	mutate(buf, len);
	copy = exact(buf, len);
	if (!cow_parse(copy, len, &cow)) {
		promise(cow.version >= 1 && cow.version <= 3, "a version nobody knows");
		promise(cow.bitmap_offset >= 280, "the bitmap lies in the header");
		promise(cow.data_offset >= cow.bitmap_offset + cow.bitmap_len, "data in the bitmap");
		promise(cow.data_offset < 1ULL << 62 && cow.size < 1ULL << 62, "too large");
		promise(memchr(cow.backing, 0, sizeof(cow.backing)), "a name without an end");
		promise(cow.backing[0], "no name");
	}
	free(copy);
}

static void fuzz_request(void)
{
	struct switch_request request;
	uint8_t buf[128] = { 0xce, 0xfa, 0xed, 0xfe, 3 };
	size_t len = rnd() % (sizeof(buf) + 1);
	const char *why;
	void *copy;

	buf[4] = rnd() % 4;
	buf[12] = 1;
	if (rnd() % 2)
		buf[14] = 1;
	mutate(buf, sizeof(buf));
	copy = exact(buf, len);
	if (request_parse(copy, len, &request, &why) == REQUEST_GOOD) {
		promise(request.used <= len, "more used than came");
		promise(request.data.sun_family == AF_UNIX, "another family");
	}
	free(copy);
}

static void fuzz_telnet(void)
{
	static const uint8_t likely[] = { 255, 254, 253, 252, 251, 250, 240, 13, 10, 0, 31 };
	static struct telnet telnet;
	uint8_t in[64], *out;
	size_t len = rnd() % sizeof(in);

	if (rnd() % 100 == 0)
		telnet_start(&telnet);
	for (size_t i = 0; i < len; i++)
		in[i] = rnd() % 2 ? likely[rnd() % sizeof(likely)] : rnd();
	out = malloc(len + 1);
	promise(telnet_input(&telnet, in, len, out) <= len + 1, "more came out than went in");
	free(out);
	promise(telnet.reply_len <= sizeof(telnet.reply), "replies overflow");
	if (rnd() % 4 == 0)
		telnet.reply_len = 0;
	out = malloc(2 * len + 1);
	promise(telnet_output(&telnet, in, len, out) <= 2 * len, "more than twice");
	free(out);
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : 1000000;

	state = 88172645463325252ULL + (argc > 2 ? strtoul(argv[2], NULL, 0) : 0);
	for (unsigned long i = 0; i < rounds; i++) {
		fuzz_cow();
		fuzz_request();
		fuzz_telnet();
	}
	printf("%lu rounds\n", rounds);
	return 0;
}
