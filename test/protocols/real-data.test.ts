import { describe, expect, test } from 'vitest'
import { events as am } from '../../src/abi/AllocationManager'
import type { KnownContract } from '../../src/config/networks'
import { MAINNET } from '../../src/config/networks/mainnet'
import {
  legacyWithdrawalRoot,
  withdrawalRoot,
} from '../../src/protocols/eigenlayer/withdrawal-root'
import { DryLedger } from '../support/dry-ledger'
import { type RealLog, realBlocks, realJson, realLines, WITHOUT_REAL } from '../support/real'

/** Pods of the collected receipts, whose PodDeployed logs are not among them. */
const PODS = [
  '0x35cb1491dcf4c0ab6b413afc42298e32f13ff524',
  '0xa6f93249580ec3f08016cd3d4154aadd70ac3c96',
  '0x951c0537b78a92e505a96e19d808ddd3ba76eb44',
]
const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const NOBODY = '0x0000000000000000000000000000000000000000'

function mainnet(pods: string[] = []): Promise<DryLedger> {
  const known = pods.map(
    (address): KnownContract => ({ address, kind: 'EIGEN_POD', name: 'EigenPod' }),
  )
  return DryLedger.of([...MAINNET.contracts, ...known])
}

/** Logs of the collected receipts, with the times of their blocks. */
async function receipts() {
  const ledger = await mainnet(PODS)
  const logs = realLines('mainnet/logs.jsonl')
  const headers = realLines<{ number: string; timestamp: string }>('mainnet/blocks.jsonl')
  const times = new Map(headers.map(({ number, timestamp }) => [Number(number), Number(timestamp)]))
  await ledger.index(realBlocks(logs, times))
  return { ledger, logs, events: ledger.appended('contractEvent') }
}

/** Root recomputed from a withdrawal and its items as the ledger holds them. */
function rootOf(ledger: DryLedger, key: string, recompute: typeof withdrawalRoot): string {
  const row = ledger.row('withdrawal', key)!
  const items = ledger.appended('withdrawalItem').filter(({ withdrawal }) => withdrawal === key)
  return recompute({
    staker: row.staker,
    delegatedTo: row.operator ?? NOBODY,
    withdrawer: row.withdrawer,
    nonce: row.nonce,
    startBlock: row.startBlock,
    strategies: items.map(({ pool }) => pool as string),
    shares: items.map(({ scaledShares }) => scaledShares as bigint),
  })
}

/** Allocated magnitude of an operator in a pool: per operator set the current one, or a pending larger one. */
function allocatedSum(ledger: DryLedger, operatorPool: string, block: number): bigint {
  const all = ledger.blocks.flatMap(({ changes }) => changes)
  const keys = new Set(all.flatMap(({ table, key }) => (table === 'allocation' ? [key] : [])))
  const sums = [...keys].map((key) => {
    const row = ledger.row('allocation', key)
    if (`${row?.operator}-${row?.pool}` !== operatorPool) return 0n
    const { storedMagnitude, storedDiff, storedEffectBlock } = row!
    return storedDiff > 0n || block >= storedEffectBlock
      ? storedMagnitude + storedDiff
      : storedMagnitude
  })
  return sums.reduce((sum, part) => sum + part, 0n)
}

/** The logs in order, split after each that has the topic. */
function cutAfter<L extends { topics: string[] }>(logs: L[], topic: string): L[][] {
  const parts: L[][] = [[]]
  for (const log of logs) {
    parts.at(-1)!.push(log)
    if (log.topics[0] === topic) parts.push([])
  }
  return parts.filter((part) => part.length > 0)
}

/** All values in JSON, as text in lower case. */
function leaves(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value).toLowerCase()]
  return Object.values(value).flatMap(leaves)
}

function wei(amount: string, decimals = 18): string {
  const [whole, fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0')).toString()
}

describe.skipIf(WITHOUT_REAL)(
  `logs of public chains${WITHOUT_REAL ? ` (${WITHOUT_REAL})` : ''}`,
  () => {
    describe('24 receipts of mainnet, from release M1 to after slashing', () => {
      test('all 40 EigenLayer events, and all others of followed contracts, are decoded', async () => {
        const { logs, events } = await receipts()
        const expected = logs.flatMap(({ blockNumber, logIndex, _event }) => {
          const name = _event?.match(/^eigenlayer:(\w+)\(/)?.[1]
          return name ? [`${Number(blockNumber)} ${Number(logIndex)} ${name}`] : []
        })
        expect(expected).toHaveLength(40)
        const found = events.map(({ block, logIndex, name }) => `${block} ${logIndex} ${name}`)
        expect(found.filter((event) => expected.includes(event))).toEqual(expected)
        expect(new Set(events.map(({ status }) => status))).toEqual(new Set(['DECODED']))
        // Not in the collection: proxies, pods before their PodDeployed, and the router of release M1.
        const others = found.filter((event) => !expected.includes(event))
        expect(new Set(others.map((event) => event.split(' ')[2]))).toEqual(
          new Set([
            'BeaconUpgraded',
            'Initialized',
            'RestakingActivated',
            'DelayedWithdrawalCreated',
            'DelayedWithdrawalsClaimed',
          ]),
        )
      })

      test('transcribed facts of EigenLayer transactions are in their events', async () => {
        const { events } = await receipts()
        const { tx: facts } = realJson<{ tx: Record<string, string | number>[] }>(
          'mainnet/expected.json',
        )
        const ours = facts.filter(({ event }) => !`${event}`.startsWith('Symbiotic'))
        expect(ours).toHaveLength(16)
        for (const fact of ours) {
          const emitted = events.filter(({ transactionHash }) => transactionHash === fact.tx)
          const values = emitted.flatMap(({ address, block, blockTime, arguments: args }) => {
            return leaves({ address, block, blockTime, args })
          })
          expect(values, `${fact.tx}`).toEqual(
            expect.arrayContaining(emitted.length ? valuesOf(fact) : ['an event']),
          )
        }
      })

      test('all queued withdrawals hash to their roots, and those that were completed are completed', async () => {
        const { ledger, events } = await receipts()
        const roots = events.flatMap(({ name, arguments: args }) => {
          return /^(Slashing)?WithdrawalQueued$/.test(name as string)
            ? [(args as { withdrawalRoot: string }).withdrawalRoot]
            : []
        })
        expect(roots).toHaveLength(4)
        expect(roots.map((root) => rootOf(ledger, root, withdrawalRoot))).toEqual(roots)
        const states = roots.map((root) => {
          const { status, queuedAtBlock, completedAtBlock } = ledger.row('withdrawal', root)!
          return [status, queuedAtBlock, completedAtBlock]
        })
        expect(states).toEqual([
          ['COMPLETED', 20066231, 20132395],
          ['QUEUED', 20120140, null],
          ['COMPLETED', 23031719, 25530415],
          ['COMPLETED', 25397195, 25546285],
        ])
      })

      test('native shares: the change counts in M2, the total alone since pod checkpoints', async () => {
        const { ledger, events } = await receipts()
        const shares = (owner: string) => ledger.row('stake', `${owner}-${NATIVE}`)!.depositShares
        expect(shares('0x78524beeac12368e600457478738c233f436e9f6')).toBe(160n * 10n ** 18n)
        const totals = events.filter(({ name }) => name === 'NewTotalShares')
        expect(totals).toHaveLength(2)
        for (const { arguments: args } of totals) {
          const { podOwner, newTotalShares } = args as Record<string, string>
          expect(shares(podOwner!)).toBe(BigInt(newTotalShares!))
        }
      })
    })

    test('a migrated withdrawal reduces the shares once, and continues with its new root', async () => {
      const ledger = await mainnet()
      const { staker, steps, M1root, M2root } = realJson<{
        staker: string
        steps: { block: number; strategy: string; shares: string }[]
        M1root: string
        M2root: string
      }>('mainnet/mainnet-m1-m2-lifecycle.expected.json')
      const logs = realLines('mainnet/mainnet-m1-m2-lifecycle.rawlogs.jsonl')
      let checked = 0
      for (const block of realBlocks(logs)) {
        await ledger.index([block])
        for (const step of steps.filter((one) => one.block === block.header.number)) {
          const stake = ledger.row('stake', `${staker}-${step.strategy}`)
          expect(`block ${step.block}: ${stake?.depositShares}`).toBe(
            `block ${step.block}: ${step.shares}`,
          )
          checked++
        }
      }
      expect(checked).toBe(4)
      expect(ledger.row('withdrawal', M1root)).toMatchObject({
        status: 'MIGRATED',
        startBlock: 19518613,
        queuedAtBlock: 19518613,
        completedAtBlock: 19612227,
      })
      expect(ledger.row('withdrawal', M2root)).toMatchObject({
        status: 'QUEUED',
        startBlock: 19518613,
        queuedAtBlock: 19612227,
        completedAtBlock: null,
      })
      expect(rootOf(ledger, M1root, legacyWithdrawalRoot)).toBe(M1root)
      expect(rootOf(ledger, M2root, withdrawalRoot)).toBe(M2root)
      const podOwner = '0x049ea11d337f185b1aa910d98e8fbd991f0fba7b'
      expect(ledger.row('stake', `${podOwner}-${NATIVE}`)!.depositShares).toBe(32n * 10n ** 18n)
    })

    test('an operator delegates to itself before it is registered', async () => {
      const ledger = await mainnet()
      await ledger.index(realBlocks(realLines('mainnet/registration.logs.jsonl')))
      const names = ledger.appended('contractEvent').map(({ name }) => name)
      expect(names.slice(0, 3)).toEqual([
        'OperatorDetailsModified',
        'StakerDelegated',
        'OperatorRegistered',
      ])
      const operator = '0xeb7f6a60333fdc2c6a48e69111a4286514225e45'
      expect(ledger.row('delegation', operator)).toMatchObject({ operator })
      expect(ledger.row('operator', operator)).toMatchObject({
        registeredAtBlock: 20480210,
        firstSeenBlock: 20480210,
      })
    })

    test('deposits of 16 ordinary ERC-4626 vaults are ignored', async () => {
      const ledger = await mainnet()
      const negatives = realLines<{ logs: RealLog[] }>(
        'mainnet/erc4626-negatives-mainnet.receipts.jsonl',
      )
      expect(negatives).toHaveLength(16)
      await ledger.index(realBlocks(negatives.flatMap(({ logs }) => logs)))
      expect(ledger.blocks).toEqual([])
    })

    describe('AllocationManager of a test deployment on Holesky, 18 slashings', () => {
      const blocks = () =>
        realBlocks(realLines('holesky-preprod/preprod-allocationmanager.rawlogs.jsonl'))
      const empty = () =>
        DryLedger.of([
          {
            address: '0xfdd5749e11977d60850e06bf5b13221ad95eb6b4',
            kind: 'ALLOCATION_MANAGER',
            name: 'AllocationManager',
          },
        ])

      test('wadSlashed is the decrease of the max magnitude, in 44 of 44; the other 19 pools had no allocation', async () => {
        const ledger = await empty()
        await ledger.index(blocks())
        const parts = ledger.appended('slashedPool').map((part) => {
          const { maxMagnitudeBefore: before, maxMagnitudeAfter: after } = part as Record<
            string,
            bigint
          >
          return [part.wadSlashed, ((before! - after!) * 10n ** 18n) / before!]
        })
        expect(parts.map(([wad]) => wad)).toEqual(parts.map(([, lost]) => lost))
        expect(parts.filter(([wad]) => wad !== 0n)).toHaveLength(44)
        expect(parts.filter(([wad]) => wad === 0n)).toHaveLength(19)
      })

      test('allocations add up to the encumbered magnitude, in 128 of 129; one is not cleared yet', async () => {
        const ledger = await empty()
        const wrong: unknown[] = []
        let compared = 0
        // An allocation or slashing emits the encumbered magnitude after it, then the allocation. Compared after each.
        for (const { header, logs } of blocks()) {
          for (const part of cutAfter(logs, am.AllocationUpdated.topic)) {
            await ledger.index([{ header, logs: part }])
            const emitted = part.filter(
              ({ topics }) => topics[0] === am.EncumberedMagnitudeUpdated.topic,
            )
            const keys = emitted.map((log) => {
              const { operator, strategy } = am.EncumberedMagnitudeUpdated.decode(log)
              return `${operator}-${strategy}`
            })
            for (const key of new Set(keys)) {
              compared++
              const encumbered = ledger.row('operatorMagnitude', key)!.storedEncumbered
              const sum = allocatedSum(ledger, key, header.number)
              if (sum !== encumbered) wrong.push({ block: header.number, encumbered, sum })
            }
          }
        }
        expect(compared).toBe(129)
        // A deallocation that matured counts until clearDeallocationQueue.
        expect(wrong).toEqual([
          { block: 2964117, encumbered: 950000000000000000n, sum: 50000000000000000n },
        ])
      })
    })
  },
)

/** Values of a transcribed fact, as they are in the events. */
function valuesOf(fact: Record<string, string | number>): string[] {
  const { event, tokenAmount, sharesDeltaETH, validatorBalanceETH } = fact as Record<string, string>
  const plain = ['block', 'timestamp', 'staker', 'operator', 'strategy', 'podOwner', 'eigenPod']
  plain.push('recipient', 'withdrawalRoot', 'beaconBlockRoot', 'shares', 'validatorIndex')
  // These events do not name the owner of the withdrawal or pod.
  const unnamed = /^WithdrawalC|CheckpointCreated/.test(event!) ? ['staker', 'podOwner'] : []
  const named = plain.filter((name) => name in fact && !unnamed.includes(name))
  const values = named.map((name) => String(fact[name]).toLowerCase())
  // Amounts of tokens are in these events only, at one share per token.
  if (/Deposit|RewardsClaimed|SlashingWithdrawalQueued/.test(event!)) values.push(wei(tokenAmount!))
  if (sharesDeltaETH) values.push(wei(sharesDeltaETH))
  if (validatorBalanceETH) values.push(wei(validatorBalanceETH, 9))
  return values
}
