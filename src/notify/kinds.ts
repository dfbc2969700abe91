/** Kinds of changes on the chain. */
export const CHANGE_KINDS = [
  'slashing',
  'slashedShares',
  'withdrawalQueued',
  'allocation',
  'allocationDelay',
  'allocationDelayEffective',
  'slasher',
  'slasherEffective',
  'redistribution',
  'operatorSetCreated',
  'slashRequested',
  'slashExecuted',
  'slashVetoed',
  'slashExpired',
  'limitCut',
  'slashingRequested',
  'slashingCancelled',
  'slashingExecutable',
  'slashingFulfilled',
  'ejection',
] as const

/** Kinds of messages. */
export const KINDS = [
  ...CHANGE_KINDS,
  'block',
  'finalized',
  'rollback',
  'undone',
  'invalidBlock',
  'alert',
] as const
