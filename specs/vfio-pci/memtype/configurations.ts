/**
 * Configurations of `vfio-pci/memtype`: one range, with another driver that wants it, and without one.
 */
import { configuration, goal, present } from '../../../checker/lang/index.ts';
import { other_mapping, pte } from '../driver/memtype.ts';

const userGoal = goal('the user has a mapping', present(pte));
const otherGoal = goal('another driver has one', present(other_mapping));

export const configurations = [
  configuration('x86', {
    summary: 'two other drivers reserve the range as WC or WB',
    bounds: '1 range, 1 user mapping made twice, 2 other drivers',
    set: { faults: 2, others: 2 },
    goals: [userGoal, otherGoal],
  }),
  configuration('arm', {
    summary: 'nobody reserves anything',
    bounds: '1 range, 1 user mapping, no other driver, for it has nothing to reserve',
    goals: [userGoal],
  }),
];
