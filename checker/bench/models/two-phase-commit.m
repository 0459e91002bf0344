-- Two-phase commit with N participants in Murphi, the model of specs/classics/two-phase-commit.ts. The constant is set by the benchmark.
-- Everybody may rest for ever: no deadlock detection. Ranges, not scalarsets: no symmetry reduction.
const
  N : 3;

type
  Participant : 0 .. N - 1;
  Outcome     : enum { WORKING, PREPARED, COMMITTED, ABORTED };

var
  outcome       : array [Participant] of Outcome;
  votes_sent    : array [Participant] of boolean;
  votes_counted : array [Participant] of boolean;
  decided       : boolean;
  commit        : boolean;
  abort         : boolean;

startstate begin
  for p : Participant do
    outcome[p] := WORKING;
    votes_sent[p] := false;
    votes_counted[p] := false;
  end;
  decided := false;
  commit := false;
  abort := false;
end;

ruleset p : Participant do
  rule "vote to commit" outcome[p] = WORKING ==> begin outcome[p] := PREPARED; votes_sent[p] := true; end;
  rule "give up" outcome[p] = WORKING ==> begin outcome[p] := ABORTED; end;
  rule "commit" commit ==> begin outcome[p] := COMMITTED; end;
  rule "abort" abort ==> begin outcome[p] := ABORTED; end;
  rule "count the vote" !decided & votes_sent[p] ==> begin votes_counted[p] := true; end;
end;

rule "announce the commit" !decided & forall p : Participant do votes_counted[p] end ==> begin
  decided := true;
  commit := true;
end;
rule "announce the abort" !decided ==> begin decided := true; abort := true; end;

invariant "Consistent" forall a : Participant do forall c : Participant do
  !(outcome[a] = COMMITTED & outcome[c] = ABORTED)
end end;
