import { events as feed } from '../../abi/PriceFeed'
import { type EventHandler, emitterOf, on } from '../handler'

/** Price feeds (Chainlink AggregatorInterface). Their events do not name the feed: it is the emitter. */
export const priceHandlers: EventHandler[] = [
  on('PRICE_FEED', feed.AnswerUpdated, ({ current, roundId, updatedAt }, context) => [
    { kind: 'price', feed: emitterOf(context), answer: current, roundId, updatedAt },
  ]),
]
