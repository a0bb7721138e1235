// SPDX-License-Identifier: GPL-2.0
/*
 * The table of MAC addresses of uml_switch: hash chains over a pool of fixed
 * size. A guest that invents addresses can fill it; then new ones are not
 * learned, and frames to them go to every port, which is still correct.
 */
#include <stdlib.h>
#include <string.h>

#include "switch.h"

#define BUCKETS		1024
#define ENTRIES		8192

struct entry {
	struct entry	*next;
	struct port	*port;
	time_t		seen;
	uint8_t		mac[MAC_SIZE];
};

struct mac_table {
	struct entry	*buckets[BUCKETS];
	struct entry	*unused;
	struct entry	pool[ENTRIES];
};

struct mac_table *table_create(void)
{
	struct mac_table *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	for (size_t i = 0; i < ENTRIES; i++) {
		table->pool[i].next = table->unused;
		table->unused = &table->pool[i];
	}
	return table;
}

static unsigned int bucket(const uint8_t *mac)
{
	uint32_t hash = 2166136261u;

	for (int i = 0; i < MAC_SIZE; i++)
		hash = (hash ^ mac[i]) * 16777619u;
	return (hash ^ hash >> 16) % BUCKETS;
}

static struct entry *lookup(const struct mac_table *table, const uint8_t *mac)
{
	struct entry *entry = table->buckets[bucket(mac)];

	while (entry && memcmp(entry->mac, mac, MAC_SIZE))
		entry = entry->next;
	return entry;
}

#define MAC_FORMAT "%02x:%02x:%02x:%02x:%02x:%02x"
#define MAC_BYTES(mac) (mac)[0], (mac)[1], (mac)[2], (mac)[3], (mac)[4], (mac)[5]

static void announce(const uint8_t *mac, const struct port *port, const struct entry *old)
{
	if (old)
		say(" Addr: " MAC_FORMAT " New port %d old port %d", MAC_BYTES(mac),
		    port->number, old->port->number);
	else
		say(" Addr: " MAC_FORMAT " New port %d", MAC_BYTES(mac), port->number);
}

void table_learn(struct mac_table *table, const uint8_t *mac, struct port *port, time_t now)
{
	struct entry *entry = lookup(table, mac);
	unsigned int b = bucket(mac);

	if (entry && entry->port == port) {
		entry->seen = now;
		return;
	}
	if (!entry && !table->unused)
		return;
	announce(mac, port, entry);
	if (!entry) {
		entry = table->unused;
		table->unused = entry->next;
		memcpy(entry->mac, mac, MAC_SIZE);
		entry->next = table->buckets[b];
		table->buckets[b] = entry;
	}
	entry->port = port;
	entry->seen = now;
}

struct port *table_find(struct mac_table *table, const uint8_t *mac)
{
	struct entry *entry = lookup(table, mac);

	return entry ? entry->port : NULL;
}

/* Removes the entries of @port, or those not seen since @before if it is NULL. */
static void sweep(struct mac_table *table, const struct port *port, time_t before)
{
	for (size_t b = 0; b < BUCKETS; b++) {
		struct entry **link = &table->buckets[b];

		while (*link) {
			struct entry *entry = *link;

			if (port ? entry->port != port : entry->seen >= before) {
				link = &entry->next;
				continue;
			}
			*link = entry->next;
			entry->next = table->unused;
			table->unused = entry;
		}
	}
}

void table_forget_port(struct mac_table *table, const struct port *port)
{
	sweep(table, port, 0);
}

void table_expire(struct mac_table *table, time_t now)
{
	sweep(table, NULL, now - MAC_LIFETIME);
}

void table_print(const struct mac_table *table, time_t now)
{
	for (size_t b = 0; b < BUCKETS; b++) {
		for (const struct entry *entry = table->buckets[b]; entry; entry = entry->next)
			say("Hash: %zu Addr: " MAC_FORMAT " to port: %d  age %ld secs", b,
			    MAC_BYTES(entry->mac), entry->port->number,
			    (long)(now - entry->seen));
	}
}
