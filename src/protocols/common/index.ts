import * as BeaconProxy from '../../abi/BeaconProxy'
import * as PriceFeed from '../../abi/PriceFeed'
import * as TransparentUpgradeableProxy from '../../abi/TransparentUpgradeableProxy'
import * as UpgradeableBeacon from '../../abi/UpgradeableBeacon'
import type { Abi, EventTable } from '../protocol'
import { proxyHandlers } from './governance'
import { priceHandlers } from './prices'

/** Events of every proxy. */
export const PROXY: readonly Abi[] = [TransparentUpgradeableProxy, BeaconProxy]

/** Contracts that belong to no protocol, and events that contracts of all protocols emit. */
export const common: EventTable = {
  abis: { PRICE_FEED: [PriceFeed, UpgradeableBeacon] },
  handlers: [...proxyHandlers, ...priceHandlers],
}
