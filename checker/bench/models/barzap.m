-- barzap(F, B) in Murphi, step by step the model of specs/classics/barzap.ts. The two constants are set by the benchmark.
-- Ranges, not scalarsets: no symmetry reduction.
const
  F : 2;
  B : 2;

type
  Fault     : 0 .. F - 1;
  Bar       : 0 .. B - 1;
  Holder    : 0 .. F + 3;   -- of memory_lock for write; 0: nobody
  Power     : enum { D0, D3 };
  FaultAt   : enum { f_lock, f_look, f_map, f_unlock };
  ResetAt   : enum { r_lock, r_zap, r_wake, r_revoke, r_begin, r_end, r_look, r_unrevoke, r_unlock };
  PowerAt   : enum { p_lock, p_zap, p_revoke, p_set, p_unrevoke, p_unlock };
  CommandAt : enum { c_lock, c_zap, c_revoke, c_set, c_unrevoke, c_unlock };

var
  writer         : Holder;
  reads          : array [Fault] of boolean;
  power          : Power;
  memory_enabled : boolean;
  revoked        : boolean;
  in_reset       : boolean;
  mapped         : array [Bar] of boolean;
  fault_at       : array [Fault] of FaultAt;
  bar            : array [Fault] of Bar;
  reset_at       : ResetAt;
  next           : 0 .. B;
  power_at       : PowerAt;
  target         : Power;
  command_at     : CommandAt;
  enable         : boolean;

function is_free(): boolean; begin
  return writer = 0 & forall t : Fault do !reads[t] end;
end;

procedure zap(); begin
  for b : Bar do mapped[b] := false; end;
end;

startstate begin
  writer := 0;
  power := D0;
  memory_enabled := true;
  revoked := false;
  in_reset := false;
  zap();
  for t : Fault do
    reads[t] := false;
    fault_at[t] := f_lock;
    bar[t] := 0;
  end;
  reset_at := r_lock;
  next := 0;
  power_at := p_lock;
  target := D0;
  command_at := c_lock;
  enable := true;
end;

ruleset t : Fault do
  ruleset b : Bar do
    rule "down_read" fault_at[t] = f_lock & writer = 0 ==> begin
      reads[t] := true;
      bar[t] := b;
      fault_at[t] := f_look;
    end;
  end;
  rule "may it be mapped?" fault_at[t] = f_look ==> begin
    if !revoked & memory_enabled & power = D0 then fault_at[t] := f_map; else fault_at[t] := f_unlock; end;
  end;
  rule "map" fault_at[t] = f_map ==> begin mapped[bar[t]] := true; fault_at[t] := f_unlock; end;
  rule "up_read" fault_at[t] = f_unlock ==> begin
    reads[t] := false;
    bar[t] := 0;
    fault_at[t] := f_lock;
  end;
end;

rule "reset: down_write" reset_at = r_lock & is_free() ==> begin writer := F + 1; reset_at := r_zap; end;
rule "reset: zap" reset_at = r_zap ==> begin
  if next < B then mapped[next] := false; next := next + 1; else next := 0; reset_at := r_wake; end;
end;
rule "reset: D0" reset_at = r_wake ==> begin power := D0; reset_at := r_revoke; end;
rule "reset: revoke" reset_at = r_revoke ==> begin revoked := true; reset_at := r_begin; end;
rule "reset begins" reset_at = r_begin ==> begin in_reset := true; reset_at := r_end; end;
rule "reset ends" reset_at = r_end ==> begin in_reset := false; reset_at := r_look; end;
rule "reset: is memory enabled?" reset_at = r_look ==> begin
  if memory_enabled then reset_at := r_unrevoke; else reset_at := r_unlock; end;
end;
rule "reset: un-revoke" reset_at = r_unrevoke ==> begin revoked := false; reset_at := r_unlock; end;
rule "reset: up_write" reset_at = r_unlock ==> begin writer := 0; reset_at := r_lock; end;

ruleset wanted : Power do
  rule "power: down_write" power_at = p_lock & is_free() ==> begin
    target := wanted;
    writer := F + 2;
    power_at := p_zap;
  end;
end;
rule "power: zap" power_at = p_zap ==> begin if target = D3 then zap(); end; power_at := p_revoke; end;
rule "power: revoke" power_at = p_revoke ==> begin if target = D3 then revoked := true; end; power_at := p_set; end;
rule "power: set" power_at = p_set ==> begin power := target; power_at := p_unrevoke; end;
rule "power: un-revoke" power_at = p_unrevoke ==> begin
  if target = D0 & memory_enabled then revoked := false; end;
  power_at := p_unlock;
end;
rule "power: up_write" power_at = p_unlock ==> begin writer := 0; target := D0; power_at := p_lock; end;

ruleset wanted : boolean do
  rule "command: down_write" command_at = c_lock & is_free() ==> begin
    enable := wanted;
    writer := F + 3;
    command_at := c_zap;
  end;
end;
rule "command: zap" command_at = c_zap ==> begin if !enable then zap(); end; command_at := c_revoke; end;
rule "command: revoke" command_at = c_revoke ==> begin if !enable then revoked := true; end; command_at := c_set; end;
rule "command: set" command_at = c_set ==> begin memory_enabled := enable; command_at := c_unrevoke; end;
rule "command: un-revoke" command_at = c_unrevoke ==> begin
  if enable & power = D0 then revoked := false; end;
  command_at := c_unlock;
end;
rule "command: up_write" command_at = c_unlock ==> begin writer := 0; enable := true; command_at := c_lock; end;

invariant "Safe" forall b : Bar do mapped[b] -> (power = D0 & memory_enabled & !in_reset) end;
