import { events as dm } from '../../abi/DelegationManager'
import { on, type Reading } from './reading'

const DM = 'DELEGATION_MANAGER'

/**
 * Operators and who delegates to them (DelegationManager).
 *
 * StakerForceUndelegated is not read: StakerUndelegated always follows it. OperatorSharesSlashed is not read: it repeats
 * OperatorSharesDecreased and adds the shares in the queue.
 */
export const delegation: Reading[] = [
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
  // The staker is the zero address when the operator is slashed: the event is about the operator only.
  on(DM, dm.OperatorSharesDecreased, ({ operator, strategy, shares }) => [
    { kind: 'operatorShares', operator, pool: strategy, delta: -shares },
  ]),
]
