/** Pool of native ETH: a virtual strategy without a contract (DelegationManager.beaconChainETHStrategy). */
export const BEACON_CHAIN_ETH = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
