import { events as dm } from '../../abi/DelegationManager'
import { type EventHandler, on } from '../handler'

const DM = 'DELEGATION_MANAGER'

/**
 * Operators and their delegations (DelegationManager).
 *
 * Not handled: StakerForceUndelegated, because StakerUndelegated always follows it; OperatorSharesSlashed, because it
 * repeats OperatorSharesDecreased and adds the shares in the queue.
 */
export const delegationHandlers: EventHandler[] = [
  on(DM, dm['OperatorRegistered(address indexed,address)'], ({ operator, delegationApprover }) => [
    { kind: 'operatorRegistered', operator, delegationApprover },
  ]),
  on(
    DM,
    dm['OperatorRegistered(address indexed,(address,address,uint32))'],
    ({ operator, operatorDetails: { delegationApprover } }) => [
      { kind: 'operatorRegistered', operator, delegationApprover },
    ],
  ),
  on(DM, dm.OperatorDetailsModified, ({ operator, newOperatorDetails }) => [
    {
      kind: 'delegationApprover',
      operator,
      delegationApprover: newOperatorDetails.delegationApprover,
    },
  ]),
  on(DM, dm.DelegationApproverUpdated, ({ operator, newDelegationApprover }) => [
    { kind: 'delegationApprover', operator, delegationApprover: newDelegationApprover },
  ]),
  on(DM, dm.OperatorMetadataURIUpdated, ({ operator, metadataURI }) => [
    { kind: 'operatorMetadata', operator, uri: metadataURI },
  ]),
  on(DM, dm.StakerDelegated, ({ staker, operator }) => [{ kind: 'delegated', staker, operator }]),
  on(DM, dm.StakerUndelegated, ({ staker, operator }) => [
    { kind: 'undelegated', staker, operator },
  ]),
  on(DM, dm.OperatorSharesIncreased, ({ operator, strategy, shares }) => [
    { kind: 'operatorShares', operator, pool: strategy, delta: shares },
  ]),
  // In a slashing the staker is the zero address: only the operator's shares change.
  on(DM, dm.OperatorSharesDecreased, ({ operator, strategy, shares }) => [
    { kind: 'operatorShares', operator, pool: strategy, delta: -shares },
  ]),
]
