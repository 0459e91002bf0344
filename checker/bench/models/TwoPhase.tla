------------------------------ MODULE TwoPhase ------------------------------
(* Two-phase commit with N resource managers and one transaction manager, messages as a growing set.     *)
(* The model of specs/classics/two-phase-commit.ts: messages are never lost and never consumed.          *)
EXTENDS Naturals
CONSTANT N
VARIABLES rm,        \* state of each resource manager
          tm,        \* state of the transaction manager
          ready,     \* the managers whose Prepared message the transaction manager has taken
          prepared,  \* Prepared messages sent, by sender
          decided    \* Commit / Abort messages sent
vars == <<rm, tm, ready, prepared, decided>>
RM == 1..N

Init == /\ rm = [r \in RM |-> "working"] /\ tm = "init" /\ ready = {} /\ prepared = {} /\ decided = {}

TMTake(r)  == /\ tm = "init" /\ r \in prepared
              /\ ready' = ready \union {r} /\ UNCHANGED <<rm, tm, prepared, decided>>
TMCommit   == /\ tm = "init" /\ ready = RM
              /\ tm' = "done" /\ decided' = decided \union {"commit"} /\ UNCHANGED <<rm, ready, prepared>>
TMAbort    == /\ tm = "init"
              /\ tm' = "done" /\ decided' = decided \union {"abort"} /\ UNCHANGED <<rm, ready, prepared>>
Prepare(r) == /\ rm[r] = "working"
              /\ rm' = [rm EXCEPT ![r] = "prepared"] /\ prepared' = prepared \union {r}
              /\ UNCHANGED <<tm, ready, decided>>
GiveUp(r)  == /\ rm[r] = "working"
              /\ rm' = [rm EXCEPT ![r] = "aborted"] /\ UNCHANGED <<tm, ready, prepared, decided>>
DoCommit(r) == /\ "commit" \in decided
              /\ rm' = [rm EXCEPT ![r] = "committed"] /\ UNCHANGED <<tm, ready, prepared, decided>>
DoAbort(r) == /\ "abort" \in decided
              /\ rm' = [rm EXCEPT ![r] = "aborted"] /\ UNCHANGED <<tm, ready, prepared, decided>>

Next == \/ TMCommit \/ TMAbort
        \/ \E r \in RM : TMTake(r) \/ Prepare(r) \/ GiveUp(r) \/ DoCommit(r) \/ DoAbort(r)
Spec == Init /\ [][Next]_vars

Consistent == \A a, b \in RM : ~(rm[a] = "committed" /\ rm[b] = "aborted")
=============================================================================
