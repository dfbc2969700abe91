import { events as stakerRewards } from '../../abi/DefaultStakerRewards'
import { events as rewards } from '../../abi/VaultRewards'

/** First time that no date has: 10000-01-01 00:00 UTC. Contracts take times in the past alone. */
const NO_DATE = 253_402_300_800n

const isDate = ({ timestamp }: { timestamp: bigint | number }) => BigInt(timestamp) < NO_DATE

/** Whether the first word of data is a date, as abi.encode(uint48 timestamp, ...) has it. */
const beginsWithDate = ({ data }: { data: string }) =>
  /^0x[0-9a-f]{64}/.test(data) && BigInt(data.slice(0, 66)) < NO_DATE

/** Invariants of Symbiotic's contracts beyond the ABI, by topic. */
// biome-ignore lint/suspicious/noExplicitAny: checks of all events are in one table
export const CHECKS: ReadonlyMap<string, (args: any) => boolean> = new Map<
  string,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  (args: any) => boolean
>([
  [
    stakerRewards['DistributeRewards(address indexed,address indexed,uint256,uint256,uint48)']
      .topic,
    isDate,
  ],
  [
    stakerRewards['DistributeRewards(address indexed,address indexed,uint256,bytes)'].topic,
    beginsWithDate,
  ],
  [rewards.DistributeVaultSnapshotRewards.topic, isDate],
])
