/**
 * Variants of `vfio-pci/revoke-bars` that drop an assumption of the three orders: a device with D1, a D3 entry that does not revoke, a
 * fault that does not refuse a device in D3.
 */
import { allHold, also, type Expectation, variant, violates } from '../../../checker/lang/index.ts';

export const withD1 = [
  variant('original-order-d1', {
    from: 'original-order',
    summary: 'the original order, on a device with D1',
    set: { d1: true },
    ref: 'derived: 6.19 on a device with D1',
    status: 'candidate',
    expect: { d1: violates('S-ACCESS'), 'd1-all': violates('S-D0REVOKE', 'S-ACCESS') },
  }),
  variant('v1-order-d1', {
    from: 'v1-order',
    summary: 'revoke before D0, on a device with D1: the order matters',
    set: { d1: true },
    ref: 'derived: v1 on a device with D1',
    status: 'candidate',
    expect: {
      d1: violates('S-D0REVOKE', 'S-ACCESS'),
      'd1-all': violates('S-D0REVOKE', 'S-ACCESS'),
    },
  }),
  variant('v4-d1', {
    summary: 'the final order, on a device with D1',
    set: { d1: true },
    ref: 'derived: v4 on a device with D1',
    status: 'candidate',
    expect: { d1: violates('S-ACCESS'), 'd1-all': violates('S-D0REVOKE', 'S-ACCESS') },
  }),
];

const mappedInD3 = also('I-NOMAP', 'the mapping that D3 entry leaves is what the invariant denies');

/** The reset alone tells the orders apart; FLR and command writes revoke in D3 whatever its order. */
const noD3Revoke = (order: string, byReset: Expectation) =>
  variant(`${order}-no-d3-revoke`, {
    from: order,
    summary: 'assumption dropped: D3 entry neither zaps nor revokes',
    set: { 'd3-revokes': false },
    ref: 'derived; history HB-19',
    expect: {
      'importer-power': byReset,
      'importer-sync': violates('S-D0REVOKE', 'S-ACCESS', mappedInD3),
    },
  });

const noPowerTest = (order: string) =>
  variant(`${order}-no-power-test`, {
    from: order,
    summary: 'assumption dropped: the fault does not refuse a device in D3',
    set: { 'fault-tests-power': false },
    ref: 'derived; history HB-19',
    expect: {
      power: violates(
        'S-ACCESS',
        'S-FAULT',
        also('I-NOMAP', 'the fault inserts a PTE of the CUSTOM mapping in D3'),
      ),
      'power-core': allHold,
    },
  });

export const assumptions = [
  noD3Revoke('original-order', violates('S-ACCESS', mappedInD3)),
  noD3Revoke('v1-order', violates('S-D0REVOKE', 'S-ACCESS', mappedInD3)),
  noD3Revoke('v4', violates('S-ACCESS', mappedInD3)),
  noPowerTest('original-order'),
  noPowerTest('v1-order'),
  noPowerTest('v4'),
];
