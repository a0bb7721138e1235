// SPDX-License-Identifier: GPL-2.0
/* System V shared memory, semaphores and message queues. */
#include "harness.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

union semun { int val; struct semid_ds *buf; unsigned short *array; };

static int shm, sem, msg;

static void set_up(void)
{
	shm = shmget(IPC_PRIVATE, 10000, IPC_CREAT | 0600);
	if (shm < 0 && errno == ENOSYS)
		SKIP("no System V IPC");
	sem = MUST(semget(IPC_PRIVATE, 3, IPC_CREAT | 0600));
	msg = MUST(msgget(IPC_PRIVATE, IPC_CREAT | 0600));
}

static void tear_down(void)
{
	MUST(shmctl(shm, IPC_RMID, NULL));
	MUST(semctl(sem, 0, IPC_RMID));
	MUST(msgctl(msg, IPC_RMID, NULL));
}

TEST(shared_memory)
{
	struct shmid_ds ds;
	char *p, *q;
	pid_t pid;

	set_up();
	p = MUST((char *)shmat(shm, NULL, 0));
	CHECK_EQ(0, p[9999]);
	pid = MUST(fork());
	if (!pid) {
		strcpy(p, "from the child");
		_exit(0);
	}
	CHECK_EXIT(pid, 0);
	CHECK_STR("from the child", p);
	q = MUST((char *)shmat(shm, NULL, SHM_RDONLY));
	CHECK_STR("from the child", q);
	MUST(shmctl(shm, IPC_STAT, &ds));
	CHECK_EQ(10000, ds.shm_segsz);
	CHECK_EQ(2, ds.shm_nattch);
	CHECK_EQ(getpid(), ds.shm_cpid);
	CHECK_EQ(0, shmdt(q));
	CHECK_ERR(EINVAL, shmdt(q));
	tear_down();
	CHECK_STR("from the child", p);			/* until the last detaches */
	CHECK_EQ(0, shmdt(p));
	CHECK_ERR(EINVAL, shmat(shm, NULL, 0));
	CHECK_ERR(EINVAL, shmget(IPC_PRIVATE, 0, IPC_CREAT | 0600));
}

TEST(keys)
{
	int a, key = 0x5e1f0000 + getpid();

	set_up();
	CHECK_ERR(ENOENT, shmget(key, 100, 0));
	a = MUST(shmget(key, 100, IPC_CREAT | 0600));
	CHECK_EQ(a, shmget(key, 50, 0));
	CHECK_ERR(EINVAL, shmget(key, 200, 0));
	CHECK_ERR(EEXIST, shmget(key, 100, IPC_CREAT | IPC_EXCL | 0600));
	MUST(shmctl(a, IPC_RMID, NULL));
	CHECK_ERR(ENOENT, shmget(key, 100, 0));
	tear_down();
}

TEST(semaphores)
{
	struct sembuf op[2] = { { 0, -1, 0 }, { 1, 1, 0 } };
	struct timespec ts = { 0, 30000000 };
	unsigned short v[3];
	union semun u = { .array = v };
	pid_t pid;

	set_up();
	MUST(semctl(sem, 0, SETVAL, (union semun){ .val = 2 }));
	CHECK_EQ(2, semctl(sem, 0, GETVAL));
	MUST(semop(sem, op, 2));
	MUST(semctl(sem, 0, GETALL, u));
	CHECK(v[0] == 1 && v[1] == 1 && v[2] == 0);
	op[0].sem_op = -5;
	op[0].sem_flg = IPC_NOWAIT;
	CHECK_ERR(EAGAIN, semop(sem, op, 2));		/* all or nothing */
	CHECK_EQ(1, semctl(sem, 1, GETVAL));
	op[0].sem_flg = 0;
	CHECK_ERR(EAGAIN, semtimedop(sem, op, 1, &ts));
	pid = MUST(fork());
	if (!pid) {
		op[0].sem_op = -2;
		MUST(semop(sem, op, 1));
		_exit(0);
	}
	CHECK(wait_state(pid, 'S'));
	CHECK_EQ(1, semctl(sem, 0, GETNCNT));
	op[0].sem_op = 1;
	MUST(semop(sem, op, 1));
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0, semctl(sem, 0, GETVAL));
	CHECK_EQ(pid, semctl(sem, 0, GETPID));
	op[0].sem_num = 5;
	CHECK_ERR(EFBIG, semop(sem, op, 1));
	CHECK_ERR(EINVAL, semop(sem, op, 0));
	tear_down();
	CHECK_ERR(EINVAL, semop(sem, op, 1));
}

TEST(semaphore_undo)
{
	struct sembuf op = { 0, 3, SEM_UNDO };
	pid_t pid;

	set_up();
	pid = MUST(fork());
	if (!pid) {
		MUST(semop(sem, &op, 1));
		_exit(semctl(sem, 0, GETVAL) == 3 ? 0 : 1);
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0, semctl(sem, 0, GETVAL));
	tear_down();
}

TEST(removal_wakes_waiters)
{
	struct sembuf op = { 0, -1, 0 };
	pid_t pid;

	set_up();
	pid = MUST(fork());
	if (!pid) {
		CHECK_ERR(EIDRM, semop(sem, &op, 1));
		done();
	}
	CHECK(wait_state(pid, 'S'));
	tear_down();
	CHECK_EXIT(pid, 0);
}

TEST(message_queues)
{
	struct { long type; char text[16]; } m = { 1, "one" }, r;
	struct msqid_ds ds;

	set_up();
	MUST(msgsnd(msg, &m, 4, 0));
	m.type = 5;
	strcpy(m.text, "five");
	MUST(msgsnd(msg, &m, 5, 0));
	m.type = 3;
	strcpy(m.text, "three");
	MUST(msgsnd(msg, &m, 6, 0));
	MUST(msgctl(msg, IPC_STAT, &ds));
	CHECK_EQ(3, ds.msg_qnum);
	CHECK_EQ(5, msgrcv(msg, &r, 16, 5, 0));		/* by type */
	CHECK_STR("five", r.text);
	CHECK_EQ(4, msgrcv(msg, &r, 16, -4, 0));	/* the lowest up to 4 */
	CHECK_STR("one", r.text);
	CHECK_ERR(E2BIG, msgrcv(msg, &r, 2, 0, 0));
	CHECK_EQ(2, msgrcv(msg, &r, 2, 0, MSG_NOERROR));
	CHECK_ERR(ENOMSG, msgrcv(msg, &r, 16, 0, IPC_NOWAIT));
	m.type = 0;
	CHECK_ERR(EINVAL, msgsnd(msg, &m, 1, 0));
	tear_down();
	CHECK_ERR(EINVAL, msgrcv(msg, &r, 16, 0, IPC_NOWAIT));
}
