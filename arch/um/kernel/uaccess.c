// SPDX-License-Identifier: GPL-2.0
/*
 * Guest memory as the kernel reads and writes it: a walk of the current process's
 * page tables in software, a page at a time, then plain copies through the linear
 * mapping of guest RAM.
 *
 * The quick path holds page_table_lock over the copy of at most a page, so that the
 * frame cannot go away.  When an entry is missing or forbids a write,
 * user_page_get() faults the page in like the guest itself would have.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/linux/futex.h>
#include <asm/futex.h>
#include <asm/pgtable.h>
#include <asm/processor.h>

/* What to do with each piece of a page; @p is its kernel address. */
typedef unsigned long (*piece_fn)(void *p, unsigned long len, void *arg);

bool access_ok(const void __user *addr, unsigned long size)
{
	unsigned long start = (unsigned long)addr;

	return size <= TASK_SIZE && start <= TASK_SIZE - size;
}

void pagefault_disable(void)
{
	current->pagefault_disabled++;
}

void pagefault_enable(void)
{
	current->pagefault_disabled--;
}

bool pagefault_disabled(void)
{
	return current->pagefault_disabled;
}

/* Kernel address of @addr if it is mapped for this; page_table_lock held. */
static void *mapped_address(struct mm_struct *mm, unsigned long addr, bool write)
{
	pte_t *pte = pte_lookup(mm, addr);

	if (!pte || !pte_present(*pte) || pte_protnone(*pte) ||
	    (write && !pte_write(*pte)))
		return NULL;
	if (write)
		*pte = pte_mkdirty(*pte);
	*pte = pte_mkyoung(*pte);
	return __va((pte_pfn(*pte) << PAGE_SHIFT) + (addr & ~PAGE_MASK));
}

/* Return: what @fn did not do, or @len + 1 when the page could not be had. */
static unsigned long do_piece(struct mm_struct *mm, unsigned long addr,
			      unsigned long len, bool write, bool may_fault,
			      piece_fn fn, void *arg)
{
	unsigned long left;
	struct page *page;
	void *p;

	spin_lock(&mm->page_table_lock);
	p = mapped_address(mm, addr, write);
	if (p) {
		left = fn(p, len, arg);
		spin_unlock(&mm->page_table_lock);
		return left;
	}
	spin_unlock(&mm->page_table_lock);
	if (!may_fault)
		return len + 1;
	p = user_page_get(mm, addr, write ? FOLL_WRITE : 0, &page);
	if (IS_ERR(p))
		return len + 1;
	left = fn(p, len, arg);
	put_page(page);
	return left;
}

/* Return: bytes not done.  A piece that @fn did not finish ends it. */
static unsigned long for_each_piece(unsigned long addr, unsigned long len,
				    bool write, bool may_fault, piece_fn fn,
				    void *arg)
{
	struct mm_struct *mm = current->mm;
	unsigned long piece, left;

	if (unlikely(!mm || !access_ok((void __user *)addr, len)))
		return len;
	may_fault = may_fault && !pagefault_disabled();
	while (len) {
		piece = min(len, PAGE_SIZE - (addr & ~PAGE_MASK));
		left = do_piece(mm, addr, piece, write, may_fault, fn, arg);
		if (left)
			return left > piece ? len : len - piece + left;
		addr += piece;
		len -= piece;
	}
	return 0;
}

static unsigned long copy_out_piece(void *p, unsigned long len, void *arg)
{
	void **to = arg;

	memcpy(*to, p, len);
	*to += len;
	return 0;
}

static unsigned long copy_in_piece(void *p, unsigned long len, void *arg)
{
	const void **from = arg;

	memcpy(p, *from, len);
	*from += len;
	return 0;
}

static unsigned long clear_piece(void *p, unsigned long len, void *arg)
{
	memset(p, 0, len);
	return 0;
}

unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	return for_each_piece((unsigned long)from, n, false, true,
			      copy_out_piece, &to);
}

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	return for_each_piece((unsigned long)to, n, true, true, copy_in_piece,
			      &from);
}

unsigned long clear_user(void __user *to, unsigned long n)
{
	return for_each_piece((unsigned long)to, n, true, true, clear_piece,
			      NULL);
}

unsigned long copy_from_user_inatomic(void *to, const void __user *from,
				      unsigned long n)
{
	return for_each_piece((unsigned long)from, n, false, false,
			      copy_out_piece, &to);
}

unsigned long copy_to_user_inatomic(void __user *to, const void *from,
				    unsigned long n)
{
	return for_each_piece((unsigned long)to, n, true, false, copy_in_piece,
			      &from);
}

struct string_copy {
	char	*to;		/* NULL: only measure */
	long	len;		/* so far, without the terminator */
	bool	ended;
};

/* "Not done" 1 is used to stop after the terminator. */
static unsigned long string_piece(void *p, unsigned long len, void *arg)
{
	struct string_copy *copy = arg;
	const char *end = memchr(p, 0, len);
	unsigned long n = end ? (unsigned long)(end - (char *)p) : len;

	if (copy->to)
		memcpy(copy->to + copy->len, p, end ? n + 1 : n);
	copy->len += n;
	copy->ended = end;
	return end ? 1 : 0;
}

/* Return: 0 when all or up to the terminator was seen, -EFAULT. */
static int walk_string(struct string_copy *copy, unsigned long addr, long max)
{
	unsigned long left;

	if (addr >= TASK_SIZE)
		return -EFAULT;
	if ((unsigned long)max > TASK_SIZE - addr)
		max = TASK_SIZE - addr;
	left = for_each_piece(addr, max, false, true, string_piece, copy);
	return left && !copy->ended ? -EFAULT : 0;
}

long strncpy_from_user(char *dst, const char __user *src, long count)
{
	struct string_copy copy = { .to = dst };

	if (count <= 0)
		return 0;
	if (walk_string(&copy, (unsigned long)src, count))
		return -EFAULT;
	return copy.len;
}

long strnlen_user(const char __user *str, long n)
{
	struct string_copy copy = { };

	if (n <= 0 || walk_string(&copy, (unsigned long)str, n))
		return 0;
	return copy.ended ? copy.len + 1 : n + 1;
}

static unsigned long nothing_piece(void *p, unsigned long len, void *arg)
{
	return 0;
}

size_t fault_in_readable(const char __user *uaddr, size_t size)
{
	return for_each_piece((unsigned long)uaddr, size, false, true,
			      nothing_piece, NULL);
}

size_t fault_in_writeable(char __user *uaddr, size_t size)
{
	return for_each_piece((unsigned long)uaddr, size, true, true,
			      nothing_piece, NULL);
}

size_t fault_in_safe_writeable(const char __user *uaddr, size_t size)
{
	return fault_in_writeable((char __user *)uaddr, size);
}

struct cmpxchg_args {
	u32 old, new, seen;
};

static unsigned long cmpxchg_piece(void *p, unsigned long len, void *arg)
{
	struct cmpxchg_args *args = arg;

	args->seen = args->old;
	__atomic_compare_exchange_n((u32 *)p, &args->seen, args->new, false,
				    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return 0;
}

int futex_atomic_cmpxchg_inatomic(u32 *uval, u32 __user *uaddr, u32 oldval,
				  u32 newval)
{
	struct cmpxchg_args args = { .old = oldval, .new = newval };

	if (for_each_piece((unsigned long)uaddr, sizeof(u32), true, false,
			   cmpxchg_piece, &args))
		return -EFAULT;
	*uval = args.seen;
	return 0;
}

struct op_args {
	int op, arg, old;
};

static unsigned long op_piece(void *p, unsigned long len, void *arg)
{
	struct op_args *args = arg;
	int *word = p, old = __atomic_load_n(word, __ATOMIC_SEQ_CST), new;

	do {
		switch (args->op) {
		case FUTEX_OP_ADD:
			new = (int)((u32)old + (u32)args->arg);
			break;
		case FUTEX_OP_OR:
			new = old | args->arg;
			break;
		case FUTEX_OP_ANDN:
			new = old & ~args->arg;
			break;
		case FUTEX_OP_XOR:
			new = old ^ args->arg;
			break;
		default:
			new = args->arg;	/* FUTEX_OP_SET */
		}
	} while (!__atomic_compare_exchange_n(word, &old, new, false,
					      __ATOMIC_SEQ_CST,
					      __ATOMIC_SEQ_CST));
	args->old = old;
	return 0;
}

int arch_futex_atomic_op_inuser(int op, int oparg, int *oval, u32 __user *uaddr)
{
	struct op_args args = { .op = op, .arg = oparg };

	if (op < FUTEX_OP_SET || op > FUTEX_OP_XOR)
		return -ENOSYS;
	if (for_each_piece((unsigned long)uaddr, sizeof(u32), true, false,
			   op_piece, &args))
		return -EFAULT;
	*oval = args.old;
	return 0;
}
