------------------------------- MODULE BarZap -------------------------------
(* barzap(F, B), step by step the model of specs/classics/barzap.ts.                                     *)
(* Threads: faults 1..F, reset F+1, power F+2, command F+3.                                             *)
EXTENDS Naturals

CONSTANTS F, B, Bad      \* Bad = TRUE: the broken variant (power takes no lock, zaps after the power change)

VARIABLES writer, readers, power, memEn, revoked, inReset, mapped,
          fpc, bar,      \* fault threads
          rpc, i,        \* reset
          ppc, target,   \* power
          cpc, en        \* command

globals == <<writer, readers, power, memEn, revoked, inReset, mapped>>
fault   == <<fpc, bar>>
reset   == <<rpc, i>>
pwr     == <<ppc, target>>
cmd     == <<cpc, en>>
vars    == <<globals, fault, reset, pwr, cmd>>

Faults   == 1..F
Bars     == 0..(B - 1)
ResetId  == F + 1
PowerId  == F + 2
CmdId    == F + 3
Unmapped == [b \in Bars |-> FALSE]

TypeOK ==
  /\ writer \in 0..(F + 3) /\ readers \subseteq Faults /\ power \in {"D0", "D3"}
  /\ memEn \in BOOLEAN /\ revoked \in BOOLEAN /\ inReset \in BOOLEAN /\ mapped \in [Bars -> BOOLEAN]
  /\ fpc \in [Faults -> {"f0", "f1", "f2", "f3"}] /\ bar \in [Faults -> Bars]
  /\ rpc \in {"r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"} /\ i \in 0..B
  /\ ppc \in {"p0", "p1", "p2", "p3", "p4", "p5"} /\ target \in {"D0", "D3"}
  /\ cpc \in {"c0", "c1", "c2", "c3", "c4", "c5"} /\ en \in BOOLEAN

Init ==
  /\ writer = 0 /\ readers = {} /\ power = "D0" /\ memEn = TRUE /\ revoked = FALSE /\ inReset = FALSE
  /\ mapped = Unmapped
  /\ fpc = [t \in Faults |-> "f0"] /\ bar = [t \in Faults |-> 0]
  /\ rpc = "r0" /\ i = 0
  /\ ppc = "p0" /\ target = "D0"
  /\ cpc = "c0" /\ en = TRUE

AcquireWrite(t) == writer = 0 /\ readers = {} /\ writer' = t

-----------------------------------------------------------------------------
f0(t) ==
  /\ fpc[t] = "f0"
  /\ writer = 0
  /\ readers' = readers \union {t}
  /\ fpc' = [fpc EXCEPT ![t] = "f1"]
  /\ \E b \in Bars : bar' = [bar EXCEPT ![t] = b]
  /\ UNCHANGED <<writer, power, memEn, revoked, inReset, mapped, reset, pwr, cmd>>

f1(t) ==
  /\ fpc[t] = "f1"
  /\ fpc' = [fpc EXCEPT ![t] = IF ~revoked /\ memEn /\ power = "D0" THEN "f2" ELSE "f3"]
  /\ UNCHANGED <<globals, bar, reset, pwr, cmd>>

f2(t) ==
  /\ fpc[t] = "f2"
  /\ mapped' = [mapped EXCEPT ![bar[t]] = TRUE]
  /\ fpc' = [fpc EXCEPT ![t] = "f3"]
  /\ UNCHANGED <<writer, readers, power, memEn, revoked, inReset, bar, reset, pwr, cmd>>

f3(t) ==
  /\ fpc[t] = "f3"
  /\ readers' = readers \ {t}
  /\ fpc' = [fpc EXCEPT ![t] = "f0"]
  /\ bar' = [bar EXCEPT ![t] = 0]
  /\ UNCHANGED <<writer, power, memEn, revoked, inReset, mapped, reset, pwr, cmd>>

Fault(t) == f0(t) \/ f1(t) \/ f2(t) \/ f3(t)

-----------------------------------------------------------------------------
r0 == /\ rpc = "r0" /\ AcquireWrite(ResetId) /\ rpc' = "r1"
      /\ UNCHANGED <<readers, power, memEn, revoked, inReset, mapped, i, fault, pwr, cmd>>
r1 == /\ rpc = "r1"
      /\ IF i < B
           THEN mapped' = [mapped EXCEPT ![i] = FALSE] /\ i' = i + 1 /\ rpc' = rpc
           ELSE i' = 0 /\ rpc' = "r2" /\ mapped' = mapped
      /\ UNCHANGED <<writer, readers, power, memEn, revoked, inReset, fault, pwr, cmd>>
r2 == /\ rpc = "r2" /\ power' = "D0" /\ rpc' = "r3"
      /\ UNCHANGED <<writer, readers, memEn, revoked, inReset, mapped, i, fault, pwr, cmd>>
r3 == /\ rpc = "r3" /\ revoked' = TRUE /\ rpc' = "r4"
      /\ UNCHANGED <<writer, readers, power, memEn, inReset, mapped, i, fault, pwr, cmd>>
r4 == /\ rpc = "r4" /\ inReset' = TRUE /\ rpc' = "r5"
      /\ UNCHANGED <<writer, readers, power, memEn, revoked, mapped, i, fault, pwr, cmd>>
r5 == /\ rpc = "r5" /\ inReset' = FALSE /\ rpc' = "r6"
      /\ UNCHANGED <<writer, readers, power, memEn, revoked, mapped, i, fault, pwr, cmd>>
r6 == /\ rpc = "r6" /\ rpc' = (IF memEn THEN "r7" ELSE "r8")
      /\ UNCHANGED <<globals, i, fault, pwr, cmd>>
r7 == /\ rpc = "r7" /\ revoked' = FALSE /\ rpc' = "r8"
      /\ UNCHANGED <<writer, readers, power, memEn, inReset, mapped, i, fault, pwr, cmd>>
r8 == /\ rpc = "r8" /\ writer' = 0 /\ rpc' = "r0"
      /\ UNCHANGED <<readers, power, memEn, revoked, inReset, mapped, i, fault, pwr, cmd>>

Reset == r0 \/ r1 \/ r2 \/ r3 \/ r4 \/ r5 \/ r6 \/ r7 \/ r8

-----------------------------------------------------------------------------
p0 == /\ ppc = "p0"
      /\ IF Bad THEN writer' = writer ELSE AcquireWrite(PowerId)
      /\ target' \in {"D0", "D3"}
      /\ ppc' = (IF Bad THEN "p3" ELSE "p1")
      /\ UNCHANGED <<readers, power, memEn, revoked, inReset, mapped, fault, reset, cmd>>
p1 == /\ ppc = "p1"
      /\ mapped' = (IF target = "D3" THEN Unmapped ELSE mapped)
      /\ ppc' = (IF Bad THEN "p4" ELSE "p2")
      /\ UNCHANGED <<writer, readers, power, memEn, revoked, inReset, target, fault, reset, cmd>>
p2 == /\ ppc = "p2"
      /\ revoked' = (target = "D3" \/ revoked)
      /\ ppc' = "p3"
      /\ UNCHANGED <<writer, readers, power, memEn, inReset, mapped, target, fault, reset, cmd>>
p3 == /\ ppc = "p3"
      /\ power' = target
      /\ ppc' = (IF Bad THEN "p1" ELSE "p4")
      /\ UNCHANGED <<writer, readers, memEn, revoked, inReset, mapped, target, fault, reset, cmd>>
p4 == /\ ppc = "p4"
      /\ revoked' = (revoked /\ ~(target = "D0" /\ memEn))
      /\ ppc' = "p5"
      /\ UNCHANGED <<writer, readers, power, memEn, inReset, mapped, target, fault, reset, cmd>>
p5 == /\ ppc = "p5"
      /\ writer' = (IF Bad THEN writer ELSE 0)
      /\ target' = "D0"
      /\ ppc' = "p0"
      /\ UNCHANGED <<readers, power, memEn, revoked, inReset, mapped, fault, reset, cmd>>

Power == p0 \/ p1 \/ p2 \/ p3 \/ p4 \/ p5

-----------------------------------------------------------------------------
c0 == /\ cpc = "c0"
      /\ AcquireWrite(CmdId)
      /\ en' \in BOOLEAN
      /\ cpc' = "c1"
      /\ UNCHANGED <<readers, power, memEn, revoked, inReset, mapped, fault, reset, pwr>>
c1 == /\ cpc = "c1"
      /\ mapped' = (IF en THEN mapped ELSE Unmapped)
      /\ cpc' = "c2"
      /\ UNCHANGED <<writer, readers, power, memEn, revoked, inReset, en, fault, reset, pwr>>
c2 == /\ cpc = "c2"
      /\ revoked' = (~en \/ revoked)
      /\ cpc' = "c3"
      /\ UNCHANGED <<writer, readers, power, memEn, inReset, mapped, en, fault, reset, pwr>>
c3 == /\ cpc = "c3"
      /\ memEn' = en
      /\ cpc' = "c4"
      /\ UNCHANGED <<writer, readers, power, revoked, inReset, mapped, en, fault, reset, pwr>>
c4 == /\ cpc = "c4"
      /\ revoked' = (revoked /\ ~(en /\ power = "D0"))
      /\ cpc' = "c5"
      /\ UNCHANGED <<writer, readers, power, memEn, inReset, mapped, en, fault, reset, pwr>>
c5 == /\ cpc = "c5"
      /\ writer' = 0
      /\ en' = TRUE
      /\ cpc' = "c0"
      /\ UNCHANGED <<readers, power, memEn, revoked, inReset, mapped, fault, reset, pwr>>

Command == c0 \/ c1 \/ c2 \/ c3 \/ c4 \/ c5

-----------------------------------------------------------------------------
Next == (\E t \in Faults : Fault(t)) \/ Reset \/ Power \/ Command
Spec == Init /\ [][Next]_vars

Safe == \A b \in Bars : mapped[b] => power = "D0" /\ memEn /\ ~inReset
=============================================================================
