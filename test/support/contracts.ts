import { readFileSync } from 'node:fs'
import { type Codec, Sink, type Struct } from '@subsquid/evm-codec'
import type { Truth } from '../../src/audit/truth'
import { listen, readBody, send } from '../../src/chain/http'
import { answerJsonRpc, MethodError, type RpcOutcome } from '../../src/chain/jsonrpc'
import { aggregate3, MULTICALL3 } from '../../src/contracts/multicall'
import * as vaultV2View from '../../src/contracts/vault-v2-view'
import * as vaultView from '../../src/contracts/vault-view'
import * as view from '../../src/contracts/view'
import { FIXTURE } from './recordings'

type Values = Record<string, unknown>
type Set = { avs: string; id: number }

const CONTRACTS: Record<string, string> = JSON.parse(
  readFileSync(`${FIXTURE}/deployment.json`, 'utf8'),
).contracts

/** Answers of the contracts by function signature. A function throws where they revert. */
export type Answers = Record<string, (args: never, to: string) => unknown>

const WAD = 10n ** 18n
const NOBODY = `0x${'0'.repeat(40)}`
const lower = (text: string) => text.toLowerCase()
const setOf = ({ avs, id }: Set) => `${avs}/${id}`

/** Value of a key in a record, ignoring case. */
function at<T>(record: Record<string, T> | undefined, key: string): T | undefined {
  return Object.entries(record ?? {}).find(([name]) => lower(name) === lower(key))?.[1]
}

/** Answers by signature, from those that were recorded with the chain. */
export function answersOf(truth: Truth): Answers {
  const { operators, stakers, operatorSets } = truth
  type Operator = Truth['operators'][string]
  type Staker = Truth['stakers'][string]
  const ofOperator =
    (pick: (operator: Operator) => Record<string, string>, otherwise: bigint) =>
    ({ operator, pool }: { operator: string; pool: string }) => {
      const known = at(operators, operator)
      return BigInt((known && at(pick(known), pool)) ?? otherwise)
    }
  const ofStaker =
    (pick: (staker: Staker) => Record<string, string>, otherwise: bigint) =>
    ({ staker, pool }: { staker: string; pool: string }) => {
      const known = at(stakers, staker)
      return BigInt((known && at(pick(known), pool)) ?? otherwise)
    }
  const inSet = (set: Set) => at(operatorSets, setOf(set))!
  type Stakes = (set: Truth['operatorSets'][string]) => Record<string, Record<string, string>>
  type StakeArgs = { operatorSet: Set; operators: string[]; pools: string[]; futureBlock: number }
  const stakes =
    (pick: (args: StakeArgs) => Stakes) =>
    (args: StakeArgs): bigint[][] => {
      const known = pick(args)(inSet(args.operatorSet))
      return args.operators.map((operator) =>
        args.pools.map((pool) => BigInt(at(at(known, operator), pool) ?? 0)),
      )
    }
  const includes = (list: string[], item: string) => list.map(lower).includes(lower(item))
  const deposit = ofStaker(({ deposit }) => deposit, 0n)
  const native = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
  const queue = Object.entries(stakers).flatMap(([staker, { queued }]) =>
    queued.map((one) => ({ ...one, staker })),
  )
  return {
    'operatorShares(address,address)': ofOperator(({ shares }) => shares, 0n),
    'getMaxMagnitude(address,address)': ofOperator(({ maxMagnitude }) => maxMagnitude, WAD),
    'getEncumberedMagnitude(address,address)': ofOperator((one) => one.encumberedMagnitude, 0n),
    'getAllocatableMagnitude(address,address)': ofOperator((one) => one.allocatableMagnitude, WAD),
    'getSlashableSharesInQueue(address,address)': ofOperator((o) => o.slashableSharesInQueue, 0n),
    'stakerDepositShares(address,address)': deposit,
    'podOwnerDepositShares(address)': ({ staker }: { staker: string }) =>
      deposit({ staker, pool: native }),
    'depositScalingFactor(address,address)': ofStaker((one) => one.depositScalingFactor, WAD),
    'getWithdrawableShares(address,address[])': (a: { staker: string; pools: string[] }) => {
      const paid = ofStaker(({ withdrawable }) => withdrawable, 0n)
      return {
        withdrawable: a.pools.map((pool) => paid({ staker: a.staker, pool })),
        deposit: a.pools.map((pool) => deposit({ staker: a.staker, pool })),
      }
    },
    'delegatedTo(address)': ({ staker }: { staker: string }) =>
      at(operators, staker)?.isOperator ? staker : (at(stakers, staker)?.delegatedTo ?? NOBODY),
    'avsOperatorStatus(address,address)': ({ avs, operator }: { avs: string; operator: string }) =>
      at(truth.avsDirectory, `${avs}|${operator}`) ?? 0,
    'getAllocationDelay(address)': ({ operator }: { operator: string }) =>
      at(operators, operator)?.allocationDelay ?? { isSet: false, delay: 0 },
    'getAllocation(address,(address,uint32),address)': (a: {
      operator: string
      operatorSet: Set
      pool: string
    }) => {
      const found = inSet(a.operatorSet).allocations.find(
        ({ operator, strategy }) =>
          lower(operator) === lower(a.operator) && lower(strategy) === lower(a.pool),
      )
      return {
        currentMagnitude: BigInt(found?.currentMagnitude ?? 0),
        pendingDiff: BigInt(found?.pendingDiff ?? 0),
        effectBlock: found?.effectBlock ?? 0,
      }
    },
    'getAllocatedStake((address,uint32),address[],address[])': stakes(
      () => (set) => set.allocatedStake,
    ),
    'getMinimumSlashableStake((address,uint32),address[],address[],uint32)': stakes(
      ({ futureBlock }) =>
        (set) =>
          futureBlock === truth.block
            ? set.minSlashableNow
            : set.minSlashableAfterDeallocationDelay,
    ),
    'isOperatorSlashable(address,(address,uint32))': (a: { operator: string; operatorSet: Set }) =>
      includes(inSet(a.operatorSet).slashable, a.operator),
    'isMemberOfOperatorSet(address,(address,uint32))': (a: {
      operator: string
      operatorSet: Set
    }) => includes(inSet(a.operatorSet).members, a.operator),
    'getMembers((address,uint32))': (a: { operatorSet: Set }) => inSet(a.operatorSet).members,
    'getStrategiesInOperatorSet((address,uint32))': (a: { operatorSet: Set }) =>
      inSet(a.operatorSet).strategies,
    'getSlasher((address,uint32))': (a: { operatorSet: Set }) => inSet(a.operatorSet).slasher,
    'getSlashCount((address,uint32))': (a: { operatorSet: Set }) =>
      BigInt(inSet(a.operatorSet).slashCount),
    'getRedistributionRecipient((address,uint32))': (a: { operatorSet: Set }) =>
      inSet(a.operatorSet).redistributionRecipient,
    'getBurnOrRedistributableShares((address,uint32),uint256)': (a: {
      operatorSet: Set
      slashId: bigint
    }) => {
      const found = truth.burnOrRedistributable.find(
        ({ operatorSet, slashId }) =>
          lower(operatorSet) === lower(setOf(a.operatorSet)) && BigInt(slashId) === a.slashId,
      )
      return { pools: found?.strategies ?? [], shares: (found?.shares ?? []).map(BigInt) }
    },
    'getOperatorAVSSplit(address,address)': (a: { operator: string; avs: string }) =>
      at(truth.rewards.operatorAVSSplit, `${a.operator}|${a.avs}`) ?? 0,
    'getOperatorSetSplit(address,(address,uint32))': (a: { operator: string; operatorSet: Set }) =>
      at(
        truth.rewards.operatorSetSplit,
        `${a.operator}|${a.operatorSet.avs}|${a.operatorSet.id}`,
      ) ?? 0,
    'defaultOperatorSplitBips()': () => truth.rewards.defaultOperatorSplitBips,
    'activationDelay()': () => truth.rewards.activationDelay,
    'getDistributionRootsLength()': () => BigInt(truth.rewards.roots),
    'cumulativeClaimed(address,address)': (a: { earner: string; token: string }) =>
      BigInt(at(truth.rewards.cumulativeClaimed, `${a.earner}|${a.token}`) ?? 0),
    'ownerToPod(address)': ({ owner }: { owner: string }) => at(truth.pods, owner)?.pod ?? NOBODY,
    'beaconChainSlashingFactor(address)': ({ owner }: { owner: string }) =>
      BigInt(at(truth.pods, owner)?.beaconChainSlashingFactor ?? WAD),
    'activeValidatorCount()': (_: unknown, to: string) =>
      BigInt(Object.values(truth.pods).find(({ pod }) => lower(pod) === to)!.activeValidators),
    'paused()': (_: unknown, to: string) => {
      const named = Object.entries(CONTRACTS).find(([, address]) => lower(address) === to)
      const known = (named && truth.paused[named[0]]) ?? at(truth.strategies, to)?.paused
      // Contracts whose answer was not recorded.
      if (known === undefined) throw new Error('not recorded')
      return BigInt(known)
    },
    'getAdmins(address)': ({ account }: { account: string }) => at(truth.admins, account) ?? [],
    'burnableETHShares()': () => BigInt(truth.burnableETHShares),
    'pendingWithdrawals(bytes32)': ({ root }: { root: string }) =>
      queue.some((one) => one.root === root),
    'getQueuedWithdrawal(bytes32)': (a: { root: string }) => {
      const found = queue.find(({ root }) => root === a.root)
      if (!found) throw new Error('no such withdrawal')
      const withdrawal = {
        ...found,
        withdrawer: found.staker,
        nonce: BigInt(found.nonce),
        scaledShares: found.scaledShares.map(BigInt),
      }
      return { withdrawal, shares: found.shares.map(BigInt) }
    },
  }
}

const FUNCTIONS = [view, vaultView, vaultV2View]
  .flatMap((all) => Object.values(all))
  .filter((item) => typeof item !== 'function')

/** Return data of a function. */
export function encodeAnswer(returns: unknown, answer: unknown): string {
  const isCodec = typeof (returns as Values).decode === 'function'
  const codecs = isCodec ? { value: returns as Codec<unknown> } : (returns as Struct)
  const values = isCodec ? { value: answer } : (answer as Values)
  const slots = Object.values(codecs).map(({ slotsCount }) => slotsCount ?? 1)
  const sink = new Sink(slots.reduce((sum, count) => sum + count, 0))
  for (const [name, codec] of Object.entries(codecs)) codec.encode(sink, values[name])
  return `0x${sink.result().toString('hex')}`
}

/**
 * What a contract returns to a call, or those that a multicall holds.
 * @throws where it reverts
 */
export function callOne(answers: Answers, to: string, data: string): string {
  if (lower(to) === MULTICALL3 && aggregate3.is(data)) {
    const { calls } = aggregate3.decode(data)
    const results = calls.map(({ target, callData }) => {
      try {
        return { success: true, returnData: callOne(answers, target, callData) }
      } catch {
        return { success: false, returnData: '0x' }
      }
    })
    return encodeAnswer(aggregate3.returnType, results)
  }
  const fun = FUNCTIONS.find((one) => one.is(data))!
  return encodeAnswer(fun.returnType, answers[fun.signature]!(fun.decode(data) as never, lower(to)))
}

/**
 * A JSON-RPC endpoint that answers eth_call at one block from recorded answers, because a node would need the state of the
 * chain. Whatever else a node or a contract does is not tested with it.
 */
export async function startContracts(
  truth: Truth,
  answers: Answers,
  hasMulticall: boolean,
  /** An error, or a result, that replaces the answer to a call; undefined: none does. */
  replace: (method: string, params: unknown[]) => RpcOutcome | undefined = () => undefined,
) {
  const methods: Record<string, (params: unknown[]) => unknown> = {
    eth_chainId: () => '0x7a69',
    eth_getCode: () => (hasMulticall ? '0x60' : '0x'),
    eth_getBlockByNumber: ([number]) => ({ number, hash: truth.blockHash }),
    eth_call: ([call, block]) => {
      const { to, data } = call as { to: string; data: string }
      if (Number(block) !== truth.block) throw new MethodError(-32000, 'missing trie node')
      try {
        return callOne(answers, to, data)
      } catch (error) {
        throw new MethodError(3, `execution reverted: ${(error as Error).message}`)
      }
    },
  }
  const counts = { requests: 0, calls: 0 }
  const run = (method: string, params: unknown[]): RpcOutcome => {
    const other = replace(method, params)
    if (other) return other
    try {
      if (method === 'eth_call') counts.calls++
      return { result: JSON.stringify(methods[method]!(params)) }
    } catch (error) {
      if (error instanceof MethodError)
        return { error: { code: error.code, message: error.message } }
      throw error
    }
  }
  const server = await listen(async (request, response) => {
    counts.requests++
    const body = (await readBody(request))!
    const text = await answerJsonRpc(body, async (calls) =>
      calls.map(({ method, params }) => run(method, params)),
    )
    send(response, 200, text, 'application/json')
  }, {})
  return { ...server, counts }
}
