/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CLEANUP_H
#define INCLUDE_LINUX_CLEANUP_H

/*
 * Undoing at the end of the scope. DEFINE_FREE() gives __free(name) for a
 * pointer, DEFINE_CLASS() gives CLASS(name, var)(args), and DEFINE_GUARD()
 * gives guard(name)(args) and scoped_guard(name, args) for locks.
 */
#include <linux/compiler.h>
#include <linux/types.h>

#define DEFINE_FREE(_name, _type, _free)				\
	static __always_inline void __free_##_name(void *p)		\
	{								\
		_type _T = *(_type *)p;					\
		_free;							\
	}
#define __free(_name)		__cleanup(__free_##_name)

#define __get_and_null(p, nullvalue) ({					\
	typeof(&(p)) __gan_ptr = &(p);					\
	typeof(p) __gan_val = *__gan_ptr;				\
	*__gan_ptr = nullvalue;						\
	__gan_val; })

static __always_inline __must_check const volatile void *
__must_check_fn(const volatile void *val)
{
	return val;
}

/* Take the pointer out of the scope's hands. */
#define no_free_ptr(p) \
	((typeof(p))__must_check_fn(__get_and_null(p, NULL)))
#define return_ptr(p)		return no_free_ptr(p)
#define retain_and_null_ptr(p)	((void)__get_and_null(p, NULL))

#define DEFINE_CLASS(_name, _type, _exit, _init, _init_args...)		\
	typedef _type class_##_name##_t;				\
	static __always_inline void class_##_name##_destructor(_type *p) \
	{								\
		_type _T = *p;						\
		_exit;							\
	}								\
	static __always_inline _type class_##_name##_constructor(_init_args) \
	{								\
		_type t = _init;					\
		return t;						\
	}
#define EXTEND_CLASS(_name, ext, _init, _init_args...)			\
	typedef class_##_name##_t class_##_name##ext##_t;		\
	static __always_inline void					\
	class_##_name##ext##_destructor(class_##_name##_t *p)		\
	{								\
		class_##_name##_destructor(p);				\
	}								\
	static __always_inline class_##_name##_t			\
	class_##_name##ext##_constructor(_init_args)			\
	{								\
		class_##_name##_t t = _init;				\
		return t;						\
	}
#define CLASS(_name, var)						\
	class_##_name##_t var __cleanup(class_##_name##_destructor)	\
	__maybe_unused =						\
		class_##_name##_constructor

#define DEFINE_GUARD(_name, _type, _lock, _unlock)			\
	DEFINE_CLASS(_name, _type, if (_T) { _unlock; },		\
		     ({ _lock; _T; }), _type _T)			\
	static __always_inline void *class_##_name##_lock_ptr(_type *_T) \
	{								\
		return (void *)*_T;					\
	}
#define DEFINE_GUARD_COND(_name, _ext, _condlock)			\
	EXTEND_CLASS(_name, _ext,					\
		     ({ void *_t = _T; if (_T && !(_condlock)) _t = NULL; _t; }), \
		     class_##_name##_t _T)				\
	static __always_inline void *					\
	class_##_name##_ext##_lock_ptr(class_##_name##_t *_T)		\
	{								\
		return class_##_name##_lock_ptr(_T);			\
	}
/* A lock without an argument to name it. */
#define DEFINE_LOCK_GUARD_0(_name, _lock, _unlock)			\
	typedef struct { int dummy; } class_##_name##_t;		\
	static __always_inline void					\
	class_##_name##_destructor(class_##_name##_t *_T)		\
	{								\
		(void)_T;						\
		_unlock;						\
	}								\
	static __always_inline class_##_name##_t			\
	class_##_name##_constructor(void)				\
	{								\
		class_##_name##_t _t = { 0 };				\
		_lock;							\
		return _t;						\
	}								\
	static __always_inline void *					\
	class_##_name##_lock_ptr(class_##_name##_t *_T)			\
	{								\
		return (void *)_T;					\
	}

#define guard(_name) \
	CLASS(_name, __UNIQUE_ID(guard))
#define __guard_ptr(_name)	class_##_name##_lock_ptr
#define scoped_guard(_name, args...)					\
	for (CLASS(_name, scope)(args), *__sg_done = NULL;		\
	     __guard_ptr(_name)(&scope) && !__sg_done;			\
	     __sg_done = (void *)1)
#define scoped_cond_guard(_name, _fail, args...)			\
	for (CLASS(_name, scope)(args), *__sg_done = NULL;		\
	     !__sg_done; __sg_done = (void *)1)				\
		if (!__guard_ptr(_name)(&scope)) {			\
			_fail;						\
		} else

#endif /* INCLUDE_LINUX_CLEANUP_H */
