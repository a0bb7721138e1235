// SPDX-License-Identifier: GPL-2.0
/*
 * The server's side of telnet; see telnet.h.
 *
 * We offer to echo and to send without go-aheads (then a client sends key by
 * key) and ask for the window size. A client that never sends a command is not
 * a telnet client but a plain connection: its bytes and ours pass unchanged
 * but for the few of the first offers.
 *
 * An answer is given only to a request that changes something, so that two
 * ends never agree with each other forever. A client that asks faster than its
 * answers can be sent loses answers, not memory.
 */
#include "telnet.h"

#include <string.h>

enum {
	IAC = 255, DONT = 254, DO = 253, WONT = 252, WILL = 251, SB = 250,
	EL = 248, EC = 247, AYT = 246, IP = 244, BRK = 243, SE = 240,
	ABORT = 238, SUSP = 237, END_OF_FILE = 236,
};

enum { OPT_BINARY = 0, OPT_ECHO = 1, OPT_SGA = 3, OPT_NAWS = 31 };

enum { DATA, COMMAND, OPTION, SUB, SUB_COMMAND };

static void reply(struct telnet *t, const void *bytes, size_t len)
{
	if (len > sizeof(t->reply) - t->reply_len)
		return;
	memcpy(t->reply + t->reply_len, bytes, len);
	t->reply_len += len;
}

static void negotiate(struct telnet *t, uint8_t verb, uint8_t option)
{
	const uint8_t bytes[] = { IAC, verb, option };

	reply(t, bytes, sizeof(bytes));
}

void telnet_start(struct telnet *t)
{
	memset(t, 0, sizeof(*t));
	negotiate(t, WILL, OPT_ECHO);
	negotiate(t, WILL, OPT_SGA);
	negotiate(t, DO, OPT_NAWS);
	t->we[OPT_ECHO] = t->we[OPT_SGA] = t->they[OPT_NAWS] = true;
}

static bool we_can(uint8_t option)
{
	return option == OPT_ECHO || option == OPT_SGA || option == OPT_BINARY;
}

static bool they_may(uint8_t option)
{
	return option == OPT_NAWS || option == OPT_SGA || option == OPT_BINARY;
}

static void take_option(struct telnet *t, uint8_t option)
{
	bool on = t->verb == WILL || t->verb == DO;
	bool ours = t->verb == DO || t->verb == DONT;
	bool *state = ours ? &t->we[option] : &t->they[option];
	bool allowed = ours ? we_can(option) : they_may(option);

	if (on && !allowed) {
		negotiate(t, ours ? WONT : DONT, option);
		return;
	}
	if (*state == on)
		return;
	*state = on;
	negotiate(t, ours ? (on ? WILL : WONT) : (on ? DO : DONT), option);
}

static void take_sub(struct telnet *t)
{
	if (t->sub_len != 5 || t->sub[0] != OPT_NAWS)
		return;
	t->columns = t->sub[1] << 8 | t->sub[2];
	t->rows = t->sub[3] << 8 | t->sub[4];
	t->resized = true;
}

/* Keys that have a command of their own; 0 for all other commands. */
static uint8_t key_of(uint8_t command)
{
	switch (command) {
	case IP: case BRK: return 'C' & 0x1f;
	case END_OF_FILE: return 'D' & 0x1f;
	case SUSP: return 'Z' & 0x1f;
	case ABORT: return '\\' & 0x1f;
	case EL: return 'U' & 0x1f;
	case EC: return 0x7f;
	}
	return 0;
}

/* The byte after IAC. Returns how many bytes of data it is. */
static size_t take_command(struct telnet *t, uint8_t byte, uint8_t *out)
{
	t->state = DATA;
	if (byte == IAC || byte < END_OF_FILE) {
		*out = IAC;
		if (byte == IAC && t->talks)
			return 1;
		out[1] = byte;		/* a plain connection's two bytes */
		return 2;
	}
	t->talks = true;
	if (byte >= WILL) {
		t->verb = byte;
		t->state = OPTION;
	} else if (byte == SB) {
		t->sub_len = 0;
		t->state = SUB;
	} else if (byte == AYT) {
		reply(t, "\r\n[Yes]\r\n", 9);
	}
	*out = key_of(byte);
	return *out ? 1 : 0;
}

static size_t take_data(struct telnet *t, uint8_t byte, uint8_t *out)
{
	bool after_cr = t->after_cr;

	if (byte == IAC) {
		t->state = COMMAND;
		return 0;
	}
	/* The end of a line is CR LF or CR NUL there, and CR from a keyboard. */
	t->after_cr = byte == '\r' && t->talks && !t->they[OPT_BINARY];
	if (after_cr && (byte == '\n' || byte == 0))
		return 0;
	*out = byte;
	return 1;
}

static void take_sub_byte(struct telnet *t, uint8_t byte)
{
	if (t->state == SUB && byte == IAC) {
		t->state = SUB_COMMAND;
		return;
	}
	if (t->state == SUB_COMMAND && byte != IAC) {
		if (byte == SE)
			take_sub(t);
		t->state = DATA;
		return;
	}
	t->state = SUB;
	if (t->sub_len < sizeof(t->sub))
		t->sub[t->sub_len++] = byte;
}

size_t telnet_input(struct telnet *t, const uint8_t *in, size_t len, uint8_t *out)
{
	uint8_t piece[2];
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		size_t n = 0;

		switch (t->state) {
		case DATA:
			n = take_data(t, in[i], piece);
			break;
		case COMMAND:
			n = take_command(t, in[i], piece);
			break;
		case OPTION:
			take_option(t, in[i]);
			t->state = DATA;
			break;
		default:
			take_sub_byte(t, in[i]);
		}
		memcpy(out + used, piece, n);
		used += n;
	}
	return used;
}

size_t telnet_output(struct telnet *t, const uint8_t *in, size_t len, uint8_t *out)
{
	size_t used = 0;

	if (!t->talks) {
		memcpy(out, in, len);
		return len;
	}
	for (size_t i = 0; i < len; i++) {
		out[used++] = in[i];
		if (in[i] == IAC)
			out[used++] = IAC;
		else if (in[i] == '\r' && !t->we[OPT_BINARY] &&
			 i + 1 < len && in[i + 1] != '\n')
			out[used++] = 0;
	}
	return used;
}
