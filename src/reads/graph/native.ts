/** Pool of native ETH, whose shares also lose by the beacon chain (DelegationManager.beaconChainETHStrategy). */
export const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
