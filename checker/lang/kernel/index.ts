/** The kernel vocabulary: locks, completions, counts and work queues, built from ordinary steps. */
export * from './assert.ts';
export * from './completion.ts';
export * from './findings.ts';
export * from './kref.ts';
export * from './mutex.ts';
export * from './rwsem.ts';
export * from './rwsem-modes.ts';
export * from './workqueue.ts';
