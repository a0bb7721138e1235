// SPDX-License-Identifier: GPL-2.0
/*
 * Reclaim: getting memory back from the page cache and the object caches.
 *
 * Folios are taken from the tail of the inactive file list. One that was used since
 * it was looked at last goes round again, or becomes active; a dirty one is left to
 * the flusher and marked, so that it comes first once it is clean; the others leave
 * the page tables and the cache. The active list feeds the inactive one when that is
 * the smaller. Without swap anonymous folios are not looked at: adding it means a
 * place to write them in shrink_folio() and scanning two more lists.
 *
 * kswapd reclaims from the low to the high watermark, in the background; who finds
 * less than the min watermark reclaims himself.
 *
 * Lock order: folio lock (try only), i_mmap_rwsem, page_table_lock, i_pages.xa_lock,
 * lruvec.lock.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/wait.h>
#include <linux/writeback.h>
#include "filemap.h"
#include "internal.h"

#define SCAN_BATCH	32
#define START_PRIORITY	12	/* scan 1/4096 of the lists, then twice as much ... */

int vm_swappiness = 60;
int sysctl_vfs_cache_pressure = 100;

struct scan_control {
	gfp_t		gfp;
	int		priority;
	bool		kswapd;
	unsigned long	nr_to_reclaim;
	unsigned long	nr_reclaimed;
	unsigned long	nr_scanned;
	unsigned long	nr_dirty;		/* seen at the tail in this round */
	unsigned long	nr_writeback;
	struct unmap_batch unmapped;		/* by the folios at hand */
};

/* ---- one folio ---- */

/**
 * remove_mapping() - take a folio out of its file, for reclaim
 * @mapping: the folio's
 * @folio: locked, unmapped, without private data
 *
 * Works only while cache and caller hold the only references: who finds the folio
 * in the cache at the same moment gets no reference to it.
 *
 * Return: true when it is out; the caller's reference is then the last.
 */
bool remove_mapping(struct address_space *mapping, struct folio *folio)
{
	bool ok = false;

	xa_lock(&mapping->i_pages);
	if (atomic_cmpxchg(&folio->_refcount, 2, 0) == 2) {
		if (folio_test_dirty(folio)) {
			atomic_set(&folio->_refcount, 2);
		} else {
			__filemap_remove_folio(folio);
			atomic_set(&folio->_refcount, 1);
			ok = true;
		}
	}
	xa_unlock(&mapping->i_pages);
	if (ok && mapping->a_ops->free_folio)
		mapping->a_ops->free_folio(folio);
	return ok;
}

enum verdict { KEEP, ACTIVATE, RECLAIM };

static enum verdict check_references(struct folio *folio)
{
	vm_flags_t vm_flags;
	int ptes = folio_referenced(folio, &vm_flags);
	bool referenced = folio_test_clear_referenced(folio);

	if (vm_flags & VM_LOCKED)
		return ACTIVATE;
	if (!ptes)
		return RECLAIM;
	/* Used through a mapping: once more round, unless it was used before. */
	folio_set_referenced(folio);
	if (referenced || ptes > 1 || (vm_flags & VM_EXEC))
		return ACTIVATE;
	return KEEP;
}

/* It cannot go now. For a dirty or busy one, come back when it is clean. */
static bool wait_for_io(struct folio *folio, struct scan_control *sc)
{
	if (folio_test_writeback(folio)) {
		sc->nr_writeback++;
		folio_set_reclaim(folio);
		return true;
	}
	if (folio_test_dirty(folio)) {
		sc->nr_dirty++;
		folio_set_reclaim(folio);
		return true;
	}
	return false;
}

/* @folio: locked, off the lists, with our reference. */
static enum verdict shrink_folio(struct folio *folio, struct scan_control *sc)
{
	struct address_space *mapping = folio->mapping;
	enum verdict v;

	if (!folio_evictable(folio) || !mapping || folio_test_anon(folio) ||
	    folio_test_swapbacked(folio))
		return KEEP;
	v = check_references(folio);
	if (v != RECLAIM)
		return v;
	if (wait_for_io(folio, sc))
		return KEEP;
	if (folio_mapped(folio) && !try_to_unmap(folio, &sc->unmapped))
		return ACTIVATE;
	/* Unmapping may have found a write that nobody had noticed. */
	if (wait_for_io(folio, sc))
		return KEEP;
	if (folio_test_private(folio)) {
		if (!mapping->a_ops->release_folio ||
		    !mapping->a_ops->release_folio(folio, sc->gfp))
			return ACTIVATE;
	}
	return remove_mapping(mapping, folio) ? RECLAIM : KEEP;
}

static void put_folios(struct list_head *folios)
{
	struct folio *folio, *next;

	list_for_each_entry_safe(folio, next, folios, lru) {
		list_del_init(&folio->lru);
		folio_put(folio);
	}
}

/*
 * Isolated folios: free what can be, the rest stays on @folios. Our references keep
 * all of them until the host's mappings are gone.
 */
static unsigned long shrink_folio_list(struct list_head *folios, struct scan_control *sc)
{
	struct folio *folio, *next;
	unsigned long freed = 0;
	LIST_HEAD(gone);

	list_for_each_entry_safe(folio, next, folios, lru) {
		enum verdict v;

		cond_resched();
		if (!folio_trylock(folio))
			continue;
		v = shrink_folio(folio, sc);
		if (v == ACTIVATE)
			folio_set_active(folio);
		folio_unlock(folio);
		if (v != RECLAIM)
			continue;
		list_move(&folio->lru, &gone);
		freed++;
	}
	unmap_batch_flush(&sc->unmapped);
	put_folios(&gone);
	return freed;
}

static void putback_folios(struct list_head *folios)
{
	struct folio *folio, *next;

	list_for_each_entry_safe(folio, next, folios, lru) {
		list_del_init(&folio->lru);
		folio_putback_lru(folio);
	}
}

/* ---- the lists ---- */

static unsigned long lru_size(enum lru_list lru)
{
	return vm_stat_read(NR_INACTIVE_ANON + lru);
}

/* Up to @nr folios from the tail of a list to @out, each with a reference. */
static unsigned long isolate_tail(enum lru_list lru, unsigned long nr, struct list_head *out)
{
	unsigned long taken = 0;

	spin_lock(&lruvec.lock);
	while (nr-- && !list_empty(&lruvec.lists[lru])) {
		struct folio *folio = list_last_entry(&lruvec.lists[lru], struct folio, lru);

		/* About to be freed? __folio_put() wants to find it here. */
		if (!folio_try_get(folio)) {
			list_move(&folio->lru, &lruvec.lists[lru]);
			continue;
		}
		lru_unlink(folio);
		list_add(&folio->lru, out);
		taken++;
	}
	spin_unlock(&lruvec.lock);
	return taken;
}

static void shrink_inactive(unsigned long nr, struct scan_control *sc)
{
	LIST_HEAD(folios);
	unsigned long taken, freed;

	taken = isolate_tail(LRU_INACTIVE_FILE, nr, &folios);
	if (!taken)
		return;
	freed = shrink_folio_list(&folios, sc);
	putback_folios(&folios);
	sc->nr_scanned += taken;
	sc->nr_reclaimed += freed;
	count_vm_events(sc->kswapd ? PGSCAN_KSWAPD : PGSCAN_DIRECT, taken);
	count_vm_events(sc->kswapd ? PGSTEAL_KSWAPD : PGSTEAL_DIRECT, freed);
}

/* Program text in use stays active; all else has to earn it again. */
static void shrink_active(unsigned long nr)
{
	struct folio *folio;
	LIST_HEAD(folios);

	count_vm_events(PGREFILL, isolate_tail(LRU_ACTIVE_FILE, nr, &folios));
	list_for_each_entry(folio, &folios, lru) {
		vm_flags_t vm_flags;

		cond_resched();
		if (!folio_trylock(folio))
			continue;
		if (!(folio_referenced(folio, &vm_flags) && (vm_flags & VM_EXEC))) {
			folio_clear_active(folio);
			count_vm_event(PGDEACTIVATE);
		}
		folio_unlock(folio);
	}
	putback_folios(&folios);
}

static bool inactive_is_low(void)
{
	return lru_size(LRU_INACTIVE_FILE) < lru_size(LRU_ACTIVE_FILE);
}

static void shrink_lists(struct scan_control *sc)
{
	unsigned long inactive = lru_size(LRU_INACTIVE_FILE) >> sc->priority;
	unsigned long active = lru_size(LRU_ACTIVE_FILE) >> sc->priority;

	inactive = max(inactive, (unsigned long)SCAN_BATCH);
	active = max(active, (unsigned long)SCAN_BATCH);
	while (inactive || (active && inactive_is_low())) {
		unsigned long n = min(inactive, (unsigned long)SCAN_BATCH);

		if (active && inactive_is_low()) {
			unsigned long a = min(active, (unsigned long)SCAN_BATCH);

			shrink_active(a);
			active -= a;
		}
		if (n) {
			shrink_inactive(n, sc);
			inactive -= n;
		}
		if (sc->nr_reclaimed >= sc->nr_to_reclaim)
			break;
	}
}

/* ---- the object caches ---- */

static LIST_HEAD(shrinkers);
static DECLARE_RWSEM(shrinker_rwsem);

void register_shrinker(struct shrinker *s)
{
	down_write(&shrinker_rwsem);
	list_add_tail(&s->list, &shrinkers);
	up_write(&shrinker_rwsem);
}

void unregister_shrinker(struct shrinker *s)
{
	down_write(&shrinker_rwsem);
	list_del(&s->list);
	up_write(&shrinker_rwsem);
}

static unsigned long shrink_registered(gfp_t gfp, int priority)
{
	unsigned long freed = 0;
	struct shrinker *s;

	if (!down_read_trylock(&shrinker_rwsem))
		return 0;
	list_for_each_entry(s, &shrinkers, list) {
		unsigned long nr = s->count_objects(s, gfp) >> priority;

		if (nr)
			freed += s->scan_objects(s, nr, gfp);
		cond_resched();
	}
	up_read(&shrinker_rwsem);
	return freed;
}

/*
 * Names and inodes: in the same proportion as pages, but at least a few. An inode
 * may need its filesystem to go.
 */
static unsigned long shrink_caches(struct scan_control *sc)
{
	unsigned long pages = vm_stat_read(NR_SLAB_RECLAIMABLE), nr, freed;

	freed = shrink_registered(sc->gfp, sc->priority);
	if (sc->gfp & __GFP_FS) {
		nr = max((pages * 16) >> sc->priority, 32UL);
		nr = nr * sysctl_vfs_cache_pressure / 100;
		freed += shrink_dcache_memory(nr);
		freed += shrink_icache_memory(nr);
		count_vm_events(SLABS_SCANNED, 2 * nr);
	}
	if (freed || sc->priority < START_PRIORITY - 2)
		slab_shrink_all();
	return freed;
}

/* ---- rounds ---- */

/* Nearly all that is left waits for the disk: so do we, for a moment. */
static void throttle(struct scan_control *sc)
{
	if (sc->nr_dirty + sc->nr_writeback)
		wakeup_flusher_threads();
	if (sc->nr_reclaimed < sc->nr_to_reclaim && sc->nr_dirty + sc->nr_writeback &&
	    sc->priority < START_PRIORITY - 1)
		schedule_timeout_uninterruptible(max(HZ / 50, 1));
	sc->nr_dirty = sc->nr_writeback = 0;
}

static unsigned long reclaim_round(struct scan_control *sc)
{
	unsigned long before = vm_stat_read(NR_FREE_PAGES), after;

	shrink_lists(sc);
	if (shrink_caches(sc)) {
		after = vm_stat_read(NR_FREE_PAGES);
		if (after > before)
			sc->nr_reclaimed = max(sc->nr_reclaimed, after - before);
	}
	throttle(sc);
	return sc->nr_reclaimed;
}

static unsigned long do_try_to_free_pages(struct scan_control *sc)
{
	unsigned int flags = current->flags & PF_MEMALLOC;

	current->flags |= PF_MEMALLOC;		/* reclaim may need memory to free more */
	for (sc->priority = START_PRIORITY; sc->priority >= 0; sc->priority--) {
		if (reclaim_round(sc) >= sc->nr_to_reclaim)
			break;
		if (fatal_signal_pending(current) && sc->nr_reclaimed)
			break;
	}
	if (!flags)
		current->flags &= ~PF_MEMALLOC;
	return sc->nr_reclaimed;
}

/**
 * try_to_free_pages() - direct reclaim
 * @order: what the caller is after
 * @gfp: what reclaim may do
 *
 * Context: sleeps.
 * Return: number of pages freed; 0 means that there is nothing left to free.
 */
unsigned long try_to_free_pages(unsigned int order, gfp_t gfp)
{
	struct scan_control sc = {
		.gfp		= current_gfp_context(gfp),
		.nr_to_reclaim	= max(1UL << order, (unsigned long)SCAN_BATCH),
	};

	count_vm_event(ALLOCSTALL);
	return do_try_to_free_pages(&sc);
}

unsigned long shrink_all_memory(unsigned long nr)
{
	struct scan_control sc = { .gfp = GFP_KERNEL, .nr_to_reclaim = nr };

	return do_try_to_free_pages(&sc);
}

unsigned long reclaim_pages(struct list_head *folios)
{
	struct scan_control sc = { .gfp = GFP_KERNEL, .nr_to_reclaim = ULONG_MAX };
	struct folio *folio;
	unsigned long freed;

	list_for_each_entry(folio, folios, lru) {
		folio_clear_active(folio);
		folio_clear_referenced(folio);
	}
	freed = shrink_folio_list(folios, &sc);
	if (sc.nr_dirty)
		wakeup_flusher_threads();
	putback_folios(folios);
	return freed;
}

/* ---- kswapd ---- */

static DECLARE_WAIT_QUEUE_HEAD(kswapd_wait);
static struct task_struct *kswapd_task;
static bool kswapd_wanted;
static bool reporting;			/* free blocks wait to go to the host */

void wakeup_kswapd(unsigned int order)
{
	if (!kswapd_task || READ_ONCE(kswapd_wanted))
		return;
	WRITE_ONCE(kswapd_wanted, true);
	wake_up(&kswapd_wait);
}

/* A large block was freed. Context: no page allocator lock held. */
void page_reporting_kick(void)
{
	if (!kswapd_task || READ_ONCE(reporting))
		return;
	WRITE_ONCE(reporting, true);
	wake_up(&kswapd_wait);
}

/* From low to high, or until nothing more comes of it. */
static void balance_memory(void)
{
	unsigned int failures = 0;

	count_vm_event(PAGEOUTRUN);
	while (zone_below(zone.wmark_high) && failures < 4) {
		struct scan_control sc = {
			.gfp = GFP_KERNEL, .kswapd = true,
			.nr_to_reclaim = zone.wmark_high - min(zone.wmark_high,
							       vm_stat_read(NR_FREE_PAGES)) + SCAN_BATCH,
		};

		if (do_try_to_free_pages(&sc))
			failures = 0;
		else
			failures++;
		cond_resched();
	}
}

static int kswapd(void *unused)
{
	current->flags |= PF_MEMALLOC | PF_KSWAPD;
	while (!kthread_should_stop()) {
		bool report = READ_ONCE(reporting);

		if (report)
			wait_event_idle_timeout(kswapd_wait, READ_ONCE(kswapd_wanted), 2 * HZ);
		else
			wait_event_idle(kswapd_wait, READ_ONCE(kswapd_wanted) || READ_ONCE(reporting));
		if (READ_ONCE(kswapd_wanted)) {
			balance_memory();
			WRITE_ONCE(kswapd_wanted, false);
		} else if (report) {
			page_reporting_work();
			WRITE_ONCE(reporting, page_reporting_wanted());
		}
	}
	return 0;
}

static int __init kswapd_init(void)
{
	struct task_struct *k = kthread_run(kswapd, NULL, "kswapd0");

	if (IS_ERR(k))
		return PTR_ERR(k);
	kswapd_task = k;
	return 0;
}
subsys_initcall(kswapd_init);
