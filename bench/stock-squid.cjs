// The same work by the stock processor and the stock store, as a squid does it: an entity for each event, and the four
// tables of shares, delegations and registrations kept up to date, without history and digest. Run by ingest.mjs --stock.
const { EvmBatchProcessor } = require('@subsquid/evm-processor')
const { TypeormDatabase } = require('@subsquid/typeorm-store')
const { events: delegation } = require('../lib/abi/DelegationManager')
const { events: strategies } = require('../lib/abi/StrategyManager')
const { events: directory } = require('../lib/abi/AVSDirectory')
const model = require('../lib/model')

const { RPC_ENDPOINT, BENCH_CONTRACTS, BENCH_FROM, BENCH_TO } = process.env
const deposit = strategies.Deposit ?? strategies['Deposit(address,address,uint256)']
const EVENTS = [
  ['OperatorSharesIncreased', delegation.OperatorSharesIncreased],
  ['OperatorSharesDecreased', delegation.OperatorSharesDecreased],
  ['StakerDelegated', delegation.StakerDelegated],
  ['Deposit', deposit],
  ['OperatorAVSRegistrationStatusUpdated', directory.OperatorAVSRegistrationStatusUpdated],
]
const BY_TOPIC = new Map(EVENTS.map(([name, event]) => [event.topic, { name, event }]))

const operatorShares = new Map()
const stakerShares = new Map()

const processor = new EvmBatchProcessor()
  .setRpcEndpoint({
    url: RPC_ENDPOINT,
    maxBatchCallSize: 100,
    capacity: 10,
    requestTimeout: 120_000,
  })
  .setFinalityConfirmation(75)
  .setBlockRange({ from: Number(BENCH_FROM), to: Number(BENCH_TO) })
  .setFields({
    block: { timestamp: true },
    log: { transactionHash: true, topics: true, data: true },
  })
  .addLog({ address: BENCH_CONTRACTS.split(','), topic0: [...BY_TOPIC.keys()] })

processor.run(new TypeormDatabase({ supportHotBlocks: false }), async ({ store, blocks }) => {
  const rows = {
    events: [],
    operator: new Map(),
    staker: new Map(),
    delegation: new Map(),
    avs: new Map(),
  }
  for (const { header, logs } of blocks) for (const log of logs) read(header, log, rows)
  await store.insert(rows.events)
  for (const table of ['operator', 'staker', 'delegation', 'avs']) {
    await store.upsert([...rows[table].values()])
  }
})

function read(header, log, rows) {
  const { name, event } = BY_TOPIC.get(log.topics[0])
  const args = event.decode(log)
  const text = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)]))
  rows.events.push(
    new model.ContractEvent({
      id: `${header.height}-${log.logIndex}`,
      block: header.height,
      logIndex: log.logIndex,
      transactionIndex: log.transactionIndex,
      transactionHash: Buffer.from(log.transactionHash.slice(2), 'hex'),
      blockTime: new Date(header.timestamp),
      address: Buffer.from(log.address.slice(2), 'hex'),
      kind: 'DELEGATION_MANAGER',
      status: 'DECODED',
      name,
      signature: event.signature,
      arguments: text,
    }),
  )
  const { staker, operator, strategy, shares } = args
  const version = { fromBlock: header.height, toBlock: null }
  if (name === 'StakerDelegated') {
    const key = staker
    rows.delegation.set(
      key,
      new model.Delegation({
        id: key,
        key,
        ...version,
        staker: { id: staker },
        operator: { id: operator },
      }),
    )
  } else if (name === 'Deposit') {
    const key = `${staker}-${strategy}`
    const sum = (stakerShares.get(key) ?? 0n) + shares
    stakerShares.set(key, sum)
    rows.staker.set(
      key,
      new model.Stake({
        id: key,
        key,
        ...version,
        staker: { id: staker },
        pool: { id: strategy },
        depositShares: sum,
        scalingFactor: 10n ** 18n,
      }),
    )
  } else if (name.startsWith('OperatorShares')) {
    const key = `${operator}-${strategy}`
    const sum = (operatorShares.get(key) ?? 0n) + (name.endsWith('Increased') ? shares : -shares)
    operatorShares.set(key, sum)
    rows.operator.set(
      key,
      new model.OperatorStake({
        id: key,
        key,
        ...version,
        operator: { id: operator },
        pool: { id: strategy },
        shares: sum,
      }),
    )
  } else {
    const key = `${operator}-${args.avs}`
    rows.avs.set(
      key,
      new model.AvsRegistration({
        id: key,
        key,
        ...version,
        operator: { id: operator },
        avs: { id: args.avs },
        registered: args.status === 1,
      }),
    )
  }
}
