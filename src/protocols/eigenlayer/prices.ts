import { events as feed } from '../../abi/PriceFeed'
import { on, type Reading } from './reading'

/** Price feeds (Chainlink AggregatorInterface): a feed's own events name no feed, it is the address that emits them. */
export const prices: Reading[] = [
  on('PRICE_FEED', feed.AnswerUpdated, ({ current, roundId, updatedAt }, { logs, index }) => [
    { kind: 'price', feed: logs[index]!.log.address, answer: current, roundId, updatedAt },
  ]),
]
