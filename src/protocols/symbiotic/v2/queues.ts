import { events as queue } from '../../../abi/WithdrawalQueue'
import { type EventHandler, emitterOf, on, orNull } from '../../handler'

const QUEUE = 'WITHDRAWAL_QUEUE'

/** Withdrawal queues of vaults of version 3. */
export const queueHandlers: EventHandler[] = [
  on(QUEUE, queue.RequestRedeem, ({ requester, receiver: owner, shares, tokenId }, context) => [
    { kind: 'redeemRequested', queue: emitterOf(context), tokenId, requester, owner, shares },
  ]),
  on(QUEUE, queue.Fill, ({ assets, shares }, context) => [
    { kind: 'queueFilled', queue: emitterOf(context), assets, shares },
  ]),
  on(QUEUE, queue.Claim, ({ tokenId, sharesClaimed: shares }, context) => [
    { kind: 'queueClaimed', queue: emitterOf(context), tokenId, shares },
  ]),
  // RequestRedeem names the first owner.
  on(QUEUE, queue.Transfer, ({ from, to, tokenId }, context) =>
    orNull(from) ? [{ kind: 'queueTokenMoved', queue: emitterOf(context), tokenId, to }] : [],
  ),
]
