/** Share of mainnet's history that has logs of followed contracts, and what is in it. */
const SHAPE = { blocks: 6_500_000, withLogs: 800_000, logs: 3_000_000, pods: 20_000 }
const CORE = 60
/** Logs of other contracts with the topics of a pod, per block: proxies that are created or upgraded. */
const FOREIGN = 0.75

const hex = (value, length) => `0x${value.toString(16).padStart(length, '0')}`
const quantity = (value) => `0x${value.toString(16)}`
const coreAt = (at) => `0x${'c'.repeat(34)}${hex(at, 6).slice(2)}`
const podAt = (at) => `0x${'d'.repeat(34)}${hex(at, 6).slice(2)}`
const foreignAt = (at) => `0x${'e'.repeat(34)}${hex(at, 6).slice(2)}`
const DATA = `0x${'00'.repeat(64)}`
const REVEAL = `0x${'7'.repeat(64)}`

/** A number in [0, 1) that depends on the block and a purpose. */
function chance(block, salt) {
  let x = (Math.imul(block + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) >>> 0
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39) >>> 0
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32
}

/**
 * A chain of mainnet's shape, made on demand: the same for the same number of blocks.
 *
 * @param topics of a pod, one of which is emitted by others too
 */
export class Chain {
  constructor(blocks, topics) {
    this.head = blocks
    this.topics = topics
    this.isOdd = SHAPE.blocks / SHAPE.pods
  }

  static core = Array.from({ length: CORE }, (_, at) => coreAt(at))

  header(number) {
    return {
      number: quantity(number),
      hash: this.#hash(number),
      parentHash: this.#hash(number - 1),
      timestamp: quantity(1_600_000_000 + 12 * number),
      // What a header weighs, for the bytes: a bloom and the fields that are hashed.
      extra: 'f'.repeat(1_200),
      // The newest block is asked for whole; the chain ends without logs.
      ...(number > this.head && { logsBloom: `0x${'0'.repeat(512)}`, transactions: [] }),
    }
  }

  /** Number of logs of followed contracts up to the head. */
  followed() {
    let count = 0
    for (let number = 1; number <= this.head; number++) {
      for (const { address } of this.logs(number)) if (address[2] !== 'e') count++
    }
    return count
  }

  logs(number) {
    const events = []
    const pods = Math.floor(number / this.isOdd)
    const isDeployed = pods !== Math.floor((number - 1) / this.isOdd)
    if (isDeployed) {
      events.push([podAt(pods), this.topics[0]], [coreAt(0), REVEAL, hex(pods, 64)])
    }
    if (isDeployed || chance(number, 1) < SHAPE.withLogs / SHAPE.blocks) {
      const count = 1 + Math.floor(chance(number, 2) * ((SHAPE.logs / SHAPE.withLogs) * 2 - 1))
      for (let at = 0; at < count; at++) {
        const pick = chance(number, 10 + at)
        const isPod = pick < 0.5 && pods > 0
        if (isPod) events.push([podAt(1 + Math.floor(pick * 2 * pods)), this.topics[1]])
        else events.push([coreAt(1 + Math.floor(pick * (CORE - 1))), `0x${'8'.repeat(64)}`])
      }
    }
    if (chance(number, 3) < FOREIGN) events.push([foreignAt(number % 5_000), this.topics[0]])
    return events.map(([address, ...topics], at) => ({
      address,
      topics,
      data: DATA,
      blockNumber: quantity(number),
      blockHash: this.#hash(number),
      transactionHash: hex(number * 8 + at, 64),
      transactionIndex: quantity(at),
      logIndex: quantity(at),
    }))
  }

  #hash(number) {
    return `${hex(number + 1, 62)}aa`
  }
}

/** The pod that a log reveals. */
export const revealed = ({ topics }) =>
  topics[0] === REVEAL ? [podAt(Number.parseInt(topics[1].slice(2), 16))] : []
export const isPod = (address) => address.startsWith('0xdddd')
