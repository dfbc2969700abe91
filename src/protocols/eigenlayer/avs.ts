import { events as am } from '../../abi/AllocationManager'
import { events as directory } from '../../abi/AVSDirectory'
import type { OperatorSetRef } from '../../facts/facts'
import { type EventHandler, on } from '../handler'

const AM = 'ALLOCATION_MANAGER'
const DIRECTORY = 'AVS_DIRECTORY'

/** An operator set from the arguments of an event. */
export const setOf = ({ avs, id }: { avs: string; id: number }): OperatorSetRef => ({
  avs,
  setId: BigInt(id),
})

/** AVSs and operator sets (AllocationManager), and registrations from before operator sets (AVSDirectory). */
export const avsHandlers: EventHandler[] = [
  on(DIRECTORY, directory.OperatorAVSRegistrationStatusUpdated, ({ operator, avs, status }) => [
    { kind: 'avsRegistration', operator, avs, setId: null, registered: status === 1 },
  ]),
  // One topic, two contracts: the later event wins.
  on(DIRECTORY, directory.AVSMetadataURIUpdated, ({ avs, metadataURI }) => [
    { kind: 'avsMetadata', avs, uri: metadataURI },
  ]),
  on(AM, am.AVSMetadataURIUpdated, ({ avs, metadataURI }) => [
    { kind: 'avsMetadata', avs, uri: metadataURI },
  ]),
  on(AM, am.AVSRegistrarSet, ({ avs, registrar }) => [{ kind: 'avsRegistrar', avs, registrar }]),
  on(AM, am.OperatorSetCreated, ({ operatorSet }) => [
    { kind: 'operatorSetCreated', set: setOf(operatorSet) },
  ]),
  on(AM, am.RedistributionAddressSet, ({ operatorSet, redistributionRecipient }) => [
    {
      kind: 'redistributionRecipient',
      set: setOf(operatorSet),
      recipient: redistributionRecipient,
    },
  ]),
  on(AM, am.SlasherUpdated, ({ operatorSet, slasher, effectBlock }) => [
    { kind: 'slasher', set: setOf(operatorSet), slasher, effectBlock: BigInt(effectBlock) },
  ]),
  on(AM, am.StrategyAddedToOperatorSet, ({ operatorSet, strategy }) => [
    { kind: 'operatorSetPool', set: setOf(operatorSet), pool: strategy, accepted: true },
  ]),
  on(AM, am.StrategyRemovedFromOperatorSet, ({ operatorSet, strategy }) => [
    { kind: 'operatorSetPool', set: setOf(operatorSet), pool: strategy, accepted: false },
  ]),
  on(AM, am.OperatorAddedToOperatorSet, ({ operator, operatorSet }) => [
    { kind: 'avsRegistration', operator, ...setOf(operatorSet), registered: true },
  ]),
  on(AM, am.OperatorRemovedFromOperatorSet, ({ operator, operatorSet }) => [
    { kind: 'avsRegistration', operator, ...setOf(operatorSet), registered: false },
  ]),
]

/** Magnitudes and allocations (AllocationManager). */
export const allocationHandlers: EventHandler[] = [
  on(AM, am.AllocationDelaySet, ({ operator, delay, effectBlock }) => [
    {
      kind: 'allocationDelay',
      operator,
      delay: BigInt(delay),
      effectBlock: BigInt(effectBlock),
    },
  ]),
  on(AM, am.AllocationUpdated, (args) => [
    {
      kind: 'allocated',
      operator: args.operator,
      set: setOf(args.operatorSet),
      pool: args.strategy,
      magnitude: args.magnitude,
      effectBlock: BigInt(args.effectBlock),
    },
  ]),
  on(AM, am.MaxMagnitudeUpdated, ({ operator, strategy, maxMagnitude }) => [
    { kind: 'maxMagnitude', operator, pool: strategy, magnitude: maxMagnitude },
  ]),
  on(AM, am.EncumberedMagnitudeUpdated, ({ operator, strategy, encumberedMagnitude }) => [
    { kind: 'encumberedMagnitude', operator, pool: strategy, magnitude: encumberedMagnitude },
  ]),
]
