#include <linux/sched/task.h>
