/*
 * barzap(F, B) in Promela, step by step the model of specs/classics/barzap.ts:
 *
 *	spin -a -DF=3 -DB=3 barzap.pml
 *
 * Every step is one statement or one d_step between two labels, so that SPIN has as many states and transitions as the checker.
 * The monitor is blocked as long as the invariant holds and adds neither.
 */
#ifndef F
#define F 2
#endif
#ifndef B
#define B 2
#endif

#define RESET	(F + 1)
#define POWER	(F + 2)
#define COMMAND	(F + 3)

byte writer;			/* of memory_lock; 0: nobody */
unsigned readers : F;
bit d3;				/* the device is in D3, not D0 */
bit memory_enabled = 1;
bit revoked;
bit in_reset;
unsigned mapped : B;

#define FREE	(writer == 0 && readers == 0)
#define SAFE	(mapped == 0 || (!d3 && memory_enabled && !in_reset))

/* The first F processes: _pid is their number. */
#define FAULT(b) :: d_step { writer == 0 -> readers = readers | (1 << _pid); bar = b }

active [F] proctype fault()
{
	unsigned bar : 3;
lock:	if
	FAULT(0)
#if B > 1
	FAULT(1)
#endif
#if B > 2
	FAULT(2)
#endif
#if B > 3
	FAULT(3)
#endif
	fi;
look:	if
	:: !revoked && memory_enabled && !d3 -> goto map
	:: else -> goto unlock
	fi;
map:	mapped = mapped | (1 << bar);
unlock:	if
	:: d_step { readers = readers & ~(1 << _pid); bar = 0 }
	fi;
	goto lock
}

active proctype reset()
{
	unsigned at : 3;
lock:	if
	:: d_step { FREE -> writer = RESET }
	fi;
zap:	do
	:: d_step { at < B -> mapped = mapped & ~(1 << at); at++ }
	:: d_step { at >= B -> at = 0 }; break
	od;
	d3 = 0;
	revoked = 1;
	in_reset = 1;
	in_reset = 0;
look:	if
	:: memory_enabled -> goto unrevoke
	:: else -> goto unlock
	fi;
unrevoke: revoked = 0;
unlock:	writer = 0;
	goto lock
}

active proctype power()
{
	bit target;		/* D3, not D0 */
lock:	if
	:: d_step { FREE -> writer = POWER; target = 0 }
	:: d_step { FREE -> writer = POWER; target = 1 }
	fi;
	mapped = (target -> 0 : mapped);
	revoked = (target -> 1 : revoked);
	d3 = target;
	revoked = ((!target && memory_enabled) -> 0 : revoked);
	d_step { writer = 0; target = 0 };
	goto lock
}

active proctype command()
{
	bit enable = 1;
lock:	if
	:: d_step { FREE -> writer = COMMAND; enable = 0 }
	:: d_step { FREE -> writer = COMMAND; enable = 1 }
	fi;
	mapped = (enable -> mapped : 0);
	revoked = (enable -> revoked : 1);
	memory_enabled = enable;
	revoked = ((enable && !d3) -> 0 : revoked);
	d_step { writer = 0; enable = 1 };
	goto lock
}

active proctype monitor()
{
end:	d_step { !(SAFE) -> assert(SAFE) }
}
